package calc

import (
	"cmp"
	"fmt"
	"slices"
)

// Validate refuses a scheme that breaks the contract of its type: ids out of
// order, indices that name nothing, negative weights, tenures that overlap.
// Rules that are merely wrong (a cycle, 104 %) are Problems, not errors.
func (s *Scheme) Validate() error {
	for _, check := range []func() error{
		s.validateOrder, s.validateAccounts, s.validateActivities, s.validateComponents, s.validateCredits, s.validateTenures, s.validateFounders,
	} {
		if err := check(); err != nil {
			return fmt.Errorf("scheme: %w", err)
		}
	}
	return nil
}

func (s *Scheme) validateOrder() error {
	for i := 1; i < len(s.Activities); i++ {
		if s.Activities[i-1].ID >= s.Activities[i].ID {
			return fmt.Errorf("activity %q stands behind %q", s.Activities[i].ID, s.Activities[i-1].ID)
		}
	}
	for i := 1; i < len(s.Facilities); i++ {
		if s.Facilities[i-1] >= s.Facilities[i] {
			return fmt.Errorf("facility %q stands behind %q", s.Facilities[i], s.Facilities[i-1])
		}
	}
	switch {
	case s.Method > Direct:
		return fmt.Errorf("method %d is unknown", s.Method)
	case s.Cycles > SolveCycles:
		return fmt.Errorf("way of dealing with cycles %d is unknown", s.Cycles)
	case s.Epsilon < 0 || s.Epsilon > QuantityOne:
		return fmt.Errorf("epsilon %s is not between 0 and 1", s.Epsilon)
	}
	return nil
}

func (s *Scheme) validateAccounts() error {
	parties := 0
	for ; parties < len(s.Accounts) && s.Accounts[parties].Party != ""; parties++ {
		account, i := &s.Accounts[parties], parties
		switch {
		case account.kinds() != 1:
			return account.refused(i)
		case i > 0 && s.Accounts[i-1].Party >= account.Party:
			return fmt.Errorf("account %d: party %q stands behind %q", i, account.Party, s.Accounts[i-1].Party)
		}
	}
	reasons, activities := map[Reason]bool{}, map[ActivityID]bool{}
	for i := parties; i < len(s.Accounts); i++ {
		account := &s.Accounts[i]
		_, known := findActivity(s.Activities, account.Activity)
		switch {
		case account.kinds() != 1:
			return account.refused(i)
		case account.Party != "":
			return fmt.Errorf("account %d: party %q stands behind a retained account or an activity's", i, account.Party)
		case reasons[account.Retained] || activities[account.Activity]:
			return fmt.Errorf("account %d: %s%s has another account", i, account.Retained, account.Activity)
		case account.Activity == "":
			reasons[account.Retained] = true
		case !known:
			return fmt.Errorf("account %d: activity %s is unknown", i, account.Activity)
		default:
			activities[account.Activity] = true
		}
	}
	return nil
}

func (a *Account) refused(i int) error {
	return fmt.Errorf("account %d: needs a party, a reason or an activity, got party %q, reason %q and activity %q", i, a.Party, a.Retained, a.Activity)
}

// kinds counts what an account is: one thing.
func (a *Account) kinds() (n int) {
	if a.Party != "" {
		n++
	}
	if a.Retained != "" {
		n++
	}
	if a.Activity != "" {
		n++
	}
	return n
}

func (s *Scheme) validateActivities() error {
	for _, activity := range s.Activities {
		if activity.Basis > Facade {
			return fmt.Errorf("activity %s: basis %d is unknown", activity.ID, activity.Basis)
		}
		if activity.OwnWeight < 0 {
			return fmt.Errorf("activity %s: own weight %s is negative", activity.ID, activity.OwnWeight)
		}
	}
	return nil
}

func (s *Scheme) validateComponents() error {
	n := len(s.Activities)
	for i := range s.Components {
		c := &s.Components[i]
		if !within(c.User, n) || !within(c.Used, n) {
			return fmt.Errorf("component %d: activity %d or %d is unknown", i, c.User, c.Used)
		}
		if c.Weight < 0 && c.Special == nil {
			return fmt.Errorf("component %d (%s, %s): weight %s is negative", i, s.Activities[c.User].ID, s.Activities[c.Used].ID, c.Weight)
		}
	}
	return nil
}

func (s *Scheme) validateCredits() error {
	for i := range s.Credits {
		c := &s.Credits[i]
		if !within(c.Activity, len(s.Activities)) || !within(c.Facility, len(s.Facilities)) {
			return fmt.Errorf("credit change %d: activity %d or facility %d is unknown", i, c.Activity, c.Facility)
		}
	}
	return nil
}

func (s *Scheme) validateFounders() error {
	for i, f := range s.Founders {
		if !within(f.Activity, len(s.Activities)) {
			return fmt.Errorf("founder %d: activity %d is unknown", i, f.Activity)
		}
		if f.Percent < 0 {
			return fmt.Errorf("founder %d (%s): %s %% is negative", i, s.Activities[f.Activity].ID, f.Percent)
		}
	}
	return nil
}

func (s *Scheme) validateTenures() error {
	for i, t := range s.Tenures {
		if !within(t.Facility, len(s.Facilities)) || !within(t.Account, len(s.Accounts)) {
			return fmt.Errorf("tenure %d: facility %d or account %d is unknown", i, t.Facility, t.Account)
		}
	}
	order := func(a, b Tenure) int {
		return cmp.Or(cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.From, b.From), cmp.Compare(a.Thru, b.Thru))
	}
	sorted := s.Tenures
	if !slices.IsSortedFunc(sorted, order) {
		sorted = slices.Clone(sorted)
		slices.SortFunc(sorted, order)
	}
	return s.validateSorted(sorted)
}

// validateSorted looks at each tenure of some length and the one before it.
func (s *Scheme) validateSorted(tenures []Tenure) error {
	last := -1
	for i := range tenures {
		t := &tenures[i]
		if t.From >= t.Thru {
			continue
		}
		if last >= 0 && tenures[last].Facility == t.Facility && t.From < tenures[last].Thru {
			return fmt.Errorf("facility %s has two holders at %d ms", s.Facilities[t.Facility], t.From)
		}
		last = i
	}
	return nil
}

// within reports whether an index names one of n things.
func within(index int32, n int) bool { return uint(index) < uint(n) } // a negative one is larger than any n
