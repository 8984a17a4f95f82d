package mapping

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fairshare/calc"
)

// TestSaleList adds lines in any order and wants them back, by key.
func TestSaleList(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	for _, count := range []int{0, 1, 3, 1000, 2*pieceSize + 5} {
		list, want := newSaleList(), []Sale(nil)
		for n := range count {
			want = append(want, Sale{
				SaleKey:  SaleKey{[]Source{FromOrderItem, FromReturnItem, FromShipping}[random.IntN(3)], fmt.Sprint("O", random.IntN(1+count/3)), fmt.Sprint(n)},
				Revision: random.IntN(3), Currency: []string{"EUR", "USD"}[random.IntN(2)], Activity: random.Int32(),
				At: calc.Instant(random.Int64()), Amount: calc.Minor(random.Int64()),
			})
			list.add(want[n])
		}
		if got := list.inOrder().Listed(); !slices.Equal(got, want) {
			t.Fatalf("%d lines came back otherwise", count)
		}
		slices.SortFunc(want, func(a, b Sale) int {
			return slices.Compare([]string{string(a.Source), a.Document, a.Item}, []string{string(b.Source), b.Document, b.Item})
		})
		if got := list.rows().Listed(); !slices.Equal(got, want) {
			t.Errorf("%d lines are not by key", count)
		}
	}
}

// TestOrderedTable gives an ordered table ids in order and not, and asks for them in
// order and not: it says what a table with an index says.
func TestOrderedTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 6))
	for round := range 500 {
		ordered, plain := newOrderedTable(), newIDTable()
		var ids [][]byte
		for range random.IntN(40) {
			ids = append(ids, fmt.Append(nil, []string{"A", "a", "Á", "_", ""}[random.IntN(5)], random.IntN(60)))
		}
		if round%2 == 0 {
			slices.SortFunc(ids, func(a, b []byte) int { return slices.Compare(fold(nil, a), fold(nil, b)) })
		}
		for _, id := range ids {
			if got, want := ordered.add(id), plain.add(id); got != want {
				t.Fatalf("%q of %q is number %d, want %d", id, ids, got, want)
			}
			if random.IntN(20) == 0 {
				asked := ids[random.IntN(len(ids))]
				if got, want := ordered.find(asked), plain.find(asked); got != want {
					t.Fatalf("%q of %q is found as %d, want %d", asked, ids, got, want)
				}
			}
		}
		for _, id := range ids {
			if got, want := ordered.find(id), plain.find(id); got != want {
				t.Fatalf("%q of %q is found as %d, want %d", id, ids, got, want)
			}
		}
	}
}
