package mapping

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// Prospect is the time that a projection looks at. What was sold until now is what it
// was; what comes after is expected.
type Prospect struct {
	From, To time.Time // To is not included
	Now      time.Time
	Zone     *time.Location
	Expect   Expect
}

// The sources of expected income, beside those of last year's sales.
const (
	FromForecast Source = "SalesForecastDetail"
	FromScenario Source = "Scenario"
)

// Sales are the company's sales in the prospect, what was sold first.
func (p Prospect) Sales(c *Company) []Sale {
	var sales []Sale
	for sale := range c.Sales.All() {
		if p.holds(sale.At) && sale.At <= instantOf(p.Now) {
			sales = append(sales, sale)
		}
	}
	switch p.Expect {
	case ExpectLastYear:
		sales = append(sales, p.lastYear(c)...)
	case ExpectForecast:
		sales = append(sales, p.forecast(c)...)
	}
	return sales
}

func (p Prospect) holds(at calc.Instant) bool { return instantOf(p.From) <= at && at < instantOf(p.To) }

// comes reports whether something at an instant is expected yet.
func (p Prospect) comes(at calc.Instant) bool { return p.holds(at) && at > instantOf(p.Now) }

// lastYear repeats what was sold in the last twelve months, on the same day and time of
// each year to come.
func (p Prospect) lastYear(c *Company) (sales []Sale) {
	now := p.Now.In(p.Zone)
	since := instantOf(now.AddDate(-1, 0, 0))
	for sale := range c.Sales.All() {
		if sale.At <= since || sale.At > instantOf(now) {
			continue
		}
		was := timeOf(sale.At).In(p.Zone)
		for years := 1; ; years++ {
			again := was.AddDate(years, 0, 0)
			if !again.Before(p.To) {
				break
			}
			if sale.At = instantOf(again); p.comes(sale.At) {
				sales = append(sales, sale)
			}
		}
	}
	return sales
}

// forecast spreads each line of the forecasts over the days of its time.
func (p Prospect) forecast(c *Company) (sales []Sale) {
	for _, f := range c.Forecasts {
		key := SaleKey{FromForecast, f.ID, f.Detail}
		sales = append(sales, p.spread(Sale{SaleKey: key, Currency: f.Currency, Activity: c.activity(string(f.Activity)), Amount: f.Amount}, period{f.From, f.Thru})...)
	}
	return slices.DeleteFunc(sales, func(s Sale) bool { return s.At <= instantOf(p.Now) })
}

// daysAtMost bounds over how many days an amount is spread: some 270 years.
const daysAtMost = 100_000

// spread is an amount evenly over the days of a time, to the minor unit, each at its
// day's beginning; those that the prospect holds. Without an end all of it comes at once.
func (p Prospect) spread(sale Sale, when period) (sales []Sale) {
	if when.thru == calc.Never || when.from == calc.Ever {
		sale.At = when.from
		if p.holds(sale.At) {
			sales = append(sales, sale)
		}
		return sales
	}
	var days []calc.Instant
	for day := timeOf(when.from).In(p.Zone); instantOf(day) < when.thru && len(days) < daysAtMost; {
		days = append(days, instantOf(day))
		y, m, d := day.Date()
		day = time.Date(y, m, d+1, 0, 0, 0, 0, p.Zone)
	}
	whole, done := big.NewInt(int64(sale.Amount)), int64(0)
	for i, day := range days {
		upTo := new(big.Int).Mul(whole, big.NewInt(int64(i+1)))
		upTo.Quo(upTo, big.NewInt(int64(len(days))))
		part := upTo.Int64() - done
		done = upTo.Int64()
		if p.holds(day) && part != 0 {
			sale.At, sale.Amount = day, calc.Minor(part)
			sales = append(sales, sale)
		}
	}
	return sales
}

