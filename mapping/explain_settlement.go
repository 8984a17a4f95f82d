package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fairshare/calc"
)

// ExplainQuery is what a person wants to have explained.
type ExplainQuery struct {
	Party   calc.PartyID
	Product calc.ActivityID // only this item; empty: all
	Paths   int             // how many an item lists
	Names   Names
}

// ExplainSettlement explains what a party got in a settlement from the input of the
// settlement. The company as it is now, which may be nil, adds why facilities and
// pieces do not count.
//
// It works the same out again as the settlement did. If that comes to another
// result, because the input is not the one of the settlement, unexplained says by
// how much.
func ExplainSettlement(input *Input, plan *Plan, company *Company, query ExplainQuery) (ExplainDocument, error) {
	e := &explainer{input: input, plan: plan, company: company, query: query, zone: localUntil(plan.Settlement).Location()}
	document := e.head()
	account := slices.IndexFunc(input.Scheme.Accounts, func(a calc.Account) bool { return a.Party == query.Party })
	if account >= 0 {
		trace, err := calc.TraceOf(&input.Scheme, linesOf(input.Sales), int32(account), calc.TraceOptions{Paths: query.Paths, Activities: e.activities()})
		if err != nil {
			return document, fmt.Errorf("explain settlement %s: %w", plan.Settlement.ID, err)
		}
		document.Items = e.items(trace)
	}
	document.Zeros = newZeroFinder(e, int32(account), document.Items).find()
	return document, nil
}

// explainer is what all parts of one explanation have in common.
type explainer struct {
	input   *Input
	plan    *Plan
	company *Company
	query   ExplainQuery
	zone    *time.Location
}

// activities narrows the trace to the product asked for.
func (e *explainer) activities() []int32 {
	if e.query.Product == "" {
		return nil
	}
	asked := []int32{}
	for i, a := range e.input.Scheme.Activities {
		if a.ID == e.query.Product {
			asked = append(asked, int32(i))
		}
	}
	return asked
}

func (e *explainer) head() ExplainDocument {
	s := e.plan.Settlement
	document := ExplainDocument{
		Party: e.query.Party, Name: e.query.Names.party(e.query.Party).Name,
		Settlement: s.ID, State: s.State, Until: localUntil(s).Format(time.RFC3339), Currency: s.Currency,
		Items: []ExplainItem{}, Zeros: []ExplainZero{},
	}
	account := e.account()
	for to, amount := range map[*string]calc.Minor{
		&document.Opening: account.Opening, &document.Earned: account.Earned, &document.Adjusted: account.Adjusted,
		&document.Invoiced: account.Invoiced, &document.Closing: account.Closing,
	} {
		*to = amount.Text(s.Decimals)
	}
	for invoice := range e.plan.InvoiceSums().All() {
		if invoice.Party == e.query.Party {
			document.Invoice = invoice.ID
		}
	}
	return document
}

// account is the party's in the settlement; an empty one where it has none.
func (e *explainer) account() Account {
	for _, a := range e.plan.Accounts {
		if a.Party == e.query.Party {
			return a
		}
	}
	return Account{Party: e.query.Party}
}

// items joins what was booked with what the trace finds, by activity.
func (e *explainer) items(trace *calc.Trace) []ExplainItem {
	traced := map[calc.ActivityID]calc.TraceItem{}
	for _, item := range trace.Items {
		traced[e.input.Scheme.Activities[item.Activity].ID] = item
	}
	pools := PoolsOf(e.plan)
	items := []ExplainItem{}
	for entry := range e.plan.Ledger.All() {
		if entry.Account.Party != e.query.Party || e.query.Product != "" && entry.Activity != e.query.Product {
			continue
		}
		items = append(items, e.item(entry, traced[entry.Activity], pools[entry.Activity]))
	}
	slices.SortFunc(items, func(a, b ExplainItem) int { return cmp.Compare(a.Activity, b.Activity) })
	return items
}

func (e *explainer) item(entry LedgerEntry, traced calc.TraceItem, pool Pool) ExplainItem {
	decimals := e.plan.Settlement.Decimals
	brought := e.brought(entry)
	item := ExplainItem{
		Activity: entry.Activity, Name: e.query.Names.activity(entry.Activity).Name,
		Amount: entry.Amount.Text(decimals), Exact: exactText(entry.Earned, decimals),
		Brought: exactText(brought, decimals), Carried: exactText(entry.Earned.Add(brought).Sub(calc.FineOf(entry.Amount)), decimals),
		Percent: pool.percentOf(entry.Earned), Pool: pool.Text,
		Others: traced.Others.Text(decimals), OthersExact: exactText(traced.Others, decimals), OtherPaths: pathsText(traced.OtherPaths),
		Paths: make([]ExplainPath, len(traced.Paths)),
	}
	if off := entry.Earned.Sub(traced.Earned); !off.IsZero() {
		item.Unexplained = exactText(off, decimals)
	}
	for i := range traced.Paths {
		item.Paths[i] = e.path(&traced.Paths[i])
		item.Paths[i].Path = i + 1
	}
	return item
}

// brought is what rounding owed the cell from earlier settlements.
func (e *explainer) brought(entry LedgerEntry) calc.Fine {
	var rest calc.Fine
	for _, r := range e.input.Memory.Residues {
		if r.Account == entry.Account && r.Activity == entry.Activity && r.Currency == e.plan.Settlement.Currency {
			rest = rest.Add(r.Rest)
		}
	}
	return rest
}

func (e *explainer) path(path *calc.Path) ExplainPath {
	decimals, source := e.plan.Settlement.Decimals, &path.Source
	type document struct {
		source Source
		id     string
	}
	documents := map[document]bool{}
	first, last := calc.Never, calc.Ever
	for _, i := range source.Lines {
		sale := e.input.Sales.At(int(i))
		documents[document{sale.Source, sale.Document}] = true
		first, last = min(first, sale.At), max(last, sale.At)
	}
	return ExplainPath{
		Product: e.input.Scheme.Activities[source.Activity].ID, Documents: len(documents), Cost: source.Cost,
		First: e.day(first), Last: e.day(last), Income: source.Income.Text(decimals),
		From: momentText(source.From, e.zone), Thru: momentText(source.Thru, e.zone),
		Amount: path.Amount.Text(decimals), Exact: exactText(path.Amount, decimals),
		Steps: stepsOf(&e.input.Scheme, path.Steps),
	}
}

func (e *explainer) day(at calc.Instant) string {
	return time.UnixMilli(int64(at)).In(e.zone).Format(time.DateOnly)
}
