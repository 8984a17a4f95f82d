package mapping

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"fairshare/calc"
)

func TestParseDecimal(t *testing.T) {
	for _, test := range []struct {
		text  string
		scale int
		want  int64
		err   error
	}{
		{"0", 6, 0, nil},
		{"12.5", 6, 12_500_000, nil},
		{"-0.000001", 6, -1, nil},
		{"+3", 3, 3000, nil},
		{".5", 3, 500, nil},
		{"29.995", 3, 29_995, nil},
		{"29.9950000", 3, 29_995, nil},
		{"29.9951", 3, 0, errTooFine},
		{"999999999999.999999", 6, 999_999_999_999_999_999, nil}, // the most of DECIMAL(18,6)
		{"9223372036854.775808", 6, 0, errTooLarge},
		{"10000000000000000000", 0, 0, errTooLarge},
		{"1000000000000", 6, 0, errTooLarge}, // 13 digits before the point
		{"", 6, 0, errNotNumber},
		{"-", 6, 0, errNotNumber},
		{".", 6, 0, errNotNumber},
		{"1e3", 6, 0, errNotNumber},
		{"1.2.3", 6, 0, errNotNumber},
		{"1,5", 6, 0, errNotNumber},
		{" 1", 6, 0, errNotNumber},
	} {
		got, err := parseDecimal([]byte(test.text), test.scale)
		if !errors.Is(err, test.err) || err == nil && got != test.want {
			t.Errorf("%q at scale %d: %d, %v; want %d, %v", test.text, test.scale, got, err, test.want, test.err)
		}
	}
}

// What is accepted is exactly what big.Rat reads, and printing it loses nothing.
func FuzzParseDecimal(f *testing.F) {
	for _, text := range []string{"0", "-12.500", "999999999999.999999", "9223372036854775807", "1.0000001", "--1", "."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := parseDecimal([]byte(text), scaleQuantity)
		if err != nil {
			return
		}
		exact, ok := new(big.Rat).SetString(text)
		if !ok || strings.ContainsAny(text, "eEpPxX/_") {
			t.Fatalf("%q was read as %d", text, value)
		}
		if exact.Cmp(big.NewRat(value, 1_000_000)) != 0 {
			t.Fatalf("%q was read as %d millionths", text, value)
		}
		if again, err := parseDecimal([]byte(calc.Quantity(value).String()), scaleQuantity); err != nil || again != value {
			t.Fatalf("%q was printed as %s", text, calc.Quantity(value))
		}
	})
}

func TestWideRounding(t *testing.T) {
	for _, test := range []struct {
		price, quantity int64 // thousandths, millionths
		decimals        int
		want            int64
	}{
		{29_995, 3_000_000, 2, 8999},   // 89.985, half up
		{-29_995, 3_000_000, 2, -8999}, // away from zero
		{29_995, -3_000_000, 2, -8999},
		{1, 4_999_999, 2, 0},
		{1, 5_000_000, 2, 1},
		{1_500, 1_000_000, 0, 2},
		{1_234, 1_000_000, 3, 1234},
		{999_999_999_999_995, 1_000_000, 2, 100_000_000_000_000}, // 999 999 999 999.995
	} {
		got, fits := wideProduct(test.price, test.quantity).rounded(minorUnit(test.decimals))
		if !fits || got != test.want {
			t.Errorf("%d × %d at %d digits: %d, want %d", test.price, test.quantity, test.decimals, got, test.want)
		}
	}
	if _, fits := wideProduct(1e18, 1e18).rounded(1); fits {
		t.Error("10^36 fits 63 bits")
	}
}

func FuzzWide(f *testing.F) {
	f.Add(int64(-29995), int64(3000000), int64(1), int64(1))
	f.Fuzz(func(t *testing.T, a, b, c, d int64) {
		got, fits := wideProduct(a, b).plus(wideProduct(c, d)).rounded(10_000_000)
		sum := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		sum.Add(sum, new(big.Int).Mul(big.NewInt(c), big.NewInt(d)))
		if sum.BitLen() > 126 {
			return
		}
		want, small := roundRat(new(big.Rat).SetInt(sum), 10_000_000)
		if small && (!fits || got != int64(want)) {
			t.Fatalf("%d·%d + %d·%d = %d, %v; want %d", a, b, c, d, got, fits, want)
		}
	})
}
