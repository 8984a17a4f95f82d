package mapping

import (
	"fmt"
	"time"

	"fairshare/calc"
)

// ActivityDocument is what `fairshare activity show` prints.
type ActivityDocument struct {
	Activity  string          `json:"activity"` // productId
	Name      string          `json:"name"`
	Basis     string          `json:"basis"`
	OwnWeight string          `json:"own_weight"` // counts with WEIGHT only
	AsOf      string          `json:"as_of"`
	Shares    []ActivityShare `json:"shares"` // that are valid, or will be
	Managers  []ManagerEntry  `json:"managers"`
	Holders   []HolderEntry   `json:"holders"`
}

// ActivityShare is a weight of a component.
type ActivityShare struct {
	Component string `json:"component"`
	Weight    string `json:"weight"` // empty with a formula
	Formula   string `json:"formula"`
	From      string `json:"from"`
	Thru      string `json:"thru"`  // empty: no end
	State     string `json:"state"` // now or coming
}

// ManagerEntry is who decides over the activity.
type ManagerEntry struct {
	Party string `json:"party"`
	Name  string `json:"name"`
	From  string `json:"from"`
	Thru  string `json:"thru"` // empty: no end
}

// HolderEntry is whose credits the activity's own part is divided by. Exactly one of
// party, activity and retained is given.
type HolderEntry struct {
	Party    string      `json:"party"`
	Activity string      `json:"activity"` // that holds credits in this one
	Retained calc.Reason `json:"retained"`
	Credits  string      `json:"credits"`
	Percent  string      `json:"percent"` // two digits
}

// Manager is a party's ProductRole of an activity.
type Manager struct {
	Party      string
	From, Thru time.Time // Thru zero: no end
}

// NewActivityDocument tells all there is of an activity at a moment.
func NewActivityDocument(c *Company, productID string, managers []Manager, at time.Time, zone *time.Location) (ActivityDocument, error) {
	n := c.activity(productID)
	if n < 0 {
		return ActivityDocument{}, &UnknownError{"Product", productID}
	}
	activity := c.Scheme.Activities[n]
	d := ActivityDocument{
		Activity: productID, Name: c.Products[activity.ID].Name, Basis: basisName(activity.Basis), OwnWeight: activity.OwnWeight.String(),
		AsOf: at.In(zone).Format(time.RFC3339), Shares: []ActivityShare{}, Managers: []ManagerEntry{}, Holders: c.holders(n, instantOf(at)),
	}
	for _, row := range c.Scheme.Components {
		if row.User == n && row.Thru > instantOf(at) {
			d.Shares = append(d.Shares, c.activityShare(row, at, zone))
		}
	}
	for _, m := range managers {
		d.Managers = append(d.Managers, ManagerEntry{m.Party, c.Parties[calc.PartyID(m.Party)].Name, momentOrNothing(m.From, zone), momentOrNothing(m.Thru, zone)})
	}
	return d, nil
}

func (c *Company) activityShare(row calc.Component, at time.Time, zone *time.Location) ActivityShare {
	s := ActivityShare{
		Component: string(c.Scheme.Activities[row.Used].ID), Weight: row.Weight.String(),
		From: boundText(row.From, zone), Thru: boundText(row.Thru, zone), State: "now",
	}
	if row.Formula() != nil {
		s.Weight, s.Formula = "", row.Formula().String()
	}
	if row.From > instantOf(at) {
		s.State = "coming"
	}
	return s
}

func basisName(basis calc.Basis) string {
	for name, b := range bases {
		if b == basis {
			return name
		}
	}
	return fmt.Sprint(basis)
}

func boundText(t calc.Instant, zone *time.Location) string {
	if t == calc.Ever || t == calc.Never {
		return ""
	}
	return time.UnixMilli(int64(t)).In(zone).Format(time.RFC3339)
}

func momentOrNothing(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}

// NameOf is a product's name, or its id where it has none.
func (c *Company) NameOf(productID string) string {
	if name := c.Products[calc.ActivityID(productID)].Name; name != "" {
		return name
	}
	return productID
}
