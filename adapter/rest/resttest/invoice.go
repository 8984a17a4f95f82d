package resttest

import (
	"context"
	"database/sql"
	"errors"
	"math/big"
	"regexp"
	"strings"
)

var decimalText = regexp.MustCompile(`^-?[0-9]{1,15}([.][0-9]{1,3})?$`)

// The row is an invoice, with its items behind it in their order.
const selectInvoice = `
SELECT CONCAT_WS('|', INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, INVOICE_DATE, CURRENCY_UOM_ID, REFERENCE_NUMBER, COALESCE(DESCRIPTION, '')), STATUS_ID
FROM INVOICE WHERE INVOICE_ID = ?`

const selectItems = `
SELECT INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, COALESCE(PRODUCT_ID, ''), QUANTITY, AMOUNT, COALESCE(DESCRIPTION, '')
FROM INVOICE_ITEM WHERE INVOICE_ID = ? ORDER BY INVOICE_ITEM_SEQ_ID`

// writeInvoice is fairshareWriteInvoice.
func (o *OFBiz) writeInvoice(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("invoiceId")
	items, err := itemsOf(p)
	if err != nil {
		return nil, err
	}
	head := strings.Join([]string{p.text("invoiceTypeId"), p.text("partyIdFrom"), p.text("partyId"), p.text("invoiceDate"), p.text("currencyUomId"), p.text("referenceNumber"), p.text("description")}, "|")
	var found, status string
	err = tx.QueryRowContext(ctx, selectInvoice, id).Scan(&found, &status)
	created := "N"
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if err := o.createInvoice(ctx, tx, p, items); err != nil {
			return nil, err
		}
		created, status = "Y", p.text("statusId")
	case err != nil:
		return nil, err
	case found != head || status == "INVOICE_CANCELLED" || status == "INVOICE_WRITEOFF":
		return nil, refuse("invoice %s is there with other content: %s (%s), asked for was %s", id, found, status, head)
	}
	return o.written(ctx, tx, id, status, created, items)
}

type item struct{ seq, kind, product, quantity, amount, description string }

func (i item) same(other item) bool {
	return i.seq == other.seq && i.kind == other.kind && i.product == other.product && i.description == other.description &&
		rat(i.quantity).Cmp(rat(other.quantity)) == 0 && rat(i.amount).Cmp(rat(other.amount)) == 0
}

func rat(text string) *big.Rat {
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return value
}

func itemsOf(p parameters) (items []item, err error) {
	list, _ := p["items"].([]any)
	total := new(big.Rat)
	for _, entry := range list {
		fields, _ := entry.(map[string]any)
		f := parameters(fields)
		i := item{f.text("invoiceItemSeqId"), f.text("invoiceItemTypeId"), f.text("productId"), f.text("quantity"), f.text("amount"), f.text("description")}
		if !decimalText.MatchString(i.quantity) || !decimalText.MatchString(i.amount) || rat(i.amount).Sign() == 0 {
			return nil, refuse("invoice %s: item %s: quantity and amount must be texts such as \"12.50\"", p.text("invoiceId"), i.seq)
		}
		total.Add(total, new(big.Rat).Mul(rat(i.quantity), rat(i.amount)))
		items = append(items, i)
	}
	if len(items) == 0 || total.Cmp(rat(p.text("total"))) != 0 {
		return nil, refuse("invoice %s: its items add up to %s, its total is %s", p.text("invoiceId"), total.FloatString(3), p.text("total"))
	}
	return items, nil
}

func (o *OFBiz) createInvoice(ctx context.Context, tx *sql.Tx, p parameters, items []item) error {
	id := p.text("invoiceId")
	err := o.insert(ctx, tx, "INVOICE", "INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, INVOICE_DATE, CURRENCY_UOM_ID, REFERENCE_NUMBER, DESCRIPTION",
		id, p.text("invoiceTypeId"), p.text("partyIdFrom"), p.text("partyId"), p.text("statusId"), p.text("invoiceDate"), p.text("currencyUomId"), p.text("referenceNumber"), orNull(p.text("description")))
	if err != nil {
		return err
	}
	if err := o.insert(ctx, tx, "INVOICE_STATUS", "INVOICE_ID, STATUS_ID, STATUS_DATE", id, p.text("statusId"), o.now()); err != nil {
		return err
	}
	for _, i := range items {
		err := o.insert(ctx, tx, "INVOICE_ITEM", "INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, QUANTITY, AMOUNT, DESCRIPTION",
			id, i.seq, i.kind, orNull(i.product), i.quantity, i.amount, orNull(i.description))
		if err != nil {
			return err
		}
	}
	return nil
}

// written reads the items back, compares them and answers.
func (o *OFBiz) written(ctx context.Context, tx *sql.Tx, id, status, created string, items []item) (map[string]any, error) {
	rows, err := tx.QueryContext(ctx, selectItems, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	total, count := new(big.Rat), 0
	for rows.Next() {
		var i item
		if err := rows.Scan(&i.seq, &i.kind, &i.product, &i.quantity, &i.amount, &i.description); err != nil {
			return nil, err
		}
		if count >= len(items) || !i.same(items[count]) {
			return nil, refuse("invoice %s is there with other content: item %s", id, i.seq)
		}
		total.Add(total, new(big.Rat).Mul(rat(i.quantity), rat(i.amount)))
		count++
	}
	if count != len(items) {
		return nil, refuse("invoice %s is there with other content: %d items, asked for were %d", id, count, len(items))
	}
	text := total.FloatString(3)
	return map[string]any{"invoiceId": id, "statusId": status, "total": strings.TrimSuffix(strings.TrimRight(text, "0"), "."), "itemCount": itoa(count), "created": created}, rows.Err()
}

// cancelInvoice is fairshareCancelInvoice.
func (o *OFBiz) cancelInvoice(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("invoiceId")
	var status, reference string
	err := tx.QueryRowContext(ctx, "SELECT STATUS_ID, COALESCE(REFERENCE_NUMBER, '') FROM INVOICE WHERE INVOICE_ID = ? FOR UPDATE", id).Scan(&status, &reference)
	if errors.Is(err, sql.ErrNoRows) {
		return map[string]any{"invoiceId": id, "found": "N"}, nil
	}
	if err != nil {
		return nil, err
	}
	if reference != p.text("referenceNumber") {
		return nil, refuse("invoice %s is of %s, not of %s: it stays as it is", id, reference, p.text("referenceNumber"))
	}
	applied, err := exists(ctx, tx, "PAYMENT_APPLICATION WHERE INVOICE_ID = ?", id)
	if err != nil {
		return nil, err
	}
	if (status == "INVOICE_IN_PROCESS" || status == "INVOICE_APPROVED") && !applied {
		status = "INVOICE_CANCELLED"
		if _, err := tx.ExecContext(ctx, "UPDATE INVOICE SET STATUS_ID = ?, PAID_DATE = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ? WHERE INVOICE_ID = ?", status, o.now(), o.now(), o.now(), id); err != nil {
			return nil, err
		}
		if err := o.insert(ctx, tx, "INVOICE_STATUS", "INVOICE_ID, STATUS_ID, STATUS_DATE", id, status, o.now()); err != nil {
			return nil, err
		}
	}
	return map[string]any{"invoiceId": id, "found": "Y", "statusId": status}, nil
}
