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
	flags.StringVar(&r.from, "from", "", "a file of `fairshare export` to be read in place of the database; \"-\" is the standard input")
	return c
}

// sharesRequest is what `fairshare shares` was asked for.
type sharesRequest struct {
	asOf, party, product, method string
	from                         string
	top                          int
	exact                        bool
}

func (a *app) shares(ctx context.Context, r sharesRequest) error {
	document, err := a.sharesDocument(ctx, r)
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

func (a *app) sharesDocument(ctx context.Context, r sharesRequest) (document mapping.SharesDocument, err error) {
	if r.top < 0 {
		return document, usageError("--top %d: give a number of shares", r.top)
	}
	if r.from != "" {
		return a.sharesFrom(r)
	}
	s, err := a.open(ctx)
	if err != nil {
		return document, err
	}
	defer s.Close()
	defer s.progress.Done()
	return s.shares(ctx, r)
}

// sharesFrom takes the company from a file: neither a database nor a configuration
// is needed.
func (a *app) sharesFrom(r sharesRequest) (document mapping.SharesDocument, err error) {
	exchange, err := a.readExchange(r.from)
	if err != nil {
		return document, err
	}
	if exchange.Company == nil {
		return document, usageError("--from %s: a settlement's result says nothing of who owns what; export the company", r.from)
	}
	rules, err := exchange.Company.MappingRules()
	if err != nil {
		return document, err
	}
	company, err := exchange.Company.Company()
	if err != nil {
		return document, err
	}
	if r.method != "" {
		if company.Scheme.Method, err = parseMethod(r.method); err != nil {
			return document, err
		}
	}
	asOf, err := asOfIn(rules.Zone, r.asOf)
	if asOf.IsZero() {
		asOf = a.now()
	}
	if err != nil {
		return document, err
	}
	return r.of(company, asOf.In(rules.Zone), rules.Accepted)
}

// shares reads the company and freezes its scheme at the moment asked for.
func (s *session) shares(ctx context.Context, r sharesRequest) (mapping.SharesDocument, error) {
	var document mapping.SharesDocument
	if r.method != "" {
		method, err := parseMethod(r.method)
		if err != nil {
			return document, err
		}
		s.job.Rules.Method = method
	}
	asOf, err := asOfIn(s.zone, r.asOf)
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
	return r.of(reading.Company, asOf.In(s.zone), s.job.Rules.Accepted)
}

// of freezes a company's scheme.
func (r sharesRequest) of(company *mapping.Company, asOf time.Time, accepted []mapping.Acceptance) (document mapping.SharesDocument, err error) {
	picture, err := calc.At(&company.Scheme, calc.Instant(asOf.UnixMilli()))
	if err != nil {
		return document, err
	}
	document, err = mapping.NewSharesDocument(company, picture, mapping.SharesQuery{
		AsOf: asOf, Party: r.party, Product: r.product, Top: r.top, Exact: r.exact, Accepted: accepted,
	})
	return document, unknownAsUsage(err)
}

// asOf reads --as-of in OFBiz's zone.
func (s *session) asOf(text string) (time.Time, error) { return asOfIn(s.zone, text) }

// asOfIn reads --as-of: of a day, the end counts, so that "as of the 31st" holds
// what was recorded on the 31st. Zero means now.
func asOfIn(zone *time.Location, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Millisecond), nil
	}
	return parseMoment("as-of", text, zone)
}
