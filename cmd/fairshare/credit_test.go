package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fairshare/mapping"
)

// item is a credit's rows in OFBiz.
const (
	creditItem = `SELECT STATUS_ID, FACILITY_ID, OWNER_PARTY_ID, PRODUCT_ID, QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL, ACCOUNTING_QUANTITY_TOTAL, COMMENTS
		FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = ?`
	creditDetails  = `SELECT QUANTITY_ON_HAND_DIFF, AVAILABLE_TO_PROMISE_DIFF, WORK_EFFORT_ID, DESCRIPTION FROM INVENTORY_ITEM_DETAIL WHERE INVENTORY_ITEM_ID = ? ORDER BY CREATED_STAMP`
	creditStatuses = `SELECT STATUS_ID, STATUS_END_DATETIME IS NULL, CHANGE_BY_USER_LOGIN_ID FROM INVENTORY_ITEM_STATUS WHERE INVENTORY_ITEM_ID = ? ORDER BY CREATED_STAMP`
	creditAudit    = `SELECT USER_LOGIN_ID, WHAT, BEFORE_TEXT, AFTER_TEXT FROM FAIRSHARE_AUDIT WHERE ENTITY = 'InventoryItem' AND ENTITY_KEY = ? ORDER BY AUDIT_ID`
)

func (s *site) same(what, want string, got []string) {
	s.t.Helper()
	if text := strings.Join(got, "\n"); text != want {
		s.t.Errorf("%s:\n%s\nwant\n%s", what, text, want)
	}
}

// credit runs a credit command that shows one credit.
func (s *site) credit(args ...string) mapping.CreditEntry {
	s.t.Helper()
	var shown []mapping.CreditEntry
	s.mustJSON(&shown, append([]string{"credit"}, args...)...)
	if len(shown) != 1 {
		s.t.Fatalf("credit %v shows %v", args, shown)
	}
	return shown[0]
}

// firmwareOf is DAVE's share of FIRMWARE now.
func (s *site) firmwareOf() string {
	s.t.Helper()
	var d mapping.SharesDocument
	s.mustJSON(&d, "shares", "--product", "FIRMWARE", "--party", "DAVE")
	return d.Shares[0].Share
}

func TestCreditCountsOnceItIsApproved(t *testing.T) {
	s := newVEMS(t)
	before := s.firmwareOf()
	c := s.credit("propose", "firmware", "2.5", "--as", "dave", "--reason", "knock detection")
	if c.State != "proposed" || c.Party != "DAVE" || c.Activity != "FIRMWARE" || c.ProposedBy != "dave" || s.firmwareOf() != before {
		t.Fatalf("proposed: %+v, share %s, before %s", c, s.firmwareOf(), before)
	}
	s.same("item", "INV_NS_ON_HOLD | FAC_DAVE | DAVE | FIRMWARE | 2.500000 | 2.500000 | 0.000000 | knock detection", s.rows(creditItem, c.ID))
	c = s.credit("approve", c.ID, "--as", "boss")
	if c.State != "approved" || c.DecidedBy != "boss" || s.firmwareOf() <= before {
		t.Fatalf("approved: %+v, share %s, before %s", c, s.firmwareOf(), before)
	}
	s.same("item", "NULL | FAC_DAVE | DAVE | FIRMWARE | 2.500000 | 2.500000 | 0.000000 | knock detection", s.rows(creditItem, c.ID))
	s.same("details", "2.500000 | 2.500000 | NULL | knock detection", s.rows(creditDetails, c.ID))
	s.same("statuses", "INV_NS_ON_HOLD | 0 | dave\nINV_AVAILABLE | 1 | boss", s.rows(creditStatuses, c.ID))
	s.same("audit", "dave | propose credit |  | 2.5 of FIRMWARE for DAVE, proposed\nboss | approve credit | 2.5 of FIRMWARE for DAVE, proposed | 2.5 of FIRMWARE for DAVE, approved", s.rows(creditAudit, c.ID))
}

