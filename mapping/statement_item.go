package mapping

import (
	"math/big"
	"strconv"

	"fairshare/calc"
)

// Pool is what an activity kept for its credit holders in a settlement, the part
// retained included: the whole of which a statement's percentages are parts.
type Pool struct {
	Kept  calc.Fine
	Text  string // Kept as money with the currency's digits
	until string // LastDay of the settlement
}

func newPool(kept calc.Fine, s Settlement, until string) Pool {
	return Pool{kept, kept.Text(s.Decimals), until}
}

// PoolsOf sums the ledger of a settlement by activity.
func PoolsOf(plan *Plan) map[calc.ActivityID]Pool {
	kept := make(map[calc.ActivityID]calc.Fine, len(plan.Flows))
	for entry := range plan.Ledger.All() {
		kept[entry.Activity] = kept[entry.Activity].Add(entry.Earned)
	}
	pools := make(map[calc.ActivityID]Pool, len(kept))
	until := LastDay(plan.Settlement)
	for activity, sum := range kept {
		pools[activity] = newPool(sum, plan.Settlement, until)
	}
	return pools
}

// percentOf is the part in hundred of the pool with two digits after the point,
// rounded half-up (away from zero); "" when the pool is zero. It is worked out in
// whole numbers, so it is the percentage itself and not one near it.
func (p Pool) percentOf(part calc.Fine) string {
	if p.Kept.IsZero() {
		return ""
	}
	negative := part.Sign() != p.Kept.Sign()
	if twice, fits := part.PartOf(p.Kept, 20_000); fits { // twice the hundredths, to round by halves
		var digits [24]byte
		return pointed(strconv.AppendUint(digits[:0], (twice+1)/2, 10), negative)
	}
	n := part.Big()
	n.Abs(n).Mul(n, twentyThousand).Quo(n, new(big.Int).Abs(p.Kept.Big()))
	n.Add(n, one).Rsh(n, 1)
	return pointed(n.Append(nil, 10), negative)
}

var (
	one            = big.NewInt(1)
	twentyThousand = big.NewInt(20_000)
)

// pointed writes a number of hundredths, given by its digits, with two digits after
// the point.
func pointed(digits []byte, negative bool) string {
	var buffer [48]byte
	text := buffer[:0]
	if negative && string(digits) != "0" {
		text = append(text, '-')
	}
	whole := max(0, len(digits)-2)
	text = append(text, digits[:whole]...)
	if whole == 0 {
		text = append(text, '0')
	}
	text = append(text, '.')
	if len(digits) == 1 {
		text = append(text, '0')
	}
	return string(append(text, digits[whole:]...))
}

// descriptionRunes is what InvoiceItem.description holds.
const descriptionRunes = 255

// ItemDescription says on an invoice what an item is for, e.g. "FIRMWARE: 30.00 %
// of 12345.67 EUR, until 2026-10-31"; where the pool came to nothing, because
// sales and returns cancel out, there is no percentage to tell.
func ItemDescription(s Settlement, entry LedgerEntry, pool Pool) string {
	part := "part"
	if percent := pool.percentOf(entry.Earned); percent != "" {
		part = percent + " %"
	}
	said := ": " + part + " of " + pool.Text + " " + s.Currency + ", until " + pool.until
	return cut(string(entry.Activity), descriptionRunes-len(said)) + said
}

// cut shortens a text to so many runes, the last one being … where it was longer.
func cut(text string, runes int) string {
	if len(text) <= runes {
		return text
	}
	all := []rune(text)
	if len(all) <= runes {
		return text
	}
	return string(all[:runes-1]) + "…"
}
