package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/mapping"
)

// Sales tells which of an activity's sales were taken, by which settlement, and why
// the others were not.
func (p *pages) Sales(ctx context.Context, id calc.ActivityID, settlement string) (web.ActivitySales, error) {
	reading, err := p.company(ctx)
	if err != nil {
		return web.ActivitySales{}, err
	}
	company := reading.Company
	if !isActivity(company, id) {
		return web.ActivitySales{}, &web.NotFoundError{What: "There is no activity " + string(id) + "."}
	}
	sales := web.ActivitySales{Product: productOf(company, id), Blocked: countBlocking(company.Findings)}
	if sales.Waiting, err = p.untaken(ctx, company, id); err != nil {
		return sales, err
	}
	if sales.Ordered, err = p.ordered(ctx, id); err != nil {
		return sales, err
	}
	taken, err := p.job.Journal.ActivityTaken(ctx, id)
	for _, one := range taken {
		sales.Taken = append(sales.Taken, web.SoldTaken(one))
	}
	if err != nil || settlement == "" {
		return sales, err
	}
	return sales, p.takenBy(ctx, id, settlement, &sales)
}

// takenBy lists the lines of one settlement.
func (p *pages) takenBy(ctx context.Context, id calc.ActivityID, settlement string, sales *web.ActivitySales) error {
	found := slices.IndexFunc(sales.Taken, func(t web.SoldTaken) bool { return t.Settlement.ID == settlement })
	if found < 0 {
		return &web.NotFoundError{What: "Settlement " + settlement + " took nothing of this activity."}
	}
	sales.Shown = &sales.Taken[found]
	lines, err := p.job.Journal.ActivitySales(ctx, settlement, id, shownSales+1)
	if sales.More = len(lines) > shownSales; sales.More {
		lines = lines[:shownSales]
	}
	for _, line := range lines {
		s := sales.Shown.Settlement
		sales.Lines = append(sales.Lines, p.soldLine(line.SaleKey, line.At, line.Amount, s.Currency, s.Decimals))
	}
	return err
}

func (p *pages) soldLine(key mapping.SaleKey, at calc.Instant, amount calc.Minor, currency string, decimals int) web.SoldLine {
	return web.SoldLine{Source: sourceWords[key.Source], WaitingSale: web.WaitingSale{
		Document: key.Document, Item: key.Item, Currency: currency, At: p.dayAt(at), Amount: amount.Text(decimals),
	}}
}

var sourceWords = map[mapping.Source]string{
	mapping.FromOrderItem: "sale", mapping.FromReturnItem: "return", mapping.FromInvoiceItem: "invoiced", mapping.FromPaymentApplication: "paid",
	mapping.FromPurchaseInvoice: "purchase", mapping.FromStandardCost: "standard cost", mapping.FromShipping: "shipping cost",
}

func (p *pages) dayAt(at calc.Instant) string {
	return time.UnixMilli(int64(at)).In(p.zone).Format(time.DateOnly)
}

// untaken are the lines that no settlement took, the newest first.
func (p *pages) untaken(ctx context.Context, company *mapping.Company, id calc.ActivityID) (waiting []web.SoldLine, err error) {
	settlements, err := p.job.Journal.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	own := company.Sales.Where(func(s mapping.Sale) bool { return company.Scheme.Activities[s.Activity].ID == id }).Listed()
	own = slices.SortedStableFunc(slices.Values(own), func(a, b mapping.Sale) int { return cmp.Compare(b.At, a.At) })
	for _, sale := range own[:min(len(own), shownSales)] {
		line := p.soldLine(sale.SaleKey, sale.At, sale.Amount, sale.Currency, p.job.Rules.CurrencyDecimals(sale.Currency))
		line.Why = p.whyUntaken(sale, settlements)
		waiting = append(waiting, line)
	}
	return waiting, nil
}

// whyUntaken says why a line waits. The settlements are the oldest first.
func (p *pages) whyUntaken(sale mapping.Sale, settlements []mapping.Settlement) string {
	var last *mapping.Settlement
	for i := range settlements {
		if s := &settlements[i]; s.Currency == sale.Currency && s.State != mapping.Void {
			last = s
		}
	}
	switch {
	case last == nil:
		return "Nothing was settled in " + sale.Currency + " yet."
	case last.State == mapping.Held || last.State == mapping.Exported:
		return "The settlement until " + mapping.LastDay(*last) + " waits for a person; the next one takes this line."
	case sale.Revision > 0:
		return "It changed after a settlement took it: this is the difference, which the next one takes."
	case int64(sale.At) >= last.Until.UnixMilli():
		return "It is from after the last settlement, which went until " + mapping.LastDay(*last) + "; the next one whose cut-off is later takes it."
	}
	return "It came after the settlement until " + mapping.LastDay(*last) + " was made; the next one takes it."
}

// ordered are items of orders that are not completed, where completion makes income.
func (p *pages) ordered(ctx context.Context, id calc.ActivityID) (lines []web.OrderedLine, err error) {
	if recognize := p.job.Rules.Recognize; recognize != "" && recognize != mapping.RecognizeCompleted {
		return nil, nil
	}
	items, err := ofbiz.OpenItems(ctx, p.db, string(id), p.job.Rules.Organization, shownSales, ofbiz.Writing{Zone: p.zone})
	for _, item := range items {
		lines = append(lines, web.OrderedLine{Order: item.Order, Item: item.Item, Day: item.Ordered.Format(time.DateOnly), Status: item.Status})
	}
	return lines, err
}
