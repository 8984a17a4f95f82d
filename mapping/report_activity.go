package mapping

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"fairshare/calc"
)

// linesAtMost is how many lines of a chart people can tell apart.
const linesAtMost = 6

// ActivityAsked is what an activity report is made of. The plans are of one currency,
// oldest first; the last one is the settlement asked for.
type ActivityAsked struct {
	Activity     calc.ActivityID
	Plans        []*Plan
	Company      *Company   // as it is now
	Links        []FlowLink // of the last plan
	Origins      []Origin
	Names        Names
	Organization string
}

// ActivityReport says who had which part of an activity in a settlement, where its money
// came from and went, and how shares and credits in it went over the settlements.
func ActivityReport(asked ActivityAsked) Listing {
	plans := asked.Plans
	last := plans[len(plans)-1]
	r := activityReport{asked.Activity, asked.Names}
	credit := newActivityCredit(asked.Company, asked.Activity, asked.Names, localUntil(last.Settlement).Location())
	report := Listing{
		Name: "activity", Title: "Activity report", Subject: r.names.activity(r.activity).Name + " (" + string(r.activity) + ")",
		Organization: asked.Organization, Settlement: last.Settlement,
	}
	settlement, until := ListingColumn{"settlement", "Settlement", TextColumn}, ListingColumn{"until", "Until", DayColumn}
	activity, party, name := ListingColumn{"activity", "Activity", TextColumn}, ListingColumn{"party", "Party", TextColumn}, ListingColumn{"name", "Name", TextColumn}
	percent, amount := ListingColumn{"percent", "Part", PercentColumn}, ListingColumn{"amount", "Amount", MoneyColumn}
	facility, credits := ListingColumn{"facility", "Facility", TextColumn}, ListingColumn{"credits", "Credits", CountColumn}
	report.Tables = []ListingTable{
		{"holders", "Who got what it kept", []ListingColumn{party, name, {"reason", "Reason", TextColumn}, percent, amount}, r.holders(last)},
		{"sources", "Where its income came from", []ListingColumn{{"source", "Source", WordColumn}, activity, name, amount}, r.sources(last, asked.Links)},
		{"origins", "Whose sales that was", []ListingColumn{activity, name, {"note", "Note", WordColumn}, {"income", "Sales less costs", MoneyColumn},
			{"percent", "Part that came here", PercentColumn}, amount}, r.origins(last, asked.Origins)},
		{"uses", "What it passed on", []ListingColumn{activity, name, amount}, r.uses(last, asked.Links)},
		{"settlements", "Income, what was passed on, what was kept", []ListingColumn{settlement, until,
			{"income", "Income", MoneyColumn}, {"costs", "Costs", MoneyColumn}, {"received", "Received", MoneyColumn},
			{"founders", "Founders", MoneyColumn}, {"delegated", "Delegated", MoneyColumn}, {"kept", "Kept", MoneyColumn}}, r.flows(plans)},
		{"history", "Shares over time", []ListingColumn{settlement, until, party, name, percent, amount}, r.history(plans)},
		{"credits", "Where the credits lie now", []ListingColumn{facility, party, name, credits, percent}, credit.held(calc.Never - 1)},
		{"credit_history", "Credits over time", []ListingColumn{settlement, until, facility, party, name, credits, percent}, credit.history(plans)},
		{"credit_changes", "Changes of credit, the newest first", []ListingColumn{{"day", "Day", DayColumn}, facility, party, name,
			{"change", "Change", CountColumn}, credits}, credit.recent()},
		{"shares", "Shares between activities", []ListingColumn{{"user", "Activity that uses", TextColumn}, {"used", "Activity that is used", TextColumn},
			{"weight", "Weight", CountColumn}, {"formula", "Formula", TextColumn}, {"from", "From day", DayColumn}, {"thru", "Until, not included", DayColumn}}, credit.shares()},
	}
	report.Lines = r.lines(plans)
	return report
}

type activityReport struct {
	activity calc.ActivityID
	names    Names
}

// cells are the activity's in a plan, the largest first, with what it kept.
func (r activityReport) cells(plan *Plan) ([]LedgerEntry, Pool) {
	var cells []LedgerEntry
	for entry := range plan.Ledger.All() {
		if entry.Activity == r.activity {
			cells = append(cells, entry)
		}
	}
	slices.SortFunc(cells, func(a, b LedgerEntry) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Account.Party, b.Account.Party), cmp.Compare(a.Account.Retained, b.Account.Retained))
	})
	return cells, PoolsOf(plan)[r.activity]
}

func (r activityReport) holders(plan *Plan) [][]string {
	rows := [][]string{}
	cells, pool := r.cells(plan)
	for _, c := range cells {
		name := ""
		if c.Account.Party != "" {
			name = r.names.party(c.Account.Party).Name
		}
		rows = append(rows, []string{string(c.Account.Party), name, string(c.Account.Retained), pool.percentOf(c.Earned), c.Amount.Text(plan.Settlement.Decimals)})
	}
	return rows
}

// sources are the activity's own sales and costs, and what others passed on to it.
func (r activityReport) sources(plan *Plan, links []FlowLink) [][]string {
	rows, d := [][]string{}, plan.Settlement.Decimals
	for _, f := range plan.Flows {
		if f.Activity != r.activity {
			continue
		}
		if f.Income != 0 {
			rows = append(rows, []string{"own sales", string(r.activity), r.names.activity(r.activity).Name, f.Income.Text(d)})
		}
		if f.Costs != 0 {
			rows = append(rows, []string{"direct costs", string(r.activity), r.names.activity(r.activity).Name, f.Costs.Text(d)})
		}
	}
	return append(rows, r.linked(links, func(l FlowLink) (calc.ActivityID, bool) { return l.From, l.To == r.activity }, []string{"passed on by"}, d)...)
}

