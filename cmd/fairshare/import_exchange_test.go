package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

// Elements of the sample company's file, and what people make of them.
const (
	shareOfSupport = `<share of="SUPPORT" weight="8" from="2025-11-01T00:00:00+01:00"/>`
	endOfSupport   = `<share of="SUPPORT" weight="8" from="2025-11-01T00:00:00+01:00" thru="2031-01-01T00:00:00+01:00"/>
      `
	nextOfSupport = endOfSupport + `<share of="SUPPORT" weight="6" from="2031-01-01T00:00:00+01:00"/>`
	firstOfMik    = `<credit facility="FAC_MIK"`
	creditOfEmil  = `<credit facility="FAC_EMIL" at="2031-02-01T00:00:00+01:00" change="2.5"/>
      ` + firstOfMik
)

// edited changes places of a file, each of which must be there.
func edited(t testing.TB, file string, pairs ...string) string {
	t.Helper()
	for ; len(pairs) > 1; pairs = pairs[2:] {
		if !strings.Contains(file, pairs[0]) {
			t.Fatalf("%s is not in the file", pairs[0])
		}
		file = strings.Replace(file, pairs[0], pairs[1], 1)
	}
	return file
}

// imported are the rows that an import may touch.
func (s *site) imported() []string {
	s.t.Helper()
	return slices.Concat(s.rows(genboard), s.rows(audits), s.rows(`SELECT i.INVENTORY_ITEM_ID, i.PRODUCT_ID, i.FACILITY_ID, i.OWNER_PARTY_ID, COALESCE(i.STATUS_ID, ''), i.QUANTITY_ON_HAND_TOTAL, d.EFFECTIVE_DATE, d.QUANTITY_ON_HAND_DIFF
		FROM INVENTORY_ITEM i JOIN INVENTORY_ITEM_DETAIL d ON d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID ORDER BY CHAR_LENGTH(1), 1, d.INVENTORY_ITEM_DETAIL_SEQ_ID`))
}

func TestImportOfAnExportChangesNothing(t *testing.T) {
	s := newVEMS(t)
	file, before := s.must("export"), s.imported()
	path := s.saved("company.xml", file)
	for _, command := range [][]string{{"import", path}, {"import", path, "--apply", "--as", "boss"}, {"import", path, "--apply", "--as", "marcell"}} {
		if code, stdout, stderr := s.run(command...); code != 0 || !strings.Contains(stderr, "nothing to change") || strings.Contains(stdout, "changes") {
			t.Errorf("%v: exit %d %s%s", command, code, stdout, stderr)
		}
	}
	if again := s.must("export"); again != file {
		t.Errorf("exported again it is\n%s\nnot\n%s", again, file)
	}
	if after := s.imported(); !slices.Equal(before, after) {
		t.Errorf("rows: %q\nwant %q", after, before)
	}
}

