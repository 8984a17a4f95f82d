package calc

import "testing"

// bytesReader deals out fuzzed bytes, zeros when they are used up.
type bytesReader []byte

func (r *bytesReader) next() byte {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *bytesReader) below(n int) int32 { return int32(int(r.next()) % n) }

func (r *bytesReader) number() int64 {
	return int64(int8(r.next())) * []int64{1, 1_000_000, 1 << 40, 1 << 56}[r.below(4)]
}

// validity may be inside out, which is never.
func (r *bytesReader) validity() (from, thru Instant) {
	from, thru = Instant(int8(r.next())), Instant(int8(r.next()))
	if from == -128 {
		from = Ever
	}
	if thru == -128 || thru == 127 {
		thru = Never
	}
	return from, thru
}

// FuzzDistribute builds any scheme at all from the bytes. Distribute must take it
// or refuse it, and what it takes must be conserved and settle.
func FuzzDistribute(f *testing.F) {
	f.Add([]byte("\x03\x02\x00\x01\x02 some rows of any kind, some credits, some lines of income"))
	f.Add([]byte{5, 0, 1, 0, 2, 1, 0, 5, 0, 1, 128, 127, 3, 1, 1, 0, 128, 127, 1, 2, 2, 2, 50, 100, 90, 90, 0, 0, 9})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytesReader(data)
		s, lines := fuzzedScheme(&r), []Line(nil)
		for len(r) > 0 && len(lines) < 50 {
			lines = append(lines, Line{Activity: r.below(len(s.Activities)), At: Instant(int8(r.next())), Amount: Minor(r.number()), Cost: r.below(4) == 0})
		}
		outcome, err := Distribute(s, lines)
		if err != nil {
			return // the contract was broken: tenures overlap, a weight is negative
		}
		var all Fine
		for _, line := range lines {
			all = all.Add(FineOf(line.Amount))
		}
		for _, c := range outcome.Cells {
			all = all.Sub(c.Earned)
		}
		if !all.IsZero() {
			t.Fatalf("%s fine units are lost", all)
		}
		if _, err := Settle(s, outcome.Cells, nil, total(lines)); err != nil {
			t.Fatal(err)
		}
		picture, err := At(s, Instant(int8(len(data))))
		if err != nil {
			t.Fatal(err)
		}
		for a := range s.Activities {
			whole := Fine{}
			for _, share := range picture.Shares(int32(a)) {
				whole = whole.Add(share.mass)
			}
			if whole != one {
				t.Fatalf("the shares in %d add up to %s", a, whole)
			}
		}
	})
}

// formula is mostly none.
func (r *bytesReader) formula() *Formula {
	text := []string{"= weight(A, B) / 3", "= credits(C) + 1", "= 100 - weight(B, A)", "= max(1, weight(A, B)) * 33.333333", "= 1 / 3"}
	which := r.below(16)
	if int(which) >= len(text) {
		return nil
	}
	formula, _ := ParseFormula(text[which])
	return formula
}

func fuzzedScheme(r *bytesReader) *Scheme {
	s := &Scheme{Method: Method(r.below(4) / 3), Cycles: Cycles(r.below(2))}
	for a := range 1 + r.below(8) {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(rune('A' + a)), Basis: Basis(r.below(3)), OwnWeight: Quantity(max(0, r.number()))})
	}
	n := len(s.Activities)
	for f := range 1 + r.below(4) {
		s.Facilities = append(s.Facilities, FacilityID(rune('F'+f)))
		s.Accounts = append(s.Accounts, Account{Party: PartyID(rune('P' + f))})
	}
	for a := range r.below(3) {
		s.Accounts = append(s.Accounts, Account{Activity: s.Activities[int(a)%n].ID})
		if n == 1 {
			break
		}
	}
	for range r.below(3) {
		f := Founder{Activity: r.below(n), Percent: Quantity(max(0, r.number()))}
		f.From, f.Thru = r.validity()
		s.Founders = append(s.Founders, f)
	}
	for range r.below(12) {
		c := Component{User: r.below(n), Used: r.below(n), Weight: Quantity(r.number())}
		c.SetFormula(r.formula())
		c.From, c.Thru = r.validity()
		s.Components = append(s.Components, c)
	}
	for range r.below(5) {
		tenure := Tenure{Facility: r.below(len(s.Facilities)), Account: r.below(len(s.Accounts))}
		tenure.From, tenure.Thru = r.validity()
		s.Tenures = append(s.Tenures, tenure)
	}
	for range r.below(12) {
		s.Credits = append(s.Credits, CreditChange{r.below(n), r.below(len(s.Facilities)), Instant(int8(r.next())), Quantity(r.number())})
	}
	return s
}
