package mapping

import (
	"slices"

	"fairshare/calc"
)

// spell is a time in which a facility is looked at.
type spell struct{ from, thru calc.Instant }

// ownFacilities are the facilities whose pieces are the party's account's, and when.
func (z *zeroFinder) ownFacilities() map[int32][]spell {
	own := map[int32][]spell{}
	for _, tenure := range z.scheme.Tenures {
		if tenure.Account == z.account {
			own[tenure.Facility] = append(own[tenure.Facility], spell{tenure.From, tenure.Thru})
		}
	}
	return own
}

// held lists the activities of which pieces lay in the facilities before the
// cut-off; true where they did while there were sales.
func (z *zeroFinder) held(facilities map[int32][]spell) map[int32]bool {
	held := map[int32]bool{}
	for key, changes := range z.changesIn(facilities) {
		for s, pieces := range piecesOver(changes) {
			for _, spell := range facilities[key.facility] {
				from, thru := max(s.from, spell.from), min(s.thru, spell.thru, z.until)
				if pieces > 0 && from < thru {
					held[key.activity] = held[key.activity] || thru > z.from
				}
			}
		}
	}
	return held
}

type holdingKey struct{ activity, facility int32 }

// changesIn are the changes of credit in some facilities, in order of time.
func (z *zeroFinder) changesIn(facilities map[int32][]spell) map[holdingKey][]calc.CreditChange {
	changes := map[holdingKey][]calc.CreditChange{}
	if len(facilities) == 0 {
		return changes
	}
	for _, c := range z.scheme.Credits {
		if _, looked := facilities[c.Facility]; looked {
			key := holdingKey{c.Activity, c.Facility}
			changes[key] = append(changes[key], c)
		}
	}
	for _, list := range changes {
		slices.SortFunc(list, func(a, b calc.CreditChange) int {
			switch {
			case a.At < b.At:
				return -1
			case a.At > b.At:
				return 1
			}
			return 0
		})
	}
	return changes
}

// piecesOver sums changes up: how many pieces there were, and when.
func piecesOver(changes []calc.CreditChange) map[spell]calc.Quantity {
	pieces := map[spell]calc.Quantity{}
	var sum calc.Quantity
	for i, c := range changes {
		sum += c.Change
		thru := calc.Never
		if i+1 < len(changes) {
			thru = changes[i+1].At
		}
		if c.At < thru {
			pieces[spell{c.At, thru}] = sum
		}
	}
	return pieces
}

// notCounted tells of pieces in the party's facilities that did not count for it at
// the cut-off, and of those that wait.
func (z *zeroFinder) notCounted() {
	if z.company == nil {
		return
	}
	number := map[calc.FacilityID]int32{}
	for i, id := range z.scheme.Facilities {
		number[id] = int32(i)
	}
	claimed, reasons := map[int32][]spell{}, map[int32]calc.Reason{}
	own := map[calc.FacilityID]bool{}
	for _, c := range z.company.Claims {
		if c.Party != z.party {
			continue
		}
		own[c.Facility] = true
		if f, known := number[c.Facility]; known && c.Reason != "" && c.From < z.until && z.until <= c.Thru {
			claimed[f], reasons[f] = append(claimed[f], spell{c.From, c.Thru}), c.Reason
		}
	}
	for key, changes := range z.changesIn(claimed) {
		for s, pieces := range piecesOver(changes) {
			if pieces > 0 && s.from < z.until && z.until <= s.thru {
				z.addPieces(string(reasons[key.facility]), z.scheme.Activities[key.activity].ID, z.scheme.Facilities[key.facility], pieces)
			}
		}
	}
	for _, w := range z.company.Waiting {
		if own[w.Facility] {
			z.addPieces(zeroOnHold, w.Activity, w.Facility, w.Pieces)
		}
	}
}

func (z *zeroFinder) addPieces(code string, activity calc.ActivityID, facility calc.FacilityID, pieces calc.Quantity) {
	zero := newZero(code)
	zero.Activity, zero.Facility, zero.Pieces = activity, string(facility), pieces.String()
	z.add(zero)
}

// zeroReasons says of an activity why credit in it earned nothing in a settlement
// although it was there.
func (e *explainer) zeroReasons() func(activity int32) string {
	flows := map[calc.ActivityID]ActivityFlow{}
	for _, f := range e.plan.Flows {
		flows[f.Activity] = f
	}
	retained := map[calc.ActivityID]calc.Reason{}
	for entry := range e.plan.Ledger.All() {
		switch entry.Account.Retained {
		case calc.RuleRefused, calc.InCycle, calc.BelowEpsilon, calc.NoProduct:
			retained[entry.Activity] = entry.Account.Retained
		}
	}
	return func(activity int32) string {
		id := e.input.Scheme.Activities[activity].ID
		flow, reached := flows[id]
		switch reason := retained[id]; {
		case !reached:
			return zeroNoSales
		case reason != "":
			return string(reason)
		case !flow.Kept.IsZero():
			return zeroNoApprovedCredit
		case flow.Delegated.IsZero():
			return zeroCancelled
		default:
			return zeroNoOwnWeight
		}
	}
}
