package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"fairshare/mapping"
)

// Credits are those that somebody proposed, in OFBiz or here.
type Credits interface {
	// ProposedCredits are those that wait and those that somebody decided on, by id.
	ProposedCredits(ctx context.Context) ([]mapping.ProposedCredit, error)
	// DecideCredit approves one for a login, or rejects it with a reason; the login's
	// right is looked at in the same transaction.
	DecideCredit(ctx context.Context, userLoginID, id string, approve bool, reason string) error
	// ProposeCredit proposes one in a login's name. The same key a second time is the
	// same credit.
	ProposeCredit(ctx context.Context, userLoginID string, proposal mapping.CreditProposal) (mapping.ProposedCredit, error)
	// Choices are what a form offers to choose from.
	Choices(ctx context.Context) (Choices, error)
}

// creditView is a credit and whether the visitor decides on it.
type creditView struct {
	mapping.ProposedCredit
	MayDecide bool
}

// Day is when it was proposed, as far as OFBiz knows.
func (c creditView) Day() string { return dayOf(c.ProposedAt) }

// Decided is when somebody decided on it, as far as OFBiz knows.
func (c creditView) Decided() string { return dayOf(c.DecidedAt) }

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// creditsView are the credits that the visitor may see.
type creditsView struct {
	Waiting    []creditView
	Decided    []creditView // the newest first
	MayPropose bool
	Proposed   string // the one that the visitor proposed just now
}

// shownDecided bounds how many decided credits the page lists.
const shownDecided = 50

// credits lists what waits and what became of the others: to those who decide, and to
// those whose they are.
func (p *Pages) credits(v *visit) error {
	all, err := p.Credits.ProposedCredits(v.r.Context())
	if err != nil {
		return err
	}
	view := creditsView{MayPropose: v.mayPropose() == nil}
	for _, credit := range all {
		waits := credit.State == mapping.CreditProposed
		shown := creditView{credit, waits && credit.MayDecide(v.actor) == nil}
		switch {
		case !shown.MayDecide && !maySeeCredit(v.actor, credit):
			continue
		case waits:
			view.Waiting = append(view.Waiting, shown)
		default:
			view.Decided = append(view.Decided, shown)
		}
		if credit.ID == v.r.URL.Query().Get("proposed") {
			view.Proposed = credit.ID
		}
	}
	slices.SortStableFunc(view.Decided, func(a, b creditView) int { return b.DecidedAt.Compare(a.DecidedAt) })
	view.Decided = view.Decided[:min(len(view.Decided), shownDecided)]
	p.show(v, 200, "Credits", "credits", view)
	return nil
}

// maySeeCredit is true for whoever sees the activity or the party's account, and for
// who proposed it.
func maySeeCredit(actor *mapping.Actor, credit mapping.ProposedCredit) bool {
	return actor.MaySeeActivity(credit.Activity) == nil || credit.Party != "" && actor.MaySeeParty(credit.Party) == nil ||
		credit.ProposedBy != "" && mapping.SameID(credit.ProposedBy, actor.UserLoginID)
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
