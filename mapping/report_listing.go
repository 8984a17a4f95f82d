package mapping

import "fairshare/calc"

// Listing is a report of tables: which columns, and what stands in them. Every format
// is made of it, so a new report needs no new page, sheet or file format.
type Listing struct {
	Name         string // of the file, and of the root of XML
	Title        string // in English; the formats for people translate it
	Subject      string // what it is about: a name, or ""
	Organization string
	Settlement   Settlement // its zone and decimals; its id is "" where the report is of no settlement
	Tables       []ListingTable
	Lines        *LineChart // may be nil
	Pairs        []PairChart
}

// PairChart sets two amounts beside each other for every row, all of one currency.
type PairChart struct {
	Title         string // in English
	First, Second string // what the amounts are, in English
	Currency      string
	Decimals      int
	Rows          []PairBar
}

// PairBar is a row of it.
type PairBar struct {
	Name          string
	First, Second calc.Minor
}

// ListingTable is one of them.
type ListingTable struct {
	Name    string // of the list in XML, of the record in CSV
	Heading string // in English
	Columns []ListingColumn
	Rows    [][]string
}

// ListingColumn is a column: its name for machines, its heading for people.
type ListingColumn struct {
	Name, Heading string
	Kind          ColumnKind
}

// ColumnKind is what stands in a column.
type ColumnKind int

// The kinds.
const (
	TextColumn ColumnKind = iota
	MoneyColumn
	PercentColumn // two digits after the point, without the sign
	CountColumn
	DayColumn  // 2026-10-31
	WordColumn // in English; the formats for people translate it
)

// IsFigure says that a column has figures, which stand at the right.
func (k ColumnKind) IsFigure() bool {
	return k == MoneyColumn || k == PercentColumn || k == CountColumn
}

// LineChart is how percentages went over time.
type LineChart struct {
	Title  string   // in English
	Days   []string // from left to right
	Series []LineSeries
}

// LineSeries is one line: a percentage for each day, "" where there is none.
type LineSeries struct {
	Name   string
	Values []string
}

// Contract is the listing as lists by their names, for JSON.
func (l Listing) Contract() map[string][]map[string]string {
	lists := make(map[string][]map[string]string, len(l.Tables))
	for _, table := range l.Tables {
		list := []map[string]string{}
		for _, row := range table.Rows {
			entry := make(map[string]string, len(row))
			for i, column := range table.Columns {
				entry[column.Name] = row[i]
			}
			list = append(list, entry)
		}
		lists[table.Name] = list
	}
	return lists
}
