package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

type sampleDocument struct {
	At      time.Time     `json:"at"`
	Dry     bool          `json:"dry"`
	Parties []sampleParty `json:"parties"`
	Empty   []sampleParty `json:"empty"`
	//lint:ignore U1000 it is there so that the test sees that it is not printed
	hidden int
}

type sampleParty struct {
	Party  string       `json:"party"`
	Amount string       `json:"amount"`
	Note   string       `json:"note,omitempty"`
	Items  []sampleItem `json:"items"`
}

type sampleItem struct {
	Seq  int    `json:"seq"`
	Text string `json:"text"`
}

func sample() sampleDocument {
	return sampleDocument{
		At: time.Date(2026, 11, 21, 4, 15, 0, 0, time.FixedZone("", 3600)),
		Parties: []sampleParty{
			{"mik", "1234.50", "", []sampleItem{{1, `=HYPERLINK("x")`}, {12, "two\nlines & <b>"}}},
			{"王小明", "-3.00", "owes", nil},
		},
	}
}

func printed(t *testing.T, format string, document any) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, format, "sample", document); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func expectText(t *testing.T, got, want string) {
	t.Helper()
	if want = strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTable(t *testing.T) {
	expectText(t, printed(t, outputTable, sample()), `
at   2026-11-21T04:15:00+01:00
dry  false

parties
party    amount  note
mik     1234.50
王小明    -3.00  owes

items
party  seq  text
mik      1  =HYPERLINK("x")
mik     12  two lines & <b>
`)
	expectText(t, printed(t, outputTable, []sampleItem{}), "nothing to show\n")
}

func TestTableCannotSteerATerminal(t *testing.T) {
	text := printed(t, outputTable, []sampleItem{{1, "a\x1b[2Jb\u202ec\r\x07é"}})
	if strings.ContainsAny(text, "\x1b\u202e\r\x07") || !strings.Contains(text, "é") {
		t.Errorf("%q", text)
	}
}

func TestCSV(t *testing.T) {
	expectText(t, printed(t, outputCSV, sample()), `
party,amount,note
mik,1234.50,
王小明,-3.00,owes

party,seq,text
mik,1,"'=HYPERLINK(""x"")"
mik,12,two␊lines & <b>
`)
}

func TestDefuse(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "-1.50": "-1.50", "0": "0", "1e5": "1e5", "=1": "'=1", "+1": "'+1", "-1-1": "'-1-1", "@x": "'@x",
		"\tx": "␉x", "\rx": "␍x", "\nx": "␊x", "\n=1": "␊=1", " =1": "' =1", "a;=1": "a;'=1", "--1": "'--1", "-": "'-", "-.5": "'-.5", "＝1": "'＝1", "−1": "'−1", "a=1": "a=1",
	} {
		if got := defuse(value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestXML(t *testing.T) {
	text := printed(t, outputXML, sample())
	expectText(t, text, xml.Header+`<sample>
  <at>2026-11-21T04:15:00+01:00</at>
  <dry>false</dry>
  <parties>
    <entry>
      <party>mik</party>
      <amount>1234.50</amount>
      <items>
        <entry>
          <seq>1</seq>
          <text>=HYPERLINK(&#34;x&#34;)</text>
        </entry>
        <entry>
          <seq>12</seq>
          <text>two&#xA;lines &amp; &lt;b&gt;</text>
        </entry>
      </items>
    </entry>
    <entry>
      <party>王小明</party>
      <amount>-3.00</amount>
      <note>owes</note>
      <items></items>
    </entry>
  </parties>
  <empty></empty>
</sample>
`)
}

// The JSON is what encoding/json makes of the struct, but for lists that are nil.
func TestJSONIsTheStruct(t *testing.T) {
	text := printed(t, outputJSON, sample())
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	var back sampleDocument
	if err := decoder.Decode(&back); err != nil {
		t.Fatal(err)
	}
	want := sample()
	want.Empty, want.Parties[1].Items = []sampleParty{}, []sampleItem{}
	if !back.At.Equal(want.At) {
		t.Errorf("at %s", back.At)
	}
	back.At = want.At
	if !reflect.DeepEqual(back, want) {
		t.Errorf("got %+v, want %+v", back, want)
	}
	if strings.Contains(text, "null") || !strings.Contains(text, "<b>") {
		t.Errorf("%s", text)
	}
	expectText(t, printed(t, outputJSON, []sampleItem{}), "[]\n")
}

func TestOutputThatDoesNotExist(t *testing.T) {
	if err := write(io.Discard, "yaml", "x", sample()); !codeIs(err, exitUsage) || !strings.Contains(err.Error(), "csv") {
		t.Errorf("%v", err)
	}
}

func TestFloatsAreRefused(t *testing.T) {
	if err := write(io.Discard, outputJSON, "x", struct{ Amount float64 }{1.5}); err == nil {
		t.Error("a float was printed")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestFullDiskIsAnError(t *testing.T) {
	for _, format := range outputFormats {
		if err := write(fullDisk{}, format, "sample", sample()); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// Whatever people type in OFBiz: every format can be read back, and says the same.
func FuzzOutput(f *testing.F) {
	f.Add("=cmd|' /C calc'!A0", "\x00\x1b]0;\xff\n\r\n\"")
	f.Fuzz(func(t *testing.T, a, b string) {
		document := []sampleItem{{1, a}, {2, b}}
		var back []sampleItem
		if err := json.Unmarshal([]byte(printed(t, outputJSON, document)), &back); err != nil || len(back) != 2 {
			t.Errorf("json: %v %v", back, err)
		}
		records, err := csv.NewReader(strings.NewReader(printed(t, outputCSV, document))).ReadAll()
		if err != nil || len(records) != 3 {
			t.Errorf("csv: %q %v", records, err)
		}
		var tree struct {
			Entries []struct {
				Seq int `xml:"seq"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(printed(t, outputXML, document)), &tree); err != nil || len(tree.Entries) != 2 {
			t.Errorf("xml: %v %v", tree, err)
		}
		if lines := strings.Count(printed(t, outputTable, document), "\n"); lines != 3 {
			t.Errorf("table: %d lines", lines)
		}
	})
}
