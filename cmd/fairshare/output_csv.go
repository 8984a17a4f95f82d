package main

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode"

	"fairshare/mapping"
)

// writeCSV writes every list as a block of records under a header line, with an
// empty line between two blocks. Single values around the lists are left to json
// and xml.
func writeCSV(w io.Writer, blocks []block) error {
	for i, b := range blocks {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := writeBlockCSV(w, b); err != nil {
			return err
		}
	}
	return nil
}

func writeBlockCSV(w io.Writer, b block) error {
	out := csv.NewWriter(w)
	out.Write(b.columns) // csv.Writer keeps the first error for Error
	record := make([]string, len(b.columns))
	for _, row := range b.rows {
		for i := range record {
			record[i] = defuse(cell(row, i))
		}
		out.Write(record)
	}
	out.Flush()
	return out.Error()
}

// defuse keeps a spreadsheet from taking a cell for a formula, and a terminal from
// being steered: names and ids come from OFBiz's users. Plain numbers stay numbers.
func defuse(value string) string {
	if isNumber(value) {
		return value
	}
	return mapping.CellText(value)
}

// isNumber says whether a value is a plain decimal, as Fairshare writes them.
func isNumber(value string) bool {
	digits := strings.TrimPrefix(value, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	return allDigits(whole) && (!point || allDigits(fraction))
}

func allDigits(s string) bool {
	notDigit := func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }
	return s != "" && strings.IndexFunc(s, notDigit) < 0
}
