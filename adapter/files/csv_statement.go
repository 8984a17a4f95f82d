package files

import (
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// statementColumns: the record says what a line is.
//
//	share     what the party earned in an activity: percent of pool = amount
//	item      what the invoice says it is for, if there is one
//	adjustment  what a person added or took; the note says why
//	opening, earned, adjusted, payout, closing   how the balance moved:
//	          closing = opening + earned + adjusted + payout, which is negative
var statementColumns = []string{
	"record", "settlement", "organization", "currency", "until", "party", "party_name",
	"activity", "activity_name", "percent", "pool", "amount", "invoice", "note",
}

func statementCSV(_ Language, s mapping.Statement) ([]byte, error) {
	t := newTable(statementColumns, map[string]any{
		"settlement":   s.Settlement.ID,
		"organization": s.Organization,
		"currency":     s.Settlement.Currency,
		"until":        figure(s.Until.Format(time.RFC3339)),
		"party":        string(s.Party.ID),
		"party_name":   s.Party.Name,
	})
	for _, row := range s.Rows {
		t.add(map[string]any{
			"record":        "share",
			"activity":      string(row.Activity.ID),
			"activity_name": row.Activity.Name,
			"percent":       figure(row.Percent),
			"pool":          figure(row.Pool),
			"amount":        amount(row.Amount, s.Settlement),
		})
	}
	addItems(t, s)
	for _, a := range s.Adjustments {
		t.add(map[string]any{"record": "adjustment", "amount": amount(a.Amount, s.Settlement), "note": a.Reason})
	}
	for _, move := range moves(s.Account) {
		cells := map[string]any{"record": move.record, "amount": amount(move.amount, s.Settlement)}
		if move.record == "payout" {
			cells["invoice"], cells["note"] = invoiceID(s.Invoice), s.Account.Note()
		}
		t.add(cells)
	}
	return t.bytes()
}

// addItems lists the items of the invoice, if there is one.
func addItems(t *table, s mapping.Statement) {
	if s.Invoice == nil {
		return
	}
	for _, item := range s.Invoice.Items {
		t.add(map[string]any{
			"record":   "item",
			"activity": string(item.Activity),
			"amount":   amount(item.Amount, s.Settlement),
			"invoice":  s.Invoice.ID,
			"note":     item.Description,
		})
	}
}

// move is one step of a balance.
type move struct {
	record, label string
	amount        calc.Minor
}

// moves tells how a balance went from opening to closing.
func moves(a mapping.Account) []move {
	return []move{
		{"opening", "Opening balance", a.Opening},
		{"earned", "Earned in this settlement", a.Earned},
		{"adjusted", "Adjustments", a.Adjusted},
		{"payout", "Paid out by invoice", -a.Invoiced},
		{"closing", "Closing balance", a.Closing},
	}
}

func amount(m calc.Minor, s mapping.Settlement) figure {
	return figure(m.Text(s.Decimals))
}

func invoiceID(invoice *mapping.Invoice) string {
	if invoice == nil {
		return ""
	}
	return invoice.ID
}
