package nightly_test

// A slow, obvious settlement straight from the design, in big.Rat, that shares no
// code with the product: it asks the database with plain SQL for each line's
// instant, and divides each line by itself. The job must agree with it to the
// unit, whatever company it is given.

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"testing"

	"github.com/jmoiron/sqlx"
)

type reference struct {
	t            *testing.T
	db           *sqlx.DB
	organization string
	group        string
	vendors      []string
	ignore       map[string]bool
	adjustments  map[string]bool
	until        string // naive
	memo         map[string]map[string]*big.Rat
}

// cell is who got something from which activity; who is a party or, sorting
// behind all parties, "~" and the reason why the company keeps it.
type cell struct{ who, activity string }

func (r *reference) rows(query string, args ...any) []map[string]string {
	r.t.Helper()
	rows, err := r.db.Queryx(query, args...)
	if err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var all []map[string]string
	for rows.Next() {
		values := map[string]any{}
		if err := rows.MapScan(values); err != nil {
			r.t.Fatal(err)
		}
		row := map[string]string{}
		for name, value := range values {
			if text, ok := value.([]byte); ok {
				row[name] = string(text)
			} else if value != nil {
				row[name] = fmt.Sprint(value)
			}
		}
		all = append(all, row)
	}
	return all
}

func rat(text string) *big.Rat {
	if text == "" {
		return new(big.Rat)
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("not a number: " + text)
	}
	return value
}

// halfUp rounds to cents, away from zero on a tie, and gives cents.
func halfUp(value *big.Rat) int64 {
	cents := new(big.Rat).Mul(new(big.Rat).Abs(value), big.NewRat(100, 1))
	cents.Add(cents, big.NewRat(1, 2))
	whole := new(big.Int).Quo(cents.Num(), cents.Denom()).Int64()
	if value.Sign() < 0 {
		return -whole
	}
	return whole
}

// line is one amount in cents earned by an activity at a naive local instant.
type line struct {
	document, activity, currency, at string
	cents                            int64
}

func (r *reference) lines() []line {
	var all []line
	instants := map[string]string{}
	for _, order := range r.rows(`SELECT h.ORDER_ID o, h.CURRENCY_UOM c, s.PAY_TO_PARTY_ID v FROM ORDER_HEADER h JOIN PRODUCT_STORE s ON s.PRODUCT_STORE_ID = h.PRODUCT_STORE_ID
		WHERE h.ORDER_TYPE_ID = 'SALES_ORDER' AND h.STATUS_ID NOT IN ('ORDER_CANCELLED', 'ORDER_REJECTED')`) {
		if !slices.Contains(r.vendors, order["v"]) {
			continue
		}
		items := r.rows(`SELECT i.ORDER_ITEM_SEQ_ID s, i.PRODUCT_ID p, i.STATUS_ID st, i.QUANTITY * 1 q, IFNULL(i.CANCEL_QUANTITY, 0) cq, i.UNIT_PRICE u,
			(SELECT MIN(x.STATUS_DATETIME) FROM ORDER_STATUS x WHERE x.ORDER_ID = i.ORDER_ID AND x.ORDER_ITEM_SEQ_ID = i.ORDER_ITEM_SEQ_ID AND x.STATUS_ID = 'ITEM_COMPLETED') at
			FROM ORDER_ITEM i WHERE i.ORDER_ID = ? AND i.STATUS_ID NOT IN ('ITEM_CANCELLED', 'ITEM_REJECTED') ORDER BY i.ORDER_ITEM_SEQ_ID`, order["o"])
		worth := r.worth(order["o"], items)
		for i, item := range items {
			if item["st"] != "ITEM_COMPLETED" {
				continue
			}
			instants[order["o"]+"/"+item["s"]] = item["at"]
			if item["at"] < r.until {
				all = append(all, line{order["o"] + "/" + item["s"], item["p"], order["c"], item["at"], worth[i]})
			}
		}
	}
	return append(all, r.returns(instants)...)
}

