package calc

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// mapValues answers from the canonical text of a reference, in decimals or fractions.
type mapValues map[string]string

func (m mapValues) Weight(component, activity ActivityID) (*big.Rat, error) {
	return m.value(WeightReference{component, activity}.String())
}

func (m mapValues) Credits(activity ActivityID) (*big.Rat, error) {
	return m.value("credits(" + string(activity) + ")")
}

func (m mapValues) value(name string) (*big.Rat, error) {
	value, ok := new(big.Rat).SetString(m[name])
	if !ok {
		return nil, errNoValue
	}
	return value, nil
}

var errNoValue = errors.New("no value")

var someValues = mapValues{"weight(A, B)": "3", "weight(B, C)": "1/7", "credits(A)": "12.5", "credits(Z)": "0"}

func TestFormulaEvaluate(t *testing.T) {
	for text, want := range map[string]string{
		"= 1/3 + 1/3 + 1/3":           "1",
		"= 0.1 + 0.2 - 0.3":           "0",
		"= weight(A, B) / 2 + 5":      "13/2",
		"= weight(B, C) * 7":          "1",
		"= 2 + 3 * 4":                 "14",
		"= (2 + 3) * 4":               "20",
		"= 10 - 4 - 3":                "3",
		"= 10 - (4 - 3)":              "9",
		"= 12 / 3 / 2":                "2",
		"= 12 / (3 / 2)":              "8",
		"= 12 / 3 * 2":                "8",
		"= -2 * -3 - -1":              "7",
		"= --5":                       "5",
		"= -(1 - 4)":                  "3",
		"= 1 − 1 × 1 ÷ 1":             "0",
		"= min(3, credits(A), 2 + 2)": "3",
		"= max(3, credits(A), 2 + 2)": "25/2",
		"= max(0, 1 - 2)":             "0",
		"= credits(Z) / credits(A)":   "0",
		"= 999999999999999999.999999999999999999 * 1000000000": "999999999999999999999999999.999999999",
	} {
		got, err := mustParse(t, text).Evaluate(someValues)
		wanted, _ := new(big.Rat).SetString(want)
		if err != nil || got.Cmp(wanted) != 0 {
			t.Errorf("%q = %v, %v, want %s", text, got, err, want)
		}
	}
}

func TestFormulaEvaluateErrors(t *testing.T) {
	for _, c := range []struct {
		text     string
		position int
		says     string
	}{
		{"= 1 / 0", 5, "division by zero"},
		{"= 1 + 2 ÷ (3 − 3) + 1 / 0", 9, "division by zero"},
		{"= 1 / credits(Z)", 5, "division by zero"},
		{"= min(1, 1 / 0)", 12, "division by zero"},
		{"= 1 - weight(A, B)", 5, "would be -2; a weight can't be negative"},
		{"= -0.5", 3, "would be -1/2"},
		{"= -123456789012345678 / 7 / 1000", 27, "would be about -1.763668414e+13"},
		{"= 1 + weight(B, A)", 7, "no value"},
		{"= weight(A, B) * credits(Q)", 18, "no value"},
	} {
		_, err := mustParse(t, c.text).Evaluate(someValues)
		var e *FormulaError
		if !errors.As(err, &e) || e.Position != c.position || !strings.Contains(e.Text, c.says) {
			t.Errorf("%q: got %v, want column %d: … %s …", c.text, err, c.position, c.says)
		}
	}
	_, err := mustParse(t, "= weight(Q, Q)").Evaluate(someValues)
	if !errors.Is(err, errNoValue) {
		t.Errorf("%v does not wrap the answer of the values", err)
	}
}

