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

// The next message whose time has come, what finance waits for first. One that is
// sending is in it when whoever had it has died.
const selectDueMail = `SELECT ` + mailColumns + ` FROM FAIRSHARE_MAIL
WHERE ORGANIZATION = ? AND STATE IN ('planned', 'waiting', 'sending') AND NEXT_AT <= UTC_TIMESTAMP(3)
ORDER BY PARTY_ID <> '', NEXT_AT, MAIL_ID LIMIT 1`

// Compare and set: of two that want the same message one gets it.
const claimMail = `
UPDATE FAIRSHARE_MAIL SET STATE = 'sending', HOLDER = ?, ATTEMPTS = ATTEMPTS + 1, NEXT_AT = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
WHERE MAIL_ID = ? AND STATE = ? AND HOLDER = ? AND ATTEMPTS = ?`

const handMail = `
UPDATE FAIRSHARE_MAIL SET STATE = 'handed', NEXT_AT = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
WHERE MAIL_ID = ? AND STATE = 'sending' AND HOLDER = ? AND ATTEMPTS = ?`

const endMail = `
UPDATE FAIRSHARE_MAIL SET STATE = ?, MESSAGE = ?, HOLDER = '', NEXT_AT = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,
  ENDED_AT = IF(? = 'waiting', NULL, UTC_TIMESTAMP(3)), ATTEMPTS = ATTEMPTS - ?
WHERE MAIL_ID = ? AND STATE IN ('sending', 'handed') AND HOLDER = ? AND ATTEMPTS = ?`

const abandonMails = `
UPDATE FAIRSHARE_MAIL SET STATE = 'uncertain', MESSAGE = ?, HOLDER = '', ENDED_AT = UTC_TIMESTAMP(3)
WHERE ORGANIZATION = ? AND STATE = 'handed' AND NEXT_AT <= UTC_TIMESTAMP(3)`

// abandoned is why a message of a process that died is uncertain.
const abandoned = "Fairshare was stopped, or lost the database, in the moment in which the server took the mail, or did not"

// Only messages that nobody is sending, so their attempts may begin anew.
const againMails = `
UPDATE FAIRSHARE_MAIL SET STATE = 'planned', ATTEMPTS = 0, MESSAGE = '', NEXT_AT = UTC_TIMESTAMP(3), ENDED_AT = NULL
WHERE ORGANIZATION = ? AND (? = '' OR ABOUT = ?) AND STATE IN (?, ?, ?)`

// Claim is a message that one process may send, until its time is over.
type Claim struct {
	Delivery
	journal *Journal
	holder  string
	term    time.Duration
}

// ErrMailTaken says that a message is no longer this process's to send.
var ErrMailTaken = errors.New("the mail was taken over by another process, because this one was silent for too long: it is left to that one")

// ClaimMail takes the next message whose time has come, for a term; nil where there
// is none.
func (j *Journal) ClaimMail(ctx context.Context, holder string, term time.Duration) (*Claim, error) {
	for {
		var row mailRow
		err := j.DB.GetContext(ctx, &row, j.qualify(selectDueMail), j.Organization)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("look for mails to send: %w", orMigrate(err))
		}
		rows, err := j.changeAlone(ctx, claimMail, holder, term.Microseconds(), row.ID, row.State, row.Holder, row.Attempts)
		if err != nil {
			return nil, fmt.Errorf("claim mail %s: %w", row.ID, err)
		}
		if rows == 1 {
			row.Attempts++
			return &Claim{row.delivery(), j, holder, term}, nil
		}
	}
}

// changeAlone is change in a transaction of its own, which is repeated where others
// change mails at the same moment and the server breaks a deadlock.
func (j *Journal) changeAlone(ctx context.Context, statement string, args ...any) (rows int64, err error) {
	err = database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		rows, err = j.change(ctx, tx, statement, args...)
		return err
	})
	return rows, err
}

// Hand notes that the server is about to get the last line of the message. Only
// after that may it get it.
func (c *Claim) Hand(ctx context.Context) error {
	rows, err := c.journal.changeAlone(ctx, handMail, c.term.Microseconds(), c.ID, c.holder, c.Attempts)
	if err == nil && rows == 0 {
		err = ErrMailTaken
	}
	if err != nil {
		return fmt.Errorf("note that mail %s is handed over: %w", c.ID, err)
	}
	return nil
}

// End notes what became of the message.
func (c *Claim) End(ctx context.Context, state MailState, message string) error {
	return c.end(ctx, state, message, 0, 0)
}

// Wait notes why the message is not sent yet, and for how long it is left alone.
func (c *Claim) Wait(ctx context.Context, message string, wait time.Duration) error {
	return c.end(ctx, MailWaiting, message, wait, 0)
}

// Postpone gives the message back as if it had never been tried.
func (c *Claim) Postpone(ctx context.Context, message string, wait time.Duration) error {
	return c.end(ctx, MailWaiting, message, wait, 1)
}

// end may be repeated when its commit's answer is lost: the second one finds nothing.
func (c *Claim) end(ctx context.Context, state MailState, message string, wait time.Duration, less int) error {
	write := func() error {
		_, err := c.journal.changeAlone(ctx, endMail, string(state), cut(message, 10_000), wait.Microseconds(), string(state), less, c.ID, c.holder, c.Attempts)
		return err
	}
	err := write()
	if database.Classify(err) == database.Ambiguous {
		err = write()
	}
	if err != nil {
		return fmt.Errorf("note that mail %s is %s: %w", c.ID, state, err)
	}
	return nil
}

// AbandonMails ends the messages of processes that died while they handed them over.
// Nobody knows whether these arrived, so they are not sent again.
func (j *Journal) AbandonMails(ctx context.Context) (int64, error) {
	rows, err := j.changeAlone(ctx, abandonMails, abandoned, j.Organization)
	if err != nil {
		return 0, fmt.Errorf("look for mails of which nobody knows what became of them: %w", orMigrate(err))
	}
	return rows, nil
}

// MailAgain plans messages anew that were not sent: those that failed or wait, and
// with uncertain also those that may have arrived. About a settlement, or all.
func (j *Journal) MailAgain(ctx context.Context, about string, uncertain bool) (int64, error) {
	also := MailFailed
	if uncertain {
		also = MailUncertain
	}
	rows, err := j.changeAlone(ctx, againMails, j.Organization, about, about, string(MailFailed), string(MailWaiting), string(also))
	if err != nil {
		return 0, fmt.Errorf("plan mails again: %w", orMigrate(err))
	}
	return rows, nil
}
