package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/rest/resttest"
	"fairshare/adapter/web"
)

// creditState is all that there is of credits that were proposed here, whoever wrote
// it: everything but the ids, the order and the moments.
func (s *site) creditState() []string {
	s.t.Helper()
	const ours = ` i JOIN INVENTORY_ITEM i2 ON i2.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID WHERE i2.SOFT_IDENTIFIER LIKE 'FAIRSHARE %' OR i2.INVENTORY_ITEM_ID = '10019'`
	return slices.Concat(
		s.rows(`SELECT i.INVENTORY_ITEM_TYPE_ID, i.PRODUCT_ID, i.FACILITY_ID, i.OWNER_PARTY_ID, i.STATUS_ID, i.COMMENTS, i.QUANTITY_ON_HAND_TOTAL, i.AVAILABLE_TO_PROMISE_TOTAL,
			i.ACCOUNTING_QUANTITY_TOTAL, i.SOFT_IDENTIFIER, i.CURRENCY_UOM_ID, i.UNIT_COST, i.LAST_UPDATED_STAMP IS NULL FROM INVENTORY_ITEM`+ours+` ORDER BY i.SOFT_IDENTIFIER, i.PRODUCT_ID`),
		s.rows(`SELECT i2.SOFT_IDENTIFIER, i.QUANTITY_ON_HAND_DIFF, i.AVAILABLE_TO_PROMISE_DIFF, i.ACCOUNTING_QUANTITY_DIFF, i.WORK_EFFORT_ID, i.DESCRIPTION, i.EFFECTIVE_DATE < '2026-11-01',
			i.EFFECTIVE_DATE = i2.DATETIME_RECEIVED FROM INVENTORY_ITEM_DETAIL`+ours+` ORDER BY 1, 2`),
		s.rows(`SELECT i2.SOFT_IDENTIFIER, i.STATUS_ID, i.STATUS_END_DATETIME IS NULL, i.CHANGE_BY_USER_LOGIN_ID, i.OWNER_PARTY_ID, i.PRODUCT_ID FROM INVENTORY_ITEM_STATUS`+ours+` ORDER BY 1, 2`),
		s.rows(`SELECT a.USER_LOGIN_ID, a.WHAT, a.ENTITY, a.BEFORE_TEXT, a.AFTER_TEXT FROM FAIRSHARE_AUDIT a ORDER BY 2, 5, 1`),
	)
}

// TestRESTCreditLeavesWhatSQLLeaves proposes, approves and rejects both ways: every
// row and every note is the same but for the ids.
func TestRESTCreditLeavesWhatSQLLeaves(t *testing.T) {
	steps := func(s *site) {
		c := s.credit("propose", "firmware", "2.5", "--as", "dave", "--reason", "knock & detection", "--key", "a")
		if again := s.credit("propose", "FIRMWARE", "2.5", "--as", "DAVE", "--key", "a"); again.ID != c.ID || c.ProposedBy != "dave" {
			t.Errorf("proposed again: %+v, first %+v", again, c)
		}
		if done := s.credit("approve", c.ID, "--as", "boss"); done.State != "approved" || done.DecidedBy != "boss" {
			t.Errorf("approved: %+v", done)
		}
		s.credit("approve", c.ID, "--as", "boss")
		s.credit("propose", "GENBOARD", "1", "--as", "mik", "--party", "cell", "--effective", "2026-01-01", "--key", "b")
		no := s.credit("propose", "DOCUMENTATION", "0.000001", "--as", "cell", "--key", "c", "--work-effort", "10001").ID
		s.credit("reject", no, "--as", "marcell", "--reason", "done before")
		s.credit("reject", no, "--as", "marcell", "--reason", "twice")
		s.credit("reject", "10019", "--as", "boss", "--reason", "held by OFBiz")
	}
	bySQL := newVEMS(t)
	steps(bySQL)
	byREST, ofbiz := newRESTSite(t)
	steps(byREST)
	if got, want := byREST.creditState(), bySQL.creditState(); !slices.Equal(got, want) {
		t.Errorf("through OFBiz: %s", difference(got, want))
	}
	if calls := strings.Join(ofbiz.Calls(), " "); strings.Count(calls, "fairshareProposeCredit") != 3 || strings.Count(calls, "fairshareDecideCredit") != 3 {
		t.Errorf("what is done already is not asked for: %s", calls)
	}
}

