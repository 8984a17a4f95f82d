package mapping

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"fairshare/calc"
)

// CompareDocument is what `fairshare project compare` prints: whose share, or amount,
// is another one, and the rows for which it is. The parts of one account add up to its
// difference.
type CompareDocument struct {
	Before   string         `json:"before"`   // a moment, or a settlement
	After    string         `json:"after"`    // likewise
	Currency string         `json:"currency"` // of settlements; shares have none
	Causes   []Cause        `json:"causes"`
	Accounts []CompareEntry `json:"accounts"` // those with a difference
	Parts    []ComparePart  `json:"parts"`
}

// CompareEntry is an account's share of a product's income, 12 digits after the point,
// or what it got in a settlement. Either party or retained is given.
type CompareEntry struct {
	Product    calc.ActivityID `json:"product"` // "" of settlements
	Party      calc.PartyID    `json:"party"`
	Retained   calc.Reason     `json:"retained"`
	Before     string          `json:"before"`
	After      string          `json:"after"`
	Difference string          `json:"difference"`
}

// ComparePart is what a cause changed for an account.
type ComparePart struct {
	Change   int             `json:"change"`
	Product  calc.ActivityID `json:"product"`
	Party    calc.PartyID    `json:"party"`
	Retained calc.Reason     `json:"retained"`
	Amount   string          `json:"amount"` // of the share, or of money
}

// effectKey is an account, and the product of which it has a share.
type effectKey struct {
	product calc.ActivityID
	account calc.Account
}

func inKeyOrder(a, b effectKey) int {
	return cmp.Or(cmp.Compare(a.product, b.product), compareAccounts(a.account, b.account))
}

// dissection takes differences apart, cause by cause, in units of one's own: whole
// numbers, so that the parts add up.
type dissection struct {
	document CompareDocument
	decimals int
	first    map[effectKey]*big.Int
	last     map[effectKey]*big.Int
	only     func(calc.Account) bool
}

func newDissection(before, after string, decimals int, first map[effectKey]*big.Int) *dissection {
	return &dissection{document: CompareDocument{Before: before, After: after, Causes: []Cause{}, Accounts: []CompareEntry{}, Parts: []ComparePart{}},
		decimals: decimals, first: first, last: first, only: func(calc.Account) bool { return true }}
}

// step adds a cause after which things are as they are now; one that changes nothing
// is left out.
func (c *dissection) step(cause Cause, now map[effectKey]*big.Int) {
	cause.Change = len(c.document.Causes) + 1
	any := false
	for _, key := range keysOf(c.last, now, inKeyOrder) {
		if difference := subtract(now[key], c.last[key]); difference.Sign() != 0 && c.only(key.account) {
			any = true
			c.document.Parts = append(c.document.Parts, ComparePart{cause.Change, key.product, key.account.Party, key.account.Retained, c.text(difference)})
		}
	}
	if any {
		c.document.Causes = append(c.document.Causes, cause)
	}
	c.last = now
}

func (c *dissection) done() CompareDocument {
	for _, key := range keysOf(c.first, c.last, inKeyOrder) {
		if difference := subtract(c.last[key], c.first[key]); difference.Sign() != 0 && c.only(key.account) {
			c.document.Accounts = append(c.document.Accounts, CompareEntry{key.product, key.account.Party, key.account.Retained,
				c.text(orNone(c.first[key])), c.text(orNone(c.last[key])), c.text(difference)})
		}
	}
	return c.document
}

func orNone(n *big.Int) *big.Int {
	if n == nil {
		return new(big.Int)
	}
	return n
}

func subtract(a, b *big.Int) *big.Int { return new(big.Int).Sub(orNone(a), orNone(b)) }

// text writes so many units with the point where it belongs.
func (c *dissection) text(n *big.Int) string {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.decimals)), nil)
	return new(big.Rat).SetFrac(n, ten).FloatString(c.decimals)
}

// CompareQuery says what of the shares is compared.
type CompareQuery struct {
	Before, After time.Time
	Product       string // "": every product
	Party         string // "": everybody
	Zone          *time.Location
}

// CompareShares compares the shares of two moments: everything that the scheme says has
// changed between them is let happen one after the other.
func CompareShares(company *Company, q CompareQuery) (CompareDocument, error) {
	products, err := productsAsked(company, q.Product)
	if err != nil {
		return CompareDocument{}, err
	}
	if _, known := company.Parties[calc.PartyID(q.Party)]; q.Party != "" && !known {
		return CompareDocument{}, &UnknownError{"Party", q.Party}
	}
	text := func(t time.Time) string { return t.In(q.Zone).Format(time.RFC3339) }
	s, at := &company.Scheme, instantOf(q.After)
	turns := turnsOf(s, instantOf(q.Before), at)
	shares, err := sharesAsKeys(s, products, instantOf(q.Before))
	if err != nil {
		return CompareDocument{}, err
	}
	c := newDissection(text(q.Before), text(q.After), shareDigits, shares)
	if q.Party != "" {
		c.only = func(a calc.Account) bool { return a.Party == calc.PartyID(q.Party) }
	}
	done := 0
	for _, step := range inSteps(s, turns, causesAtMost) {
		done += len(step)
		if shares, err = sharesAsKeys(retimed(s, allAt(turns[done:], calc.Never)), products, at); err != nil {
			return CompareDocument{}, err
		}
		c.step(causeOf(s, step, q.Zone), shares)
	}
	return c.done(), nil
}

// shareDigits is how many digits a share's text has.
const shareDigits = 12

