package calc

import (
	"fmt"
	"slices"
	"testing"
)

// TestTraceRefuses what it can't look at.
func TestTraceRefuses(t *testing.T) {
	s, lines := company(t, "mik has 1 of A\nA earns 100 @1")
	for _, account := range []int32{-1, 99} {
		if _, err := TraceOf(s, lines, account, TraceOptions{}); errorText(err) != fmt.Sprintf("trace: account %d is unknown", account) {
			t.Error(err)
		}
	}
	broken := *s
	broken.Method = 2
	if _, err := TraceOf(&broken, lines, 0, TraceOptions{}); errorText(err) != "trace: distribute: scheme: method 2 is unknown" {
		t.Error(err)
	}
}

// TestTraceOfSomeActivities leaves the items of others out, and of an account that
// got nothing there are none.
func TestTraceOfSomeActivities(t *testing.T) {
	s, lines := company(t, `
		A uses B 1 ..
		A own 1
		mik has 1 of A
		mik has 1 of B
		cell has 1 of C
		A earns 200 @1`)
	for _, tt := range []struct {
		activities []int32
		want       []int32
	}{{nil, []int32{0, 1}}, {[]int32{1}, []int32{1}}, {[]int32{2, 0}, []int32{0}}, {[]int32{2}, nil}, {[]int32{}, nil}} {
		traced := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{Activities: tt.activities})
		var got []int32
		for _, item := range traced.Items {
			got = append(got, item.Activity)
		}
		if !slices.Equal(got, tt.want) || len(traced.Outcome.Cells) != 2 {
			t.Errorf("items of %v: %v instead of %v", tt.activities, got, tt.want)
		}
	}
	if traced := trace(t, s, lines, accountOf(s, "cell"), TraceOptions{}); len(traced.Items) > 0 || traced.Outcome == nil {
		t.Errorf("%+v", traced)
	}
}

// TestTraceOfRefusedSales shows what founders who want more than all leave where it
// is, with the time in which they do, and that costs go on.
func TestTraceOfRefusedSales(t *testing.T) {
	s, lines := company(t, `
		F founder 60 ..
		E founder 50 10..20
		A uses B 1 ..
		mik has 1 of B
		A earns 1000 @9
		A earns 2000 @10
		A earns 300 @11
		A spends 400 @12
		A earns 500 @13
		A earns -500 @14
		B earns 700 @15
		A earns 1000 @20`)
	Distribute(s, lines) // completes the accounts
	refused := int32(slices.IndexFunc(s.Accounts, func(a Account) bool { return a.Retained == RuleRefused }))
	traced := trace(t, s, lines, refused, TraceOptions{})
	if got, want := traceText(s, traced), `A 2300
  2300 A(4) 6:A 100.00
  0 others 0
B 700
  700 B(1) 6:B 100.00
  0 others 0
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if source := traced.Items[0].Paths[0].Source; source.From != 10 || source.Thru != 20 || source.Income != 2300 {
		t.Errorf("%+v", source)
	}
	mik := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{})
	if got, want := traceText(s, mik), `B 400
  800 A(2) 1:A 40.00 2:B 100.00 5:B 100.00
  -400 A(1) 2:B 100.00 5:B 100.00
  0 others 0
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestTraceOfManyWays has a weight that changes from day to day, so that no two
// paths are the same, and lists one: the largest ones are kept in mind, the sum stays
// exact and every path is counted.
func TestTraceOfManyWays(t *testing.T) {
	days := 2*roomForPaths + 30
	text := "mik has 1 of B\nA own 1000\n"
	for day := range days {
		text += fmt.Sprintf("A uses B %d %d..%d\nA earns 1000000 @%d\n", 1+(day*77)%days, day, day+1, day)
	}
	s, lines := company(t, text)
	item := trace(t, s, lines, 0, TraceOptions{Paths: 1}).Items[0]
	want := Step{ToComponent, 1, uint64(days) * uint64(QuantityOne), uint64(1000+days) * uint64(QuantityOne)}
	if len(item.Paths) != 1 || item.Paths[0].Steps[0] != want || item.OtherPaths != uint64(days-1) {
		t.Errorf("%+v", item)
	}
	if item.Others.Add(item.Paths[0].Amount) != item.Earned {
		t.Errorf("%s and %s are not %s", item.Paths[0].Amount, item.Others, item.Earned)
	}
}

// TestTraceOfNothing has sales that cancel out in one stretch of time, but not in
// all: the first is no path.
func TestTraceOfNothing(t *testing.T) {
	s, lines := company(t, `
		A uses B 1 ..10
		A uses B 2 10..
		A own 1
		mik has 1 of B
		A earns 500 @1
		A earns -500 @2
		A earns 300 @10`)
	got := trace(t, s, lines, 0, TraceOptions{}).Items[0]
	if len(got.Paths) != 1 || got.OtherPaths != 0 || got.Paths[0].Source.From != 10 || got.Others.Sign() != 0 {
		t.Errorf("%+v", got)
	}
}

// TestTraceOfAllToFounders leaves nothing to the seller: that is no path.
func TestTraceOfAllToFounders(t *testing.T) {
	s, lines := company(t, `
		F founder 100 ..
		mik has 1 of A
		mik has 1 of F
		A earns 500 @1`)
	if got, want := traceText(s, trace(t, s, lines, 0, TraceOptions{})), "F 500\n  500 A(1) 0:F 100.00 5:F 100.00\n  0 others 0\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestTraceKeepsCostsApart from sales that took the same way.
func TestTraceKeepsCostsApart(t *testing.T) {
	s, lines := company(t, `
		mik has 1 of A
		A earns 500 @1
		A spends 100 @1
		A earns 50 @2
		A spends 20 @3`)
	want := "A 430\n  550 A(2) 5:A 100.00\n  -120 A(2) 5:A 100.00\n  0 others 0\n"
	if got := traceText(s, trace(t, s, lines, 0, TraceOptions{})); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
