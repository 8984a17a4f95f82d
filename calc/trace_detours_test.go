package calc

import "testing"

// TestTraceTakesNoDetours has money that does not go where it seems to, or only just
// does.
func TestTraceTakesNoDetours(t *testing.T) {
	for _, tt := range []struct{ name, company, want string }{
		{"HolderNoMore", `
			F1 has 1 of T
			F1 of A ..10
			F1 of dave 10..
			mik has 1 of A
			T earns 100 @9
			T earns 200 @10
			A earns 50 @10`, `A 150
  100 T(1) 4:A 100.00 5:A 100.00
  50 A(1) 5:A 100.00
  0 others 0
`},
		{"RetainedInACycle", `
			A uses B 1 ..
			A uses C 1 ..
			B uses A 1 ..
			mik has 1 of C
			A earns 100 @1
			C earns 50 @1`, `C 50
  50 C(1) 5:C 100.00
  0 others 0
`},
		{"HolderOfARetainedOne", `
			T uses B 1 ..
			T own 1
			B uses T 1 ..
			F1 has 1 of T
			F1 of A ..
			mik has 1 of A
			T earns 100 @1
			A earns 50 @1`, `A 50
  50 A(1) 5:A 100.00
  0 others 0
`},
		{"HolderOfNoPieces", `
			F1 has 0 of T
			F1 of A ..
			mik has 1 of A
			dave has 1 of T
			T earns 100 @1
			A earns 50 @1`, `A 50
  50 A(1) 5:A 100.00
  0 others 0
`},
		{"LeastPieceOfAHolder", `
			F1 has 0.000001 of T
			F1 of A ..
			mik has 1 of A
			T earns 100 @1`, `A 100
  100 T(1) 4:A 100.00 5:A 100.00
  0 others 0
`},
		{"OutOfACircleByItsFirst", `
			solve
			A uses B 1 ..
			A uses X 1 ..
			B uses A 1 ..
			mik has 1 of X
			A earns 800 @1`, `X 800
  400 A(1) 2:X 50.00 5:X 100.00
  200 A(1) 2:B 50.00 2:A 100.00 2:X 50.00 5:X 100.00
  100 A(1) 2:B 50.00 2:A 100.00 2:B 50.00 2:A 100.00 2:X 50.00 5:X 100.00
  100 others 18446744073709551615
`},
		{"RoundACircleAgainstTheOrder", `
			solve
			A uses B 1 ..
			B uses C 1 ..
			B own 1
			C uses A 1 ..
			mik has 1 of B
			C earns 800 @1`, `B 800
  400 C(1) 2:A 100.00 2:B 100.00 3:B 50.00 5:B 100.00
  200 C(1) 2:A 100.00 2:B 100.00 2:C 50.00 2:A 100.00 2:B 100.00 3:B 50.00 5:B 100.00
  100 C(1) 2:A 100.00 2:B 100.00 2:C 50.00 2:A 100.00 2:B 100.00 2:C 50.00 2:A 100.00 2:B 100.00 3:B 50.00 5:B 100.00
  100 others 18446744073709551615
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, lines := company(t, tt.company)
			if got := traceText(s, trace(t, s, lines, accountOf(s, "mik"), TraceOptions{Paths: 3})); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestAmountOfASmallLoss keeps the sign of the least amount there is.
func TestAmountOfASmallLoss(t *testing.T) {
	if got := amountOf(-1, []Step{{ToCredit, 0, 1, 2}}); got != FineOf(1).Neg().Add(amountOf(1, []Step{{ToCredit, 0, 1, 2}})) {
		t.Errorf("half of a loss of 1 is %s", got)
	}
}
