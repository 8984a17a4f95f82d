package mapping

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"

	"fairshare/calc"
)

// InvoiceID is the id of a party's payout invoice in a settlement: FS and 80 bits
// of a hash of both, 18 characters. Being made of its content it is the key that
// makes writing it twice impossible.
func InvoiceID(settlement string, party calc.PartyID) string {
	sum := sha256.Sum256([]byte(settlement + "\x00" + string(party)))
	return "FS" + base32.HexEncoding.EncodeToString(sum[:10])
}

// addInvoices makes one invoice for every account that is paid: an item per
// credited activity, one per adjustment and one for what was carried from before.
func (p *Plan) addInvoices(payout Payout) {
	s := p.Settlement
	items := p.itemsByParty(payout)
	p.addAdjustmentItems(items, payout)
	for _, account := range p.Accounts {
		if account.Invoiced == 0 {
			continue
		}
		invoice := Invoice{
			ID:          InvoiceID(s.ID, account.Party),
			Type:        payout.InvoiceType,
			Party:       account.Party,
			Company:     s.Organization,
			Status:      payout.Status,
			Date:        s.SnapshotAt,
			Currency:    s.Currency,
			Decimals:    s.Decimals,
			Total:       account.Invoiced,
			Reference:   s.ID,
			Description: fmt.Sprintf("Fair share of %s until %s", account.Party, LastDay(s)),
			Items:       items[account.Party],
		}
		if account.Opening != 0 {
			invoice.Items = append(invoice.Items, InvoiceItem{Type: payout.ItemType, Amount: account.Opening, Description: "Balance carried from before"})
		}
		for i := range invoice.Items {
			invoice.Items[i].Seq = fmt.Sprintf("%05d", i+1)
		}
		p.Invoices = append(p.Invoices, invoice)
	}
}

// itemsByParty makes the items of the parties' cells; a cell of nothing makes
// none, because OFBiz would put the product's price in its place. The ledger is in
// order of the parties, so that all items lie in one piece of memory.
func (p *Plan) itemsByParty(payout Payout) map[calc.PartyID][]InvoiceItem {
	pools := PoolsOf(p)
	count := 0
	for i := range p.Ledger {
		if p.Ledger[i].invoiced() {
			count++
		}
	}
	all, from := make([]InvoiceItem, 0, count), 0
	items := make(map[calc.PartyID][]InvoiceItem, len(p.Accounts))
	for i, entry := range p.Ledger {
		party := entry.Account.Party
		if entry.invoiced() {
			all = append(all, InvoiceItem{
				Type:        payout.ItemType,
				Activity:    entry.Activity,
				Amount:      entry.Amount,
				Description: ItemDescription(p.Settlement, entry, pools[entry.Activity]),
			})
		}
		last := i+1 == len(p.Ledger) || p.Ledger[i+1].Account.Party != party
		if last && len(all) > from {
			items[party], from = all[from:len(all):len(all)], len(all)
		}
	}
	return items
}

// invoiced reports whether an entry makes an item of its party's invoice.
func (e LedgerEntry) invoiced() bool { return e.Account.Party != "" && e.Amount != 0 }
