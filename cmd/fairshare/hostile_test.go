package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"fairshare/calc"
	"fairshare/config"
	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

// poisoned is a settlement as a command prints it, with a text wherever OFBiz's
// users may have typed one.
func poisoned(text string) []mapping.SettleDocument {
	id := calc.ActivityID(text)
	return []mapping.SettleDocument{{
		Settlement: text, Organization: text, Currency: text, State: mapping.Closed, Income: "12.50",
		Payouts:  []mapping.PayoutEntry{{Party: calc.PartyID(text), Activity: id, Amount: "-1.00"}},
		Retained: []mapping.RetainedEntry{{Activity: id, Reason: calc.Reason(text), Amount: "2.00"}},
		Invoices: []mapping.InvoiceEntry{{InvoiceID: text, Party: calc.PartyID(text), Items: []mapping.InvoiceItemEntry{{Seq: "00001", Activity: id, Description: text}}}},
		Carried:  []mapping.CarriedEntry{},
		Findings: []mapping.Finding{{Code: "ODD_NAME", Severity: mapping.Warning, Entity: text, Key: text, Text: text}},
	}}
}

// TestHostileTextInEveryOutput: whatever the text, each format can be read back and
// says the same, or shows what it replaced; none has more records, or steers anything.
func TestHostileTextInEveryOutput(t *testing.T) {
	harmless := map[string]int{outputTable: lines(printed(t, outputTable, poisoned("harmless"))), outputCSV: lines(printed(t, outputCSV, poisoned("harmless")))}
	for i, text := range hostile.Texts() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			readBackJSON(t, text)
			readBackXML(t, text)
			readBackCSV(t, text)
			for _, format := range []string{outputTable, outputCSV} {
				if got := printed(t, format, poisoned(text)); lines(got) != harmless[format] || steers(got) {
					t.Errorf("%s: %d lines, want %d, in %q", format, lines(got), harmless[format], got)
				}
			}
		})
	}
}

func lines(text string) int { return strings.Count(text, "\n") }

// steers reports whether a text could move a terminal's cursor or turn its writing.
func steers(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		s := string(r)
		return mapping.Shown(s) != s && r != '\n'
	})
}

func readBackJSON(t *testing.T, text string) {
	want := poisoned(strings.ToValidUTF8(text, "\ufffd"))
	var back []mapping.SettleDocument
	if err := json.Unmarshal([]byte(printed(t, outputJSON, poisoned(text))), &back); err != nil {
		t.Fatal(err)
	}
	if !sameRunes(back[0].Findings[0].Text, want[0].Findings[0].Text) || !sameRunes(back[0].Invoices[0].Items[0].Description, want[0].Invoices[0].Items[0].Description) {
		t.Errorf("json: %q, want %q", back[0].Findings[0].Text, want[0].Findings[0].Text)
	}
}

// sameRunes compares texts; how many replacements a run of broken bytes gets is
// nobody's concern.
func sameRunes(a, b string) bool {
	squeeze := func(s string) string {
		for strings.Contains(s, "\ufffd\ufffd") {
			s = strings.ReplaceAll(s, "\ufffd\ufffd", "\ufffd")
		}
		return s
	}
	return squeeze(a) == squeeze(b)
}

// xmlText is what XML can say of a text.
func xmlText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

func readBackXML(t *testing.T, text string) {
	var back struct {
		Entries []struct {
			Organization string   `xml:"organization"`
			Texts        []string `xml:"findings>entry>text"`
		} `xml:"entry"`
	}
	decoder := xml.NewDecoder(strings.NewReader(printed(t, outputXML, poisoned(text))))
	if err := decoder.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) && err != nil {
		t.Errorf("xml: something stands behind the document: %v", err)
	}
	if len(back.Entries) != 1 || len(back.Entries[0].Texts) != 1 || !sameRunes(back.Entries[0].Texts[0], xmlText(text)) || !sameRunes(back.Entries[0].Organization, xmlText(text)) {
		t.Errorf("xml: %+q, want %+q", back, xmlText(text))
	}
}

