package mapping

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fairshare/calc"
)

// flowWorld is a plan of a company with so many activities, worked out by calc, and
// its links. Each uses some of those behind it; one in so many turns back, if at all.
func flowWorld(t *testing.T, seed uint64, activities, turnBack int) (*Plan, []FlowLink) {
	t.Helper()
	input, plan := flowInput(t, seed, activities, turnBack)
	links, known, err := input.Links(plan)
	if err != nil || !known {
		t.Fatalf("the links are not known: %v", err)
	}
	plan.Flows[0].Kept = plan.Flows[0].Kept.Add(calc.FineOf(1))
	if _, known, _ = input.Links(plan); known {
		t.Error("links of another settlement's flows are taken for this one's")
	}
	plan.Flows[0].Kept = plan.Flows[0].Kept.Sub(calc.FineOf(1))
	return plan, links
}

func flowInput(t *testing.T, seed uint64, activities, turnBack int) (*Input, *Plan) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	scheme := calc.Scheme{Cycles: calc.SolveCycles}
	for f := range 15 {
		scheme.Facilities = append(scheme.Facilities, calc.FacilityID(fmt.Sprintf("F%02d", f)))
		scheme.Accounts = append(scheme.Accounts, calc.Account{Party: calc.PartyID(fmt.Sprintf("p%02d", f))})
		scheme.Tenures = append(scheme.Tenures, calc.Tenure{Facility: int32(f), Account: int32(f), From: calc.Ever, Thru: calc.Never})
	}
	input := &Input{Head: Settlement{ID: "S", Currency: "EUR", Decimals: 2, Zone: "UTC"}}
	for a := range activities {
		scheme.Activities = append(scheme.Activities, calc.Activity{ID: calc.ActivityID(fmt.Sprintf("A%03d", a)), OwnWeight: calc.Quantity(1+r.IntN(3)) * calc.QuantityOne})
		for range r.IntN(4) {
			used := a + 1 + r.IntN(activities/2+1)
			if turnBack > 0 && r.IntN(turnBack) == 0 {
				used = r.IntN(activities)
			}
			if used < activities && used != a {
				scheme.Components = append(scheme.Components, calc.Component{User: int32(a), Used: int32(used), From: calc.Ever, Thru: calc.Never, Weight: calc.Quantity(1+r.IntN(5)) * calc.QuantityOne})
			}
		}
		for range r.IntN(5) {
			scheme.Credits = append(scheme.Credits, calc.CreditChange{Activity: int32(a), Facility: int32(r.IntN(15)), Change: calc.QuantityOne})
		}
		amount, source := calc.Minor(r.IntN(1_000_000)-100_000), FromOrderItem
		if r.IntN(4) == 0 {
			amount, source = -calc.Minor(r.IntN(50_000)), FromPurchaseInvoice
		}
		input.Sales.Add(Sale{SaleKey: SaleKey{source, "D", fmt.Sprint(a)}, Activity: int32(a), At: 1, Amount: amount, Currency: "EUR"})
	}
	input.Scheme = scheme
	plan, _, err := input.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return input, plan
}

// TestFlowConserves: for every node that is drawn, what flows in is what flows out and
// what was kept, to the fine unit, however many activities there are and even where
// they use each other.
func TestFlowConserves(t *testing.T) {
	for _, c := range []struct{ activities, turnBack int }{{1, 0}, {2, 0}, {12, 0}, {14, 0}, {15, 0}, {60, 0}, {500, 0}, {12, 4}, {60, 10}, {500, 30}} {
		for seed := range uint64(20) {
			plan, links := flowWorld(t, seed, c.activities, c.turnBack)
			picture := FlowOf(plan, links, Names{})
			flowConserves(t, picture)
			if c.activities <= activitiesAtMost && c.turnBack == 0 && picture.Columns <= columnsAtMost {
				namesAll(t, picture, plan)
			}
			if t.Failed() {
				t.Fatalf("seed %d of %+v", seed, c)
			}
		}
	}
}

