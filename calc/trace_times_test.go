package calc

import (
	"slices"
	"testing"
)

// TestTraceTimes tells since when and until when nothing changed that a path depends
// on: what changes elsewhere does not bound it.
func TestTraceTimes(t *testing.T) {
	base := `
		BOARD uses FIRMWARE 1 ..
		mik has 1 of FIRMWARE
		F5 has 1 of FIRMWARE
		Z earns 1000 @1
		BOARD earns 1000 @15
		Z earns 1000 @30
		`
	for _, tt := range []struct {
		name, change string
		from, thru   Instant
	}{
		{"OKComponentElsewhere", "OTHER uses FIRMWARE 2 10..20", 10, 20}, // it may lead there
		{"OKComponentAside", "OTHER uses THING 2 10..20", Ever, Never},
		{"OKComponentOfTheCredited", "FIRMWARE uses THING 0 10..20", 10, 20},
		{"OKCreditsElsewhere", "cell has 1 of THING @10\ncell has 1 of THING @20", Ever, Never},
		{"OKCreditsOfTheUser", "cell has 1 of BOARD @10\ncell has 1 of BOARD @20", Ever, Never},
		{"OKTenureOfAnother", "F8 has 1 of THING\nF8 of cell 10..20", Ever, Never},
		{"OKTenureOfAnotherThere", "F5 of cell 10..20", Ever, Never}, // of so many pieces as before
		{"OKFormula", "THING uses OTHER = 1 + 1 10..20", 10, 20},     // it might refer to anything
		{"ErrComponent", "BOARD uses THING 1 10..20", 10, 20},
		{"ErrTwoChanges", "BOARD uses THING 1 9..22\nBOARD uses OTHER 1 10..20", 10, 20},
		{"ErrCredits", "cell has 1 of FIRMWARE @10\ncell has 1 of FIRMWARE @20", 10, 20},
		{"ErrOwnTenure", "F5 of mik 10..20", 10, 20},
		{"ErrTenureOfAnActivity", "F7 has 1 of FIRMWARE\nF7 of THING 10..20\nTHING uses OTHER 1 ..", 10, 20},
	} {
		s, lines := company(t, base+tt.change)
		items := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{Paths: 1}).Items
		if len(items) != 1 {
			t.Errorf("%s: %+v", tt.name, items)
			continue
		}
		paths := items[0].Paths
		if len(paths) != 1 {
			t.Errorf("%s: %+v", tt.name, paths)
			continue
		}
		if source := paths[0].Source; source.From != tt.from || source.Thru != tt.thru {
			t.Errorf("%s: %+v", tt.name, paths)
		}
	}
}

// TestTraceTimesOfTheCompany bounds what is retained, which any change may matter to.
func TestTraceTimesOfTheCompany(t *testing.T) {
	for _, reason := range []Reason{NoParty, NoCredits} {
		s, lines := company(t, `
			F8 has 1 of A
			F9 has 1 of B
			F9 of cell 10..20
			B earns 100 @1
			A earns 100 @15
			C earns 100 @15
			B earns 100 @30`)
		Distribute(s, lines) // completes the accounts
		account := int32(slices.IndexFunc(s.Accounts, func(a Account) bool { return a.Retained == reason }))
		want := map[Reason][2]Instant{NoParty: {10, 20}, NoCredits: {Ever, Never}}[reason]
		if source := trace(t, s, lines, account, TraceOptions{}).Items[0].Paths[0].Source; source.From != want[0] || source.Thru != want[1] {
			t.Errorf("%s: %+v", reason, source)
		}
	}
}

// TestTraceTimesOfWhatIsRetained bounds it by any change of the rules.
func TestTraceTimesOfWhatIsRetained(t *testing.T) {
	s, lines := company(t, `
		A uses C 1 10..20
		Z earns 100 @1
		A earns 300 @15
		Z earns 100 @30`)
	Distribute(s, lines) // completes the accounts
	account := int32(slices.IndexFunc(s.Accounts, func(a Account) bool { return a.Retained == NoCredits }))
	items := trace(t, s, lines, account, TraceOptions{Activities: []int32{1}}).Items
	if len(items) != 1 || len(items[0].Paths) != 1 || items[0].Paths[0].Source.From != 10 || items[0].Paths[0].Source.Thru != 20 {
		t.Errorf("%+v", items)
	}
}

