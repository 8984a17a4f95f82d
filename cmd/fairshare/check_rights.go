package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// lack is a right that the account does not have, and in which database.
type lack struct {
	schema string
	right  database.Right
}

// checkRights looks for the rights that the account lacks: for each a finding with
// the statement that gives it. An account that may write nothing at all is one for
// looking, which is said and is no fault.
func (s *session) checkRights(ctx context.Context, migrated bool) (string, []mapping.Finding, error) {
	account, err := database.Account(ctx, s.db)
	if err != nil {
		return "", nil, err
	}
	lacks, settling, err := s.lacks(ctx, migrated)
	if err != nil {
		return "", nil, err
	}
	people, err := s.peopleLacks(ctx)
	if err != nil {
		return "", nil, err
	}
	lacks = append(lacks, people...)
	text := account + " may do all that settling needs"
	if settling == 0 {
		text = account + " may only look: shares, statement, explain, report, settlements, settle --dry-run"
		lacks = slices.DeleteFunc(lacks, lack.settling)
	}
	if len(lacks) > 0 {
		text = fmt.Sprintf("%s lacks %d rights", account, len(lacks))
	}
	var findings []mapping.Finding
	if own := slices.DeleteFunc(slices.Clone(lacks), lack.ofOFBiz); len(own) == len(journal.Rights()) {
		findings = append(findings, noOwnRights(account))
		lacks = slices.DeleteFunc(lacks, func(l lack) bool { return !l.ofOFBiz() })
	}
	for _, l := range lacks {
		findings = append(findings, l.finding(account))
	}
	return text, findings, nil
}

// lacks are the rights that are missing; settling is how many of those that only
// settling needs are there.
func (s *session) lacks(ctx context.Context, migrated bool) (lacks []lack, settling int, err error) {
	own := s.config.Settlement.Schema
	if own == "" {
		own = s.config.OFBiz.Database.Name
	}
	needed := []lack{}
	rules := s.job.Rules
	rules.Forecast = true // any projection may ask for them
	rights := ofbiz.RightsFor(rules)
	if s.config.OFBiz.WriteWith != "database" {
		rights = ofbiz.OnlyReading(rights)
	}
	if s.config.People.FinanceParty != "" {
		rights = append(rights, ofbiz.RightsToTell()...)
	}
	if s.config.Mail.Parties {
		rights = append(rights, ofbiz.RightsToMail()...)
	}
	if s.config.Invoice.FinalStatus == "ready" {
		rights = append(rights, ofbiz.RightsToQueue()...)
	}
	for _, right := range rights {
		needed = append(needed, lack{s.config.OFBiz.Database.Name, right})
	}
	if migrated {
		for _, right := range journal.Rights() {
			needed = append(needed, lack{own, right})
		}
	}
	for _, l := range needed {
		missing, err := database.MissingRight(ctx, s.db, l.schema, l.right)
		switch {
		case err != nil:
			return nil, 0, err
		case missing:
			lacks = append(lacks, l)
		case l.settling():
			settling++
		}
	}
	return lacks, settling, nil
}

// peopleLacks are the rights for recording credits that are missing. Who has none of
// them, but those that telling and mailing need too, doesn't want any.
func (s *session) peopleLacks(ctx context.Context) (lacks []lack, err error) {
	rights := ofbiz.PeopleRights()
	if s.config.OFBiz.WriteWith == "rest" {
		rights = ofbiz.RightsToAsk()
	}
	shared := append(ofbiz.RightsToMail(), ofbiz.RightsToTell()...)
	own := 0
	for _, right := range rights {
		missing, err := database.MissingRight(ctx, s.db, s.config.OFBiz.Database.Name, right)
		if err != nil {
			return nil, err
		}
		if missing {
			lacks = append(lacks, lack{s.config.OFBiz.Database.Name, right})
		} else if !slices.ContainsFunc(shared, func(r database.Right) bool { return r.Table == right.Table && r.Privilege == right.Privilege }) {
			own++
		}
	}
	if own == 0 {
		return nil, nil
	}
	return lacks, nil
}

func (l lack) settling() bool { return l.right.Settling() }

func (l lack) ofOFBiz() bool { return !strings.HasPrefix(l.right.Table, "FAIRSHARE_") }

// noOwnRights is for an account that may not even know whether the tables are there.
func noOwnRights(account string) mapping.Finding {
	return mapping.Finding{
		Code: ofbiz.CodeGrant, Severity: mapping.Blocking, Entity: "Table", Key: "FAIRSHARE_SCHEMA",
		Text: fmt.Sprintf("the account %s has no right to any of Fairshare's tables: an administrator runs \"fairshare migrate\" if that was not done yet, then what \"fairshare migrate --print-grants\" prints", account),
	}
}

func (l lack) finding(account string) mapping.Finding {
	return mapping.Finding{
		Code: ofbiz.CodeGrant, Severity: mapping.Blocking, Entity: "Table", Key: l.right.Table,
		Text: fmt.Sprintf("the account %s lacks the right to %s: an administrator runs: %s", account, l.right.Clause(), l.right.Grant(l.schema, account)),
	}
}