// TestRESTCreditRefused: what nobody may is refused before OFBiz is asked, and OFBiz
// refuses it by itself to an account that asks all the same.
func TestRESTCreditRefused(t *testing.T) {
	s, ofbiz := newRESTSite(t)
	own := s.credit("propose", "DOCUMENTATION", "1", "--as", "marcell").ID
	daves := s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID
	ofbiz.Reset()
	before := s.rows("SELECT COUNT(*), SUM(QUANTITY_ON_HAND_TOTAL), GROUP_CONCAT(STATUS_ID) FROM INVENTORY_ITEM")
	for _, c := range []struct {
		name, want string
		code       exitCode
		args       []string
	}{
		{"ErrOwnCredit", "nobody approves credit for themselves", exitFailed, []string{"approve", own, "--as", "marcell"}},
		{"ErrNotTheManager", "only the activity's manager", exitFailed, []string{"approve", daves, "--as", "marcell"}},
		{"ErrForAnother", "may not propose credit in FIRMWARE for MIK", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "dave", "--party", "MIK"}},
		{"ErrDisabled", "disabled", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "fero"}},
		{"ErrUnknownLogin", "there is no login", exitUsage, []string{"propose", "FIRMWARE", "1", "--as", "nosuch"}},
		{"ErrNoFacility", "has no facility for credits", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "boss", "--party", "EVA"}},
		{"ErrUnknownActivity", "there is no activity NOSUCH", exitFailed, []string{"propose", "NOSUCH", "1", "--as", "dave"}},
		{"ErrUnknownCredit", "there is no proposed credit 1", exitFailed, []string{"approve", "1", "--as", "boss"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := s.run(append([]string{"credit"}, c.args...)...)
			if code != int(c.code) || !strings.Contains(stderr, c.want) {
				t.Errorf("exit %d, %s", code, stderr)
			}
		})
	}
	if calls := ofbiz.Calls(); slices.Contains(calls, "fairshareProposeCredit") || slices.Contains(calls, "fairshareDecideCredit") {
		t.Errorf("OFBiz was asked for what is refused: %v", calls)
	}
	if after := s.rows("SELECT COUNT(*), SUM(QUANTITY_ON_HAND_TOTAL), GROUP_CONCAT(STATUS_ID) FROM INVENTORY_ITEM"); !slices.Equal(after, before) {
		t.Errorf("items were %v and are %v", before, after)
	}
	ofbiz.Versions = map[string]string{"permissions": "FAIRSHARE_VIEW FAIRSHARE_FINANCE FAIRSHARE_ADMIN"}
	if code, _, stderr := s.run("credit", "approve", daves, "--as", "boss"); exitCode(code) != exitConfig || !strings.Contains(stderr, "security group FAIRSHARE_DESK") {
		t.Errorf("without FAIRSHARE_DESK: exit %d, %s", code, stderr)
	}
	s.must("settle", "--until", "2026-05-01") // which needs none
}

// TestRefuseCreditAtWrongAnswers lets OFBiz answer every wrong way at every call of
// proposing and of deciding. No credit is doubled, none is half, and the next try
// makes it whole with one note of each.
func TestRefuseCreditAtWrongAnswers(t *testing.T) {
	var tried atomic.Int64
	t.Run("abreast", func(t *testing.T) {
		for n := range abreast {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				s, ofbiz := newRESTSite(t)
				for e := n; e < len(wrongAnswers); e += abreast {
					tried.Add(s.creditAtWrongAnswer(ofbiz, wrongAnswers[e], e))
				}
			})
		}
	})
	faultproxy.Figure(t, "wrong answer of OFBiz to a credit: different answers and calls that were tried", int(tried.Load()))
}

