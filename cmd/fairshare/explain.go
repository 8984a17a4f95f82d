package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newExplainCommand(a *app) *cobra.Command {
	var r explainRequest
	c := &cobra.Command{
		Use:   "explain --party P",
		Short: "Explain every cent of a payout as paths from sales to credits, and every zero with its reason",
		Long: `Explain says where a party's money in a settlement comes from: for each activity in
which it holds credits the paths from sales, over the activities that pass them on,
to its pieces, the largest first, the rest as "others"; and for everything that
brought nothing the reason. With --as-of, or while there is no settlement, it
explains the party's shares in one whole of each product's income instead.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.explain(c.Context(), r) },
	}
	flags := c.Flags()
	flags.StringVar(&r.party, "party", "", "the party's id")
	flags.StringVar(&r.product, "product", "", "only what it gets for its credits in this activity; with --as-of only its share in this product")
	flags.StringVar(&r.settlement, "settlement", "", "the settlement's id (default: the party's latest)")
	flags.StringVar(&r.asOf, "as-of", "", "explain shares as of a day (its last moment) or a moment, not a settlement")
	flags.IntVar(&r.paths, "paths", 20, "how many paths are listed for each activity")
	return c
}

// explainRequest is what `fairshare explain` was asked for.
type explainRequest struct {
	party, product, settlement, asOf string
	paths                            int
}

func (r explainRequest) check() error {
	switch {
	case r.party == "":
		return usageError("--party is missing: whose money is to be explained?")
	case r.settlement != "" && r.asOf != "":
		return usageError("--settlement and --as-of exclude each other: a settlement is explained as of its own sales")
	case r.paths < 1:
		return usageError("--paths %d: at least one path has to be listed", r.paths)
	}
	return nil
}

func (a *app) explain(ctx context.Context, r explainRequest) error {
	if err := r.check(); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	e, err := s.newExplanation(ctx, r)
	if err != nil {
		return err
	}
	document, err := e.document(ctx)
	s.progress.Done()
	if err != nil {
		return unknownAsUsage(err)
	}
	for _, warning := range e.warnings {
		fmt.Fprintln(a.stderr, "fairshare: WARNING:", warning)
	}
	if a.output == outputTable || a.output == "" {
		return writeExplanation(a.stdout, document)
	}
	return a.print("explain", document)
}

// unknownAsUsage gives a question about something that does not exist the exit code
// of wrong usage.
func unknownAsUsage(err error) error {
	var unknown *mapping.UnknownError
	if errors.As(err, &unknown) {
		return usageError("%w", err)
	}
	return err
}

// explanation is one answer in the making.
type explanation struct {
	*session
	request  explainRequest
	query    mapping.ExplainQuery
	reading  *nightly.Reading
	warnings []string
}

// newExplanation reads the company as it is now: who is who, and what does not count.
func (s *session) newExplanation(ctx context.Context, r explainRequest) (*explanation, error) {
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return nil, err
	}
	party, product := calc.PartyID(r.party), calc.ActivityID(r.product)
	if _, known := names.Parties[party]; !known {
		return nil, unknownAsUsage(&mapping.UnknownError{Entity: "Party", ID: r.party})
	}
	if _, known := names.Products[product]; !known && product != "" && product != calc.NoActivity {
		return nil, unknownAsUsage(&mapping.UnknownError{Entity: "Product", ID: r.product})
	}
	reading, err := s.job.Read(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	query := mapping.ExplainQuery{Party: party, Product: product, Paths: r.paths, Names: names}
	return &explanation{session: s, request: r, query: query, reading: reading}, nil
}

func (e *explanation) document(ctx context.Context) (mapping.ExplainDocument, error) {
	if e.request.asOf != "" {
		return e.shares()
	}
	plan, earlier, err := e.plan(ctx)
	if err != nil {
		return mapping.ExplainDocument{}, err
	}
	if plan == nil {
		e.warn("nothing was settled yet: these are the shares of %s as of now", e.request.party)
		return e.shares()
	}
	input, err := e.input(ctx, plan, earlier)
	if err != nil {
		return mapping.ExplainDocument{}, err
	}
	document, err := mapping.ExplainSettlement(input, plan, e.reading.Company, e.query)
	if difference := document.Difference(); difference != "" {
		e.warn("%s; `fairshare settlements verify %s` says what differs", difference, plan.Settlement.ID)
	}
	return document, err
}

func (e *explanation) warn(format string, args ...any) {
	e.warnings = append(e.warnings, fmt.Sprintf(format, args...))
}

func (e *explanation) shares() (mapping.ExplainDocument, error) {
	asOf, err := e.asOf(e.request.asOf)
	if err != nil {
		return mapping.ExplainDocument{}, err
	}
	if asOf.IsZero() {
		asOf = e.reading.Info.At
	}
	picture, err := calc.At(&e.reading.Company.Scheme, calc.Instant(asOf.UnixMilli()))
	if err != nil {
		return mapping.ExplainDocument{}, err
	}
	return mapping.ExplainShares(e.reading.Company, picture, asOf.In(e.zone), e.query)
}
