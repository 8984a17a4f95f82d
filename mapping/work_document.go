package mapping

import "time"

// WorkEntry is a job of one activity in what `fairshare job list` prints.
type WorkEntry struct {
	Job      string      `json:"job"` // workEffortId
	Activity string      `json:"activity"`
	Name     string      `json:"name"`
	Status   string      `json:"status"` // currentStatusId
	Start    string      `json:"start"`  // days; empty: none was set
	End      string      `json:"end"`
	Parties  []WorkParty `json:"parties"` // who applied, or has it
}

// WorkParty is somebody who applied for a job, or has it.
type WorkParty struct {
	Party  string `json:"party"`
	Role   string `json:"role"`
	Status string `json:"status"` // applied, assigned, else OFBiz's statusId
	Since  string `json:"since"`
}

// WorkQuery says which jobs are listed.
type WorkQuery struct {
	Activity, Party string // only those of; empty: all
	Ended           bool   // the ended ones too
}

// WorkEntries lists the jobs that were asked for.
func WorkEntries(works []Work, query WorkQuery) []WorkEntry {
	entries := []WorkEntry{}
	for i := range works {
		w := &works[i]
		if w.Ended() && !query.Ended || query.Party != "" && w.Of(query.Party) == nil {
			continue
		}
		for _, activity := range w.Activities {
			if query.Activity == "" || SameID(activity, query.Activity) {
				entries = append(entries, w.entry(activity))
			}
		}
	}
	return entries
}

func (w *Work) entry(activity string) WorkEntry {
	e := WorkEntry{Job: w.ID, Activity: activity, Name: w.Name, Status: w.Status, Start: dayOrNothing(w.Start), End: dayOrNothing(w.End), Parties: []WorkParty{}}
	for _, a := range w.Assignments {
		e.Parties = append(e.Parties, WorkParty{a.Party, a.Role, a.State(), a.From.Format(time.RFC3339)})
	}
	return e
}

// State is the assignment in a word: applied, assigned, else OFBiz's statusId.
func (a WorkAssignment) State() string {
	switch a.Status {
	case AssignmentOffered:
		return "applied"
	case AssignmentAssigned:
		return "assigned"
	}
	return a.Status
}

func dayOrNothing(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
