package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// shows gets a page and looks for texts that it must have and, behind "not", for
// others that it must not have.
func (b *browser) shows(path string, has []string, not ...string) {
	b.t.Helper()
	code, body := b.get(path)
	if code != http.StatusOK {
		b.t.Fatalf("%s: %d %s", path, code, body)
	}
	for _, text := range has {
		if !strings.Contains(body, text) {
			b.t.Errorf("%s does not have %q:\n%s", path, text, body)
		}
	}
	for _, text := range not {
		if strings.Contains(body, text) {
			b.t.Errorf("%s has %q:\n%s", path, text, body)
		}
	}
}

// goes sends a form and wants to be led to a page.
func (b *browser) goes(path, to string, fields ...string) {
	b.t.Helper()
	if code, found := b.post(path, fields...); code != http.StatusSeeOther || found != to {
		b.t.Fatalf("%s %q: %d %s, want to be led to %s", path, fields, code, found, to)
	}
}

// A partner applies for a job and its manager gives it away; both are OFBiz's rows.
func TestPagesJobs(t *testing.T) {
	s := newVEMS(t)
	base := s.newPages()
	cell, dave, marcell, mik, eva := logIn(t, base, "cell"), logIn(t, base, "dave"), logIn(t, base, "marcell"), logIn(t, base, "mik"), logIn(t, base, "eva")
	cell.shows("/jobs", []string{"Handbook of the install kit", "Documentation", "2026-11-02 to 2026-12-18", "needs action", "Apply for job 10001"}, "Idle control", "Give the job")
	cell.shows("/jobs?ended", []string{"Idle control that holds 850/min"}, "MIK", "Apply for job 10000")
	cell.goes("/jobs/10001/apply", "/jobs?done=applied")
	cell.goes("/jobs/10001/apply", "/jobs?done=applied")
	dave.goes("/jobs/10001/apply", "/jobs?done=applied")
	cell.shows("/jobs?done=applied", []string{"you applied", "You applied. A manager"}, "DAVE", "Apply for job")
	mik.shows("/jobs", []string{"Apply for job 10001"}, "DAVE", "CELL")
	eva.shows("/jobs", []string{"DAVE", "CELL"}, "Give job", "Apply for job")
	marcell.shows("/jobs", []string{"Give job 10001 to CELL", "Give job 10001 to DAVE", "applied"})
	marcell.goes("/jobs/10001/accept/CELL", "/jobs?done=accepted")
	marcell.goes("/jobs/10001/accept/CELL", "/jobs?done=accepted")
	marcell.shows("/jobs?done=accepted", []string{"assigned", "The job is given", "Give job 10001 to DAVE"}, "Give job 10001 to CELL")
	cell.shows("/jobs", []string{"yours", `/credits/new?job=10001&amp;activity=DOCUMENTATION`})
	want := []string{"CELL | PARTNER | PRTYASGN_ASSIGNED | marcell | NULL | 1 | 1", "DAVE | PARTNER | PRTYASGN_OFFERED |  | NULL | 1 | 1"}
	if got := s.rows(assignments); !slices.Equal(got, want) {
		t.Errorf("OFBiz has %q, want %q", got, want)
	}
	noted := []string{"cell | apply for job | WorkEffort | 10001 |  | CELL applied", "dave | apply for job | WorkEffort | 10001 |  | DAVE applied", "marcell | accept for job | WorkEffort | 10001 | CELL applied | CELL is assigned"}
	if got := s.rows(audits); !slices.Equal(got, noted) {
		t.Errorf("noted: %q, want %q", got, noted)
	}
	s.execute(`DELETE FROM USER_LOGIN_SECURITY_GROUP WHERE USER_LOGIN_ID = 'dave'`)
	if code, body := dave.get("/jobs"); code != http.StatusForbidden || strings.Contains(body, "Handbook") {
		t.Errorf("a login without any right of Fairshare's sees the jobs: %d %s", code, body)
	}
	dave.shows("/credits", nil, `href="/jobs"`, `href="/credits/new"`)
}

