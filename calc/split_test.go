package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// threeAndTwo has three parties and two reasons, and three activities.
func threeAndTwo() *Scheme {
	return &Scheme{
		Activities: []Activity{{ID: "A"}, {ID: "B"}, {ID: "C"}},
		Accounts:   []Account{{Party: "P"}, {Party: "Q"}, {Party: "R"}, {Retained: NoParty}, {Retained: NoCredits}},
	}
}

func fine(t testing.TB, text string) Fine {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("not a number: %s", text)
	}
	r.Mul(r, new(big.Rat).SetInt64(finePerMinor))
	f, _ := fineOfBig(new(big.Int).Quo(r.Num(), r.Denom()))
	return f
}

// TestSettle reads cells as "account activity value" in minor units.
func TestSettle(t *testing.T) {
	third := "10000/3"
	tests := []struct {
		name            string
		cells, residues []string
		total           Minor
		want            string
	}{
		{"OKThreeEquals", []string{"0 0 " + third, "1 0 " + third, "2 0 " + third}, nil, 10000, "PA3334 QA3333 RA3333"},
		{"OKTieByActivityWithinParty", []string{"1 2 0.5", "1 1 0.5", "2 0 1"}, nil, 2, "QB1 QC0 RA1"},
		{"OKRetainedLast", []string{"3 0 0.5", "2 0 0.5"}, nil, 1, "RA1 NO_PARTYA0"},
		{"OKRetainedByReason", []string{"3 0 0.5", "4 0 0.5"}, nil, 1, "NO_CREDITSA1 NO_PARTYA0"},
		{"OKZeroCellGetsNothing", []string{"0 0 0", "1 0 0.4", "2 0 0.6"}, nil, 1, "PA0 QA0 RA1"},
		{"OKBelowTheGridIsZero", []string{"0 0 0.0000000001", "1 0 0.9999999999"}, nil, 1, "PA0 QA1"},
		{"OKNegative", []string{"0 0 -0.5", "1 0 -0.5", "2 0 -3"}, nil, -4, "PA0 QA-1 RA-3"},
		{"OKMixedSigns", []string{"0 0 10.4", "1 0 -5.6", "2 0 0.2"}, nil, 5, "PA11 QA-6 RA0"},
		{"OKResidueOnly", []string{"0 0 1.5"}, []string{"1 0 0.5"}, 2, "PA2 QA0"},
		{"OKResidueDecides", []string{"0 0 1.5", "1 0 1.5"}, []string{"0 0 -0.5", "1 0 0.5"}, 3, "PA1 QA2"},
		{"OKResiduesOfTwoActivities", []string{"0 0 1"}, []string{"0 0 0.4", "0 1 0.6"}, 2, "PA1 PB1"},
		{"OKSameCellTwice", []string{"0 0 1", "0 0 2"}, nil, 3, "PA3"},
		{"OKDustBelowMiddle", []string{"0 0 0.00097656249999999", "1 0 0.9990234375"}, nil, 1, "PA0 QA1"},
		{"OKReasonOfTheCalculation", []string{"0 0 1", "5 0 1"}, nil, 2, "PA1 CYCLEA1"},
		{"OKReasonOfAnEarlierOne", []string{"0 0 1"}, []string{"7 0 1"}, 2, "PA1 RULE_REFUSEDA1"},
		{"OKNothing", nil, nil, 0, ""},
		{"ErrTooMuch", []string{"0 0 3"}, nil, 2, "error: settle 2 minor units: the cells add up to 1000000000000000000 fine units more than the lines"},
		{"ErrTooLittle", []string{"0 0 1"}, nil, 2, "error: settle 2 minor units: the cells add up to -1000000000000000000 fine units more than the lines"},
		{"ErrNoTaker", []string{"0 0 0.0000000001"}, nil, 1, "error: settle 1 minor units: 1 minor units are missing and 0 cells can take a unit"},
		{"ErrAccount", []string{"9 0 1"}, nil, 1, "error: settle 1 minor units: cell of account 9 and activity 0: not in the scheme"},
		{"ErrResidueAccount", []string{"0 0 1"}, []string{"0 0 0", "99 0 1"}, 1, "error: settle 1 minor units: cell of account 99 and activity 0: not in the scheme"},
		{"ErrActivity", []string{"0 -1 1"}, nil, 1, "error: settle 1 minor units: cell of account 0 and activity -1: not in the scheme"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := threeAndTwo()
			entries, err := Settle(s, readCells(t, tt.cells), readCells(t, tt.residues), tt.total)
			if got := writeEntries(s, entries, err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestSettleAddsNoAccount settles cells whose accounts are all there.
func TestSettleAddsNoAccount(t *testing.T) {
	s := threeAndTwo()
	if _, err := Settle(s, readCells(t, []string{"0 0 1", "4 0 1"}), nil, 2); err != nil || len(s.Accounts) != 5 {
		t.Errorf("%v: %v", err, s.Accounts)
	}
}

func readCells(t *testing.T, lines []string) (cells []Cell) {
	for _, line := range lines {
		var c Cell
		var value string
		if _, err := fmt.Sscan(line, &c.Account, &c.Activity, &value); err != nil {
			t.Fatal(err)
		}
		c.Earned = fine(t, value)
		cells = append(cells, c)
	}
	return cells
}

func writeEntries(s *Scheme, entries []Entry, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	var texts []string
	for _, e := range entries {
		account := s.Accounts[e.Account]
		texts = append(texts, fmt.Sprintf("%s%s%s%d", account.Party, account.Retained, s.Activities[e.Activity].ID, e.Amount))
	}
	return strings.Join(texts, " ")
}

// TestDustDecidesNoTie gives two cells the same exact value, in the middle between
// two steps of the grid; one of them lost a unit on its way.
func TestDustDecidesNoTie(t *testing.T) {
	middle := fine(t, "1/1024")
	less := middle.Sub(Fine{0, 1})
	rest := FineOf(1).Sub(middle).Sub(less)
	s := threeAndTwo()
	entries, err := Settle(s, []Cell{{0, 0, less}, {1, 0, middle}, {2, 0, rest}}, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := writeEntries(s, entries, nil); got != "PA0 QA0 RA1" {
		t.Fatal(got)
	}
	_, a := entries[0].Earned.floor()
	if _, b := entries[1].Earned.floor(); a != b {
		t.Errorf("remainders %d and %d of the same value", a, b)
	}
	_, a = less.Neg().floor()
	if _, b := middle.Neg().floor(); a != b {
		t.Errorf("remainders %d and %d of the same negative value", a, b)
	}
}

// TestResiduesFavourNobody pays 100.00 a month to three equals for a year.
func TestResiduesFavourNobody(t *testing.T) {
	s := threeAndTwo()
	var residues []Cell
	paid := [3]Minor{}
	for month := range 12 {
		cells := readCells(t, []string{"0 0 10000/3", "1 0 10000/3", "2 0 10000/3"})
		cells[month%3].Earned = cells[month%3].Earned.Add(Fine{0, 1}) // the unit that a third leaves
		entries, err := Settle(s, cells, residues, 10000)
		if err != nil {
			t.Fatal(err)
		}
		residues = residues[:0]
		for i, e := range entries {
			paid[i] += e.Amount
			residues = append(residues, Cell{e.Account, e.Activity, e.Residue()})
		}
		if slices.Max(paid[:])-slices.Min(paid[:]) > 1 {
			t.Errorf("after month %d: %v", month+1, paid)
		}
	}
	if paid != [3]Minor{40000, 40000, 40000} {
		t.Errorf("after a year: %v", paid)
	}
}

// TestThousandsOfTies divides amounts among equal cells: the first ones by id get
// the odd units, and nobody else.
func TestThousandsOfTies(t *testing.T) {
	s := &Scheme{Activities: []Activity{{ID: "A"}}, Facilities: []FacilityID{}}
	for i := range int32(5000) {
		s.Accounts = append(s.Accounts, Account{Party: PartyID(fmt.Sprintf("P%04d", i))})
		s.Facilities = append(s.Facilities, FacilityID(fmt.Sprintf("F%04d", i)))
		s.Tenures = append(s.Tenures, Tenure{i, i, Ever, Never})
		s.Credits = append(s.Credits, CreditChange{0, i, 0, 7})
	}
	for _, amount := range []Minor{1, 4999, 5000, 5001, 123_456_789, -1, -4999, -123_456_789} {
		entries, err := Settle(s, distribute(t, s, []Line{{At: 1, Amount: amount}}).Cells, nil, amount)
		if err != nil {
			t.Fatal(err)
		}
		floor, odd := amount/5000, amount%5000
		if odd < 0 {
			floor, odd = floor-1, odd+5000
		}
		for i, e := range entries {
			want := floor
			if Minor(i) < odd {
				want++
			}
			if e.Amount != want {
				t.Fatalf("%d among 5000: party %d gets %d instead of %d", amount, i, e.Amount, want)
			}
		}
	}
}

func TestKthLargest(t *testing.T) {
	w := newWorld(1)
	for range 500 {
		values := make([]uint32, 1+w.IntN(60))
		for i := range values {
			values[i] = uint32(w.IntN(1 + w.IntN(40)))
		}
		sorted := slices.Sorted(slices.Values(values))
		slices.Reverse(sorted)
		for k := range sorted {
			if got := kthLargest(slices.Clone(values), k+1); got != sorted[k] {
				t.Fatalf("%d-th largest of %v: %d instead of %d", k+1, values, got, sorted[k])
			}
		}
	}
}

// FuzzSettle cuts a total in cells at fuzzed places: the entries add up to it, none
// is a minor unit or more away from its value, and zero cells get nothing.
func FuzzSettle(f *testing.F) {
	f.Add(int64(10000), []byte{3, 3, 3})
	f.Add(int64(-7), []byte{0, 255, 1, 0, 9})
	f.Add(int64(1), []byte{})
	f.Fuzz(func(t *testing.T, amount int64, weights []byte) {
		amount %= 1 << 60
		s, cells := threeAndTwo(), []Cell(nil)
		var whole uint64
		for _, b := range weights {
			whole += uint64(b)
		}
		if whole == 0 {
			return
		}
		cutter := cut(FineOf(Minor(amount)), whole)
		for i, b := range weights {
			cells = append(cells, Cell{int32(i % 5), int32(i / 5 % 3), cutter.next(uint64(b))})
		}
		half := len(cells) / 2
		entries, err := Settle(s, cells[:half], cells[half:], Minor(amount))
		if err != nil {
			t.Fatal(err)
		}
		var sum Minor
		for _, e := range entries {
			sum += e.Amount
			if !e.Residue().abs().less(wide{0, finePerMinor}) && !e.Residue().Sub(Fine{0, gridDust}).abs().less(wide{0, finePerMinor + finePerGrid}) {
				t.Errorf("%+v is a unit away from its value", e)
			}
			if e.Earned.Add(e.Brought).IsZero() && e.Amount != 0 {
				t.Errorf("%+v gets something for nothing", e)
			}
		}
		if sum != Minor(amount) {
			t.Errorf("%d instead of %d", sum, amount)
		}
	})
}
