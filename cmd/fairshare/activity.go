package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"fairshare/mapping"
)

func newActivityCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "activity",
		Short: "Show an activity, change its shares, clone it, or appoint its manager",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newActivityShowCommand(a), newActivityShareCommand(a), newActivityCloneCommand(a), newActivityAppointCommand(a))
	return c
}

func newActivityShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show ACTIVITY",
		Short: "Show an activity's basis, its shares now and coming, its managers, and who holds credits in it",
		Args:  oneArgument("the activity's product id"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withCompany(c.Context(), func(s *session, company *mapping.Company) error {
				return a.showActivity(c.Context(), s, company, args[0])
			})
		},
	}
}

func newActivityAppointCommand(a *app) *cobra.Command {
	var login string
	var end bool
	c := &cobra.Command{
		Use:   "appoint ACTIVITY PARTY",
		Short: "Make a party manager of an activity from now on",
		Long: `Appoint makes a party manager of an activity. The managers of the activities that
use it do that, and FAIRSHARE_ADMIN: weights are assigned from the top down.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("`%s` takes an activity and a party", c.CommandPath())
			}
			return checkAs(login)
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.appoint(c.Context(), login, args[0], args[1], end)
		},
	}
	c.Flags().BoolVar(&end, "end", false, "the party is no longer manager")
	addAs(c, &login)
	return c
}

func (a *app) appoint(ctx context.Context, login, activity, party string, end bool) error {
	return a.withCompany(ctx, func(s *session, company *mapping.Company) error {
		desk, err := s.writingDesk()
		if err != nil {
			return err
		}
		if err := desk.Appoint(ctx, login, activity, party, end); err != nil {
			return unknownAsUsage(err)
		}
		return a.showActivity(ctx, s, company, activity)
	})
}

func (a *app) showActivity(ctx context.Context, s *session, company *mapping.Company, activity string) error {
	document, err := s.desk().Activity(ctx, company, activity)
	if err != nil {
		return unknownAsUsage(err)
	}
	return a.print("activity", document)
}

// withCompany reads the company and does something with it.
func (a *app) withCompany(ctx context.Context, do func(*session, *mapping.Company) error) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	company, err := s.company(ctx)
	if err != nil {
		return err
	}
	return do(s, company)
}

func (s *session) company(ctx context.Context) (*mapping.Company, error) {
	reading, err := s.job.Read(ctx, time.Time{})
	s.progress.Done()
	if err != nil {
		return nil, err
	}
	return reading.Company, nil
}
