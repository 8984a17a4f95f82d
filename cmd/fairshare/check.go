package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func newCheckCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Look at configuration, database, rights and data; say what to do about each finding",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
}

// checkDocument is what `fairshare check` prints.
type checkDocument struct {
	Checks   []checkLine       `json:"checks"`
	Findings []mapping.Finding `json:"findings"`
}

type checkLine struct {
	Check  string `json:"check"`
	Result string `json:"result"`
}

func (a *app) check(ctx context.Context) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	e := examination{session: s, document: checkDocument{Checks: []checkLine{}, Findings: []mapping.Finding{}}}
	err = e.examine(ctx)
	s.progress.Done()
	if err != nil {
		return err
	}
	e.document.Findings = mapping.SortFindings(e.document.Findings)
	if err := a.print("check", e.document); err != nil {
		return err
	}
	if err := e.tables.Err(); err != nil {
		return withExit(exitConfig, err)
	}
	if mapping.Blocked(e.document.Findings) {
		return refused(e.document.Findings)
	}
	return nil
}

// examination is one run of check.
type examination struct {
	*session
	document checkDocument
	tables   journal.Status // of Fairshare's own
}

// examine looks at one thing after the other, at the data only where nothing is in
// the way of reading it.
func (e *examination) examine(ctx context.Context) error {
	e.done("configuration", e.configured(), nil)
	for _, look := range []func(context.Context) error{e.connection, e.ofbiz, e.restAPI, e.clocks, e.ownTables, e.rights, e.mail, e.data} {
		if err := look(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (e *examination) done(check, result string, findings []mapping.Finding) {
	e.document.Checks = append(e.document.Checks, checkLine{check, result})
	e.document.Findings = append(e.document.Findings, findings...)
}

func (e *examination) connection(ctx context.Context) error {
	cipher, err := database.Cipher(ctx, e.db)
	if err != nil {
		return err
	}
	text, findings := encryption(e.config.OFBiz.Database.Address, cipher)
	e.done("connection", text, findings)
	return nil
}

func (e *examination) ofbiz(ctx context.Context) error {
	findings, err := ofbiz.Check(ctx, e.db, e.zone, e.job.Rules)
	if err != nil {
		return err
	}
	e.done("database", fmt.Sprintf("%s on %s: %d findings", e.config.OFBiz.Database.Name, e.config.OFBiz.Database.Address, len(findings)), findings)
	return nil
}

func (e *examination) restAPI(ctx context.Context) error {
	if writer, ok := e.job.Writer.(nightly.RESTWriter); ok {
		text, findings := e.checkREST(ctx, writer)
		e.done("REST API", text, findings)
	}
	return nil
}

func (e *examination) clocks(ctx context.Context) error {
	text, err := e.checkedClocks(ctx)
	if err == nil {
		e.done("clocks", text, nil)
	}
	return err
}

func (e *examination) ownTables(ctx context.Context) error {
	var err error
	e.tables, err = journal.Version(ctx, e.db, e.config.Settlement.Schema)
	unseen := database.Classify(err) == database.Grant // which the rights tell
	if err != nil && !unseen {
		return err
	}
	others, err := journal.NotInnoDB(ctx, e.db, e.config.Settlement.Schema)
	if err != nil {
		return err
	}
	var findings []mapping.Finding
	for _, table := range others {
		findings = append(findings, mapping.Finding{Code: ofbiz.CodeEngine, Severity: mapping.Blocking, Entity: "Table", Key: table,
			Text: "it is not InnoDB: no transaction covers it: ALTER TABLE " + table + " ENGINE=InnoDB"})
	}
	e.done("Fairshare's tables", tablesText(e.tables, unseen), findings)
	return nil
}

func (e *examination) rights(ctx context.Context) error {
	text, findings, err := e.checkRights(ctx, e.tables.Err() == nil)
	if err != nil {
		return err
	}
	e.done("rights", text, findings)
	return nil
}

func (e *examination) data(ctx context.Context) error {
	if mapping.Blocked(e.document.Findings) {
		return nil
	}
	text, findings, err := e.checkData(ctx)
	if err != nil {
		return err
	}
	e.done("data", text, findings)
	return nil
}

// encryption tells how the connection is protected. In the open over a network
// everybody in between can read it, and change what is written.
func encryption(address, cipher string) (string, []mapping.Finding) {
	switch {
	case cipher != "":
		return "encrypted: " + cipher, nil
	case local(address):
		return "not encrypted, and it does not leave this machine", nil
	}
	return "not encrypted", []mapping.Finding{{Code: ofbiz.CodePlaintext, Severity: mapping.Warning, Entity: "Server", Key: address,
		Text: "the connection goes over a network and is not encrypted: whoever is in between can read it and change the invoices; set ofbiz.database.tls"}}
}

func (s *session) configured() string {
	if s.config.File == "" {
		return "no file: built-in defaults and the environment"
	}
	return s.config.File
}

// checkedClocks says when OFBiz last changed anything: whoever has just saved
// something there sees whether the zone is right.
func (s *session) checkedClocks(ctx context.Context) (string, error) {
	f, err := ofbiz.NewestStamp(ctx, s.db, s.zone)
	switch ahead := f.Ahead().Round(time.Second); {
	case err != nil:
		return "", err
	case f.Newest.IsZero():
		return "OFBiz has changed nothing yet", nil
	case ahead > 0:
		return fmt.Sprintf("OFBiz's newest change lies %s ahead of the database's clock, read in %s", ahead, s.zone), nil
	default:
		return fmt.Sprintf("OFBiz's newest change was %s ago by the database's clock, read in %s", -ahead, s.zone), nil
	}
}

func tablesText(status journal.Status, unseen bool) string {
	if unseen {
		return "they can't be seen: \"fairshare migrate\" was not run, or rights are missing"
	}
	if err := status.Err(); err != nil {
		return err.Error()
	}
	return "up to date"
}

// checkData reads the company as a nightly job would, and calculates.
func (s *session) checkData(ctx context.Context) (string, []mapping.Finding, error) {
	reading, err := s.job.Read(ctx, time.Time{})
	if err != nil {
		return "", nil, err
	}
	company := reading.Company
	picture, err := calc.At(&company.Scheme, calc.Instant(reading.Info.At.UnixMilli()))
	if err != nil {
		return "", nil, err
	}
	findings := append(company.ProblemFindings(picture.Problems), company.Findings...)
	mapping.Accept(findings, s.job.Rules.Accepted)
	text := fmt.Sprintf("%d activities, %d parties, %d shares between activities, %d changes of credit, %d lines of income not settled",
		len(company.Scheme.Activities), len(company.Parties), len(company.Scheme.Components), len(company.Scheme.Credits), company.Sales.Len())
	return text, findings, nil
}
