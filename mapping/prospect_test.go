package mapping

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

func two(string) int { return 2 }

// sold is a company that sold once a month for a year, until the end of 2026.
func sold(t *testing.T) *Company {
	t.Helper()
	c := &Company{Products: map[calc.ActivityID]Product{}, Scheme: calc.Scheme{
		Activities: []calc.Activity{{ID: "BOARD", Basis: calc.Percent}, {ID: "CASE"}, {ID: "FACE", Basis: calc.Facade}, {ID: "SOFT"}},
		Facilities: []calc.FacilityID{"F1", "F2"},
		Accounts:   []calc.Account{{Party: "ANN"}, {Party: "BOB"}, {Party: "CID"}, {Retained: calc.NotMember}},
		Components: []calc.Component{
			{User: 0, Used: 1, From: calc.Ever, Thru: calc.Never, Weight: 20 * calc.QuantityOne},
			{User: 0, Used: 2, From: calc.Ever, Thru: calc.Never, Weight: 30 * calc.QuantityOne},
			{User: 2, Used: 1, From: calc.Ever, Thru: calc.Never, Weight: 70 * calc.QuantityOne},
			{User: 2, Used: 3, From: calc.Ever, Thru: calc.Never, Weight: 30 * calc.QuantityOne},
		},
		Tenures: []calc.Tenure{{Facility: 0, Account: 0, From: calc.Ever, Thru: calc.Never}, {Facility: 1, Account: 1, From: calc.Ever, Thru: calc.Never}},
	}}
	for activity := range int32(4) {
		for facility := range int32(2) {
			if activity != 2 {
				c.Scheme.Credits = append(c.Scheme.Credits, calc.CreditChange{Activity: activity, Facility: facility, Change: calc.Quantity(3+activity+facility) * calc.QuantityOne})
			}
		}
	}
	for month := range 12 {
		c.Sales.Add(Sale{SaleKey: SaleKey{FromOrderItem, fmt.Sprint(month), "1"}, Currency: "EUR", Activity: int32(month % 2),
			At: instantOf(date(2026, 1+month, 15)), Amount: calc.Minor(10_001 + month)})
	}
	return c
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func sumOfSales(sales []Sale) (sum calc.Minor) {
	for _, sale := range sales {
		sum += sale.Amount
	}
	return sum
}

func TestLastYearComesAgain(t *testing.T) {
	c, p := sold(t), Prospect{From: date(2026, 11, 1), To: date(2029, 1, 1), Now: date(2026, 12, 20), Zone: time.UTC, Expect: ExpectLastYear}
	year := sumOfSales(c.Sales.List)
	lastTwo := c.Sales.List[10].Amount + c.Sales.List[11].Amount
	if got := sumOfSales(p.Sales(c)); got != lastTwo+2*year {
		t.Errorf("two months and two years more sum to %d, not %d", got, lastTwo+2*year)
	}
	p.Expect = ExpectNothing
	if got := sumOfSales(p.Sales(c)); got != lastTwo {
		t.Errorf("without expectations it is %d, not %d", got, lastTwo)
	}
	p.Expect, p.Now = ExpectLastYear, date(2026, 6, 15) // what is sold at that very moment is sold
	for _, sale := range p.Sales(c) {
		if sale.At <= instantOf(p.From)-1 || sale.At >= instantOf(p.To) {
			t.Errorf("%v lies outside", timeOf(sale.At))
		}
	}
}

func TestSpreadAddsUp(t *testing.T) {
	budapest, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	p := Prospect{From: date(2026, 1, 1), To: date(2028, 1, 1), Now: date(2026, 1, 1), Zone: budapest}
	for _, amount := range []calc.Minor{1, -1, 100, 99_999, 123_456_789_012} {
		sales := p.spread(Sale{Amount: amount}, period{instantOf(time.Date(2026, 3, 1, 0, 0, 0, 0, budapest)), instantOf(time.Date(2026, 4, 1, 0, 0, 0, 0, budapest))})
		if got := sumOfSales(sales); got != amount || len(sales) > 31 {
			t.Errorf("%d became %d on %d days", amount, got, len(sales))
		}
		for _, sale := range sales {
			if h := timeOf(sale.At).In(budapest).Hour(); h != 0 {
				t.Errorf("a day begins at %d o'clock", h)
			}
		}
	}
}

func TestGrowthIsExact(t *testing.T) {
	c := sold(t)
	third := WhatIf{Income: WhatIfIncome{Growth: []WhatIfGrowth{{Percent: "33.333333"}}}}
	p := Prospect{From: date(2026, 1, 1), To: date(2027, 1, 1), Now: date(2026, 12, 20), Zone: time.UTC, Expect: ExpectNothing}
	sales, err := p.SalesWith(c, &third, two)
	if err != nil {
		t.Fatal(err)
	}
	if got := sumOfSales(sales); got != 160_104 { // 60036 and 60042, times 1.33333333, rounded once each
		t.Errorf("grown to %d", got)
	}
	if _, err := p.SalesWith(c, &WhatIf{Income: WhatIfIncome{Growth: []WhatIfGrowth{{Percent: "1000000"}, {Percent: "1000000"}, {Percent: "1000000"}, {Percent: "1000000"}}}}, two); err == nil {
		t.Error("an amount beyond all bounds is no error")
	}
}

// TestForecastsLeftOut: what lacks its time, currency, product or amount is a FORECAST
// finding, and what is within another forecast, or of another organization, none.
func TestForecastsLeftOut(t *testing.T) {
	in := NewIntake(Rules{Organization: "Company", Forecast: true, Zone: time.UTC}, Memory{}, time.Time{})
	document := `<entity-engine-xml>
		<Party partyId="Company"/> <Product productId="BOARD"/>
		<CustomTimePeriod customTimePeriodId="T" fromDate="2027-01-01" thruDate="2027-02-01"/> <CustomTimePeriod customTimePeriodId="OPEN" fromDate="2027-01-01"/>
		<SalesForecast salesForecastId="A" organizationPartyId="company" customTimePeriodId="t" currencyUomId="EUR"/>
		<SalesForecast salesForecastId="B" organizationPartyId="Company" customTimePeriodId="OPEN" currencyUomId="EUR"/>
		<SalesForecast salesForecastId="C" organizationPartyId="Company" customTimePeriodId="T"/>
		<SalesForecast salesForecastId="D" parentSalesForecastId="A" organizationPartyId="Company" customTimePeriodId="T" currencyUomId="EUR"/>
		<SalesForecast salesForecastId="E" organizationPartyId="Other" customTimePeriodId="T" currencyUomId="EUR"/>
		<SalesForecastDetail salesForecastId="A" salesForecastDetailId="1" productId="board" amount="100.50"/>
		<SalesForecastDetail salesForecastId="A" salesForecastDetailId="2" productId="BOARD"/>
		<SalesForecastDetail salesForecastId="A" salesForecastDetailId="3" amount="5"/>
		<SalesForecastDetail salesForecastId="B" salesForecastDetailId="1" productId="BOARD" amount="1"/>
		<SalesForecastDetail salesForecastId="D" salesForecastDetailId="1" productId="BOARD" amount="1"/>
	</entity-engine-xml>`
	if err := FeedEntityXML(in.Take, strings.NewReader(document)); err != nil {
		t.Fatal(err)
	}
	c, err := in.Company()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Forecasts) != 1 || c.Forecasts[0].Amount != 10_050 || c.Forecasts[0].Activity != "BOARD" {
		t.Errorf("the forecasts are %+v", c.Forecasts)
	}
	var keys []string
	for _, f := range c.findingsOf("FORECAST") {
		keys = append(keys, f.Entity+" "+f.Key)
	}
	if want := []string{"SalesForecast B", "SalesForecast C", "SalesForecastDetail A, 2", "SalesForecastDetail A, 3"}; !slices.Equal(keys, want) {
		t.Errorf("told of %q", keys)
	}
}

