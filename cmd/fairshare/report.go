package main

import (
	"context"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newReportCommand(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "report SETTLEMENT",
		Short: "Print the finance report of a settlement again: html, csv or xlsx",
		Args:  oneArgument("the settlement's id"),
		RunE:  func(c *cobra.Command, args []string) error { return a.report(c.Context(), args[0], format) },
	}
	c.Flags().StringVar(&format, "format", "html", "html, csv or xlsx")
	return c
}

func (a *app) report(ctx context.Context, id, format string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	plan, err := s.job.Journal.Plan(ctx, id)
	if err != nil {
		return err
	}
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return err
	}
	document, err := files.RenderFinance(format, mapping.FinanceOf(plan, names, nightly.OrganizationName(names, plan)))
	if err != nil {
		return usageError("--format: %w", err)
	}
	_, err = a.stdout.Write(document.Content)
	return err
}
