package mapping

import (
	"fmt"
	"slices"

	"fairshare/calc"
)

// drafted is what a plan's rows are made from: numbers, and the ids that
// they stand for. A settlement has as many cells as there are credits; their
// texts, above all those on the invoices, exist only while they are written.
type drafted struct {
	head       *Settlement
	accounts   []calc.Account  // of the scheme
	activities []calc.Activity // likewise
	payout     Payout
	cells      *calc.Settled // the ledger, in its order: parties by id, then reasons
	kept       []calc.Fine   // by activity: Σ of its cells
	payees     []payee       // the invoices, by party id
	until      string
	adjusted   map[calc.PartyID][]Adjustment
}

// payee is an account that gets an invoice, and where its cells are.
type payee struct {
	account     int32 // in Plan.Accounts
	first, last int32 // cells[first:last]
}

func (d *drafted) entry(i int) LedgerEntry {
	c := &d.cells.Cells[i]
	return LedgerEntry{d.accounts[c.Account], d.activities[c.Activity].ID, c.Earned, d.cells.Amounts[i]}
}

// sumPools adds up what every activity kept.
func (d *drafted) sumPools() {
	d.kept, d.until = make([]calc.Fine, len(d.activities)), LastDay(*d.head)
	for i := range d.cells.Cells {
		c := &d.cells.Cells[i]
		d.kept[c.Activity] = d.kept[c.Activity].Add(c.Earned)
	}
}

// invoice makes an invoice: an item per credited activity, one per adjustment and
// one for what was carried from before. A cell of nothing makes no item, because
// OFBiz would put the product's price in its place. Without descriptions it is
// enough to add up.
func (d *drafted) invoice(p payee, account Account, described bool) Invoice {
	s := d.head
	invoice := Invoice{
		ID: InvoiceID(s.ID, account.Party), Type: d.payout.InvoiceType, Party: account.Party, Company: s.Organization,
		Status: d.payout.Status, Date: s.SnapshotAt, Currency: s.Currency, Decimals: s.Decimals,
		Total: account.Invoiced, Reference: s.ID, Items: make([]InvoiceItem, 0, p.last-p.first+1),
	}
	for i := p.first; i < p.last; i++ {
		if entry := d.entry(int(i)); entry.invoiced() {
			item := InvoiceItem{Activity: entry.Activity, Amount: entry.Amount}
			if described {
				item.Description = ItemDescription(*s, entry, newPool(d.kept[d.cells.Cells[i].Activity], *s, d.until))
			}
			invoice.Items = append(invoice.Items, item)
		}
	}
	invoice.Items = append(invoice.Items, adjustmentItems(d.adjusted[account.Party])...)
	if account.Opening != 0 {
		invoice.Items = append(invoice.Items, InvoiceItem{Amount: account.Opening, Description: "Balance carried from before"})
	}
	for i := range invoice.Items {
		invoice.Items[i].Seq, invoice.Items[i].Type = itemSeq(i+1), d.payout.ItemType
	}
	if described {
		invoice.Description = fmt.Sprintf("Fair share of %s until %s", account.Party, d.until)
	}
	return invoice
}

// itemSeq numbers an item: 00001, 00002, …
func itemSeq(n int) string {
	if n < len(itemSeqs) {
		return itemSeqs[n]
	}
	return fmt.Sprintf("%05d", n)
}

// itemSeqs are the numbers of the first items, which are those of most invoices.
var itemSeqs = func() (seqs [100]string) {
	for n := range seqs {
		seqs[n] = fmt.Sprintf("%05d", n)
	}
	return seqs
}()

// invoiced reports whether an entry makes an item of its party's invoice.
func (e LedgerEntry) invoiced() bool { return e.Account.Party != "" && e.Amount != 0 }

// byAccount sums the parties' cells, which come together, party by party.
func (d *drafted) byAccount() (accounts []Account, places []payee) {
	count, last := 0, int32(-1)
	for i := range d.cells.Cells {
		if account := d.cells.Cells[i].Account; account != last {
			count, last = count+1, account
		}
	}
	accounts, places = make([]Account, 0, count), make([]payee, 0, count)
	for i, amount := range d.cells.Amounts {
		party := d.accounts[d.cells.Cells[i].Account].Party
		if party == "" {
			break // only reasons follow
		}
		if last := len(accounts) - 1; last < 0 || accounts[last].Party != party {
			accounts, places = append(accounts, Account{Party: party}), append(places, payee{first: int32(i)})
		}
		last := len(accounts) - 1
		accounts[last].Earned += amount
		places[last].last = int32(i + 1)
	}
	return slices.Clip(accounts), places
}