// TestImport carries an edited file over: what was shown is made, and the export is
// the edited file.
func TestImport(t *testing.T) {
	s := newVEMS(t)
	want := edited(t, s.must("export"), shareOfSupport, nextOfSupport, firstOfMik, creditOfEmil,
		`<share of="DOCUMENTATION" weight="2"`, `<share of="DOCUMENTATION" weight="2" from="2025-11-01T00:00:00+01:00" thru="2031-01-01T00:00:00+01:00"/>
      <formula of="DOCUMENTATION" text="= weight(ECU_CABLE, INSTALL_KIT) + 1" from="2031-01-01T00:00:00+01:00"/><!--`, `<share of="ECU_CABLE"`, `--><share of="ECU_CABLE"`)
	path, before := s.saved("company.xml", want), s.imported()
	var look, made mapping.ImportDocument
	s.mustJSON(&look, "import", path)
	s.mustJSON(&look, "import", path, "--as", "boss")
	if after := s.imported(); !slices.Equal(before, after) {
		t.Fatalf("a look wrote: %q", after)
	}
	s.mustJSON(&made, "import", path, "--apply", "--as", "boss")
	if len(look.Changes) != 5 || !look.DryRun || made.DryRun {
		t.Fatalf("looked at %+v, made %+v", look, made)
	}
	for i := range look.Changes {
		if look.Changes[i].Outcome != mapping.ImportNew || made.Changes[i].Outcome != mapping.ImportMade {
			t.Errorf("%+v became %+v", look.Changes[i], made.Changes[i])
		}
	}
	plain := edited(t, want, "<!-- from=\"2025-11-01T00:00:00+01:00\"/>\n      -->", "\n      ")
	plain = strings.ReplaceAll(plain, "\n      \n", "\n")
	if got := s.must("export"); withoutBlanks(got) != withoutBlanks(plain) {
		t.Errorf("the export is\n%s\nnot\n%s", got, plain)
	}
	notes := []string{
		"boss | import credit | InventoryItem | 10030 |  | 2.5 of FIRMWARE for EMIL, from 2031-02-01T00:00:00+01:00",
		"boss | import share | ProductAssoc | GENBOARD, SUPPORT |  | 6 from 2031-01-01T00:00:00+01:00",
		"boss | import share | ProductAssoc | GENBOARD, SUPPORT | 8 | 8 until 2031-01-01T00:00:00+01:00 from 2025-11-01T00:00:00+01:00",
		"boss | import share | ProductAssoc | INSTALL_KIT, DOCUMENTATION |  | = weight(ECU_CABLE, INSTALL_KIT) + 1 from 2031-01-01T00:00:00+01:00",
		"boss | import share | ProductAssoc | INSTALL_KIT, DOCUMENTATION | 2 | 2 until 2031-01-01T00:00:00+01:00 from 2025-11-01T00:00:00+01:00",
	}
	got := s.rows(audits)
	slices.Sort(got)
	if !slices.Equal(got, notes) {
		t.Errorf("noted: %q\nwant %q", got, notes)
	}
	for day, share := range map[string]string{"2031-01-31": "", "2031-02-01": "0.009364"} { // 2.5 of 267
		var shares mapping.SharesDocument
		s.mustJSON(&shares, "shares", "--as-of", day, "--party", "EMIL", "--product", "FIRMWARE")
		if (share == "") != (len(shares.Shares) == 0) || share != "" && !strings.HasPrefix(shares.Shares[0].Share, share[:7]) {
			t.Errorf("as of %s EMIL has %v of FIRMWARE", day, shares.Shares)
		}
	}
}

