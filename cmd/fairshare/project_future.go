package main

import (
	"context"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/mapping"
)

func newProjectFutureCommand(a *app) *cobra.Command {
	var r projectRequest
	c := &cobra.Command{
		Use:   "future",
		Short: "Show the changes that are entered in OFBiz for days to come, and what each does to whom",
		Long: `Future shows every row of OFBiz that begins or ends in days to come: weights, members,
facilities, credits. One after the other, in the order of time, it works out what each
does to everybody's income, so that these add up to the whole difference; and it lists
the coming percentages of every activity that is a FACADE.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.projectFuture(c.Context(), r) },
	}
	r.flags(c)
	r.form.flags(c, "")
	return c
}

func (a *app) projectFuture(ctx context.Context, r projectRequest) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	reading, prospect, err := s.prospect(ctx, r, "")
	if err != nil {
		return err
	}
	if !prospect.To.After(prospect.Now) {
		return usageError("--to %s has passed: nothing is to come until then; `fairshare project compare` says what has changed", r.to)
	}
	document, err := mapping.NewFutureDocument(reading.Company, prospect, s.job.Rules)
	if err != nil {
		return err
	}
	switch r.form.format {
	case "":
		return a.print("project_future", document)
	case outputJSON:
		return write(a.stdout, outputJSON, "project_future", document)
	}
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return err
	}
	listing := mapping.FutureReport(document, names, s.organizationName(names), s.zone.String(), s.job.Rules.CurrencyDecimals)
	return r.form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.RenderListing(r.form.format, listing) })
}
