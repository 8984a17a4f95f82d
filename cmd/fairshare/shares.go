package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"fairshare/calc"
	"fairshare/mapping"
)

func newSharesCommand(a *app) *cobra.Command {
	var r sharesRequest
	c := &cobra.Command{
		Use:   "shares",
		Short: "Show which part of each activity's income belongs to whom",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.shares(c.Context(), r) },
	}
	flags := c.Flags()
	flags.StringVar(&r.asOf, "as-of", "", "a day (its last moment) or a moment (default: now)")
	flags.StringVar(&r.party, "party", "", "only this party's shares")
	flags.StringVar(&r.product, "product", "", "only the shares in this activity")
	flags.StringVar(&r.method, "method", "", "direct (one level, the formula of the spec) or recursive (default: shares.method)")
	flags.IntVar(&r.top, "top", 0, "only so many of the largest shares in each activity, the others summed up; with --party the activities with its largest shares")
	flags.BoolVar(&r.exact, "exact", false, "add every share as a fraction")
	return c
}

// sharesRequest is what `fairshare shares` was asked for.
type sharesRequest struct {
	asOf, party, product, method string
	top                          int
	exact                        bool
}

func (a *app) shares(ctx context.Context, r sharesRequest) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	document, err := s.shares(ctx, r)
	s.progress.Done()
	if err != nil {
		return err
	}
	if err := a.print("shares", document); err != nil {
		return err
	}
	if mapping.Blocked(document.Findings) {
		return refusedError("%d findings block a settlement; they are listed with what to do", countBlocking(document.Findings))
	}
	return nil
}

// shares reads the company and freezes its scheme at the moment asked for.
func (s *session) shares(ctx context.Context, r sharesRequest) (mapping.SharesDocument, error) {
	var document mapping.SharesDocument
	if r.top < 0 {
		return document, usageError("--top %d: give a number of shares", r.top)
	}
	if r.method != "" {
		method, err := parseMethod(r.method)
		if err != nil {
			return document, err
		}
		s.job.Rules.Method = method
	}
	asOf, err := s.asOf(r.asOf)
	if err != nil {
		return document, err
	}
	reading, err := s.job.Read(ctx, time.Time{})
	if err != nil {
		return document, err
	}
	if asOf.IsZero() {
		asOf = reading.Info.At
	}
	picture, err := calc.At(&reading.Company.Scheme, calc.Instant(asOf.UnixMilli()))
	if err != nil {
		return document, err
	}
	document, err = mapping.NewSharesDocument(reading.Company, picture, mapping.SharesQuery{
		AsOf: asOf.In(s.zone), Party: r.party, Product: r.product, Top: r.top, Exact: r.exact, Accepted: s.job.Rules.Accepted,
	})
	return document, unknownAsUsage(err)
}

// asOf reads --as-of: of a day, the end counts, so that "as of the 31st" holds
// what was recorded on the 31st. Zero means now.
func (s *session) asOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, s.zone); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Millisecond), nil
	}
	return parseMoment("as-of", text, s.zone)
}