func withoutBlanks(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestImportRefuses changes one thing that can't be carried over, beside one that
// could: nothing is written.
func TestImportRefuses(t *testing.T) {
	s := newVEMS(t)
	company, before := s.must("export"), s.imported()
	for name, c := range map[string]struct {
		old, new string
		found    bool // by the scheme's check, not in a row of the file
		want     string
	}{
		"ErrNewActivity":  {`<activity id="MARKETING"`, `<activity id="SALES" basis="WEIGHT"/><activity id="MARKETING"`, false, "OFBiz has no such product"},
		"ErrBasis":        {`name="Manufacturing" basis="WEIGHT"`, `name="Manufacturing" basis="PERCENT"`, false, "would change the past"},
		"ErrOwnWeight":    {`own-weight="2"`, `own-weight="3"`, false, "would change the past"},
		"ErrParty":        {`<party id="MIK"`, `<party id="NEW"><member/></party><party id="MIK"`, false, "Party Manager"},
		"ErrMember":       {`<party id="MIK" name="Miklós Fűtő">`, `<party id="MIK" name="Miklós Fűtő"><member thru="2020-01-01T00:00:00Z"/>`, false, "Party Manager"},
		"ErrHolder":       {`<holder party="EMIL"`, `<holder party="MIK"`, false, "Facility Manager"},
		"ErrMethod":       {`method="recursive"`, `method="direct"`, false, "configuration"},
		"ErrFounders":     {`facilities="first"/>`, `facilities="first"><founder activity="FOUNDERS" percent="2.5"/></rules>`, false, "configuration"},
		"ErrOrganization": {`organization="Company"`, `organization="Other"`, false, "configuration"},
		"ErrDeleted":      {shareOfSupport, "", false, "nothing is deleted"},
		"ErrUnreadable":   {shareOfSupport, shareOfSupport + `<unreadable of="MARKETING" from="2031-01-01T00:00:00Z"/>`, false, "nobody can enter"},
		"ErrNoFrom":       {shareOfSupport, shareOfSupport + `<share of="MARKETING" weight="1"/>`, false, "give it a from"},
		"ErrItself":       {shareOfSupport, shareOfSupport + `<share of="GENBOARD" weight="1" from="2031-01-01T00:00:00Z"/>`, false, "SHARE_OWN_WEIGHT"},
		"ErrTwoRows":      {shareOfSupport, shareOfSupport + strings.Replace(shareOfSupport, `"8"`, `"1"`, 1), false, "two rows begin"},
		"ErrLess":         {firstOfMik, `<credit facility="FAC_MIK" at="2031-01-01T00:00:00Z" change="-1"/>` + firstOfMik, false, "physical inventory"},
		"ErrNowhere":      {firstOfMik, `<credit at="2031-01-01T00:00:00Z" change="1"/>` + firstOfMik, false, "name it"},
		"ErrNoAt":         {firstOfMik, `<credit facility="FAC_MIK" change="1"/>` + firstOfMik, false, "give it an at"},
		"ErrNoMember":     {firstOfMik, `<credit facility="FAC_FERO" at="2031-01-01T00:00:00Z" change="1"/>` + firstOfMik, false, "not the one in which a member's credits count"},
		"ErrHuge":         {firstOfMik, `<credit facility="FAC_MIK" at="2031-01-01T00:00:00Z" change="1000000000"/>` + firstOfMik, false, "at once"},
		"ErrOver100":      {shareOfSupport, endOfSupport + `<share of="SUPPORT" weight="22" from="2031-01-01T00:00:00+01:00"/>`, true, "PERCENT_OVER_100"},
		"ErrCycle":        {`<activity id="DOCUMENTATION" name="Documentation" basis="WEIGHT">`, `<activity id="DOCUMENTATION" name="Documentation" basis="WEIGHT"><share of="SUPPORT" weight="1" from="2031-01-01T00:00:00Z"/>`, true, "CYCLE"},
		"ErrFacade":       {`<share of="TUNINGSOFTWARE" weight="20" from="2025-11-01T00:00:00+01:00"/>`, `<share of="TUNINGSOFTWARE" weight="20" from="2025-11-01T00:00:00+01:00"/><credit facility="FAC_MIK" at="2031-01-01T00:00:00Z" change="1"/>`, true, "FACADE_HAS_CREDITS"},
	} {
		t.Run(name, func(t *testing.T) {
			file := edited(t, company, c.old, c.new)
			file = strings.Replace(file, firstOfMik, creditOfEmil, 1) // that alone would be made
			path := s.saved("company.xml", file)
			code, stdout, stderr := s.run("import", path, "--apply", "--as", "boss")
			if code != int(exitRefused) || !strings.Contains(stdout, c.want) {
				t.Errorf("exit %d, want %s: %s%s", code, c.want, stdout, stderr)
			}
			if c.found == strings.Contains(stdout, "refused") {
				t.Errorf("refused by a row, or not: %s", stdout)
			}
			if after := s.imported(); !slices.Equal(before, after) {
				t.Errorf("written: %q", after)
			}
		})
	}
}

// TestImportAsksForRights: shares are their manager's to change, credits to approve,
// and nobody's own.
func TestImportAsksForRights(t *testing.T) {
	s := newVEMS(t)
	company := s.must("export")
	share := s.saved("share.xml", edited(t, company, shareOfSupport, nextOfSupport))
	credit := s.saved("credit.xml", edited(t, company, firstOfMik, `<credit facility="FAC_MIK" at="2031-02-01T00:00:00+01:00" change="2.5"/>`+firstOfMik))
	for _, c := range []struct {
		name, path, login string
		code              exitCode
		want              string
	}{
		{"ErrNoLogin", share, "", exitUsage, "--as is needed"},
		{"ErrUnknown", share, "nobody", exitUsage, "no login"},
		{"ErrNotTheManager", share, "marcell", exitRefused, "marcell may not change the shares of GENBOARD"},
		{"ErrOwnCredit", credit, "mik", exitRefused, "nobody approves credit for themselves"},
		{"ErrDisabled", share, "fero", exitRefused, "the login is disabled"},
		{"Manager", share, "mik", exitDone, "made"},
		{"Admin", credit, "boss", exitRefused, "nothing is deleted"}, // the share was changed since
	} {
		t.Run(c.name, func(t *testing.T) {
			command := []string{"import", c.path, "--apply"}
			if c.login != "" {
				command = append(command, "--as", c.login)
			}
			if code, stdout, stderr := s.run(command...); code != int(c.code) || !strings.Contains(stdout+stderr, c.want) {
				t.Errorf("exit %d: %s%s", code, stdout, stderr)
			}
		})
	}
}

// TestImportLeavesWhatIsSettled changes nothing before the latest cut-off.
func TestImportLeavesWhatIsSettled(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	company := s.must("export")
	past := strings.NewReplacer("2031-01-01", "2026-10-01", "2031-02-01", "2026-10-31", "+01:00", "+01:00")
	for name, file := range map[string]string{
		"ErrShare":  edited(t, company, shareOfSupport, past.Replace(nextOfSupport)),
		"ErrEnd":    edited(t, company, shareOfSupport, past.Replace(endOfSupport)),
		"ErrWeight": edited(t, company, shareOfSupport, strings.Replace(shareOfSupport, `"8"`, `"7"`, 1)),
		"ErrCredit": edited(t, company, firstOfMik, past.Replace(creditOfEmil)),
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := s.run("import", s.saved("past.xml", file), "--apply", "--as", "boss")
			if code != int(exitRefused) || !strings.Contains(stdout, "settlement "+novemberEUR+" has paid until 2026-11-01T00:00:00+01:00 already") &&
				!strings.Contains(stdout, "settlement Company-USD-20261101 has paid until 2026-11-01T00:00:00+01:00 already") {
				t.Errorf("exit %d: %s%s", code, stdout, stderr)
			}
		})
	}
	at := strings.NewReplacer("2031-01-01", "2026-11-01", "2031-02-01", "2026-11-01")
	s.must("import", s.saved("now.xml", edited(t, company, shareOfSupport, at.Replace(nextOfSupport), firstOfMik, at.Replace(creditOfEmil))), "--apply", "--as", "boss")
	s.must("settlements", "verify", novemberEUR)
}

