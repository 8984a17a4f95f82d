package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// settledState is all that a settlement leaves behind, without the ids and times
// that differ from run to run: two sites settled alike have equal states.
func (s *site) settledState() []string {
	s.t.Helper()
	var state []string
	for _, query := range []string{
		`SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, REFERENCE_NUMBER, DESCRIPTION, CURRENCY_UOM_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1`,
		`SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, QUANTITY, AMOUNT, DESCRIPTION FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT INVOICE_ID, STATUS_ID FROM INVOICE_STATUS WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT SETTLEMENT_ID, STATE FROM FAIRSHARE_SETTLEMENT ORDER BY 1`,
		`SELECT c.PARTY_ID, d.DATA_RESOURCE_NAME FROM PARTY_CONTENT c JOIN CONTENT x ON x.CONTENT_ID = c.CONTENT_ID JOIN DATA_RESOURCE d ON d.DATA_RESOURCE_ID = x.DATA_RESOURCE_ID ORDER BY 1, 2`,
	} {
		state = append(state, s.rows(query)...)
	}
	files, err := filepath.Glob(filepath.Join(s.reports(), "*", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, file := range files {
		state = append(state, filepath.Base(file))
	}
	return state
}

// kills is how often a settlement is killed; FAIRSHARE_KILLS raises it.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("FAIRSHARE_KILLS")); err == nil {
		return n
	}
	return 12
}

// TestSettleSurvivesKill kills settlements with SIGKILL at moments spread over
// their whole run, lets the next run repair what is left, and compares the end
// with a settlement that nobody disturbed.
func TestSettleSurvivesKill(t *testing.T) {
	calm := newVEMS(t)
	began := time.Now()
	process, output := calm.start("settle", "--until", "2026-11-01")
	if err := process.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	took := time.Since(began)
	want := calm.settledState()
	for i := range kills() {
		at := took * time.Duration(2*i+1) / time.Duration(2*kills())
		t.Run(fmt.Sprintf("at %d%%", 100*(2*i+1)/(2*kills())), func(t *testing.T) {
			s := newVEMS(t)
			s.t = t
			process, _ := s.start("settle", "--until", "2026-11-01")
			time.Sleep(at) // the moment of the kill is what is tested
			process.Process.Kill()
			process.Wait()
			s.expireLease()
			s.must("settle", "--until", "2026-11-01")
			s.must("settle", "--until", "2026-11-01")
			if got := s.settledState(); !slices.Equal(got, want) {
				t.Errorf("killed after %v of %v, the repaired settlement differs:\n%v\nwant\n%v", at, took, got, want)
			}
		})
	}
}

// expireLease does what waiting for the dead holder's term would do.
func (s *site) expireLease() {
	s.t.Helper()
	s.execute(`UPDATE FAIRSHARE_LEASE SET UNTIL = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND`)
}
