package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newStatementCommand(a *app) *cobra.Command {
	var settlement string
	var form form
	c := &cobra.Command{
		Use:   "statement PARTY",
		Short: "Show a party's statement: balance, what was earned from what, invoice",
		Args:  oneArgument("the party's id"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.statement(c.Context(), calc.PartyID(args[0]), settlement, form)
		},
	}
	c.Flags().StringVar(&settlement, "settlement", "", "the settlement's id (default: the party's latest)")
	form.flags(c, "")
	return c
}

func (a *app) statement(ctx context.Context, party calc.PartyID, settlement string, form form) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if settlement == "" {
		if settlement, err = s.latest(ctx, a.stderr, party); err != nil {
			return err
		}
	}
	statement, err := s.statementOf(ctx, party, settlement)
	if err != nil {
		return err
	}
	switch form.format {
	case "":
		return a.print("statement", mapping.NewStatementDocument(statement))
	case outputJSON:
		return write(a.stdout, outputJSON, "statement", mapping.NewStatementDocument(statement))
	}
	return form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.Render(form.format, statement) })
}

// latest is the newest settlement in which a party has an account. Those in other
// currencies with the same cut-off are told as messages.
func (s *session) latest(ctx context.Context, messages io.Writer, party calc.PartyID) (string, error) {
	accounts, err := s.job.Journal.PartyAccounts(ctx, party)
	if err != nil {
		return "", err
	}
	accounts = slices.DeleteFunc(accounts, func(a journal.PartyAccount) bool { return a.Settlement.State == mapping.Void })
	if len(accounts) == 0 {
		return "", noAccount(party, "any settlement")
	}
	newest := accounts[len(accounts)-1].Settlement
	for _, account := range accounts[:len(accounts)-1] {
		if other := account.Settlement; other.Until.Equal(newest.Until) {
			fmt.Fprintf(messages, "there is another one in %s: --settlement %s\n", other.Currency, other.ID)
		}
	}
	return newest.ID, nil
}

// statementOf is a party's statement in a settlement.
func (s *session) statementOf(ctx context.Context, party calc.PartyID, settlement string) (mapping.Statement, error) {
	plan, err := s.job.Journal.Plan(ctx, settlement)
	if err != nil {
		return mapping.Statement{}, err
	}
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return mapping.Statement{}, err
	}
	past, err := nightly.Past(ctx, s.job.Journal, plan)
	if err != nil {
		return mapping.Statement{}, err
	}
	statement, ok := mapping.StatementOf(plan, party, names, nightly.OrganizationName(names, plan))
	if !ok {
		return statement, noAccount(party, "settlement "+settlement)
	}
	statement.History = mapping.HistoryOf(past, plan)[party]
	return statement, nil
}

func noAccount(party calc.PartyID, where string) error {
	return usageError("party %s has no account in %s: `fairshare settlements` lists the settlements, `fairshare shares --party %s` shows what the party holds", party, where, party)
}
