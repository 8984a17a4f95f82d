package main

import (
	"bufio"
	"io"
	"maps"
	"math/big"
	"slices"

	"fairshare/calc"
	"fairshare/mapping"
)

// retainedColumn stands for what stays with the company in the share matrix.
const retainedColumn = "(retained)"

// writeMatrix shows shares as people think of them: a line per activity, a column
// per party, in percent with two digits, and behind them what the company retains.
// Activities in which nobody has a share are left out.
func writeMatrix(w io.Writer, document mapping.SharesDocument) error {
	matrix := map[calc.ActivityID]map[string]*big.Rat{}
	parties := map[string]bool{}
	for _, share := range document.Shares {
		if matrix[share.Product] == nil {
			matrix[share.Product] = map[string]*big.Rat{}
		}
		matrix[share.Product][string(share.Party)] = fraction(share.Share)
		parties[string(share.Party)] = true
	}
	for _, share := range document.Retained {
		if row := matrix[share.Product]; row != nil {
			sum := fraction(share.Share)
			if row[retainedColumn] != nil {
				sum.Add(sum, row[retainedColumn])
			}
			row[retainedColumn] = sum
		}
	}
	b := block{columns: append([]string{"%"}, slices.Sorted(maps.Keys(parties))...)}
	b.columns = append(b.columns, retainedColumn)
	b.rows = append(b.rows, b.columns)
	for _, activity := range slices.Sorted(maps.Keys(matrix)) {
		b.rows = append(b.rows, matrixRow(string(activity), matrix[activity], b.columns[1:]))
	}
	out := bufio.NewWriter(w)
	b.align(out, b.numeric())
	return out.Flush()
}

func matrixRow(activity string, shares map[string]*big.Rat, columns []string) []string {
	row := []string{activity}
	for _, column := range columns {
		text := ""
		if share := shares[column]; share != nil {
			text = new(big.Rat).Mul(share, big.NewRat(100, 1)).FloatString(2)
		}
		row = append(row, text)
	}
	return row
}

// fraction reads a share of the contract, which is always a decimal number.
func fraction(share string) *big.Rat {
	value, _ := new(big.Rat).SetString(share)
	return value
}
