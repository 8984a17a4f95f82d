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
	document := checkDocument{Checks: []checkLine{}, Findings: []mapping.Finding{}}
	done := func(check, result string) { document.Checks = append(document.Checks, checkLine{check, result}) }
	done("configuration", s.configured())

	probes, err := ofbiz.Check(ctx, s.db, s.zone, s.job.Rules)
	if err != nil {
		return err
	}
	document.Findings = append(document.Findings, probes...)
	done("database", fmt.Sprintf("%s on %s: %d findings", s.config.OFBiz.Database.Name, s.config.OFBiz.Database.Address, len(probes)))

	clocks, err := s.checkedClocks(ctx)
	if err != nil {
		return err
	}
	done("clocks", clocks)

	status, err := journal.Version(ctx, s.db, s.config.Settlement.Schema)
	unseen := database.Classify(err) == database.Grant // which checkRights tells
	if err != nil && !unseen {
		return err
	}
	done("Fairshare's tables", tablesText(status, unseen))

	rights, lacking, err := s.checkRights(ctx, status.Err() == nil)
	if err != nil {
		return err
	}
	done("rights", rights)
	probes = append(probes, lacking...)
	document.Findings = append(document.Findings, lacking...)

	if !mapping.Blocked(probes) {
		text, findings, err := s.checkData(ctx)
		if err != nil {
			return err
		}
		done("data", text)
		document.Findings = append(document.Findings, findings...)
	}
	s.progress.Done()
	document.Findings = mapping.SortFindings(document.Findings)
	if err := a.print("check", document); err != nil {
		return err
	}
	if err := status.Err(); err != nil {
		return withExit(exitConfig, err)
	}
	if mapping.Blocked(document.Findings) {
		return refused(document.Findings)
	}
	return nil
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
		len(company.Scheme.Activities), len(company.Parties), len(company.Scheme.Components), len(company.Scheme.Credits), len(company.Sales))
	return text, findings, nil
}
