package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// axe reads the accessibility checker axe-core, which npm fetches into bin; "" where
// it can't be had.
func axe(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("../../bin/axe")
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(folder, "package", "axe.min.js")
	if _, err := os.Stat(source); err != nil {
		command := exec.CommandContext(t.Context(), "sh", "-c", "mkdir -p "+folder+" && cd "+folder+" && npm pack --silent axe-core@4.10.3 && tar xzf axe-core-*.tgz")
		if output, err := command.CombinedOutput(); err != nil {
			t.Logf("SKIPPED the accessibility check: axe-core can't be fetched with npm: %v %s", err, output)
			return ""
		}
	}
	content, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// looker looks at a page as people do: at a desk and on a phone, by day and by night.
type looker struct {
	*chromium
	axe string
}

func (l looker) look(name string) {
	l.t.Helper()
	for _, way := range []struct {
		name  string
		width int
		dark  bool
	}{{"desk", 1280, false}, {"phone", 390, true}} {
		l.resize(way.width, 900)
		l.dark(way.dark)
		shown := name + "-" + way.name
		l.picture(shown)
		var wide bool
		l.script(&wide, "return document.documentElement.scrollWidth > window.innerWidth")
		if wide {
			l.t.Errorf("%s has to be scrolled sideways", shown)
		}
		l.accessible(shown)
	}
	l.dark(false)
	l.resize(1280, 900)
}

// accessible lets axe-core look at the page.
func (l looker) accessible(name string) {
	l.t.Helper()
	if l.axe == "" {
		return
	}
	l.script(nil, l.axe)
	var result struct {
		Violations []struct {
			ID, Help string
			Nodes    []struct{ HTML string }
		}
	}
	var text string
	l.send("POST", l.session+"/execute/async", map[string]any{"args": []any{},
		"script": "const done = arguments[arguments.length-1]; axe.run().then(r => done(JSON.stringify({violations: r.violations})))"}, &text)
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		l.t.Fatal(err)
	}
	for _, v := range result.Violations {
		l.t.Errorf("%s: %s: %s: %.300v", name, v.ID, v.Help, v.Nodes)
	}
}

func (l looker) logIn(base, login string) {
	l.t.Helper()
	l.open(base + "/login")
	l.fill("#login", login)
	l.fill("#password", "demo")
	l.click("main button")
}

// sees waits until the page that a click leads to shows the texts.
func (l looker) sees(what string, texts ...string) {
	l.t.Helper()
	shown := ""
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if shown = l.text(); !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(shown, text) }) {
			return
		}
	}
	l.t.Fatalf("%s: not all of %q is on the page:\n%s", what, texts, shown)
}

