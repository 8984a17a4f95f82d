package calc

import (
	"math/big"
	"strings"
	"testing"
)

// FuzzParseMinor holds the reading of amounts against math/big: what is read is
// exact and writes itself again, what is refused does not fit, and is named.
func FuzzParseMinor(f *testing.F) {
	for _, text := range []string{"12345.67", "-5", "0.00", "-0", ".5", "5.", "1e3", "92233720368547758.07", "-92233720368547758.08", "0.0000", "1.001", "١", "+1", "--1", ""} {
		f.Add(text, uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		decimals := int(n % 7)
		got, err := ParseMinor(text, decimals)
		exact, isNumber := new(big.Rat).SetString(text)
		plain := isNumber && strings.Trim(text, "0123456789.-") == "" && strings.Trim(strings.SplitN(text, ".", 2)[0], "-") != ""
		if err != nil {
			if !strings.Contains(err.Error(), "parse amount ") {
				t.Error(err)
			}
			if plain && fitsMinor(exact, decimals) {
				t.Errorf("%q is refused: %v", text, err)
			}
			return
		}
		if !plain {
			t.Fatalf("%q is read as %d", text, got)
		}
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
		if exact.Mul(exact, new(big.Rat).SetInt(scale)); !exact.IsInt() || exact.Num().Cmp(big.NewInt(int64(got))) != 0 {
			t.Errorf("%q is read as %d of 10^-%d", text, got, decimals)
		}
		if back, err := ParseMinor(got.Text(decimals), decimals); err != nil || back != got {
			t.Errorf("%d writes itself %s, which is read as %d, %v", got, got.Text(decimals), back, err)
		}
	})
}

func fitsMinor(exact *big.Rat, decimals int) bool {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	scaled := new(big.Rat).Mul(exact, new(big.Rat).SetInt(scale))
	return scaled.IsInt() && scaled.Num().IsInt64()
}

// FuzzParseFine holds the reading of stored amounts against math/big.
func FuzzParseFine(f *testing.F) {
	for _, text := range []string{"0", "-1", "170141183460469231731687303715884105727", "-170141183460469231731687303715884105728", "170141183460469231731687303715884105728", "1_0", "+1", "0x1", "", " 1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseFine(text)
		if err != nil {
			if !strings.Contains(err.Error(), "amount") && !strings.Contains(err.Error(), "fine") {
				t.Error(err)
			}
			return
		}
		want, ok := new(big.Int).SetString(text, 10)
		if !ok || got.Big().Cmp(want) != 0 {
			t.Errorf("%q is read as %s", text, got)
		}
	})
}
