package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// Forecast is a line of OFBiz's sales forecast: what a product is expected to sell for
// in a time.
type Forecast struct {
	ID, Detail string // salesForecastId, salesForecastDetailId
	Activity   calc.ActivityID
	Currency   string
	From, Thru calc.Instant
	Amount     calc.Minor
}

// forecastTable is the rows of CustomTimePeriod, SalesForecast and its details.
type forecastTable struct {
	periods map[string]period // by folded id
	heads   map[string]forecastHead
	lines   []Forecast
}

type forecastHead struct {
	id, currency string
	when         period
	counts       bool
}

func (in *Intake) takeCustomTimePeriod() {
	const id, from, thru = 0, 1, 2
	if when, valid := in.period(from, thru); valid {
		if in.forecasts.periods == nil {
			in.forecasts.periods = map[string]period{}
		}
		in.forecasts.periods[foldText(in.text(id))] = when
	}
}

// takeSalesForecast takes the organization's own forecasts. One within another one is
// passed over: what it says is in the other one too.
func (in *Intake) takeSalesForecast() {
	const id, parent, organization, timePeriod, currency = 0, 1, 2, 3, 4
	if in.forecasts.heads == nil {
		in.forecasts.heads = map[string]forecastHead{}
	}
	head := forecastHead{id: in.text(id), currency: in.text(currency)}
	when, known := in.forecasts.periods[foldText(in.text(timePeriod))]
	switch {
	case !in.null(parent), !in.null(organization) && !equalIDs(in.row[organization], in.rules.Organization):
	case !known || when.from == calc.Ever || when.thru == calc.Never:
		in.note("FORECAST", "customTimePeriodId %q has no row with a fromDate and a thruDate: the forecast is left out; give it a time period with both", in.row[timePeriod])
	case head.currency == "":
		in.note("FORECAST", "the forecast has no currency: it is left out; set currencyUomId")
	default:
		head.when, head.counts = when, true
	}
	in.forecasts.heads[foldText(head.id)] = head
}

func (in *Intake) takeSalesForecastDetail() {
	const forecast, detail, amount, product = 0, 1, 2, 3
	head := in.forecasts.heads[foldText(in.text(forecast))]
	if !head.counts {
		return
	}
	value, readable := in.decimal(amount, scaleMoney)
	n := in.products.ids.find(in.row[product])
	switch {
	case !readable:
	case n < 0 || in.products.rows[n].missing:
		in.note("FORECAST", "the detail names no product: it is left out; name the product that is to be sold")
	case in.null(amount):
		in.note("FORECAST", "the detail has no amount: it is left out; enter what the product is expected to sell for")
	default:
		minor, fits := wideProduct(value, 1e6).rounded(in.unit(head.currency))
		if !fits || minor >= maxAmount || minor <= -maxAmount {
			in.note("FORECAST", "the amount is too large to be counted: the detail is left out; correct it")
			return
		}
		line := Sale{Currency: head.currency, Amount: calc.Minor(minor)}
		if in.convert(&line, head.when.from) {
			in.forecasts.lines = append(in.forecasts.lines, Forecast{head.id, in.text(detail), calc.ActivityID(in.products.ids.string(n)),
				line.Currency, head.when.from, head.when.thru, line.Amount})
		}
	}
}

func (t *forecastTable) sorted() []Forecast {
	slices.SortFunc(t.lines, func(a, b Forecast) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Detail, b.Detail)) })
	return t.lines
}
