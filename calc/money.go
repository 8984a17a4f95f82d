package calc

import (
	"fmt"
	"strconv"
	"strings"
)

// Text writes an amount with the given number of digits after the point:
// "12345.67", "-0.05", and "120" for a currency without minor units.
func (m Minor) Text(decimals int) string {
	return decimal(m < 0, strconv.FormatUint(magnitude(int64(m)), 10), decimals)
}

// Text writes an amount rounded half-up, away from zero, to the minor unit.
func (f Fine) Text(decimals int) string {
	n := f.abs().nearest(finePerMinor)
	return decimal(f.hi < 0 && !n.isZero(), n.big().String(), decimals)
}

// ParseMinor reads an amount such as "12345.67" or "-5" exactly. Digits beyond
// the currency's decimals may only be zeros; nothing is ever rounded.
func ParseMinor(text string, decimals int) (Minor, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, fmt.Errorf("parse amount %q: not a decimal number", text)
	}
	if len(fraction) > decimals {
		if strings.Trim(fraction[decimals:], "0") != "" {
			return 0, fmt.Errorf("parse amount %q: more than %d digits after the point", text, decimals)
		}
		fraction = fraction[:decimals]
	}
	sign := ""
	if negative {
		sign = "-"
	}
	n, err := strconv.ParseInt(sign+whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("parse amount %q: beyond 63 bits of minor units", text)
	}
	return Minor(n), nil
}

// String writes a number of pieces without trailing zeros: "12", "0.5", "-0.000001".
func (q Quantity) String() string {
	return trimmed(decimal(q < 0, strconv.FormatUint(magnitude(int64(q)), 10), 6))
}

// quantityText is String for a sum that may not fit 63 bits.
func quantityText(sum Fine) string {
	return trimmed(decimal(sum.Sign() < 0, sum.abs().big().String(), 6))
}

// decimal sets the point before the last digits.
func decimal(negative bool, digits string, decimals int) string {
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if decimals > 0 {
		point := len(digits) - decimals
		digits = digits[:point] + "." + digits[point:]
	}
	if negative {
		return "-" + digits
	}
	return digits
}

// trimmed takes the zeros at the end of a number with a point off.
func trimmed(text string) string {
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
