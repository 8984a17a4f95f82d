package main

import (
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

// genboard are the shares of GENBOARD that have not ended by November 2026.
const genboard = `SELECT PRODUCT_ID_TO, FROM_DATE, COALESCE(THRU_DATE, ''), QUANTITY, COALESCE(INSTRUCTION, '') FROM PRODUCT_ASSOC
	WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND (THRU_DATE IS NULL OR THRU_DATE > '2026-11-01') ORDER BY 1, 2`

func TestActivityShare(t *testing.T) {
	s := newVEMS(t)
	s.execute(`INSERT INTO PRODUCT_ROLE (PRODUCT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE) VALUES
		('DOCUMENTATION', 'MIK', 'MANAGER', '2026-01-01'), ('INTELLECTUAL_PROP', 'MIK', 'MANAGER', '2026-01-01')`)
	untouched := s.rows(genboard)
	for _, c := range []struct {
		name    string
		command []string
		code    exitCode
		stderr  string
	}{
		{"ErrNoLogin", []string{"GENBOARD", "SUPPORT=9"}, exitUsage, "--as is needed"},
		{"ErrNoWeight", []string{"GENBOARD", "SUPPORT", "--as", "mik"}, exitUsage, "no COMPONENT=WEIGHT"},
		{"ErrNoSuchComponent", []string{"GENBOARD", "SUPORT=9", "--as", "mik"}, exitUsage, `no Product "SUPORT"`},
		{"ErrNotTheManager", []string{"GENBOARD", "SUPPORT=9", "--as", "marcell"}, exitFailed, "marcell may not change the shares of GENBOARD"},
		{"ErrNotTheManagerDryRun", []string{"GENBOARD", "SUPPORT=9", "--as", "marcell", "--dry-run"}, exitFailed, "marcell may not change the shares of GENBOARD"},
		{"ErrNegative", []string{"GENBOARD", "SUPPORT=-9", "--as", "mik"}, exitRefused, "more than 0"},
		{"ErrOver100", []string{"GENBOARD", "SUPPORT=22", "--as", "mik"}, exitRefused, "PERCENT_OVER_100 GENBOARD: its components take 101 %"},
		{"ErrOver100Later", []string{"GENBOARD", "SUPPORT=22", "--from", "2031-01-01", "--as", "mik"}, exitRefused, "PERCENT_OVER_100"},
		{"ErrCycle", []string{"DOCUMENTATION", "SUPPORT=9", "--as", "mik"}, exitRefused, "DOCUMENTATION -> SUPPORT -> DOCUMENTATION"},
		{"ErrFacade", []string{"INTELLECTUAL_PROP", "FIRMWARE=31", "--as", "mik"}, exitRefused, "FACADE_NOT_100"},
		{"ErrFormulaOfNothing", []string{"GENBOARD", "SUPPORT== weight(FIRMWARE, GENBOARD)", "--as", "mik"}, exitRefused, "FORMULA"},
		{"Facade", []string{"INTELLECTUAL_PROP", "FIRMWARE=31", "MARKETING=9", "--as", "mik"}, exitDone, ""},
		{"DryRun", []string{"GENBOARD", "SUPPORT=9", "--as", "mik", "--dry-run"}, exitDone, ""},
		{"DryRunRefused", []string{"GENBOARD", "SUPPORT=22", "--as", "mik", "--dry-run"}, exitRefused, "would stop a settlement"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := s.run(append([]string{"activity", "share"}, c.command...)...)
			if code != int(c.code) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("exit %d, want %d: %s", code, c.code, stderr)
			}
			if got := s.rows(genboard); !slices.Equal(got, untouched) {
				t.Errorf("rows: %q\nwant %q", got, untouched)
			}
		})
	}
	s.must("activity", "share", "INTELLECTUAL_PROP", "FIRMWARE=31", "--as", "mik") // it is so already
	if got := s.rows(audits); len(got) != 1 || !strings.HasPrefix(got[0], "mik | change shares | Product | INTELLECTUAL_PROP | FIRMWARE=30, MARKETING=10 | FIRMWARE=31, MARKETING=9 from 20") {
		t.Errorf("noted: %q", got)
	}
}

