package mapping

import (
	"math/big"
	"slices"

	"fairshare/calc"
)

// shareLister puts shares into a document as they are worked out.
type shareLister struct {
	company  *Company
	picture  *calc.Picture
	query    SharesQuery
	document *SharesDocument
}

// ofParty lists one party's shares: one sweep over all products at once, or one
// product's shares.
func (l *shareLister) ofParty() {
	account := int32(slices.IndexFunc(l.company.Scheme.Accounts, func(a calc.Account) bool {
		return a.Party == calc.PartyID(l.query.Party)
	}))
	if account < 0 {
		return // the organization and the group hold no shares
	}
	var shares []calc.Share
	for _, share := range l.sharesOf(account) {
		id := l.company.Scheme.Activities[share.Activity].ID
		if share.Account == account && id != calc.NoActivity {
			shares = append(shares, share)
		}
	}
	if l.query.Top > 0 {
		shares, _ = calc.Largest(shares, l.query.Top)
	}
	for _, share := range shares {
		var exact map[int32]string
		if l.query.Exact {
			exact = fractions(l.picture.ExactShares(share.Activity))
		}
		l.add(share, exact)
	}
}

func (l *shareLister) sharesOf(account int32) []calc.Share {
	if l.query.Product == "" {
		return l.picture.SharesOf(account)
	}
	products, _ := productsAsked(l.company, l.query.Product) // it is known
	return l.picture.Shares(products[0])
}

// in lists the shares in one product.
func (l *shareLister) in(product int32) {
	var exact map[int32]string
	if l.query.Exact {
		exact = fractions(l.picture.ExactShares(product))
	}
	parties, retained := l.parted(l.picture.Shares(product))
	if l.query.Top > 0 {
		var rest []calc.Share
		parties, rest = calc.Largest(parties, l.query.Top)
		l.addOthers(rest)
	}
	for _, share := range slices.Concat(parties, retained) {
		l.add(share, exact)
	}
}

// parted sets what the company retains apart from what parties get.
func (l *shareLister) parted(shares []calc.Share) (parties, retained []calc.Share) {
	for _, share := range shares {
		if l.company.Scheme.Accounts[share.Account].Party != "" {
			parties = append(parties, share)
		} else {
			retained = append(retained, share)
		}
	}
	return parties, retained
}

func (l *shareLister) add(share calc.Share, exact map[int32]string) {
	id, account := l.company.Scheme.Activities[share.Activity].ID, l.company.Scheme.Accounts[share.Account]
	if account.Party != "" {
		l.document.Shares = append(l.document.Shares, ShareEntry{account.Party, id, share.Text(), exact[share.Account]})
	} else {
		l.document.Retained = append(l.document.Retained, RetainedShare{id, account.Retained, share.Text(), exact[share.Account]})
	}
}

func (l *shareLister) addOthers(rest []calc.Share) {
	if len(rest) > 0 {
		sum := calc.Together(rest)
		l.document.Others = append(l.document.Others, OthersShare{l.company.Scheme.Activities[sum.Activity].ID, len(rest), sum.Text()})
	}
}

func fractions(shares []calc.ExactShare) map[int32]string {
	texts := make(map[int32]string, len(shares))
	for _, share := range shares {
		texts[share.Account] = (*big.Rat)(share.Value).String()
	}
	return texts
}
