package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/metrics"
	"fairshare/adapter/systemd"
	"fairshare/adapter/web"
	"fairshare/config"
)

func newServeCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the nightly job every night, make up for missed ones, show people's pages, health and metrics",
		Long: `Serve is the daemon. It wakes at schedule.run, finds in its journal which nights
have not been settled, and settles them in order, at its start too. It answers
/healthz, /readyz and /metrics on serve.listen, and there people log in with their
login of OFBiz: see their accounts, change shares, approve settlements. Several of them on one database are
no harm: one does the work.

It is held back while schedule.pause_file is there, or the database is busier than
schedule.max_load. SIGTERM lets it finish its current step and stops it; a second one
kills it. In all cases the next start, or the next try, goes on where it was.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.serve(c.Context()) },
	}
}

func (a *app) serve(ctx context.Context) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	meter := metrics.New(version)
	d, watch, err := s.daemon(a.now, meter)
	if err != nil {
		return withExit(exitConfig, err)
	}
	pages, err := s.webServer(ctx, watch, meter)
	if err != nil {
		return withExit(exitConfig, err)
	}
	endMail, err := s.startMail(ctx, meter)
	if err != nil {
		return err
	}
	defer endMail()
	manager := &managed{service: systemd.New(a.environ, os.Getpid()), log: s.log}
	watch.tell = manager.status
	return serveWith(ctx, d, pages, s.config.Serve, manager)
}

// webServer shows health and metrics, and people's pages where passwords are safe.
func (s *session) webServer(ctx context.Context, w *watch, meter *metrics.Metrics) (*web.Server, error) {
	encrypted, err := pagesTLS(s.config.Serve.TLS)
	server := &web.Server{Checks: s.readyChecks(w), Metrics: meter.Handler(), TLS: encrypted, Log: s.log}
	if mayLogIn(s.config.Serve) {
		server.Pages = s.webPages(ctx).Handler()
	} else if s.config.Serve.Listen != "" {
		s.log.Warn("nobody can log in: other machines reach serve.listen, and serve.tls is not set")
	}
	return server, err
}

// daemon makes the daemon of a session, and the watch that knows how it fares.
func (s *session) daemon(now func() time.Time, meter *metrics.Metrics) (*daemon, *watch, error) {
	spec, err := config.ParseRun(s.config.Schedule.Run)
	if err != nil {
		return nil, nil, fmt.Errorf("schedule.run: %w", err)
	}
	zone, watch, counted := s.config.ScheduleZone(), &watch{meter: meter, late: s.tellLate}, countedNights{s, meter}
	s.job.Pause = s.gate().Check
	return &daemon{
		night:    counted.settle,
		gate:     s.job.Pause,
		journal:  counted,
		observer: watch,
		now:      now,
		zone:     zone,
		period:   s.config.Settlement.Period,
		schedule: newWallSchedule(spec, zone),
		maxWait:  time.Duration(s.config.Schedule.MaxWaitHours) * time.Hour,
		retry:    s.retryAfter,
		log:      s.log,
	}, watch, nil
}

// retryAfter says when a night that failed may be tried again; false: not before
// the next night. One that found the lease held waits until its holder would have
// to renew it, since that one may be dead.
func (s *session) retryAfter(err error, now time.Time) (time.Duration, bool) {
	var held *journal.HeldError
	minutes := time.Duration(s.config.Schedule.RetryMinutes) * time.Minute
	switch {
	case errors.As(err, &held):
		return min(max(held.Until.Sub(now), 0)+time.Second, retrySoon), true
	case goesAway(err):
		return retrySoon, true
	case codeOf(err) == exitRefused:
		return minutes, minutes > 0
	}
	return 0, false
}

// goesAway says whether an error may go away by itself: the next try asks the
// journal how far this one came.
func goesAway(err error) bool {
	switch database.Classify(err) {
	case database.Retryable, database.ReadAgain, database.Ambiguous, database.ReadOnly:
		return true
	}
	code := codeOf(err)
	return code == exitUnreachable || code == exitHeld
}

// serveWith runs the daemon and the pages until ctx ends. The pages answer as
// long as the daemon is finishing; when they can't be served, all ends.
func serveWith(ctx context.Context, d *daemon, pages *web.Server, settings config.Serve, manager *managed) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	shown, hide := context.WithCancel(context.WithoutCancel(ctx))
	defer hide()
	served := make(chan error, 1)
	if settings.Listen == "" {
		served <- nil
	} else {
		listener, err := web.Listen(ctx, settings.Listen, settings.AllowRemote)
		if err != nil {
			return withExit(exitConfig, err)
		}
		go func() { served <- servePages(shown, pages, listener, cancel) }()
	}
	manager.started(ctx, shown, d.isAlive)
	err := d.Serve(ctx)
	hide()
	return errors.Join(err, <-served)
}

func servePages(ctx context.Context, pages *web.Server, listener net.Listener, cancel context.CancelCauseFunc) error {
	pages.Log.Info("health and metrics", "address", listener.Addr().String())
	err := pages.Serve(ctx, listener)
	if err != nil {
		cancel(err)
	}
	return err
}
