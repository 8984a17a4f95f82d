package journal

import (
	"errors"
	"fmt"
	"time"

	"fairshare/mapping"
)

// ErrLeaseLost says that somebody else has taken the lease over, or that it was
// released: the run must stop at once and write nothing more.
var ErrLeaseLost = errors.New("the lease was lost: another process took over, or it was released; stop, the other one goes on")

// HeldError says that somebody else holds the lease.
type HeldError struct {
	Name   string
	Holder string
	Until  time.Time // by the database's clock, UTC
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("the lease of %s is held by %s until %s: wait for it to finish; if it has died the lease is free then", e.Name, e.Holder, e.Until.Format(time.RFC3339))
}

// ConflictError says that a sale line was taken by a settlement before, or is
// twice in the plan. Nothing of the plan was committed.
type ConflictError struct {
	Settlement string // the plan that was refused
	Sale       mapping.SaleKey
	Revision   int
	TakenBy    string // the settlement that has it; the plan's own id when the line is in it twice
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("settlement %s: %s %s/%s (revision %d) was taken by settlement %s already: read OFBiz again and plan anew",
		e.Settlement, e.Sale.Source, e.Sale.Document, e.Sale.Item, e.Revision, e.TakenBy)
}

// ExistsError says that there is a settlement of this id already, and another
// one than this plan.
type ExistsError struct{ Settlement string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("settlement %s exists already with other content: finish or void it, then plan the next one", e.Settlement)
}

// NotCommittedError says that the connection was lost while a plan was being
// committed, and that nothing of the plan is in the database: planning again is safe.
type NotCommittedError struct {
	Settlement string
	Err        error // what cut the transaction off
}

func (e *NotCommittedError) Error() string {
	return fmt.Sprintf("settlement %s was not committed, run again: %v", e.Settlement, e.Err)
}

func (e *NotCommittedError) Unwrap() error { return e.Err }

// UncertainError says that a plan may or may not have been committed and that the
// database can't be asked. The next run finds out by itself (Unfinished).
type UncertainError struct {
	Settlement string
	Err        error // what cut the transaction off
	Lookup     error // why asking failed
}

func (e *UncertainError) Error() string {
	return fmt.Sprintf("settlement %s may or may not have been committed (%v) and could not be looked up (%v): run again when the database is back", e.Settlement, e.Err, e.Lookup)
}

func (e *UncertainError) Unwrap() []error { return []error{e.Err, e.Lookup} }

// StateError says that a settlement is not in the state that a move starts from,
// or that the move is none that exists. State is empty where there is no such settlement.
type StateError struct {
	Settlement      string
	From, To, State mapping.State
}

func (e *StateError) Error() string {
	if e.State == "" {
		return fmt.Sprintf("move settlement %s from %s to %s: there is no such settlement", e.Settlement, e.From, e.To)
	}
	return fmt.Sprintf("move settlement %s from %s to %s: it is %s", e.Settlement, e.From, e.To, e.State)
}

// UnverifiedError says that a settlement can't become verified because invoices
// were not read back yet.
type UnverifiedError struct {
	Settlement string
	Invoices   int
}

func (e *UnverifiedError) Error() string {
	return fmt.Sprintf("settlement %s: %d invoices were not read back from OFBiz yet", e.Settlement, e.Invoices)
}

// NotFoundError says that a settlement is not in the journal.
type NotFoundError struct{ Settlement string }

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("there is no settlement %s: \"fairshare settlements\" lists them", e.Settlement)
}