// TestAnyScenarioAddsUp lays random scenarios over a company: in both columns parties
// and retained add up to the income, the company stays as it is, and all that changes
// in time, let happen one after the other, leads from one end to the other.
func TestAnyScenarioAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for n := range 300 {
		c := sold(t)
		before := fmt.Sprint(c.Scheme)
		w := randomWhatIf(random)
		p := Prospect{From: date(2026, 1, 1), To: date(2028, 1, 1), Now: date(2026, 12, 20), Zone: time.UTC, Expect: ExpectLastYear}
		projection, err := NewProjection(c, p, w, Rules{})
		if err != nil {
			if !strings.Contains(err.Error(), "give way") && !strings.Contains(err.Error(), "more than all") {
				t.Fatalf("%d: %v of %+v", n, err, w)
			}
			continue
		}
		if _, err := projection.Document(); err != nil {
			t.Fatal(err)
		}
		if c.Scheme.Complete(); fmt.Sprint(c.Scheme.Components, c.Scheme.Credits, c.Scheme.Tenures) != fmt.Sprint(sold(t).Scheme.Components, sold(t).Scheme.Credits, sold(t).Scheme.Tenures) {
			t.Fatalf("%d: the company was changed from %s", n, before)
		}
		for _, all := range []map[string]*outlook{projection.now, projection.then} {
			for _, o := range all {
				sum := calc.Minor(0)
				for _, amount := range o.amounts {
					sum += amount
				}
				if sum != o.income {
					t.Fatalf("%d: %d do not add up to %d", n, sum, o.income)
				}
			}
		}
		turns := turnsOf(&projection.Would.Scheme, calc.Ever, calc.Never)
		if got, err := outlooks(retimed(&projection.Would.Scheme, nil), projection.SalesWould, two); err != nil || fmt.Sprint(got["EUR"].amounts) != fmt.Sprint(projection.then["EUR"].amounts) {
			t.Fatalf("%d: %d turns where they are change something: %v", n, len(turns), err)
		}
	}
}

