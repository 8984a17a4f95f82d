package journal

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestNights(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	planned := time.Date(2026, 11, 1, 3, 15, 0, 0, time.UTC)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(j.StartNight(t.Context(), lease, "2026-11-01", planned))
	must(j.EndNight(t.Context(), lease, "2026-11-01", "", errors.New("OFBiz is out of reach "+strings.Repeat("ű", 9000))))
	must(j.StartNight(t.Context(), lease, "2026-11-02", planned.AddDate(0, 0, 1)))
	must(j.StartNight(t.Context(), lease, "2026-11-01", planned))
	must(j.EndNight(t.Context(), lease, "2026-11-01", "paid 3 parties", nil))
	must(j.EndNight(t.Context(), lease, "2026-11-01", "again", nil))
	must(j.StartNight(t.Context(), lease, "2026-11-01", planned))
	must(j.EndNight(t.Context(), lease, "2026-11-01", "", errors.New("too late")))
	nights, err := j.Nights(t.Context(), "")
	must(err)
	if len(nights) != 2 {
		t.Fatal(nights)
	}
	first, second := nights[0], nights[1]
	if first.Date != "2026-11-01" || !first.PlannedAt.Equal(planned) || first.Attempts != 2 || !first.Done() || !first.FailedAt.IsZero() || first.Message != "paid 3 parties" {
		t.Errorf("%+v", first)
	}
	if second.Done() || second.Attempts != 1 || second.StartedAt.IsZero() {
		t.Errorf("%+v", second)
	}
	if later, err := j.Nights(t.Context(), "2026-11-02"); err != nil || len(later) != 1 {
		t.Errorf("%v, %v", later, err)
	}
	if err := j.StartNight(t.Context(), lease, "yesterday", planned); err == nil {
		t.Error("a night called yesterday was started")
	}
}

// A night that somebody else works on by now is not noted any more.
func TestNightsNeedTheLease(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	planned := time.Date(2026, 11, 1, 3, 15, 0, 0, time.UTC)
	if err := j.StartNight(t.Context(), lease, "2026-11-01", planned); err != nil {
		t.Fatal(err)
	}
	expire(t, j)
	if _, err := j.Acquire(t.Context(), "other", time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := j.EndNight(t.Context(), lease, "2026-11-01", "done", nil); !errors.Is(err, ErrLeaseLost) {
		t.Errorf("its end: %v", err)
	}
	if err := j.StartNight(t.Context(), lease, "2026-11-02", planned); !errors.Is(err, ErrLeaseLost) {
		t.Errorf("the next one: %v", err)
	}
	if nights, err := j.Nights(t.Context(), ""); err != nil || len(nights) != 1 || nights[0].Done() {
		t.Errorf("%+v, %v", nights, err)
	}
}
