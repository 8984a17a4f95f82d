package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
)

// killed is a command that is killed at moments spread over its whole run.
type killed struct {
	before func(*site)          // what has to be there
	doomed func(*site) []string // the command line
	repair func(*site)          // what comes after it
	times  int
}

// survives compares what is left after each kill and its repair with what is left
// where nobody disturbed it.
func (k killed) survives(t *testing.T) {
	calm := newVEMS(t)
	k.before(calm)
	began := time.Now()
	process, output := calm.start(k.doomed(calm)...)
	if err := process.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	took := time.Since(began)
	k.repair(calm)
	want := calm.settledState()
	for i := range k.times {
		at := took * time.Duration(2*i+1) / time.Duration(2*k.times)
		t.Run(fmt.Sprintf("at %d%%", 100*(2*i+1)/(2*k.times)), func(t *testing.T) {
			s := newVEMS(t)
			s.t = t
			k.before(s)
			process, _ := s.start(k.doomed(s)...)
			time.Sleep(at) // the moment of the kill is what is tested
			process.Process.Kill()
			process.Wait()
			s.expireLease()
			s.must(k.doomed(s)...)
			k.repair(s)
			if got := s.settledState(); !slices.Equal(got, want) {
				t.Errorf("killed after %v of %v, the repaired settlement differs:\n%v\nwant\n%v", at, took, got, want)
			}
		})
	}
}

// TestApproveSurvivesKill does the same with a held settlement that is approved.
func TestApproveSurvivesKill(t *testing.T) {
	killed{
		before: func(s *site) {
			s.must("settle", "--until", "2026-07-01")
			s.exec(`UPDATE FAIRSHARE_INVOICE SET TOTAL_MINOR = TOTAL_MINOR * 100 WHERE CURRENCY = 'EUR'`) // so that every payout has changed
			if code, _, stderr := s.configured(review).run("settle", "--until", "2026-11-01"); exitCode(code) != exitAttention {
				s.t.Fatalf("exit %d: %s", code, stderr)
			}
		},
		doomed: func(*site) []string { return []string{"settle", "--approve", novemberEUR} },
		repair: func(*site) {},
		times:  faultproxy.Many("FAIRSHARE_KILLS", 60) / 15,
	}.survives(t)
}

// TestVoidSurvivesKill does the same with a settlement that is voided, of which an
// invoice stands; the next settlement finds the same lines and balances.
func TestVoidSurvivesKill(t *testing.T) {
	killed{
		before: func(s *site) {
			s.must("settle", "--until", "2026-11-01")
			s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE REFERENCE_NUMBER = ? ORDER BY INVOICE_ID LIMIT 2`, novemberEUR)
		},
		doomed: func(*site) []string { return []string{"settlements", "void", novemberEUR} },
		repair: func(s *site) { s.must("settle", "--until", "2026-11-01") },
		times:  faultproxy.Many("FAIRSHARE_KILLS", 60) / 15,
	}.survives(t)
}
