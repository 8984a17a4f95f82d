package mapping

import (
	"slices"
	"time"
)

// NewSettlementSummary says what a settlement's head says, as text.
func NewSettlementSummary(s Settlement) SettlementSummary {
	return SettlementSummary{
		Settlement: s.ID, Organization: s.Organization, Currency: s.Currency, Until: untilText(s),
		State: s.State, Lines: s.Lines,
		Income: s.Income.Text(s.Decimals), RetainedTotal: s.Retained.Text(s.Decimals),
		PaidTotal: s.Earned.Text(s.Decimals), InvoicedTotal: s.Invoiced.Text(s.Decimals),
	}
}

// NewSettleDocument says what a plan says: every cell, invoice and balance of it.
func NewSettleDocument(plan *Plan, dryRun bool) SettleDocument {
	s := plan.Settlement
	d := SettleDocument{
		Settlement: s.ID, Organization: s.Organization, Currency: s.Currency, Until: untilText(s),
		State: s.State, DryRun: dryRun,
		Income: s.Income.Text(s.Decimals), RetainedTotal: s.Retained.Text(s.Decimals), PaidTotal: s.Earned.Text(s.Decimals),
		Payouts: []PayoutEntry{}, Retained: []RetainedEntry{}, Invoices: []InvoiceEntry{}, Carried: []CarriedEntry{},
		Findings:    slices.Concat([]Finding{}, plan.Findings),
		Adjustments: AdjustmentEntries(plan.Adjustments, s.Decimals),
		Jobs:        []JobEntry{},
	}
	for e := range plan.Ledger.All() {
		switch amount := e.Amount.Text(s.Decimals); {
		case e.Amount == 0: // a remainder below the minor unit: the ledger keeps it
		case e.Account.Party != "":
			d.Payouts = append(d.Payouts, PayoutEntry{e.Account.Party, e.Activity, amount})
		default:
			d.Retained = append(d.Retained, RetainedEntry{e.Activity, e.Account.Retained, amount})
		}
	}
	for invoice := range plan.Invoices.All() {
		d.Invoices = append(d.Invoices, newInvoiceEntry(invoice))
	}
	for _, a := range plan.Accounts {
		if a.Closing != 0 {
			d.Carried = append(d.Carried, CarriedEntry{a.Party, a.Closing.Text(s.Decimals), a.Note()})
		}
	}
	return d
}

// NewStatementDocument says what a statement says.
func NewStatementDocument(st Statement) StatementDocument {
	s, a := st.Settlement, st.Account
	d := StatementDocument{
		Settlement: s.ID, Organization: s.Organization, Currency: s.Currency, Until: untilText(s),
		Party: st.Party.ID, Name: st.Party.Name,
		Opening: a.Opening.Text(s.Decimals), EarnedTotal: a.Earned.Text(s.Decimals), Adjusted: a.Adjusted.Text(s.Decimals),
		Invoiced: a.Invoiced.Text(s.Decimals), Closing: a.Closing.Text(s.Decimals),
		Earned: []StatementEntry{}, Invoices: []InvoiceEntry{},
		Adjustments: AdjustmentEntries(st.Adjustments, s.Decimals), Note: a.Note(),
	}
	for _, row := range st.Rows {
		d.Earned = append(d.Earned, StatementEntry{row.Activity.ID, row.Activity.Name, row.Percent, row.Pool, row.Amount.Text(s.Decimals)})
	}
	if st.Invoice != nil {
		d.Invoices = append(d.Invoices, newInvoiceEntry(*st.Invoice))
	}
	return d
}

func newInvoiceEntry(invoice Invoice) InvoiceEntry {
	entry := InvoiceEntry{invoice.ID, invoice.Party, invoice.Total.Text(invoice.Decimals), make([]InvoiceItemEntry, len(invoice.Items))}
	for i, item := range invoice.Items {
		entry.Items[i] = InvoiceItemEntry{item.Seq, item.Activity, item.Amount.Text(invoice.Decimals), item.Description}
	}
	return entry
}

// untilText is the cut-off in the zone in which people read it.
func untilText(s Settlement) string { return localUntil(s).Format(time.RFC3339Nano) }

// AdjustmentEntries are adjustments as text, all of one currency's decimals.
func AdjustmentEntries(adjustments []Adjustment, decimals int) []AdjustmentEntry {
	entries := make([]AdjustmentEntry, len(adjustments))
	for i, a := range adjustments {
		entries[i] = AdjustmentEntry{
			ID: a.ID, Party: a.Party, Currency: a.Currency, Amount: a.Amount.Text(decimals), Reason: a.Reason,
			By: a.By, At: a.At.UTC().Format(time.RFC3339), Settlement: a.Settlement,
		}
	}
	return entries
}
