package main

import (
	"context"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

func newCreditCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "credit",
		Short: "Propose credit, list what was proposed, approve or reject it",
		Long: `Credit that is proposed is an inventory item on hold in the party's facility: it
does not count. Once the activity's manager approves it, it counts from that
moment; rejected, it stays with no pieces left. OFBiz's own screens show all of it.

Every change names with --as the OFBiz login in whose name it is made. The rights
are that login's, and FAIRSHARE_AUDIT keeps who did what. The login is not proved
here: whoever runs the command has Fairshare's database account anyway.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newCreditProposeCommand(a), newCreditListCommand(a), newCreditApproveCommand(a), newCreditRejectCommand(a), newCreditImportCommand(a))
	return c
}

// addAs adds the flag that names the acting login.
func addAs(c *cobra.Command, login *string) {
	c.Flags().StringVar(login, "as", "", "the OFBiz login in whose name this is done")
}

func checkAs(login string) error {
	if login == "" {
		return usageError("--as is needed: the OFBiz login in whose name this is done")
	}
	return nil
}

func newCreditListCommand(a *app) *cobra.Command {
	var query ofbiz.CreditQuery
	var state string
	c := &cobra.Command{
		Use:   "list",
		Short: "List credits that were proposed and what became of them",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			query.State = mapping.CreditState(state)
			switch query.State {
			case "", mapping.CreditProposed, mapping.CreditApproved, mapping.CreditRejected:
				return a.listCredits(c.Context(), query)
			}
			return usageError("--state %q does not exist; choose proposed, approved or rejected", state)
		},
	}
	c.Flags().StringVar(&query.Activity, "activity", "", "only credits in this activity (productId)")
	c.Flags().StringVar(&query.Party, "party", "", "only credits of this party (partyId)")
	c.Flags().StringVar(&state, "state", "", "only credits that are proposed, approved or rejected")
	return c
}

func (a *app) listCredits(ctx context.Context, query ofbiz.CreditQuery) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	credits, err := s.desk().Credits(ctx, query)
	if err != nil {
		return err
	}
	return a.print("credits", mapping.CreditEntries(credits, s.zone))
}
