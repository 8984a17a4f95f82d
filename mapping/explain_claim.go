package mapping

import "fairshare/calc"

// Claim says that a facility is a party's, and whether its pieces count: a reason
// says why they don't. What explain needs to tell a party why it got nothing.
type Claim struct {
	Party    calc.PartyID
	Facility calc.FacilityID
	Reason   calc.Reason // "" while they count
	From     calc.Instant
	Thru     calc.Instant
}

// Waiting is credit that somebody proposed and nobody approved yet.
type Waiting struct {
	Activity calc.ActivityID
	Facility calc.FacilityID
	Pieces   calc.Quantity
}

// claims cuts the claims on facilities at the bounds of the stays in them.
func (in *Intake) claims(c *Company, facility []int32, stays [][]stay) []Claim {
	var claims []Claim
	for f := range in.facilities.rows {
		for _, claim := range in.facilities.claimsOf(int32(f)) {
			for _, s := range stays[f] {
				from, thru := max(claim.from, s.from), min(claim.thru, s.thru)
				if from >= thru || s.party >= 0 && s.party != claim.party {
					continue
				}
				claims = append(claims, Claim{
					Party: calc.PartyID(in.parties.ids.string(claim.party)), Facility: c.Scheme.Facilities[facility[f]],
					Reason: s.retained, From: from, Thru: thru,
				})
			}
		}
	}
	return claims
}

// waiting lists the inventory on hold.
func (in *Intake) waiting(c *Company, activity, facility []int32) []Waiting {
	var waiting []Waiting
	for _, row := range in.stock.onHold {
		if row.onHold && !row.ignored && !row.counts && row.sum > 0 {
			waiting = append(waiting, Waiting{c.Scheme.Activities[activity[row.product]].ID, c.Scheme.Facilities[facility[row.facility]], calc.Quantity(row.sum)})
		}
	}
	return waiting
}
