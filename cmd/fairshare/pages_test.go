package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/mapping"
)

// browser is somebody at the pages, with cookies as a browser keeps them.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
	csrf   string
}

// newPages serves the pages of a site, for many browsers.
func (s *site) newPages() string {
	s.t.Helper()
	a := &app{configPath: s.config(), stdout: io.Discard, stderr: io.Discard, now: time.Now}
	opened, err := a.open(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(opened.Close)
	server := httptest.NewServer(opened.webPages(context.Background()).Handler())
	s.t.Cleanup(server.Close)
	return server.URL
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: base, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (b *browser) answer(response *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if found := csrfField.FindSubmatch(body); found != nil {
		b.csrf = string(found[1])
	}
	if location := response.Header.Get("Location"); location != "" {
		return response.StatusCode, location
	}
	return response.StatusCode, string(body)
}

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	return b.answer(b.client.Get(b.base + path))
}

// post sends a form of name=value pairs with the token of the last page.
func (b *browser) post(path string, fields ...string) (int, string) {
	b.t.Helper()
	form := url.Values{"csrf": {b.csrf}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.answer(b.client.PostForm(b.base+path, form))
}

// logIn is a browser that has logged in and has seen a page of its own.
func logIn(t *testing.T, base, login string) *browser {
	t.Helper()
	b := newBrowser(t, base)
	b.get("/login")
	if code, body := b.post("/login", "login", login, "password", "demo"); code != http.StatusSeeOther {
		t.Fatalf("%s can't log in: %d %s", login, code, body)
	}
	b.get("/activities")
	return b
}

const settledOctober = "Company-EUR-20261101"

// TestPagesByRole asks for every route as everybody: the answers are what each may see.
func TestPagesByRole(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	base := s.newPages()
	roles := []string{"mik", "cell", "eva", "boss"}
	people := map[string]*browser{"": newBrowser(t, base)}
	for _, role := range roles {
		people[role] = logIn(t, base, role)
	}
	const away, ok, no, gone, bad = 303, 200, 403, 404, 422
	for _, route := range []struct {
		method, path string
		fields       []string
		want         [5]int // nobody, partner who manages GENBOARD, partner, finance, admin
	}{
		{"GET", "/parties/MIK", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/CELL", nil, [5]int{away, no, ok, ok, ok}},
		{"GET", "/parties/mik", nil, [5]int{away, gone, no, gone, gone}},
		{"GET", "/parties/NOSUCH", nil, [5]int{away, no, no, gone, gone}},
		{"GET", "/parties/MIK/settlements/" + settledOctober, nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/MIK/settlements/NOSUCH", nil, [5]int{away, gone, no, gone, gone}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/statement/xlsx", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/statement/pdf", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/statement/exe", nil, [5]int{away, gone, no, gone, gone}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/explain", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/explain?activity=FIRMWARE", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/parties/MIK/settlements/" + settledOctober + "/explain?activity=NOSUCH", nil, [5]int{away, gone, no, gone, gone}},
		{"GET", "/activities", nil, [5]int{away, ok, ok, ok, ok}},
		{"GET", "/activities/GENBOARD", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/activities/FIRMWARE", nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/activities/NOSUCH", nil, [5]int{away, no, no, gone, gone}},
		{"POST", "/activities/GENBOARD/shares", []string{"component", "SUPPORT", "weight", "9", "from", "2099-01-01"}, [5]int{away, ok, no, no, ok}},
		{"POST", "/activities/FIRMWARE/shares", []string{"component", "SUPPORT", "weight", "9", "from", "2099-01-01"}, [5]int{away, no, no, no, ok}},
		{"POST", "/activities/GENBOARD/shares", []string{"component", "SUPPORT", "weight", "9", "from", "2020-01-01"}, [5]int{away, bad, no, no, bad}},
		{"POST", "/activities/GENBOARD/shares", []string{"component", "NOSUCH", "weight", "9", "from", "2099-01-01"}, [5]int{away, bad, no, no, bad}},
		{"POST", "/activities/GENBOARD/shares", []string{"component", "SUPPORT", "weight", "-9", "from", "2099-01-01"}, [5]int{away, bad, no, no, bad}},
		{"GET", "/activities/GENBOARD/sales", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/activities/FIRMWARE/sales", nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/activities/NOSUCH/sales", nil, [5]int{away, no, no, gone, gone}},
		{"GET", "/activities/GENBOARD/sales?settlement=" + settledOctober, nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/activities/GENBOARD/sales?settlement=NOSUCH", nil, [5]int{away, gone, no, gone, gone}},
		{"GET", "/activities/GENBOARD/managers", nil, [5]int{away, ok, no, ok, ok}},
		{"GET", "/activities/SUPPORT/managers", nil, [5]int{away, ok, no, ok, ok}}, // GENBOARD uses it
		{"GET", "/activities/FIRMWARE/managers", nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/activities/NOSUCH/managers", nil, [5]int{away, no, no, gone, gone}},
		{"POST", "/activities/SUPPORT/managers", []string{"party", "JASON", "step", "appointed"}, [5]int{away, away, no, no, away}},
		{"POST", "/activities/SUPPORT/managers", []string{"party", "JASON", "step", "ended"}, [5]int{away, away, no, no, away}},
		{"POST", "/activities/SUPPORT/managers", []string{"party", "", "step", "appointed"}, [5]int{away, bad, no, no, bad}},
		{"POST", "/activities/SUPPORT/managers", []string{"party", "NOSUCH", "step", "appointed"}, [5]int{away, bad, no, no, bad}},
		{"POST", "/activities/SUPPORT/managers", []string{"party", "JASON", "step", "other"}, [5]int{away, bad, no, no, bad}},
		{"POST", "/activities/GENBOARD/managers", []string{"party", "MIK", "step", "ended"}, [5]int{away, no, no, no, away}},
		{"POST", "/activities/GENBOARD/managers", []string{"party", "MIK", "step", "appointed"}, [5]int{away, no, no, no, away}},
		{"GET", "/jobs", nil, [5]int{away, ok, ok, ok, ok}},
		{"GET", "/jobs?ended", nil, [5]int{away, ok, ok, ok, ok}},
		{"POST", "/jobs/10001/apply", nil, [5]int{away, away, away, no, bad}}, // boss is no member of the party group
		{"POST", "/jobs/10000/apply", nil, [5]int{away, bad, bad, no, bad}},   // it has ended
		{"POST", "/jobs/NOSUCH/apply", nil, [5]int{away, bad, bad, no, bad}},
		{"POST", "/jobs/10001/accept/CELL", nil, [5]int{away, no, no, no, away}}, // MARCELL's to give
		{"POST", "/jobs/10001/accept/DAVE", nil, [5]int{away, no, no, no, bad}},  // who did not apply
		{"POST", "/jobs/NOSUCH/accept/DAVE", nil, [5]int{away, bad, bad, bad, bad}},
		{"GET", "/credits/new", nil, [5]int{away, ok, ok, no, ok}},
		{"POST", "/credits", []string{"activity", "GENBOARD", "quantity", "much", "reason", "work", "key", "k"}, [5]int{away, bad, bad, no, bad}},
		{"POST", "/credits", []string{"activity", "GENBOARD", "quantity", "1", "reason", "", "key", "k"}, [5]int{away, bad, bad, no, bad}},
		{"POST", "/credits", []string{"activity", "GENBOARD", "quantity", "1", "reason", "work", "key", ""}, [5]int{away, bad, bad, no, bad}},
		{"POST", "/credits", []string{"activity", "GENBOARD", "quantity", "1", "reason", "work", "key", "k", "party", "DAVE"}, [5]int{away, away, no, no, away}},
		{"POST", "/credits", []string{"activity", "FIRMWARE", "quantity", "1", "reason", "work", "key", "f", "party", "DAVE"}, [5]int{away, no, no, no, away}},
		{"POST", "/credits", []string{"activity", "NOSUCH", "quantity", "1", "reason", "work", "key", "n"}, [5]int{away, bad, bad, no, bad}},
		{"GET", "/credits", nil, [5]int{away, ok, ok, ok, ok}},
		{"POST", "/credits/10019", []string{"decision", "approve"}, [5]int{away, no, no, no, away}}, // DAVE's in FIRMWARE, which nobody manages
		{"POST", "/credits/10019", []string{"decision", "reject"}, [5]int{away, bad, bad, bad, bad}},
		{"POST", "/credits/NOSUCH", []string{"decision", "approve"}, [5]int{away, bad, bad, bad, bad}},
		{"GET", "/settlements", nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/settlements/" + settledOctober, nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/settlements/NOSUCH", nil, [5]int{away, no, no, gone, gone}},
		{"GET", "/settlements/" + settledOctober + "/report/csv", nil, [5]int{away, no, no, ok, ok}},
		{"GET", "/settlements/" + settledOctober + "/report/exe", nil, [5]int{away, no, no, gone, gone}},
		{"POST", "/settlements/" + settledOctober + "/approve", nil, [5]int{away, no, no, bad, bad}},
		{"POST", "/settlements/" + settledOctober + "/approve", []string{"reason", "looks right"}, [5]int{away, no, no, bad, bad}},
		{"POST", "/settlements/NOSUCH/approve", []string{"reason", "looks right"}, [5]int{away, no, no, gone, gone}},
		{"GET", "/dry-run", nil, [5]int{away, no, no, ok, ok}},
		{"POST", "/dry-run", nil, [5]int{away, no, no, away, away}},
		{"GET", "/nosuch", nil, [5]int{away, gone, gone, gone, gone}},
		{"GET", "/", nil, [5]int{away, away, away, away, away}},
	} {
		for i, role := range append([]string{""}, roles...) {
			b := people[role]
			ask := b.get
			if route.method == "POST" {
				ask = func(path string) (int, string) { return b.post(path, route.fields...) }
			}
			if code, body := ask(route.path); code != route.want[i] {
				t.Errorf("%s %s %q as %q: %d, want %d\n%.600s", route.method, route.path, route.fields, role, code, route.want[i], body)
			}
		}
	}
	if rows := s.rows(`SELECT COALESCE(STATUS_ID, '') FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = '10019'`); rows[0] != "" {
		t.Errorf("boss approved credit 10019: its status is %q", rows)
	}
	if rows := s.rows(`SELECT FROM_DATE FROM PRODUCT_ASSOC WHERE FROM_DATE > '2090-01-01'`); len(rows) > 0 {
		t.Errorf("a preview wrote %q", rows)
	}
}

// A login ends where OFBiz ends it, and no form works without its token.
func TestPagesLogin(t *testing.T) {
	s := newVEMS(t)
	base := s.newPages()
	for _, refused := range []struct{ login, password string }{{"mik", "Demo"}, {"mik", ""}, {"nobody", "demo"}, {"fero", "demo"}, {"", ""}, {"' OR 1=1 -- ", "demo"}} {
		b := newBrowser(t, base)
		b.get("/login")
		if code, body := b.post("/login", "login", refused.login, "password", refused.password); code != http.StatusForbidden || !strings.Contains(body, "wrong") {
			t.Errorf("%v: %d %.300s", refused, code, body)
		}
	}
	s.execute(`UPDATE USER_LOGIN SET REQUIRE_PASSWORD_CHANGE = 'Y' WHERE USER_LOGIN_ID = 'dave'`)
	b := newBrowser(t, base)
	b.get("/login")
	if code, body := b.post("/login", "login", "dave", "password", "demo"); code != http.StatusForbidden || !strings.Contains(body, "new password first") {
		t.Errorf("dave, who has to change it: %d %.300s", code, body)
	}

	for _, spelling := range []string{"marcell", "MARCELL", "Márcell", "marcell ", "mARCELL"} {
		b.post("/login", "login", spelling, "password", "guess")
	}
	if code, body := b.post("/login", "login", "marcell", "password", "demo"); code != http.StatusTooManyRequests {
		t.Errorf("after five guesses: %d %.300s", code, body)
	}

	mik := logIn(t, base, "mik")
	token := mik.csrf
	mik.csrf = "wrong"
	change := []string{"component", "SUPPORT", "weight", "9", "from", "2099-01-01", "step", "change"}
	if code, _ := mik.post("/activities/GENBOARD/shares", change...); code != http.StatusForbidden {
		t.Errorf("a form without its token: %d", code)
	}
	mik.csrf = token
	s.execute(`UPDATE USER_LOGIN SET ENABLED = 'N' WHERE USER_LOGIN_ID = 'mik'`)
	if code, to := mik.get("/parties/MIK"); code != http.StatusSeeOther || to != "/login" {
		t.Errorf("mik was disabled: %d %.200s", code, to)
	}
	s.execute(`UPDATE USER_LOGIN SET ENABLED = 'Y' WHERE USER_LOGIN_ID = 'mik'`)
	if code, to := mik.get("/parties/MIK"); code != http.StatusSeeOther || to != "/login" {
		t.Errorf("the session of a disabled login goes on: %d %.200s", code, to)
	}

	cell := logIn(t, base, "cell")
	if code, to := cell.post("/logout"); code != http.StatusSeeOther || to != "/login" {
		t.Errorf("log out: %d %s", code, to)
	}
	if code, _ := cell.get("/parties/CELL"); code != http.StatusSeeOther {
		t.Errorf("after log out: %d", code)
	}
}

// A weight that is changed on the page is in OFBiz's tables and in the next shares.
func TestPagesChangeShare(t *testing.T) {
	s := newVEMS(t)
	mik := logIn(t, s.newPages(), "mik")
	change := []string{"component", "SUPPORT", "weight", "20", "from", "2099-01-01"}
	code, body := mik.post("/activities/GENBOARD/shares", change...)
	if code != http.StatusOK || !strings.Contains(body, "Nothing has been written yet") || !strings.Contains(body, `class="changed"`) {
		t.Fatalf("preview: %d %s", code, body)
	}
	if code, to := mik.post("/activities/GENBOARD/shares", append(change, "step", "change")...); code != http.StatusSeeOther {
		t.Fatalf("change: %d %s", code, to)
	}
	rows := s.rows(`SELECT FROM_DATE, THRU_DATE, QUANTITY FROM PRODUCT_ASSOC WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ID_TO = 'SUPPORT' ORDER BY 1`)
	want := "[2025-11-01 00:00:00.000 | 2099-01-01 00:00:00.000 | 8.000000 2099-01-01 00:00:00.000 | NULL | 20.000000]"
	if fmt.Sprint(rows) != want {
		t.Errorf("rows %v\nwant %s", rows, want)
	}
	noted := s.rows(`SELECT USER_LOGIN_ID, WHAT, ENTITY_KEY, BEFORE_TEXT, AFTER_TEXT FROM FAIRSHARE_AUDIT`)
	if want := "[mik | change shares | GENBOARD, SUPPORT | the row from 2025-11-01 | weight 20 from 2099-01-01]"; fmt.Sprint(noted) != want {
		t.Errorf("the audit has %v\nwant %s", noted, want)
	}
	if _, body := mik.get("/activities/GENBOARD?changed"); !strings.Contains(body, "coming") || !strings.Contains(body, "was changed") {
		t.Errorf("the page does not show the coming share: %s", body)
	}
	before, after := s.shareOf("MIK", "2098-12-31"), s.shareOf("MIK", "2099-01-01")
	row := fmt.Sprintf(`<span class="id">MIK</span></th><td class="n">%s %%</td><td class="n">%s %%</td>`, percent(before), percent(after))
	if before == after || !strings.Contains(body, row) {
		t.Errorf("MIK's share is %s and then %s; the preview said\n%s", before, after, body)
	}
}

// A share is added with a formula, shown before, and ended again.
func TestPagesAddAndEndShare(t *testing.T) {
	s := newVEMS(t)
	mik := logIn(t, s.newPages(), "mik")
	const formula = "= weight(SUPPORT, GENBOARD) / 4 + 0.5"
	add := []string{"component", "TUNINGSOFTWARE", "weight", formula, "from", "2099-01-01"}
	if code, body := mik.post("/activities/GENBOARD/shares", add...); code != http.StatusOK || !strings.Contains(html.UnescapeString(body), "Formula <code>"+formula) || !strings.Contains(body, `class="changed"`) {
		t.Fatalf("preview: %d %s", code, body)
	}
	mik.goes("/activities/GENBOARD/shares", "/activities/GENBOARD?changed", append(add, "step", "change")...)
	mik.shows("/activities/GENBOARD", []string{"<code>= weight(SUPPORT, GENBOARD) / 4 &#43; 0.5</code>", "coming", `<option value="ECU_CABLE">`}, `<option value="GENBOARD">`)
	var command mapping.ActivityDocument
	s.mustJSON(&command, "activity", "show", "GENBOARD")
	if !slices.ContainsFunc(command.Shares, func(share mapping.ActivityShare) bool { return share.Formula == formula }) {
		t.Errorf("`activity show` has %v", command.Shares)
	}
	mik.goes("/activities/GENBOARD/shares", "/activities/GENBOARD?changed", "component", "TUNINGSOFTWARE", "weight", "", "from", "2099-06-01", "step", "change")
	rows := s.rows(`SELECT FROM_DATE, THRU_DATE, QUANTITY, INSTRUCTION FROM PRODUCT_ASSOC WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ID_TO = 'TUNINGSOFTWARE'`)
	if want := "[2099-01-01 00:00:00.000 | 2099-06-01 00:00:00.000 | NULL | " + formula + "]"; fmt.Sprint(rows) != want {
		t.Errorf("rows %v\nwant %s", rows, want)
	}
	if code, body := mik.post("/activities/GENBOARD/shares", "component", "TUNINGSOFTWARE", "weight", "= weight(", "from", "2099-01-01"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "can&#39;t be read") {
		t.Errorf("half a formula: %d %s", code, body)
	}
	noted := s.rows(`SELECT WHAT, ENTITY_KEY, AFTER_TEXT FROM FAIRSHARE_AUDIT ORDER BY AUDIT_ID`)
	if want := "[change shares | GENBOARD, TUNINGSOFTWARE | weight " + formula + " from 2099-01-01 change shares | GENBOARD, TUNINGSOFTWARE | ends 2099-06-01]"; fmt.Sprint(noted) != want {
		t.Errorf("the audit has %v\nwant %s", noted, want)
	}
}

// shareOf is a party's share in GENBOARD as of a day.
func (s *site) shareOf(party, asOf string) string {
	s.t.Helper()
	var document mapping.SharesDocument
	s.mustJSON(&document, "shares", "--product", "GENBOARD", "--party", party, "--as-of", asOf)
	if len(document.Shares) != 1 {
		s.t.Fatalf("%d shares of %s", len(document.Shares), party)
	}
	return document.Shares[0].Share
}