// worth is what each item of an order earned, in cents, with its part of the
// header's adjustments: by item amount, largest remainder, ties by item number.
func (r *reference) worth(order string, items []map[string]string) []int64 {
	base, sum := make([]int64, len(items)), int64(0)
	for i, item := range items {
		base[i] = r.itemOnly(order, item)
		sum += base[i]
	}
	cents := slices.Clone(base)
	for _, a := range r.rows(`SELECT ORDER_ADJUSTMENT_TYPE_ID t, AMOUNT a FROM ORDER_ADJUSTMENT WHERE ORDER_ID = ? AND (ORDER_ITEM_SEQ_ID IS NULL OR ORDER_ITEM_SEQ_ID = '_NA_')`, order) {
		if r.adjustments[a["t"]] && sum > 0 {
			for i, part := range spread(halfUp(rat(a["a"])), base) {
				cents[i] += part
			}
		}
	}
	return cents
}

func (r *reference) itemOnly(order string, item map[string]string) int64 {
	left := new(big.Rat).Sub(rat(item["q"]), rat(item["cq"]))
	value := left.Mul(left, rat(item["u"]))
	for _, a := range r.rows(`SELECT ORDER_ADJUSTMENT_TYPE_ID t, AMOUNT a, AMOUNT_ALREADY_INCLUDED n FROM ORDER_ADJUSTMENT WHERE ORDER_ID = ? AND ORDER_ITEM_SEQ_ID = ?`, order, item["s"]) {
		if r.adjustments[a["t"]] {
			value.Add(value, rat(a["a"]))
		}
		value.Sub(value, rat(a["n"]))
	}
	return halfUp(value)
}