// A credit is proposed on a page, for oneself and by a manager for somebody else; the
// one who proposed it reads why it was rejected.
func TestPagesProposeCredit(t *testing.T) {
	s := newVEMS(t)
	base := s.newPages()
	cell, mik, boss := logIn(t, base, "cell"), logIn(t, base, "mik"), logIn(t, base, "boss")
	cell.shows("/credits/new?activity=FIRMWARE", []string{`value="FIRMWARE"`, `<option value="HWDESIGN">`}, "For whom")
	proposal := []string{"activity", "firmware", "quantity", "2.5", "reason", "knock detection", "job", "10001", "key", "one"}
	if code, body := cell.post("/credits", append(slices.Clone(proposal), "quantity", "0")...); code != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) || !strings.Contains(body, `value="knock detection"`) {
		t.Errorf("no credits: %d, and what was typed must still be there:\n%s", code, body)
	}
	cell.goes("/credits", "/credits?proposed=10030", proposal...)
	cell.goes("/credits", "/credits?proposed=10030", proposal...) // the button pressed twice
	cell.shows("/credits?proposed=10030", []string{"Credit 10030 is proposed", "2.5 of FIRMWARE for CELL", "knock detection"}, "Approve", "24 of FIRMWARE")
	mik.shows("/credits/new", []string{"For whom", `<option value="DAVE">`})
	mik.goes("/credits", "/credits?proposed=10031", "activity", "GENBOARD", "quantity", "1", "reason", "test bench", "party", "dave", "key", "two")
	if code, body := mik.post("/credits", "activity", "FIRMWARE", "quantity", "1", "reason", "test bench", "party", "DAVE", "key", "three"); code != http.StatusForbidden {
		t.Errorf("mik proposes for dave in another activity: %d %s", code, body)
	}
	mik.shows("/credits", []string{"1 of GENBOARD for DAVE", "Approve credit 10031"}, "2.5 of FIRMWARE")
	rows := s.rows(`SELECT i.INVENTORY_ITEM_ID, i.PRODUCT_ID, i.FACILITY_ID, i.STATUS_ID, i.COMMENTS, d.QUANTITY_ON_HAND_DIFF, COALESCE(d.WORK_EFFORT_ID, '') FROM INVENTORY_ITEM i JOIN INVENTORY_ITEM_DETAIL d ON d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID WHERE i.SOFT_IDENTIFIER LIKE 'FAIRSHARE page %' ORDER BY 1`)
	want := []string{"10030 | FIRMWARE | FAC_CELL | INV_NS_ON_HOLD | knock detection | 2.500000 | 10001", "10031 | GENBOARD | FAC_DAVE | INV_NS_ON_HOLD | test bench | 1.000000 | "}
	if !slices.Equal(rows, want) {
		t.Errorf("OFBiz has %q\nwant %q", rows, want)
	}
	boss.goes("/credits/10030", "/credits", "decision", "reject", "reason", "it knocks still")
	cell.shows("/credits", []string{"rejected", "it knocks still", "boss"}, "test bench")
	noted := s.rows(`SELECT USER_LOGIN_ID, WHAT, ENTITY_KEY FROM FAIRSHARE_AUDIT ORDER BY AUDIT_ID`)
	if want := []string{"cell | propose credit | 10030", "mik | propose credit | 10031", "boss | reject credit | 10030"}; !slices.Equal(noted, want) {
		t.Errorf("noted: %q, want %q", noted, want)
	}
}

