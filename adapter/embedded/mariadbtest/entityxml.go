package mariadbtest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"unicode"
)

// record is one element of an entity-engine XML file.
type record struct {
	table   string
	columns []string
	values  []any
}

// LoadXML inserts the rows of entity-engine XML files in their order, with
// foreign keys checked. It is plainer than the importer of the product, so that
// tests do not prepare their data with what they test.
func LoadXML(t testing.TB, db Database, files fs.FS, names ...string) {
	t.Helper()
	tx, err := open(t, db.dsn("interpolateParams=true")).Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, name := range names {
		records, err := readRecords(files, name)
		if err != nil {
			t.Fatalf("read %s: %v", name, err)
		}
		for len(records) > 0 {
			rows := alike(records)
			statement, values := insert(rows)
			if _, err := tx.Exec(statement, values...); err != nil {
				t.Fatalf("load %s: insert into %s, rows from %v: %v", name, rows[0].table, rows[0].values, err)
			}
			records = records[len(rows):]
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// readRecords does not use mapping's reader: mapping's own tests could not import
// this package then.
func readRecords(files fs.FS, name string) ([]record, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := xml.NewDecoder(file)
	var records []record
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local == "entity-engine-xml" {
			continue
		}
		r := record{table: upperSnake(element.Name.Local)}
		for _, attribute := range element.Attr {
			r.add(attribute.Name.Local, attribute.Value)
		}
		if err := r.addChildren(decoder); err != nil {
			return nil, fmt.Errorf("%s: %w", element.Name.Local, err)
		}
		records = append(records, r)
	}
}

func (r *record) add(field, value string) {
	r.columns = append(r.columns, upperSnake(field))
	r.values = append(r.values, value)
}

// addChildren reads to the end of the element: long texts come as child elements.
func (r *record) addChildren(decoder *xml.Decoder) error {
	for {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			var text string
			if err := decoder.DecodeElement(&text, &token); err != nil {
				return err
			}
			r.add(token.Name.Local, text)
		case xml.EndElement:
			return nil
		}
	}
}

// alike is the leading records that fit one INSERT: same table, same columns.
func alike(records []record) []record {
	const most = 500
	n := 1
	for n < min(len(records), most) && records[n].shape() == records[0].shape() {
		n++
	}
	return records[:n]
}

func (r record) shape() string { return r.table + "(" + strings.Join(r.columns, ", ") }

// insert sets the four stamps that OFBiz's entity engine puts on every row.
func insert(rows []record) (string, []any) {
	var values []any
	row := "(" + strings.Repeat("?, ", len(rows[0].values)) + "NOW(3), NOW(3), NOW(3), NOW(3))"
	for _, r := range rows {
		values = append(values, r.values...)
	}
	return "INSERT INTO " + rows[0].shape() + ", LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP, CREATED_STAMP, CREATED_TX_STAMP) VALUES " +
		row + strings.Repeat(", "+row, len(rows)-1), values
}

// upperSnake turns inventoryItemId into INVENTORY_ITEM_ID, as OFBiz names tables
// and columns that its entity model does not name otherwise.
func upperSnake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}
