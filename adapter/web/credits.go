package web

import (
	"context"
	"strings"

	"fairshare/mapping"
)

// Credits are those that somebody proposed and nobody has decided on.
type Credits interface {
	WaitingCredits(ctx context.Context) ([]mapping.ProposedCredit, error)
	// DecideCredit approves one for a login, or rejects it with a reason; the login's
	// right is looked at in the same transaction.
	DecideCredit(ctx context.Context, userLoginID, id string, approve bool, reason string) error
}

// creditView is a credit and whether the visitor decides on it.
type creditView struct {
	mapping.ProposedCredit
	MayDecide bool
}

// credits lists what waits: to those who decide, and to those whose it would be.
func (p *Pages) credits(v *visit) error {
	waiting, err := p.Credits.WaitingCredits(v.r.Context())
	if err != nil {
		return err
	}
	var shown []creditView
	for _, credit := range waiting {
		view := creditView{credit, credit.MayDecide(v.actor) == nil}
		if view.MayDecide || v.actor.MaySeeActivity(credit.Activity) == nil || credit.Party != "" && v.actor.MaySeeParty(credit.Party) == nil {
			shown = append(shown, view)
		}
	}
	p.show(v, 200, "Credits that wait", "credits", shown)
	return nil
}

func (p *Pages) decideCredit(v *visit) error {
	approve, reason := v.r.PostFormValue("decision") == "approve", strings.TrimSpace(v.r.PostFormValue("reason"))
	if !approve && (v.r.PostFormValue("decision") != "reject" || reason == "") {
		return &PersonError{"Say why the credit is rejected: the one who proposed it reads that."}
	}
	if err := p.Credits.DecideCredit(v.r.Context(), v.actor.UserLoginID, v.r.PathValue("credit"), approve, reason); err != nil {
		return asPersons(err)
	}
	v.redirect("/credits")
	return nil
}