// TestActivityShareChanges makes a change that was shown before, and finds in `shares`
// what it announced.
func TestActivityShareChanges(t *testing.T) {
	s := newVEMS(t)
	change := []string{"activity", "share", "genboard", "manufacturing=40", "SUPPORT=6", "--from", "2031-01-01", "--as", "mik"}
	var tried, made mapping.ShareChangeDocument
	s.mustJSON(&tried, append(change, "--dry-run")...)
	s.mustJSON(&made, change...)
	tried.DryRun = false
	if got, want := shown(made), shown(tried); got != want {
		t.Errorf("made: %s\ntried: %s", got, want)
	}
	if want := "GENBOARD 87 -> 87; MANUFACTURING 38 -> 40; SUPPORT 8 -> 6; "; !strings.HasPrefix(shown(made), want) {
		t.Errorf("%s, want %s…", shown(made), want)
	}
	for month, share := range map[string]func(mapping.ShareEffect) string{
		"2030-12-31": func(e mapping.ShareEffect) string { return e.Before },
		"2031-01-01": func(e mapping.ShareEffect) string { return e.After },
	} {
		var shares mapping.SharesDocument
		s.mustJSON(&shares, "shares", "--as-of", month, "--product", "GENBOARD")
		for _, e := range made.Shares {
			there := slices.ContainsFunc(shares.Shares, func(x mapping.ShareEntry) bool { return x.Party == e.Party && x.Share == share(e) })
			if e.Party != "" && share(e) != "0.000000000000" && !there {
				t.Errorf("as of %s, %s does not have %s: %v", month, e.Party, share(e), shares.Shares)
			}
		}
	}
	rows := []string{
		"FOUNDERS | 2025-11-01 00:00:00.000 |  | 3.000000 | ", "INTELLECTUAL_PROP | 2026-07-01 00:00:00.000 |  | 38.000000 | ",
		"MANUFACTURING | 2026-07-01 00:00:00.000 | 2031-01-01 00:00:00.000 | 38.000000 | ", "MANUFACTURING | 2031-01-01 00:00:00.000 |  | 40.000000 | ",
		"SUPPORT | 2025-11-01 00:00:00.000 | 2031-01-01 00:00:00.000 | 8.000000 | ", "SUPPORT | 2031-01-01 00:00:00.000 |  | 6.000000 | ",
	}
	if got := s.rows(genboard); !slices.Equal(got, rows) {
		t.Errorf("rows: %q\nwant %q", got, rows)
	}
	var activity mapping.ActivityDocument
	s.mustJSON(&activity, "activity", "show", "genboard")
	states := map[string]int{}
	for _, share := range activity.Shares {
		states[share.State]++
	}
	if states["now"] != 4 || states["coming"] != 2 || activity.Basis != "PERCENT" || len(activity.Managers) != 1 || activity.Managers[0].Party != "MIK" {
		t.Errorf("shown: %+v", activity)
	}
}

func shown(d mapping.ShareChangeDocument) string {
	text := d.Activity + " " + d.WeightBefore + " -> " + d.WeightAfter + "; "
	for _, c := range d.Changes {
		text += c.Component + " " + c.Before + " -> " + c.After + "; "
	}
	for _, e := range d.Shares {
		text += string(e.Party) + string(e.Retained) + " " + e.Before + " -> " + e.After + "; "
	}
	return text
}

// TestActivityShareOfWhatIsSettled refuses to change what was paid by.
func TestActivityShareOfWhatIsSettled(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	before := s.rows(genboard)
	code, _, stderr := s.run("activity", "share", "GENBOARD", "SUPPORT=6", "--from", "2026-10-15", "--as", "mik")
	if code != int(exitRefused) || !strings.Contains(stderr, "has paid until 2026-11-01") || !slices.Equal(s.rows(genboard), before) {
		t.Errorf("exit %d: %s", code, stderr)
	}
	s.must("activity", "share", "GENBOARD", "SUPPORT=6", "--from", "2026-11-01", "--as", "mik")
}

