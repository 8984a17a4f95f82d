package mapping

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"

	"fairshare/calc"
)

// shareItems is how many products are explained where none is named.
const shareItems = 20

// wholeDecimals are the digits of an amount of calc.Picture.Trace between the whole
// and its minor unit.
const wholeDecimals = 18

// ExplainShares explains a party's shares as of a moment: what it gets of one whole
// of a product's income, by which paths. Without a product it takes those in which
// the party has the largest shares.
func ExplainShares(company *Company, picture *calc.Picture, asOf time.Time, query ExplainQuery) (ExplainDocument, error) {
	scheme := &company.Scheme
	document := ExplainDocument{
		Party: query.Party, Name: query.Names.party(query.Party).Name, AsOf: asOf.Format(time.RFC3339),
		Items: []ExplainItem{}, Zeros: []ExplainZero{},
	}
	account := int32(slices.IndexFunc(scheme.Accounts, func(a calc.Account) bool { return a.Party == query.Party }))
	products, err := productsAsked(company, string(query.Product))
	if err != nil {
		return document, err
	}
	var shares []calc.Share
	if account >= 0 {
		shares = picture.SharesOf(account)
	}
	if query.Product == "" {
		products = largestIn(shares)
	}
	for _, product := range products {
		if item := picture.Trace(product, account, query.Paths); account >= 0 && !item.Earned.IsZero() {
			document.Items = append(document.Items, shareItem(scheme, item, query.Names))
		}
	}
	document.Zeros = shareZeros(company, picture, asOf, query, account, shares, len(document.Items))
	return document, nil
}

func largestIn(shares []calc.Share) []int32 {
	shares = slices.Clone(shares)
	slices.SortStableFunc(shares, func(a, b calc.Share) int { return b.Cmp(a) })
	var products []int32
	for _, share := range shares[:min(shareItems, len(shares))] {
		products = append(products, share.Activity)
	}
	return products
}

func shareItem(scheme *calc.Scheme, traced calc.TraceItem, names Names) ExplainItem {
	id := scheme.Activities[traced.Activity].ID
	item := ExplainItem{
		Activity: id, Name: names.activity(id).Name, Amount: calc.ShareText(traced.Earned), Exact: exactText(traced.Earned, wholeDecimals),
		Percent: percentOfWhole(traced.Earned), Pool: "1",
		Others: calc.ShareText(traced.Others), OthersExact: exactText(traced.Others, wholeDecimals), OtherPaths: pathsText(traced.OtherPaths),
		Paths: make([]ExplainPath, len(traced.Paths)),
	}
	for i, path := range traced.Paths {
		item.Paths[i] = ExplainPath{
			Path: i + 1, Product: scheme.Activities[path.Source.Activity].ID, Income: "1",
			Amount: calc.ShareText(path.Amount), Exact: exactText(path.Amount, wholeDecimals), Steps: stepsOf(scheme, path.Steps),
		}
	}
	return item
}

// percentOfWhole is an amount of calc.Picture.Trace in hundred.
func percentOfWhole(share calc.Fine) string {
	whole := new(big.Int).Exp(big.NewInt(10), big.NewInt(wholeDecimals+fineDigits), nil)
	return calc.PercentText(new(big.Rat).SetFrac(share.Big(), whole))
}

// shareZeros says why the party has no share in a product, or for its credit in an
// activity that earns nothing.
func shareZeros(company *Company, picture *calc.Picture, asOf time.Time, query ExplainQuery, account int32, shares []calc.Share, items int) []ExplainZero {
	z := &zeroFinder{
		scheme: &company.Scheme, company: company, party: query.Party, account: account,
		until: calc.Instant(asOf.UnixMilli()) + 1, from: calc.Ever, earned: map[calc.ActivityID]bool{},
	}
	for _, share := range shares {
		z.earned[company.Scheme.Activities[share.Activity].ID] = true
	}
	z.reason = func(activity int32) string { return noShareReason(company, picture, activity) }
	if query.Product != "" && items == 0 {
		zero := newZero(zeroNoShare)
		zero.Activity = query.Product
		z.add(zero)
	}
	return z.find()
}

// noShareReason says why credit in an activity gets nothing of the activity's own
// income: all of it is retained, or all of it goes on.
func noShareReason(company *Company, picture *calc.Picture, activity int32) string {
	shares := picture.Shares(activity)
	if len(shares) == 1 {
		reason := company.Scheme.Accounts[shares[0].Account].Retained
		return cmp.Or(string(reason), zeroNoOwnWeight)
	}
	return zeroNoOwnWeight
}

// Difference says in one line what of an explanation does not agree with what was
// settled; empty where all does.
func (d *ExplainDocument) Difference() string {
	for _, item := range d.Items {
		if item.Unexplained != "" {
			return fmt.Sprintf("what %s got for %s can't be worked out again from today's data: %s %s of %s are unexplained", d.Party, item.Activity, item.Unexplained, d.Currency, item.Exact)
		}
	}
	return ""
}
