package journal

import (
	"errors"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// fine is n fine units.
func fine(n int64) calc.Fine {
	f, err := calc.ParseFine(strconv.FormatInt(n, 10))
	if err != nil {
		panic(err)
	}
	return f
}

// checkMemory compares what the journal remembers with what the world does.
func checkMemory(t *testing.T, j *Journal, w *world) {
	t.Helper()
	memory, err := j.Memory(t.Context(), j.DB)
	if err != nil {
		t.Fatal(err)
	}
	if len(memory.Taken) != len(w.taken) {
		t.Errorf("%d lines taken, want %d", len(memory.Taken), len(w.taken))
	}
	for _, taken := range memory.Taken {
		if want := w.taken[takenKey{taken.SaleKey, taken.Currency, taken.Activity}]; taken != want {
			t.Errorf("taken %+v, want %+v", taken, want)
		}
	}
	rests := map[mapping.LedgerEntry]calc.Fine{}
	for _, r := range memory.Residues {
		rests[mapping.LedgerEntry{Account: r.Account, Activity: r.Activity}] = r.Rest
	}
	for cell, rest := range w.rest {
		if rests[cell] != rest {
			t.Errorf("residue of %+v is %v, want %v", cell, rests[cell], rest)
		}
		delete(rests, cell)
	}
	balances := map[calc.PartyID]calc.Minor{}
	for _, b := range memory.Balances {
		balances[b.Party] = b.Amount
	}
	for party, balance := range w.balance {
		if balances[party] != balance {
			t.Errorf("balance of %s is %d, want %d", party, balances[party], balance)
		}
		delete(balances, party)
	}
	if len(rests)+len(balances) > 0 {
		t.Errorf("unknown residues %v or balances %v", rests, balances)
	}
}

// Settlements follow each other, some are voided at once: the sums over the rest
// are the last closing balances.
func TestMemory(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(20)
	checkMemory(t, j, w)
	for i := range 10 {
		p := w.plan(40)
		commit(t, j, lease, p)
		void := i%3 == 1
		if void {
			voidPlanned(t, j, lease, p.Settlement.ID)
		}
		w.remember(p, void)
		checkMemory(t, j, w)
	}
}

func TestMemoryOfAnotherOrganization(t *testing.T) {
	j := newJournal(t)
	commit(t, j, acquire(t, j), newWorld(21).plan(10))
	other := &Journal{DB: j.DB, Organization: "Other"}
	memory, err := other.Memory(t.Context(), j.DB)
	if err != nil || !reflect.DeepEqual(memory, mapping.Memory{}) {
		t.Fatalf("%+v, %v", memory, err)
	}
	var missing *NotFoundError
	if _, err := other.Settlement(t.Context(), "Company-EUR-20261102"); !errors.As(err, &missing) {
		t.Fatal(err)
	}
}

// TestMemoryOfAMillion measures; FAIRSHARE_SLOW=1 turns it on.
func TestMemoryOfAMillion(t *testing.T) {
	if os.Getenv("FAIRSHARE_SLOW") == "" {
		t.Skip("SKIPPED: a million rows; set FAIRSHARE_SLOW=1")
	}
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(22)
	p := w.plan(10)
	base := p.Sales.List[p.Sales.Len()-1]
	for i := range 1_000_000 {
		sale := base
		sale.Document, sale.Amount = "M"+strconv.Itoa(i), 0
		p.Sales.List = append(p.Sales.List, sale)
		p.Ledger.List = append(p.Ledger.List, mapping.LedgerEntry{
			Account: calc.Account{Party: calc.PartyID("q" + strconv.Itoa(i/20))}, Activity: calc.ActivityID("B" + strconv.Itoa(i%20)),
			Earned: fine(int64(i%2*2 - 1)),
		})
		if i%20 == 0 {
			p.Accounts = append(p.Accounts, mapping.Account{Party: calc.PartyID("q" + strconv.Itoa(i/20))})
		}
	}
	p.Settlement.Lines = p.Sales.Len()
	start := time.Now()
	commit(t, j, lease, p)
	t.Logf("commit of %d lines and %d ledger entries: %v", p.Sales.Len(), p.Ledger.Len(), time.Since(start))
	start = time.Now()
	if _, err := j.Memory(t.Context(), j.DB); err != nil {
		t.Fatal(err)
	}
	t.Logf("memory: %v", time.Since(start))
	start = time.Now()
	if _, err := j.Plan(t.Context(), p.Settlement.ID); err != nil {
		t.Fatal(err)
	}
	t.Logf("plan: %v", time.Since(start))
}
