package mapping

import (
	"fmt"
	"time"

	"fairshare/calc"
)

// SharesQuery is what a person wants to see of the shares.
type SharesQuery struct {
	AsOf     time.Time // in the company's zone, for the answer's as_of
	Party    string    // only this party's; empty: everybody's, with what is retained
	Product  string    // only in this product; empty: in every product
	Top      int       // only so many of the largest shares in each product, the others summed up; 0: all
	Exact    bool      // every share as a fraction too
	Accepted []Acceptance
}

// UnknownError says that a person asked for something that OFBiz does not have.
type UnknownError struct{ Entity, ID string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no %s %q in OFBiz; ids are spelled as on its screens", e.Entity, e.ID)
}

// NewSharesDocument lists who gets which part of one whole of each product's
// income. For every product the shares, the others and the retained parts add up to
// 1. Of one party, or in one product, only those shares are worked out; with a top
// no more than one product's shares are in memory.
func NewSharesDocument(company *Company, picture *calc.Picture, query SharesQuery) (SharesDocument, error) {
	document := SharesDocument{
		AsOf: query.AsOf.Format(time.RFC3339), Method: methodName(company.Scheme.Method),
		Shares: []ShareEntry{}, Retained: []RetainedShare{}, Others: []OthersShare{},
	}
	products, err := productsAsked(company, query.Product)
	if err != nil {
		return document, err
	}
	if _, known := company.Parties[calc.PartyID(query.Party)]; query.Party != "" && !known {
		return document, &UnknownError{"Party", query.Party}
	}
	lister := shareLister{company, picture, query, &document}
	if query.Party != "" {
		lister.ofParty()
	} else {
		for _, product := range products {
			lister.in(product)
		}
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
