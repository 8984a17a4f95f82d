package mapping

import (
	"cmp"
	"slices"
	"time"

	"fairshare/calc"
)

// FutureDocument is what `fairshare project future` prints: what OFBiz's rows say of
// days to come, and what it does to everybody's expected income. The effects are of
// one change after the other, in the order of time, so that they add up to the
// difference.
type FutureDocument struct {
	From    string         `json:"from"`
	To      string         `json:"to"`
	Now     string         `json:"now"`
	Expect  Expect         `json:"expect"`
	Changes []Cause        `json:"changes"`
	Income  []FutureIncome `json:"income"`
	Parties []FutureParty  `json:"parties"`
	Effects []FutureEffect `json:"effects"`
	Facades []FacadePart   `json:"facades"`

	Findings []Finding `json:"findings"` // that are to come
}

// FutureIncome is the income that is divided, in a currency.
type FutureIncome struct {
	Currency string `json:"currency"`
	Income   string `json:"income"`
	Expected string `json:"expected"` // of it; the rest was sold until now
}

// FutureParty is what a party, or the company for a reason, gets if nothing changed
// any more, and as the rows say. Either party or retained is given.
type FutureParty struct {
	Currency   string       `json:"currency"`
	Party      calc.PartyID `json:"party"`
	Retained   calc.Reason  `json:"retained"`
	Unchanged  string       `json:"unchanged"`
	Entered    string       `json:"entered"`
	Difference string       `json:"difference"`
}

// FutureEffect is what a change does to what a party, or the company, gets.
type FutureEffect struct {
	Change   int          `json:"change"`
	Currency string       `json:"currency"`
	Party    calc.PartyID `json:"party"`
	Retained calc.Reason  `json:"retained"`
	Amount   string       `json:"amount"`
}

// FacadePart is a component's percentage of a FACADE from a moment on.
type FacadePart struct {
	Facade    calc.ActivityID `json:"facade"`
	From      string          `json:"from"`
	Component calc.ActivityID `json:"component"`
	Percent   string          `json:"percent"`
}

// NewFutureDocument looks at everything that changes between now and the prospect's end.
func NewFutureDocument(c *Company, p Prospect, rules Rules) (FutureDocument, error) {
	text := func(t time.Time) string { return t.In(p.Zone).Format(time.RFC3339) }
	d := FutureDocument{From: text(p.From), To: text(p.To), Now: text(p.Now), Expect: p.Expect,
		Changes: []Cause{}, Income: []FutureIncome{}, Parties: []FutureParty{}, Effects: []FutureEffect{}, Facades: []FacadePart{}, Findings: []Finding{}}
	turns := turnsOf(&c.Scheme, instantOf(p.Now), instantOf(p.To)-1)
	sales := p.Sales(c)
	first, err := outlooks(retimed(&c.Scheme, allAt(turns, calc.Never)), sales, rules.CurrencyDecimals)
	if err != nil {
		return d, err
	}
	last, done := first, 0
	for i, step := range inSteps(&c.Scheme, turns, causesAtMost) {
		cause := causeOf(&c.Scheme, step, p.Zone)
		cause.Change, done = i+1, done+len(step)
		d.Changes = append(d.Changes, cause)
		next, err := outlooks(retimed(&c.Scheme, allAt(turns[done:], calc.Never)), sales, rules.CurrencyDecimals)
		if err != nil {
			return d, err
		}
		d.addEffects(i+1, last, next, rules.CurrencyDecimals)
		last = next
	}
	d.addParties(first, last, sales, p, rules.CurrencyDecimals)
	return d, d.look(c, p, turns)
}

func (d *FutureDocument) addEffects(change int, before, after map[string]*outlook, decimals func(string) int) {
	for _, currency := range currenciesIn(before, after) {
		a, b := outlookIn(before, currency, decimals).byAccount(), outlookIn(after, currency, decimals).byAccount()
		for _, account := range keysOf(a, b, compareAccounts) {
			if difference := b[account] - a[account]; difference != 0 {
				d.Effects = append(d.Effects, FutureEffect{change, currency, account.Party, account.Retained, difference.Text(decimals(currency))})
			}
		}
	}
}

func (d *FutureDocument) addParties(first, last map[string]*outlook, sales []Sale, p Prospect, decimals func(string) int) {
	for _, currency := range currenciesIn(first, last) {
		now, then, digits := outlookIn(first, currency, decimals), outlookIn(last, currency, decimals), decimals(currency)
		var expected calc.Minor
		for _, sale := range sales {
			if sale.Currency == currency && sale.At > instantOf(p.Now) {
				expected += sale.Amount
			}
		}
		d.Income = append(d.Income, FutureIncome{currency, then.income.Text(digits), expected.Text(digits)})
		a, b := now.byAccount(), then.byAccount()
		for _, account := range keysOf(a, b, compareAccounts) {
			d.Parties = append(d.Parties, FutureParty{currency, account.Party, account.Retained, a[account].Text(digits), b[account].Text(digits), (b[account] - a[account]).Text(digits)})
		}
	}
}

// look looks at the scheme now and whenever it changes: at the percentages of every
// FACADE, and at what is wrong then and is not now.
func (d *FutureDocument) look(c *Company, p Prospect, turns []turn) error {
	at := []calc.Instant{instantOf(p.Now)}
	for _, t := range turns {
		at = append(at, t.at)
	}
	told := map[int32][]calc.Part{}
	var known []Finding
	for i, moment := range slices.Compact(at) {
		picture, err := calc.At(&c.Scheme, moment)
		if err != nil {
			return err
		}
		for n, activity := range c.Scheme.Activities {
			facade := int32(n) // #nosec G115 -- there are fewer
			if parts := picture.Parts(facade); activity.Basis == calc.Facade && !slices.Equal(parts, told[facade]) {
				told[facade] = parts
				d.addFacade(c, activity.ID, timeOf(moment).In(p.Zone), parts)
			}
		}
		found := c.ProblemFindings(picture.Problems)
		if i == 0 {
			known = found
		}
		d.Findings = append(d.Findings, newFindings(known, found)...)
	}
	slices.SortStableFunc(d.Facades, func(a, b FacadePart) int { return cmp.Compare(a.Facade, b.Facade) })
	d.Findings = SortFindings(d.Findings)
	return nil
}

func (d *FutureDocument) addFacade(c *Company, facade calc.ActivityID, from time.Time, parts []calc.Part) {
	for _, part := range parts {
		d.Facades = append(d.Facades, FacadePart{facade, from.Format(time.RFC3339), c.Scheme.Activities[part.Used].ID,
			calc.Step{Part: part.Weight, Whole: part.Whole}.Percent()})
	}
}

// newFindings are those of which nothing was known.
func newFindings(known, found []Finding) []Finding {
	return slices.DeleteFunc(found, func(f Finding) bool {
		return slices.ContainsFunc(known, func(old Finding) bool { return old.Code == f.Code && old.Key == f.Key })
	})
}
