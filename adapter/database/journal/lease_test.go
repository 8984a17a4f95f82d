package journal

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestLeaseOneOfEight(t *testing.T) {
	j := newJournal(t)
	var all sync.WaitGroup
	leases, errs := make([]*Lease, 8), make([]error, 8)
	for i := range leases {
		all.Go(func() { leases[i], errs[i] = j.Acquire(t.Context(), fmt.Sprint("holder", i), time.Minute) })
	}
	all.Wait()
	holders := 0
	for i, lease := range leases {
		var held *HeldError
		switch {
		case errs[i] == nil && lease.Term == 1:
			holders++
		case !errors.As(errs[i], &held):
			t.Errorf("holder%d: %+v, %v", i, lease, errs[i])
		case held.Holder == "" || time.Until(held.Until) > 2*time.Minute:
			t.Errorf("holder%d: %v", i, held)
		}
	}
	if holders != 1 {
		t.Errorf("%d hold it", holders)
	}
}

// expire puts the end of a lease into the past, as if its time had gone by.
func expire(t *testing.T, j *Journal) {
	t.Helper()
	if _, err := j.DB.Exec("UPDATE FAIRSHARE_LEASE SET UNTIL = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"); err != nil {
		t.Fatal(err)
	}
}

func TestLeaseTakeover(t *testing.T) {
	j := newJournal(t)
	old := acquire(t, j)
	expire(t, j)
	next, err := j.Acquire(t.Context(), "next", time.Minute)
	if err != nil || next.Term != old.Term+1 {
		t.Fatalf("%+v, %v", next, err)
	}
	if err := old.Renew(t.Context()); !errors.Is(err, ErrLeaseLost) {
		t.Fatalf("the old holder's check: %v", err)
	}
	w := newWorld(2)
	if err := j.CommitPlan(t.Context(), old, w.plan(5)); !errors.Is(err, ErrLeaseLost) {
		t.Fatalf("the old holder's plan: %v", err)
	}
	if n := count(t, j, "FAIRSHARE_SETTLEMENT") + count(t, j, "FAIRSHARE_SALE"); n != 0 {
		t.Fatalf("the old holder left %d rows", n)
	}
	if err := old.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := next.Renew(t.Context()); err != nil {
		t.Fatalf("releasing a lost lease hurt the new holder: %v", err)
	}
}

// A lease that expired without anybody taking it is still the holder's.
func TestLeaseOutlivesItsTimeWhenNobodyWantsIt(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	expire(t, j)
	if err := lease.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	var held *HeldError
	if _, err := j.Acquire(t.Context(), "other", time.Minute); !errors.As(err, &held) || held.Holder != "test" {
		t.Fatal(err)
	}
}

func TestLeaseRelease(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	if err := lease.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := lease.Renew(t.Context()); !errors.Is(err, ErrLeaseLost) {
		t.Fatal(err)
	}
	if again := acquire(t, j); again.Term != lease.Term+1 {
		t.Fatalf("term %d after %d", again.Term, lease.Term)
	}
	other := &Journal{DB: j.DB, Organization: "Other"}
	if _, err := other.Acquire(t.Context(), "test", time.Minute); err != nil {
		t.Fatalf("another organization's lease: %v", err)
	}
}
