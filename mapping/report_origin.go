package mapping

import (
	"cmp"
	"fmt"
	"slices"

	"fairshare/calc"
)

// Origin is how much of what a product earned reached an activity, over all others
// between them.
type Origin struct {
	Product  calc.ActivityID // "" for all smaller ones together
	Products int
	Income   calc.Minor // its sales, less its direct costs
	Reached  calc.Fine
}

// originsAtMost is how many products people read of; each takes a calculation.
const originsAtMost = 30

// Origins tells from which products' sales an activity lives. Payouts are linear in the
// lines, so what came from a product is what its lines alone bring, to the dust of a
// fine unit; the largest come first.
func (in *Input) Origins(activity calc.ActivityID) ([]Origin, error) {
	scheme := &in.Scheme
	at, known := slices.BinarySearchFunc(scheme.Activities, activity, func(a calc.Activity, id calc.ActivityID) int { return cmp.Compare(a.ID, id) })
	if !known {
		return nil, nil
	}
	var origins []Origin
	for _, lines := range byProduct(summedLines(scheme, in.Sales)) {
		origin := Origin{Product: scheme.Activities[lines[0].Activity].ID, Products: 1}
		for _, l := range lines {
			if origin.Income += l.Amount; l.Activity != lines[0].Activity {
				origin.Product = ""
			}
		}
		outcome, err := calc.Distribute(scheme, lines)
		if err != nil {
			return nil, fmt.Errorf("find where the income of %s came from: %w", activity, err)
		}
		for _, f := range outcome.Flows {
			if f.Activity == int32(at) {
				origin.Reached = calc.FineOf(f.Income).Add(calc.FineOf(f.Costs)).Add(f.Received)
			}
		}
		if origin.Product == "" {
			origin.Products = countProducts(lines)
		}
		if !origin.Reached.IsZero() {
			origins = append(origins, origin)
		}
	}
	slices.SortStableFunc(origins, func(a, b Origin) int {
		return cmp.Or(cmp.Compare(min(a.Products, 2), min(b.Products, 2)), b.Reached.Cmp(a.Reached), cmp.Compare(a.Product, b.Product))
	})
	return origins, nil
}

// byProduct parts lines by their activities, those that earned most first; the smaller
// ones stay together.
func byProduct(lines []calc.Line) [][]calc.Line {
	var parts [][]calc.Line
	place, income := map[int32]int{}, map[int32]calc.Minor{}
	for _, l := range lines {
		n, known := place[l.Activity]
		if !known {
			n = len(parts)
			place[l.Activity], parts = n, append(parts, nil)
		}
		parts[n] = append(parts[n], l)
		income[l.Activity] += magnitude(l.Amount)
	}
	slices.SortStableFunc(parts, func(a, b []calc.Line) int {
		return cmp.Or(cmp.Compare(income[b[0].Activity], income[a[0].Activity]), cmp.Compare(a[0].Activity, b[0].Activity))
	})
	if len(parts) > originsAtMost+1 {
		parts = append(parts[:originsAtMost:originsAtMost], slices.Concat(parts[originsAtMost:]...))
	}
	return parts
}

func countProducts(lines []calc.Line) int {
	seen := map[int32]bool{}
	for _, l := range lines {
		seen[l.Activity] = true
	}
	return len(seen)
}
