package journal

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// MailState says how far a message has come.
type MailState string

// The states of a message. It leaves the last four only when a person says so.
//
//	planned ─▶ sending ─▶ handed ─▶ sent
//	   ▲          │          ├────▶ failed, or waiting   the server has refused it
//	waiting ◀─────┤          └────▶ uncertain            nobody knows
//	              └▶ failed, or dropped
const (
	MailPlanned   MailState = "planned"
	MailWaiting   MailState = "waiting"   // for its next attempt
	MailSending   MailState = "sending"   // the server has not got all of it
	MailHanded    MailState = "handed"    // the server has all of it, or will in a moment
	MailSent      MailState = "sent"      // the server took it
	MailFailed    MailState = "failed"    // for good
	MailUncertain MailState = "uncertain" // whether the server took it is not known
	MailDropped   MailState = "dropped"   // nobody needs it any more
)

const mailColumns = `MAIL_ID, KIND, ABOUT, PARTY_ID, ADDRESS, DETAIL, STATE, HOLDER, ATTEMPTS, PLANNED_AT, NEXT_AT, ENDED_AT, MESSAGE`

// A message that was planned before stays as it is.
const insertMail = `
INSERT IGNORE INTO FAIRSHARE_MAIL (ORGANIZATION, MAIL_ID, KIND, ABOUT, PARTY_ID, ADDRESS, DETAIL, STATE, HOLDER, ATTEMPTS, PLANNED_AT, NEXT_AT, MESSAGE)`

// The newest first, by the index on both columns.
const selectMails = `SELECT ` + mailColumns + ` FROM FAIRSHARE_MAIL
WHERE ORGANIZATION = ? AND (? = '' OR ABOUT = ?) ORDER BY PLANNED_AT DESC, PARTY_ID, KIND, ADDRESS LIMIT ?`

// By the index on the state.
const countUnsent = `
SELECT COUNT(*) FROM FAIRSHARE_MAIL
WHERE ORGANIZATION = ? AND STATE IN ('failed', 'uncertain') AND PLANNED_AT >= UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND`

// Delivery is a message and how far it has come. Times that did not happen are zero.
type Delivery struct {
	mapping.Mail
	State     MailState
	Attempts  int
	PlannedAt time.Time // UTC, as all times here
	NextAt    time.Time // of the next attempt
	EndedAt   time.Time
	Message   string // why it is not sent yet, or is not at all
}

type mailRow struct {
	ID        string                 `db:"MAIL_ID"`
	Kind      string                 `db:"KIND"`
	About     string                 `db:"ABOUT"`
	Party     string                 `db:"PARTY_ID"`
	Address   string                 `db:"ADDRESS"`
	Detail    string                 `db:"DETAIL"`
	State     string                 `db:"STATE"`
	Holder    string                 `db:"HOLDER"`
	Attempts  int                    `db:"ATTEMPTS"`
	PlannedAt database.UTC           `db:"PLANNED_AT"`
	NextAt    database.UTC           `db:"NEXT_AT"`
	EndedAt   sql.Null[database.UTC] `db:"ENDED_AT"`
	Message   string                 `db:"MESSAGE"`
}

func (r mailRow) delivery() Delivery {
	return Delivery{
		Mail:  mapping.Mail{ID: r.ID, Kind: mapping.MailKind(r.Kind), About: r.About, Party: calc.PartyID(r.Party), Address: r.Address, Detail: r.Detail},
		State: MailState(r.State), Attempts: r.Attempts, PlannedAt: r.PlannedAt.Time, NextAt: r.NextAt.Time, EndedAt: r.EndedAt.V.Time, Message: r.Message,
	}
}

// PlanMails notes that messages are to be sent. It may be repeated: one that was
// planned before, whatever became of it, is not planned again.
func (j *Journal) PlanMails(ctx context.Context, mails ...mapping.Mail) error {
	plan := func(ctx context.Context, tx *sqlx.Tx) error { return j.insertMails(ctx, tx, mails) }
	err := database.InTransaction(ctx, j.DB, plan)
	if database.Classify(err) == database.Ambiguous {
		err = database.InTransaction(ctx, j.DB, plan)
	}
	if err != nil {
		return fmt.Errorf("plan %d mails: %w", len(mails), orMigrate(err))
	}
	return nil
}

func (j *Journal) insertMails(ctx context.Context, tx *sqlx.Tx, mails []mapping.Mail) error {
	var now database.UTC
	if err := tx.GetContext(ctx, &now, "SELECT UTC_TIMESTAMP(3)"); err != nil {
		return err
	}
	at := database.UTCText(now.Time)
	return j.insert(ctx, tx, insertMail, len(mails), func(in *database.Insertion, i int) {
		m := &mails[i]
		for _, text := range []string{j.Organization, m.ID, string(m.Kind), m.About, string(m.Party), m.Address, m.Detail, string(MailPlanned), ""} {
			in.Text(text)
		}
		in.Number(0)
		in.Text(at)
		in.Text(at)
		in.Text("")
	})
}

// Mails lists the newest messages, those about a settlement where one is named.
func (j *Journal) Mails(ctx context.Context, about string, atMost int) ([]Delivery, error) {
	var rows []mailRow
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectMails), j.Organization, about, about, atMost); err != nil {
		return nil, fmt.Errorf("read the mails of %s: %w", j.Organization, orMigrate(err))
	}
	mails := make([]Delivery, len(rows))
	for i, row := range rows {
		mails[i] = row.delivery()
	}
	return mails, nil
}

// UnsentMails says how many messages of a time until now failed or may have.
func (j *Journal) UnsentMails(ctx context.Context, since time.Duration) (count int, err error) {
	if err := j.DB.GetContext(ctx, &count, j.qualify(countUnsent), j.Organization, since.Microseconds()); err != nil {
		return 0, fmt.Errorf("count the mails of %s: %w", j.Organization, orMigrate(err))
	}
	return count, nil
}
