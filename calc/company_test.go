package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// company writes a scheme and its lines in words, one a line:
//
//	direct                            the method
//	PUMP percent                      an activity's basis
//	PUMP own 5                        its own weight
//	PUMP refused NO_PRODUCT
//	PUMP uses DESIGN 30 10..20        a component while it is valid; ".." for ever
//	PUMP uses DESIGN refused ODD ..
//	mik has 5 of DESIGN @10           a credit in the facility that mik has for ever
//	F1 has 5 of DESIGN @10            a credit in a facility that nobody has,
//	F1 of mik 10..20                  or somebody for a while
//	F1 of PUMP 20..30                 an activity may hold credits, too
//	PUMP uses DESIGN = 1 + 2 ..       a formula
//	PUMP founder 10 ..20              a founders-activity and its percentage
//	solve                             cycles are solved
//	PUMP earns 1000 @15               a line
//	PUMP spends 1000 @15              a direct cost
//
// Names in lower case are parties. Whatever is named exists.
func company(t testing.TB, text string) (*Scheme, []Line) {
	t.Helper()
	c := words{t: t, bases: map[string]Basis{"weight": Weight, "percent": Percent, "facade": Facade}}
	for _, collect := range []bool{true, false} {
		for line := range strings.Lines(text) {
			if f := strings.Fields(line); len(f) > 0 {
				c.read(f)
			}
		}
		if collect {
			c.name()
		}
	}
	return &c.scheme, c.lines
}

type words struct {
	t                               testing.TB
	bases                           map[string]Basis
	activities, facilities, parties []string
	holders                         []string // activities with credits in others
	scheme                          Scheme
	lines                           []Line
	named                           bool
}

// name turns the names collected into sorted lists; then the lines are read again.
func (c *words) name() {
	for _, list := range []*[]string{&c.activities, &c.facilities, &c.parties, &c.holders} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	c.scheme, c.lines, c.named = Scheme{}, nil, true
	for _, id := range c.activities {
		c.scheme.Activities = append(c.scheme.Activities, Activity{ID: ActivityID(id)})
	}
	for _, id := range c.parties {
		c.scheme.Accounts = append(c.scheme.Accounts, Account{Party: PartyID(id)})
	}
	for _, id := range c.holders {
		c.scheme.Accounts = append(c.scheme.Accounts, Account{Activity: ActivityID(id)})
	}
	for i, id := range c.facilities {
		c.scheme.Facilities = append(c.scheme.Facilities, FacilityID(id))
		if party := slices.Index(c.parties, id); party >= 0 {
			c.scheme.Tenures = append(c.scheme.Tenures, Tenure{int32(i), int32(party), Ever, Never})
		}
	}
}

func (c *words) index(list *[]string, name string) int32 {
	if !c.named {
		*list = append(*list, name)
		return 0
	}
	return int32(slices.Index(*list, name))
}

// holder returns the account of a party or, in capitals, of an activity.
func (c *words) holder(name string) int32 {
	if name == strings.ToLower(name) {
		return c.index(&c.parties, name)
	}
	c.index(&c.activities, name)
	return int32(len(c.parties)) + c.index(&c.holders, name)
}

func (c *words) read(f []string) {
	switch {
	case f[0] == "direct":
		c.scheme.Method = Direct
	case f[0] == "solve":
		c.scheme.Cycles = SolveCycles
	case f[1] == "has":
		if f[0] == strings.ToLower(f[0]) {
			c.index(&c.parties, f[0])
		}
		c.scheme.Credits = append(c.scheme.Credits, CreditChange{c.index(&c.activities, f[4]), c.index(&c.facilities, f[0]), c.instant(f, 5), c.quantity(f[2])})
	case f[1] == "of":
		from, thru := c.period(f[3])
		c.scheme.Tenures = append(c.scheme.Tenures, Tenure{c.index(&c.facilities, f[0]), c.holder(f[2]), from, thru})
	case f[1] == "founder":
		from, thru := c.period(f[3])
		c.scheme.Founders = append(c.scheme.Founders, Founder{c.index(&c.activities, f[0]), c.quantity(f[2]), from, thru})
	case f[1] == "earns" || f[1] == "spends":
		var amount Minor
		c.scan(f[2], &amount)
		line := Line{Activity: c.index(&c.activities, f[0]), At: c.instant(f, 3), Amount: amount}
		if f[1] == "spends" {
			line.Amount, line.Cost = -amount, true
		}
		c.lines = append(c.lines, line)
	default:
		c.readRule(f, c.index(&c.activities, f[0]))
	}
}

func (c *words) readRule(f []string, a int32) {
	if f[1] == "uses" {
		row := Component{User: a, Used: c.index(&c.activities, f[2])}
		row.From, row.Thru = c.period(f[len(f)-1])
		switch f[3] {
		case "refused":
			row.Refuse(Reason(f[4]))
		case "=":
			formula, err := ParseFormula(strings.Join(f[3:len(f)-1], " "))
			if err != nil {
				c.t.Fatal(err)
			}
			row.SetFormula(formula)
		default:
			row.Weight = c.quantity(f[3])
		}
		c.scheme.Components = append(c.scheme.Components, row)
		return
	}
	if !c.named {
		return
	}
	switch activity := &c.scheme.Activities[a]; f[1] {
	case "own":
		activity.OwnWeight = c.quantity(f[2])
	case "refused":
		activity.Refused = Reason(f[2])
	default:
		basis, known := c.bases[f[1]]
		if !known {
			c.t.Fatalf("unknown word %q", f[1])
		}
		activity.Basis = basis
	}
}

func (c *words) scan(text string, into any) {
	if _, err := fmt.Sscan(text, into); err != nil {
		c.t.Fatalf("%q: %v", text, err)
	}
}

func (c *words) instant(f []string, i int) Instant {
	at := Ever
	if i < len(f) {
		c.scan(strings.TrimPrefix(f[i], "@"), &at)
	}
	return at
}

// period reads 10..20, ..20, 10.. and "..".
func (c *words) period(text string) (from, thru Instant) {
	from, thru = Ever, Never
	start, end, found := strings.Cut(text, "..")
	if found && start != "" {
		c.scan(start, &from)
	}
	if found && end != "" {
		c.scan(end, &thru)
	}
	return from, thru
}

func (c *words) quantity(text string) Quantity {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		c.t.Fatalf("%q is no number", text)
	}
	r.Mul(r, big.NewRat(int64(QuantityOne), 1))
	return Quantity(r.Num().Int64())
}

// written lists cells as "mik DESIGN 33.33", reasons in capitals.
func written(s *Scheme, cells []Cell) []string {
	texts := []string{}
	for _, c := range cells {
		account := s.Accounts[c.Account]
		texts = append(texts, fmt.Sprintf("%s%s %s %s", account.Party, account.Retained, s.Activities[c.Activity].ID, c.Earned.Text(2)))
	}
	return texts
}

// told lists problems as "CYCLE A @10 (detail) A>B".
func told(s *Scheme, problems []Problem) []string {
	texts := []string{}
	for _, p := range problems {
		text := fmt.Sprintf("%s %s", p.Code, s.Activities[p.Activity].ID)
		if p.Facility >= 0 {
			text += " " + string(s.Facilities[p.Facility])
		}
		if p.At != Ever {
			text += fmt.Sprintf(" @%d", p.At)
		}
		if p.Detail != "" {
			text += " (" + p.Detail + ")"
		}
		var path []string
		for _, a := range p.Path {
			path = append(path, string(s.Activities[a].ID))
		}
		texts = append(texts, strings.TrimSpace(text+" "+strings.Join(path, ">")))
	}
	return texts
}
