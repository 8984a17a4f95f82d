package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/mapping"
)

func newSettlementsCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "settlements",
		Short: "List the settlements, show one, or check one against OFBiz",
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
			Short: "Read a settlement's invoices back from OFBiz and compare every field",
			Args:  oneArgument("the settlement's id"),
			RunE:  func(c *cobra.Command, args []string) error { return a.verifySettlement(c.Context(), args[0]) },
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
	return a.print("settlement", mapping.NewSettleDocument(plan, false))
}

func (a *app) verifySettlement(ctx context.Context, id string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	plan, err := s.job.Journal.Plan(ctx, id)
	if err != nil {
		return err
	}
	if err := s.job.Verify(ctx, plan); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s: %d invoices in OFBiz are what was planned\n", id, len(plan.Invoices))
	return nil
}
