package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"golang.org/x/net/html"

	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

// giveNames gives names to parties, products and facilities until the texts are used up,
// and says how many that took. What no column of OFBiz's can hold is passed over.
func (s *site) giveNames(texts []string) (used int) {
	s.t.Helper()
	for _, column := range []struct{ table, key, name, where string }{
		{"PERSON", "PARTY_ID", "FIRST_NAME", "LAST_NAME IS NOT NULL"}, {"PARTY_GROUP", "PARTY_ID", "GROUP_NAME", "1 = 1"},
		{"PRODUCT", "PRODUCT_ID", "PRODUCT_NAME", "1 = 1"}, {"FACILITY", "FACILITY_ID", "FACILITY_NAME", "1 = 1"},
	} {
		for _, id := range s.rows("SELECT " + column.key + " FROM " + column.table + " WHERE " + column.where + " ORDER BY 1") {
			for used < len(texts) && !s.try("UPDATE "+column.table+" SET "+column.name+" = ? WHERE "+column.key+" = ?", texts[used], id) {
				used++
			}
			used = min(used+1, len(texts))
		}
	}
	return used
}

// try reports whether the server takes a text: it refuses broken ones, those of four
// bytes and those that are longer than their column.
func (s *site) try(statement string, args ...any) bool {
	s.t.Helper()
	_, err := s.pool.Exec(statement, args...)
	var refused *mysql.MySQLError
	if errors.As(err, &refused) && (refused.Number == 1366 || refused.Number == 1406) {
		return false
	}
	if err != nil {
		s.t.Fatalf("%s %q: %v", statement, args, err)
	}
	return true
}

// TestHostileCompany gives everybody and everything in OFBiz a hostile name. What is
// paid, written and verified is the same to the cent, and every output can be read.
func TestHostileCompany(t *testing.T) {
	calm, s := newVEMS(t), newVEMS(t)
	s.execute("UPDATE PERSON SET LAST_NAME = ''")
	texts := hostile.Texts()
	texts = texts[s.giveNames(texts):]
	for _, company := range []*site{calm, s} {
		company.must("settle", "--until", "2026-11-01")
	}
	for _, query := range []string{
		perCell,
		`SELECT INVOICE_ID, PARTY_ID_FROM, DESCRIPTION FROM INVOICE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1`,
		`SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, PRODUCT_ID, AMOUNT, DESCRIPTION FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT FILE_NAME, PARTY_ID FROM FAIRSHARE_DOCUMENT ORDER BY 1, 2`,
	} {
		if got, want := s.rows(query), calm.rows(query); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s\n%s", query, difference(got, want))
		}
	}
	for round := 0; ; round++ {
		s.lookAround()
		if len(texts) == 0 {
			t.Logf("%d rounds of names", round+1)
			return
		}
		texts = texts[s.giveNames(texts):]
	}
}

// lookAround prints all that holds names, and reads it back.
func (s *site) lookAround() {
	const settlement = "Company-EUR-20261101"
	s.t.Helper()
	s.must("settlements", "verify", settlement)
	for _, party := range []string{"MIK", "CELL"} {
		name := mapping.Shown(s.rows(`SELECT COALESCE(NULLIF(TRIM(FIRST_NAME), ''), PARTY_ID) FROM PERSON WHERE PARTY_ID = ?`, party)[0])
		var statement mapping.StatementDocument
		s.mustJSON(&statement, "statement", party, "--settlement", settlement)
		if strings.TrimSpace(mapping.Shown(statement.Name)) != strings.TrimSpace(name) {
			s.t.Errorf("%s is called %q, want %q", party, statement.Name, name)
		}
		if page := pageText(s.t, s.must("statement", party, "--settlement", settlement, "--format", "html")); !strings.Contains(page, strings.TrimSpace(name)) {
			s.t.Errorf("%q is not on the page of %s", name, party)
		}
		for _, command := range []string{"statement", "explain"} {
			arguments := []string{command, party}
			if command == "explain" {
				arguments = []string{command, "--party", party}
			}
			arguments = append(arguments, "--settlement", settlement)
			checkXML(s.t, s.must(append(arguments, "-o", "xml")...))
			for _, format := range []string{"table", "csv"} {
				if text := s.must(append(arguments, "-o", format)...); steers(text) {
					s.t.Errorf("%s as %s: %q", command, format, text)
				}
			}
		}
	}
	pageText(s.t, s.must("report", settlement))
	if code, stdout, stderr := s.run("check", "-o", "json"); code != 0 || !json.Valid([]byte(stdout)) {
		s.t.Errorf("check: exit %d\n%s%s", code, stdout, stderr)
	}
}

// pageText is all text of a page, which must have no script, image or handler, and no
// drawing but its own charts.
func pageText(t testing.TB, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for node := range root.Descendants() {
		switch node.Type {
		case html.TextNode:
			text.WriteString(node.Data)
		case html.ElementNode:
			active := slices.ContainsFunc(node.Attr, func(a html.Attribute) bool {
				return strings.HasPrefix(a.Key, "on") || a.Key == "src" || strings.HasPrefix(a.Val, "javascript:")
			})
			foreign := node.Data == "svg" && !slices.Contains(node.Attr, html.Attribute{Key: "class", Val: "chart"})
			if active || foreign || slices.Contains([]string{"script", "img", "iframe", "foreignObject", "animate", "use"}, node.Data) {
				t.Errorf("the page has <%s %v>", node.Data, node.Attr)
			}
		}
	}
	return text.String()
}

func checkXML(t testing.TB, document string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(document))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
	}
}
