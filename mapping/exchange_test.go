package mapping

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

func exampleFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestReadExchange reads every element and attribute that there is.
func TestReadExchange(t *testing.T) {
	exchange, err := ReadExchange(strings.NewReader(exampleFile(t, "company.xml")))
	if err != nil {
		t.Fatal(err)
	}
	f := exchange.Company
	board := f.Activities[0]
	at := func(text string) calc.Instant { return fileInstant(text, 0) }
	switch {
	case f.Organization != "Company" || f.Group != "PARTNERS" || f.Zone != "Europe/Budapest",
		f.Rules.Cycles != calc.SolveCycles || f.Rules.Method != calc.Recursive || f.Rules.Epsilon != 10 || f.Rules.Facilities != FirstFacility,
		f.Rules.Founders[0] != FileFounder{5, "FOUNDERS", 2_500_000}, f.Rules.Accepted[1] != Acceptance{"SECOND_FACILITY", ""},
		f.Parties[1].Name != `Miklós "Mik" Fűtő` || f.Parties[0].Members[1].Thru != calc.Never || !f.Parties[2].Disabled || f.Parties[0].Disabled,
		f.Facilities[2].Activity != "FIRMWARE" || f.Facilities[1].Holders[1].Party != "FERO",
		board.Basis != calc.Percent || len(board.Shares) != 3 || board.Shares[1].Formula != "= min(credits(FIRMWARE), 40) / 2" || board.Shares[2].From != calc.Ever,
		board.Shares[0] != FileShare{25, "FIRMWARE", 30_000_000, "", false, FilePeriod{at("2026-01-01T00:00:00+01:00"), at("2026-07-01T00:00:00+02:00")}},
		board.Credits[0] != FileCredit{28, "FAC_CELL", at("2026-01-15T08:00:00.125Z"), 20_000_000}, board.Credits[1].Change != -2_250_000,
		board.Credits[2].Facility != "" || board.Credits[3].At != calc.Ever,
		f.Activities[1].OwnWeight != 2_000_000 || !f.Activities[4].Refused || !f.Activities[4].Shares[0].Unreadable || f.Activities[2].Refused,
		!f.Judged || f.Findings[0].Severity != Accepted || f.Findings[1].Text != "":
		t.Errorf("%+v", f)
	}
}

// TestExampleInTheSchema reads the example that the schema's documentation shows.
func TestExampleInTheSchema(t *testing.T) {
	from, to := strings.Index(ExchangeSchema, "&lt;company"), strings.Index(ExchangeSchema, "&lt;/company&gt;")
	example := strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(ExchangeSchema[from:to] + "&lt;/company&gt;")
	exchange, err := ReadExchange(strings.NewReader(example))
	if err != nil {
		t.Fatal(err)
	}
	if company, err := exchange.Company.Company(); err != nil || len(company.Scheme.Credits) != 2 || company.Scheme.Components[1].Formula() == nil {
		t.Errorf("%+v, %v", company, err)
	}
}

