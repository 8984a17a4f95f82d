package mapping

import (
	"bytes"
	"cmp"
	"slices"

	"fairshare/calc"
)

// Company puts together what the rows said. It is called once, after the last row.
func (in *Intake) Company() (*Company, error) {
	in.recall()
	in.closeStock()
	c := &Company{accepted: in.rules.Accepted}
	activity := in.addActivities(c)
	facility := in.addFacilities(c)
	stays := in.stays()
	in.addAccounts(c, activity, facility, stays)
	c.Scheme.Method, c.Scheme.Cycles, c.Scheme.Epsilon = in.rules.Method, in.rules.Cycles, in.rules.Epsilon
	c.Scheme.Founders = in.founders(activity)
	c.Scheme.Components = in.components(activity)
	c.Scheme.Credits = in.credits(activity, facility)
	in.refuseIDs(c)
	c.Sales = in.sales(activity)
	in.orders.forget() // the sales hold what is left of them
	c.Forecasts = in.forecasts.sorted()
	c.Digest = digest(c)
	in.check(c, activity, facility, stays)
	if !in.settle {
		in.addNames(c)
		c.Claims, c.Waiting = in.claims(c, facility, stays), in.waiting(c, activity, facility)
		c.Members, c.Holders = in.memberships(), in.holders(c, activity, facility)
	}
	Accept(in.found, in.rules.Accepted)
	c.Findings = curbed(SortFindings(in.found))
	return c, nil
}

// recall adds the activities and parties that earlier settlements name and that
// may have vanished since.
func (in *Intake) recall() {
	for _, t := range in.memory.Taken {
		in.recallActivity(t.Activity)
	}
	for _, r := range in.memory.Residues {
		in.recallActivity(r.Activity)
		in.recallParty(r.Account.Party)
	}
	for _, b := range in.memory.Balances {
		in.recallParty(b.Party)
	}
}

func (in *Intake) recallActivity(id calc.ActivityID) {
	if id == calc.NoActivity {
		in.nothing()
		return
	}
	if n := in.products.ids.add([]byte(id)); int(n) == len(in.products.rows) {
		in.products.rows = append(in.products.rows, productRow{missing: true, discontinued: calc.Never, refused: calc.RuleRefused})
	}
}

func (in *Intake) recallParty(id calc.PartyID) {
	if id == "" {
		return
	}
	if n := in.parties.ids.add([]byte(id)); int(n) == len(in.parties.rows) {
		in.parties.rows = append(in.parties.rows, partyRow{})
	}
}

// inOrder is the table's numbers by id in byte order, and the rank of each number.
func inOrder(ids *idTable) (order, rank []int32) {
	order, rank = make([]int32, ids.len()), make([]int32, ids.len())
	for n := range order {
		order[n] = int32(n)
	}
	slices.SortFunc(order, func(a, b int32) int { return bytes.Compare(ids.bytes(a), ids.bytes(b)) })
	for place, n := range order {
		rank[n] = int32(place)
	}
	return order, rank
}

func (in *Intake) addActivities(c *Company) []int32 {
	order, rank := inOrder(in.products.ids)
	c.Scheme.Activities = make([]calc.Activity, len(order))
	for place, n := range order {
		row, id := in.products.rows[n], calc.ActivityID(in.products.ids.string(n))
		c.Scheme.Activities[place] = calc.Activity{ID: id, Basis: in.activityBasis(row), OwnWeight: row.own, Refused: row.refused}
	}
	return rank
}

func (in *Intake) addFacilities(c *Company) []int32 {
	order, rank := inOrder(in.facilities.ids)
	c.Scheme.Facilities = make([]calc.FacilityID, len(order))
	for place, n := range order {
		c.Scheme.Facilities[place] = calc.FacilityID(in.facilities.ids.string(n))
	}
	return rank
}

// reasons are all for which money may be retained: each is an account, whether
// anything goes there or not.
var reasons = []calc.Reason{
	calc.BelowEpsilon, calc.InCycle, calc.NotMember, calc.NoCredits, calc.NoParty, calc.NoProduct,
	calc.TheCompany, calc.PartyDisabled, calc.RuleRefused, calc.SecondFacility, calc.SharedFacility,
}