// TestImportOfWhatSomebodyChanged: between the look and the writing the rows may have
// become others.
func TestImportOfWhatSomebodyChanged(t *testing.T) {
	s := newVEMS(t)
	pair := mapping.SharePair{Activity: "GENBOARD", Component: "SUPPORT", Before: []mapping.ShareRow{{Weight: "7"}}}
	if pair.Same([]mapping.ShareRow{{Weight: "8.000000"}}) || !pair.Same([]mapping.ShareRow{{Weight: "7.000000"}}) {
		t.Error("7 is told from 7.000000, or not from 8")
	}
	path := s.saved("company.xml", edited(t, s.must("export"), shareOfSupport, nextOfSupport))
	s.execute(`INSERT INTO PRODUCT_ASSOC (PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, THRU_DATE, QUANTITY) VALUES ('GENBOARD', 'SUPPORT', 'ENGINEER_COMPONENT', '2031-01-01', '2031-01-01', 5)`)
	if code, _, stderr := s.run("import", path, "--apply", "--as", "boss"); code != int(exitRefused) || !strings.Contains(stderr, "a row that is never valid begins at the same time") {
		t.Errorf("exit %d %s", code, stderr)
	}
	if got := s.rows(audits); len(got) > 0 {
		t.Errorf("noted: %q", got)
	}
}

