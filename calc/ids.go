package calc

// PartyID names a party: somebody who can hold credits and be paid.
type PartyID string

// ActivityID names an activity, which is an OFBiz product: a cost centre and a
// profit centre at once.
type ActivityID string

// FacilityID names a facility: the place where somebody's credits lie.
type FacilityID string

// NoActivity stands for income that names no product; what it earns is retained.
const NoActivity ActivityID = "_NA_"

// Reason says why a part of the income has no taker and stays with the company.
// The codes are printed in reports and JSON and never change their meaning.
type Reason string

// The reasons for which money is retained (design, section 1, "Retained, with a reason").
const (
	NoCredits      Reason = "NO_CREDITS"      // nobody holds approved credit in the activity at that instant
	NoParty        Reason = "NO_PARTY"        // the credits lie in a facility that belongs to nobody
	NotMember      Reason = "NOT_MEMBER"      // the facility's party is not in the party group at that instant
	SecondFacility Reason = "SECOND_FACILITY" // not the party's first facility, and the rules say "first"
	SharedFacility Reason = "SHARED_FACILITY" // two parties claim the facility
	PartyDisabled  Reason = "PARTY_DISABLED"  // the party is disabled: a person must decide
	TheCompany     Reason = "ORGANIZATION"    // the holder is the paying organization itself
	NoProduct      Reason = "NO_PRODUCT"      // the sale names no product
	RuleRefused    Reason = "RULE_REFUSED"    // the activity's rows were refused by a finding
	InCycle        Reason = "CYCLE"           // the activity takes part in a cycle of shares
	BelowEpsilon   Reason = "BELOW_EPSILON"   // cut off by the iterative fallback
)
