package mapping

import (
	"errors"
	"math/big"
	"regexp"
	"time"

	"fairshare/calc"
)

// rateTable is the dated rates of exchange, by the pair of currencies.
type rateTable map[currencyPair][]rate

type currencyPair struct{ from, to string }

// rate is how many units of the one currency a unit of the other is worth.
type rate struct {
	period
	factor *big.Rat
}

func (in *Intake) takeUomConversionDated() {
	const uom, uomTo, from, thru, factor = 0, 1, 2, 3, 4
	if !in.is(uomTo, foldText(in.rules.ConvertTo)) {
		return
	}
	when, valid := in.period(from, thru)
	if !valid {
		return
	}
	value, err := parseFactor(in.text(factor))
	if err != nil {
		in.note("BAD_VALUE", "conversionFactor = %q %v; the row is left out: correct it in OFBiz", in.row[factor], err)
		return
	}
	pair := currencyPair{foldText(in.text(uom)), foldText(in.text(uomTo))}
	in.rates[pair] = append(in.rates[pair], rate{when, value})
}

// A factor as a DOUBLE is written: digits, a point, an exponent of at most 2 digits.
var factorText = regexp.MustCompile(`^[0-9]{1,30}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$`)

var errNoFactor = errors.New("is not a number above 0")

// parseFactor reads the text of a DOUBLE as the decimal that it shows, exactly:
// what a person typed, not what the nearest binary fraction is.
func parseFactor(text string) (*big.Rat, error) {
	if !factorText.MatchString(text) {
		return nil, errNoFactor
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok || value.Sign() <= 0 {
		return nil, errNoFactor
	}
	return value, nil
}

// rateAt is what a unit of a currency is worth in another at an instant. Of
// several rates that are valid then the one of the latest fromDate counts, as in
// OFBiz (service convertUom). A rate is never turned round.
func (t rateTable) rateAt(from, to string, at calc.Instant) (*big.Rat, bool) {
	from, to = foldText(from), foldText(to)
	if from == to {
		return big.NewRat(1, 1), true
	}
	var latest *rate
	for i, r := range t[currencyPair{from, to}] {
		if r.holds(at) && (latest == nil || r.from > latest.from) {
			latest = &t[currencyPair{from, to}][i]
		}
	}
	if latest == nil {
		return nil, false
	}
	return latest.factor, true
}

// rateOrFinding is rateAt into the currency of the rules; a missing rate blocks.
func (in *Intake) rateOrFinding(from string, at calc.Instant) (*big.Rat, bool) {
	factor, known := in.rates.rateAt(from, in.rules.ConvertTo, at)
	if !known {
		day := time.UnixMilli(int64(at)).In(in.clock.zone).Format(time.DateOnly)
		in.found.add("RATE_MISSING", "UomConversionDated", from+", "+in.rules.ConvertTo+", "+day,
			"no rate from %s to %s is valid on %s: what was earned or spent in %s then is left out; add the rate in OFBiz (its inverse is not used)", from, in.rules.ConvertTo, day, from)
	}
	return factor, known
}

// convert turns a line into the currency of the rules, at the rate of an instant,
// rounded half-up to its minor unit; false, with a finding, where there is no rate.
func (in *Intake) convert(line *Sale, at calc.Instant) bool {
	if !in.rules.converts() || foldText(line.Currency) == foldText(in.rules.ConvertTo) {
		return true
	}
	factor, known := in.rateOrFinding(line.Currency, at)
	if !known {
		return false
	}
	nano := new(big.Int).Mul(big.NewInt(int64(line.Amount)), new(big.Int).SetUint64(in.unit(line.Currency)))
	exact := new(big.Rat).Mul(new(big.Rat).SetInt(nano), factor)
	amount, fits := roundRat(exact, in.unit(in.rules.ConvertTo))
	if !fits {
		in.found.add("AMOUNT_TOO_LARGE", string(line.Source), line.Document+", "+line.Item, "converted to %s it is too large to be counted: it is left out; look at the rate", in.rules.ConvertTo)
		return false
	}
	line.Amount, line.Currency = amount, in.rules.ConvertTo
	return true
}

// unit is a currency's minor unit in 10^-9 of the currency.
func (in *Intake) unit(currency string) uint64 {
	return minorUnit(in.rules.CurrencyDecimals(currency))
}
