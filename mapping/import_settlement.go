package mapping

import (
	"cmp"
	"slices"
	"strings"
)

// CompareSettlement holds a settlement's file against the settlement as it was
// planned. No file changes what was settled: every difference is refused. Findings
// and descriptions are for readers, and not looked at.
func CompareSettlement(told *SettlementFile, settled SettleDocument) ImportDocument {
	d := ImportDocument{DryRun: true, Changes: []ImportChange{}, Findings: []Finding{}}
	before, after := settlementParts(settled), settlementParts(told.SettleDocument)
	parts := map[string]bool{}
	for part := range before {
		parts[part] = true
	}
	for part := range after {
		parts[part] = true
	}
	for _, part := range sortedKeys(parts) {
		if samePart(before[part], after[part]) {
			continue
		}
		what, key, _ := strings.Cut(part, " ")
		line := cmp.Or(told.lines[part], told.lines["settlement"])
		d.Changes = append(d.Changes, ImportChange{Line: line, What: what, Key: key, Before: before[part], After: after[part], Outcome: ImportRefused,
			Text: "what was settled is not changed by a file: `fairshare adjust` corrects a balance, `fairshare settlements void` takes the latest settlement back"})
	}
	slices.SortStableFunc(d.Changes, func(a, b ImportChange) int { return cmp.Compare(a.Line, b.Line) })
	return d
}

// settlementParts are a settlement's figures by what they are and whose.
func settlementParts(d SettleDocument) map[string]string {
	parts := map[string]string{
		"settlement organization": d.Organization, "settlement currency": d.Currency, "settlement until": d.Until, "settlement state": string(d.State),
		"settlement income": d.Income, "settlement retained-total": d.RetainedTotal, "settlement paid-total": d.PaidTotal,
	}
	for _, p := range d.Payouts {
		parts["payout "+string(p.Party)+", "+string(p.Activity)] = p.Amount
	}
	for _, p := range d.Retained {
		parts["retained "+string(p.Activity)+", "+string(p.Reason)] = p.Amount
	}
	for _, invoice := range d.Invoices {
		parts["invoice "+invoice.InvoiceID] = string(invoice.Party) + " " + invoice.Total
		for _, item := range invoice.Items {
			parts["item "+invoice.InvoiceID+", "+item.Seq] = strings.TrimSpace(string(item.Activity) + " " + item.Amount)
		}
	}
	for _, c := range d.Carried {
		parts["carried "+string(c.Party)] = c.Amount
	}
	for _, a := range d.Adjustments {
		parts["adjustment "+a.ID] = string(a.Party) + " " + a.Amount
	}
	return parts
}

// samePart compares amounts and moments by what they mean.
func samePart(a, b string) bool {
	var sum sumOfAmounts
	sum.add(a)
	_, notAMoment := kindMoment(a)
	_, noMoment := kindMoment(b)
	switch {
	case a == b:
		return true
	case notAMoment == nil && noMoment == nil:
		return fileInstant(a, 0) == fileInstant(b, 0)
	}
	_, err := kindAmount(a)
	return err == nil && sum.is(b)
}
