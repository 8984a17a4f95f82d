package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// FinanceOf makes the finance report of a settlement.
func FinanceOf(plan *Plan, names Names, organizationName string) Finance {
	return Finance{
		Settlement:   plan.Settlement,
		Organization: organizationName,
		Until:        localUntil(plan.Settlement),
		Parties:      partyLines(plan, names),
		Retained:     retainedLines(plan, names),
		Activities:   activityLines(plan, names),
		Findings:     ReviewFirst(SortFindings(slices.Clone(plan.Findings))),
		Adjustments:  adjustmentLines(plan, names),
	}
}

// AddLinks tells how the money went between the activities.
func (r *Finance) AddLinks(plan *Plan, links []FlowLink, names Names) {
	picture := FlowOf(plan, links, names)
	r.Flow, r.Links = &picture, linkLines(plan.Settlement, links, names)
}

func partyLines(plan *Plan, names Names) []PartyLine {
	invoices := make(map[calc.PartyID]string, plan.Invoices.Len())
	for invoice := range plan.InvoiceSums().All() {
		invoices[invoice.Party] = invoice.ID
	}
	lines := make([]PartyLine, len(plan.Accounts))
	for i, account := range plan.Accounts {
		lines[i] = PartyLine{names.party(account.Party), account, invoices[account.Party], account.Note()}
	}
	slices.SortFunc(lines, func(a, b PartyLine) int { return cmp.Compare(a.Party.ID, b.Party.ID) })
	return lines
}

func retainedLines(plan *Plan, names Names) []RetainedLine {
	var lines []RetainedLine
	for entry := range plan.Ledger.All() {
		if reason := entry.Account.Retained; reason != "" {
			lines = append(lines, RetainedLine{reason, ReasonText(reason), names.activity(entry.Activity), entry.Amount})
		}
	}
	slices.SortFunc(lines, func(a, b RetainedLine) int {
		return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Activity.ID, b.Activity.ID))
	})
	return lines
}

// activityLines are rounded one by one for reading; exact they add up to the unit.
func activityLines(plan *Plan, names Names) []ActivityLine {
	decimals := plan.Settlement.Decimals
	lines := make([]ActivityLine, len(plan.Flows))
	for i, flow := range plan.Flows {
		lines[i] = ActivityLine{
			Activity:  names.activity(flow.Activity),
			Income:    flow.Income,
			Costs:     flow.Costs,
			Founders:  flow.Founders.Text(decimals),
			Received:  flow.Received.Text(decimals),
			Delegated: flow.Delegated.Text(decimals),
			Kept:      flow.Kept.Text(decimals),
		}
	}
	slices.SortFunc(lines, func(a, b ActivityLine) int { return cmp.Compare(a.Activity.ID, b.Activity.ID) })
	return lines
}

func adjustmentLines(plan *Plan, names Names) []AdjustmentLine {
	lines := make([]AdjustmentLine, len(plan.Adjustments))
	for i, a := range plan.Adjustments {
		lines[i] = AdjustmentLine{names.party(a.Party), a.ID, a.Amount, a.Reason, a.By}
	}
	slices.SortFunc(lines, func(a, b AdjustmentLine) int {
		return cmp.Or(cmp.Compare(a.Party.ID, b.Party.ID), cmp.Compare(a.ID, b.ID))
	})
	return lines
}
