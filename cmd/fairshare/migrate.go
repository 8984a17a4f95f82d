package main

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/config"
)

func newMigrateCommand(a *app) *cobra.Command {
	var grants, adopt bool
	var host string
	c := &cobra.Command{
		Use:   "migrate",
		Short: "Create or update Fairshare's own tables (FAIRSHARE_…)",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if host != "" && !grants {
				return usageError("--host goes with --print-grants: it is the host of the accounts that are printed")
			}
			if grants {
				return a.printGrants(host)
			}
			return a.migrate(c.Context(), adopt)
		},
	}
	c.Flags().BoolVar(&grants, "print-grants", false, "print the GRANT statements that Fairshare's accounts need, and do nothing")
	c.Flags().StringVar(&host, "host", "", "with --print-grants: from where the accounts log in, a name, an address or a pattern such as 10.1.2.% (default: localhost, where the configured database is on this machine)")
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
func (a *app) printGrants(host string) error {
	c, err := config.Load(a.configPath, a.environ)
	if err != nil {
		return withExit(exitConfig, err)
	}
	if host == "" {
		if host, err = grantsHost(c.OFBiz.Database.Address); err != nil {
			return err
		}
	}
	writer := strings.TrimSuffix(c.OFBiz.Database.User, readerSuffix)
	grants, err := journal.Grants(journal.Accounts{
		OFBiz: c.OFBiz.Database.Name, Schema: c.Settlement.Schema, Writer: writer, Reader: writer + readerSuffix, Host: host,
		ThroughOFBiz: c.OFBiz.WriteWith != "database", AsksOFBiz: c.OFBiz.WriteWith == "rest",
		QueuesJobs: c.Invoice.FinalStatus == "ready", Tells: c.People.FinanceParty != "", Mails: c.Mail.Parties,
	})
	if err != nil {
		return withExit(exitUsage, err)
	}
	_, err = fmt.Fprint(a.stdout, grants)
	return err
}

// readerSuffix makes the name of the account for looking.
const readerSuffix = "_read"

// grantsHost is from where the accounts log in, if the database is here. Elsewhere
// only its administrator knows what the server calls this machine, and "from
// everywhere" shall be nobody's default.
func grantsHost(address string) (string, error) {
	if local(address) {
		return "localhost", nil
	}
	return "", usageError("the database %s is on another machine: say with --host from where Fairshare logs in, as a name, an address or a pattern such as 10.1.2.%%", address)
}

// local says whether a database's address is on this machine.
func local(address string) bool {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return err != nil || host == "localhost" || ip != nil && ip.IsLoopback()
}
