package journal

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

const selectNights = `
SELECT CAST(NIGHT AS CHAR) AS NIGHT, PLANNED_AT, ATTEMPTS, STARTED_AT, DONE_AT, FAILED_AT, MESSAGE
FROM FAIRSHARE_NIGHT WHERE ORGANIZATION = ? AND NIGHT >= ? ORDER BY NIGHT`

// A night that is done stays as it is; one that failed or died begins again.
// DONE_AT is not assigned, so the order of the assignments doesn't matter.
const startNight = `
INSERT INTO FAIRSHARE_NIGHT (ORGANIZATION, NIGHT, PLANNED_AT, ATTEMPTS, STARTED_AT, MESSAGE)
VALUES (?, ?, ?, 1, UTC_TIMESTAMP(3), '')
ON DUPLICATE KEY UPDATE
  ATTEMPTS = IF(DONE_AT IS NULL, ATTEMPTS + 1, ATTEMPTS),
  STARTED_AT = IF(DONE_AT IS NULL, UTC_TIMESTAMP(3), STARTED_AT),
  FAILED_AT = IF(DONE_AT IS NULL, NULL, FAILED_AT),
  MESSAGE = IF(DONE_AT IS NULL, '', MESSAGE)`

const finishNight = `
UPDATE FAIRSHARE_NIGHT SET DONE_AT = UTC_TIMESTAMP(3), FAILED_AT = NULL, MESSAGE = ?
WHERE ORGANIZATION = ? AND NIGHT = ? AND DONE_AT IS NULL`

const failNight = `
UPDATE FAIRSHARE_NIGHT SET FAILED_AT = UTC_TIMESTAMP(3), MESSAGE = ?
WHERE ORGANIZATION = ? AND NIGHT = ? AND DONE_AT IS NULL`

// Night is one night of the daemon. Times that did not happen are zero.
type Night struct {
	Date      string    // 2026-10-31, in the company's zone
	PlannedAt time.Time // when the schedule wanted it; UTC, as all times here
	Attempts  int
	StartedAt time.Time // of the last attempt
	DoneAt    time.Time
	FailedAt  time.Time // of the last attempt
	Message   string    // what came out of it
}

// Done tells whether nothing is left to do for the night.
func (n Night) Done() bool { return !n.DoneAt.IsZero() }

type nightRow struct {
	Date      string                 `db:"NIGHT"`
	PlannedAt database.UTC           `db:"PLANNED_AT"`
	Attempts  int                    `db:"ATTEMPTS"`
	StartedAt sql.Null[database.UTC] `db:"STARTED_AT"`
	DoneAt    sql.Null[database.UTC] `db:"DONE_AT"`
	FailedAt  sql.Null[database.UTC] `db:"FAILED_AT"`
	Message   string                 `db:"MESSAGE"`
}

// Nights lists the nights from a date on ("2026-10-31"; empty: all), oldest first.
func (j *Journal) Nights(ctx context.Context, from string) ([]Night, error) {
	if from == "" {
		from = "0001-01-01"
	}
	var rows []nightRow
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectNights), j.Organization, from); err != nil {
		return nil, fmt.Errorf("read the nights of %s: %w", j.Organization, orMigrate(err))
	}
	nights := make([]Night, len(rows))
	for i, r := range rows {
		nights[i] = Night{r.Date, r.PlannedAt.Time, r.Attempts, r.StartedAt.V.Time, r.DoneAt.V.Time, r.FailedAt.V.Time, r.Message}
	}
	return nights, nil
}

// StartNight notes under the lease that work on a night begins, once more where it
// failed before. A night that is done stays done.
func (j *Journal) StartNight(ctx context.Context, lease *Lease, date string, planned time.Time) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return fmt.Errorf("start night %q: %w", date, err)
	}
	if err := j.note(ctx, lease, startNight, j.Organization, date, millis(planned)); err != nil {
		return fmt.Errorf("start night %s: %w", date, err)
	}
	return nil
}

// EndNight notes under the lease how a night went: done with a message, or failed
// where failure is not nil. Ending it again changes nothing once it is done.
func (j *Journal) EndNight(ctx context.Context, lease *Lease, date, message string, failure error) error {
	query := finishNight
	if failure != nil {
		query, message = failNight, failure.Error()
	}
	if err := j.note(ctx, lease, query, cut(message, 10_000), j.Organization, date); err != nil {
		return fmt.Errorf("end night %s: %w", date, err)
	}
	return nil
}

// note is a statement under the lease that may be repeated when its commit's answer
// is lost.
func (j *Journal) note(ctx context.Context, lease *Lease, query string, args ...any) error {
	work := func(ctx context.Context, tx *sqlx.Tx) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, j.qualify(query), args...)
		return err
	}
	err := database.InTransaction(ctx, j.DB, work)
	if database.Classify(err) == database.Ambiguous {
		err = database.InTransaction(ctx, j.DB, work)
	}
	return err
}

// cut shortens a text to what its column surely holds, at a whole character.
func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "") + "…"
}
