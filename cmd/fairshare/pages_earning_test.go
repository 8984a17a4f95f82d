package main

import (
	"net/http"
	"strings"
	"testing"
)

// A preview says what a change would mean in money, for a past and for a coming year;
// only of the activity's own sales, and whatever the year is.
func TestPreviewInMoney(t *testing.T) {
	s := newVEMS(t)
	s.execute("UPDATE ORDER_STATUS SET STATUS_DATETIME = NOW() - INTERVAL 30 DAY WHERE STATUS_ID = 'ITEM_COMPLETED'")
	mik := logIn(t, s.newPages(), "mik")
	change := []string{"component", "SUPPORT", "weight", "20", "from", "2060-01-01"}
	for period, says := range map[string]string{"past": "Had it been so for all that was sold in the last 12 months", "coming": "If as much is sold from 2060-01-01 on"} {
		code, body := mik.post("/activities/GENBOARD/shares", append(change, "period", period)...)
		if code != http.StatusOK || !strings.Contains(body, says) {
			t.Fatalf("%s: %d %s", period, code, body)
		}
		_, money, _ := strings.Cut(body, "In money")
		if !strings.Contains(money, "Jason Okafor") || strings.Count(money, `class="changed"`) < 4 {
			t.Errorf("%s: nobody gets another amount: %s", period, money)
		}
	}
	boss := logIn(t, mik.base, "boss")
	if code, body := boss.post("/activities/MARKETING/shares", change...); code != http.StatusOK || !strings.Contains(body, "sold nothing itself") {
		t.Errorf("an activity without sales: %d %s", code, body)
	}
	if code, body := boss.post("/activities/GENBOARD/shares", "component", "SUPPORT", "weight", "90", "from", "2060-01-01", "step", "change"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "it would stop the next settlement") {
		t.Errorf("a change that stops the next settlement: %d %s", code, body)
	}
}
