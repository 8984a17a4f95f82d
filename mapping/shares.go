package mapping

import (
	"fmt"
	"math/big"
	"time"

	"fairshare/calc"
)

// SharesQuery is what a person wants to see of the shares.
type SharesQuery struct {
	AsOf     time.Time // in the company's zone, for the answer's as_of
	Party    string    // only this party's; empty: everybody's, with what is retained
	Product  string    // only in this product; empty: in every product
	Exact    bool      // every share as a fraction too
	Accepted []Acceptance
}

// UnknownError says that a person asked for something that OFBiz does not have.
type UnknownError struct{ Entity, ID string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no %s %q in OFBiz; ids are spelled as on its screens", e.Entity, e.ID)
}

// NewSharesDocument lists who gets which part of one whole of each product's
// income. For every product the shares and the retained parts add up to 1.
func NewSharesDocument(company *Company, picture *calc.Picture, query SharesQuery) (SharesDocument, error) {
	document := SharesDocument{
		AsOf: query.AsOf.Format(time.RFC3339), Method: methodName(company.Scheme.Method),
		Shares: []ShareEntry{}, Retained: []RetainedShare{},
	}
	products, err := productsAsked(company, query.Product)
	if err != nil {
		return document, err
	}
	if _, known := company.Parties[calc.PartyID(query.Party)]; query.Party != "" && !known {
		return document, &UnknownError{"Party", query.Party}
	}
	for _, product := range products {
		document.addShares(company, picture, product, query)
	}
	findings := append(company.ProblemFindings(picture.Problems), company.Findings...)
	Accept(findings, query.Accepted)
	document.Findings = append([]Finding{}, SortFindings(findings)...)
	return document, nil
}

func methodName(method calc.Method) string {
	if method == calc.Direct {
		return "direct"
	}
	return "recursive"
}

func productsAsked(company *Company, product string) ([]int32, error) {
	var all []int32
	for i, activity := range company.Scheme.Activities {
		if product == "" && activity.ID != calc.NoActivity || string(activity.ID) == product {
			all = append(all, int32(i))
		}
	}
	if product != "" && len(all) == 0 {
		return nil, &UnknownError{"Product", product}
	}
	return all, nil
}

func (d *SharesDocument) addShares(company *Company, picture *calc.Picture, product int32, query SharesQuery) {
	id := company.Scheme.Activities[product].ID
	var exact map[int32]string
	if query.Exact {
		exact = fractions(picture.ExactShares(product))
	}
	for _, share := range picture.Shares(product) {
		account := company.Scheme.Accounts[share.Account]
		switch {
		case account.Party == "" && query.Party == "":
			d.Retained = append(d.Retained, RetainedShare{id, account.Retained, share.Text(), exact[share.Account]})
		case account.Party != "" && (query.Party == "" || query.Party == string(account.Party)):
			d.Shares = append(d.Shares, ShareEntry{account.Party, id, share.Text(), exact[share.Account]})
		}
	}
}

func fractions(shares []calc.ExactShare) map[int32]string {
	texts := make(map[int32]string, len(shares))
	for _, share := range shares {
		texts[share.Account] = (*big.Rat)(share.Value).String()
	}
	return texts
}
