package mapping

import (
	"fmt"
	"maps"
	"strings"

	"fairshare/calc"
)

// Drift tells what OFBiz says now about the time before a settlement's cut-off and
// did not say when it was settled: prices changed, sales added or gone, credits,
// weights, memberships changed in the past. None of it is wrong by itself; money
// that differs is taken by the next settlement. now is read with everything that
// settlements took remembered, so that its sales are the differences.
func Drift(in *Input, now *Company) []Finding {
	findings := driftOfSales(in, now)
	until := calc.Instant(in.Head.Until.UnixMilli())
	common := commonActivities(&in.Scheme, &now.Scheme)
	was, is := schemeRows(&in.Scheme, until, common), schemeRows(&now.Scheme, until, common)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for row := range all {
		if was[row] != is[row] {
			findings = append(findings, driftOfScheme(row, was[row], is[row]))
		}
	}
	return SortFindings(findings)
}

func driftOfSales(in *Input, now *Company) (findings []Finding) {
	taken := make(map[SaleKey]bool, in.Sales.Len())
	for sale := range in.Sales.All() {
		taken[sale.SaleKey] = true
	}
	d := in.Head.Decimals
	for sale := range now.Sales.All() {
		if sale.Currency != in.Head.Currency || sale.At >= calc.Instant(in.Head.Until.UnixMilli()) {
			continue
		}
		key := sale.Document + ", " + sale.Item
		if taken[sale.SaleKey] {
			findings = append(findings, NewFinding("DRIFT_SALE", string(sale.Source), key, fmt.Sprintf(
				"it is worth %s %s more now than when it was settled; the next settlement takes the difference", sale.Amount.Text(d), sale.Currency)))
		} else if sale.Revision == 0 {
			findings = append(findings, NewFinding("DRIFT_LATE_SALE", string(sale.Source), key, fmt.Sprintf(
				"%s %s of before the cut-off came after it was settled; the next settlement takes it", sale.Amount.Text(d), sale.Currency)))
		}
	}
	return findings
}

func driftOfScheme(row schemeRow, was, is int) Finding {
	text := "OFBiz says now what it did not when it was settled: "
	if was > is {
		text = "OFBiz does not say any more what it did when it was settled: "
	}
	return NewFinding("DRIFT_SCHEME", row.entity, row.key, text+row.text+"; what was paid stays; mend it in OFBiz if it was not meant")
}

// schemeRow is one row of a scheme by the ids of OFBiz, so that schemes of different
// days can be compared.
type schemeRow struct{ entity, key, text string }

// schemeRows counts a scheme's rows as far as they say anything about the time
// before until: what begins later is left out, what ends later is open.
func schemeRows(s *calc.Scheme, until calc.Instant, common map[calc.ActivityID]bool) map[schemeRow]int {
	rows := schemeCount{map[schemeRow]int{}, until}
	for _, a := range s.Activities {
		if common[a.ID] {
			rows.add("Product", string(a.ID), fmt.Sprintf("basis %d, own weight %s %s", a.Basis, quantityText(a.OwnWeight), a.Refused))
		}
	}
	for _, c := range s.Components {
		weight := strings.TrimSpace("weight " + quantityText(c.Weight) + " " + string(c.Refused()))
		if c.Formula() != nil {
			weight = "weight " + c.Formula().String()
		}
		rows.during("ProductAssoc", string(s.Activities[c.User].ID)+", "+string(s.Activities[c.Used].ID), weight, c.From, c.Thru)
	}
	for _, t := range s.Tenures {
		rows.during("Facility", string(s.Facilities[t.Facility]), "belongs to "+accountText(s.Accounts[t.Account]), t.From, t.Thru)
	}
	for _, c := range s.Credits {
		if c.At < until {
			rows.add("InventoryItemDetail", string(s.Activities[c.Activity].ID)+", "+string(s.Facilities[c.Facility]),
				quantityText(c.Change)+" pieces at "+instantText(c.At))
		}
	}
	for _, f := range s.Founders {
		rows.during("founders", string(s.Activities[f.Activity].ID), quantityText(f.Percent)+" %", f.From, f.Thru)
	}
	return rows.rows
}

type schemeCount struct {
	rows  map[schemeRow]int
	until calc.Instant
}

func (c schemeCount) add(entity, key, text string) { c.rows[schemeRow{entity, key, text}]++ }

func (c schemeCount) during(entity, key, text string, from, thru calc.Instant) {
	if from >= c.until {
		return
	}
	if thru >= c.until {
		thru = calc.Never
	}
	c.add(entity, key, text+" from "+instantText(from)+" to "+instantText(thru))
}

// commonActivities are in both schemes: one that came later is no drift.
func commonActivities(a, b *calc.Scheme) map[calc.ActivityID]bool {
	in, common := map[calc.ActivityID]bool{}, map[calc.ActivityID]bool{}
	for _, activity := range a.Activities {
		in[activity.ID] = true
	}
	for _, activity := range b.Activities {
		if in[activity.ID] {
			common[activity.ID] = true
		}
	}
	return common
}

func accountText(a calc.Account) string {
	switch {
	case a.Party != "":
		return "party " + string(a.Party)
	case a.Activity != "":
		return "activity " + string(a.Activity)
	default:
		return "nobody (" + string(a.Retained) + ")"
	}
}

// quantityText writes a quantity with the digits it has.
func quantityText(q calc.Quantity) string {
	text := calc.Minor(q).Text(6) // both are whole numbers of a fixed unit
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