// uses are the activities it passed money on to.
func (r activityReport) uses(plan *Plan, links []FlowLink) [][]string {
	return r.linked(links, func(l FlowLink) (calc.ActivityID, bool) { return l.To, l.From == r.activity }, nil, plan.Settlement.Decimals)
}

// linked are the links that are asked for with the activity at their other end, the
// largest first.
func (r activityReport) linked(links []FlowLink, other func(FlowLink) (calc.ActivityID, bool), before []string, decimals int) [][]string {
	sorted := slices.Clone(links)
	slices.SortStableFunc(sorted, func(a, b FlowLink) int { return largerFirst(a.Amount, b.Amount) })
	rows := [][]string{}
	for _, l := range sorted {
		if id, ok := other(l); ok {
			rows = append(rows, append(slices.Clone(before), string(id), r.names.activity(id).Name, l.Amount.Text(decimals)))
		}
	}
	return rows
}

func (r activityReport) origins(plan *Plan, origins []Origin) [][]string {
	rows, d := [][]string{}, plan.Settlement.Decimals
	for _, o := range origins {
		name, note := "", "all others together"
		if o.Product != "" {
			name, note = r.names.activity(o.Product).Name, ""
		}
		part := newPool(calc.FineOf(o.Income), plan.Settlement, "").percentOf(o.Reached)
		rows = append(rows, []string{string(o.Product), name, note, o.Income.Text(d), part, o.Reached.Text(d)})
	}
	return rows
}

func (r activityReport) flows(plans []*Plan) [][]string {
	rows := [][]string{}
	for _, plan := range plans {
		d := plan.Settlement.Decimals
		for _, f := range plan.Flows {
			if f.Activity == r.activity {
				rows = append(rows, []string{plan.Settlement.ID, LastDay(plan.Settlement), f.Income.Text(d), f.Costs.Text(d),
					f.Received.Text(d), f.Founders.Text(d), f.Delegated.Text(d), f.Kept.Text(d)})
			}
		}
	}
	return rows
}

func (r activityReport) history(plans []*Plan) [][]string {
	rows := [][]string{}
	for _, plan := range plans {
		cells, pool := r.cells(plan)
		for _, c := range cells {
			if c.Account.Party != "" {
				rows = append(rows, []string{plan.Settlement.ID, LastDay(plan.Settlement), string(c.Account.Party), r.names.party(c.Account.Party).Name,
					pool.percentOf(c.Earned), c.Amount.Text(plan.Settlement.Decimals)})
			}
		}
	}
	return rows
}

// lines follow the largest holders of the last settlement back; nil where there is
// only one settlement.
func (r activityReport) lines(plans []*Plan) *LineChart {
	if len(plans) < 2 {
		return nil
	}
	chart := &LineChart{Title: "Shares over time"}
	last, _ := r.cells(plans[len(plans)-1])
	place := map[calc.PartyID]int{}
	for _, c := range last {
		if c.Account.Party != "" && len(place) < linesAtMost {
			place[c.Account.Party] = len(chart.Series)
			chart.Series = append(chart.Series, LineSeries{r.names.party(c.Account.Party).Name, make([]string, len(plans))})
		}
	}
	for i, plan := range plans {
		chart.Days = append(chart.Days, LastDay(plan.Settlement))
		cells, pool := r.cells(plan)
		for _, c := range cells {
			if at, ok := place[c.Account.Party]; ok && c.Account.Party != "" {
				chart.Series[at].Values[i] = pool.percentOf(c.Earned)
			}
		}
	}
	return chart
}

// percentOfShare is a share of the contract in hundred, with two digits.
func percentOfShare(share string) string {
	value, ok := new(big.Rat).SetString(share)
	if !ok {
		return share
	}
	return value.Mul(value, big.NewRat(100, 1)).FloatString(2)
}

// MatrixReport is who has which part of each activity's income, the largest of each.
func MatrixReport(document SharesDocument, names Names, organizationName string, zone string) Listing {
	rows := [][]string{}
	for _, s := range document.Shares {
		rows = append(rows, []string{string(s.Product), names.activity(s.Product).Name, string(s.Party), names.party(s.Party).Name, percentOfShare(s.Share)})
	}
	others, retained := [][]string{}, [][]string{}
	for _, o := range document.Others {
		others = append(others, []string{string(o.Product), names.activity(o.Product).Name, strconv.Itoa(o.Parties), percentOfShare(o.Share)})
	}
	for _, s := range document.Retained {
		retained = append(retained, []string{string(s.Product), names.activity(s.Product).Name, string(s.Reason), percentOfShare(s.Share)})
	}
	product, name, part := ListingColumn{"product", "Activity", 0}, ListingColumn{"product_name", "Name", 0}, ListingColumn{"percent", "Part", PercentColumn}
	return Listing{
		Name: "matrix", Title: "Shares", Subject: document.AsOf, Organization: organizationName, Settlement: Settlement{Zone: zone},
		Tables: []ListingTable{
			{"shares", "Who gets which part", []ListingColumn{product, name, {"party", "Party", 0}, {"name", "Name", 0}, part}, rows},
			{"others", "All others together", []ListingColumn{product, name, {"parties", "Parties", CountColumn}, part}, others},
			{"retained", "Retained by the company", []ListingColumn{product, name, {"reason", "Reason", 0}, part}, retained},
		},
	}
}
