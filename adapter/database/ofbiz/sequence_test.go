package ofbiz_test

import (
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
)

func take(t *testing.T, db *sqlx.DB, name string, n int) int64 {
	t.Helper()
	first, err := ofbiz.Sequence(t.Context(), db, name, n)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

func TestSequence(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	mustExec(t, db, "DELETE FROM SEQUENCE_VALUE_ITEM")

	t.Run("MissingStartsWhereOFBizStarts", func(t *testing.T) {
		if first := take(t, db, "Content", 3); first != 10000 {
			t.Errorf("first %d", first)
		}
		if next := text(t, db, "SELECT SEQ_ID FROM SEQUENCE_VALUE_ITEM WHERE SEQ_NAME = 'Content'"); next != "10003" {
			t.Errorf("SEQ_ID %s", next)
		}
	})
	t.Run("OK", func(t *testing.T) {
		mustExec(t, db, "UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = 10630 WHERE SEQ_NAME = 'Content'")
		if first, next := take(t, db, "Content", 10), take(t, db, "Content", 1); first != 10630 || next != 10640 {
			t.Errorf("%d, %d", first, next)
		}
	})
	t.Run("MissingStartsAboveTheTablesNumbers", func(t *testing.T) {
		mustExec(t, db, "INSERT INTO DATA_RESOURCE (DATA_RESOURCE_ID) VALUES ('9'), ('12345'), ('99999X'), ('ZZZ')")
		if first := take(t, db, "DataResource", 1); first != 12346 {
			t.Errorf("first %d", first)
		}
	})
	t.Run("ErrName", func(t *testing.T) {
		if _, err := ofbiz.Sequence(t.Context(), db, "Content; DROP", 1); err == nil {
			t.Error("taken")
		}
	})
	t.Run("ErrNull", func(t *testing.T) {
		mustExec(t, db, "INSERT INTO SEQUENCE_VALUE_ITEM (SEQ_NAME) VALUES ('Party')")
		if _, err := ofbiz.Sequence(t.Context(), db, "Party", 1); err == nil {
			t.Error("a number was taken of nothing")
		}
	})
}

// A transaction that has read under REPEATABLE READ sees an old number in a plain
// SELECT; taking must not.
func TestSequenceUnderRepeatableRead(t *testing.T) {
	d := mariadbtest.NewOFBiz(t)
	mustExec(t, open(t, d), "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ")
	db := open(t, d)
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	first := take(t, db, "Invoice", 10)
	if second := take(t, db, "Invoice", 10); second != first+10 {
		t.Errorf("%d after %d", second, first)
	}
}

// Nobody gets a number that another one got, also where all meet on a sequence
// that is not there yet.
func TestSequenceInParallel(t *testing.T) {
	const takers, times, bank = 4, 25, 7
	d := mariadbtest.NewOFBiz(t)
	mustExec(t, open(t, d), "DELETE FROM SEQUENCE_VALUE_ITEM WHERE SEQ_NAME = 'WorkEffort'")
	var mutex sync.Mutex
	seen := map[int64]bool{}
	var all sync.WaitGroup
	for range takers {
		db := open(t, d)
		all.Go(func() {
			for range times {
				first, err := ofbiz.Sequence(t.Context(), db, "WorkEffort", bank)
				if err != nil {
					t.Error(err)
					return
				}
				mutex.Lock()
				for i := range int64(bank) {
					if seen[first+i] {
						t.Errorf("%d was given twice", first+i)
					}
					seen[first+i] = true
				}
				mutex.Unlock()
			}
		})
	}
	all.Wait()
	if len(seen) != takers*times*bank {
		t.Errorf("%d numbers", len(seen))
	}
}