func flowConserves(t *testing.T, p FlowPicture) {
	t.Helper()
	off := make([]calc.Fine, len(p.Nodes))
	for i, n := range p.Nodes {
		off[i] = n.Own.Add(n.BackIn).Sub(n.Spent).Sub(n.BackOut)
		if n.Column >= p.Columns || n.Kind < FlowParty && n.Column == p.Columns-1 || n.Kind >= FlowParty && n.Column != p.Columns-1 {
			t.Errorf("%+v stands in the wrong one of %d columns", n, p.Columns)
		}
	}
	for _, b := range p.Bands {
		if b.Amount.Sign() <= 0 || p.Nodes[b.From].Column >= p.Nodes[b.To].Column {
			t.Errorf("band %+v does not go to the right", b)
		}
		off[b.From], off[b.To] = off[b.From].Sub(b.Amount), off[b.To].Add(b.Amount)
	}
	for i, n := range p.Nodes {
		if n.Kind < FlowParty && !off[i].IsZero() {
			t.Errorf("%s of kind %d is off by %s", n.Name, n.Kind, off[i])
		}
	}
	if p.Columns > columnsAtMost+1 || len(p.Nodes) > activitiesAtMost+columnsAtMost+partiesAtMost+3 {
		t.Errorf("%d nodes in %d columns are too many", len(p.Nodes), p.Columns)
	}
}

// namesAll: a company that is small enough is drawn whole.
func namesAll(t *testing.T, p FlowPicture, plan *Plan) {
	named := 0
	for _, n := range p.Nodes {
		if n.Kind == FlowOthers {
			return // its chains are too long for a page
		}
		if n.Kind == FlowActivity {
			named++
		}
	}
	if named != len(plan.Flows) {
		t.Errorf("%d of %d activities are drawn", named, len(plan.Flows))
	}
}

// TestFlowDrawsAll: what is drawn says what the plan says; a cell that only rounding
// made has no node.
func TestFlowDrawsAll(t *testing.T) {
	plan := &Plan{Settlement: Settlement{Decimals: 2}, Flows: []ActivityFlow{
		{Activity: "GENBOARD", Income: 10000, Costs: -500, Delegated: calc.FineOf(4000), Kept: calc.FineOf(5500)},
		{Activity: "FIRMWARE", Received: calc.FineOf(4000), Kept: calc.FineOf(4000)},
	}, Ledger: RowsOf(partyCell("mik", "GENBOARD", calc.FineOf(5500), 5500), partyCell("cell", "FIRMWARE", calc.FineOf(4000), 4001),
		LedgerEntry{calc.Account{Retained: calc.NotMember}, "FIRMWARE", calc.Fine{}, -1})}
	p := FlowOf(plan, []FlowLink{{"GENBOARD", "FIRMWARE", calc.FineOf(4000)}}, Names{})
	got := ""
	for _, n := range p.Nodes {
		got += fmt.Sprintf("%d %s %s; ", n.Column, n.Name, n.Amount)
	}
	for _, b := range p.Bands {
		got += fmt.Sprintf("%d→%d %s; ", b.From, b.To, b.Text)
	}
	const want = "0 GENBOARD 100.00; 1 FIRMWARE 40.00; 2 mik 55.00; 2 cell 40.01; 0→1 40.00; 0→2 55.00; 1→3 40.00; "
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLinkLines(t *testing.T) {
	var links []FlowLink
	for i := range 60 {
		links = append(links, FlowLink{calc.ActivityID(fmt.Sprintf("A%02d", i)), "B", calc.FineOf(calc.Minor(100 * (i - 10)))})
	}
	lines := linkLines(Settlement{Decimals: 2}, links, Names{})
	last := lines[len(lines)-1]
	if len(lines) != linksAtMost+1 || lines[0].From.ID != "A59" || !last.IsRest() || last.Amount != "5.00" {
		t.Errorf("%d lines, from %+v to %+v", len(lines), lines[0], last)
	}
}
