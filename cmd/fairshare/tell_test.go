package main

import (
	"strings"
	"testing"
)

const tellEva = vems + "people: {finance_party: EVA}\n"

// TestFinanceIsToldOnce: one message for each settlement, with the report that it is
// about, however often the end of the settlement is repeated.
func TestFinanceIsToldOnce(t *testing.T) {
	s := newVEMS(t)
	s.configure(tellEva, s.reports())
	s.must("check")
	s.must("settle", "--until", "2026-11-01")
	s.exec(`UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'verified'`) // as if it had been killed before it was closed
	s.must("settle", "--until", "2026-11-01")
	told := s.rows(`SELECT e.PARTY_ID_FROM, e.PARTY_ID_TO, e.STATUS_ID, e.SUBJECT, COUNT(DISTINCT r.PARTY_ID, r.ROLE_TYPE_ID, r.STATUS_ID), COUNT(DISTINCT a.CONTENT_ID)
		FROM COMMUNICATION_EVENT e JOIN COMMUNICATION_EVENT_ROLE r ON r.COMMUNICATION_EVENT_ID = e.COMMUNICATION_EVENT_ID
		JOIN COMM_EVENT_CONTENT_ASSOC a ON a.COMMUNICATION_EVENT_ID = e.COMMUNICATION_EVENT_ID
		JOIN PARTY_CONTENT p ON p.CONTENT_ID = a.CONTENT_ID AND p.PARTY_ID = e.PARTY_ID_FROM
		WHERE INSTR(e.CONTENT, CONCAT('contentId=', a.CONTENT_ID)) > 0 GROUP BY e.COMMUNICATION_EVENT_ID ORDER BY e.SUBJECT`)
	if len(told) != 2 || !strings.HasPrefix(told[0], "Company | EVA | COM_ENTERED | Fair share: "+novemberEUR+", ") || !strings.HasSuffix(told[0], " | 2 | 3") {
		t.Errorf("told:\n%s", strings.Join(told, "\n"))
	}
	if all := s.rows(`SELECT COUNT(*) FROM COMMUNICATION_EVENT`); all[0] != "2" {
		t.Errorf("%s messages for 2 settlements", all[0])
	}
}

// TestTellingNeedsItsRights settles as the account of the printed grants.
func TestTellingNeedsItsRights(t *testing.T) {
	g := newGranted(t)
	s := g.site(t, g.writer, tellEva)
	if code, stdout, _ := s.run("check"); exitCode(code) != exitRefused || !strings.Contains(stdout, "COMMUNICATION_EVENT") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	for _, statement := range strings.Split(withoutComments(s.must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			g.admin.execute(statement)
		}
	}
	s.must("check")
	s.must("settle", "--until", "2026-11-01")
}
