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

// ActivityReport says who had which part of an activity in a settlement, how these
// parts went over the settlements, and where its money came from and went. The plans
// are of one currency, oldest first; the last one is the settlement asked for.
func ActivityReport(plans []*Plan, activity calc.ActivityID, credits []CreditLine, names Names, organizationName string) Listing {
	last := plans[len(plans)-1]
	r := activityReport{activity: activity, names: names}
	report := Listing{
		Name: "activity", Title: "Activity report", Subject: names.activity(activity).Name + " (" + string(activity) + ")",
		Organization: organizationName, Settlement: last.Settlement,
	}
	holders := r.holders(last)
	report.Tables = []ListingTable{
		{"holders", "Who got what it kept", []ListingColumn{{"party", "Party", 0}, {"name", "Name", 0}, {"reason", "Reason", 0},
			{"percent", "Part", PercentColumn}, {"amount", "Amount", MoneyColumn}}, holders},
		{"credits", "Where the credits lie now", []ListingColumn{{"facility", "Facility", 0}, {"credits", "Credits", CountColumn}}, creditRows(credits)},
		{"settlements", "Income, what was passed on, what was kept", []ListingColumn{{"settlement", "Settlement", 0}, {"until", "Until", 0},
			{"income", "Income", MoneyColumn}, {"costs", "Costs", MoneyColumn}, {"received", "Received", MoneyColumn},
			{"founders", "Founders", MoneyColumn}, {"delegated", "Delegated", MoneyColumn}, {"kept", "Kept", MoneyColumn}}, r.flows(plans)},
		{"history", "Shares over time", []ListingColumn{{"settlement", "Settlement", 0}, {"until", "Until", 0}, {"party", "Party", 0}, {"name", "Name", 0},
			{"percent", "Part", PercentColumn}, {"amount", "Amount", MoneyColumn}}, r.history(plans)},
	}
	report.Lines = r.lines(plans)
	return report
}

// CreditLine is what a facility holds of an activity.
type CreditLine struct {
	Facility calc.FacilityID
	Credits  string
}

func creditRows(credits []CreditLine) [][]string {
	rows := [][]string{}
	for _, c := range credits {
		rows = append(rows, []string{string(c.Facility), c.Credits})
	}
	return rows
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

// CreditsOf is what each facility holds of an activity now, the largest first.
func CreditsOf(company *Company, activity calc.ActivityID) []CreditLine {
	held := map[calc.FacilityID]calc.Quantity{}
	for _, change := range company.Scheme.Credits {
		if company.Scheme.Activities[change.Activity].ID == activity {
			held[company.Scheme.Facilities[change.Facility]] += change.Change
		}
	}
	lines := []CreditLine{}
	for facility, quantity := range held {
		lines = append(lines, CreditLine{facility, quantity.String()})
	}
	slices.SortFunc(lines, func(a, b CreditLine) int {
		return cmp.Or(cmp.Compare(held[b.Facility], held[a.Facility]), cmp.Compare(a.Facility, b.Facility))
	})
	return lines
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
