package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

func newCreditApproveCommand(a *app) *cobra.Command {
	var login string
	c := &cobra.Command{
		Use:   "approve ID… --as LOGIN",
		Short: "Approve proposed credits: they count from now on",
		Long: `Approve takes credits off hold. They count from this moment on: nothing that was
sold before changes. The activity's manager does it, or FAIRSHARE_ADMIN, and nobody
for themselves. A credit that is approved already stays as it is.`,
		Args: func(c *cobra.Command, args []string) error { return checkDecision(c, args, login) },
		RunE: func(c *cobra.Command, ids []string) error {
			return a.decideCredits(c.Context(), login, ids, ofbiz.CreditDecision{Approve: true})
		},
	}
	addAs(c, &login)
	return c
}

func newCreditRejectCommand(a *app) *cobra.Command {
	var login, reason string
	c := &cobra.Command{
		Use:   "reject ID… --as LOGIN --reason TEXT",
		Short: "Reject proposed credits, with a reason",
		Long: `Reject takes the pieces of proposed credits away by a further detail with the
reason, and marks the items as defective. Nothing is deleted.`,
		Args: func(c *cobra.Command, args []string) error {
			if reason = strings.TrimSpace(reason); reason == "" {
				return usageError("--reason is needed: who proposed the credit reads it in OFBiz")
			}
			return checkDecision(c, args, login)
		},
		RunE: func(c *cobra.Command, ids []string) error {
			return a.decideCredits(c.Context(), login, ids, ofbiz.CreditDecision{Reason: reason})
		},
	}
	addAs(c, &login)
	c.Flags().StringVar(&reason, "reason", "", "why: the detail's description in OFBiz")
	return c
}

func checkDecision(c *cobra.Command, ids []string, login string) error {
	if len(ids) == 0 {
		return usageError("`%s` takes the ids of credits; `fairshare credit list --state proposed` shows them", c.CommandPath())
	}
	return checkAs(login)
}

// decideCredits decides on one credit after the other. The first that can't be
// decided stops it; those before it are done and shown.
func (a *app) decideCredits(ctx context.Context, login string, ids []string, decision ofbiz.CreditDecision) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	desk, err := s.creditDesk(ctx)
	if err != nil {
		return err
	}
	var decided []mapping.ProposedCredit
	for _, id := range ids {
		credit, changed, failed := desk.DecideCredit(ctx, login, id, decision)
		if err = failed; err != nil {
			break
		}
		if !changed {
			fmt.Fprintf(a.stderr, "credit %s was %s before\n", credit.ID, credit.State)
		}
		decided = append(decided, credit)
	}
	if len(decided) > 0 {
		if shown := a.print("credits", mapping.CreditEntries(decided, s.zone)); err == nil {
			err = shown
		}
	}
	return err
}
