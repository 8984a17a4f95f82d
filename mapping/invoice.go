package mapping

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"slices"

	"fairshare/calc"
)

// InvoiceID is the id of a party's payout invoice in a settlement: FS and 80 bits
// of a hash of both, 18 characters. Being made of its content it is the key that
// makes writing it twice impossible.
func InvoiceID(settlement string, party calc.PartyID) string {
	sum := sha256.Sum256([]byte(settlement + "\x00" + string(party)))
	return "FS" + base32.HexEncoding.EncodeToString(sum[:10])
}

// addInvoices makes one invoice for every account that is paid.
func (p *Plan) addInvoices(d *drafted) {
	d.sumPools()
	d.adjusted = map[calc.PartyID][]Adjustment{}
	for _, a := range p.Adjustments {
		d.adjusted[a.Party] = append(d.adjusted[a.Party], a)
	}
	made := func(described bool) Rows[Invoice] {
		return madeRows(len(d.payees), func(i int) Invoice {
			return d.invoice(d.payees[i], p.Accounts[d.payees[i].account], described)
		})
	}
	p.Invoices, p.sums = made(true), made(false)
}

// InvoiceSums are the invoices without their descriptions, where the plan makes its
// rows: most of the work is in these.
func (p *Plan) InvoiceSums() Rows[Invoice] {
	if p.sums.Len() != p.Invoices.Len() {
		return p.Invoices
	}
	return p.sums
}

// InvoicesByID are the places of the invoices in the order of their ids, in which
// OFBiz's tables keep them.
func (p *Plan) InvoicesByID() []int32 {
	if len(p.byID) == p.Invoices.Len() {
		return p.byID
	}
	ids := make([]string, 0, p.Invoices.Len())
	order := make([]int32, 0, p.Invoices.Len())
	for invoice := range p.InvoiceSums().All() {
		ids, order = append(ids, invoice.ID), append(order, int32(len(order)))
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(ids[a], ids[b]) })
	p.byID = order
	return order
}
