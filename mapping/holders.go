package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// Membership says that a party was in the party group, From ≤ t < Thru.
type Membership struct {
	Party      calc.PartyID
	From, Thru calc.Instant
}

// Holder says that a facility was a party's, or is an activity's; exactly one of the
// two is set. Whether what lies there counts is another matter.
type Holder struct {
	Facility   calc.FacilityID
	Party      calc.PartyID
	Activity   calc.ActivityID
	From, Thru calc.Instant
}

// memberships are sorted by party and time; those of one party are apart.
func (in *Intake) memberships() []Membership {
	members := make([]Membership, 0, len(in.parties.members))
	for n, periods := range in.parties.members {
		for _, p := range periods {
			members = append(members, Membership{calc.PartyID(in.parties.ids.string(n)), p.from, p.thru})
		}
	}
	slices.SortFunc(members, func(a, b Membership) int { return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.From, b.From)) })
	return members
}

// holders are in the order of the facilities' rows.
func (in *Intake) holders(c *Company, activity, facility []int32) []Holder {
	holders := make([]Holder, 0, len(in.facilities.rows))
	for f, row := range in.facilities.rows {
		id := c.Scheme.Facilities[facility[f]]
		if row.activity >= 0 && !row.ignored {
			holders = append(holders, Holder{Facility: id, Activity: c.Scheme.Activities[activity[row.activity]].ID, From: calc.Ever, Thru: calc.Never})
		}
		for _, claim := range in.facilities.claimsOf(int32(f)) {
			holders = append(holders, Holder{Facility: id, Party: calc.PartyID(in.parties.ids.string(claim.party)), From: claim.from, Thru: claim.thru})
		}
	}
	return holders
}
