// Package nightly is the job that Fairshare exists for, as a list of named
// steps: read the company in one snapshot, calculate who earned what, commit the
// plan, write the invoices, read them back, report, close.
//
// Every step may be interrupted at any point; the next run finds in the journal
// what was planned and goes on from there (see package journal).
package nightly

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/mapping"
)

// Job holds what a nightly job works with. The zero values of the optional
// fields are sensible: no reports directory means no files.
type Job struct {
	DB      *sqlx.DB
	Journal *journal.Journal
	Rules   mapping.Rules
	Minimum string   // minimum payout in major units, e.g. "25.00"
	Hold    []string // partyIds that are not invoiced
	Review  mapping.Review
	Invoice InvoiceTypes
	Reports Reports
	Finance calc.PartyID // who is told in OFBiz that a settlement is done; "": nobody
	Mail    Mailing      // who is told by mail
	Writer  Writer       // how invoices and reports get into OFBiz; nil: as rows, by SQL
	AtOnce  int          // how many of them one transaction writes; 0: as many as is good for SQL

	Holder       string        // who holds the lease: host and process
	Term         time.Duration // of the lease
	ConfigDigest string
	Version      string

	Log      *slog.Logger
	Progress func(what string, rows int64)   // may be nil
	Pause    func(ctx context.Context) error // asked before every write: a *PausedError ends the run there; may be nil
}

// InvoiceTypes are OFBiz's type ids for payout invoices.
type InvoiceTypes struct {
	Invoice string
	Item    string
}

// Reports says where reports go.
type Reports struct {
	Directory string         // "" writes no files
	Formats   []string       // html, pdf, xlsx, csv, xml
	Language  files.Language // empty: English
	Attach    bool           // to the parties in OFBiz
}

// Result is what a run did, one entry per currency.
type Result struct {
	Until    time.Time
	Resumed  []string        // settlements of an interrupted run that were finished first
	Plans    []*mapping.Plan // what was settled now, or would be in a dry run
	Already  []Already       // currencies whose cut-off had been settled before
	Held     []string        // settlements that wait for a person, and their currencies with them
	Awaited  []string        // settlements that wait to be imported into OFBiz, and their currencies with them
	Findings []mapping.Finding
	Blocked  bool // findings stopped the writes

	inputs map[string]*mapping.Input // of Plans, by settlement
}

// Already is a currency that needed nothing, and what has come late since.
type Already struct {
	Currency string
	Decimals int
	Until    time.Time // its last cut-off
	Late     int       // lines that the next settlement will take
	Amount   calc.Minor
}

// Settle runs the whole job up to a cut-off, first finishing what an interrupted
// run left behind. Running it again with the same cut-off changes nothing.
//
// When the context ends, reading and calculating end at once, and a transaction that
// writes is finished first; the error is a *StoppedError then.
func (j *Job) Settle(ctx context.Context, until time.Time) (*Result, error) {
	if err := j.readyToWrite(ctx); err != nil {
		return nil, err
	}
	result := &Result{Until: until}
	err := j.underLease(ctx, func(ctx context.Context, lease *journal.Lease) error {
		return j.settle(ctx, lease, until, result)
	})
	return result, err
}

func (j *Job) settle(ctx context.Context, lease *journal.Lease, until time.Time, result *Result) error {
	return j.again(ctx, lease, func() error {
		if err := j.settleOnce(ctx, lease, until, result); err != nil {
			return err
		}
		return j.planOutcome(ctx, result)
	})
}

// settleOnce goes through the whole job. The result is that of an attempt that was
// broken off, or empty, and becomes that of this one.
func (j *Job) settleOnce(ctx context.Context, lease *journal.Lease, until time.Time, result *Result) error {
	resumed, err := j.resume(ctx, lease)
	result.Resumed = append(result.Resumed, resumed...)
	if err != nil {
		return err
	}
	drafted, err := j.Draft(ctx, until)
	if err != nil {
		return err
	}
	work := slices.Clone(drafted.Plans)
	drafted.goOnFrom(result)
	*result = *drafted
	if result.Blocked {
		return j.reportBlocked(ctx, work, result.inputs)
	}
	return j.carryOutAll(ctx, lease, work, result.inputs)
}

// NotMigratedError says that Fairshare's own tables are not there yet, or are
// those of another version.
type NotMigratedError struct{ Err error }

func (e *NotMigratedError) Error() string { return e.Err.Error() }

// Unwrap gives what is missing.
func (e *NotMigratedError) Unwrap() error { return e.Err }

func (j *Job) ready(ctx context.Context) error {
	status, err := journal.Version(ctx, j.DB, j.Journal.Schema)
	if err != nil {
		return err
	}
	if err := status.Err(); err != nil {
		return &NotMigratedError{err}
	}
	_, err = j.Journal.CheckInstance(ctx)
	return err
}

// readyToWrite is ready, and OFBiz lets us write.
func (j *Job) readyToWrite(ctx context.Context) error {
	if err := j.ready(ctx); err != nil {
		return err
	}
	return j.writer().Ready(ctx)
}

