package web

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"fairshare/calc"
	"fairshare/mapping"
)

// proposalView is the form for a credit, as it was filled in so far.
type proposalView struct {
	Activity, Quantity, Party, Reason, Job string
	Key                                    string // makes a form that is sent twice one proposal
	Choices                                Choices
	Jobs                                   []Job // the visitor's own
	ForOthers                              bool
	Complaint                              string
}

// mayPropose is nil if there is any credit that the visitor may propose.
func (v *visit) mayPropose() error {
	if v.actor.Has(mapping.PermissionAdmin) || len(v.actor.Manages) > 0 && v.actor.Enabled {
		return nil
	}
	return v.actor.MayProposeCredit("any activity", v.actor.PartyID)
}

func (p *Pages) newCredit(v *visit) error {
	if err := v.mayPropose(); err != nil {
		return err
	}
	query := v.r.URL.Query()
	return p.askCredit(v, http.StatusOK, proposalView{Activity: query.Get("activity"), Job: query.Get("job"), Key: secret()})
}

// askCredit shows the form, with what the visitor has typed already.
func (p *Pages) askCredit(v *visit, status int, view proposalView) error {
	choices, err := p.Credits.Choices(v.r.Context())
	if err != nil {
		return err
	}
	view.Choices = choices.Short()
	if view.ForOthers = v.actor.Has(mapping.PermissionAdmin) || len(v.actor.Manages) > 0; !view.ForOthers {
		view.Choices.Members = nil
	}
	jobs, err := p.Jobs.Jobs(v.r.Context(), true)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if own := job.Work.Of(v.actor.PartyID); v.actor.PartyID != "" && own != nil && own.Status == mapping.AssignmentAssigned {
			view.Jobs = append(view.Jobs, job)
		}
	}
	p.show(v, status, "Propose credit", "propose", view)
	return nil
}

// proposeCredit puts a credit on hold. What is wrong is said above the form, so that
// nothing has to be typed again.
func (p *Pages) proposeCredit(v *visit) error {
	if err := v.mayPropose(); err != nil {
		return err
	}
	field := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	view := proposalView{Activity: field("activity"), Quantity: field("quantity"), Party: field("party"), Reason: field("reason"), Job: field("job"), Key: field("key")}
	quantity, err := view.quantity()
	if err == nil {
		err = p.propose(v, view, quantity)
	}
	var persons *PersonError
	if errors.As(asPersons(err), &persons) {
		view.Complaint, view.Key = persons.Text, cmp.Or(view.Key, secret())
		return p.askCredit(v, http.StatusUnprocessableEntity, view)
	}
	return err
}

func (w proposalView) quantity() (calc.Quantity, error) {
	switch {
	case w.Activity == "":
		return 0, &PersonError{"Name the activity in which the credit is proposed."}
	case w.Key == "":
		return 0, &PersonError{"The form was not whole. Send it again."}
	case w.Reason == "":
		return 0, &PersonError{"Say what the credit is for: whoever decides on it reads that."}
	}
	quantity, err := mapping.ParseQuantity(w.Quantity)
	if err != nil {
		return 0, &PersonError{"Write the number of credits like 2.5, with at most six digits behind the point."}
	}
	return quantity, nil
}

func (p *Pages) propose(v *visit, view proposalView, quantity calc.Quantity) error {
	party := view.Party
	if party == "" {
		party = v.actor.PartyID
	}
	if err := v.actor.MayProposeCredit(view.Activity, party); err != nil {
		return err
	}
	credit, err := p.Credits.ProposeCredit(v.r.Context(), v.actor.UserLoginID, mapping.CreditProposal{
		Activity: view.Activity, Party: party, Quantity: quantity, Reason: view.Reason, WorkEffort: view.Job, Key: "page " + view.Key,
	})
	if err != nil {
		return err
	}
	v.redirect("/credits?proposed=" + pathOf(credit.ID))
	return nil
}
