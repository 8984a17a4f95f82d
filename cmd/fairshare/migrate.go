package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/config"
)

func newMigrateCommand(a *app) *cobra.Command {
	var grants, adopt bool
	c := &cobra.Command{
		Use:   "migrate",
		Short: "Create or update Fairshare's own tables (FAIRSHARE_…)",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if grants {
				return a.printGrants()
			}
			return a.migrate(c.Context(), adopt)
		},
	}
	c.Flags().BoolVar(&grants, "print-grants", false, "print the GRANT statements that Fairshare's accounts need, and do nothing")
	c.Flags().BoolVar(&adopt, "adopt", false, "say that the tables belong to this OFBiz database although another one made them (after a move or a copy)")
	return c
}

func (a *app) migrate(ctx context.Context, adopt bool) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	applied, err := journal.Migrate(ctx, s.db, s.config.Settlement.Schema)
	if err != nil {
		return err
	}
	if len(applied) == 0 {
		fmt.Fprintln(a.stderr, "Fairshare's tables are up to date")
	}
	for _, name := range applied {
		fmt.Fprintln(a.stderr, "applied", name)
	}
	if adopt {
		return s.job.Journal.AdoptInstance(ctx)
	}
	return nil
}

// printGrants works without a database: it is what its administrator needs before.
func (a *app) printGrants() error {
	c, err := config.Load(a.configPath, a.environ)
	if err != nil {
		return withExit(exitConfig, err)
	}
	grants, err := journal.Grants(journal.Accounts{
		OFBiz: c.OFBiz.Database.Name, Schema: c.Settlement.Schema,
		Writer: c.OFBiz.Database.User, Reader: c.OFBiz.Database.User + "_read", Host: "%",
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.stdout, grants)
	return err
}
