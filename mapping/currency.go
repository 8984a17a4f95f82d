package mapping

import "strings"

// currencyDigits are the currencies of ISO 4217 whose minor unit is not a
// hundredth, with the digits of theirs.
var currencyDigits = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
	"PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// maxDecimals is the most digits of a minor unit that amounts are rounded to;
// invoiceDecimals the most that OFBiz's invoices keep (invoice.decimals).
const (
	maxDecimals     = 6
	invoiceDecimals = 2
)

// CurrencyDecimals is how many digits the currency's minor unit has: what the
// rules say, else ISO 4217, else 2.
func (r Rules) CurrencyDecimals(code string) int {
	code = strings.ToUpper(code)
	for given, digits := range r.Decimals { // a configuration may have lower-cased its keys
		if strings.ToUpper(given) == code {
			return min(max(digits, 0), maxDecimals)
		}
	}
	if digits, special := currencyDigits[code]; special {
		return digits
	}
	return 2
}

// minorUnit is one minor unit in 10^-9 of the currency.
func minorUnit(decimals int) uint64 {
	unit := uint64(1)
	for range 9 - decimals {
		unit *= 10
	}
	return unit
}
