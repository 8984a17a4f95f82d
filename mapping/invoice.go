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
// credited activity and one for what was carried from before.
func (p *Plan) addInvoices(payout Payout) {
	s := p.Settlement
	items := p.itemsByParty(payout)
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
// none, because OFBiz would put the product's price in its place.
func (p *Plan) itemsByParty(payout Payout) map[calc.PartyID][]InvoiceItem {
	pools := PoolsOf(p)
	items := map[calc.PartyID][]InvoiceItem{}
	for _, entry := range p.Ledger {
		party := entry.Account.Party
		if party == "" || entry.Amount == 0 {
			continue
		}
		items[party] = append(items[party], InvoiceItem{
			Type:        payout.ItemType,
			Activity:    entry.Activity,
			Amount:      entry.Amount,
			Description: ItemDescription(p.Settlement, entry, pools[entry.Activity]),
		})
	}
	return items
}