// All three kinds of people do their work in a real browser.
func TestBrowser(t *testing.T) {
	c := newChromium(t)
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	s.execute(`UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'held' WHERE SETTLEMENT_ID LIKE 'Company-USD%'`)
	base := s.newPages()
	l := looker{c, axe(t)}

	l.open(base + "/")
	l.look("login")

	l.logIn(base, "mik")
	l.sees("account", "Payouts by settlement", "2026-10-31 EUR", "My account")
	l.look("account")
	l.click(`a[href$="` + settledOctober + `"]`)
	l.sees("statement", "Earned with credits", "FIRMWARE")
	l.look("statement")
	l.click(`a[href$="/statement/xlsx"]`)
	l.click(`a[href$="/explain"]`)
	l.sees("explain", "paths from sales to these credits")
	l.click("summary")
	l.sees("paths", "sales of", "component INTELLECTUAL_PROP")
	l.look("explain")
	waitForFile(t, c.download, "*.xlsx")

	l.open(base + "/activities")
	l.look("activities")
	l.click(`a[href="/activities/GENBOARD"]`)
	l.sees("activity", "Change, add or end a share", "Manufacturing")
	l.look("activity")
	l.fill("#component", "SUPPORT")
	l.fill("#weight", "20")
	l.script(nil, "document.querySelector('#from').value = '2099-01-01'")
	l.click("form.row button")
	l.sees("preview", "Nothing has been written yet", "Before", "After")
	l.look("preview")
	l.click("main form button")
	l.sees("changed", "The share was changed", "coming", "2099-01-01")
	if rows := s.rows(`SELECT QUANTITY FROM PRODUCT_ASSOC WHERE FROM_DATE = '2099-01-01'`); len(rows) != 1 || rows[0] != "20.000000" {
		t.Errorf("OFBiz has %v", rows)
	}
	l.open(base + "/activities/GENBOARD/sales?settlement=" + settledOctober)
	l.sees("sales", "Taken by the settlement until 2026-10-31", "Sold, and not taken yet")
	l.look("sales")
	l.open(base + "/activities")
	l.click(`a[href="/activities/SUPPORT/managers"]`)
	l.sees("managers", "Appoint a manager")
	l.fill("#party", "CELL")
	l.click("form.row button")
	l.sees("appointed", "The manager is appointed", "CELL")
	l.look("managers")
	if rows := s.rows(`SELECT PARTY_ID, ROLE_TYPE_ID FROM PRODUCT_ROLE WHERE PRODUCT_ID = 'SUPPORT'`); len(rows) != 1 || rows[0] != "CELL | MANAGER" {
		t.Errorf("OFBiz has %v", rows)
	}
	l.open(base + "/settlements")
	l.sees("denied", "Not allowed", "FAIRSHARE_FINANCE")
	l.look("denied")
	l.click(".who button")
	l.sees("log out", "Use your login")

	l.logIn(base, "cell")
	l.sees("account", "Payouts by settlement")
	l.click(`nav a[href="/jobs"]`)
	l.sees("jobs", "Handbook of the install kit")
	l.click(`button[aria-label="Apply for job 10001"]`)
	l.sees("applied", "you applied")
	l.look("jobs-applied")
	l.click(`nav a[href="/credits"]`)
	l.click(`a[href="/credits/new"]`)
	l.sees("propose", "A weight, not money")
	l.fill("#activity", "FIRMWARE")
	l.fill("#quantity", "nothing")
	l.fill("#reason", "knock detection")
	l.click("main form button")
	l.sees("not proposed", "Write the number of credits like 2.5")
	l.look("propose")
	l.fill("#quantity", "2.5")
	l.click("main form button")
	l.sees("proposed", "Credit 10030 is proposed", "2.5 of FIRMWARE for CELL", "knock detection")
	if rows := s.rows(`SELECT PRODUCT_ID, FACILITY_ID, STATUS_ID, QUANTITY_ON_HAND_TOTAL FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = '10030'`); rows[0] != "FIRMWARE | FAC_CELL | INV_NS_ON_HOLD | 2.500000" {
		t.Errorf("OFBiz has %v", rows)
	}
	l.click(".who button")
	l.sees("log out", "Use your login")

	l.logIn(base, "marcell")
	l.open(base + "/jobs")
	l.sees("jobs", "Handbook of the install kit", "CELL")
	l.look("jobs")
	l.click(`button[aria-label="Give job 10001 to CELL"]`)
	l.sees("given", "The job is given", "assigned")
	if rows := s.rows(assignments); len(rows) != 1 || rows[0] != "CELL | PARTNER | PRTYASGN_ASSIGNED | marcell | NULL | 1 | 1" {
		t.Errorf("OFBiz has %v", rows)
	}
	l.click(".who button")
	l.sees("log out", "Use your login")

	l.logIn(base, "eva")
	l.sees("settlements", "All settlements", "held", "closed")
	l.look("settlements")
	l.click(`a[href*="Company-USD"]`)
	l.sees("held", "It waits for you", "Findings")
	l.look("settlement")
	l.fill("#reason", "compared with the bank")
	l.click("form[action$=approve] button")
	l.sees("approved", "closed · 5 lines")
	if state := s.rows(`SELECT STATE FROM FAIRSHARE_SETTLEMENT WHERE SETTLEMENT_ID LIKE 'Company-USD%'`); len(state) != 1 || state[0] != "closed" {
		t.Errorf("the approved settlement is %v", state)
	}
	if noted := s.rows(`SELECT USER_LOGIN_ID, BEFORE_TEXT, AFTER_TEXT FROM FAIRSHARE_AUDIT WHERE WHAT = 'approve settlement'`); len(noted) != 1 || noted[0] != "eva | held | approved: compared with the bank" {
		t.Errorf("the audit has %v", noted)
	}
	l.open(base + "/dry-run")
	l.click("main form button")
	l.sees("dry run", "A dry run works out")
	for !strings.Contains(l.text(), "Done at") {
		time.Sleep(100 * time.Millisecond) // as somebody who looks again
		l.open(base + "/dry-run")
	}
	l.sees("dry run", "Done at")
	l.look("dryrun")
	l.click(".who button")
	l.sees("log out", "Use your login")

	l.logIn(base, "boss")
	l.sees("settlements", "All settlements")
	l.open(base + "/credits")
	l.sees("credits", "24 of FIRMWARE for DAVE")
	l.look("credits")
	l.click(`button[aria-label="Approve credit 10019"]`)
	l.sees("approved", "Decided", "approved")
	l.fill("#reason-10030", "it knocks still")
	l.click(`button[aria-label="Reject credit 10030"]`)
	l.sees("rejected", "None for you to look at", "it knocks still")
	l.look("credits-decided")
	if status := s.rows(`SELECT COALESCE(STATUS_ID, 'counts') FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = '10019'`); status[0] != "counts" {
		t.Errorf("the approved credit is %v", status)
	}
}

// waitForFile waits until the browser has saved a whole file.
func waitForFile(t *testing.T, folder, pattern string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 1 {
			content, err := os.ReadFile(found[0])
			if err != nil || !strings.HasPrefix(string(content), "PK") {
				t.Errorf("%s is no XLSX: %v", found[0], err)
			}
			return
		}
	}
	t.Errorf("no %s was downloaded", pattern)
}
