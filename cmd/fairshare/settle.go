package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newSettleCommand(a *app) *cobra.Command {
	var until, approve string
	var dryRun bool
	c := &cobra.Command{
		Use:   "settle",
		Short: "Settle all income up to a cut-off: shares, payouts, invoices, reports",
		Long: `Settle takes every sale up to the cut-off that no earlier settlement took, works
out who earned what, writes the payout invoices and reports into OFBiz, reads
them back and closes. An interrupted settlement is finished first. Running it
again changes nothing.

A settlement that a person has to look at first (settlement.review_…) is planned
and held: nothing of it is written until it is approved by its id.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if approve != "" && (dryRun || until != "") {
				return usageError("--approve finishes a settlement as it was planned: it goes with neither --until nor --dry-run")
			}
			if approve != "" {
				return a.approve(c.Context(), approve)
			}
			return a.settle(c.Context(), until, dryRun)
		},
	}
	c.Flags().StringVar(&until, "until", "", "cut-off, not included: a day or a moment (default: the start of today)")
	c.Flags().StringVar(&approve, "approve", "", "let a held settlement go on: its id")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "calculate and show everything, write nothing")
	return c
}

func (a *app) settle(ctx context.Context, until string, dryRun bool) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	cutoff, err := s.cutoff(a.now(), until)
	if err != nil {
		return err
	}
	work := s.job.Settle
	if dryRun {
		work = s.job.Draft
	}
	result, err := work(ctx, cutoff)
	s.progress.Done()
	if !dryRun {
		defer a.post(ctx, s)
	}
	if err != nil {
		return err
	}
	return a.printResult(result, dryRun)
}

// cutoff reads --until; without it everything until the start of today is settled.
func (s *session) cutoff(now time.Time, until string) (time.Time, error) {
	if until == "" {
		year, month, day := now.In(s.zone).Date()
		return startOfDay(year, month, day, s.zone), nil
	}
	cutoff, err := parseMoment("until", until, s.zone)
	if err == nil && cutoff.After(now) {
		err = usageError("--until %s lies ahead: what is sold until then is not known yet", until)
	}
	return cutoff, err
}

// printResult shows a settlement per currency on stdout, and on stderr what was
// already settled, finished from before, or refused.
func (a *app) printResult(result *nightly.Result, dryRun bool) error {
	for _, id := range result.Resumed {
		fmt.Fprintf(a.stderr, "finished %s, which an earlier run had left unfinished\n", id)
	}
	for _, already := range result.Already {
		fmt.Fprintln(a.stderr, already)
	}
	documents := make([]mapping.SettleDocument, 0, len(result.Plans))
	for _, plan := range result.Plans {
		documents = append(documents, mapping.NewSettleDocument(plan, dryRun))
	}
	if err := a.printSettlements(documents); err != nil {
		return err
	}
	if result.Blocked {
		return refused(result.Findings)
	}
	return waiting(result)
}

// printSettlements prints what was settled. A program gets every settlement whole;
// people read the findings that several currencies share once, behind them all.
func (a *app) printSettlements(documents []mapping.SettleDocument) error {
	if a.output != outputTable && a.output != "" {
		return a.print("settlements", documents)
	}
	var told struct {
		Findings []mapping.Finding `json:"findings"`
	}
	for i := range documents {
		told.Findings = append(told.Findings, documents[i].Findings...)
		documents[i].Findings = nil
	}
	if err := a.print("settlements", documents); err != nil || len(told.Findings) == 0 {
		return err
	}
	told.Findings = mapping.ReviewFirst(mapping.SortFindings(told.Findings))
	fmt.Fprintln(a.stdout)
	return a.print("settlements", told)
}

// waiting is the error of settlements that wait for a person, those of before and
// those of now: to be approved, or to be imported into OFBiz.
func waiting(result *nightly.Result) error {
	held, awaited := slices.Clone(result.Held), slices.Clone(result.Awaited)
	for _, plan := range result.Plans {
		switch plan.Settlement.State {
		case mapping.Held:
			held = append(held, plan.Settlement.ID)
		case mapping.Exported:
			awaited = append(awaited, plan.Settlement.ID)
		}
	}
	var errs []error
	if len(held) > 0 {
		errs = append(errs, &nightly.HeldBackError{Settlements: held})
	}
	if len(awaited) > 0 {
		errs = append(errs, &nightly.AwaitedImportError{Settlements: awaited})
	}
	return errors.Join(errs...)
}

// approve finishes a held settlement.
func (a *app) approve(ctx context.Context, id string) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	plan, err := s.job.Approve(ctx, id)
	s.progress.Done()
	defer a.post(ctx, s)
	if err != nil {
		return err
	}
	if err := a.print("settlements", []mapping.SettleDocument{mapping.NewSettleDocument(plan, false)}); err != nil {
		return err
	}
	return waiting(&nightly.Result{Plans: []*mapping.Plan{plan}})
}

func countBlocking(findings []mapping.Finding) int {
	count := 0
	for _, f := range findings {
		if f.Severity == mapping.Blocking {
			count++
		}
	}
	return count
}
