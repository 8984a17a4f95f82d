package calc

import "math"

// Instant is a moment in milliseconds since 1970-01-01T00:00:00Z, the precision
// of OFBiz's DATETIME(3).
type Instant int64

// Ever and Never bound a validity that has no start or no end.
const (
	Ever  Instant = math.MinInt64
	Never Instant = math.MaxInt64
)

// Quantity is a number of pieces in millionths: OFBiz's DECIMAL(18,6) without loss.
type Quantity int64

// QuantityOne is one piece; a PERCENT weight of 1 % is QuantityOne too.
const QuantityOne Quantity = 1_000_000

// Minor is money in minor units of its currency (cents of EUR, whole JPY).
type Minor int64

// Basis is the rule by which an activity turns the weights of its components
// into shares (design, section 1).
type Basis uint8

// The three bases.
const (
	Weight  Basis = iota // b / (own + Σ b); the rest, own / (own + Σ b), to own credits
	Percent              // b / 100; the rest to own credits
	Facade               // b / 100 with Σ b = 100; nothing for own credits
)

// Method chooses how far income travels.
type Method uint8

// The two methods.
const (
	Recursive Method = iota // components divide by their own rules again, to any depth
	Direct                  // the formula of the spec: one level
)

// Activity is one node of the scheme. Its index in Scheme.Activities is its
// number everywhere in this package.
type Activity struct {
	ID        ActivityID
	Basis     Basis
	OwnWeight Quantity // o(P), for Weight only
	Refused   Reason   // when set, all that reaches the activity is retained for this reason
}

// Component is one dated row of an engineering BOM: in [From, Thru) the activity
// User uses the work of Used with this weight. User == Used adds to the own weight.
// Several live rows of one pair add up.
type Component struct {
	User, Used int32
	From, Thru Instant
	Weight     Quantity // >= 0; not used where there is a formula
	Special    *Special // nil for nearly all rows, of which there may be millions
}

// Special is what a few components have beside the weight.
type Special struct {
	Formula *Formula // when set, what Weight is worked out from at each instant
	Refused Reason   // when set, the row makes all of User's rules refused while it is valid
}

// Formula is the row's formula, or nil.
func (c *Component) Formula() *Formula {
	if c.Special == nil {
		return nil
	}
	return c.Special.Formula
}

// SetFormula gives the row a formula, or takes it from it.
func (c *Component) SetFormula(f *Formula) { c.setSpecial(Special{f, c.Refused()}) }

// Refuse has the row refused for a reason; "" for none.
func (c *Component) Refuse(reason Reason) { c.setSpecial(Special{c.Formula(), reason}) }

func (c *Component) setSpecial(s Special) {
	if c.Special = nil; s != (Special{}) {
		c.Special = &s // a new one: rows may be copies of one another
	}
}

// Refused says why the row is refused; "" where it is not.
func (c *Component) Refused() Reason {
	if c.Special == nil {
		return ""
	}
	return c.Special.Refused
}

// Founder is an activity that gets its part of every sale first, of whatever
// activity, before the rest is divided: founders are paid from sales, and bear no
// costs. Several live ones add up; together they may not exceed 100 %.
type Founder struct {
	Activity   int32
	Percent    Quantity // QuantityOne is 1 %
	From, Thru Instant
}

// Cycles says what is done with activities that use one another in a circle.
type Cycles uint8

// The ways of dealing with cycles.
const (
	RefuseCycles Cycles = iota // what reaches one is retained, and a problem names it
	SolveCycles                // divided exactly; one that leaks nothing is refused
)

// DefaultEpsilon is 0.00001 of the money that came into a cycle.
const DefaultEpsilon Quantity = 10

// Tenure says whose the pieces in a facility are during [From, Thru). Tenures of
// one facility do not overlap; outside of them its pieces are retained as NoParty.
type Tenure struct {
	Facility   int32
	Account    int32 // index in Scheme.Accounts
	From, Thru Instant
}

// Account is who gets a part: a party, the company for a reason, or, where an
// activity holds credits in another one, that activity, whose income the part is
// then. Exactly one of the three is set; cells name only the first two kinds.
type Account struct {
	Party    PartyID
	Retained Reason
	Activity ActivityID
}