// creditAtWrongAnswer proposes a credit and decides on it, with the answer in the
// place of every call. Those before the write come behind it: what is done needs no
// further write.
func (s *site) creditAtWrongAnswer(ofbiz *resttest.OFBiz, w wrongAnswer, number int) (tried int64) {
	s.t.Helper()
	key := fmt.Sprintf("k%02d", number)
	decide := []string{"credit", "approve", "", "--as", "boss"}
	whole := "2.000000 | NULL | 1 | 2"
	if number%2 == 1 {
		decide = []string{"credit", "reject", "", "--as", "boss", "--reason", "no"}
		whole = "0.000000 | INV_NS_DEFECTIVE | 2 | 2"
	}
	for _, command := range [][]string{{"credit", "propose", "FIRMWARE", "2", "--as", "dave", "--key", key}, decide} {
		if command[2] == "" {
			command[2] = s.rows("SELECT INVENTORY_ITEM_ID FROM INVENTORY_ITEM WHERE SOFT_IDENTIFIER = ?", "FAIRSHARE "+key)[0]
		}
		for back, want := range []exitCode{w.write, w.version, w.login} {
			ofbiz.Reset()
			ofbiz.At(3-back, w.fault)
			code, stdout, stderr := s.run(command...)
			ofbiz.Settle()
			if exitCode(code) != want || ofbiz.Struck() != 1 {
				s.t.Errorf("%s at call %d of %v: exit %d, want %d (struck %d)\n%s%s", w.name, 3-back, command, code, want, ofbiz.Struck(), stdout, stderr)
			}
			tried++
		}
		ofbiz.Reset()
		s.must(command...)
		s.must(command...)
	}
	s.same("whole after "+w.name, whole, s.rows(`SELECT i.QUANTITY_ON_HAND_TOTAL, i.STATUS_ID, (SELECT COUNT(*) FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID),
		(SELECT COUNT(*) FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID) FROM INVENTORY_ITEM i WHERE i.SOFT_IDENTIFIER = ?`, "FAIRSHARE "+key))
	s.same("noted after "+w.name, "2", s.rows("SELECT COUNT(*) FROM FAIRSHARE_AUDIT a JOIN INVENTORY_ITEM i ON i.INVENTORY_ITEM_ID = a.ENTITY_KEY WHERE i.SOFT_IDENTIFIER = ?", "FAIRSHARE "+key))
	return tried
}

// A kill between what OFBiz did and the note of it is mended by asking again.
func TestRESTCreditIsNotedWhenAskedAgain(t *testing.T) {
	s, _ := newRESTSite(t)
	id := s.credit("propose", "FIRMWARE", "2", "--as", "dave", "--key", "k").ID
	s.credit("approve", id, "--as", "boss")
	want := s.rows(creditAudit, id)
	s.execute("DELETE FROM FAIRSHARE_AUDIT")
	s.credit("propose", "FIRMWARE", "2", "--as", "boss", "--party", "DAVE", "--key", "k") // did not do it, so it is not noted
	s.same("audit", "", s.rows(creditAudit, id))
	s.execute("UPDATE INVENTORY_ITEM SET STATUS_ID = NULL WHERE INVENTORY_ITEM_ID = ?", id)
	s.credit("approve", id, "--as", "boss")
	s.same("audit", want[1], s.rows(creditAudit, id))
}

// Of decisions at the same time OFBiz makes one.
func TestRESTCreditDecidedAtTheSameTime(t *testing.T) {
	s, _ := newRESTSite(t)
	id := s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID
	codes := make([]int, 4)
	done := make(chan struct{})
	for i := range codes {
		go func() {
			defer func() { done <- struct{}{} }()
			if i%2 == 0 {
				codes[i], _, _ = s.run("credit", "approve", id, "--as", "boss")
			} else {
				codes[i], _, _ = s.run("credit", "reject", id, "--as", "boss", "--reason", "no")
			}
		}()
	}
	for range codes {
		<-done
	}
	approved := s.rows("SELECT COALESCE(STATUS_ID, 'approved') FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = ?", id)[0] == "approved"
	for i, code := range codes {
		if (code == 0) != (approved == (i%2 == 0)) {
			t.Errorf("approved is %t, exit codes %v", approved, codes)
			break
		}
	}
	s.same("statuses and audit", "2 | 2", s.rows(fmt.Sprintf(`SELECT (SELECT COUNT(*) FROM INVENTORY_ITEM_STATUS WHERE INVENTORY_ITEM_ID = '%s'),
		(SELECT COUNT(*) FROM FAIRSHARE_AUDIT WHERE ENTITY_KEY = '%s')`, id, id)))
}

// The pages decide through OFBiz too, and say what is wrong with it.
func TestRESTCreditOnThePages(t *testing.T) {
	s, ofbiz := newRESTSite(t)
	id := s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID
	opened, err := (&app{configPath: s.config(), stderr: io.Discard, now: time.Now}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	pages := opened.pages()
	var person *web.PersonError
	ofbiz.Versions = map[string]string{"permissions": "FAIRSHARE_VIEW FAIRSHARE_FINANCE"}
	if err := pages.DecideCredit(t.Context(), "boss", id, true, ""); !errors.As(err, &person) || !strings.Contains(person.Text, "FAIRSHARE_DESK") {
		t.Errorf("without FAIRSHARE_DESK: %v", err)
	}
	ofbiz.Versions = nil
	if err := pages.DecideCredit(t.Context(), "boss", id, true, ""); err != nil {
		t.Error(err)
	}
	s.same("status", "NULL", s.rows("SELECT STATUS_ID FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = ?", id))
}
