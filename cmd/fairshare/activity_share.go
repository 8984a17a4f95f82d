package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

func newActivityShareCommand(a *app) *cobra.Command {
	var r people.ShareRequest
	var from string
	c := &cobra.Command{
		Use:   "share ACTIVITY COMPONENT=WEIGHT ...",
		Short: "Give components of an activity other weights from a moment on",
		Long: `Share ends the engineering-BOM rows of the components at a moment and begins new
ones, so that what was sold before is divided as it was. COMPONENT= without a weight
ends a share; COMPONENT="= formula" gives a formula. All changes are made, or none:
what would stop the next settlement (a circle, more than 100 percent) is refused.`,
		Example: `  fairshare activity share GENBOARD MANUFACTURING=36 SUPPORT=10 --as mik --dry-run`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usageError("`%s` takes an activity and at least one COMPONENT=WEIGHT", c.CommandPath())
			}
			return checkAs(r.Login)
		},
		RunE: func(c *cobra.Command, args []string) (err error) {
			r.Activity = args[0]
			if r.Changes, err = shareChanges(args[1:]); err != nil {
				return err
			}
			return a.changeShares(c.Context(), r, from)
		},
	}
	c.Flags().StringVar(&from, "from", "", "a day or moment from which the weights apply (default: now)")
	c.Flags().BoolVar(&r.DryRun, "dry-run", false, "only show what would change, and for whom")
	addAs(c, &r.Login)
	return c
}

func newActivityCloneCommand(a *app) *cobra.Command {
	var r people.CloneRequest
	var weights []string
	c := &cobra.Command{
		Use:   "clone SOURCE NEW",
		Short: "Make a new activity with the basis, managers and shares of another one, some weights changed",
		Long: `Clone makes a product with the attributes, managers and shares of another one, from
now on. Nobody holds credits in it, and it has no price: set that in OFBiz.`,
		Example: `  fairshare activity clone GENBOARD GENBOARD_MINI --weights MANUFACTURING=40,SUPPORT=6 --as mik`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("`%s` takes the activity and the new one's id", c.CommandPath())
			}
			return checkAs(r.Login)
		},
		RunE: func(c *cobra.Command, args []string) (err error) {
			r.Source, r.ID = args[0], args[1]
			if r.Changes, err = shareChanges(weights); err != nil {
				return err
			}
			return a.withCompany(c.Context(), func(s *session, company *mapping.Company) error {
				desk, err := s.writingDesk()
				if err != nil {
					return err
				}
				document, err := desk.Clone(c.Context(), company, r)
				return a.printShares(document, err)
			})
		},
	}
	c.Flags().StringArrayVar(&weights, "weights", nil, "COMPONENT=W,… with other weights than the source's; may be given several times")
	c.Flags().StringVar(&r.Name, "name", "", "of the new product (default: the source's)")
	c.Flags().BoolVar(&r.DryRun, "dry-run", false, "only show what would be made")
	addAs(c, &r.Login)
	return c
}

func (a *app) changeShares(ctx context.Context, r people.ShareRequest, from string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if from != "" {
		if r.From, err = parseMoment("from", from, s.zone); err != nil {
			return err
		}
	}
	desk, err := s.writingDesk()
	if err != nil {
		return err
	}
	document, err := desk.ChangeShares(ctx, s.company, r)
	return a.printShares(document, err)
}

// printShares shows what changed, or would; of what was refused too.
func (a *app) printShares(document mapping.ShareChangeDocument, err error) error {
	var refused *people.RefusedError
	if err != nil && !errors.As(err, &refused) {
		return unknownAsUsage(err)
	}
	if printed := a.print("share_change", document); printed != nil {
		return printed
	}
	if err == nil && mapping.Blocked(document.Findings) {
		return refusedError("%d findings would stop a settlement; they are listed with what to do", countBlocking(document.Findings))
	}
	return withExit(exitRefused, err)
}

// shareChanges reads COMPONENT=W, alone or several between commas. A formula may
// hold commas: it is given alone.
func shareChanges(texts []string) ([]mapping.ShareChange, error) {
	var changes []mapping.ShareChange
	for _, text := range texts {
		for _, one := range mapping.SplitShareChanges(text) {
			change, err := mapping.ParseShareChange(one)
			if err != nil {
				return nil, usageError("%w", err)
			}
			changes = append(changes, change)
		}
	}
	return changes, nil
}