// accountTable finds the accounts by what is known of a holder.
type accountTable struct {
	parties    []int32 // by party number; -1 for those without
	activities map[int32]int32
	reasons    map[calc.Reason]int32
}

func (a *accountTable) of(h holder) int32 {
	switch {
	case h.party >= 0:
		return a.parties[h.party]
	case h.activity >= 0:
		return a.activities[h.activity]
	default:
		return a.reasons[h.retained]
	}
}

// addAccounts makes an account of every member, every other party that has one
// from before, every reason, and every activity that holds credits, and then the
// tenures that lead to them.
func (in *Intake) addAccounts(c *Company, activity, facility []int32, stays [][]stay) {
	parties, holding := in.accountParties(), in.holdingActivities(activity)
	table := accountTable{slices.Repeat([]int32{-1}, in.parties.ids.len()), map[int32]int32{}, map[calc.Reason]int32{}}
	c.Scheme.Accounts = make([]calc.Account, 0, len(parties)+len(reasons)+len(holding))
	for _, n := range parties {
		table.parties[n] = int32(len(c.Scheme.Accounts))
		c.Scheme.Accounts = append(c.Scheme.Accounts, calc.Account{Party: calc.PartyID(in.parties.ids.string(n))})
	}
	for _, reason := range slices.Sorted(slices.Values(reasons)) {
		table.reasons[reason] = int32(len(c.Scheme.Accounts))
		c.Scheme.Accounts = append(c.Scheme.Accounts, calc.Account{Retained: reason})
	}
	for _, n := range holding {
		table.activities[n] = int32(len(c.Scheme.Accounts))
		c.Scheme.Accounts = append(c.Scheme.Accounts, calc.Account{Activity: c.Scheme.Activities[activity[n]].ID})
	}
	in.addTenures(c, stays, facility, &table)
}

// addNames tells people who the accounts' parties, the company and its group are, and
// what the products.
func (in *Intake) addNames(c *Company) {
	c.Products = make(map[calc.ActivityID]Product, len(in.products.rows))
	for n, row := range in.products.rows {
		id := calc.ActivityID(in.products.ids.string(int32(n)))
		c.Products[id] = Product{ID: id, Name: cmp.Or(row.name, string(id))}
	}
	c.Parties = make(map[calc.PartyID]Party, len(c.Scheme.Accounts)+2)
	ids := []string{in.rules.Organization, in.rules.Group}
	for _, account := range c.Scheme.Accounts {
		if account.Party != "" {
			ids = append(ids, string(account.Party))
		}
	}
	for _, id := range ids {
		if n := in.parties.ids.find([]byte(id)); n >= 0 {
			p := in.party(n)
			c.Parties[p.ID] = p
		}
	}
}

func (in *Intake) accountParties() []int32 {
	parties := make(map[int32]bool, len(in.parties.members))
	for n := range in.parties.members {
		parties[n] = true
	}
	for _, r := range in.memory.Residues {
		if r.Account.Party != "" {
			parties[in.parties.ids.find([]byte(r.Account.Party))] = true
		}
	}
	for _, b := range in.memory.Balances {
		parties[in.parties.ids.find([]byte(b.Party))] = true
	}
	_, rank := inOrder(in.parties.ids)
	numbers := make([]int32, 0, len(parties))
	for n := range parties {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(a, b int32) int { return cmp.Compare(rank[a], rank[b]) })
	return numbers
}

func (in *Intake) addTenures(c *Company, stays [][]stay, facility []int32, account *accountTable) {
	count := 0
	for _, ss := range stays {
		count += len(ss)
	}
	c.Scheme.Tenures = make([]calc.Tenure, 0, count)
	for f, ss := range stays {
		for _, s := range ss {
			c.Scheme.Tenures = append(c.Scheme.Tenures, calc.Tenure{Facility: facility[f], Account: account.of(s.holder), From: s.from, Thru: s.thru})
		}
	}
	slices.SortFunc(c.Scheme.Tenures, func(a, b calc.Tenure) int {
		return cmp.Or(cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.From, b.From))
	})
}
