package main

import (
	"context"
	"slices"
	"time"

	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/mapping"
)

// Managers are an activity's managers, now or later.
func (p *pages) Managers(ctx context.Context, id calc.ActivityID) (web.Managed, error) {
	reading, err := p.company(ctx)
	if err != nil {
		return web.Managed{}, err
	}
	company, at := reading.Company, time.Now()
	if !isActivity(company, id) {
		return web.Managed{}, &web.NotFoundError{What: "There is no activity " + string(id) + "."}
	}
	managers, err := p.people.Managers(ctx, p.db, string(id), at)
	if err != nil {
		return web.Managed{}, err
	}
	managed := web.Managed{Product: productOf(company, id), Members: membersAt(company, calc.Instant(at.UnixMilli()))}
	for _, m := range managers {
		managed.Managers = append(managed.Managers, web.Manager{Party: partyOf(company, m.Party), From: m.From, Thru: m.Thru, Coming: m.From.After(at)})
	}
	return managed, nil
}

func isActivity(company *mapping.Company, id calc.ActivityID) bool {
	return id != calc.NoActivity && slices.ContainsFunc(company.Scheme.Activities, func(a calc.Activity) bool { return a.ID == id })
}

// Appoint makes a party manager of an activity, or ends that.
func (p *pages) Appoint(ctx context.Context, userLoginID, activity, party string, end bool) error {
	if err := p.mayWrite(); err != nil {
		return err
	}
	if err := p.desk().Appoint(ctx, userLoginID, activity, party, end); err != nil {
		return asPersons(err)
	}
	action := "appoint manager"
	if end {
		action = "end appointment"
	}
	p.log.Info("audit", "login", userLoginID, "action", action, "activity", activity, "party", party)
	return nil
}
