package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newStatementCommand(a *app) *cobra.Command {
	var settlement, format string
	c := &cobra.Command{
		Use:   "statement PARTY",
		Short: "Show a party's statement: balance, what was earned from what, invoice",
		Args:  oneArgument("the party's id"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.statement(c.Context(), calc.PartyID(args[0]), settlement, format)
		},
	}
	c.Flags().StringVar(&settlement, "settlement", "", "the settlement's id (default: the party's latest)")
	c.Flags().StringVar(&format, "format", "", "print the report itself: html, csv or xlsx, or json")
	return c
}

func (a *app) statement(ctx context.Context, party calc.PartyID, settlement, format string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	statement, err := s.statementOf(ctx, party, settlement)
	if err != nil {
		return err
	}
	switch format {
	case "":
		return a.print("statement", mapping.NewStatementDocument(statement))
	case outputJSON:
		return write(a.stdout, outputJSON, "statement", mapping.NewStatementDocument(statement))
	}
	document, err := files.Render(format, statement)
	if err != nil {
		return usageError("--format: %w", err)
	}
	_, err = a.stdout.Write(document.Content)
	return err
}

// statementOf finds a party's statement in one settlement, or in the latest in
// which it has an account.
func (s *session) statementOf(ctx context.Context, party calc.PartyID, settlement string) (mapping.Statement, error) {
	ids := []string{settlement}
	if settlement == "" {
		settlements, err := s.job.Journal.Settlements(ctx)
		if err != nil {
			return mapping.Statement{}, err
		}
		ids = ids[:0]
		for _, known := range slices.Backward(settlements) {
			ids = append(ids, known.ID)
		}
	}
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return mapping.Statement{}, err
	}
	for _, id := range ids {
		plan, err := s.job.Journal.Plan(ctx, id)
		if err != nil {
			return mapping.Statement{}, err
		}
		if statement, ok := mapping.StatementOf(plan, party, names, nightly.OrganizationName(names, plan)); ok {
			return statement, nil
		}
	}
	return mapping.Statement{}, usageError("party %s has no account in %s: `fairshare settlements` lists the settlements, `fairshare shares --party %s` shows what the party holds", party, anySettlement(settlement), party)
}

func anySettlement(settlement string) string {
	if settlement == "" {
		return "any settlement"
	}
	return "settlement " + settlement
}
