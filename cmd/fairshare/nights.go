package main

import (
	"context"
	"fmt"
	"time"

	"fairshare/adapter/database"
	"fairshare/cmd/internal/nightly"
	"fairshare/config"
	"fairshare/mapping"
)

// A night is the nightly job of one cut-off, named after the local day it begins.

// standing is the newest cut-off whose night was done, zero before the first, and
// the time by the database's clock: this machine's has no say in what is due.
func (s *session) standing(ctx context.Context) (last, now time.Time, err error) {
	nights, err := s.job.Journal.Nights(ctx, "")
	if err != nil {
		return last, now, err
	}
	for _, night := range nights {
		if night.Done() && night.PlannedAt.After(last) {
			last = night.PlannedAt
		}
	}
	now, err = database.Now(ctx, s.db)
	return last, now, err
}

// settleNight runs the nightly job of a cut-off and notes in the journal how it
// went. Findings that stop the writes are an error here.
func (s *session) settleNight(ctx context.Context, until time.Time) (*nightly.Result, error) {
	result, err := s.job.SettleNight(ctx, nightly.Night{
		Date:     until.In(s.config.ScheduleZone()).Format(time.DateOnly),
		Until:    until,
		Conclude: s.conclude,
	})
	s.progress.Done()
	return result, err
}

// conclude says what came out of a night. One of which a settlement waits for a
// person is done all the same: the other currencies go on.
func (s *session) conclude(result *nightly.Result, err error) (message string, failure error) {
	switch {
	case err != nil:
		return "", err
	case result.Blocked:
		return "", refused(result.Findings)
	}
	message = fmt.Sprintf("%d settlements, %d finished from before", len(result.Plans), len(result.Resumed))
	if held := waiting(result); held != nil {
		message += "; " + held.Error()
		s.log.Warn("a settlement waits for a person", "reason", held)
	}
	s.logSettled(result.Plans)
	return message, nil
}

// refused is the error of findings that stop the writes.
func refused(findings []mapping.Finding) error {
	return refusedError("%d findings stop the settlement, nothing was written; see `fairshare check`, mend them in OFBiz, or accept one with a line under findings.accept", countBlocking(findings))
}

// logSettled logs what a night settled: sums and ids, no names.
func (s *session) logSettled(plans []*mapping.Plan) {
	for _, plan := range plans {
		summary := mapping.NewSettlementSummary(plan.Settlement)
		s.log.Info("settled", "settlement", summary.Settlement, "income", summary.Income, "paid", summary.PaidTotal,
			"retained", summary.RetainedTotal, "invoiced", summary.InvoicedTotal, "invoices", plan.Invoices.Len())
	}
}

// due lists the cut-offs whose night should have run by now and has not.
func (s *session) due(ctx context.Context) ([]time.Time, error) {
	spec, err := config.ParseRun(s.config.Schedule.Run)
	if err != nil {
		return nil, withExit(exitConfig, fmt.Errorf("schedule.run: %w", err))
	}
	last, now, err := s.standing(ctx)
	if err != nil {
		return nil, err
	}
	zone := s.config.ScheduleZone()
	return Due(now, last, s.config.Settlement.Period, zone, newWallSchedule(spec, zone)), nil
}