// spread divides cents by weights, largest remainder first, ties to the first.
func spread(cents int64, weights []int64) []int64 {
	sign := int64(1)
	if cents < 0 {
		sign, cents = -1, -cents
	}
	var sum int64
	for _, w := range weights {
		sum += w
	}
	parts, order, left := make([]int64, len(weights)), make([]int, len(weights)), cents
	for i, w := range weights {
		parts[i], order[i] = cents*w/sum, i
		left -= parts[i]
	}
	sort.SliceStable(order, func(a, b int) bool { return cents*weights[order[a]]%sum > cents*weights[order[b]]%sum })
	for i := range left {
		parts[order[i]]++
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}

// returns are negative lines at the instant of the original sale.
func (r *reference) returns(instants map[string]string) []line {
	var all []line
	for _, item := range r.rows(`SELECT i.RETURN_ID r, i.RETURN_ITEM_SEQ_ID s, i.ORDER_ID o, i.ORDER_ITEM_SEQ_ID os, i.PRODUCT_ID p, i.RETURN_QUANTITY q, i.RECEIVED_QUANTITY rq, i.RETURN_PRICE u, h.CURRENCY_UOM c,
		(SELECT MIN(x.STATUS_DATETIME) FROM RETURN_STATUS x WHERE x.RETURN_ID = i.RETURN_ID AND x.RETURN_ITEM_SEQ_ID = i.RETURN_ITEM_SEQ_ID AND x.STATUS_ID = 'RETURN_COMPLETED') done
		FROM RETURN_ITEM i JOIN ORDER_HEADER h ON h.ORDER_ID = i.ORDER_ID WHERE i.STATUS_ID = 'RETURN_COMPLETED'`) {
		at, ours := instants[item["o"]+"/"+item["os"]]
		if !ours || item["done"] >= r.until {
			continue
		}
		quantity := item["q"]
		if item["rq"] != "" {
			quantity = item["rq"]
		}
		value := new(big.Rat).Mul(rat(quantity), rat(item["u"]))
		for _, a := range r.rows(`SELECT AMOUNT a FROM RETURN_ADJUSTMENT WHERE RETURN_ID = ? AND RETURN_ITEM_SEQ_ID = ? AND RETURN_ADJUSTMENT_TYPE_ID IN ('RET_PROMOTION_ADJ', 'RET_DISCOUNT_ADJ')`, item["r"], item["s"]) {
			value.Add(value, rat(a["a"]))
		}
		all = append(all, line{item["r"] + "/" + item["s"], item["p"], item["c"], at, -halfUp(value)})
	}
	return all
}

// shares divides one whole of an activity's income at an instant.
func (r *reference) shares(activity, at string) map[cell]*big.Rat {
	parts := map[cell]*big.Rat{}
	r.divide(activity, at, big.NewRat(1, 1), parts)
	return parts
}

func (r *reference) divide(activity, at string, amount *big.Rat, parts map[cell]*big.Rat) {
	own := new(big.Rat).Set(amount)
	for component, part := range r.delegated(activity, at) {
		share := new(big.Rat).Mul(amount, part)
		own.Sub(own, share)
		r.divide(component, at, share, parts)
	}
	if own.Sign() != 0 {
		for who, part := range r.holders(activity, at) {
			c := cell{who, activity}
			if parts[c] == nil {
				parts[c] = new(big.Rat)
			}
			parts[c].Add(parts[c], new(big.Rat).Mul(own, part))
		}
	}
}

// delegated is w(T,P) of the components of P that are live at an instant.
func (r *reference) delegated(activity, at string) map[string]*big.Rat {
	return r.remember("d", activity, at, func() map[string]*big.Rat {
		weights, sum := map[string]*big.Rat{}, new(big.Rat)
		for _, row := range r.rows(`SELECT PRODUCT_ID_TO t, QUANTITY q FROM PRODUCT_ASSOC WHERE PRODUCT_ID = ? AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?)`, activity, at, at) {
			weights[row["t"]] = rat(row["q"])
			sum.Add(sum, weights[row["t"]])
		}
		attributes := map[string]string{}
		for _, row := range r.rows(`SELECT ATTR_NAME n, ATTR_VALUE v FROM PRODUCT_ATTRIBUTE WHERE PRODUCT_ID = ?`, activity) {
			attributes[row["n"]] = row["v"]
		}
		whole := big.NewRat(100, 1)
		if basis := attributes["SHARE_BASIS"]; basis == "" || basis == "WEIGHT" {
			whole = sum.Add(sum, rat(attributes["SHARE_OWN_WEIGHT"]))
		}
		for component := range weights {
			weights[component] = new(big.Rat).Quo(weights[component], whole)
		}
		return weights
	})
}

// holders is who holds which part of an activity's credits.
func (r *reference) holders(activity, at string) map[string]*big.Rat {
	return r.remember("h", activity, at, func() map[string]*big.Rat {
		held, sum := map[string]*big.Rat{}, new(big.Rat)
		for _, row := range r.rows(`SELECT i.FACILITY_ID f, SUM(d.QUANTITY_ON_HAND_DIFF) q FROM INVENTORY_ITEM i JOIN INVENTORY_ITEM_DETAIL d ON d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID
			WHERE i.PRODUCT_ID = ? AND d.EFFECTIVE_DATE <= ? AND (i.STATUS_ID IS NULL OR i.STATUS_ID IN ('INV_AVAILABLE', 'INV_PROMISED', 'INV_NS_RETURNED')) GROUP BY i.FACILITY_ID`, activity, at) {
			if r.ignore[row["f"]] || rat(row["q"]).Sign() == 0 {
				continue
			}
			who := r.owner(row["f"], at)
			if held[who] == nil {
				held[who] = new(big.Rat)
			}
			held[who].Add(held[who], rat(row["q"]))
			sum.Add(sum, rat(row["q"]))
		}
		if sum.Sign() == 0 {
			return map[string]*big.Rat{"~NO_CREDITS": big.NewRat(1, 1)}
		}
		for who := range held {
			held[who].Quo(held[who], sum)
		}
		return held
	})
}

// owner is the member whose first facility this is at an instant, else why nobody is.
func (r *reference) owner(facility, at string) string {
	first, claims := map[string]string{}, map[string][]string{}
	claim := func(party, facility string) {
		if first[party] == "" {
			first[party] = facility
		}
		claims[facility] = append(claims[facility], party)
	}
	for _, c := range r.rows(`SELECT FACILITY_ID f, PARTY_ID p FROM FACILITY_PARTY WHERE FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY FROM_DATE, FACILITY_ID`, at, at) {
		claim(c["p"], c["f"])
	}
	for _, f := range r.rows(`SELECT FACILITY_ID f, OWNER_PARTY_ID p FROM FACILITY WHERE OWNER_PARTY_ID IS NOT NULL ORDER BY FACILITY_ID`) {
		if len(claims[f["f"]]) == 0 {
			claim(f["p"], f["f"])
		}
	}
	if len(claims[facility]) == 0 {
		return "~NO_PARTY"
	}
	party := claims[facility][0]
	switch {
	case party == r.organization:
		return "~ORGANIZATION"
	case !r.member(party, at):
		return "~NOT_MEMBER"
	case first[party] != facility:
		return "~SECOND_FACILITY"
	}
	return party
}

func (r *reference) member(party, at string) bool {
	return len(r.rows(`SELECT 1 FROM PARTY_RELATIONSHIP WHERE PARTY_ID_FROM = ? AND PARTY_ID_TO = ? AND PARTY_RELATIONSHIP_TYPE_ID = 'GROUP_ROLLUP' AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?)`, r.group, party, at, at)) > 0
}

func (r *reference) remember(kind, activity, at string, find func() map[string]*big.Rat) map[string]*big.Rat {
	key := kind + "\x00" + activity + "\x00" + at
	if r.memo == nil {
		r.memo = map[string]map[string]*big.Rat{}
	}
	if r.memo[key] == nil {
		r.memo[key] = find()
	}
	return r.memo[key]
}

// settle divides all lines of a currency and brings the cells to cents.
func (r *reference) settle(currency string) (cells map[cell]int64, total int64) {
	exact := map[cell]*big.Rat{}
	for _, l := range r.lines() {
		if l.currency != currency {
			continue
		}
		total += l.cents
		for c, part := range r.shares(l.activity, l.at) {
			if exact[c] == nil {
				exact[c] = new(big.Rat)
			}
			exact[c].Add(exact[c], new(big.Rat).Mul(part, big.NewRat(l.cents, 1)))
		}
	}
	return round(exact, total), total
}

// round floors every cell and gives the missing units to the largest remainders,
// which are compared on a grid of a billionth; ties by party, activity, company last.
func round(exact map[cell]*big.Rat, total int64) map[cell]int64 {
	billion := big.NewInt(1_000_000_000)
	type grid struct {
		cell
		rest int64
	}
	cells, order, left := map[cell]int64{}, []grid{}, total
	for c, value := range exact {
		scaled := new(big.Rat).Mul(value, new(big.Rat).SetInt(billion))
		scaled.Add(scaled, big.NewRat(1, 2))
		units := floor(scaled)
		if units.Sign() == 0 {
			continue
		}
		whole, rest := new(big.Int).DivMod(units, billion, new(big.Int))
		cells[c] = whole.Int64()
		left -= whole.Int64()
		order = append(order, grid{c, rest.Int64()})
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if a.rest != b.rest {
			return a.rest > b.rest
		}
		return a.who+"\x00"+a.activity < b.who+"\x00"+b.activity
	})
	for i := range left {
		cells[order[i].cell]++
	}
	return cells
}

func floor(value *big.Rat) *big.Int {
	quotient, rest := new(big.Int).QuoRem(value.Num(), value.Denom(), new(big.Int))
	if rest.Sign() < 0 {
		quotient.Sub(quotient, big.NewInt(1))
	}
	return quotient
}
