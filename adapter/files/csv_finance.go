package files

import (
	"time"

	"fairshare/mapping"
)

// financeColumns: the record says what a line is and so which cells it fills.
//
//	settlement  lines, income = earned + retained, invoiced
//	party       its balance: closing = opening + earned + adjusted − invoiced; invoice or note
//	retained    reason, activity, amount; the note says the reason in words
//	adjustment  of a party: amount; the note is the reason, key its id, by who decided
//	activity    income + costs + received = founders + delegated + kept
//	link        activity passed amount on to to_activity; without both: all smaller ones together
//	change      of a party: earned now, before, and the difference; the largest ones
//	finding     severity, code, entity, key; the note is its text
var financeColumns = []string{
	"record", "settlement", "organization", "currency", "until",
	"party", "party_name", "activity", "activity_name", "reason",
	"lines", "income", "earned", "retained", "opening", "adjusted", "invoiced", "closing",
	"amount", "received", "delegated", "kept",
	"invoice", "severity", "code", "entity", "key", "note",
	"costs", "founders", "by", "before", "difference",
	"to_activity", "to_activity_name",
}

func financeCSV(_ Language, r mapping.Finance) ([]byte, error) {
	t := newTable(financeColumns, map[string]any{
		"settlement":   r.Settlement.ID,
		"organization": r.Organization,
		"currency":     r.Settlement.Currency,
		"until":        figure(r.Until.Format(time.RFC3339)),
	})
	addTotals(t, r)
	addParties(t, r)
	addChanges(t, r)
	addAdjustments(t, r)
	addRetained(t, r)
	addActivities(t, r)
	addLinks(t, r)
	addFindings(t, r)
	return t.bytes()
}

func addTotals(t *table, r mapping.Finance) {
	s := r.Settlement
	t.add(map[string]any{
		"record":   "settlement",
		"lines":    count(s.Lines),
		"income":   amount(s.Income, s),
		"earned":   amount(s.Earned, s),
		"retained": amount(s.Retained, s),
		"invoiced": amount(s.Invoiced, s),
	})
}

func addParties(t *table, r mapping.Finance) {
	for _, line := range r.Parties {
		t.add(map[string]any{
			"record":     "party",
			"party":      string(line.Party.ID),
			"party_name": line.Party.Name,
			"opening":    amount(line.Account.Opening, r.Settlement),
			"earned":     amount(line.Account.Earned, r.Settlement),
			"adjusted":   amount(line.Account.Adjusted, r.Settlement),
			"invoiced":   amount(line.Account.Invoiced, r.Settlement),
			"closing":    amount(line.Account.Closing, r.Settlement),
			"invoice":    line.Invoice,
			"note":       line.Note,
		})
	}
}

func addChanges(t *table, r mapping.Finance) {
	for _, line := range mainChanges(r) {
		t.add(map[string]any{
			"record":     "change",
			"party":      string(line.Party.ID),
			"party_name": line.Party.Name,
			"before":     amount(line.Before, r.Settlement),
			"earned":     amount(line.Now, r.Settlement),
			"difference": amount(line.Difference(), r.Settlement),
		})
	}
}

func addAdjustments(t *table, r mapping.Finance) {
	for _, line := range r.Adjustments {
		t.add(map[string]any{
			"record":     "adjustment",
			"party":      string(line.Party.ID),
			"party_name": line.Party.Name,
			"amount":     amount(line.Amount, r.Settlement),
			"key":        line.ID,
			"by":         line.By,
			"note":       line.Reason,
		})
	}
}

func addRetained(t *table, r mapping.Finance) {
	for _, line := range r.Retained {
		t.add(map[string]any{
			"record":        "retained",
			"reason":        string(line.Reason),
			"activity":      string(line.Activity.ID),
			"activity_name": line.Activity.Name,
			"amount":        amount(line.Amount, r.Settlement),
			"note":          line.Meaning,
		})
	}
}

func addActivities(t *table, r mapping.Finance) {
	for _, line := range r.Activities {
		t.add(map[string]any{
			"record":        "activity",
			"activity":      string(line.Activity.ID),
			"activity_name": line.Activity.Name,
			"income":        amount(line.Income, r.Settlement),
			"costs":         amount(line.Costs, r.Settlement),
			"founders":      figure(line.Founders),
			"received":      figure(line.Received),
			"delegated":     figure(line.Delegated),
			"kept":          figure(line.Kept),
		})
	}
}

func addLinks(t *table, r mapping.Finance) {
	for _, line := range r.Links {
		t.add(map[string]any{
			"record":           "link",
			"activity":         string(line.From.ID),
			"activity_name":    line.From.Name,
			"to_activity":      string(line.To.ID),
			"to_activity_name": line.To.Name,
			"amount":           figure(line.Amount),
		})
	}
}

func addFindings(t *table, r mapping.Finance) {
	for _, f := range r.Findings {
		t.add(map[string]any{
			"record":   "finding",
			"severity": string(f.Severity),
			"code":     f.Code,
			"entity":   f.Entity,
			"key":      f.Key,
			"note":     f.Text,
		})
	}
}