func randomWhatIf(r *rand.Rand) *WhatIf {
	ids, w := []string{"BOARD", "CASE", "FACE", "SOFT"}, &WhatIf{Name: "random"}
	span := func() Span {
		from := date(2026, 1+r.IntN(12), 1+r.IntN(28))
		if r.IntN(3) == 0 {
			return Span{From: from}
		}
		return Span{from, from.AddDate(0, 0, 1+r.IntN(90))}
	}
	if r.IntN(2) == 0 {
		w.Activities = append(w.Activities, WhatIfActivity{ID: "CAKE", Like: ids[r.IntN(4)]})
		ids = append(ids, "CAKE")
	}
	for range r.IntN(4) {
		a, b := r.IntN(len(ids)), r.IntN(len(ids))
		if a != b {
			w.Shares = append(w.Shares, WhatIfShare{Activity: ids[a], Component: ids[b], Weight: fmt.Sprint(r.IntN(60)), Span: span(), Scale: r.IntN(2) == 0})
		}
	}
	for range r.IntN(3) {
		w.Credits = append(w.Credits, WhatIfCredit{Party: []string{"ANN", "BOB", "CID"}[r.IntN(3)], Activity: ids[r.IntN(len(ids))], Pieces: fmt.Sprint(r.IntN(9)-4.0) + ".5", From: span().From})
	}
	if r.IntN(3) == 0 {
		w.Founders = append(w.Founders, WhatIfFounder{Activity: "SOFT", Percent: "7.5", Span: span()})
	}
	w.Income.Growth = append(w.Income.Growth, WhatIfGrowth{Percent: fmt.Sprint(r.IntN(50) - 20), Span: span()})
	w.Income.Sales = append(w.Income.Sales, WhatIfSale{Activity: ids[r.IntN(len(ids))], Currency: "eur", Amount: "1234.56", Span: span()})
	return w
}

// TestScaledOthersKeepTheSum to the millionth, at every moment.
func TestScaledOthersKeepTheSum(t *testing.T) {
	c := sold(t)
	after, err := c.With(&WhatIf{Shares: []WhatIfShare{{Activity: "FACE", Component: "BOARD", Weight: "33.333333", Span: Span{date(2026, 3, 1), date(2026, 5, 1)}, Scale: true}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 1)} {
		if sum := after.weightAt("FACE", instantOf(at)); sum != "100" {
			t.Errorf("on %v the weights sum to %s", at, sum)
		}
	}
	if got := after.shareAt("FACE", "CASE", instantOf(date(2026, 4, 1))); got != "46.666666" {
		t.Errorf("CASE gave way to %s", got)
	}
}