func TestReadExchangeOfASettlement(t *testing.T) {
	exchange, err := ReadExchange(strings.NewReader(exampleFile(t, "settlement.xml")))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := exchange.Settlement.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := ReadExchange(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if d := CompareSettlement(again.Settlement, exchange.Settlement.SettleDocument); len(d.Changes) > 0 {
		t.Errorf("it comes back as %+v", d.Changes)
	}
	s := exchange.Settlement
	if s.Payouts[1].Amount != "40.00" || s.Invoices[0].Items[1].Activity != "" || s.Carried[0].Note == "" || s.Adjustments[0].By != "eva" || s.Findings[0].Code != "NO_CREDITS" {
		t.Errorf("%+v", s)
	}
}

// TestReadExchangeRefuses changes one place of the examples, and wants line and reason.
func TestReadExchangeRefuses(t *testing.T) {
	company, settlement := exampleFile(t, "company.xml"), exampleFile(t, "settlement.xml")
	for name, c := range map[string]struct{ text, old, new, want string }{
		"ErrEmpty":             {"", "", "", "line 1: there is no <company>"},
		"ErrDoctype":           {company, "<company", `<!DOCTYPE company [<!ENTITY a "b">]><company`, "line 3: a DOCTYPE is not accepted"},
		"ErrBillionLaughs":     {company, `name="Cell Erdős"`, `name="&lol9;"`, "line 10: this is not well-formed XML: invalid character entity &lol9;"},
		"ErrCut":               {company, "</company>\n", "", "line 50: this is not well-formed XML: unexpected EOF"},
		"ErrCharset":           {company, "UTF-8", "ISO-8859-2", "line 1: xml: encoding \"ISO-8859-2\" declared"},
		"ErrNamespace":         {company, "exchange:1", "exchange:2", `line 3: element <company> is of the namespace "urn:fairshare:exchange:2"`},
		"ErrNoNamespace":       {company, ` xmlns="urn:fairshare:exchange:1"`, "", `of the namespace ""`},
		"ErrTwoRoots":          {company, "</company>", "</company><company/>", "line 50: element <company> is of the namespace"},
		"ErrTextBetween":       {company, "<parties>", "<parties>none", "line 10: text does not belong here"},
		"ErrTextBehind":        {company, "</company>", "</company>.", "line 51: text does not belong here"},
		"ErrRepeatedAttribute": {company, `percent="2.5"`, `percent="2.5" percent="50"`, "line 5: attribute percent of <founder> is given twice"},
		"ErrAttribute":         {company, `percent="2.5"`, `percent="2.5" paid="no"`, "line 5: <founder> has no attribute paid"},
		"ErrNoAttribute":       {company, ` percent="2.5"`, "", "line 5: <founder> needs the attribute percent"},
		"ErrType":              {company, `percent="2.5"`, `percent="2.5" i:type="x" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"`, "line 5: <founder> has no attribute type"},
		"ErrNumber":            {company, `percent="2.5"`, `percent="101"`, `line 5: <founder percent="101">: a number above 0 and up to 100`},
		"ErrNoWeight":          {company, `weight="12.5"`, `weight="0"`, `line 27: <share weight="0">: a number above 0`},
		"ErrTooFine":           {company, `weight="12.5"`, `weight="12.5000001"`, "line 27: "},
		"ErrNoOffset":          {company, `at="2026-02-15T08:00:00Z" change="-2.25"`, `at="2026-02-15T08:00:00" change="-2.25"`, "line 29: <credit at="},
		"ErrElement":           {company, "<unreadable", "<salary", "line 43: element <salary> does not belong here, in <activity>; expected: <share>, <formula>, <unreadable>, <credit> or its end"},
		"ErrOrder":             {company, `<formula of`, `<credit change="1"/><formula of`, "line 26: element <formula> does not belong here, in <activity>; expected: <credit> or its end"},
		"ErrNoParties":         {company, exampleParties(company), "", "line 9: element <facilities> does not belong here, in <company>; expected: <parties>"},
		"ErrDeep":              {company, "<member/>", strings.Repeat("<member>", 100_000), "line 14: element <member> does not belong here, in <member>, which ends here"},
		"ErrTwice":             {company, `id="OLD"`, `id="MIK"`, "line 15: the party MIK is there already, in line 14"},
		"ErrTwiceFolded":       {company, `id="OLD"`, `id="Mík"`, "line 15: there is the party MIK in line 14, which OFBiz's database holds equal to Mík"},
		"ErrNoActivity":        {company, `of="IP" weight`, `of="PI" weight`, "line 27: there is no activity PI in the file"},
		"ErrSpelling":          {company, `of="IP" weight`, `of="ip" weight`, "line 27: activity ip is spelled IP in line 39"},
		"ErrNoFacility":        {company, `facility="LAB" change`, `facility="LAP" change`, "line 31: there is no facility LAP"},
		"ErrFounder":           {company, `founder activity="FOUNDERS"`, `founder activity="FOUNDER"`, "line 5: there is no activity FOUNDER"},
		"ErrFormula":           {company, ", 40)", ", 40", "line 26: the formula"},
		"ErrNeverValid":        {company, `thru="2026-03-01T00:00:00+01:00"`, `thru="2025-11-01T00:00:00+01:00"`, "line 11: <member>: from is not before thru"},
		"ErrZone":              {company, "Europe/Budapest", "Local", `line 3: zone="Local" is no time zone`},
		"ErrNothing":           {company, `id="ODD"`, `id="_na_"`, "line 42: _NA_ stands for income that names no product"},
		"ErrControl":           {company, `name="Cell Erdős"`, `name="Cell&#10;Erdős"`, "line 10: <party name=\"Cell␊Erdős\">: there is a control character"},
		"ErrPaid":              {settlement, `"50.00"/>`, `"50.01"/>`, "line 2: the payouts do not add up to paid-total 90.00"},
		"ErrRetained":          {settlement, `reason="NO_CREDITS" amount="10.00"`, `reason="NO_CREDITS" amount="9.99"`, "line 2: the retained amounts do not add up"},
		"ErrIncome":            {settlement, `income="100.00"`, `income="100.01"`, "line 2: paid-total 90.00 and retained-total 10.00 do not add up to income 100.01"},
		"ErrInvoice":           {settlement, `"-5.00"/>`, `"-5.01"/>`, "line 6: the items of invoice FS1 do not add up to its total 45.00"},
		"ErrPayoutTwice":       {settlement, `party="MIK" activity="FIRMWARE"`, `party="CELL" activity="FIRMWARE"`, "line 4: the payout of CELL from FIRMWARE is there already, in line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(c.text, c.old, c.new, 1)
			if text == c.text && c.text != "" {
				t.Fatalf("%q is not in the example", c.old)
			}
			_, err := ReadExchange(strings.NewReader(text))
			var refused *ExchangeError
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v\nwant %s", err, c.want)
			}
		})
	}
}