// Input is what a plan of the result was worked out from, until it was committed.
func (r *Result) Input(plan *mapping.Plan) *mapping.Input { return r.inputs[plan.Settlement.ID] }

// carryOutAll commits the plans of all currencies at once, so that a run that is
// broken off leaves all of them to be replayed or none, and takes them one by one
// through all their states; one that is held stays where it is.
func (j *Job) carryOutAll(ctx context.Context, lease *journal.Lease, plans []*mapping.Plan, inputs map[string]*mapping.Input) error {
	if len(plans) == 0 {
		return nil
	}
	for _, plan := range plans {
		plan.Input = inputs[plan.Settlement.ID]
		delete(inputs, plan.Settlement.ID)
	}
	err := j.uninterrupted(ctx, func(ctx context.Context) error { return j.Journal.CommitPlan(ctx, lease, plans...) })
	if err != nil {
		return err
	}
	for _, plan := range plans {
		plan.Commit()
		s := plan.Settlement
		j.Log.Info("plan committed", "settlement", s.ID, "state", s.State, "lines", s.Lines, "invoices", plan.Invoices.Len())
	}
	var aside conflicts
	for _, plan := range plans {
		if err := aside.put(plan, j.finish(ctx, lease, plan)); err != nil {
			return err
		}
	}
	return errors.Join(aside...)
}

// resume finishes the settlements that an earlier run planned and did not close,
// exactly as they were planned.
func (j *Job) resume(ctx context.Context, lease *journal.Lease) ([]string, error) {
	unfinished, err := j.Journal.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	var resumed []string
	var aside conflicts
	for _, head := range unfinished {
		plan, err := j.Journal.Plan(ctx, head.ID)
		if err != nil {
			return resumed, err
		}
		if head.State != mapping.Exported {
			j.Log.Warn("an interrupted settlement is finished as it was planned", "settlement", head.ID, "state", head.State)
		}
		if err := aside.put(plan, j.finish(ctx, lease, plan)); err != nil {
			return resumed, err
		}
		if s := plan.Settlement.State; s == mapping.Closed || s == mapping.Void {
			resumed = append(resumed, head.ID)
		}
	}
	return resumed, errors.Join(aside...)
}

// conflicts are what a person must look at. They keep the settlement that they were
// met in from being finished, and not those of other currencies.
type conflicts []error

// put lays a conflict of a settlement aside and gives every other error back.
func (c *conflicts) put(plan *mapping.Plan, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("settlement %s: %w", plan.Settlement.ID, err)
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		return err
	}
	*c = append(*c, err)
	return nil
}

// finish takes a committed plan from whatever state it is in to closed, or to void
// if it is being voided. A held one stays held, an exported one until it is imported.
func (j *Job) finish(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	steps := []struct {
		from, to mapping.State
		name     string
		do       func(context.Context, *journal.Lease, *mapping.Plan) error
	}{
		{mapping.Planned, mapping.Writing, "announce", nothingMore},
		{mapping.Writing, mapping.Verified, "write invoices and read them back", j.writeAndVerify},
		{mapping.Exported, mapping.Verified, "read imported invoices back", j.writeAndVerify},
		{mapping.Verified, mapping.Closed, "report", j.reportTellAndPlan},
	}
	if plan.Settlement.State == mapping.Voiding {
		return j.finishVoid(ctx, lease, plan)
	}
	for _, step := range steps {
		if plan.Settlement.State != step.from {
			continue
		}
		if waits, err := j.leaveFile(ctx, lease, plan); err != nil || waits {
			return err
		}
		if err := step.do(ctx, lease, plan); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		if err := j.advance(ctx, lease, plan, step.to); err != nil {
			return err
		}
	}
	return nil
}

func nothingMore(context.Context, *journal.Lease, *mapping.Plan) error { return nil }

// advance moves the settlement on in the journal, if the lease is still ours, and does
// what else belongs into that transaction.
func (j *Job) advance(ctx context.Context, lease *journal.Lease, plan *mapping.Plan, to mapping.State, also ...func(context.Context, *sqlx.Tx) error) error {
	s := &plan.Settlement
	err := j.transact(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return j.Journal.Advance(ctx, tx, lease, s.ID, s.State, to)
	})
	if err != nil {
		return err
	}
	j.Log.Info("settlement moved on", "settlement", s.ID, "from", s.State, "to", to)
	s.State = to
	return nil
}

func (j *Job) release(ctx context.Context, lease *journal.Lease) {
	if err := lease.Release(context.WithoutCancel(ctx)); err != nil {
		j.Log.Warn("the lease was not given back and runs out by itself", "error", err)
	}
}

// String is what a person reads when there was nothing to do.
func (a Already) String() string {
	text := fmt.Sprintf("%s: already settled until %s", a.Currency, a.Until.Format(time.RFC3339))
	if a.Late > 0 {
		text += fmt.Sprintf("; %d lines (%s %s) came later or changed since, the next settlement takes them", a.Late, a.Amount.Text(a.Decimals), a.Currency)
	}
	return text
}
