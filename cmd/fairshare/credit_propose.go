package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/mapping"
)

func newCreditProposeCommand(a *app) *cobra.Command {
	var p mapping.CreditProposal
	var login, effective string
	c := &cobra.Command{
		Use:   "propose ACTIVITY QUANTITY --as LOGIN",
		Short: "Propose credit in an activity: an inventory item on hold",
		Long: `Propose puts a credit on hold in the party's facility. With FAIRSHARE_CREDIT one
proposes for oneself; the activity's manager and FAIRSHARE_ADMIN for everyone. With
--key, such as the hash of a commit, the same proposal is made once however often
the command is repeated.`,
		Example: `  fairshare credit propose FIRMWARE 2.5 --as dave --reason "knock detection"`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("`%s` takes an activity and a quantity", c.CommandPath())
			}
			return checkAs(login)
		},
		RunE: func(c *cobra.Command, args []string) (err error) {
			p.Activity = args[0]
			if p.Quantity, err = mapping.ParseQuantity(args[1]); err != nil {
				return usageError("credit propose: quantity %w", err)
			}
			return a.proposeCredit(c.Context(), login, effective, p)
		},
	}
	addAs(c, &login)
	c.Flags().StringVar(&p.Party, "party", "", "whose credit it is (default: the login's own party)")
	c.Flags().StringVar(&p.WorkEffort, "work-effort", "", "the work effort that it was earned with (workEffortId)")
	c.Flags().StringVar(&p.Reason, "reason", "", "what it is for: the item's comment in OFBiz")
	c.Flags().StringVar(&effective, "effective", "", "day or moment when it was earned (default: now); it counts from its approval at the earliest")
	c.Flags().StringVar(&p.Key, "key", "", "a text of which there is one proposal only, such as the hash of a commit")
	return c
}

func (a *app) proposeCredit(ctx context.Context, login, effective string, p mapping.CreditProposal) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if effective != "" {
		if p.Effective, err = parseMoment("effective", effective, s.zone); err != nil {
			return err
		}
	}
	desk, err := s.creditDesk(ctx)
	if err != nil {
		return err
	}
	credit, made, err := desk.ProposeCredit(ctx, login, p)
	if err != nil {
		return err
	}
	if !made {
		fmt.Fprintf(a.stderr, "credit %s was proposed with this key before\n", credit.ID)
	}
	return a.print("credits", mapping.CreditEntries([]mapping.ProposedCredit{credit}, s.zone))
}
