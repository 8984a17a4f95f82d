package main

import (
	"errors"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// wholeCredits counts the credits with the key, and says whether each has all its rows
// and a note of who made it.
const wholeCredits = `SELECT COUNT(*), COALESCE(SUM((SELECT COUNT(*) FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID)), 0),
	COALESCE(SUM((SELECT COUNT(*) FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID)), 0), (SELECT COUNT(*) FROM FAIRSHARE_AUDIT)
	FROM INVENTORY_ITEM i WHERE SOFT_IDENTIFIER LIKE 'FAIRSHARE %'`

// proxied is the company as it is reached through a proxy.
func (s *site) proxied() (*site, *faultproxy.Proxy) {
	s.t.Helper()
	p := faultproxy.New(s.t, s.database.Socket)
	through := &site{t: s.t, database: s.database, folder: s.t.TempDir(), patience: s.patience}
	through.database.Socket = p.Address
	through.configure(vems, s.reports())
	return through, p
}

// A command that fails at any statement leaves nothing of a credit, and nothing of a
// decision; the next attempt does it all.
func TestCreditRefusedAtEveryStatement(t *testing.T) {
	s := newVEMS(t)
	through, p := s.proxied()
	refused := func(want string, args ...string) int {
		t.Helper()
		return p.EveryStatement(t, 1412, func() error {
			if code, _, stderr := through.run(append([]string{"credit"}, args...)...); code != 0 {
				return errors.New(stderr)
			}
			return nil
		}, func(n int, err error) {
			if found := s.rows(wholeCredits)[0]; found != want {
				t.Fatalf("%v refused at statement %d: rows %s, want %s: %v", args, n, found, want, err)
			}
		})
	}
	statements := refused("0 | 0 | 0 | 0", "propose", "FIRMWARE", "2", "--as", "dave", "--key", "k")
	id := s.rows("SELECT INVENTORY_ITEM_ID FROM INVENTORY_ITEM WHERE SOFT_IDENTIFIER = 'FAIRSHARE k'")[0]
	statements += refused("1 | 1 | 1 | 1", "reject", id, "--as", "boss", "--reason", "no")
	s.same("rows", "1 | 2 | 2 | 2", s.rows(wholeCredits))
	faultproxy.Figure(t, "statements of proposing and rejecting a credit that were refused one by one", statements)
}

// A COMMIT whose answer is lost is looked up: the credit is made once, and the command
// says so.
func TestCreditWhoseCommitIsNotAnswered(t *testing.T) {
	s := newVEMS(t)
	through, p := s.proxied()
	lost := func(args ...string) {
		t.Helper()
		p.Reset()
		commits := 0 // the first two are of the numbers that are taken
		p.When(func(c faultproxy.Command) bool {
			if c.Statement == "COMMIT" {
				commits++
			}
			return commits == 3
		}, faultproxy.CutAfter())
		if code, _, stderr := through.run(append([]string{"credit"}, args...)...); code != 0 || p.Struck() != 1 {
			t.Fatalf("%v: exit %d, struck %d: %s", args, code, p.Struck(), stderr)
		}
	}
	lost("propose", "FIRMWARE", "2", "--as", "dave")
	s.same("rows", "1 | 1 | 1 | 1", s.rows(wholeCredits))
}
