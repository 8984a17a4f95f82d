package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// ExplainZero says why a party got nothing: for its credit in an activity, for what
// lies in one of its facilities, or at all.
type ExplainZero struct {
	Activity calc.ActivityID `json:"activity"` // empty where it is about all of them
	Facility string          `json:"facility"` // empty where it is about the party's credit as a whole
	Pieces   string          `json:"pieces"`   // that do not count, or wait; empty where it is not about pieces
	Code     string          `json:"code"`
	Text     string          `json:"text"`
}

// The codes of zeros; those of calc's reasons are used too. They are stable.
const (
	zeroNoApprovedCredit = "NO_APPROVED_CREDIT"
	zeroOnHold           = "CREDIT_ON_HOLD"
	zeroNoSales          = "NO_SALES"
	zeroCancelled        = "CANCELLED_OUT"
	zeroNoOwnWeight      = "NO_OWN_WEIGHT"
	zeroNoShare          = "NO_SHARE"
	zeroBelowMinimum     = "BELOW_MINIMUM"
	zeroHeld             = "HELD"
	zeroOwes             = "OWES"
	zeroNothingDue       = "NOTHING_DUE"
	zeroNoFacility       = "NO_FACILITY"
	zeroNoCredit         = "NO_CREDIT"
	zeroNotInGroup       = "NOT_MEMBER"
)

// zeroTexts say in words what a code means for the party.
var zeroTexts = map[string]string{
	zeroNoApprovedCredit: "no approved credit on that day: the party had none in the activity when the sales were made",
	zeroOnHold:           "credit on hold waits for approval: it counts from the moment somebody clears its status",
	zeroNoSales:          "no sales reached the activity",
	zeroCancelled:        "what reached the activity cancels out: sales, returns and costs add up to nothing",
	zeroNoOwnWeight:      "the activity keeps nothing: all of it goes on to its components (no own weight)",
	zeroNoShare:          "nothing of the product's income reaches an activity in which the party's credit earns",
	zeroBelowMinimum:     "below minimum, carried: the balance is added to the next settlement",
	zeroHeld:             "held: settlement.hold names the party; the balance is carried",
	zeroOwes:             "the party owes: the balance is set off against what comes later",
	zeroNothingDue:       "nothing is due: no income reached the party's credit, and no balance is left from before",
	zeroNoFacility:       "no facility: credits lie in facilities, and none belongs to the party",
	zeroNoCredit:         "no credit: nothing that counts lies in the party's facilities",
	zeroNotInGroup:       "not a member then: the party was not in the party group",

	string(calc.NoParty):        "facility without party: the pieces belonged to nobody",
	string(calc.SecondFacility): "second facility: the rule is that only a party's first facility counts",
	string(calc.SharedFacility): "shared facility: more than one party claims it",
	string(calc.PartyDisabled):  "the party is disabled in OFBiz: somebody has to decide",
	string(calc.TheCompany):     "the party is the paying company itself",
	string(calc.RuleRefused):    "the rules of the activity were refused: see the findings",
	string(calc.InCycle):        "the activity takes part in a cycle of shares: see the findings",
	string(calc.BelowEpsilon):   "the part was too small to be followed",
}

func newZero(code string) ExplainZero {
	return ExplainZero{Code: code, Text: cmp.Or(zeroTexts[code], code)}
}

// zeroFinder looks for everything that a party has and that brought it nothing.
type zeroFinder struct {
	scheme  *calc.Scheme
	company *Company // as it is now; nil: unknown
	party   calc.PartyID
	account int32 // -1 for none
	product calc.ActivityID
	until   calc.Instant
	from    calc.Instant // of the first line
	earned  map[calc.ActivityID]bool
	reason  func(activity int32) string // why credit that was there earned nothing
	zeros   []ExplainZero
}

func newZeroFinder(e *explainer, account int32, items []ExplainItem) *zeroFinder {
	z := &zeroFinder{
		scheme: &e.input.Scheme, company: e.company, party: e.query.Party, account: account, product: e.query.Product,
		until: calc.Instant(e.plan.Settlement.Until.UnixMilli()), from: calc.Never, earned: earnedOf(items),
	}
	for sale := range e.input.Sales.All() {
		z.from = min(z.from, sale.At)
	}
	z.reason = e.zeroReasons()
	z.payout(e.account())
	return z
}

func earnedOf(items []ExplainItem) map[calc.ActivityID]bool {
	earned := map[calc.ActivityID]bool{}
	for _, item := range items {
		earned[item.Activity] = true
	}
	return earned
}

// payout says why there is no invoice.
func (z *zeroFinder) payout(a Account) {
	switch balance := a.Opening + a.Earned + a.Adjusted; {
	case a.Invoiced != 0:
	case a.Held && balance > 0:
		z.add(newZero(zeroHeld))
	case balance > 0:
		z.add(newZero(zeroBelowMinimum))
	case balance < 0:
		z.add(newZero(zeroOwes))
	default:
		z.add(newZero(zeroNothingDue))
	}
}

func (z *zeroFinder) add(zero ExplainZero) {
	if z.product == "" || zero.Activity == "" || zero.Activity == z.product {
		z.zeros = append(z.zeros, zero)
	}
}

// find lists the zeros, those about everything first.
func (z *zeroFinder) find() []ExplainZero {
	held := z.held(z.ownFacilities())
	for activity, during := range held {
		if id := z.scheme.Activities[activity].ID; !z.earned[id] {
			zero := newZero(zeroNoApprovedCredit)
			if during {
				zero = newZero(z.reason(activity))
			}
			zero.Activity = id
			z.add(zero)
		}
	}
	z.notCounted()
	if len(held) == 0 {
		z.nothingHeld()
	}
	slices.SortFunc(z.zeros, func(a, b ExplainZero) int {
		return cmp.Or(cmp.Compare(a.Activity, b.Activity), cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.Code, b.Code))
	})
	return append([]ExplainZero{}, slices.Compact(z.zeros)...)
}

// nothingHeld says why the party has no credit that counts.
func (z *zeroFinder) nothingHeld() {
	claimed := z.company != nil && slices.ContainsFunc(z.company.Claims, func(c Claim) bool { return c.Party == z.party })
	switch {
	case claimed && z.account >= 0:
		z.add(newZero(zeroNoCredit))
	case z.account >= 0 && z.company != nil:
		z.add(newZero(zeroNoFacility))
	case z.account >= 0:
		z.add(newZero(zeroNoCredit))
	default:
		z.add(newZero(zeroNotInGroup))
	}
}
