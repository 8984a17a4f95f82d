package mapping

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"fairshare/calc"
)

// denseCompany has so many parties and activities in layers that nearly everybody
// has a share in nearly everything that is sold.
func denseCompany(n int) *Company {
	r := rand.New(rand.NewPCG(5, 6))
	company := &Company{Parties: map[calc.PartyID]Party{}, Products: map[calc.ActivityID]Product{}}
	s := &company.Scheme
	for i := range n {
		party, activity := calc.PartyID(fmt.Sprintf("P%05d", i)), calc.ActivityID(fmt.Sprintf("A%05d", i))
		company.Parties[party], company.Products[activity] = Party{ID: party}, Product{ID: activity}
		s.Activities = append(s.Activities, calc.Activity{ID: activity, OwnWeight: calc.QuantityOne})
		s.Facilities = append(s.Facilities, calc.FacilityID(fmt.Sprintf("F%05d", i)))
		s.Accounts = append(s.Accounts, calc.Account{Party: party})
		s.Tenures = append(s.Tenures, calc.Tenure{Facility: int32(i), Account: int32(i), From: calc.Ever, Thru: calc.Never})
	}
	layer := max(n/6, 1)
	for a := range n {
		for range 10 {
			if used := (a/layer+1)*layer + r.IntN(layer); used < n {
				s.Components = append(s.Components, calc.Component{User: int32(a), Used: int32(used), From: calc.Ever, Thru: calc.Never, Weight: calc.Quantity(1+r.IntN(50)) * calc.QuantityOne})
			}
		}
		for range 20 {
			s.Credits = append(s.Credits, calc.CreditChange{Activity: int32(a), Facility: int32(r.IntN(n)), Change: calc.Quantity(1+r.IntN(1000)) * calc.QuantityOne})
		}
	}
	return company
}

func pictureOf(t testing.TB, company *Company) *calc.Picture {
	t.Helper()
	picture, err := calc.At(&company.Scheme, 1)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func sharesDocument(t testing.TB, company *Company, picture *calc.Picture, query SharesQuery) SharesDocument {
	t.Helper()
	query.AsOf = time.Unix(0, 0).UTC()
	document, err := NewSharesDocument(company, picture, query)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestFilteredSharesAreCheap asks for one party's, one product's and one share in a
// company of 2000 parties and 2000 products.
func TestFilteredSharesAreCheap(t *testing.T) {
	company := denseCompany(2000)
	picture := pictureOf(t, company)
	row := sharesDocument(t, company, picture, SharesQuery{Product: "A00000"})
	matrix := uint64(len(row.Shares)) * 2000 * uint64(unsafe.Sizeof(ShareEntry{})) / 2 // lower layers reach fewer
	for name, query := range map[string]SharesQuery{
		"party": {Party: "P00007"}, "product": {Product: "A00003"}, "both": {Party: "P00007", Product: "A00003"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		document := sharesDocument(t, company, picture, query)
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		t.Logf("%s: %d shares with %d kB; the matrix takes %d kB", name, len(document.Shares), used>>10, matrix>>10)
		if used > matrix/20 || len(document.Shares) == 0 {
			t.Errorf("%s: %d shares with %d kB; the matrix takes %d kB", name, len(document.Shares), used>>10, matrix>>10)
		}
	}
}

// TestFiltersAgree compares what filters give with the same entries of the whole.
func TestFiltersAgree(t *testing.T) {
	company := denseCompany(15)
	picture := pictureOf(t, company)
	whole := map[[2]string]ShareEntry{}
	for _, share := range sharesDocument(t, company, picture, SharesQuery{Exact: true}).Shares {
		whole[[2]string{string(share.Party), string(share.Product)}] = share
	}
	seen := 0
	for i := range 15 {
		for _, query := range []SharesQuery{{Party: fmt.Sprintf("P%05d", i)}, {Product: fmt.Sprintf("A%05d", i)}} {
			query.Exact = true
			for _, share := range sharesDocument(t, company, picture, query).Shares {
				if seen++; whole[[2]string{string(share.Party), string(share.Product)}] != share {
					t.Errorf("%+v is not in the whole", share)
				}
			}
		}
	}
	if seen != 2*len(whole) {
		t.Errorf("%d shares seen, want each of %d twice", seen, len(whole))
	}
}

// TestTopSharesAddUp holds the largest shares, the others and the retained against 1.
func TestTopSharesAddUp(t *testing.T) {
	company := denseCompany(40)
	company.Scheme.Tenures = company.Scheme.Tenures[:30] // the others' part is retained
	document := sharesDocument(t, company, pictureOf(t, company), SharesQuery{Top: 3})
	sums, listed := map[calc.ActivityID]*big.Rat{}, map[calc.ActivityID]int{}
	add := func(product calc.ActivityID, share string) {
		if sums[product] == nil {
			sums[product] = new(big.Rat)
		}
		value, _ := new(big.Rat).SetString(share)
		sums[product].Add(sums[product], value)
	}
	for i, share := range document.Shares {
		add(share.Product, share.Share)
		listed[share.Product]++
		if i > 0 && document.Shares[i-1].Product == share.Product && document.Shares[i-1].Share < share.Share {
			t.Errorf("%v is larger than the one before", share)
		}
	}
	for _, share := range document.Retained {
		add(share.Product, share.Share)
	}
	for _, share := range document.Others {
		add(share.Product, share.Share)
	}
	if len(sums) != 40 || len(document.Others) < 30 {
		t.Errorf("%d products, %d with others", len(sums), len(document.Others))
	}
	for product, sum := range sums {
		if off := sum.Sub(sum, big.NewRat(1, 1)); off.Abs(off).Cmp(big.NewRat(5, 1_000_000_000_000)) > 0 || listed[product] > 3 {
			t.Errorf("%s: %d shares, off by %s", product, listed[product], off.FloatString(15))
		}
	}
}
