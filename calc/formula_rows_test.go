package calc

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// sheet is a BOM in words: each line is "component activity = formula", or with a
// plain number of pieces instead of the formula, or "!" with an error.
type sheet struct {
	activities []Activity
	rows       []FormulaRow
}

func newSheet(t testing.TB, lines ...string) sheet {
	t.Helper()
	var s sheet
	for _, id := range []ActivityID{"A", "B", "C", "D", "E", "F"} {
		s.activities = append(s.activities, Activity{ID: id})
	}
	for _, line := range lines {
		words := strings.Fields(line)
		row := FormulaRow{Used: int32(words[0][0] - 'A'), User: int32(words[1][0] - 'A')}
		switch rest := strings.Join(words[2:], " "); rest[0] {
		case '=':
			row.Formula = mustParse(t, rest)
		case '!':
			row.Err = errors.New(rest[1:])
		default:
			pieces, _ := new(big.Rat).SetString(rest)
			row.Weight = Quantity(pieces.Mul(pieces, big.NewRat(int64(QuantityOne), 1)).Num().Int64())
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// tenOfF says that there are 10.5 credits in F, none elsewhere, and E can't be told.
func tenOfF(activity int32) (*big.Rat, error) {
	switch activity {
	case 4:
		return nil, errors.New("the credits of E are refused")
	case 5:
		return big.NewRat(21, 2), nil
	}
	return new(big.Rat), nil
}

// resolve returns for each row its weight, or its error.
func (s sheet) resolve(t testing.TB) []string {
	t.Helper()
	weights, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
	results := make([]string, len(s.rows))
	for i, weight := range weights {
		if weight != nil {
			results[i] = weight.RatString()
		}
	}
	for _, failure := range failures {
		if results[failure.Row] != "" {
			t.Errorf("row %d has a result and an error, or two: %s, %v", failure.Row, results[failure.Row], failure)
		}
		results[failure.Row] = failure.Error()
	}
	if i := slices.Index(results, ""); i >= 0 {
		t.Errorf("row %d has neither a weight nor an error", i)
	}
	return results
}

func TestResolveFormulas(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"OK", []string{"A B = weight(C, B) / 3 + 5", "C B 2.5", "D D = credits(F) - credits(A)"},
			[]string{"35/6", "5/2", "21/2"}},
		{"OKRowsAddUp", []string{"A B 1", "A B = weight(C, C)", "C C 2", "D D = weight(A, B) * 2"},
			[]string{"1", "2", "2", "6"}},
		{"OKOwnWeight", []string{"A A 4", "B A = weight(A, A)"}, []string{"4", "4"}},
		{"OKZeroWeight", []string{"A B 0", "B B = 1 + weight(A, B)"}, []string{"0", "1"}},
		{"OKNoRows", nil, []string{}},
		{"ErrNoRow", []string{"A B = 1 + weight(B, A)"},
			[]string{"weight(A, B): column 7: unknown reference weight(B, A): A has no component B at that time"}},
		{"ErrNoActivity", []string{"A B = weight(A, X-1)", "B B = credits(Y)", "C C = weight(\"no such\", A)"}, []string{
			"weight(A, B): column 3: unknown reference weight(A, X-1): there is no activity X-1",
			"weight(B, B): column 3: unknown reference credits(Y): there is no activity Y",
			`weight(C, C): column 3: unknown reference weight("no such", A): there is no activity "no such"`}},
		{"ErrCredits", []string{"A B = credits(E)"}, []string{"weight(A, B): column 3: the credits of E are refused"}},
		{"ErrNegative", []string{"A B = 1 - credits(F)"},
			[]string{"weight(A, B): column 5: the weight would be -19/2; a weight can't be negative"}},
		{"ErrDependents", []string{"A B = 1 / 0", "B C = 2 + weight(A, B)", "C D = weight(B, C)", "D E = weight(D, D)", "D D 1"}, []string{
			"weight(A, B): column 5: division by zero",
			"weight(B, C): column 7: weight(A, B) has no value, because of weight(A, B): column 5: division by zero",
			"weight(C, D): column 3: weight(B, C) has no value, because of weight(A, B): column 5: division by zero",
			"1", "1"}},
		{"ErrRow", []string{"A B ! quantity -1", "A B 3", "B C = weight(A, B)"}, []string{
			"weight(A, B):  quantity -1", "3",
			"weight(B, C): column 3: weight(A, B) has no value, because of weight(A, B):  quantity -1"}},
		{"ErrItself", []string{"A B = weight(A, B)", "A B 1"},
			[]string{"weight(A, B): column 3: formula cycle weight(A, B) -> weight(A, B)", "1"}},
		{"ErrCycleOf2", []string{"B C = 1 + weight(A, B)", "A B = weight(B, C)", "D D = weight(B, C)"}, []string{
			"weight(B, C): column 7: formula cycle weight(A, B) -> weight(B, C) -> weight(A, B)",
			"weight(A, B): column 3: formula cycle weight(A, B) -> weight(B, C) -> weight(A, B)",
			"weight(D, D): column 3: weight(B, C) has no value, because of formula cycle weight(A, B) -> weight(B, C) -> weight(A, B)"}},
		{"ErrCycleEnteredInTheMiddle", []string{"A A = weight(C, C)", "B B = weight(C, C)", "C C = weight(B, B)"}, []string{
			"weight(A, A): column 3: weight(C, C) has no value, because of formula cycle weight(B, B) -> weight(C, C) -> weight(B, B)",
			"weight(B, B): column 3: formula cycle weight(B, B) -> weight(C, C) -> weight(B, B)",
			"weight(C, C): column 3: formula cycle weight(B, B) -> weight(C, C) -> weight(B, B)"}},
		{"ErrTwoCycles", []string{"A A = weight(B, B) + weight(C, C)", "B B = weight(A, A)", "C C = weight(A, A)"}, []string{
			"weight(A, A): column 3: formula cycle weight(A, A) -> weight(B, B) -> weight(A, A)",
			"weight(B, B): column 3: formula cycle weight(A, A) -> weight(B, B) -> weight(A, A)",
			"weight(C, C): column 3: formula cycle weight(A, A) -> weight(C, C) -> weight(A, A)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := newSheet(t, c.lines...).resolve(t); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

func TestResolveFormulasNamesACycleOf5(t *testing.T) {
	s := newSheet(t, "D A = weight(E, B)", "A C = weight(B, D)", "E B = weight(A, C)", "B D = weight(C, F)", "C F = weight(D, A)", "F F = weight(A, C)")
	_, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
	const want = "weight(A, C) -> weight(B, D) -> weight(C, F) -> weight(D, A) -> weight(E, B) -> weight(A, C)"
	if len(failures) != 6 {
		t.Fatalf("%d rows failed, want 6", len(failures))
	}
	for i, failure := range failures {
		var cycle *FormulaCycleError
		if !errors.As(failure, &cycle) || len(cycle.Path) != 5 || !strings.Contains(failure.Error(), want) {
			t.Errorf("%v does not name the cycle", failure)
		}
		var at *FormulaError
		if !errors.As(failure, &at) || at.Position != 3 {
			t.Errorf("%v has no position", failure)
		}
		if failure.Row != i || failure.Inherited() != (i == 5) {
			t.Errorf("%v: row %d, inherited %v", failure, failure.Row, failure.Inherited())
		}
	}
}

// Where the search enters linked cycles decides which of them is named, so it must
// not hang on the order of the rows that lead there.
func TestResolveFormulasNamesTheSameCycleInAnyOrder(t *testing.T) {
	lines := []string{"A A = weight(B, B)", "A A = weight(D, D)",
		"B B = weight(C, C) + weight(D, D)", "C C = weight(B, B)", "D D = weight(C, C)"}
	there := newSheet(t, lines...).resolve(t)
	slices.Reverse(lines)
	back := newSheet(t, lines...).resolve(t)
	slices.Reverse(back)
	if !reflect.DeepEqual(there, back) {
		t.Errorf("got\n  %s\nand\n  %s", strings.Join(there, "\n  "), strings.Join(back, "\n  "))
	}
}

// Every formula also counts how often it is evaluated, by asking for credits.
func TestResolveFormulasEvaluatesDiamondsOnce(t *testing.T) {
	const levels = 60 // 2^60 ways from the top to the bottom
	var s sheet
	for i := range levels {
		s.activities = append(s.activities, Activity{ID: ActivityID(fmt.Sprintf("L%03d", i))})
		text := "= credits(L000)"
		if i > 0 {
			text += fmt.Sprintf(" + weight(L000, L%03[1]d)/2 + weight(L001, L%03[1]d)/2", i-1)
		}
		for side := range int32(2) {
			s.rows = append(s.rows, FormulaRow{Used: side, User: int32(i), Formula: mustParse(t, text)})
		}
	}
	evaluations := 0
	weights, failures := ResolveFormulas(s.activities, s.rows, func(int32) (*big.Rat, error) {
		evaluations++
		return big.NewRat(1, 1), nil
	})
	if len(failures) > 0 {
		t.Fatal(failures[0])
	}
	if got := weights[len(weights)-1]; got.Cmp(big.NewRat(levels, 1)) != 0 {
		t.Errorf("the top weighs %v, want %d", got, levels)
	}
	if evaluations != len(s.rows) {
		t.Errorf("%d evaluations of %d formulas", evaluations, len(s.rows))
	}
}

// chain has n formulas, each needing the one behind it; the last is as given.
func chain(t testing.TB, n int, last string) sheet {
	var s sheet
	for i := range n {
		s.activities = append(s.activities, Activity{ID: ActivityID(fmt.Sprintf("N%06d", i))})
		text := last
		if i+1 < n {
			text = fmt.Sprintf("= weight(N%06[1]d, N%06[1]d) / 3 + 2/3", i+1)
		}
		s.rows = append(s.rows, FormulaRow{Used: int32(i), User: int32(i), Formula: mustParse(t, text)})
	}
	return s
}

func TestResolveFormulasLongChains(t *testing.T) {
	const n = 10_000
	s := chain(t, n, "= 1")
	weights, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
	if len(failures) > 0 || weights[0].Cmp(big.NewRat(1, 1)) != 0 {
		t.Fatalf("OK: %d failures, first weight %v", len(failures), weights[0])
	}
	for _, last := range []string{"= 1 / 0", "= weight(N000000, N000000)", "= 0 * weight(N009998, N009998)"} {
		s := chain(t, n, last)
		_, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
		if len(failures) != n {
			t.Fatalf("%q: %d rows failed, want all %d", last, len(failures), n)
		}
		for _, failure := range failures {
			if size := len(failure.Error()); size > 1000 {
				t.Fatalf("%q: a message of %d bytes", last, size)
			}
		}
	}
}

// Rows that square one another end with an error, not with the memory.
func TestResolveFormulasRefusesLongValues(t *testing.T) {
	s := chain(t, 100, "= 123456789012345678.5")
	for i := range s.rows[:99] {
		s.rows[i].Formula = mustParse(t, fmt.Sprintf("= weight(N%06[1]d, N%06[1]d) * weight(N%06[1]d, N%06[1]d)", i+1))
	}
	weights, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
	if len(failures) < 90 || !strings.Contains(failures[0].Error(), "too long") || weights[99] == nil {
		t.Errorf("%d failures, last weight %v", len(failures), weights[99])
	}

	s = newSheet(t, "B B = weight(A, A)")
	for i := range 60 { // one pair of rows whose sum needs all the denominators
		text := fmt.Sprintf("= 1 / %d / %d", 100_000_000_000_000_003+2*i, 100_000_000_000_000_203+2*i)
		s.rows = append(s.rows, FormulaRow{Formula: mustParse(t, text)})
	}
	_, failures = ResolveFormulas(s.activities, s.rows, tenOfF)
	if len(failures) != 1 || !strings.Contains(failures[0].Error(), "weight(A, A): the sum of its rows becomes too long") {
		t.Errorf("failures %v", failures)
	}
}

// Random worlds against a resolver that evaluates each row anew, all its needs with
// it, and knows of failures only that they are.
func TestResolveFormulasAgainstNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	failed, fine := 0, 0
	for range 3_000 {
		s := randomSheet(t, rng)
		weights, failures := ResolveFormulas(s.activities, s.rows, tenOfF)
		for i, row := range s.rows {
			want := s.naive(row, 0)
			if (want == nil) != (weights[i] == nil) || want != nil && want.Cmp(weights[i]) != 0 {
				t.Fatalf("row %d: %v, want %v; failures %v", i, weights[i], want, failures)
			}
			if want == nil {
				failed++
			} else {
				fine++
			}
		}
		s.checkShuffled(t, rng, failures)
	}
	if failed < 3_000 || fine < 10_000 {
		t.Errorf("the worlds are too one-sided: %d rows failed, %d were fine", failed, fine)
	}
}

func randomSheet(t *testing.T, rng *rand.Rand) sheet {
	var lines []string
	letter := func() string { return string("ABCDEF"[rng.IntN(6)]) }
	for range 3 + rng.IntN(12) {
		line := letter() + " " + letter() + " "
		switch rng.IntN(8) {
		case 0, 1:
			line += fmt.Sprintf("= weight(%s, %s) / 3 + %d", letter(), letter(), rng.IntN(5))
		case 2:
			line += fmt.Sprintf("= max(weight(%s, %s), weight(%s, %s))", letter(), letter(), letter(), letter())
		case 3:
			line += "= credits(F) / 2"
		default:
			line += fmt.Sprintf("%d.%d", rng.IntN(10), rng.IntN(100))
		}
		lines = append(lines, line)
	}
	return newSheet(t, lines...)
}

// checkShuffled holds that the same rows fail, for the same reasons, in any order.
func (s sheet) checkShuffled(t *testing.T, rng *rand.Rand, failures []*FormulaRowError) {
	t.Helper()
	order := rng.Perm(len(s.rows))
	shuffled := make([]FormulaRow, len(order))
	for to, from := range order {
		shuffled[to] = s.rows[from]
	}
	_, again := ResolveFormulas(s.activities, shuffled, tenOfF)
	before := map[int]string{}
	for _, failure := range failures {
		before[failure.Row] = reason(failure)
	}
	for _, failure := range again {
		if was := before[order[failure.Row]]; was != reason(failure) {
			t.Fatalf("shuffled rows: %v (%s), before: %q", failure, reason(failure), was)
		}
	}
	if len(again) != len(failures) {
		t.Fatalf("shuffled rows: %d failures, %d before", len(again), len(failures))
	}
}

// reason is the message, except that several failing rows of one pair leave open
// which of them those who need the pair are told about.
func reason(failure *FormulaRowError) string {
	if failure.Inherited() {
		return "inherited"
	}
	return failure.Error()
}

// naive takes a way longer than there are rows for a cycle.
func (s sheet) naive(row FormulaRow, depth int) *big.Rat {
	if row.Formula == nil {
		return big.NewRat(int64(row.Weight), int64(QuantityOne))
	}
	value, err := row.Formula.Evaluate(naiveValues{s, depth + 1})
	if err != nil {
		return nil
	}
	return value
}

type naiveValues struct {
	sheet
	depth int
}

func (v naiveValues) Weight(component, activity ActivityID) (*big.Rat, error) {
	var sum *big.Rat
	for _, row := range v.rows {
		if v.activities[row.Used].ID != component || v.activities[row.User].ID != activity {
			continue
		}
		if v.depth > len(v.rows) {
			return nil, errNoValue
		}
		value := v.naive(row, v.depth)
		if value == nil {
			return nil, errNoValue
		}
		if sum == nil {
			sum = new(big.Rat)
		}
		sum.Add(sum, value)
	}
	if sum == nil {
		return nil, errNoValue
	}
	return sum, nil
}

func (v naiveValues) Credits(activity ActivityID) (*big.Rat, error) {
	return tenOfF(int32(activity[0] - 'A'))
}

func BenchmarkResolveFormulas(b *testing.B) {
	s := chain(b, 10_000, "= 1")
	for b.Loop() {
		ResolveFormulas(s.activities, s.rows, tenOfF)
	}
}
