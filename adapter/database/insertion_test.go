package database_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fairshare/adapter/database"
)

// FuzzInsertionText writes a text into a statement and wants it back as it was, and
// nothing else in the table.
func FuzzInsertionText(f *testing.F) {
	for _, text := range []string{"", "x", "'", "''", `\`, `\'`, `'); DROP TABLE T; -- `, "\x00", "\x1a", "\n\r\t", `"`, "ű🙂", "%_", "x'41'", strings.Repeat("'", 500)} {
		f.Add(text)
	}
	_, db := newTable(f)
	mustExec(f, db, "CREATE TABLE L (ID BIGINT PRIMARY KEY, V LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) ENGINE=InnoDB")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "�")
		for _, mode := range []string{"", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES"} {
			conn, err := db.Connx(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.ExecContext(t.Context(), "SET SESSION sql_mode = '"+mode+"'"); err != nil {
				t.Fatal(err)
			}
			mustExec(t, db, "DELETE FROM L")
			in := database.NewInsertion(conn, "INSERT INTO L (ID, V)")
			in.Number(math.MinInt64)
			in.Text(text)
			if err := in.EndRow(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := in.Flush(t.Context()); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			var rows []struct {
				ID int64  `db:"ID"`
				V  string `db:"V"`
			}
			if err := db.Select(&rows, "SELECT ID, V FROM L"); err != nil || len(rows) != 1 || rows[0].ID != math.MinInt64 || rows[0].V != text {
				t.Fatalf("%q came back as %+v: %v", text, rows, err)
			}
		}
	})
}

func TestInsertionSendsManyRowsAtOnce(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "CREATE TABLE L (ID INT PRIMARY KEY, V LONGTEXT) ENGINE=InnoDB")
	for _, c := range []struct {
		rows, statements int
		text             string
	}{{0, 0, ""}, {1, 1, ""}, {1001, 3, "x"}, {10, 4, strings.Repeat("ű", 200_000)}} {
		t.Run(fmt.Sprint(c.rows), func(t *testing.T) {
			mustExec(t, db, "DELETE FROM L")
			counter := &counting{ExecerContext: db}
			in := database.NewInsertion(counter, "INSERT INTO L (ID, V)")
			for i := range c.rows {
				in.Number(int64(i))
				in.TextOrNull(c.text)
				if err := in.EndRow(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if err := in.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db, "SELECT COUNT(*) FROM L WHERE V IS NOT NULL"); counter.statements != c.statements || n != c.rows && c.text != "" {
				t.Errorf("%d rows in %d statements, want %d in %d", n, counter.statements, c.rows, c.statements)
			}
		})
	}
}