// SalesWith are the sales in the prospect as a scenario would have them; c is the
// company as it would have it. decimals are the digits of a currency's minor unit.
func (p Prospect) SalesWith(c *Company, w *WhatIf, decimals func(string) int) ([]Sale, error) {
	if w.Income.Expect != "" {
		p.Expect = w.Income.Expect
	}
	o := overlay{company: c}
	sales := p.Sales(c)
	for _, one := range w.Income.Sales {
		sales = append(sales, o.sales(p, one, decimals)...)
	}
	var growths []growth
	for _, one := range w.Income.Growth {
		if g, ok := o.growth(one); ok {
			growths = append(growths, g)
		}
	}
	if err := o.wrong.err(w.Name); err != nil {
		return nil, err
	}
	return grown(sales, growths)
}

func (o *overlay) sales(p Prospect, w WhatIfSale, decimals func(string) int) []Sale {
	n := o.find(w.Where, "activity", w.Activity)
	when, ok := o.wrong.bounds(w.Where, w.Span)
	if w.From.IsZero() {
		o.wrong.add(w.Where, "from: the day of the sale, or the first of them, is missing")
	}
	currency := strings.ToUpper(w.Currency)
	if currency == "" {
		o.wrong.add(w.Where, "currency: it is missing")
	}
	amount, err := calc.ParseMinor(w.Amount, decimals(currency))
	if err != nil {
		o.wrong.add(w.Where, "amount: %q is no amount of %s with at most %d digits after the point", w.Amount, currency, decimals(currency))
	}
	if len(o.wrong.texts) > 0 || !ok {
		return nil
	}
	return p.spread(Sale{SaleKey: SaleKey{FromScenario, w.Where, ""}, Currency: currency, Activity: n, Amount: amount}, when)
}

// growth is by what amounts of an activity are multiplied in a time.
type growth struct {
	activity int32 // -1: all
	when     period
	factor   *big.Rat
}

func (o *overlay) growth(w WhatIfGrowth) (growth, bool) {
	g := growth{activity: -1}
	if w.Activity != "" {
		if g.activity = o.find(w.Where, "activity", w.Activity); g.activity < 0 {
			return g, false
		}
	}
	percent, err := ParseQuantity(w.Percent)
	if err != nil || percent <= -100*calc.QuantityOne || percent > 1_000_000*calc.QuantityOne {
		o.wrong.add(w.Where, "percent: %q is not a number above -100, such as 10 or -2.5", w.Percent)
		return g, false
	}
	hundred := int64(100 * calc.QuantityOne)
	g.factor = big.NewRat(hundred+int64(percent), hundred)
	var ok bool
	g.when, ok = o.wrong.bounds(w.Where, w.Span)
	return g, ok
}

// grown multiplies the sales. What is cut off of one to the minor unit is added to the
// next of its activity and kind, so that the sum is right.
func grown(sales []Sale, growths []growth) ([]Sale, error) {
	if len(growths) == 0 {
		return sales, nil
	}
	type account struct {
		currency string
		activity int32
		cost     bool
	}
	slices.SortStableFunc(sales, func(a, b Sale) int { return cmp.Compare(a.At, b.At) })
	rests := map[account]*big.Rat{}
	for i := range sales {
		sale := &sales[i]
		factor := big.NewRat(1, 1)
		for _, g := range growths {
			if (g.activity < 0 || g.activity == sale.Activity) && g.when.holds(sale.At) {
				factor.Mul(factor, g.factor)
			}
		}
		to := account{sale.Currency, sale.Activity, sale.Source.IsCost()}
		if rests[to] == nil {
			rests[to] = new(big.Rat)
		}
		exact := factor.Mul(factor, new(big.Rat).SetInt64(int64(sale.Amount)))
		exact.Add(exact, rests[to])
		amount, fits := roundRat(exact, 1)
		if !fits {
			return nil, errGrowsTooMuch
		}
		sale.Amount = amount
		rests[to].Sub(exact, new(big.Rat).SetInt64(int64(amount)))
	}
	return sales, nil
}

var errGrowsTooMuch = errors.New("the scenario's growth makes an amount too large to be counted; lower its percent")