// TestImportLooksAnew imports a share while another one is changed that would close a
// circle with it: what was read is no longer so, and nothing is made.
func TestImportLooksAnew(t *testing.T) {
	s := newVEMS(t)
	const marketing = `<activity id="MARKETING" name="Marketing" basis="WEIGHT">`
	file := edited(t, s.must("export"), marketing, marketing+`<share of="FIRMWARE" weight="5" from="2031-01-01T00:00:00+01:00"/>`)
	exchange, err := mapping.ReadExchange(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	a := &app{configPath: s.config(), stdout: io.Discard, stderr: io.Discard, now: time.Now}
	opened, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	reads := 0
	read := func(ctx context.Context) (*mapping.Company, error) {
		company, err := opened.company(ctx)
		if reads++; reads == 1 {
			s.must("activity", "share", "FIRMWARE", "MARKETING=5", "--as", "boss", "--from", "2031-01-01")
		}
		return company, err
	}
	plan, err := opened.desk().Import(t.Context(), read, people.ImportRequest{Login: "boss", File: exchange.Company, Apply: true})
	if err != nil || reads != 2 || !plan.Refused() || !strings.Contains(plan.Changes[0].Text, "OFBiz has this row and the file has not") {
		t.Errorf("read %d times: %+v, %v", reads, plan, err)
	}
	if rows := s.rows(`SELECT PRODUCT_ID FROM PRODUCT_ASSOC WHERE PRODUCT_ID IN ('FIRMWARE', 'MARKETING') AND FROM_DATE > '2030-01-01'`); !slices.Equal(rows, []string{"FIRMWARE"}) {
		t.Errorf("rows %q", rows)
	}
}

// TestImportAsEntityXML leaves a file, which imported makes the same rows.
func TestImportAsEntityXML(t *testing.T) {
	s := newVEMS(t)
	want := edited(t, s.must("export"), shareOfSupport, nextOfSupport, firstOfMik, creditOfEmil)
	path, before := s.saved("company.xml", want), s.rows(genboard)
	s.asEntityXML()
	code, stdout, stderr := s.run("import", path, "--apply", "--as", "boss")
	if code != int(exitAttention) || !strings.Contains(stderr, "Webtools") || !strings.Contains(stdout, "made") {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	if got := s.rows(genboard); !slices.Equal(got, before) {
		t.Errorf("written into OFBiz: %q", got)
	}
	if got := s.rows(audits); len(got) != 3 {
		t.Errorf("noted: %q", got)
	}
	files, err := filepath.Glob(filepath.Join(s.reports(), "import-*.xml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %q, %v", files, err)
	}
	for range 2 { // twice is harmless
		s.must("import-entities", files[0])
		if got := s.must("export"); got != want {
			t.Errorf("the export is\n%s\nnot\n%s", got, want)
		}
	}
	reopened := s.saved("reopened.xml", edited(t, want, ` weight="8" from="2025-11-01T00:00:00+01:00" thru="2031-01-01T00:00:00+01:00"`, ` weight="8" from="2025-11-01T00:00:00+01:00"`))
	if code, stdout, stderr := s.run("import", reopened, "--apply", "--as", "boss"); code != int(exitRefused) || !strings.Contains(stdout, "can't clear a field") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}

// TestSettlementAsAFile exports what a settlement came to, and holds files against it.
func TestSettlementAsAFile(t *testing.T) {
	s := newVEMS(t)
	s.must("adjust", "CELL", "12.50", "--currency", "EUR", "--reason", "workshop <one> & two", "--by", "finance")
	s.must("settle", "--until", "2026-11-01")
	file := s.must("export", "--settlement", novemberEUR)
	if code, _, stderr := s.run("import", s.saved("same.xml", file)); code != 0 || !strings.Contains(stderr, "nothing to change") {
		t.Errorf("exit %d %s", code, stderr)
	}
	forged := edited(t, file, `party="CELL" activity="FIRMWARE" amount="814.97"`, `party="CELL" activity="FIRMWARE" amount="814.98"`, `amount="189.60"`, `amount="189.59"`)
	code, stdout, _ := s.run("import", s.saved("forged.xml", forged), "--apply", "--as", "boss")
	if code != int(exitRefused) || strings.Count(stdout, "what was settled is not changed by a file") != 2 {
		t.Errorf("exit %d %s", code, stdout)
	}
	if code, _, stderr := s.run("import", s.saved("unknown.xml", strings.ReplaceAll(file, novemberEUR, "Company-EUR-20301101"))); code != int(exitUsage) {
		t.Errorf("exit %d %s", code, stderr)
	}
	path := filepath.Join(s.folder, "exchange.xsd")
	if err := os.WriteFile(path, []byte(s.must("schema", "--xsd")), 0o600); err != nil {
		t.Fatal(err)
	}
	validXML(t, path, s.saved("settlement.xml", file), s.saved("company.xml", s.must("export")))
}
