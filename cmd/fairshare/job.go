package main

import (
	"context"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

func newJobCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "job",
		Short: "List the jobs of activities, apply for one, or give one to who applied",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newJobListCommand(a), newJobApplyCommand(a), newJobAcceptCommand(a))
	return c
}

func newJobListCommand(a *app) *cobra.Command {
	var query mapping.WorkQuery
	c := &cobra.Command{
		Use:   "list",
		Short: "List the open jobs, and who applied",
		Long: `List shows the jobs of activities: OFBiz's work efforts with a product standard
of the activity. What OFBiz manufactures by is left out.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.listJobs(c.Context(), query) },
	}
	c.Flags().StringVar(&query.Activity, "activity", "", "only this activity's")
	c.Flags().StringVar(&query.Party, "party", "", "only those that this party applied for, or has")
	c.Flags().BoolVar(&query.Ended, "ended", false, "those that are done or given up too")
	return c
}

func newJobApplyCommand(a *app) *cobra.Command {
	var login string
	c := &cobra.Command{
		Use:   "apply ID",
		Short: "Apply for a job, as the party of the login",
		Args:  oneArgument("the job's id"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.onJob(c.Context(), login, func(ctx context.Context, desk *people.Desk) (*mapping.Work, error) {
				return desk.Apply(ctx, login, args[0])
			})
		},
	}
	addAs(c, &login)
	return c
}

func newJobAcceptCommand(a *app) *cobra.Command {
	var login, party string
	c := &cobra.Command{
		Use:   "accept ID --party PARTY",
		Short: "Give a job to a party that applied, as a manager of its activity",
		Args:  oneArgument("the job's id"),
		RunE: func(c *cobra.Command, args []string) error {
			if party == "" {
				return usageError("--party is needed: who applied; `fairshare job list` shows them")
			}
			return a.onJob(c.Context(), login, func(ctx context.Context, desk *people.Desk) (*mapping.Work, error) {
				return desk.Accept(ctx, login, args[0], party)
			})
		},
	}
	c.Flags().StringVar(&party, "party", "", "who gets the job")
	addAs(c, &login)
	return c
}

func (a *app) listJobs(ctx context.Context, query mapping.WorkQuery) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	works, err := s.desk().Works(ctx)
	if err != nil {
		return err
	}
	return a.print("jobs", mapping.WorkEntries(works, query))
}

// onJob does something about a job and shows it as it is then.
func (a *app) onJob(ctx context.Context, login string, do func(context.Context, *people.Desk) (*mapping.Work, error)) error {
	if err := checkAs(login); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	desk, err := s.writingDesk()
	if err != nil {
		return err
	}
	work, err := do(ctx, desk)
	if err != nil {
		return unknownAsUsage(err)
	}
	return a.print("jobs", mapping.WorkEntries([]mapping.Work{*work}, mapping.WorkQuery{Ended: true}))
}
