package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// Activities are what managers look after.
type Activities interface {
	// Activities are those of these ids, or all of them.
	Activities(ctx context.Context, ids []string, all bool) ([]mapping.Product, error)
	Activity(ctx context.Context, id calc.ActivityID) (Activity, error)
	// Preview works out who gets which part before and after a change, and what that
	// means in money in a period. It writes nothing.
	Preview(ctx context.Context, change mapping.ShareChange, period Period) (Preview, error)
	// ChangeShare changes it for a login, whose right is looked at once more.
	ChangeShare(ctx context.Context, userLoginID string, change mapping.ShareChange) error
}

// Activity is one activity as its manager sees it.
type Activity struct {
	Product  mapping.Product
	Shares   []ActivityShare // now, then coming; by component
	Holders  []Holder        // who gets which part of one whole of its income now
	Waiting  []WaitingSale   // sold and not settled yet, the newest first
	Findings []mapping.Finding
	Others   []mapping.Product // that could be its components
}

// ActivityShare is a component's weight in the activity.
type ActivityShare struct {
	Component mapping.Product
	Weight    string // or the formula
	Formula   bool   // the weight is worked out
	From      string
	Thru      string // "" : no end
	Coming    bool   // not valid yet
}

// Holder is a party's part of an activity's income, or the company's with its reason.
type Holder struct {
	Party  mapping.Party // zero: retained
	Reason string
	Share  string // percent
}

// WaitingSale is a line of income that no settlement took yet.
type WaitingSale struct {
	Document, Item string
	At             string
	Amount         string
	Currency       string
}

// Preview is a change of shares before it is made.
type Preview struct {
	Change mapping.ShareChange
	Rows   []PreviewRow
	Blocks []mapping.Finding // what would stop the next settlement

	Earning Earning
}

// Period is the time for which a preview says what a change means in money.
type Period string

// The periods.
const (
	PastYear   Period = "past"   // the last twelve months, had the change held all the time
	ComingYear Period = "coming" // the twelve months from the change on, if as much is sold as in the last twelve
)

// Earning is what a change would mean for who gets how much of an activity's own sales.
type Earning struct {
	Period   Period
	From, To string
	Incomes  []EarningRow // what the activity sold, by currency; Before is After
	Rows     []EarningRow
}

// Coming reports whether the sales are only expected.
func (e Earning) Coming() bool { return e.Period == ComingYear }

// EarningRow is what one of them gets before and after, in a currency.
type EarningRow struct {
	Holder                              Holder
	Currency, Before, After, Difference string
}

// PreviewRow is what one party gets of the activity's income before and after.
type PreviewRow struct {
	Holder Holder
	Before string
	After  string
}

// activitiesView are the activities that the visitor sees, and those whose managers
// the visitor appoints without seeing them.
type activitiesView struct{ Seen, Appointed []mapping.Product }

func (p *Pages) activities(v *visit) error {
	all := v.actor.MaySeeAll() == nil
	var view activitiesView
	var err error
	if view.Seen, err = p.Activities.Activities(v.r.Context(), v.actor.Manages, all); err != nil {
		return err
	}
	unseen := slices.DeleteFunc(slices.Clone(v.actor.Appoints), func(id string) bool { return v.actor.MaySeeActivity(id) == nil })
	if view.Appointed, err = p.Activities.Activities(v.r.Context(), unseen, false); err != nil {
		return err
	}
	p.show(v, 200, "Activities", "activities", view)
	return nil
}

// activityView is an activity and what the visitor may do with it.
type activityView struct {
	Activity
	MayChange bool
	Today     string
	Done      bool // a change was made just now
}

func (p *Pages) activity(v *visit) error {
	id := v.r.PathValue("activity")
	if err := v.actor.MaySeeActivity(id); err != nil {
		return err
	}
	activity, err := p.Activities.Activity(v.r.Context(), calc.ActivityID(id))
	if err != nil {
		return err
	}
	activity.Others = Choices{Activities: activity.Others}.Short().Activities
	view := activityView{activity, v.actor.MayChangeShares(id) == nil, p.today().Format(time.DateOnly), v.r.URL.Query().Has("changed")}
	p.show(v, 200, activity.Product.Name, "activity", view)
	return nil
}

func (p *Pages) today() time.Time {
	year, month, day := p.now().In(p.Zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, p.Zone)
}

// changeShare shows first what a change would do; sent again with that page's button
// it is made.
func (p *Pages) changeShare(v *visit) error {
	id := v.r.PathValue("activity")
	if err := v.actor.MayChangeShares(id); err != nil {
		return err
	}
	change, err := p.shareChange(v, id)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("step") != "change" {
		preview, err := p.Activities.Preview(v.r.Context(), change, periodOf(v.r.PostFormValue("period")))
		if err != nil {
			return asPersons(err)
		}
		p.show(v, 200, "Change the share of "+change.Component+" in "+id+"?", "preview", preview)
		return nil
	}
	if err := p.Activities.ChangeShare(v.r.Context(), v.actor.UserLoginID, change); err != nil {
		return asPersons(err)
	}
	v.redirect("/activities/" + pathOf(id) + "?changed")
	return nil
}

// periodOf reads the form's period; the last twelve months where it says nothing else.
func periodOf(text string) Period {
	if Period(text) == ComingYear {
		return ComingYear
	}
	return PastYear
}

// shareChange reads the form. What was settled or sold before today is not touched.
func (p *Pages) shareChange(v *visit, activity string) (mapping.ShareChange, error) {
	change := mapping.ShareChange{
		Activity:  activity,
		Component: strings.TrimSpace(v.r.PostFormValue("component")),
	}
	if weight := strings.TrimSpace(v.r.PostFormValue("weight")); strings.HasPrefix(weight, "=") {
		change.Formula = weight
	} else {
		change.Weight = weight
	}
	from, err := time.ParseInLocation(time.DateOnly, v.r.PostFormValue("from"), p.Zone)
	if err != nil {
		return change, &PersonError{"The day from which it applies is missing, or not spelled like 2026-12-31."}
	}
	if from.Before(p.today()) {
		return change, &PersonError{"The day lies in the past: what was sold until yesterday stays divided as it was. Choose today or a later day."}
	}
	change.From = from
	if err := change.Check(); err != nil {
		return change, asPersons(err)
	}
	return change, nil
}

// asPersons makes what a person asked for and can't be done a message to them.
func asPersons(err error) error {
	var share *mapping.ShareError
	var credit *mapping.CreditError
	var unknown *mapping.UnknownError
	var job *mapping.WorkError
	if errors.As(err, &share) {
		return &PersonError{share.Error()}
	}
	if errors.As(err, &credit) {
		return &PersonError{credit.Error()}
	}
	if errors.As(err, &job) {
		return &PersonError{job.Error()}
	}
	if errors.As(err, &unknown) {
		return &PersonError{unknown.Error()}
	}
	return err
}