func TestFormulaEvaluateRefusesLongValues(t *testing.T) {
	values := mapValues{"weight(A, B)": "1" + strings.Repeat("0", 600)} // 1994 bits
	if _, err := mustParse(t, "= weight(A, B) * 10000").Evaluate(values); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"= weight(A, B) * weight(A, B)", "= 0 / (1 / weight(A, B) / weight(A, B))"} {
		if _, err := mustParse(t, text).Evaluate(values); err == nil || !strings.Contains(err.Error(), "too long") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// The references' values belong to those who answered.
func TestFormulaEvaluateChangesNoValue(t *testing.T) {
	values := fixedValue{big.NewRat(5, 1)}
	f := mustParse(t, "= weight(A, B)")
	got, err := f.Evaluate(values)
	if err != nil {
		t.Fatal(err)
	}
	got.SetInt64(7)
	if values.value.Cmp(big.NewRat(5, 1)) != 0 {
		t.Error("the result is the answer itself, not a copy")
	}
	if _, err := f.Evaluate(fixedValue{}); err == nil {
		t.Error("a nil value without an error is taken")
	}
}

type fixedValue struct{ value *big.Rat }

func (v fixedValue) Weight(_, _ ActivityID) (*big.Rat, error) { return v.value, nil }
func (v fixedValue) Credits(ActivityID) (*big.Rat, error)     { return v.value, nil }

// Random formulas are read by Go's own parser too, whose precedences are the same,
// and evaluated by walking over its tree.
func TestFormulaAgainstGo(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	compared := 0
	for range 10_000 {
		text := randomExpression(rng, 5)
		formula, err := ParseFormula("=" + text)
		if err != nil {
			if len(text) < maxFormulaRunes {
				t.Fatalf("%q: %v", text, err)
			}
			continue
		}
		checkRoundTrip(t, formula)
		tree, err := parser.ParseExpr(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := formula.Evaluate(someValues)
		want := naive(tree)
		if want != nil && want.Sign() < 0 {
			want = nil
		}
		if (want == nil) != (err != nil) || want != nil && got.Cmp(want) != 0 {
			t.Fatalf("%q = %v, %v, want %v", text, got, err, want)
		}
		if want != nil {
			compared++
		}
	}
	if compared < 2_500 {
		t.Errorf("only %d of the random formulas had a value", compared)
	}
}

func randomExpression(rng *rand.Rand, depth int) string {
	if depth == 0 || rng.IntN(4) == 0 {
		leaves := []string{"0", "1", "2.5", "10", "0.125", "weight(A, B)", "weight(B, C)", "credits(A)", "credits(Z)"}
		return leaves[rng.IntN(len(leaves))]
	}
	sub := func() string { return randomExpression(rng, depth-1) }
	switch rng.IntN(9) {
	case 0:
		return "(" + sub() + ")"
	case 1:
		return "- " + sub()
	case 2:
		return "min(" + sub() + ", " + sub() + ")"
	case 3:
		return "max(" + sub() + ", " + sub() + "," + sub() + ")"
	}
	return fmt.Sprintf("%s %c %s", sub(), "+-*/"[rng.IntN(4)], sub())
}

// naive returns nil for a division by zero anywhere.
func naive(e ast.Expr) *big.Rat {
	switch e := e.(type) {
	case *ast.BasicLit:
		value, _ := new(big.Rat).SetString(e.Value)
		return value
	case *ast.ParenExpr:
		return naive(e.X)
	case *ast.UnaryExpr:
		if x := naive(e.X); x != nil {
			return new(big.Rat).Neg(x)
		}
		return nil
	case *ast.BinaryExpr:
		return naiveBinary(e.Op, naive(e.X), naive(e.Y))
	case *ast.CallExpr:
		return naiveCall(e)
	}
	panic(fmt.Sprintf("unexpected %T", e))
}

func naiveBinary(op token.Token, x, y *big.Rat) *big.Rat {
	switch {
	case x == nil || y == nil || op == token.QUO && y.Sign() == 0:
		return nil
	case op == token.ADD:
		return new(big.Rat).Add(x, y)
	case op == token.SUB:
		return new(big.Rat).Sub(x, y)
	case op == token.MUL:
		return new(big.Rat).Mul(x, y)
	}
	return new(big.Rat).Quo(x, y)
}

func naiveCall(e *ast.CallExpr) *big.Rat {
	name := e.Fun.(*ast.Ident).Name
	if name == "weight" || name == "credits" {
		var ids []string
		for _, argument := range e.Args {
			ids = append(ids, argument.(*ast.Ident).Name)
		}
		value, _ := someValues.value(name + "(" + strings.Join(ids, ", ") + ")")
		return value
	}
	best := naive(e.Args[0])
	for _, argument := range e.Args[1:] {
		value := naive(argument)
		if best == nil || value == nil {
			return nil
		}
		if name == "min" && value.Cmp(best) < 0 || name == "max" && value.Cmp(best) > 0 {
			best = value
		}
	}
	return best
}
