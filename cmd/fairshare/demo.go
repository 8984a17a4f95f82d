package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded"
	"fairshare/config"
	"fairshare/testdata"
)

// The demonstration settles until here: the sample company's books end with
// October 2026.
const (
	demoUntil      = "2026-11-01"
	demoSettlement = "Company-EUR-20261101"
)

func newDemoCommand(a *app) *cobra.Command {
	var folder string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show the whole nightly job on a private database with a sample company",
		Long: `Demo starts a private MariaDB server in a folder of its own, creates the OFBiz
tables, loads the sample company VEMS, runs the whole nightly job on it and shows
what people would look at; then it runs the job again and shows that nothing has
changed. Nothing outside of the folder is touched.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), folder) },
	}
	c.Flags().StringVar(&folder, "folder", "", "where the reports are left (default: a new temporary folder)")
	return c
}

// demonstration is one run of `fairshare demo`.
type demonstration struct {
	*app
	folder  string
	server  *embedded.Server
	session *session
}

func (a *app) demo(ctx context.Context, folder string) error {
	d := &demonstration{app: a, folder: folder}
	if folder == "" {
		temporary, err := os.MkdirTemp("", "fairshare-demo-")
		if err != nil {
			return err
		}
		d.folder = temporary
	}
	server, err := embedded.Start(ctx, embedded.Options{Relaxed: true})
	if err != nil {
		return err
	}
	defer server.Stop()
	d.server = server
	if err := d.prepare(ctx); err != nil {
		return err
	}
	defer d.session.Close()
	return d.show(ctx)
}

// prepare makes the company's database and opens the session on it.
func (d *demonstration) prepare(ctx context.Context) error {
	if err := d.createDatabase(ctx); err != nil {
		return err
	}
	c := config.Default()
	c.OFBiz.Database = config.Database{Address: d.server.Socket, Name: demoDatabase, User: embedded.User}
	c.Credits.IgnoreFacilities = []string{"VEMS_WH"}
	c.Reports.Directory = d.folder
	c.Log.Level = "error"
	session, err := d.openWith(ctx, c)
	if err != nil {
		return err
	}
	d.session = session
	for _, name := range append(testdata.Seed(), testdata.Company()...) {
		if err := d.load(ctx, name); err != nil {
			return err
		}
	}
	_, err = journal.Migrate(ctx, session.db, "")
	return err
}

const demoDatabase = "ofbiz"

// createDatabase makes the OFBiz tables, in the character set that OFBiz uses.
func (d *demonstration) createDatabase(ctx context.Context) error {
	db, err := sqlx.ConnectContext(ctx, "mysql", d.server.DSN("")+"?multiStatements=true")
	if err != nil {
		return fmt.Errorf("create the demonstration's database: %w", err)
	}
	defer db.Close()
	script := "CREATE DATABASE " + demoDatabase + " CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci; USE " + demoDatabase + ";" + testdata.Tables
	if _, err := db.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("create the demonstration's database: %w", err)
	}
	return nil
}

func (d *demonstration) load(ctx context.Context, name string) error {
	file, err := testdata.Files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := ofbiz.Import(ctx, d.session.db, file, d.session.zone); err != nil {
		return fmt.Errorf("load %s: %w", name, err)
	}
	return nil
}

// show is the demonstration itself: what each of the three kinds of people sees.
func (d *demonstration) show(ctx context.Context) error {
	steps := []struct {
		title string
		do    func(context.Context) error
	}{
		{"1. Who owns which part of what on 2026-10-31 (fairshare shares --as-of 2026-10-31)", d.showShares},
		{"2. The nightly job settles everything until the end of October (fairshare settle --until " + demoUntil + ")", d.showSettlement},
		{"3. One partner's statement (fairshare statement MIK --settlement " + demoSettlement + ")", d.showStatement},
		{"4. What finance finds in OFBiz's accounting screens (rows of INVOICE and INVOICE_ITEM)", d.showInvoices},
		{"5. The same job again: nothing changes", d.showAgain},
		{"6. The reports, as files and on the parties' pages in OFBiz", d.showReports},
	}
	for _, step := range steps {
		fmt.Fprintf(d.stdout, "\n== %s\n\n", step.title)
		if err := step.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demonstration) until() time.Time {
	moment, err := parseMoment("until", demoUntil, d.session.zone)
	if err != nil {
		panic(err) // our own constant
	}
	return moment
}

// filesIn lists the files below the demonstration's folder.
func (d *demonstration) filesIn() ([]string, error) {
	return filepath.Glob(filepath.Join(d.folder, "*", "*"))
}