func TestActivityClone(t *testing.T) {
	s := newVEMS(t)
	clone := []string{"activity", "clone", "GENBOARD", "GENBOARD_MINI", "--weights", "MANUFACTURING=40,SUPPORT=,HWDESIGN=2", "--name", "Small board"}
	products := `SELECT p.PRODUCT_ID, p.PRODUCT_TYPE_ID, p.PRODUCT_NAME, p.INTERNAL_NAME, p.TAXABLE, p.CREATED_BY_USER_LOGIN, a.ATTR_NAME, a.ATTR_VALUE
		FROM PRODUCT p LEFT JOIN PRODUCT_ATTRIBUTE a ON a.PRODUCT_ID = p.PRODUCT_ID WHERE p.PRODUCT_ID LIKE 'GENBOARD\_%' ORDER BY 1, 7`
	for _, c := range []struct {
		name   string
		args   []string
		code   exitCode
		stderr string
	}{
		{"ErrNotTheManager", []string{"--as", "marcell"}, exitFailed, "marcell may not clone GENBOARD"},
		{"ErrOver100", []string{"--weights", "MANUFACTURING=60", "--as", "mik"}, exitRefused, "PERCENT_OVER_100 GENBOARD_MINI"},
		{"DryRun", []string{"--dry-run", "--as", "mik"}, exitDone, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if code, _, stderr := s.run(append(slices.Clone(clone), c.args...)...); code != int(c.code) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("exit %d, want %d: %s", code, c.code, stderr)
			}
			if got := s.rows(products); len(got) > 0 {
				t.Errorf("rows: %q", got)
			}
		})
	}
	s.must(append(clone, "--as", "mik")...)
	if got, want := s.rows(products), []string{"GENBOARD_MINI | FINISHED_GOOD | Small board | Small board | Y | mik | SHARE_BASIS | PERCENT"}; !slices.Equal(got, want) {
		t.Errorf("rows: %q\nwant %q", got, want)
	}
	var activity mapping.ActivityDocument
	s.mustJSON(&activity, "activity", "show", "GENBOARD_MINI")
	var weights []string
	for _, share := range activity.Shares {
		weights = append(weights, share.Component+" "+share.Weight+" "+share.State)
	}
	slices.Sort(weights)
	if got := strings.Join(weights, ", "); got != "FOUNDERS 3 now, HWDESIGN 2 now, INTELLECTUAL_PROP 38 now, MANUFACTURING 40 now" {
		t.Errorf("shares: %s", got)
	}
	if len(activity.Managers) != 1 || activity.Managers[0].Party != "MIK" || len(activity.Holders) != 0 {
		t.Errorf("shown: %+v", activity)
	}
	if code, _, stderr := s.run(append(clone, "--as", "mik")...); code != int(exitRefused) || !strings.Contains(stderr, "already") {
		t.Errorf("a second time: exit %d, %s", code, stderr)
	}
	if got := s.rows(audits); len(got) != 1 || !strings.HasPrefix(got[0], "mik | clone activity | Product | GENBOARD_MINI | made after GENBOARD | ") {
		t.Errorf("noted: %q", got)
	}
}

func TestActivityAppoint(t *testing.T) {
	s := newVEMS(t)
	managers := `SELECT PARTY_ID, ROLE_TYPE_ID, THRU_DATE IS NULL FROM PRODUCT_ROLE WHERE PRODUCT_ID = 'SUPPORT' ORDER BY 1`
	for _, c := range []struct {
		name    string
		command []string
		code    exitCode
		stderr  string
		want    []string
	}{
		{"ErrOwn", []string{"GENBOARD", "CELL", "--as", "mik"}, exitFailed, "the managers of the activities that use it", nil},
		{"ErrUnknownParty", []string{"SUPPORT", "NOBODY", "--as", "mik"}, exitUsage, `no Party "NOBODY"`, nil},
		{"Appointed", []string{"support", "jason", "--as", "mik"}, exitDone, "", []string{"JASON | MANAGER | 1"}},
		{"Again", []string{"SUPPORT", "JASON", "--as", "boss"}, exitDone, "", []string{"JASON | MANAGER | 1"}},
		{"Ended", []string{"SUPPORT", "JASON", "--end", "--as", "mik"}, exitDone, "", []string{"JASON | MANAGER | 0"}},
		{"EndedAgain", []string{"SUPPORT", "JASON", "--end", "--as", "mik"}, exitDone, "", []string{"JASON | MANAGER | 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := s.run(append([]string{"activity", "appoint"}, c.command...)...)
			if code != int(c.code) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("exit %d, want %d: %s", code, c.code, stderr)
			}
			if got := s.rows(managers); !slices.Equal(got, c.want) {
				t.Errorf("managers: %q\nwant %q", got, c.want)
			}
		})
	}
	noted := []string{"mik | appoint manager | ProductRole | SUPPORT, JASON |  | MANAGER", "mik | end appointment | ProductRole | SUPPORT, JASON | MANAGER | "}
	if got := s.rows(audits); !slices.Equal(got, noted) {
		t.Errorf("noted: %q\nwant %q", got, noted)
	}
}

func TestActivityShowsWhoHoldsCredits(t *testing.T) {
	s := newVEMS(t)
	var activity mapping.ActivityDocument
	s.mustJSON(&activity, "activity", "show", "FIRMWARE")
	var shares mapping.SharesDocument
	s.mustJSON(&shares, "shares", "--product", "FIRMWARE")
	if len(activity.Holders) != len(shares.Shares)+len(shares.Retained) || len(activity.Holders) < 3 {
		t.Fatalf("holders %v, shares %v, retained %v", activity.Holders, shares.Shares, shares.Retained)
	}
	for _, share := range shares.Shares { // a leaf: all of it is divided by the credits
		holds := slices.ContainsFunc(activity.Holders, func(h mapping.HolderEntry) bool {
			percent := amount(t, h.Percent)
			return h.Party == string(share.Party) && percent.FloatString(2) == percent.Mul(amount(t, share.Share), amount(t, "100")).FloatString(2)
		})
		if !holds {
			t.Errorf("%s has a share of %s: %v", share.Party, share.Share, activity.Holders)
		}
	}
}
