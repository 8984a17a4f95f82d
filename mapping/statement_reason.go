package mapping

import "fairshare/calc"

// reasonTexts say in one sentence why money stays with the company, and where a
// person can change it.
var reasonTexts = map[calc.Reason]string{
	calc.NoCredits:      "nobody held approved credit in the activity when it was earned",
	calc.NoParty:        "the credits lie in a facility that belongs to nobody",
	calc.NotMember:      "the holder of the credits was not a member of the party group at that time",
	calc.SecondFacility: "the credits lie in a second facility of a party, and only the first one counts",
	calc.SharedFacility: "more than one party claims the facility that holds the credits",
	calc.PartyDisabled:  "the holder of the credits is disabled in OFBiz: somebody has to decide who gets it",
	calc.TheCompany:     "the company itself holds the credits",
	calc.NoProduct:      "the sale names no product, so nobody's work can be credited",
	calc.RuleRefused:    "the rules of the activity were refused: see the findings",
	calc.InCycle:        "the activity takes part in a cycle of shares: see the findings",
	calc.BelowEpsilon:   "parts too small to be followed any further",
}

// ReasonText says in plain English why money was retained; the code itself where
// it is a new one.
func ReasonText(reason calc.Reason) string {
	if text, ok := reasonTexts[reason]; ok {
		return text
	}
	return string(reason)
}

// Note says why an account got no invoice; "" where it got one.
func (a Account) Note() string {
	switch balance := a.Opening + a.Earned + a.Adjusted; {
	case a.Invoiced != 0:
		return ""
	case a.Held && balance > 0:
		return "held: settlement.hold names the party; the balance is carried"
	case balance > 0:
		return "carried: below the minimum payout"
	case balance < 0:
		return "owes: set off against what comes later"
	default:
		return "nothing to pay"
	}
}
