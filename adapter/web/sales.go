package web

import (
	"context"

	"fairshare/calc"
	"fairshare/mapping"
)

// Sales are the lines of income of activities.
type Sales interface {
	// Sales are those that no settlement took yet, what the settlements took, and one
	// settlement's lines where it is named.
	Sales(ctx context.Context, activity calc.ActivityID, settlement string) (ActivitySales, error)
}

// ActivitySales is what became of an activity's sales.
type ActivitySales struct {
	Product mapping.Product
	Blocked int           // findings that stop the next settlement, whatever they are about
	Waiting []SoldLine    // no settlement took them yet
	Ordered []OrderedLine // no income yet
	Taken   []SoldTaken   // by settlement, the newest first
	Shown   *SoldTaken    // the settlement whose lines are listed
	Lines   []SoldLine    // of that
	More    bool          // than are listed
}

// SoldLine is a line of income or of direct costs.
type SoldLine struct {
	WaitingSale
	Source string // in words
	Why    string // it was not taken yet
}

// OrderedLine is an item of an order that is not completed.
type OrderedLine struct{ Order, Item, Day, Status string }

// Is is the item's status in words.
func (o OrderedLine) Is() string { return statusWords(o.Status) }

// SoldTaken is what a settlement took for the activity.
type SoldTaken struct {
	Settlement    mapping.Settlement
	Income, Costs calc.Minor
}

// Money is an amount in the settlement's currency.
func (s SoldTaken) Money(m calc.Minor) string { return m.Text(s.Settlement.Decimals) }

// LastDay is the last day that the settlement covers.
func (s SoldTaken) LastDay() string { return mapping.LastDay(s.Settlement) }

// salesView adds where the visitor may go on.
type salesView struct {
	ActivitySales
	Finance bool // may see the settlements
}

func (p *Pages) sales(v *visit) error {
	id := v.r.PathValue("activity")
	if err := v.actor.MaySeeActivity(id); err != nil {
		return err
	}
	sales, err := p.Sales.Sales(v.r.Context(), calc.ActivityID(id), v.r.URL.Query().Get("settlement"))
	if err != nil {
		return err
	}
	p.show(v, 200, "Sales of "+sales.Product.Name, "sales", salesView{sales, v.actor.MaySeeAll() == nil})
	return nil
}
