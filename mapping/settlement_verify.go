package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// The codes of what settlements verify finds. Those of the first group mean that
// somebody or something changed what was settled; DRIFT_… only that OFBiz's data
// has moved on since.
const (
	verifyInput    = "VERIFY_INPUT"
	verifyHead     = "VERIFY_SETTLEMENT"
	verifySale     = "VERIFY_SALE"
	verifyLedger   = "VERIFY_LEDGER"
	verifyFlow     = "VERIFY_FLOW"
	verifyAccount  = "VERIFY_ACCOUNT"
	verifyAdjusted = "VERIFY_ADJUSTMENT"
	verifyPlanned  = "VERIFY_PLANNED_INVOICE"
	verifyInvoice  = "VERIFY_INVOICE"
	verifyGone     = "VERIFY_INVOICE_GONE"
	verifyExtra    = "VERIFY_INVOICE_EXTRA"
)

// ComparePlans holds what stands in the journal against what the stored input
// comes to when it is worked out again: every row that differs, is gone or is too
// many is a finding with its entity and key. States and findings are not compared.
func ComparePlans(want, found *Plan) []Finding {
	c := planComparison{want.Settlement.ID, nil}
	c.rows(verifyHead, "FAIRSHARE_SETTLEMENT", headRows(want), headRows(found))
	c.rows(verifySale, "FAIRSHARE_SALE", saleRows(want), saleRows(found))
	c.rows(verifyLedger, "FAIRSHARE_LEDGER", ledgerRows(want), ledgerRows(found))
	c.rows(verifyFlow, "FAIRSHARE_FLOW", flowRows(want), flowRows(found))
	c.rows(verifyAccount, "FAIRSHARE_ACCOUNT", accountRows(want), accountRows(found))
	c.rows(verifyAdjusted, "FAIRSHARE_ADJUSTMENT", adjustmentRows(want), adjustmentRows(found))
	c.rows(verifyPlanned, "FAIRSHARE_INVOICE", invoiceRows(want), invoiceRows(found))
	c.rows(verifyPlanned, "FAIRSHARE_INVOICE_ITEM", itemRows(want), itemRows(found))
	return c.findings
}

// keyedRows are rows by key, each as "field value" texts to compare and to read.
type keyedRows map[string][]string

type planComparison struct {
	settlement string
	findings   []Finding
}

func (c *planComparison) rows(code, entity string, want, found keyedRows) {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		there, ok := found[key]
		switch {
		case !ok:
			c.add(code, entity, key, "the row is gone from the journal; it was: %s", strings.Join(want[key], ", "))
		case !slices.Equal(there, want[key]):
			c.add(code, entity, key, "the journal says %s; worked out again from the stored input it is %s", differing(there, want[key]), differing(want[key], there))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		if _, ok := want[key]; !ok {
			c.add(code, entity, key, "the journal has a row that the settlement never had: %s", strings.Join(found[key], ", "))
		}
	}
}

func (c *planComparison) add(code, entity, key, format string, args ...any) {
	text := fmt.Sprintf(format, args...) + "; find out who changed Fairshare's tables"
	c.findings = append(c.findings, NewFinding(code, entity, c.key(key), text))
}

func (c *planComparison) key(key string) string {
	if key == "" {
		return c.settlement
	}
	return c.settlement + ", " + key
}

