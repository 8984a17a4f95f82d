package calc

import (
	"math"
	"testing"
)

func TestMinorText(t *testing.T) {
	tests := []struct {
		amount   Minor
		decimals int
		text     string
	}{
		{1234567, 2, "12345.67"}, {-5, 2, "-0.05"}, {-1, 2, "-0.01"}, {0, 2, "0.00"}, {120, 0, "120"}, {15, 1, "1.5"}, {-120, 0, "-120"},
		{5, 3, "0.005"}, {math.MaxInt64, 2, "92233720368547758.07"}, {math.MinInt64, 2, "-92233720368547758.08"},
	}
	for _, tt := range tests {
		if got := tt.amount.Text(tt.decimals); got != tt.text {
			t.Errorf("%d with %d decimals is %s instead of %s", tt.amount, tt.decimals, got, tt.text)
		}
		if back, err := ParseMinor(tt.text, tt.decimals); err != nil || back != tt.amount {
			t.Errorf("%s comes back as %d, %v", tt.text, back, err)
		}
	}
}

func TestParseMinor(t *testing.T) {
	tests := []struct {
		text     string
		decimals int
		want     Minor
		err      string
	}{
		{"12", 2, 1200, ""}, {"12.5", 2, 1250, ""}, {"12.500000", 2, 1250, ""}, {"12.", 2, 1200, ""},
		{"120.000", 0, 120, ""}, {"-0", 2, 0, ""}, {"007", 0, 7, ""},
		{"12.505", 2, 0, `parse amount "12.505": more than 2 digits after the point`},
		{"0.5", 0, 0, `parse amount "0.5": more than 0 digits after the point`},
		{"", 2, 0, `parse amount "": not a decimal number`},
		{".5", 2, 0, `parse amount ".5": not a decimal number`},
		{"1.2.3", 2, 0, `parse amount "1.2.3": not a decimal number`},
		{"--1", 2, 0, `parse amount "--1": not a decimal number`},
		{"1,5", 2, 0, `parse amount "1,5": not a decimal number`},
		{"1e3", 2, 0, `parse amount "1e3": not a decimal number`},
		{"92233720368547758.08", 2, 0, `parse amount "92233720368547758.08": beyond 63 bits of minor units`},
	}
	for _, tt := range tests {
		got, err := ParseMinor(tt.text, tt.decimals)
		if text := errorText(err); got != tt.want || text != tt.err {
			t.Errorf("%q: %d, %s instead of %d, %s", tt.text, got, text, tt.want, tt.err)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestFineText(t *testing.T) {
	for value, want := range map[string]string{"10000/3": "33.33", "-1/2": "-0.01", "-1/3": "0.00", "0.5": "0.01", "-250000": "-2500.00"} {
		if got := fine(t, value).Text(2); got != want {
			t.Errorf("%s is %s instead of %s", value, got, want)
		}
	}
}

func TestQuantityString(t *testing.T) {
	for q, want := range map[Quantity]string{
		0: "0", QuantityOne: "1", 12_500_000: "12.5", -1: "-0.000001", 100 * QuantityOne: "100", math.MinInt64: "-9223372036854.775808",
	} {
		if got := q.String(); got != want {
			t.Errorf("%d is %s instead of %s", int64(q), got, want)
		}
	}
}
