package files

import (
	"bytes"
	"encoding/csv"

	"fairshare/mapping"
)

// figure is a cell that we formatted ourselves, which may begin with a minus.
// All other cells are text from OFBiz.
type figure string

// table writes records under a header as RFC 4180 has it: commas, CRLF, quotes
// where needed. A record is a set of named cells; what it doesn't name is empty.
type table struct {
	columns []string
	place   map[string]int
	out     bytes.Buffer
	writer  *csv.Writer
	fixed   map[string]any // cells that every record repeats
}

// newTable writes the header. The names and order of columns are a contract with
// whoever reads the files: new columns are added at the end.
func newTable(columns []string, fixed map[string]any) *table {
	t := &table{columns: columns, place: make(map[string]int, len(columns)), fixed: fixed}
	for i, name := range columns {
		t.place[name] = i
	}
	t.writer = csv.NewWriter(&t.out)
	t.writer.UseCRLF = true
	_ = t.writer.Write(columns) // errors are kept by the writer: see bytes
	return t
}

// add writes one record. A name that isn't a column is a mistake of ours.
func (t *table) add(cells map[string]any) {
	record := make([]string, len(t.columns))
	for _, set := range []map[string]any{t.fixed, cells} {
		for name, value := range set {
			i, ok := t.place[name]
			if !ok {
				panic("csv: no such column: " + name)
			}
			record[i] = cell(value)
		}
	}
	_ = t.writer.Write(record)
}

func (t *table) bytes() ([]byte, error) {
	t.writer.Flush()
	return t.out.Bytes(), t.writer.Error()
}

func cell(value any) string {
	if f, ok := value.(figure); ok {
		return string(f)
	}
	return mapping.CellText(value.(string))
}