// The manager above appoints, and the new manager sees the activity at once.
func TestPagesAppoint(t *testing.T) {
	s := newVEMS(t)
	base := s.newPages()
	mik, cell := logIn(t, base, "mik"), logIn(t, base, "cell")
	mik.shows("/activities", []string{"whose managers you appoint", `/activities/SUPPORT/managers`}, `/activities/FIRMWARE`)
	mik.shows("/activities/GENBOARD", []string{`/activities/SUPPORT/managers`, `/activities/GENBOARD/sales`})
	mik.shows("/activities/GENBOARD/managers", []string{"MIK"}, "Appoint from now on", "End it now") // his own he can't
	mik.shows("/activities/SUPPORT/managers", []string{"Appoint from now on", "None: the managers"})
	mik.goes("/activities/SUPPORT/managers", "/activities/SUPPORT/managers?done=appointed", "party", "cell", "step", "appointed")
	mik.goes("/activities/SUPPORT/managers", "/activities/SUPPORT/managers?done=appointed", "party", "CELL", "step", "appointed")
	mik.shows("/activities/SUPPORT/managers?done=appointed", []string{"The manager is appointed", "End the appointment of CELL now"})
	cell.shows("/activities", []string{"/activities/SUPPORT"})
	cell.shows("/activities/SUPPORT", []string{"Change, add or end a share"})
	mik.goes("/activities/SUPPORT/managers", "/activities/SUPPORT/managers?done=ended", "party", "CELL", "step", "ended")
	mik.shows("/activities/SUPPORT/managers", []string{"None: the managers"})
	if code, _ := cell.get("/activities/SUPPORT"); code != http.StatusForbidden {
		t.Errorf("cell's appointment has ended and the activity is still shown: %d", code)
	}
	rows := s.rows(`SELECT PARTY_ID, ROLE_TYPE_ID, THRU_DATE IS NOT NULL FROM PRODUCT_ROLE WHERE PRODUCT_ID = 'SUPPORT'`)
	if want := []string{"CELL | MANAGER | 1"}; !slices.Equal(rows, want) {
		t.Errorf("OFBiz has %q, want %q", rows, want)
	}
	noted := []string{"mik | appoint manager | ProductRole | SUPPORT, CELL |  | MANAGER", "mik | end appointment | ProductRole | SUPPORT, CELL | MANAGER | "}
	if got := s.rows(audits); !slices.Equal(got, noted) {
		t.Errorf("noted: %q, want %q", got, noted)
	}
}

// Of each line a manager sees which settlement took it, or why none did.
func TestPagesSales(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-10-01")
	mik := logIn(t, s.newPages(), "mik")
	var order, item string
	if err := s.pool.QueryRow(`SELECT DOCUMENT_ID, ITEM_SEQ_ID FROM FAIRSHARE_SALE WHERE ACTIVITY = 'GENBOARD' AND SETTLEMENT_ID = 'Company-EUR-20261001' AND SOURCE = 'OrderItem' ORDER BY AT_MILLIS DESC LIMIT 1`).Scan(&order, &item); err != nil {
		t.Fatal(err)
	}
	taken := "<th scope=\"row\">" + order + " " + item + "</th>"
	mik.shows("/activities/GENBOARD/sales", []string{"It is from after the last settlement, which went until 2026-09-30", "settlement=Company-EUR-20261001"}, taken, "The next settlement is stopped")
	mik.shows("/activities/GENBOARD/sales?settlement=Company-EUR-20261001", []string{"Taken by the settlement until 2026-09-30 in EUR", taken})
	s.execute(`UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'held' WHERE SETTLEMENT_ID = 'Company-EUR-20261001'`)
	mik.shows("/activities/GENBOARD/sales", []string{"waits for a person"})
	s.execute(`UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'closed' WHERE SETTLEMENT_ID = 'Company-EUR-20261001'`)
	s.execute(`UPDATE ORDER_ITEM SET UNIT_PRICE = UNIT_PRICE + 1 WHERE ORDER_ID = ? AND ORDER_ITEM_SEQ_ID = ?`, order, item)
	var open string
	if err := s.pool.QueryRow(`SELECT I.ORDER_ID FROM ORDER_ITEM I JOIN ORDER_STATUS T ON T.ORDER_ID = I.ORDER_ID AND T.ORDER_ITEM_SEQ_ID = I.ORDER_ITEM_SEQ_ID AND T.STATUS_ID = 'ITEM_COMPLETED'
		WHERE I.PRODUCT_ID = 'GENBOARD' AND T.STATUS_DATETIME > '2026-10-01' LIMIT 1`).Scan(&open); err != nil {
		t.Fatal(err)
	}
	s.execute(`UPDATE ORDER_ITEM SET STATUS_ID = 'ITEM_APPROVED' WHERE ORDER_ID = ?`, open)
	again := logIn(t, s.newPages(), "mik") // a company is shown for ten seconds as it was read
	again.shows("/activities/GENBOARD/sales", []string{"It changed after a settlement took it", order + " " + item, "Ordered, and no income yet", "<th scope=\"row\">" + open, "The item is approved; it is income once OFBiz has completed it."})
}
