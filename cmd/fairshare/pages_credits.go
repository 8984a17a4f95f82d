package main

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

// ProposedCredits are the credits that wait and those that somebody decided on.
func (p *pages) ProposedCredits(ctx context.Context) ([]mapping.ProposedCredit, error) {
	return p.desk().Credits(ctx, ofbiz.CreditQuery{})
}

// DecideCredit approves a credit, or rejects it.
func (p *pages) DecideCredit(ctx context.Context, userLoginID, id string, approve bool, reason string) error {
	desk, err := p.creditDesk(ctx)
	if err != nil {
		return asDesk(err)
	}
	credit, changed, err := desk.DecideCredit(ctx, userLoginID, id, ofbiz.CreditDecision{Approve: approve, Reason: reason})
	if err != nil {
		return asDesk(err)
	}
	p.changed()
	if changed {
		p.log.Info("audit", "login", userLoginID, "action", "decide credit", "credit", id, "state", credit.State, "reason", reason)
	}
	return nil
}

// ProposeCredit puts a credit on hold.
func (p *pages) ProposeCredit(ctx context.Context, userLoginID string, proposal mapping.CreditProposal) (mapping.ProposedCredit, error) {
	desk, err := p.creditDesk(ctx)
	if err != nil {
		return mapping.ProposedCredit{}, asDesk(err)
	}
	credit, made, err := desk.ProposeCredit(ctx, userLoginID, proposal)
	if err == nil && made {
		p.log.Info("audit", "login", userLoginID, "action", "propose credit", "credit", credit.ID, "activity", credit.Activity, "party", credit.Party, "quantity", credit.Quantity.String())
	}
	return credit, asDesk(err)
}

// Choices are the activities, and the members of the party group who have a facility
// now.
func (p *pages) Choices(ctx context.Context) (web.Choices, error) {
	reading, err := p.company(ctx)
	if err != nil {
		return web.Choices{}, err
	}
	choices := web.Choices{Members: membersAt(reading.Company, calc.Instant(reading.Info.At.UnixMilli()))}
	choices.Activities, err = p.Activities(ctx, nil, true)
	return choices, err
}

func membersAt(company *mapping.Company, at calc.Instant) (members []mapping.Party) {
	seen := map[calc.PartyID]bool{}
	for _, tenure := range company.Scheme.Tenures {
		party := company.Scheme.Accounts[tenure.Account].Party
		if party != "" && tenure.From <= at && at < tenure.Thru && !seen[party] {
			seen[party] = true
			members = append(members, partyOf(company, string(party)))
		}
	}
	slices.SortFunc(members, func(a, b mapping.Party) int { return cmp.Compare(a.ID, b.ID) })
	return members
}

// asDesk says to a person what is wrong with OFBiz's REST API, or the configuration.
func asDesk(err error) error {
	var writer *nightly.WriterError
	if errors.As(err, &writer) || rest.As(err) != nil || codeOf(err) == exitConfig {
		return &web.PersonError{Text: "It was not done: " + err.Error() + "."}
	}
	return err
}
