package calc

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func rats(texts ...string) []*big.Rat {
	var all []*big.Rat
	for _, text := range texts {
		value, ok := new(big.Rat).SetString(text)
		if !ok {
			panic("no rational: " + text)
		}
		all = append(all, value)
	}
	return all
}

func TestScaleWeights(t *testing.T) {
	huge := "1" + strings.Repeat("0", 40)
	for _, c := range []struct {
		name    string
		weights []*big.Rat
		want    []Quantity
	}{
		{"OKNone", nil, []Quantity{}},
		{"OKZeros", rats("0", "0"), []Quantity{0, 0}},
		{"OKMillionthsStay", rats("5", "2.5", "0", "0.000001"), []Quantity{5_000_000, 2_500_000, 0, 1}},
		{"OKThirds", rats("1/3", "1/3", "1/3"), []Quantity{1_000_000, 1_000_000, 1_000_000}},
		{"OKLeastFactor", rats("1/3", "1/7", "1/2"), []Quantity{7_000_000, 3_000_000, 10_500_000}},
		{"OKFinerThanMillionths", rats("0.0000005", "1"), []Quantity{1, 2_000_000}},
		{"OKTooLargeAsMillionths", rats("10000000000000", "20000000000000"), []Quantity{1, 2}},
		{"OKHugeAndEqual", rats(huge, huge), []Quantity{1, 1}},
		{"OKTinyAndEqual", rats("1/"+huge, "3/"+huge, "0"), []Quantity{1, 3, 0}},
		{"OKSumJustFits", rats("9223372036854775806", "1"), []Quantity{math.MaxInt64 - 1, 1}},
		{"ErrSum", rats("9223372036854775807", "1"), nil},
		{"ErrFarApart", rats(huge, "1"), nil},
		{"ErrLongDenominators", rats("1/9223372036854775783", "1/9223372036854775782"), nil},
		{"ErrLongerDenominators", rats("1/9223372036854775783", "1/9223372036854775782", "1/9223372036854775781"), nil},
		{"ErrNegative", rats("1", "-1"), nil},
		{"ErrNil", []*big.Rat{big.NewRat(1, 1), nil}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := ScaleWeights(c.weights)
			if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, %v, want %v", got, ok, c.want)
			}
		})
	}
}

// Proportions stay exact, and the answer no comes only where no integers fit.
func TestScaleWeightsProportions(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	var scaledOnes, refused int
	for range 20_000 {
		weights := make([]*big.Rat, 1+rng.IntN(5))
		for i := range weights {
			weights[i] = big.NewRat(rng.Int64N(1<<rng.IntN(40)), 1+rng.Int64N(1<<rng.IntN(16)))
		}
		scaled, ok := ScaleWeights(weights)
		if want := leastSum(weights).IsInt64(); ok != want {
			t.Fatalf("%v: ok is %v, want %v", weights, ok, want)
		}
		if !ok {
			refused++
			continue
		}
		scaledOnes++
		if err := proportional(weights, scaled); err != nil {
			t.Fatal(err)
		}
	}
	if scaledOnes < 1000 || refused < 100 {
		t.Errorf("too one-sided: %d scaled, %d refused", scaledOnes, refused)
	}
}

func proportional(weights []*big.Rat, scaled []Quantity) error {
	for i := range weights {
		left := new(big.Rat).Mul(weights[i], big.NewRat(int64(scaled[0]), 1))
		right := new(big.Rat).Mul(weights[0], big.NewRat(int64(scaled[i]), 1))
		if left.Cmp(right) != 0 || (scaled[i] == 0) != (weights[i].Sign() == 0) {
			return fmt.Errorf("%v became %v", weights, scaled)
		}
	}
	return nil
}

// leastSum adds up the least whole numbers in the proportions, the slow way: over the
// product of all denominators, divided by what they have in common.
func leastSum(weights []*big.Rat) *big.Int {
	product := big.NewInt(1)
	for _, w := range weights {
		product.Mul(product, w.Denom())
	}
	sum, common := new(big.Int), new(big.Int)
	for _, w := range weights {
		whole := new(big.Rat).Mul(w, new(big.Rat).SetInt(product)).Num()
		sum.Add(sum, whole)
		common.GCD(nil, nil, common, whole)
	}
	if common.Sign() == 0 {
		return sum
	}
	return sum.Quo(sum, common)
}
