package mapping

import (
	"cmp"
	"slices"
	"strconv"

	"fairshare/calc"
)

// pairsAtMost is how many parties a chart shows.
const pairsAtMost = 12

var projectColumns = []ListingColumn{{"present", "Present", MoneyColumn}, {"scenario", "Scenario", MoneyColumn}, {"difference", "Difference", MoneyColumn}}

// ProjectReport is a projection for people, with a chart of the parties whose income
// changes most.
func ProjectReport(d ProjectDocument, names Names, organizationName, zone string, decimals func(string) int) Listing {
	with := func(columns ...ListingColumn) []ListingColumn { return append(columns, projectColumns...) }
	currency, party, name, activity := ListingColumn{"currency", "Currency", 0}, ListingColumn{"party", "Party", 0}, ListingColumn{"name", "Name", 0}, ListingColumn{"activity", "Activity", 0}
	tables := []ListingTable{
		{"income", "Income", with(currency), [][]string{}},
		{"parties", "What each party gets", with(currency, party, name), [][]string{}},
		{"shares", "From which activity", with(currency, party, activity), [][]string{}},
		{"retained", "What the company retains", with(currency, activity, ListingColumn{"reason", "Reason", 0}), [][]string{}},
		{"findings", "Findings", []ListingColumn{{"severity", "Severity", 0}, {"code", "Code", 0}, {"key", "Key", 0}, {"text", "What is wrong, and what to do", 0}}, [][]string{}},
	}
	add := func(table int, row ...string) { tables[table].Rows = append(tables[table].Rows, row) }
	for _, i := range d.Income {
		add(0, i.Currency, i.Present, i.Scenario, i.Difference)
	}
	for _, p := range d.Parties {
		add(1, p.Currency, string(p.Party), names.party(p.Party).Name, p.Present, p.Scenario, p.Difference)
	}
	for _, s := range d.Shares {
		add(2, s.Currency, string(s.Party), string(s.Activity), s.Present, s.Scenario, s.Difference)
	}
	for _, r := range d.Retained {
		add(3, r.Currency, string(r.Activity), string(r.Reason), r.Present, r.Scenario, r.Difference)
	}
	for _, f := range d.Findings {
		add(4, string(f.Severity), f.Code, f.Key, f.Text)
	}
	return Listing{
		Name: "projection", Title: "Projection", Subject: d.Scenario + ", " + d.From + " – " + d.To, Organization: organizationName,
		Settlement: Settlement{Zone: zone, Decimals: 2}, Tables: tables, Pairs: projectPairs(d, names, decimals),
	}
}

// projectPairs are the parties of each currency whose income changes most, by id.
func projectPairs(d ProjectDocument, names Names, decimals func(string) int) (charts []PairChart) {
	for _, income := range d.Income {
		chart := PairChart{Title: "What each party gets", First: "Present", Second: "Scenario", Currency: income.Currency, Decimals: decimals(income.Currency)}
		for _, p := range d.Parties {
			if p.Currency == income.Currency {
				chart.Rows = append(chart.Rows, PairBar{names.party(p.Party).Name, chart.amount(p.Present), chart.amount(p.Scenario)})
			}
		}
		charts = append(charts, chart.largest())
	}
	return charts
}

// FutureReport is what is to come, for people.
func FutureReport(d FutureDocument, names Names, organizationName, zone string, decimals func(string) int) Listing {
	text := func(name, heading string) ListingColumn { return ListingColumn{name, heading, TextColumn} }
	money := func(name, heading string) ListingColumn { return ListingColumn{name, heading, MoneyColumn} }
	change, currency, party, reason := text("change", "Change"), text("currency", "Currency"), text("party", "Party"), text("reason", "Reason")
	tables := []ListingTable{
		{"changes", "What is entered for days to come", []ListingColumn{change, text("at", "From day"), text("text", "What changes"), text("key", "Key")}, [][]string{}},
		{"effects", "What each change does", []ListingColumn{change, currency, party, reason, money("amount", "Amount")}, [][]string{}},
		{"parties", "What each party gets", []ListingColumn{currency, party, reason, money("unchanged", "If nothing changed"), money("entered", "As entered"), money("difference", "Difference")}, [][]string{}},
		{"facades", "Coming percentages of the facades", []ListingColumn{text("facade", "Activity"), text("from", "From day"), text("component", "Component"), {"percent", "Part", PercentColumn}}, [][]string{}},
	}
	add := func(table int, row ...string) { tables[table].Rows = append(tables[table].Rows, row) }
	for _, c := range d.Changes {
		add(0, strconv.Itoa(c.Change), c.At, c.Text, c.Key)
	}
	for _, e := range d.Effects {
		add(1, strconv.Itoa(e.Change), e.Currency, string(e.Party), string(e.Retained), e.Amount)
	}
	for _, p := range d.Parties {
		add(2, p.Currency, string(p.Party), string(p.Retained), p.Unchanged, p.Entered, p.Difference)
	}
	for _, f := range d.Facades {
		add(3, string(f.Facade), f.From, string(f.Component), f.Percent)
	}
	return Listing{Name: "future", Title: "What is to come", Subject: d.From + " – " + d.To, Organization: organizationName,
		Settlement: Settlement{Zone: zone, Decimals: 2}, Tables: tables, Pairs: futurePairs(d, names, decimals)}
}

func futurePairs(d FutureDocument, names Names, decimals func(string) int) (charts []PairChart) {
	for _, income := range d.Income {
		chart := PairChart{Title: "What each party gets", First: "If nothing changed", Second: "As entered", Currency: income.Currency, Decimals: decimals(income.Currency)}
		for _, p := range d.Parties {
			if p.Currency == income.Currency && p.Party != "" {
				chart.Rows = append(chart.Rows, PairBar{names.party(p.Party).Name, chart.amount(p.Unchanged), chart.amount(p.Entered)})
			}
		}
		charts = append(charts, chart.largest())
	}
	return charts
}

// amount reads what Text has written.
func (c PairChart) amount(text string) calc.Minor {
	minor, _ := calc.ParseMinor(text, c.Decimals)
	return minor
}

// largest keeps the rows that differ most.
func (c PairChart) largest() PairChart {
	change := func(b PairBar) calc.Minor { return max(b.Second-b.First, b.First-b.Second) }
	slices.SortStableFunc(c.Rows, func(a, b PairBar) int { return cmp.Compare(change(b), change(a)) })
	c.Rows = c.Rows[:min(len(c.Rows), pairsAtMost)]
	return c
}
