package mapping

import (
	"bytes"
	"fmt"
	"time"
)

// InvoicesFile is the name of the file that holds a settlement's invoices.
func InvoicesFile(settlement string) string { return settlement + "-invoices.xml" }

// InvoicesXML is a settlement's payout invoices as entity-engine XML, for OFBiz's own
// import. All of it stands inside <create>: OFBiz leaves alone what is there already,
// so importing the file again never takes an invoice back that was set READY since.
// The bytes depend on the plan alone. zone is that of OFBiz's naive times.
func InvoicesXML(plan *Plan, zone *time.Location) ([]byte, error) {
	w := entityWriter{zone: zone}
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<entity-engine-xml>\n<create>\n")
	for invoice := range plan.Invoices.All() {
		if err := invoice.Check(); err != nil {
			return nil, fmt.Errorf("write invoice %s: %w", invoice.ID, err)
		}
		w.invoice(invoice, plan.Settlement.SnapshotAt)
	}
	w.WriteString("</create>\n</entity-engine-xml>\n")
	return w.Bytes(), nil
}

// entityWriter writes rows as OFBiz's GenericEntity.writeXmlText does: fields are
// attributes, what is no ASCII is a character reference, NULL is left out.
type entityWriter struct {
	bytes.Buffer
	zone *time.Location
}

func (w *entityWriter) invoice(v Invoice, planned time.Time) {
	w.row("Invoice", "invoiceId", v.ID, "invoiceTypeId", v.Type, "partyIdFrom", string(v.Party), "partyId", v.Company,
		"statusId", v.Status, "invoiceDate", w.time(v.Date), "currencyUomId", v.Currency, "referenceNumber", v.Reference,
		"description", ColumnText(v.Description, descriptionLength))
	w.row("InvoiceStatus", "invoiceId", v.ID, "statusId", v.Status, "statusDate", w.time(planned))
	for _, item := range v.Items {
		w.row("InvoiceItem", "invoiceId", v.ID, "invoiceItemSeqId", item.Seq, "invoiceItemTypeId", item.Type, "productId", item.ProductID(),
			"quantity", "1", "amount", item.Amount.Text(v.Decimals), "description", ColumnText(item.Description, descriptionLength))
	}
}

// row writes a row of names and values in turn.
func (w *entityWriter) row(entity string, fields ...string) {
	w.WriteString("  <" + entity)
	for ; len(fields) > 1; fields = fields[2:] {
		if name, value := fields[0], fields[1]; value != "" {
			w.WriteString(" " + name + `="`)
			w.escape(value)
			w.WriteString(`"`)
		}
	}
	w.WriteString("/>\n")
}

func (w *entityWriter) escape(text string) {
	for _, r := range text {
		if r < ' ' || r > '~' || r == '&' || r == '<' || r == '>' || r == '"' || r == '\'' {
			fmt.Fprintf(w, "&#%d;", r)
			continue
		}
		w.WriteRune(r)
	}
}

// time is an instant as OFBiz's Timestamp.toString writes it, to the millisecond.
func (w *entityWriter) time(at time.Time) string {
	zone := w.zone
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone).Format("2006-01-02 15:04:05.000")
}
