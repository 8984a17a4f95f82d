package main

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

// soldReading is the company with all that was ever sold, shown as it was read for as
// long as the company itself is.
type soldReading struct {
	mutex   sync.Mutex
	reading *nightly.Reading
	readAt  time.Time
}

func (p *pages) everSold(ctx context.Context) (*nightly.Reading, error) {
	p.sold.mutex.Lock()
	defer p.sold.mutex.Unlock()
	if p.sold.reading != nil && time.Since(p.sold.readAt) < readAgain {
		return p.sold.reading, nil
	}
	reading, err := p.job.ReadAll(ctx, false)
	if err == nil {
		p.sold.reading, p.sold.readAt = reading, time.Now()
	}
	return reading, err
}

// earning is what a change would mean in money: for what the activity itself sold in the
// last twelve months, had it been so all the time, or for what it is expected to sell in
// the twelve months from the change on, as much as in the last twelve. Sales of other
// activities are not looked at: whoever may change this one may not see those.
func (p *pages) earning(ctx context.Context, change mapping.ShareChange, period web.Period) (web.Earning, error) {
	reading, err := p.everSold(ctx)
	if err != nil {
		return web.Earning{}, err
	}
	company, now := reading.Company, reading.Info.At.In(p.zone)
	prospect := mapping.Prospect{From: now.AddDate(-1, 0, 0), To: now, Now: now, Zone: p.zone, Expect: mapping.ExpectLastYear}
	would, err := company, error(nil)
	if period == web.ComingYear {
		prospect.From, prospect.To = change.From, change.From.AddDate(1, 0, 0)
		would, err = company.WithShareChange(change)
	} else {
		share := mapping.WhatIfShare{Where: change.Component, Activity: change.Activity, Component: change.Component, Weight: cmp.Or(change.Weight, "0")}
		would, err = company.With(&mapping.WhatIf{Name: "preview", Shares: []mapping.WhatIfShare{share}})
	}
	if err != nil || checkProspect(prospect) != nil {
		return web.Earning{Period: period}, err
	}
	sales := slices.DeleteFunc(prospect.Sales(company), func(s mapping.Sale) bool {
		return company.Scheme.Activities[s.Activity].ID != calc.ActivityID(change.Activity)
	})
	projection := mapping.Projection{Prospect: prospect, Present: company, Would: would, Sales: sales, SalesWould: sales, Decimals: p.job.Rules.CurrencyDecimals}
	document, err := projection.Document()
	return earningOf(company, document, period, prospect), err
}

func earningOf(company *mapping.Company, d mapping.ProjectDocument, period web.Period, p mapping.Prospect) web.Earning {
	earning := web.Earning{Period: period, From: p.From.Format(time.DateOnly), To: p.To.Format(time.DateOnly)}
	for _, income := range d.Income {
		earning.Incomes = append(earning.Incomes, web.EarningRow{Currency: income.Currency, Before: income.Present, After: income.Scenario})
	}
	for _, party := range d.Parties {
		row := web.EarningRow{Currency: party.Currency, Before: party.Present, After: party.Scenario, Difference: party.Difference}
		row.Holder.Party = mapping.Party{ID: party.Party, Name: cmp.Or(company.Parties[party.Party].Name, string(party.Party))}
		earning.Rows = append(earning.Rows, row)
	}
	for _, retained := range d.Retained {
		earning.Rows = append(earning.Rows, web.EarningRow{Currency: retained.Currency, Before: retained.Present, After: retained.Scenario, Difference: retained.Difference,
			Holder: web.Holder{Reason: mapping.ReasonText(retained.Reason) + " (" + string(retained.Activity) + ")"}})
	}
	slices.SortStableFunc(earning.Rows, func(a, b web.EarningRow) int { return cmp.Compare(a.Currency, b.Currency) })
	return earning
}