// TestTraceTimesByHolders looks behind credits that an activity holds: what changes
// there bounds the path, too.
func TestTraceTimesByHolders(t *testing.T) {
	for _, change := range []string{"cell has 1 of T @10\ncell has 1 of T @20", "T uses C 1 10..20", "U uses C 1 10..20"} {
		s, lines := company(t, `
			F1 has 1 of T
			F1 of A ..
			T own 1
			mik has 1 of A
			U uses T 1 ..
			Z earns 100 @1
			U earns 300 @15
			Z earns 100 @30
			`+change)
		paths := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{}).Items[0].Paths
		if len(paths) != 1 || paths[0].Source.From != 10 || paths[0].Source.Thru != 20 {
			t.Errorf("%s: %+v", change, paths)
		}
	}
}

// TestTraceCountsWhatGoesRound has money that goes round for ever, and a circle that no
// money comes to, which makes no path more.
func TestTraceCountsWhatGoesRound(t *testing.T) {
	s, lines := company(t, `
		solve
		A uses B 1 ..
		B uses A 1 ..
		A own 1
		mik has 1 of A
		C uses D 1 ..
		X uses Y 1 ..
		Y uses X 1 ..
		X uses D 1 ..
		cell has 1 of D
		A earns 300 @1
		C earns 100 @1`)
	if item := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{}).Items[0]; item.OtherPaths != ManyPaths || len(item.Paths) != defaultPaths || item.Paths[0].Amount != item.Paths[1].Amount.Add(item.Paths[1].Amount) {
		t.Errorf("%+v", item)
	}
	if item := trace(t, s, lines, accountOf(s, "cell"), TraceOptions{}).Items[0]; item.OtherPaths != 0 || len(item.Paths) != 1 || !item.Others.IsZero() {
		t.Errorf("%+v", item)
	}
}

// TestTraceAfterAHolderLeft has credits that were an activity's for a while: later
// money takes another way.
func TestTraceAfterAHolderLeft(t *testing.T) {
	s, lines := company(t, `
		F1 has 1 of T
		F1 of A 10..20
		F1 of B 20..
		mik has 1 of A
		cell has 1 of B
		T earns 200 @10
		T earns 300 @20`)
	for party, want := range map[PartyID]string{
		"mik":  "A 200\n  200 T(1) 4:A 100.00 5:A 100.00\n  0 others 0\n",
		"cell": "B 300\n  300 T(1) 4:B 100.00 5:B 100.00\n  0 others 0\n",
	} {
		if got := traceText(s, trace(t, s, lines, accountOf(s, party), TraceOptions{})); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
}

// TestPathKeys are the same where only the lines differ, and differ with anything else.
func TestPathKeys(t *testing.T) {
	step := Step{ToComponent, 1, 2, 3}
	with := func(change func(p *Path, s *Step)) string {
		p, s := Path{Source: Source{Activity: 7}}, step
		change(&p, &s)
		p.Steps = append(p.Steps, s)
		return p.key()
	}
	keys := []string{
		with(func(*Path, *Step) {}),
		with(func(p *Path, _ *Step) { p.Source.Activity = 8 }),
		with(func(p *Path, _ *Step) { p.Source.Cost = true }),
		with(func(_ *Path, s *Step) { s.Kind = ToHolder }),
		with(func(_ *Path, s *Step) { s.Activity = 4 }),
		with(func(_ *Path, s *Step) { s.Part = 1 }),
		with(func(_ *Path, s *Step) { s.Whole = 4 }),
		with(func(p *Path, s *Step) { p.Steps = []Step{*s} }),
	}
	if again := with(func(p *Path, _ *Step) { p.Source.Lines, p.Source.From = []int32{5}, 9 }); again != keys[0] {
		t.Error("other lines make another key")
	}
	slices.Sort(keys)
	if len(slices.Compact(keys)) != 8 {
		t.Error("two different paths have one key")
	}
}

// TestThinKeepsCounts joins paths, forgets the small ones, and joins more.
func TestThinKeepsCounts(t *testing.T) {
	paths := &trail{}
	n := int32(2*roomForPaths + 1)
	for range 3 {
		for i := range n {
			paths.add(Path{Source: Source{Activity: i}, Amount: FineOf(1000 + Minor(i))})
		}
	}
	paths.thin(1)
	paths.add(Path{Source: Source{Activity: n - 1}, Amount: FineOf(1)})
	largest, found := paths.largest(2)
	if len(paths.paths) != roomForPaths || found[0] != 4 || found[1] != 3 || largest[0].Amount != FineOf(3*(1000+Minor(n)-1)+1) {
		t.Errorf("%d paths, %v, %s", len(paths.paths), found, largest[0].Amount.Text(0))
	}
}
