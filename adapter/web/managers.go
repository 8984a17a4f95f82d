package web

import (
	"context"
	"strings"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// Managers are who decides over activities.
type Managers interface {
	Managers(ctx context.Context, activity calc.ActivityID) (Managed, error)
	// Appoint makes a party manager of an activity from now on, or ends that, for a
	// login whose right is looked at in the same transaction.
	Appoint(ctx context.Context, userLoginID, activity, party string, end bool) error
}

// Managed is an activity with its managers.
type Managed struct {
	Product  mapping.Product
	Managers []Manager // now, or later
	Members  []mapping.Party
}

// Manager is a manager of an activity, by name.
type Manager struct {
	Party      mapping.Party
	From, Thru time.Time // Thru zero: no end
	Coming     bool      // not manager yet
}

// managedView is what the visitor sees of an activity's managers.
type managedView struct {
	Managed
	MayAppoint bool
	Sees       bool // the activity itself
	Done       string
}

// managersDone are the notes after a change, by the query's "done".
var managersDone = map[string]string{
	"appointed": "The manager is appointed. OFBiz has it on the product's Parties page.",
	"ended":     "The appointment has ended.",
}

// managers are shown to those who appoint them and to those who see the activity.
func (p *Pages) managers(v *visit) error {
	id := v.r.PathValue("activity")
	may, sees := v.actor.MayAppoint(id), v.actor.MaySeeActivity(id)
	if may != nil && sees != nil {
		return sees
	}
	managed, err := p.Managers.Managers(v.r.Context(), calc.ActivityID(id))
	if err != nil {
		return err
	}
	managed.Members = Choices{Members: managed.Members}.Short().Members
	view := managedView{managed, may == nil, sees == nil, managersDone[v.r.URL.Query().Get("done")]}
	p.show(v, 200, "Managers of "+managed.Product.Name, "managers", view)
	return nil
}

func (p *Pages) appoint(v *visit) error {
	id, party := v.r.PathValue("activity"), strings.TrimSpace(v.r.PostFormValue("party"))
	if err := v.actor.MayAppoint(id); err != nil {
		return err
	}
	if party == "" {
		return &PersonError{"Name the party who is to manage the activity."}
	}
	done := v.r.PostFormValue("step")
	if managersDone[done] == "" {
		return &PersonError{"The form was not whole. Go back and send it again."}
	}
	if err := p.Managers.Appoint(v.r.Context(), v.actor.UserLoginID, id, party, done == "ended"); err != nil {
		return asPersons(err)
	}
	v.redirect("/activities/" + pathOf(id) + "/managers?done=" + done)
	return nil
}
