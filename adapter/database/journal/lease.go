package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// A lease's row is made free at first: no holder, a time that has passed, term 0.
const insertLease = `
INSERT IGNORE INTO FAIRSHARE_LEASE (NAME, HOLDER, TERM, RENEWALS, ACQUIRED_AT, UNTIL)
VALUES (?, '', 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`

// HELD is worked out by the server, so that only its clock counts.
const selectLease = `
SELECT HOLDER, TERM, UNTIL, HOLDER <> '' AND UNTIL > UTC_TIMESTAMP(3) AS HELD
FROM FAIRSHARE_LEASE WHERE NAME = ?`

// The compare-and-set: of several that try at once one finds the row free. The
// last holder is empty, or who may take the lease although it has it: itself.
const takeLease = `
UPDATE FAIRSHARE_LEASE
SET HOLDER = ?, TERM = TERM + 1, RENEWALS = 0, ACQUIRED_AT = UTC_TIMESTAMP(3),
    UNTIL = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
WHERE NAME = ? AND (HOLDER IN ('', ?) OR UNTIL <= UTC_TIMESTAMP(3))`

// RENEWALS makes sure that the row changes, so that 0 rows always means "lost",
// however the driver counts.
const extendLease = `
UPDATE FAIRSHARE_LEASE
SET RENEWALS = RENEWALS + 1, UNTIL = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
WHERE NAME = ? AND HOLDER = ? AND TERM = ?`

const freeLease = `
UPDATE FAIRSHARE_LEASE SET HOLDER = '', RENEWALS = RENEWALS + 1, UNTIL = UTC_TIMESTAMP(3)
WHERE NAME = ? AND HOLDER = ? AND TERM = ?`

// Lease is the right to settle for an organization during one term. It ends when
// its time passes and somebody else takes it, which the holder learns from Check.
type Lease struct {
	Holder string
	Term   int64 // grows by one with every acquisition

	journal  *Journal
	duration time.Duration
}

type leaseRow struct {
	Holder string       `db:"HOLDER"`
	Term   int64        `db:"TERM"`
	Until  database.UTC `db:"UNTIL"`
	Held   bool         `db:"HELD"`
}

// Acquire takes the organization's lease for holder, who names a process (host,
// process id, something random). Where somebody else has it the error is a
// *HeldError. The caller renews it well before the duration is over.
func (j *Journal) Acquire(ctx context.Context, holder string, duration time.Duration) (*Lease, error) {
	if holder == "" || duration <= 0 {
		return nil, fmt.Errorf("acquire the lease of %s: a holder and a duration are needed", j.Organization)
	}
	if err := j.prepareLease(ctx); err != nil {
		return nil, err
	}
	lease := &Lease{Holder: holder, journal: j, duration: duration}
	err := database.InTransaction(ctx, j.DB, lease.take(""))
	if database.Classify(err) == database.Ambiguous {
		// Either it has the lease and does not know it, or the lease is as it was.
		// In both cases it may take it: under a new term, of which it is certain.
		err = database.InTransaction(ctx, j.DB, lease.take(holder))
	}
	if err != nil {
		return nil, err
	}
	return lease, nil
}

// prepareLease makes the row where it is missing, and turns away whoever can see
// without a lock that the lease is held.
func (j *Journal) prepareLease(ctx context.Context) error {
	row, err := j.readLease(ctx, j.DB)
	if errors.Is(err, sql.ErrNoRows) {
		if _, err = j.DB.ExecContext(ctx, j.qualify(insertLease), j.Organization); err != nil {
			return fmt.Errorf("make the lease of %s: %w", j.Organization, err)
		}
		return nil
	}
	if err != nil {
		return err
	}
	return row.heldError(j.Organization)
}

// take takes the lease where it is free, has run out, or belongs to own.
func (l *Lease) take(own string) func(context.Context, *sqlx.Tx) error {
	j := l.journal
	return func(ctx context.Context, tx *sqlx.Tx) error {
		rows, err := j.change(ctx, tx, takeLease, l.Holder, l.duration.Microseconds(), j.Organization, own)
		if err != nil {
			return fmt.Errorf("take the lease of %s: %w", j.Organization, err)
		}
		row, err := j.readLease(ctx, tx)
		if err != nil {
			return err
		}
		if rows == 0 {
			row.Held = true // it was, a moment ago
			return row.heldError(j.Organization)
		}
		l.Term = row.Term
		return nil
	}
}

func (j *Journal) readLease(ctx context.Context, q sqlx.QueryerContext) (leaseRow, error) {
	var row leaseRow
	if err := sqlx.GetContext(ctx, q, &row, j.qualify(selectLease), j.Organization); err != nil {
		return row, fmt.Errorf("read the lease of %s: %w", j.Organization, orMigrate(err))
	}
	return row, nil
}

func (r leaseRow) heldError(name string) error {
	if !r.Held {
		return nil
	}
	return &HeldError{Name: name, Holder: r.Holder, Until: r.Until.Time}
}

// Check extends the lease inside the caller's transaction and keeps its row locked
// until that ends, so that nobody takes over before the commit. It fails with
// ErrLeaseLost when the term is over. In a long transaction it belongs at the end,
// so that a renewal meanwhile does not have to wait for the row.
func (l *Lease) Check(ctx context.Context, tx *sqlx.Tx) error {
	j := l.journal
	rows, err := j.change(ctx, tx, extendLease, l.duration.Microseconds(), j.Organization, l.Holder, l.Term)
	if err != nil {
		return fmt.Errorf("check the lease of %s: %w", j.Organization, err)
	}
	if rows == 0 {
		return fmt.Errorf("check the lease of %s (%s, term %d): %w", j.Organization, l.Holder, l.Term, ErrLeaseLost)
	}
	return nil
}

// Renew extends the lease in a transaction of its own.
func (l *Lease) Renew(ctx context.Context) error {
	return database.InTransaction(ctx, l.journal.DB, l.Check)
}

// Release gives the lease back. A lease that was lost already is no error.
func (l *Lease) Release(ctx context.Context) error {
	j := l.journal
	if _, err := j.change(ctx, j.DB, freeLease, j.Organization, l.Holder, l.Term); err != nil {
		return fmt.Errorf("release the lease of %s: %w", j.Organization, err)
	}
	return nil
}

// change runs a statement and tells how many rows it changed.
func (j *Journal) change(ctx context.Context, e sqlx.ExecerContext, query string, args ...any) (int64, error) {
	result, err := e.ExecContext(ctx, j.qualify(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
