package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/metrics"
)

// countedNights is the nightly job and its journal as the daemon sees them: the
// same as by hand, and counted.
type countedNights struct {
	session *session
	meter   *metrics.Metrics
}

// Standing is the newest cut-off whose night was done, and the database's time.
func (n countedNights) Standing(ctx context.Context) (last, now time.Time, err error) {
	if err := n.count(ctx); err != nil {
		return last, now, err
	}
	return n.session.standing(ctx)
}

// settle does the night of a cut-off.
func (n countedNights) settle(ctx context.Context, until time.Time) error {
	n.meter.LeaseHeld(true)
	defer n.meter.LeaseHeld(false)
	result, err := n.session.settleNight(ctx, until)
	if result != nil {
		n.meter.Findings(result.Findings)
	}
	if countErr := n.count(ctx); countErr != nil {
		n.session.log.Warn("the metrics lag behind the journal", "error", countErr)
	}
	return err
}

// count shows what the journal says; it is asked, not remembered, so that what
// was settled by hand or before a restart counts too.
func (n countedNights) count(ctx context.Context) error {
	settlements, err := n.session.job.Journal.Settlements(ctx)
	if err != nil {
		return err
	}
	n.meter.Settlements(settlements)
	drifts, err := n.session.job.Journal.Drifts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drifts {
		n.meter.BalanceDrift(d.Currency, d.Amount.Text(d.Decimals))
	}
	nights, err := n.session.job.Journal.Nights(ctx, "")
	if err != nil {
		return err
	}
	for _, night := range nights {
		n.meter.NightSucceeded(night.DoneAt)
	}
	return nil
}

// readyChecks are what /readyz looks at.
func (s *session) readyChecks(w *watch) []webCheck {
	return []webCheck{
		{Name: "database", Probe: s.db.PingContext},
		{Name: "migrations", Probe: func(ctx context.Context) error {
			status, err := journal.Version(ctx, s.db, s.config.Settlement.Schema)
			if err != nil {
				return err
			}
			return status.Err()
		}},
		{Name: "last night", Probe: w.lastNight},
		{Name: "jobs in OFBiz", Probe: s.jobsWentWell},
	}
}

// jobsWentWell fails while OFBiz has not set an invoice READY that it should have.
func (s *session) jobsWentWell(ctx context.Context) error {
	if s.config.Invoice.FinalStatus != "ready" {
		return nil
	}
	failed, err := ofbiz.FailedJobs(ctx, s.db)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("OFBiz did not set invoices READY: %s; `fairshare settlements show` of their settlement says why", strings.Join(failed, ", "))
	}
	return err
}