// Earned long ago and approved today, it must not change what was sold in between.
func TestCreditApprovedLateLeavesThePastAlone(t *testing.T) {
	s := newVEMS(t)
	past := s.must("shares", "--as-of", "2026-11-01")
	c := s.credit("propose", "FIRMWARE", "50", "--as", "dave", "--effective", "2026-01-01")
	s.must("credit", "approve", c.ID, "--as", "boss")
	if now := s.must("shares", "--as-of", "2026-11-01"); now != past {
		t.Errorf("shares of the past were\n%s\nand are\n%s", past, now)
	}
	if found := s.rows(`SELECT EFFECTIVE_DATE FROM INVENTORY_ITEM_DETAIL WHERE INVENTORY_ITEM_ID = ?`, c.ID); !strings.HasPrefix(found[0], "2026-01-01") {
		t.Errorf("effective %v", found)
	}
}

func TestCreditRejected(t *testing.T) {
	s := newVEMS(t)
	before := s.firmwareOf()
	c := s.credit("propose", "FIRMWARE", "7", "--as", "dave")
	c = s.credit("reject", c.ID, "--as", "boss", "--reason", "done before")
	if c.State != "rejected" || c.Quantity != "7" || s.firmwareOf() != before {
		t.Fatalf("rejected: %+v", c)
	}
	s.same("item", "INV_NS_DEFECTIVE | FAC_DAVE | DAVE | FIRMWARE | 0.000000 | 0.000000 | 0.000000 | NULL", s.rows(creditItem, c.ID))
	s.same("details", "7.000000 | 7.000000 | NULL | NULL\n-7.000000 | -7.000000 | NULL | rejected by boss: done before", s.rows(creditDetails, c.ID))
	if again := s.credit("reject", c.ID, "--as", "boss", "--reason", "twice"); again.State != "rejected" {
		t.Errorf("again: %+v", again)
	}
	if code, _, stderr := s.run("credit", "approve", c.ID, "--as", "boss"); code != int(exitFailed) || !strings.Contains(stderr, "rejected already by boss") {
		t.Errorf("approved after all: exit %d, %s", code, stderr)
	}
	if found := s.rows(creditAudit, c.ID); len(found) != 2 {
		t.Errorf("audit: %v", found)
	}
}

func TestCreditRefused(t *testing.T) {
	s := newVEMS(t)
	own := s.credit("propose", "DOCUMENTATION", "1", "--as", "marcell").ID
	daves := s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID
	s.execute("UPDATE INVENTORY_ITEM SET OWNER_PARTY_ID = 'Company' WHERE INVENTORY_ITEM_ID = ?", own) // whatever the item says, it lies at MARCELL's
	before := s.rows("SELECT COUNT(*), SUM(QUANTITY_ON_HAND_TOTAL), GROUP_CONCAT(STATUS_ID) FROM INVENTORY_ITEM")
	for _, c := range []struct {
		name, want string
		code       exitCode
		args       []string
	}{
		{"ErrOwnCredit", "nobody approves credit for themselves", exitFailed, []string{"approve", own, "--as", "marcell"}},
		{"ErrNotTheManager", "only the activity's manager", exitFailed, []string{"approve", daves, "--as", "marcell"}},
		{"ErrFinanceDecidesNothing", "only the activity's manager", exitFailed, []string{"reject", daves, "--as", "eva", "--reason", "x"}},
		{"ErrForAnother", "may not propose credit in FIRMWARE for MIK", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "dave", "--party", "MIK"}},
		{"ErrDisabled", "disabled", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "fero"}},
		{"ErrUnknownLogin", "there is no login", exitUsage, []string{"propose", "FIRMWARE", "1", "--as", "nosuch"}},
		{"ErrNoLogin", "--as is needed", exitUsage, []string{"propose", "FIRMWARE", "1"}},
		{"ErrNoFacility", "has no facility for credits", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "boss", "--party", "EVA"}},
		{"ErrTheCompany", "the company that pays", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "boss"}},
		{"ErrNegative", "more than 0", exitFailed, []string{"propose", "--as", "dave", "--", "FIRMWARE", "-1"}},
		{"ErrNoNumber", "quantity", exitUsage, []string{"propose", "FIRMWARE", "1.0000001", "--as", "dave"}},
		{"ErrUnknownActivity", "there is no activity NOSUCH", exitFailed, []string{"propose", "NOSUCH", "1", "--as", "dave"}},
		{"ErrUnknownWorkEffort", "there is no work effort W9", exitFailed, []string{"propose", "FIRMWARE", "1", "--as", "dave", "--work-effort", "W9"}},
		{"ErrUnknownCredit", "there is no proposed credit 1", exitFailed, []string{"approve", "1", "--as", "boss"}},
		{"ErrNoReason", "--reason is needed", exitUsage, []string{"reject", daves, "--as", "boss"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := s.run(append([]string{"credit"}, c.args...)...)
			if code != int(c.code) || !strings.Contains(stderr, c.want) {
				t.Errorf("exit %d, %s", code, stderr)
			}
		})
	}
	if after := s.rows("SELECT COUNT(*), SUM(QUANTITY_ON_HAND_TOTAL), GROUP_CONCAT(STATUS_ID) FROM INVENTORY_ITEM"); !slices.Equal(after, before) {
		t.Errorf("items were %v and are %v", before, after)
	}
}

