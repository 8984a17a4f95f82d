package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// holder is whose the pieces in a facility are: a party's, an activity's, or retained.
type holder struct {
	party    int32 // -1 when it is none
	activity int32 // product; -1 when it is none
	retained calc.Reason
}

func heldBy(party int32) holder           { return holder{party: party, activity: -1} }
func heldByActivity(product int32) holder { return holder{party: -1, activity: product} }
func retained(reason calc.Reason) holder  { return holder{-1, -1, reason} }

var nobody = retained(calc.NoParty)

// stay is a holder during a period; a facility's stays are sorted and apart, and
// where there is none, nobody is the holder.
type stay struct {
	holder
	period
}

// stays works out who holds each facility when.
func (in *Intake) stays() [][]stay {
	in.facilities.held = make([]hold, 0, len(in.facilities.rows))
	for f := range in.facilities.rows {
		for _, c := range in.facilities.claimsOf(int32(f)) {
			in.facilities.held = append(in.facilities.held, hold{int32(f), c.party, c.period})
		}
	}
	slices.SortStableFunc(in.facilities.held, func(a, b hold) int { return cmp.Compare(a.party, b.party) })
	all := make([][]stay, len(in.facilities.rows))
	for f := range all {
		all[f] = in.staysIn(int32(f))
	}
	return all
}

// staysIn evaluates the holder between each two instants at which it may change.
func (in *Intake) staysIn(facility int32) []stay {
	if row := in.facilities.rows[facility]; row.activity >= 0 && !row.ignored {
		return []stay{{heldByActivity(row.activity), period{calc.Ever, calc.Never}}}
	}
	var stays []stay
	cuts := in.cuts(facility)
	for i, from := range cuts[:len(cuts)-1] {
		h, p := in.holderAt(facility, from), period{from, cuts[i+1]}
		last := len(stays) - 1
		switch {
		case h == nobody:
		case last >= 0 && stays[last].holder == h && stays[last].thru == p.from:
			stays[last].thru = p.thru
		default:
			stays = append(stays, stay{h, p})
		}
	}
	return stays
}

// cuts are the instants at which the facility's holder may change: where claims
// on it begin and end, memberships of the claimants, and, as the first facility
// depends on them, the claimants' other claims.
func (in *Intake) cuts(facility int32) []calc.Instant {
	cuts := []calc.Instant{calc.Ever, calc.Never}
	for _, c := range in.facilities.claimsOf(facility) {
		cuts = append(cuts, c.from, c.thru)
		members := in.parties.members[c.party]
		for _, p := range members {
			cuts = append(cuts, p.from, p.thru)
		}
		if in.rules.Facilities == AllFacilities || len(members) == 0 {
			continue
		}
		for _, h := range in.facilities.heldBy(c.party) {
			cuts = append(cuts, h.from, h.thru)
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// holderAt applies the rules at one instant.
func (in *Intake) holderAt(facility int32, t calc.Instant) holder {
	party := int32(-1)
	for _, c := range in.facilities.claimsOf(facility) {
		switch {
		case !c.holds(t) || c.party == party:
		case party < 0:
			party = c.party
		default:
			return retained(calc.SharedFacility)
		}
	}
	switch {
	case party < 0:
		return nobody
	case in.isOrganization(party):
		return retained(calc.TheCompany)
	case !in.parties.isMember(party, t):
		return retained(calc.NotMember)
	case in.parties.rows[party].disabled:
		return retained(calc.PartyDisabled)
	case in.rules.Facilities != AllFacilities && in.firstFacility(party, t) != facility:
		return retained(calc.SecondFacility)
	default:
		return heldBy(party)
	}
}

func (in *Intake) isOrganization(party int32) bool {
	return equalIDs(in.parties.ids.bytes(party), in.rules.Organization)
}

// firstFacility is the one of the party's facilities at t whose claim has the
// lowest fromDate, among equals the one of the lowest id.
func (in *Intake) firstFacility(party int32, t calc.Instant) int32 {
	first := hold{facility: -1}
	for _, h := range in.facilities.heldBy(party) {
		if h.holds(t) && (first.facility < 0 || in.compareHolds(h, first) < 0) {
			first = h
		}
	}
	return first.facility
}

func (in *Intake) compareHolds(a, b hold) int {
	ids := in.facilities.ids
	return cmp.Or(cmp.Compare(a.from, b.from), slices.Compare(ids.bytes(a.facility), ids.bytes(b.facility)))
}
