package main

import (
	"context"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/mail"
	"fairshare/adapter/metrics"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/post"
)

const (
	// mailEvery is how often the daemon looks for mails to send.
	mailEvery = time.Minute

	// mailPause is how long it leaves a mail server alone that it could not reach, or
	// that would not let it in.
	mailPause = 5 * time.Minute
)

// postman sends mails as long as the daemon runs, beside the nights: these never wait.
type postman struct {
	office *post.Office
	last   string // what went wrong in the last round; told once
}

// startMail sends mails until end is called, which gives the one that is being sent
// its time.
func (s *session) startMail(ctx context.Context, meter *metrics.Metrics) (end func(), err error) {
	if !s.config.Mail.Enabled() {
		return func() {}, nil
	}
	office, err := s.office(func(result journal.MailState) { meter.Mailed(string(result)) })
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		(&postman{office: office}).walk(ctx)
	}()
	return func() {
		cancel()
		select {
		case <-finished:
		case <-time.After(stopGrace):
		}
	}, nil
}

func (p *postman) walk(ctx context.Context) {
	for ctx.Err() == nil {
		nap := time.NewTimer(p.round(ctx))
		select {
		case <-ctx.Done():
		case <-nap.C:
		}
		nap.Stop()
	}
}

// round sends what is due and says when to look again.
func (p *postman) round(ctx context.Context) time.Duration {
	err := nightly.Guarded(func() error {
		_, err := p.office.Send(ctx)
		return err
	})
	switch {
	case err == nil:
		p.last = ""
	case ctx.Err() == nil && err.Error() != p.last:
		p.last = err.Error()
		p.office.Log.Warn("mails wait; nights go on", "error", err)
	}
	if e := mail.As(err); e != nil {
		return mailPause
	}
	return mailEvery
}

// tellLate plans a mail to finance about a night that was not done in time.
func (s *session) tellLate(until time.Time, reason string) {
	if err := s.job.PlanMissed(context.Background(), until, reason); err != nil {
		s.log.Warn("finance is not told of the missed night by mail", "error", err)
	}
}