// What OFBiz's users put on hold is decided in the same way.
func TestCreditOnHoldByOFBiz(t *testing.T) {
	s := newVEMS(t)
	var waiting []mapping.CreditEntry
	s.mustJSON(&waiting, "credit", "list", "--state", "proposed", "--activity", "FIRMWARE", "--party", "DAVE")
	if len(waiting) != 1 || waiting[0].ID != "10019" || waiting[0].Quantity != "24" || waiting[0].ProposedBy != "admin" {
		t.Fatalf("waiting: %+v", waiting)
	}
	if c := s.credit("approve", "10019", "--as", "boss"); c.State != "approved" {
		t.Errorf("%+v", c)
	}
}

// One key is one proposal, however often and by how many at once it is made.
func TestCreditKeyIsOneProposal(t *testing.T) {
	s := newVEMS(t)
	ids := make([]string, 6)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			code, stdout, stderr := s.run("credit", "propose", "FIRMWARE", "3", "--as", "dave", "--key", "5f2c FIRMWARE", "--output", "csv")
			if code != 0 {
				t.Errorf("exit %d: %s", code, stderr)
				return
			}
			ids[i], _, _ = strings.Cut(strings.SplitN(stdout, "\n", 3)[1], ",")
		})
	}
	all.Wait()
	if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
		t.Errorf("credits %v", ids)
	}
	s.same("items", "1", s.rows("SELECT COUNT(*) FROM INVENTORY_ITEM WHERE SOFT_IDENTIFIER LIKE 'FAIRSHARE %'"))
	s.same("audit", "1", s.rows("SELECT COUNT(*) FROM FAIRSHARE_AUDIT"))
	if code, _, stderr := s.run("credit", "propose", "FIRMWARE", "4", "--as", "dave", "--key", "5f2c FIRMWARE"); code != int(exitFailed) || !strings.Contains(stderr, "choose another key") {
		t.Errorf("another quantity: exit %d, %s", code, stderr)
	}
}

// Of decisions at the same time one is made, and written once.
func TestCreditDecidedAtTheSameTime(t *testing.T) {
	s := newVEMS(t)
	s.execute("INSERT INTO USER_LOGIN_SECURITY_GROUP (USER_LOGIN_ID, GROUP_ID, FROM_DATE) VALUES ('mik', 'FAIRSHARE_ADMIN', '2026-01-01')")
	for round := range 3 {
		id := s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID
		codes := make([]int, 6)
		var all sync.WaitGroup
		for i := range codes {
			all.Go(func() {
				switch i % 3 {
				case 0:
					codes[i], _, _ = s.run("credit", "approve", id, "--as", "boss")
				case 1:
					codes[i], _, _ = s.run("credit", "approve", id, "--as", "mik")
				default:
					codes[i], _, _ = s.run("credit", "reject", id, "--as", "boss", "--reason", "no")
				}
			})
		}
		all.Wait()
		approved := s.rows("SELECT COALESCE(STATUS_ID, 'approved') FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = ?", id)[0] == "approved"
		for i, code := range codes {
			if (code == 0) != (approved == (i%3 != 2)) {
				t.Errorf("round %d: approved is %t, exit codes %v", round, approved, codes)
				break
			}
		}
		s.same("statuses and audit", "2 | 2", s.rows(fmt.Sprintf(`SELECT (SELECT COUNT(*) FROM INVENTORY_ITEM_STATUS WHERE INVENTORY_ITEM_ID = '%s'),
			(SELECT COUNT(*) FROM FAIRSHARE_AUDIT WHERE ENTITY_KEY = '%s')`, id, id)))
	}
}
