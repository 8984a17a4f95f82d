package calc

import (
	"iter"
	"slices"
)

// lending knows the activities that hold credits in others. What such a credit
// earns in T is income of its holder A: one more edge of the graph, r(T)·C(A,T)
// from T to A. Pieces that an activity holds in itself do not count, as a company's
// own shares get no dividend. With the direct method, which follows components one
// level and nothing else, the holder is no member of the party group.
type lending struct {
	lends  bool              // some account is an activity's
	holder []int32           // per account: its activity, or nobody
	owned  map[int32][]int32 // per activity: the facilities that are its now, by id
}

// nobody stands for the activity of an account that is not one's.
const nobody = -1

func newLending(s *Scheme) lending {
	if s.Method == Direct || !s.hasActivityAccounts() {
		return lending{}
	}
	l := lending{lends: true, holder: make([]int32, len(s.Accounts)), owned: map[int32][]int32{}}
	for i, account := range s.Accounts {
		l.holder[i] = nobody
		if account.Activity != "" {
			l.holder[i], _ = findActivity(s.Activities, account.Activity)
		}
	}
	return l
}

func (s *Scheme) hasActivityAccounts() bool {
	return slices.ContainsFunc(s.Accounts[s.parties():], func(a Account) bool { return a.Activity != "" })
}

// holderOf returns the activity that a holding belongs to, or nobody.
func (s *state) holderOf(holding int32) int32 {
	if !s.lends {
		return nobody
	}
	return s.holder[s.account[s.holdings.column[holding]]]
}

// holderIn returns the activity that a tenure is of, or nobody.
func (s *state) holderIn(t *Tenure) int32 {
	if !s.lends {
		return nobody
	}
	return s.holder[t.Account]
}

func (s *state) heldByItself(holding int32) bool {
	if !s.lends {
		return false
	}
	holder := s.holderOf(holding)
	return holder != nobody && holder == s.holdings.row(holding)
}

// holdsItself reports whether an activity holds credits in itself.
func (s *state) holdsItself(a int32) bool {
	from, thru := s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if s.heldByItself(h) && s.stock(h).Sign() > 0 {
			return true
		}
	}
	return false
}

// owes reports whether other activities hold credits in an activity.
func (s *state) owes(a int32) bool {
	if !s.lends {
		return false
	}
	from, thru := s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if s.holderOf(h) != nobody && s.counted(h) > 0 {
			return true
		}
	}
	return false
}

// entrust makes a facility an account's.
func (s *state) entrust(facility, account int32) {
	if s.scheme.Method == Direct && s.scheme.Accounts[account].Activity != "" {
		account = s.retained[NotMember]
	}
	before := s.account[facility]
	s.account[facility] = account
	if !s.lends {
		return
	}
	if old := s.holder[before]; old != nobody {
		s.owned[old] = slices.DeleteFunc(s.owned[old], func(f int32) bool { return f == facility })
	}
	if now := s.holder[account]; now != nobody {
		place, _ := slices.BinarySearch(s.owned[now], facility)
		s.owned[now] = slices.Insert(s.owned[now], place, facility)
	}
}

// follow finds the next activity that money goes on to from a: its components by
// id, then the holders of its credits by facility. The cursor starts at 0.
func (s *state) follow(a int32, cursor *int32) (used int32, found bool) {
	if !s.delegates(a) {
		return 0, false
	}
	from, thru := s.edges.rowOf(a)
	components := thru - from
	for *cursor < components {
		edge := from + *cursor
		*cursor++
		if s.weight[edge] > 0 {
			return s.edges.column[edge], true
		}
	}
	if !s.lends || s.rules[a].own == 0 {
		return 0, false
	}
	from, thru = s.holdings.rowOf(a)
	for h := from + *cursor - components; h < thru; h++ {
		*cursor++
		if holder := s.holderOf(h); holder != nobody && s.counted(h) > 0 {
			return holder, true
		}
	}
	return 0, false
}

// reached lists what follow finds.
func (s *state) reached(a int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		var cursor int32
		for {
			used, found := s.follow(a, &cursor)
			if !found || !yield(used) {
				return
			}
		}
	}
}
