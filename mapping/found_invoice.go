package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"fairshare/calc"
)

// FoundInvoice is an invoice as it stands in OFBiz, in the database's own text:
// NULL is "", numbers and times are as the server prints them.
type FoundInvoice struct {
	ID, Type    string
	PartyFrom   string // the payee
	Party       string // the company
	Status      string
	Date        string // naive, of OFBiz's zone
	Currency    string
	Reference   string
	Description string
	Items       []FoundInvoiceItem // by Seq
}

// FoundInvoiceItem is an item of an invoice in OFBiz.
type FoundInvoiceItem struct {
	Seq, Type   string
	Product     string
	Quantity    string
	Amount      string
	Description string
}

// Difference is a field of an invoice that is not what was planned.
type Difference struct {
	Field   string // OFBiz's name, for an item with its number before it
	Planned string
	Found   string
	// MovedOn says that somebody, or OFBiz, took the invoice on as it is meant to
	// be taken: nothing is wrong with it.
	MovedOn bool
}

func (d Difference) String() string {
	text := fmt.Sprintf("%s is %q, planned was %q", d.Field, d.Found, d.Planned)
	if d.MovedOn {
		text += " (moved on in OFBiz)"
	}
	return text
}

// How many characters OFBiz's columns hold.
const (
	descriptionLength = 255
	maxFoundDecimals  = 3
)

// movedOn are the statuses that an invoice in process goes on to. INVOICE_CANCELLED
// and INVOICE_WRITEOFF are not among them: those take the payout back.
var movedOn = []string{"INVOICE_APPROVED", "INVOICE_READY", "INVOICE_SENT", "INVOICE_RECEIVED", "INVOICE_PAID"}

// Compare holds an invoice in OFBiz against its plan, field by field. zone is that
// of OFBiz's naive times, nil is UTC. No difference is nil; what a column can't hold is no
// difference, since it is planned to be cut (ColumnText).
func Compare(planned Invoice, found FoundInvoice, zone *time.Location) []Difference {
	var c comparison
	c.field("invoiceId", planned.ID, found.ID)
	c.field("invoiceTypeId", planned.Type, found.Type)
	c.field("partyIdFrom", string(planned.Party), found.PartyFrom)
	c.field("partyId", planned.Company, found.Party)
	c.status(planned.Status, found.Status)
	c.field("invoiceDate", planned.Date.In(cmp.Or(zone, time.UTC)).Format("2006-01-02 15:04:05.000"), found.Date)
	c.field("currencyUomId", planned.Currency, found.Currency)
	c.field("referenceNumber", planned.Reference, found.Reference)
	c.field("description", ColumnText(planned.Description, descriptionLength), found.Description)
	c.items(planned, found.Items)
	return c.differences
}

type comparison struct{ differences []Difference }

func (c *comparison) field(name, planned, found string) {
	if planned != found {
		c.differences = append(c.differences, Difference{Field: name, Planned: planned, Found: found})
	}
}

func (c *comparison) status(planned, found string) {
	if planned != found {
		c.differences = append(c.differences, Difference{Field: "statusId", Planned: planned, Found: found, MovedOn: slices.Contains(movedOn, found)})
	}
}

// items compares them number by number, whatever order they are in.
func (c *comparison) items(invoice Invoice, found []FoundInvoiceItem) {
	there := make(map[string]FoundInvoiceItem, len(found))
	for _, item := range found {
		there[item.Seq] = item
	}
	for _, planned := range invoice.Items {
		item, ok := there[planned.Seq]
		delete(there, planned.Seq)
		if !ok {
			c.field(planned.Seq+" invoiceItemSeqId", planned.Seq, "")
			continue
		}
		c.item(planned, item, invoice.Decimals)
	}
	for _, more := range slices.SortedFunc(maps.Values(there), func(a, b FoundInvoiceItem) int { return cmp.Compare(a.Seq, b.Seq) }) {
		c.field(more.Seq+" invoiceItemSeqId", "", more.Seq)
	}
}

func (c *comparison) item(planned InvoiceItem, found FoundInvoiceItem, decimals int) {
	at := planned.Seq + " "
	c.field(at+"invoiceItemTypeId", planned.Type, found.Type)
	c.field(at+"productId", planned.ProductID(), found.Product)
	c.field(at+"description", ColumnText(planned.Description, descriptionLength), found.Description)
	if quantity, err := parseDecimal([]byte(found.Quantity), scaleQuantity); err != nil || quantity != int64(calc.QuantityOne) {
		c.field(at+"quantity", "1", found.Quantity)
	}
	if amount, err := parseDecimal([]byte(found.Amount), scaleMoney); err != nil || !sameAmount(planned.Amount, decimals, amount) {
		c.field(at+"amount", planned.Amount.Text(decimals), found.Amount)
	}
}

// sameAmount compares minor units with thousandths.
func sameAmount(planned calc.Minor, decimals int, thousandths int64) bool {
	scaled, err := scaleUp(int64(planned), max(maxFoundDecimals-decimals, 0))
	if err != nil || decimals > maxFoundDecimals {
		return false
	}
	return scaled == thousandths
}

// ProductID is the item's productId: "" where it is of no product.
func (i InvoiceItem) ProductID() string {
	if i.Activity == calc.NoActivity {
		return ""
	}
	return string(i.Activity)
}
