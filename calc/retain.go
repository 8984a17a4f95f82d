package calc

import (
	"cmp"
	"slices"
	"sort"
)

// Complete appends the retained accounts that the calculation itself may need and
// that the scheme does not have yet: NoCredits, NoParty, NoProduct, RuleRefused,
// InCycle, every reason for which an activity or a component is refused, and where
// they can come about BelowEpsilon (SolveCycles) and NotMember (Direct, with
// activities that hold credits).
// They come behind all other accounts, in the byte order of their reasons, so
// that no index changes its meaning. Calling it again changes nothing.
//
// Distribute and At call it, and Settle where a cell names an account that is not
// there. Whoever looks up accounts by their index does so in the scheme after the call.
func (s *Scheme) Complete() {
	missing := map[Reason]bool{NoCredits: true, NoParty: true, NoProduct: true, RuleRefused: true, InCycle: true}
	for i := range s.Activities {
		if reason := s.Activities[i].Refused; reason != "" {
			missing[reason] = true
		}
	}
	for i := range s.Components {
		if reason := s.Components[i].Refused(); reason != "" {
			missing[reason] = true
		}
	}
	if s.Cycles == SolveCycles {
		missing[BelowEpsilon] = true
	}
	if s.Method == Direct && s.hasActivityAccounts() {
		missing[NotMember] = true
	}
	for _, account := range s.Accounts[s.parties():] {
		delete(missing, account.Retained)
	}
	start := len(s.Accounts)
	for reason := range missing {
		s.Accounts = append(s.Accounts, Account{Retained: reason})
	}
	slices.SortFunc(s.Accounts[start:], func(a, b Account) int { return cmp.Compare(a.Retained, b.Retained) })
}

// retainedAccounts finds the accounts of the reasons.
func (s *Scheme) retainedAccounts() map[Reason]int32 {
	accounts := make(map[Reason]int32)
	for i := s.parties(); i < len(s.Accounts); i++ {
		if reason := s.Accounts[i].Retained; reason != "" {
			accounts[reason] = int32(i)
		}
	}
	return accounts
}

// parties counts the accounts of parties, which stand before all others.
func (s *Scheme) parties() int {
	return sort.Search(len(s.Accounts), func(i int) bool { return s.Accounts[i].Party == "" })
}
