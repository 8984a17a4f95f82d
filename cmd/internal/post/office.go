package post

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/files"
	"fairshare/adapter/mail"
)

const (
	// attempts is how often a message is tried.
	attempts = 7

	// firstPause is how long it is left alone after the first time; each later pause
	// is three times as long.
	firstPause = 5 * time.Minute

	// soon is when a message is looked at again whose settlement is not closed yet.
	soon = time.Minute

	// noteGrace is how long the journal has to note what became of a message when
	// Fairshare is told to stop.
	noteGrace = 10 * time.Second
)

// Office sends what the journal has planned.
type Office struct {
	DB           *sqlx.DB
	Journal      *journal.Journal
	Server       *mail.Server
	Language     files.Language
	Spreadsheets bool          // finance gets an XLSX beside the PDF
	Holder       string        // who sends: host and process
	Timeout      time.Duration // of one answer of the server
	Log          *slog.Logger
	Count        func(result journal.MailState) // of every attempt; may be nil
}

// Tally is what came of the messages that were tried.
type Tally map[journal.MailState]int

// round is one go through what is due.
type round struct {
	*Office
	line  *mail.Connection // nil: none is open
	tally Tally
	last  *written
}

// Send sends all messages whose time has come. It ends early with the error of a mail
// server that can't be reached, or of a database that may send none, and when ctx ends.
func (o *Office) Send(ctx context.Context) (Tally, error) {
	r := &round{Office: o, tally: Tally{}}
	defer r.hangUp()
	if err := r.mayBegin(ctx); err != nil {
		return r.tally, err
	}
	for ctx.Err() == nil {
		claim, err := o.Journal.ClaimMail(ctx, o.Holder, o.term())
		if err != nil || claim == nil {
			return r.tally, err
		}
		if err := r.deliver(ctx, claim); err != nil {
			return r.tally, err
		}
	}
	return r.tally, nil
}

// mayBegin: from a copy of the company's database nobody gets mail.
func (r *round) mayBegin(ctx context.Context) error {
	if _, err := r.Journal.CheckInstance(ctx); err != nil {
		return err
	}
	if err := r.Journal.ClaimMailHome(ctx); err != nil {
		return err
	}
	abandoned, err := r.Journal.AbandonMails(ctx)
	if abandoned > 0 {
		r.Log.Error("of some mails nobody knows whether they were sent: `fairshare mail` lists them as uncertain", "mails", abandoned)
	}
	for range abandoned {
		r.count(journal.MailUncertain)
	}
	return err
}

// term is longer than a message takes whose server answers at the last moment.
func (o *Office) term() time.Duration { return 20*o.Timeout + time.Minute }

// deliver sends one message and notes what came of it. Its error is one of the line
// or the database, which the next message would meet too.
func (r *round) deliver(ctx context.Context, claim *journal.Claim) error {
	message, err := r.write(ctx, claim.Delivery)
	if err == nil {
		err = r.send(ctx, claim, message)
	}
	notes, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteGrace)
	defer cancel()
	return r.conclude(notes, claim, err)
}

func (r *round) send(ctx context.Context, claim *journal.Claim, message mail.Message) error {
	if r.line == nil {
		line, err := r.Server.Connect(ctx)
		if err != nil {
			return err
		}
		r.line = line
	}
	return r.line.Send(ctx, message, claim.Hand)
}

// conclude notes what became of a message.
func (r *round) conclude(ctx context.Context, claim *journal.Claim, err error) error {
	var moved *movedOnError
	var early *notYetError
	e := mail.As(err)
	switch {
	case err == nil:
		r.told(claim, journal.MailSent, nil)
		return claim.End(ctx, journal.MailSent, "")
	case errors.As(err, &moved):
		r.told(claim, journal.MailDropped, err)
		return claim.End(ctx, journal.MailDropped, err.Error())
	case errors.As(err, &early):
		return claim.Postpone(ctx, err.Error(), soon)
	case e == nil: // the database, or the claim: nothing was sent
		r.hangUp()
		return errors.Join(err, r.later(ctx, claim, err))
	case e.Kind == mail.Uncertain:
		r.hangUp()
		r.told(claim, journal.MailUncertain, err)
		return claim.End(ctx, journal.MailUncertain, err.Error())
	case e.Kind == mail.Refused && e.Final:
		r.told(claim, journal.MailFailed, err)
		return claim.End(ctx, journal.MailFailed, err.Error())
	case e.Kind == mail.Refused:
		return r.later(ctx, claim, err)
	}
	r.hangUp()
	return errors.Join(err, r.later(ctx, claim, err))
}

// later leaves a message for another attempt, unless there were enough.
func (r *round) later(ctx context.Context, claim *journal.Claim, err error) error {
	if claim.Attempts >= attempts {
		r.told(claim, journal.MailFailed, err)
		return claim.End(ctx, journal.MailFailed, fmt.Sprintf("given up after %d attempts: %v", claim.Attempts, err))
	}
	r.told(claim, journal.MailWaiting, err)
	return claim.Wait(ctx, err.Error(), Pause(claim.Attempts))
}

// Pause is how long a message is left alone after so many attempts.
func Pause(attempts int) time.Duration {
	pause := firstPause
	for range attempts - 1 {
		pause *= 3
	}
	return pause
}

func (r *round) hangUp() {
	if r.line != nil {
		r.line.Close()
		r.line = nil
	}
}

func (r *round) count(state journal.MailState) {
	r.tally[state]++
	if r.Count != nil {
		r.Count(state)
	}
}

// told logs what came of a message, without its address: what the server said may
// name it, and `fairshare mail` shows that.
func (r *round) told(claim *journal.Claim, state journal.MailState, err error) {
	r.count(state)
	level := slog.LevelInfo
	switch state {
	case journal.MailWaiting:
		level = slog.LevelWarn
	case journal.MailFailed, journal.MailUncertain:
		level = slog.LevelError
	}
	attributes := []any{"mail", claim.ID, "kind", claim.Kind, "about", claim.About, "party", claim.Party, "state", state, "attempt", claim.Attempts}
	if e := mail.As(err); e != nil {
		attributes = append(attributes, "reason", e.Brief())
	}
	r.Log.Log(context.Background(), level, "mail "+string(state), attributes...)
}
