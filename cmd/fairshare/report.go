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
	var form form
	c := &cobra.Command{
		Use:   "report SETTLEMENT",
		Short: "Print the finance report of a settlement again",
		Args:  oneArgument("the settlement's id"),
		RunE:  func(c *cobra.Command, args []string) error { return a.report(c.Context(), args[0], form) },
	}
	form.flags(c, "html")
	return c
}

func (a *app) report(ctx context.Context, id string, form form) error {
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
	past, err := nightly.Past(ctx, s.job.Journal, plan)
	if err != nil {
		return err
	}
	finance := mapping.FinanceOf(plan, names, nightly.OrganizationName(names, plan))
	finance.Comparison = mapping.Against(past, plan, names)
	if form.format == outputJSON {
		return write(a.stdout, outputJSON, "report", mapping.NewFinanceDocument(finance))
	}
	return form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.RenderFinance(form.format, finance) })
}
