package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// Change is what a person changed in OFBiz through Fairshare. Nothing secret
// belongs into it. One without What is no change at all.
type Change struct {
	What   string // "propose credit", "approve credit", "change shares"
	Entity string // OFBiz's entity: InventoryItem
	Key    string // of its row: 10038
	Before string // as a person would say it; "" where there was nothing
	After  string
}

// Audit is a change that was made.
type Audit struct {
	At          time.Time
	UserLoginID string
	Change
}

// A row is one change, in the order in which they were made.
const insertAudit = `
INSERT INTO FAIRSHARE_AUDIT (ORGANIZATION, CHANGED_AT, USER_LOGIN_ID, WHAT, ENTITY, ENTITY_KEY, BEFORE_TEXT, AFTER_TEXT)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

// The changes of one row of OFBiz, by the index on both columns.
const selectAudits = `
SELECT CHANGED_AT, USER_LOGIN_ID, WHAT, ENTITY, ENTITY_KEY, BEFORE_TEXT, AFTER_TEXT FROM FAIRSHARE_AUDIT
WHERE ENTITY = ? AND ENTITY_KEY = ? AND ORGANIZATION = ? ORDER BY AUDIT_ID`

// The changes of a kind of one row of OFBiz since a moment, by the same index. FOR
// UPDATE lets one who looks for a note before writing it wait for another.
const lockAudits = `
SELECT AUDIT_ID FROM FAIRSHARE_AUDIT
WHERE ENTITY = ? AND ENTITY_KEY = ? AND ORGANIZATION = ? AND WHAT = ? AND CHANGED_AT >= ? FOR UPDATE`

// The lengths of the columns, in characters; a TEXT holds this many of any kind.
const (
	auditWordLength = 60
	auditKeyLength  = 255
	auditTextLength = 16_000
)

// Note records a change in the transaction that makes it: both happen, or none.
func (j *Journal) Note(ctx context.Context, tx *sqlx.Tx, at time.Time, userLoginID string, c Change) error {
	if c.What == "" || c.Entity == "" || c.Key == "" || userLoginID == "" {
		return fmt.Errorf("note the change %q of %s %q by %q: what, the entity, its key and a login are needed", c.What, c.Entity, c.Key, userLoginID)
	}
	_, err := tx.ExecContext(ctx, j.qualify(insertAudit), j.Organization, millis(at), userLoginID,
		mapping.ColumnText(c.What, auditWordLength), mapping.ColumnText(c.Entity, auditWordLength), mapping.ColumnText(c.Key, auditKeyLength),
		mapping.ColumnText(c.Before, auditTextLength), mapping.ColumnText(c.After, auditTextLength))
	if err != nil {
		return fmt.Errorf("note that %s did %s of %s %s: %w", userLoginID, c.What, c.Entity, c.Key, orMigrate(err))
	}
	return nil
}

// NoteOnce records a change that OFBiz has made itself, in a transaction of its own,
// unless it was noted since a moment before the change: who is interrupted between the
// change and its note asks for the change again, and finds it made.
func (j *Journal) NoteOnce(ctx context.Context, tx *sqlx.Tx, since, at time.Time, userLoginID string, c Change) error {
	var noted []int64
	if err := tx.SelectContext(ctx, &noted, j.qualify(lockAudits), c.Entity, c.Key, j.Organization, c.What, millis(since)); err != nil {
		return fmt.Errorf("read who changed %s %s: %w", c.Entity, c.Key, orMigrate(err))
	}
	if len(noted) > 0 {
		return nil
	}
	return j.Note(ctx, tx, at, userLoginID, c)
}

// Audits are the changes of one row of OFBiz, the oldest first.
func (j *Journal) Audits(ctx context.Context, q sqlx.QueryerContext, entity, key string) ([]Audit, error) {
	var rows []struct {
		At     database.UTC `db:"CHANGED_AT"`
		Login  string       `db:"USER_LOGIN_ID"`
		What   string       `db:"WHAT"`
		Entity string       `db:"ENTITY"`
		Key    string       `db:"ENTITY_KEY"`
		Before string       `db:"BEFORE_TEXT"`
		After  string       `db:"AFTER_TEXT"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, j.qualify(selectAudits), entity, key, j.Organization); err != nil {
		return nil, fmt.Errorf("read who changed %s %s: %w", entity, key, orMigrate(err))
	}
	audits := make([]Audit, len(rows))
	for i, r := range rows {
		audits[i] = Audit{At: r.At.Time, UserLoginID: r.Login, Change: Change{r.What, r.Entity, r.Key, r.Before, r.After}}
	}
	return audits, nil
}