func exampleParties(company string) string {
	from, to := strings.Index(company, "  <parties>"), strings.Index(company, "  <facilities>")
	return company[from:to]
}

// TestReadExchangeRefusesALargeFile sees that no more is read than may be.
func TestReadExchangeRefusesALargeFile(t *testing.T) {
	head := `<company xmlns="urn:fairshare:exchange:1" organization="C" group="G" zone="UTC"><rules method="recursive" cycles="refuse" epsilon="1" facilities="all"/>`
	for want, in := range map[string]string{
		"a tag, comment or text is larger than 1 MiB": head + "<!--",
		"larger than 3 MiB, the most that is read":    head + strings.Repeat("<!--"+strings.Repeat("\n", 1<<19)+"-->", 6),
	} {
		endless := &blanks{left: 1 << 30}
		_, err := readExchange(io.MultiReader(strings.NewReader(in), endless), 3<<20)
		if err == nil || !strings.Contains(err.Error(), want) || endless.left < 1<<30-4<<20 {
			t.Errorf("%v, %d bytes left; want %s", err, endless.left, want)
		}
	}
}

type blanks struct{ left int }

func (b *blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '\n'
	}
	b.left -= len(p)
	return len(p), nil
}

func TestExchangeRefusesToWrite(t *testing.T) {
	good := func() *CompanyFile {
		return &CompanyFile{Organization: "C", Group: "G", Zone: "UTC", Rules: FileRules{Epsilon: 10, Facilities: AllFacilities}, Activities: []FileActivity{{ID: "A"}}}
	}
	for want, spoil := range map[string]func(*CompanyFile){
		`the id of activity "A\nB" has characters that XML can't hold`: func(f *CompanyFile) { f.Activities[0].ID = "A\nB" },
		`the id of activity "\xff"`:                                    func(f *CompanyFile) { f.Activities[0].ID = "\xff" },
		`the id of party "a\uffff"`:                                    func(f *CompanyFile) { f.Parties = []FileParty{{ID: "a\uffff"}} },
		"more than 60 characters":                                      func(f *CompanyFile) { f.Facilities = []FileFacility{{ID: strings.Repeat("x", 61)}} },
		"must name parties":                                            func(f *CompanyFile) { f.Group = "" },
		"zone Local":                                                   func(f *CompanyFile) { f.Zone = "Local" },
	} {
		f := good()
		spoil(f)
		if err := f.Write(io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := good().Write(io.Discard); err != nil {
		t.Error(err)
	}
}

// TestFileMoment writes instants of odd zones and reads them back.
func TestFileMoment(t *testing.T) {
	budapest, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{
		time.Date(1850, 1, 1, 0, 0, 0, 0, budapest), time.Date(1, 1, 1, 0, 0, 0, 0, budapest), time.Date(9998, 12, 31, 23, 59, 59, 999e6, budapest),
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", -14*3600)), time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("", 14*3600)),
		time.Date(2026, 10, 25, 1, 30, 0, 1e6, time.UTC), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999e6, time.UTC),
	} {
		text := fileMoment(instantOf(at), budapest)
		if _, err := kindMoment(text); err != nil || fileInstant(text, 0) != instantOf(at) {
			t.Errorf("%v is written %q and read as %d, not %d: %v", at, text, fileInstant(text, 0), instantOf(at), err)
		}
	}
}

// FuzzReadExchange: what is read is written, and that comes back as the same bytes and
// the same company; in every activity all shares make a whole.
func FuzzReadExchange(f *testing.F) {
	for _, name := range []string{"company.xml", "settlement.xml"} {
		f.Add(exampleFile(f, name))
	}
	f.Add(`<company xmlns="urn:fairshare:exchange:1" organization="C" group="G" zone="UTC"><rules method="direct" cycles="refuse" epsilon="1" facilities="all"/><parties/><facilities/><activities/></company>`)
	f.Fuzz(func(t *testing.T, text string) {
		exchange, err := ReadExchange(strings.NewReader(text))
		if err != nil {
			var refused *ExchangeError
			if exchange != nil || !errors.As(err, &refused) || refused.Line < 1 {
				t.Fatalf("%v, %v", exchange, err)
			}
			return
		}
		if s := exchange.Settlement; s != nil {
			var out bytes.Buffer
			if err := s.Write(&out); err != nil {
				t.Fatal(err)
			}
			again, err := ReadExchange(bytes.NewReader(out.Bytes()))
			if err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			if d := CompareSettlement(again.Settlement, s.SettleDocument); len(d.Changes) > 0 {
				t.Fatalf("%+v", d.Changes)
			}
			return
		}
		company, first := writtenCompany(t, exchange.Company)
		again, err := ReadExchange(bytes.NewReader(first))
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		same, second := writtenCompany(t, again.Company)
		if !bytes.Equal(first, second) {
			t.Fatalf("written again it is\n%s\nnot\n%s", second, first)
		}
		if len(company.Scheme.Activities) < 50 && len(company.Scheme.Components) < 200 {
			wholes(t, company, same)
		}
	})
}

func writtenCompany(t *testing.T, file *CompanyFile) (*Company, []byte) {
	t.Helper()
	company, err := file.Company()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := file.MappingRules()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := NewCompanyFile(company, rules).Write(&out); err != nil {
		t.Fatal(err)
	}
	return company, out.Bytes()
}

// wholes adds up the shares in every activity at some moments, and holds them against
// those of the company that came back.
func wholes(t *testing.T, company, same *Company) {
	t.Helper()
	cuts := company.cuts(0)
	for _, at := range []calc.Instant{cuts[0], cuts[len(cuts)-1]} {
		picture, err := calc.At(&company.Scheme, at)
		if err != nil {
			t.Fatalf("the scheme of a file that was read: %v", err)
		}
		for n, activity := range company.Scheme.Activities {
			if err := sumsToOne(picture.ExactShares(int32(n))); err != nil {
				t.Fatalf("%s: %v", activity.ID, err)
			}
			got, _, err := same.sharesAt(string(activity.ID), at)
			if err != nil {
				t.Fatal(err)
			}
			if want, _, _ := company.sharesAt(string(activity.ID), at); !maps.Equal(got, want) {
				t.Fatalf("%s: %v came back as %v", activity.ID, want, got)
			}
		}
	}
}

func sumsToOne(shares []calc.ExactShare) error {
	sum := new(big.Rat)
	for _, share := range shares {
		sum.Add(sum, (*big.Rat)(share.Value))
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return errors.New("the shares add up to " + sum.RatString())
	}
	return nil
}
