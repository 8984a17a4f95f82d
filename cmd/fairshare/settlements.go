package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newSettlementsCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "settlements",
		Short: "List the settlements, show one, check one, or take one back",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.listSettlements(c.Context()) },
	}
	c.AddCommand(
		&cobra.Command{
			Use:   "show ID",
			Short: "Show a settlement as it was planned: payouts, retained, invoices",
			Args:  oneArgument("the settlement's id"),
			RunE:  func(c *cobra.Command, args []string) error { return a.showSettlement(c.Context(), args[0]) },
		},
		&cobra.Command{
			Use:   "verify ID",
			Short: "Work a settlement out again from its stored input and compare it with the journal and OFBiz",
			Long: `Verify works a settlement out again from the input that was stored with it and
compares every row of the journal, and every field of its invoices in OFBiz, with
the outcome: whatever was changed since is a deviation, and the exit code is 7.
It also reads OFBiz as it is now and tells as drift what it says otherwise about
the time before the cut-off; that is no error by itself.

An exported settlement is closed first, if all of its invoices were imported.`,
			Args: oneArgument("the settlement's id"),
			RunE: func(c *cobra.Command, args []string) error { return a.verifySettlement(c.Context(), args[0]) },
		},
		&cobra.Command{
			Use:   "void ID",
			Short: "Take a settlement back by new entries; only the latest of its currency",
			Long: `Void takes a settlement back. Its lines are free for the next settlement, its
balances and remainders no longer count, and its invoices are cancelled in OFBiz.
One that has gone further than INVOICE_APPROVED, or that was paid for, stands: an
adjustment takes its sum back, so that the party is not paid twice. Only the
latest settlement of a currency can be voided, since later ones build on it.`,
			Args: oneArgument("the settlement's id"),
			RunE: func(c *cobra.Command, args []string) error { return a.voidSettlement(c.Context(), args[0]) },
		},
	)
	return c
}

func (a *app) listSettlements(ctx context.Context) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	settlements, err := s.job.Journal.Settlements(ctx)
	if err != nil {
		return err
	}
	rows := make([]mapping.SettlementSummary, len(settlements))
	for i, settlement := range settlements {
		rows[i] = mapping.NewSettlementSummary(settlement)
	}
	return a.print("settlements", rows)
}

func (a *app) showSettlement(ctx context.Context, id string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	plan, err := s.job.Journal.Plan(ctx, id)
	if err != nil {
		return err
	}
	document := mapping.NewSettleDocument(plan, false)
	invoices := plan.Invoices.Listed()
	jobs, err := s.job.Jobs(ctx, invoices)
	if err != nil {
		return err
	}
	document.Jobs = mapping.JobEntries(invoices, jobs)
	return a.print("settlement", document)
}

func (a *app) verifySettlement(ctx context.Context, id string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.job.TakeImported(ctx, id); err != nil {
		s.progress.Done()
		return err
	}
	defer a.post(ctx, s)
	document, err := s.job.Verify(ctx, id)
	s.progress.Done()
	if err != nil {
		return err
	}
	if err := a.print("verification", document); err != nil {
		return err
	}
	if n := countBlocking(document.Deviations); n > 0 {
		return withExit(exitAttention, fmt.Errorf("settlement %s is not what it was: %d deviations; each says what to find out", id, n))
	}
	if document.State == mapping.Exported {
		return &nightly.AwaitedImportError{Settlements: []string{id}}
	}
	fmt.Fprintf(a.stderr, "%s: %d invoices in OFBiz and the journal are what was settled\n", id, document.Invoices)
	return nil
}

func (a *app) voidSettlement(ctx context.Context, id string) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	voided, err := s.job.Void(ctx, id)
	s.progress.Done()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s is void: %d invoices cancelled, %d stand and are set off by adjustments, %d were not in OFBiz; `fairshare settle` takes its lines again\n",
		id, len(voided.Cancelled), len(voided.Stands), len(voided.Absent))
	return nil
}
