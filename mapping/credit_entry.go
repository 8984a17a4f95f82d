package mapping

import "time"

// CreditEntry is a proposed credit as commands and pages show it.
type CreditEntry struct {
	ID         string `json:"credit"`
	Activity   string `json:"activity"`
	Party      string `json:"party"`
	Quantity   string `json:"quantity"`
	State      string `json:"state"`
	ProposedAt string `json:"proposed_at"`
	ProposedBy string `json:"proposed_by"`
	DecidedAt  string `json:"decided_at"`
	DecidedBy  string `json:"decided_by"`
	WorkEffort string `json:"work_effort"`
	Reason     string `json:"reason"`
}

// CreditEntries shows credits with times of a zone.
func CreditEntries(credits []ProposedCredit, zone *time.Location) []CreditEntry {
	entries := make([]CreditEntry, len(credits))
	for i, c := range credits {
		entries[i] = CreditEntry{
			ID: c.ID, Activity: c.Activity, Party: c.Party, Quantity: c.Quantity.String(), State: string(c.State),
			ProposedAt: timeText(c.ProposedAt, zone), ProposedBy: c.ProposedBy, DecidedAt: timeText(c.DecidedAt, zone), DecidedBy: c.DecidedBy,
			WorkEffort: c.WorkEffort, Reason: c.Reason,
		}
	}
	return entries
}

// timeText is "" for a moment that never was.
func timeText(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}
