package mapping

import (
	"fmt"
	"strings"
	"time"
)

// Work is a job of an activity: a WorkEffort that one of its WorkEffortGoodStandards
// ties to the product.
type Work struct {
	ID          string // workEffortId
	Name        string
	Status      string   // currentStatusId
	Activities  []string // productIds, now
	Start, End  time.Time
	Assignments []WorkAssignment
}

// WorkAssignment is a WorkEffortPartyAssignment that has not ended.
type WorkAssignment struct {
	Party, Role string
	From        time.Time
	Status      string // statusId
}

// The statuses of an assignment that mean something here.
const (
	AssignmentOffered  = "PRTYASGN_OFFERED"  // the party applied
	AssignmentAssigned = "PRTYASGN_ASSIGNED" // and was accepted, or was given the job in OFBiz
)

// WorkError says what can't be done about a job, and what can.
type WorkError struct{ WorkEffortID, Text string }

func (e *WorkError) Error() string { return fmt.Sprintf("job %s: %s", e.WorkEffortID, e.Text) }

// Ended reports whether the job is done or given up, whatever kind of WorkEffort it is.
func (w *Work) Ended() bool {
	for _, end := range []string{"_COMPLETED", "_CANCELLED", "_DECLINED", "_CLOSED"} {
		if strings.HasSuffix(w.Status, end) {
			return true
		}
	}
	return false
}

// Of finds a party's assignment, in whatever role: as assigned if there is one of
// that status, else as offered, else nil.
func (w *Work) Of(partyID string) *WorkAssignment {
	for _, status := range []string{AssignmentAssigned, AssignmentOffered} {
		for i := range w.Assignments {
			if a := &w.Assignments[i]; a.Status == status && SameID(a.Party, partyID) {
				return a
			}
		}
	}
	return nil
}

// Open is nil if somebody may apply for the job or be accepted.
func (w *Work) Open() error {
	switch {
	case len(w.Activities) == 0:
		return &WorkError{w.ID, "it belongs to no activity; add the product under the work effort's product standards in OFBiz"}
	case w.Ended():
		return &WorkError{w.ID, "it has ended (" + w.Status + "); `fairshare job list` has the open ones"}
	}
	return nil
}

// Accept finds the application that would be accepted; nil where the party has the
// job already.
func (w *Work) Accept(partyID string) (*WorkAssignment, error) {
	if err := w.Open(); err != nil {
		return nil, err
	}
	switch found := w.Of(partyID); {
	case found == nil:
		return nil, &WorkError{w.ID, partyID + " has not applied; they do with `fairshare job apply`, or OFBiz assigns them"}
	case found.Status == AssignmentAssigned:
		return nil, nil
	default:
		return found, nil
	}
}
