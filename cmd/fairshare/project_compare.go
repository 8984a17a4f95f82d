package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/config"
	"fairshare/mapping"
)

func newProjectCompareCommand(a *app) *cobra.Command {
	var product, party string
	c := &cobra.Command{
		Use:   "compare BEFORE AFTER",
		Short: "Show whose share changed between two days or settlements, and because of which row",
		Long: `Compare takes two days (their ends), moments or settlements of one currency. It lets
everything that changed between them happen one after the other, in the order of time,
and says what each did to whom, so that the parts add up to the whole difference.`,
		Example: `  fairshare project compare 2026-06-30 2026-10-31 --product GENBOARD
  fairshare project compare Company-EUR-20260601 Company-EUR-20261101`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("`%s` takes two days or two settlements", c.CommandPath())
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.projectCompare(c.Context(), args[0], args[1], product, party)
		},
	}
	c.Flags().StringVar(&product, "product", "", "of two days: only the shares in this product")
	c.Flags().StringVar(&party, "party", "", "only this party's")
	return c
}

func (a *app) projectCompare(ctx context.Context, before, after, product, party string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	var document mapping.CompareDocument
	if isMoment(before) && isMoment(after) {
		document, err = s.compareShares(ctx, before, after, product, party)
	} else {
		document, err = s.compareSettlements(ctx, before, after, product, party)
	}
	s.progress.Done()
	if err != nil {
		return unknownAsUsage(err)
	}
	return a.print("project_compare", document)
}

func isMoment(text string) bool {
	_, _, err := config.ParseMoment(text)
	return err == nil
}

func (s *session) compareShares(ctx context.Context, before, after, product, party string) (mapping.CompareDocument, error) {
	q := mapping.CompareQuery{Product: product, Party: party, Zone: s.zone}
	var err error
	if q.Before, err = s.asOf(before); err != nil {
		return mapping.CompareDocument{}, err
	}
	if q.After, err = s.asOf(after); err != nil {
		return mapping.CompareDocument{}, err
	}
	if q.After.Before(q.Before) {
		return mapping.CompareDocument{}, usageError("%s comes after %s: give the earlier one first", before, after)
	}
	reading, err := s.job.Read(ctx, time.Time{})
	if err != nil {
		return mapping.CompareDocument{}, err
	}
	return mapping.CompareShares(reading.Company, q)
}

func (s *session) compareSettlements(ctx context.Context, before, after, product, party string) (mapping.CompareDocument, error) {
	var document mapping.CompareDocument
	if product != "" {
		return document, usageError("--product goes with two days")
	}
	first, err := s.settled(ctx, before)
	if err != nil {
		return document, err
	}
	last, err := s.settled(ctx, after)
	if err != nil {
		return document, err
	}
	a, b := first.Plan.Settlement, last.Plan.Settlement
	if a.Currency != b.Currency || !a.Until.Before(b.Until) {
		return document, usageError("%s and %s: give two settlements of one currency, the earlier one first", before, after)
	}
	return mapping.CompareSettlements(first, last, party, s.zone)
}

// settled is a settlement with what it was worked out from, as it was stored with it.
func (s *session) settled(ctx context.Context, id string) (mapping.SettledCase, error) {
	plan, err := s.job.Journal.Plan(ctx, id)
	var unknown *journal.NotFoundError
	if errors.As(err, &unknown) {
		return mapping.SettledCase{}, usageError("%q is neither a day, a moment nor a settlement: `fairshare settlements` lists these", id)
	}
	if err != nil {
		return mapping.SettledCase{}, err
	}
	content, err := s.job.Journal.Input(ctx, id)
	if err != nil {
		return mapping.SettledCase{}, err
	}
	if len(content) == 0 {
		return mapping.SettledCase{}, usageError("settlement %s was made before inputs were stored; compare two days instead", id)
	}
	input, err := mapping.OpenInput(content, plan.Settlement.StoredDigest)
	if err != nil {
		return mapping.SettledCase{}, withExit(exitAttention, err)
	}
	return mapping.SettledCase{Plan: plan, Input: input}, nil
}
