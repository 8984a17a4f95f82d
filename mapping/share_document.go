package mapping

import (
	"time"

	"fairshare/calc"
)

// ShareChangeDocument is what `fairshare activity share` and `clone` print: what
// changes, and for whom.
type ShareChangeDocument struct {
	Activity     string        `json:"activity"`
	From         string        `json:"from"`
	Basis        string        `json:"basis"`
	DryRun       bool          `json:"dry_run"`
	WeightBefore string        `json:"weight_before"` // Σ of the components' weights at that moment, formulas left out
	WeightAfter  string        `json:"weight_after"`
	Changes      []ShareWeight `json:"changes"`
	Shares       []ShareEffect `json:"shares"`   // of the activity's income at that moment
	Findings     []Finding     `json:"findings"` // that the change brings; a blocking one refuses it
}

// ShareWeight is a component's weight, or formula, before and after; empty: none.
type ShareWeight struct {
	Component string `json:"component"`
	Before    string `json:"before"`
	After     string `json:"after"`
}

// Changes reports whether the weight is another one after.
func (w ShareWeight) Changes() bool { return w.Before != w.After }

// ShareEffect is an account's share of the activity's income before and after.
// Either party or retained is given.
type ShareEffect struct {
	Party    calc.PartyID `json:"party"`
	Retained calc.Reason  `json:"retained"`
	Before   string       `json:"before"` // 12 digits after the point
	After    string       `json:"after"`
}

// NewShareChangeDocument compares two companies, before and after changes of shares
// of an activity. One that did not have the activity has nothing to compare.
func NewShareChangeDocument(before, after *Company, productID string, changes []ShareChange, from time.Time, zone *time.Location) (ShareChangeDocument, error) {
	at := instantOf(from)
	d := ShareChangeDocument{Activity: productID, From: from.In(zone).Format(time.RFC3339), Changes: []ShareWeight{}, Shares: []ShareEffect{}}
	d.Basis = basisName(after.Scheme.Activities[after.activity(productID)].Basis)
	d.WeightBefore, d.WeightAfter = before.weightAt(productID, at), after.weightAt(productID, at)
	for _, change := range changes {
		d.Changes = append(d.Changes, ShareWeight{change.Component, before.shareAt(productID, change.Component, at), after.shareAt(productID, change.Component, at)})
	}
	if err := d.compare(before, after, at); err != nil {
		return d, err
	}
	found, err := NewProblems(before, after, from)
	d.Findings = append([]Finding{}, found...)
	return d, err
}

// compare lists every account that has a share before or after.
func (d *ShareChangeDocument) compare(before, after *Company, at calc.Instant) error {
	old, _, err := before.sharesAt(d.Activity, at)
	if err != nil {
		return err
	}
	now, accounts, err := after.sharesAt(d.Activity, at)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if old[account] != "" || now[account] != "" {
			d.Shares = append(d.Shares, ShareEffect{account.Party, account.Retained, orZeroShare(old[account]), orZeroShare(now[account])})
		}
	}
	return nil
}

func orZeroShare(text string) string {
	if text == "" {
		return calc.Share{}.Text()
	}
	return text
}

// sharesAt are the shares of an activity's income by account, as text, and all
// accounts in their order.
func (c *Company) sharesAt(productID string, at calc.Instant) (map[calc.Account]string, []calc.Account, error) {
	picture, err := calc.At(&c.Scheme, at)
	if err != nil {
		return nil, nil, err
	}
	texts := map[calc.Account]string{}
	if n := c.activity(productID); n >= 0 {
		for _, share := range picture.Shares(n) {
			texts[c.Scheme.Accounts[share.Account]] = share.Text()
		}
	}
	return texts, c.Scheme.Accounts, nil
}

// weightAt is the sum of the weights of an activity's components.
func (c *Company) weightAt(productID string, at calc.Instant) string {
	n, sum := c.activity(productID), calc.Quantity(0)
	for _, row := range c.Scheme.Components {
		if row.User == n && row.Used != n && row.From <= at && at < row.Thru {
			sum += row.Weight
		}
	}
	return sum.String()
}

func (c *Company) shareAt(productID, component string, at calc.Instant) string {
	user, used := c.activity(productID), c.activity(component)
	for _, row := range c.Scheme.Components {
		switch {
		case row.User != user || row.Used != used || row.From > at || at >= row.Thru:
		case row.Formula() != nil:
			return row.Formula().String()
		default:
			return row.Weight.String()
		}
	}
	return ""
}
