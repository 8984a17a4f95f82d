package main

import (
	"context"
	"fmt"
	"time"

	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

// activityReport tells an activity's story up to a settlement, the latest one by default.
func (a *app) activityReport(ctx context.Context, s *session, names mapping.Names, r reportRequest) error {
	activity := calc.ActivityID(r.activity)
	if _, known := names.Products[activity]; !known {
		return usageError("--activity %s: there is no such product in OFBiz: `fairshare shares` lists the activities", r.activity)
	}
	plan, err := s.planOrLatest(ctx, r.settlement)
	if err != nil {
		return err
	}
	if r.settlement == "" {
		fmt.Fprintf(a.stderr, "up to settlement %s; another one, or another currency, with --settlement\n", plan.Settlement.ID)
	}
	past, err := nightly.Past(ctx, s.job.Journal, plan)
	if err != nil {
		return err
	}
	var plans []*mapping.Plan
	for _, before := range past {
		one, err := s.job.Journal.Plan(ctx, before.Settlement.ID)
		if err != nil {
			return err
		}
		plans = append(plans, one)
	}
	reading, err := s.job.Read(ctx, time.Time{})
	s.progress.Done()
	if err != nil {
		return err
	}
	asked := mapping.ActivityAsked{Activity: activity, Plans: append(plans, plan), Company: reading.Company,
		Names: names, Organization: nightly.OrganizationName(names, plan)}
	if err := s.whereFrom(ctx, plan, &asked); err != nil {
		return err
	}
	listing := mapping.ActivityReport(asked)
	return a.list(s, r.form, listing)
}

// whereFrom works out from the settlement's input where the activity's money came from
// and went; without an input, of which verify tells, the report does without.
func (s *session) whereFrom(ctx context.Context, plan *mapping.Plan, asked *mapping.ActivityAsked) error {
	input, err := nightly.Input(ctx, s.job.Journal, plan)
	if err != nil || input == nil {
		return err
	}
	links, known, err := input.Links(plan)
	if err != nil || !known {
		return err
	}
	asked.Links = links
	asked.Origins, err = input.Origins(asked.Activity)
	return err
}

// planOrLatest is a settlement by its id, or the latest one that is in force.
func (s *session) planOrLatest(ctx context.Context, id string) (*mapping.Plan, error) {
	if id != "" {
		return s.job.Journal.Plan(ctx, id)
	}
	settlements, err := s.job.Journal.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range settlements {
		if one.State != mapping.Void && one.State != mapping.Voiding {
			id = one.ID
		}
	}
	if id == "" {
		return nil, usageError("report: nothing has been settled yet: run `fairshare settle`")
	}
	return s.job.Journal.Plan(ctx, id)
}

// matrixReport lists the largest shares in every activity as of now.
func (a *app) matrixReport(ctx context.Context, s *session, names mapping.Names, r reportRequest) error {
	document, err := s.shares(ctx, sharesRequest{top: r.top})
	s.progress.Done()
	if err != nil {
		return err
	}
	organization := s.config.Organization
	if party, ok := names.Parties[calc.PartyID(organization)]; ok && party.Name != "" {
		organization = party.Name
	}
	return a.list(s, r.form, mapping.MatrixReport(document, names, organization, s.zone.String()))
}