// CreditChange adds Change pieces (it may be negative) of an activity to a
// facility at an instant; c(i,T) at t is the sum of all changes up to and including t.
type CreditChange struct {
	Activity, Facility int32
	At                 Instant
	Change             Quantity
}

// Scheme is the whole history of who shares what with whom.
//
// Activities and Facilities are sorted by id in byte order, Accounts by party id
// with those of activities and the retained ones behind; indices refer to these
// orders, which is why
// results do not depend on the order of rows. The other slices may be in any order.
type Scheme struct {
	Method     Method
	Cycles     Cycles
	Epsilon    Quantity // SolveCycles: what part of the money may be left over where only steps help; 0 is DefaultEpsilon
	Activities []Activity
	Facilities []FacilityID
	Accounts   []Account
	Components []Component
	Tenures    []Tenure
	Credits    []CreditChange
	Founders   []Founder
}

// Line is money earned (or given back, or spent) by one activity at one instant.
// All lines of a call are of one currency.
type Line struct {
	Activity int32
	Cost     bool // a direct cost (Amount < 0) or its reversal: founders take no part in it
	At       Instant
	Amount   Minor
}

// Cell is what one account got for its credits in one activity.
type Cell struct {
	Account, Activity int32
	Earned            Fine
}

// Flow is the account of one activity as a cost and profit centre.
// Income + Costs + Received = Founders + Delegated + Kept, exactly; Kept = Σ of the
// activity's cells.
type Flow struct {
	Activity  int32
	Income    Minor // its own sales, returns included
	Costs     Minor // its own direct costs, negative
	Received  Fine  // delegated to it by the activities that use it, founders' parts and what it earned with credits it holds in others
	Founders  Fine  // of its own sales, gone to the founders first
	Delegated Fine  // passed on to its components, and to activities that hold credits in it
	Kept      Fine  // divided among its credit holders, or retained
}

// Outcome is the result of Distribute: Σ Cells.Earned = Σ lines, to the fine unit.
// Cells are sorted by account, then activity; zero cells are left out. Flows are
// sorted by activity and hold every activity that money touched.
type Outcome struct {
	Cells    []Cell
	Flows    []Flow
	Problems []Problem
}

// ProblemCode names what is wrong with a scheme at some instant.
type ProblemCode string

// What Distribute and At can find wrong.
const (
	ProblemCycle          ProblemCode = "CYCLE"              // Path lists the cycle's activities
	ProblemPercentOver    ProblemCode = "PERCENT_OVER_100"   // Σ b > 100 on a PERCENT activity
	ProblemFacadeSum      ProblemCode = "FACADE_NOT_100"     // Σ b ≠ 100 on a FACADE
	ProblemFacadeCredits  ProblemCode = "FACADE_HAS_CREDITS" // somebody holds credits in a FACADE
	ProblemIdleCredits    ProblemCode = "IDLE_CREDITS"       // components, no own part, but credits: they earn nothing
	ProblemNegativeCredit ProblemCode = "NEGATIVE_CREDIT"    // a facility's credits are below zero (counted as 0)
	ProblemOverflow       ProblemCode = "SUM_TOO_LARGE"      // the weights or credits of an activity do not fit 63 bits
	ProblemDominantWeight ProblemCode = "DOMINANT_WEIGHT"    // one component has more than 99.99 % of the weights
	ProblemClosedCycle    ProblemCode = "CLOSED_CYCLE"       // Path lists a cycle that leaks nothing: it can't pay anyone
	ProblemFormula        ProblemCode = "FORMULA"            // a formula can't be worked out; Detail says why
	ProblemFacadeCosts    ProblemCode = "FACADE_HAS_COSTS"   // a direct cost of a FACADE
	ProblemFoundersOver   ProblemCode = "FOUNDERS_OVER_100"  // the founders' percentages exceed 100
)

// Problem is something wrong with the scheme from an instant on. The calculation
// goes on: what a problem touches is retained (RuleRefused, InCycle), so that a
// report can always be made; the caller decides whether it blocks the writes.
// Distribute tells a problem of an activity once, at the first instant at which
// money meets it; At tells all there are.
type Problem struct {
	Code     ProblemCode
	Activity int32
	Facility int32 // ProblemNegativeCredit; else -1
	At       Instant
	Path     []int32 // ProblemCycle, ProblemClosedCycle: the activities in order, the first not repeated
	Detail   string  // figures, e.g. "104.5"
}