// differing are the texts of a row that the other has not at the same place.
func differing(row, other []string) string {
	var texts []string
	for i, text := range row {
		if i >= len(other) || other[i] != text {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, ", ")
}

func headRows(p *Plan) keyedRows {
	s := p.Settlement
	return keyedRows{"": {
		"organization " + s.Organization, "currency " + s.Currency, fmt.Sprint("decimals ", s.Decimals),
		"until " + untilText(s), "snapshot at " + s.SnapshotAt.UTC().Format("2006-01-02T15:04:05.000Z"),
		"configuration " + s.ConfigDigest, "input " + s.InputDigest, "version " + s.Version,
		fmt.Sprint("lines ", s.Lines), "income " + s.Income.Text(s.Decimals), "earned " + s.Earned.Text(s.Decimals),
		"retained " + s.Retained.Text(s.Decimals), "invoiced " + s.Invoiced.Text(s.Decimals),
	}}
}

func saleRows(p *Plan) keyedRows {
	rows := make(keyedRows, p.Sales.Len())
	for sale := range p.Sales.All() {
		key := fmt.Sprintf("%s, %s, %s, revision %d", sale.Source, sale.Document, sale.Item, sale.Revision)
		rows[key] = []string{"activity " + string(sale.Activity), "at " + instantText(sale.At), "amount " + sale.Amount.Text(p.Settlement.Decimals)}
	}
	return rows
}

func ledgerRows(p *Plan) keyedRows {
	rows := make(keyedRows, p.Ledger.Len())
	for e := range p.Ledger.All() {
		key := cmp.Or(string(e.Account.Party), "retained "+string(e.Account.Retained)) + ", " + string(e.Activity)
		rows[key] = []string{"amount " + e.Amount.Text(p.Settlement.Decimals), "exactly " + e.Earned.String()}
	}
	return rows
}

func flowRows(p *Plan) keyedRows {
	rows, d := make(keyedRows, len(p.Flows)), p.Settlement.Decimals
	for _, f := range p.Flows {
		rows[string(f.Activity)] = []string{
			"income " + f.Income.Text(d), "costs " + f.Costs.Text(d), "founders " + f.Founders.String(),
			"received " + f.Received.String(), "delegated " + f.Delegated.String(), "kept " + f.Kept.String(),
		}
	}
	return rows
}

func accountRows(p *Plan) keyedRows {
	rows, d := make(keyedRows, len(p.Accounts)), p.Settlement.Decimals
	for _, a := range p.Accounts {
		rows[string(a.Party)] = []string{
			"opening " + a.Opening.Text(d), "earned " + a.Earned.Text(d), "adjusted " + a.Adjusted.Text(d),
			"invoiced " + a.Invoiced.Text(d), "closing " + a.Closing.Text(d), fmt.Sprint("held ", a.Held),
		}
	}
	return rows
}

func adjustmentRows(p *Plan) keyedRows {
	rows := make(keyedRows, len(p.Adjustments))
	for _, a := range p.Adjustments {
		rows[a.ID] = []string{"party " + string(a.Party), "currency " + a.Currency, "amount " + a.Amount.Text(p.Settlement.Decimals), "reason " + a.Reason, "by " + a.By}
	}
	return rows
}

func invoiceRows(p *Plan) keyedRows {
	rows := make(keyedRows, p.Invoices.Len())
	for v := range p.Invoices.All() {
		rows[v.ID] = []string{
			"type " + v.Type, "partyIdFrom " + string(v.Party), "partyId " + v.Company, "status " + v.Status,
			"date " + v.Date.UTC().Format("2006-01-02T15:04:05.000Z"), "currency " + v.Currency, fmt.Sprint("decimals ", v.Decimals),
			"total " + v.Total.Text(v.Decimals), "reference " + v.Reference, "description " + v.Description,
		}
	}
	return rows
}

func itemRows(p *Plan) keyedRows {
	rows := keyedRows{}
	for v := range p.Invoices.All() {
		for _, item := range v.Items {
			rows[v.ID+", "+item.Seq] = []string{"type " + item.Type, "activity " + string(item.Activity), "amount " + item.Amount.Text(v.Decimals), "description " + item.Description}
		}
	}
	return rows
}

func instantText(at calc.Instant) string {
	switch at {
	case calc.Ever:
		return "ever"
	case calc.Never:
		return "open end"
	}
	return time.UnixMilli(int64(at)).UTC().Format("2006-01-02T15:04:05.000Z")
}

// InvoiceFindings are the differences of an invoice in OFBiz as findings. One that
// was taken on as it is meant to be, to READY say, is none.
func InvoiceFindings(invoice string, differences []Difference) (findings []Finding) {
	for _, d := range differences {
		if d.MovedOn {
			continue
		}
		entity, key := "Invoice", invoice
		if seq, _, ofItem := strings.Cut(d.Field, " "); ofItem {
			entity, key = "InvoiceItem", invoice+", "+seq
		}
		findings = append(findings, NewFinding(verifyInvoice, entity, key, d.String()+"; find out who changed it in OFBiz"))
	}
	return findings
}

// InvoiceGone says that a planned invoice is not in OFBiz.
func InvoiceGone(v Invoice) Finding {
	return NewFinding(verifyGone, "Invoice", v.ID, fmt.Sprintf("the payout invoice of %s over %s %s is not in OFBiz any more; find out who removed it", v.Party, v.Total.Text(v.Decimals), v.Currency))
}

// InvoiceExtra says that OFBiz has an invoice with a settlement's reference that
// the settlement did not write.
func InvoiceExtra(settlement, invoice string) Finding {
	return NewFinding(verifyExtra, "Invoice", invoice, fmt.Sprintf("it carries the reference of settlement %s, which did not write it; find out who did, before it is paid", settlement))
}

// InputDamaged says that a settlement can't be worked out again.
func InputDamaged(settlement string, err error) Finding {
	return NewFinding(verifyInput, "FAIRSHARE_INPUT", settlement, err.Error()+"; find out who changed Fairshare's tables; only invoices and the journal's own sums could be compared")
}

// InputMissing says that a settlement is older than the storing of inputs.
func InputMissing(settlement string) Finding {
	return NewFinding("VERIFY_NO_INPUT", "FAIRSHARE_INPUT", settlement, "the settlement was made by a version that stored no input, so it can't be worked out again; its invoices and sums were compared")
}

// PlanBroken says that the journal's own sums do not agree.
func PlanBroken(settlement string, err error) Finding {
	return NewFinding(verifyHead, "FAIRSHARE_SETTLEMENT", settlement, err.Error()+"; find out who changed Fairshare's tables")
}