// sharesAsKeys are the shares of products at an instant, in units of their last digit.
func sharesAsKeys(s *calc.Scheme, products []int32, at calc.Instant) (map[effectKey]*big.Int, error) {
	picture, err := calc.At(s, at)
	if err != nil {
		return nil, err
	}
	shares := map[effectKey]*big.Int{}
	for _, product := range products {
		for _, share := range picture.Shares(product) {
			text := share.Text()
			digits, _ := new(big.Int).SetString(text[:len(text)-shareDigits-1]+text[len(text)-shareDigits:], 10) // Text wrote it
			shares[effectKey{s.Activities[product].ID, s.Accounts[share.Account]}] = digits
		}
	}
	return shares, nil
}

// settledKeys are what a settlement's accounts got, in minor units.
func settledKeys(plan *Plan) map[effectKey]*big.Int {
	amounts := map[effectKey]*big.Int{}
	for entry := range plan.Ledger.All() {
		key := effectKey{account: entry.Account}
		amounts[key] = orNone(amounts[key])
		amounts[key].Add(amounts[key], big.NewInt(int64(entry.Amount)))
	}
	return amounts
}

// earnedKeys divides lines by a scheme and rounds what each account gets to minor units.
func earnedKeys(s *calc.Scheme, lines []calc.Line) (map[effectKey]*big.Int, error) {
	outcome, err := calc.Distribute(s, lines)
	if err != nil {
		return nil, err
	}
	sums := map[int32]calc.Fine{}
	for _, cell := range outcome.Cells {
		sums[cell.Account] = sums[cell.Account].Add(cell.Earned)
	}
	amounts := map[effectKey]*big.Int{}
	for account, sum := range sums {
		amounts[effectKey{account: s.Accounts[account]}] = big.NewInt(int64(sum.Round()))
	}
	return amounts, nil
}

// SettledCase is a settlement with what it was worked out from.
type SettledCase struct {
	Plan  *Plan
	Input *Input
}

// CompareSettlements compares what everybody got in two settlements of one currency.
// First every change that came during the earlier one is let hold for all of it, one
// after the other; then the sales are exchanged; then what changed until the later one
// happens, one after the other.
func CompareSettlements(a, b SettledCase, party string, zone *time.Location) (CompareDocument, error) {
	first, last := a.Plan.Settlement, b.Plan.Settlement
	c := newDissection(first.ID, last.ID, first.Decimals, settledKeys(a.Plan))
	c.document.Currency = first.Currency
	if party != "" {
		c.only = func(a calc.Account) bool { return a.Party == calc.PartyID(party) }
	}
	steps := settlementSteps{dissection: c, scheme: &b.Input.Scheme, zone: zone}
	own, err := a.Input.linesFor(steps.scheme)
	if err != nil {
		return c.document, err
	}
	cut, end := instantOf(first.Until)-1, instantOf(last.Until)-1
	start := cut
	for _, line := range own {
		start = min(start, line.At)
	}
	during, later := turnsOf(steps.scheme, start, cut), turnsOf(steps.scheme, cut, end)
	if err := steps.past(a.Input, own); err != nil {
		return c.document, err
	}
	done := 0
	for _, step := range inSteps(steps.scheme, during, causesAtMost) {
		done += len(step)
		steps.divide(causeOf(steps.scheme, step, zone), allAt(during[:done], start), own)
	}
	sales := linesOf(b.Input.Sales)
	steps.divide(Cause{Entity: "OrderItem", Key: first.ID + " → " + last.ID, Text: "other sales: " + first.Income.Text(first.Decimals) + " → " + last.Income.Text(last.Decimals)},
		allAt(later, calc.Never), sales)
	done = 0
	for _, step := range inSteps(steps.scheme, later, causesAtMost) {
		done += len(step)
		steps.divide(causeOf(steps.scheme, step, zone), allAt(later[done:], calc.Never), sales)
	}
	c.step(Cause{Entity: "settlement", Key: last.ID, Text: "rounding to whole minor units, and what was left over before"}, settledKeys(b.Plan))
	return c.done(), steps.err
}

// settlementSteps divides lines by one scheme as its turns come.
type settlementSteps struct {
	*dissection
	scheme *calc.Scheme
	zone   *time.Location
	err    error // the first one
}

func (s *settlementSteps) divide(cause Cause, when map[turn]calc.Instant, lines []calc.Line) {
	amounts, err := earnedKeys(retimed(s.scheme, when), lines)
	if err != nil {
		s.err = err
		return
	}
	s.step(cause, amounts)
}

// past takes the earlier settlement's own scheme, and then puts the later one's in its
// place, which differs where somebody has changed days that had passed, or the rules.
func (s *settlementSteps) past(input *Input, lines []calc.Line) error {
	then, err := earnedKeys(&input.Scheme, linesOf(input.Sales))
	if err != nil {
		return err
	}
	s.step(Cause{Entity: "settlement", Key: input.Head.ID, Text: "rounding to whole minor units, and what was left over before"}, then)
	now, err := earnedKeys(s.scheme, lines)
	if err != nil {
		return err
	}
	s.step(Cause{Entity: "settlement", Key: input.Head.ID, Text: "days of the earlier settlement, or the configuration, were changed since: `fairshare settlements verify " + input.Head.ID + "` names the rows"}, now)
	return nil
}

// linesFor are the input's lines with the numbers of another scheme's activities.
func (in *Input) linesFor(s *calc.Scheme) ([]calc.Line, error) {
	lines := linesOf(in.Sales)
	for i := range lines {
		id := in.Scheme.Activities[lines[i].Activity].ID
		n, known := slices.BinarySearchFunc(s.Activities, id, func(a calc.Activity, id calc.ActivityID) int {
			return cmp.Compare(a.ID, id)
		})
		if !known {
			return nil, &UnknownError{"Product", string(id)}
		}
		lines[i].Activity = int32(n) // #nosec G115 -- there are fewer
	}
	return lines, nil
}
