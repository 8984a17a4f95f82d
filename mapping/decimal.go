package mapping

import (
	"errors"
	"fmt"
	"math"

	"fairshare/calc"
)

// Why the text of a DECIMAL is not accepted.
var (
	errNotNumber = errors.New("not a decimal number")
	errTooFine   = errors.New("has more digits after the point than its column")
	errTooLarge  = errors.New("is too large")
)

// The scales of OFBiz's DECIMAL columns: digits after the point.
const (
	scaleMoney    = 3 // currency-precise, DECIMAL(18,3); currency-amount has 2
	scaleQuantity = 6 // fixed-point, DECIMAL(18,6)
)

// maxDecimal bounds what is accepted: OFBiz's DECIMAL columns have 18 digits.
const maxDecimal = 1_000_000_000_000_000_000

// parseDecimal reads a DECIMAL's text, such as -12.500, as an integer of units of
// 10^-scale, exactly: zeros beyond the scale pass, other digits there do not.
func parseDecimal(text []byte, scale int) (int64, error) {
	digits, negative := text, false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		digits, negative = text[1:], text[0] == '-'
	}
	value, err := parseDigits(digits, scale)
	if err == nil && value >= maxDecimal {
		return 0, errTooLarge
	}
	if negative {
		value = -value
	}
	return value, err
}

func parseDigits(digits []byte, scale int) (int64, error) {
	var value int64
	after, seen := -1, false // digits after the point so far, -1 before it
	for _, b := range digits {
		switch {
		case b == '.' && after < 0:
			after = 0
			continue
		case b < '0' || b > '9':
			return 0, errNotNumber
		}
		seen = true
		if after >= scale {
			if b != '0' {
				return 0, errTooFine
			}
			continue
		}
		if after >= 0 {
			after++
		}
		if value > (math.MaxInt64-9)/10 {
			return 0, errTooLarge
		}
		value = 10*value + int64(b-'0')
	}
	if !seen {
		return 0, errNotNumber
	}
	return scaleUp(value, scale-max(after, 0))
}

func scaleUp(value int64, digits int) (int64, error) {
	for range digits {
		if value > math.MaxInt64/10 {
			return 0, errTooLarge
		}
		value *= 10
	}
	return value, nil
}

// ParseQuantity reads a quantity, such as a percentage, with at most 6 digits after
// the point.
func ParseQuantity(text string) (calc.Quantity, error) {
	value, err := parseDecimal([]byte(text), scaleQuantity)
	if err != nil {
		return 0, fmt.Errorf("%q %w", text, err)
	}
	return calc.Quantity(value), nil
}
