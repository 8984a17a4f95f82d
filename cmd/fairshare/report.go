package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newReportCommand(a *app) *cobra.Command {
	var r reportRequest
	c := &cobra.Command{
		Use:   "report [SETTLEMENT | --activity X | --matrix]",
		Short: "Print a report: of a settlement for finance, of an activity, or who has which share in what",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && r.settlement == "" {
				r.settlement = args[0]
			}
			return a.report(c.Context(), r)
		},
	}
	flags := c.Flags()
	flags.StringVar(&r.settlement, "settlement", "", "the settlement's id (default with --activity: the latest)")
	flags.StringVar(&r.activity, "activity", "", "report of this activity: who got what it kept, over the settlements")
	flags.BoolVar(&r.matrix, "matrix", false, "report of the shares in every activity, as of now")
	flags.IntVar(&r.top, "top", 10, "with --matrix: only so many of the largest shares in each activity")
	r.form.flags(c, "html")
	return c
}

// reportRequest is what `fairshare report` was asked for.
type reportRequest struct {
	settlement, activity string
	matrix               bool
	top                  int
	form                 form
}

func (a *app) report(ctx context.Context, r reportRequest) error {
	if r.matrix == (r.settlement != "" || r.activity != "") {
		return usageError("report: name a settlement (`fairshare settlements` lists them), or an activity with --activity, or use --matrix alone")
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return err
	}
	switch {
	case r.matrix:
		return a.matrixReport(ctx, s, names, r)
	case r.activity != "":
		return a.activityReport(ctx, s, names, r)
	default:
		return a.financeReport(ctx, s, names, r)
	}
}

func (a *app) financeReport(ctx context.Context, s *session, names mapping.Names, r reportRequest) error {
	finance, err := s.financeOf(ctx, r.settlement, names)
	if err != nil {
		return err
	}
	if r.form.format == outputJSON {
		return write(a.stdout, outputJSON, "report", mapping.NewFinanceDocument(finance))
	}
	return r.form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.RenderFinance(r.form.format, finance) })
}

// financeOf is the finance report of a settlement.
func (s *session) financeOf(ctx context.Context, settlement string, names mapping.Names) (mapping.Finance, error) {
	plan, err := s.job.Journal.Plan(ctx, settlement)
	if err != nil {
		return mapping.Finance{}, err
	}
	return s.compared(ctx, plan, nil, names)
}

// compared is the finance report of a plan, compared with the settlement before it. What
// it was worked out from is read from the journal where it is not at hand.
func (s *session) compared(ctx context.Context, plan *mapping.Plan, input *mapping.Input, names mapping.Names) (mapping.Finance, error) {
	past, err := nightly.Past(ctx, s.job.Journal, plan)
	if err != nil {
		return mapping.Finance{}, err
	}
	return nightly.Finance(ctx, s.job.Journal, plan, input, names, past)
}

// list prints a listing.
func (a *app) list(s *session, form form, listing mapping.Listing) error {
	if form.format == outputJSON {
		encoder := json.NewEncoder(a.stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(listing.Contract())
	}
	return form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.RenderListing(form.format, listing) })
}
