package database_test

import (
	"strings"
	"testing"
	"time"

	"fairshare/adapter/database"
)

func TestSnapshot(t *testing.T) {
	d, db := newTable(t)
	mustExec(t, db, "INSERT INTO T VALUES (1, 'a')")
	reader := open(t, configOf(d, ""))
	snapshot, err := database.OpenSnapshot(t.Context(), reader)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	mustExec(t, db, "INSERT INTO T VALUES (2, 'late')")

	t.Run("FixedAtItsBeginning", func(t *testing.T) {
		if n := count(t, snapshot.Conn, "SELECT COUNT(*) FROM T"); n != 1 {
			t.Errorf("%d rows: a later commit is seen", n)
		}
	})
	t.Run("ErrReadOnly", func(t *testing.T) {
		_, err := snapshot.Conn.ExecContext(t.Context(), "INSERT INTO T VALUES (3, 'x')")
		if database.Classify(err) != database.ReadOnly {
			t.Errorf("%v, want a refusal", err)
		}
	})
	t.Run("ClockAndServer", func(t *testing.T) {
		if off := time.Since(snapshot.At); off < 0 || off > time.Minute || snapshot.At.Location() != time.UTC {
			t.Errorf("taken at %v, %v ago", snapshot.At, off)
		}
		if !strings.Contains(snapshot.Server, "MariaDB") {
			t.Errorf("server %q", snapshot.Server)
		}
	})
	t.Run("CloseGivesTheConnectionBack", func(t *testing.T) {
		snapshot.Close()
		snapshot.Close()
		if open := reader.Stats().InUse; open != 0 {
			t.Errorf("%d connections in use", open)
		}
		if n := count(t, reader, "SELECT COUNT(*) FROM T"); n != 2 {
			t.Errorf("%d rows after the snapshot, want 2", n)
		}
	})
}

// WITH CONSISTENT SNAPSHOT does nothing under READ COMMITTED, which is what servers
// that OFBiz's manual configured may have as their default.
func TestSnapshotOnServerWithReadCommitted(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED")
	defer mustExec(t, db, "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ")
	d, fresh := newTable(t)
	snapshot, err := database.OpenSnapshot(t.Context(), open(t, configOf(d, "")))
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	mustExec(t, fresh, "INSERT INTO T VALUES (1, 'late')")
	if n := count(t, snapshot.Conn, "SELECT COUNT(*) FROM T"); n != 0 {
		t.Errorf("%d rows: the snapshot is none", n)
	}
}

func TestSnapshotBrokenByDDL(t *testing.T) {
	d, db := newTable(t)
	snapshot, err := database.OpenSnapshot(t.Context(), open(t, configOf(d, "")))
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	mustExec(t, db, "ALTER TABLE T ADD COLUMN W INT, ALGORITHM=COPY")
	var n int
	err = snapshot.Conn.GetContext(t.Context(), &n, "SELECT COUNT(*) FROM T")
	if err = database.ReadError("read T", err); database.Classify(err) != database.ReadAgain || !strings.Contains(err.Error(), "read again") {
		t.Errorf("%v, want ReadAgain", err)
	}
}
