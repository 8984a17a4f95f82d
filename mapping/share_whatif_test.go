package mapping

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fairshare/calc"
)

// TestWithShareChange holds that the preview does to the scheme what ShareChange.Edit
// does to the rows, whoever the rows began with and however the products are spelled.
func TestWithShareChange(t *testing.T) {
	day := func(n int) time.Time { return time.UnixMilli(0).AddDate(0, 0, n) }
	at := func(n int) calc.Instant { return instantOf(day(n)) }
	company := &Company{Scheme: calc.Scheme{
		Activities: []calc.Activity{{ID: "BOARD"}, {ID: "CASE"}},
		Components: []calc.Component{
			{User: 0, Used: 1, From: calc.Ever, Thru: at(10), Weight: 5 * calc.QuantityOne},
			{User: 0, Used: 1, From: at(20), Thru: calc.Never, Weight: 7 * calc.QuantityOne},
		},
	}}
	for name, c := range map[string]struct {
		weight string
		from   int
		want   []calc.Component
	}{
		"ends a row that began ever": {"", 3, []calc.Component{{User: 0, Used: 1, From: calc.Ever, Thru: at(3), Weight: 5 * calc.QuantityOne}, company.Scheme.Components[1]}},
		"parts it": {"6", 3, []calc.Component{{User: 0, Used: 1, From: calc.Ever, Thru: at(3), Weight: 5 * calc.QuantityOne}, company.Scheme.Components[1],
			{User: 0, Used: 1, From: at(3), Thru: at(10), Weight: 6 * calc.QuantityOne}}},
		"lasts until the next":   {"6", 12, append(slices.Clone(company.Scheme.Components), calc.Component{User: 0, Used: 1, From: at(12), Thru: at(20), Weight: 6 * calc.QuantityOne})},
		"ends it where it began": {"", 20, company.Scheme.Components[:1]},
		"reweighs":               {"8", 20, []calc.Component{company.Scheme.Components[0], {User: 0, Used: 1, From: at(20), Thru: calc.Never, Weight: 8 * calc.QuantityOne}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(company.Scheme.Components)
			after, err := company.WithShareChange(ShareChange{Activity: "board", Component: "case", Weight: c.weight, From: day(c.from)})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(after.Scheme.Components, c.want) {
				t.Errorf("the rows are\n%v, not\n%v", after.Scheme.Components, c.want)
			}
			if !slices.Equal(company.Scheme.Components, before) {
				t.Error("the company itself was changed")
			}
		})
	}
	t.Run("ErrUnknown", func(t *testing.T) {
		var unknown *UnknownError
		if _, err := company.WithShareChange(ShareChange{Activity: "BOARD", Component: "NOSUCH", From: day(1)}); !errors.As(err, &unknown) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ErrNothingToEnd", func(t *testing.T) {
		var refused *ShareError
		if _, err := company.WithShareChange(ShareChange{Activity: "BOARD", Component: "CASE", From: day(15)}); !errors.As(err, &refused) {
			t.Errorf("got %v", err)
		}
	})
}