func readBackCSV(t *testing.T, text string) {
	reader := csv.NewReader(strings.NewReader(printed(t, outputCSV, poisoned(text))))
	reader.FieldsPerRecord = -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for _, cell := range record {
			if start := strings.TrimLeft(cell, " \u00a0\""); strings.IndexAny(start, "=+-@\u2212＝＋－＠\t") == 0 && !isNumber(cell) {
				t.Errorf("csv: the cell %q is active", cell)
			}
		}
	}
	last := records[len(records)-1]
	if got, want := last[len(last)-1], mapping.CellText(text); got != want && !isNumber(text) {
		t.Errorf("csv: %q, want %q", got, want)
	}
}

// TestHostileTextStaysOnItsLogLine: one call is one line of either log format, which
// can be read back, whatever the text and wherever it stands.
func TestHostileTextStaysOnItsLogLine(t *testing.T) {
	for i, text := range hostile.Texts() {
		for _, format := range []string{"json", "text"} {
			t.Run(fmt.Sprintf("%d/%s", i, format), func(t *testing.T) {
				var out bytes.Buffer
				log := newLogger(&app{stderr: &out}, config.Log{Level: "info", Format: format})
				log.Warn("a settlement waits", "settlement", text, "error", fmt.Errorf("read party %s: %w", text, io.ErrUnexpectedEOF), slog.Group("g", "party", calc.PartyID(text)))
				if lines(out.String()) != 1 || !strings.HasSuffix(out.String(), "\n") {
					t.Fatalf("%q", &out)
				}
				if format == "json" {
					readBackLog(t, out.Bytes(), text)
				} else {
					readBackText(t, out.String(), text)
				}
			})
		}
	}
}

// readBackText takes a line of the text format apart: the fields are those that were
// logged, and the values what they were.
func readBackText(t *testing.T, line, text string) {
	var names, values []string
	for rest := strings.TrimSuffix(line, "\n"); rest != ""; rest = strings.TrimPrefix(rest, " ") {
		name, value, found := strings.Cut(rest, "=")
		if quoted, err := strconv.QuotedPrefix(value); err == nil && quoted[0] == '"' {
			rest = value[len(quoted):]
			value, err = strconv.Unquote(quoted)
			if err != nil {
				t.Fatal(err)
			}
		} else {
			value, rest, _ = strings.Cut(value, " ")
		}
		if !found || strings.HasPrefix(rest, "=") {
			t.Fatalf("no field at %q of %q", rest, line)
		}
		names, values = append(names, name), append(values, value)
	}
	if strings.Join(names, " ") != "time level msg settlement error g.party" || values[3] != text || values[5] != text {
		t.Errorf("%q from %q", line, text)
	}
	if unseen := strings.ReplaceAll(line, "\x7f", ""); steers(unseen) { // a terminal ignores DEL
		t.Errorf("%q", line)
	}
}

func readBackLog(t *testing.T, line []byte, text string) {
	var back struct {
		Level      string `json:"level"`
		Message    string `json:"msg"`
		Settlement string `json:"settlement"`
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if back.Level != "WARN" || back.Message != "a settlement waits" || !sameRunes(back.Settlement, strings.ToValidUTF8(text, "\ufffd")) {
		t.Errorf("%+q", back)
	}
}

// TestHostileTextInAMessage: an error's lines can't be taken for others.
func TestHostileTextInAMessage(t *testing.T) {
	for _, text := range hostile.Texts() {
		var out bytes.Buffer
		a := &app{stderr: &out}
		a.complain(fmt.Errorf("approve settlement %s: it is void", text))
		for i, line := range strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n") {
			if i == 0 && !strings.HasPrefix(line, "fairshare: ") || i > 0 && !strings.HasPrefix(line, "  ") || steers(line) {
				t.Errorf("%q", &out)
			}
		}
	}
}
