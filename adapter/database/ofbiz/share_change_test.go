package ofbiz_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

func changeShares(t *testing.T, db *sqlx.DB, changes ...mapping.ShareChange) error {
	t.Helper()
	return database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := ofbiz.ChangeShares(ctx, tx, changes, ofbiz.Writing{Zone: budapest})
		return err
	})
}

const shareList = `SELECT GROUP_CONCAT(CONCAT_WS(' ', FROM_DATE, THRU_DATE, QUANTITY, INSTRUCTION) ORDER BY FROM_DATE SEPARATOR '; ') FROM PRODUCT_ASSOC`

func TestChangeShares(t *testing.T) {
	db := payoutDB(t)
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, budapest) }
	change := mapping.ShareChange{Activity: "GENBOARD", Component: "FIRMWARE", Weight: "30", From: at(1, 1)}
	for _, step := range []struct {
		name   string
		change func()
		want   string
		err    string
	}{
		{"New", func() {}, "2026-01-01 00:00:00.000 30.000000", ""},
		{"Again", func() {}, "2026-01-01 00:00:00.000 30.000000", ""},
		{"Another", func() { change.Weight, change.From = "20.5", at(7, 1) },
			"2026-01-01 00:00:00.000 2026-07-01 00:00:00.000 30.000000; 2026-07-01 00:00:00.000 20.500000", ""},
		{"Ended", func() { change.Weight, change.From = "", at(9, 1) },
			"2026-01-01 00:00:00.000 2026-07-01 00:00:00.000 30.000000; 2026-07-01 00:00:00.000 2026-09-01 00:00:00.000 20.500000", ""},
		{"NothingToEnd", func() { change.From = at(10, 1) }, "", "no share at that time"},
		{"UnknownProduct", func() { change.Component, change.Weight = "NOSUCH", "1" }, "", "NOSUCH"},
	} {
		t.Run(step.name, func(t *testing.T) {
			before := text(t, db, shareList)
			step.change()
			err := changeShares(t, db, change)
			if step.err != "" {
				step.want = before
			}
			if (err == nil) != (step.err == "") || err != nil && !strings.Contains(err.Error(), step.err) {
				t.Errorf("error %v, want %q", err, step.err)
			}
			if got := text(t, db, shareList); got != step.want {
				t.Errorf("rows: %s\nwant  %s", got, step.want)
			}
		})
	}
}

// A refused change takes those before it back.
func TestChangeSharesAllOrNone(t *testing.T) {
	db := payoutDB(t)
	good := mapping.ShareChange{Activity: "GENBOARD", Component: "FIRMWARE", Weight: "30", From: day1}
	bad := good
	bad.Weight = "-1"
	var refused *mapping.ShareError
	if err := changeShares(t, db, good, bad); !errors.As(err, &refused) {
		t.Errorf("error %v, want a *mapping.ShareError", err)
	}
	if got := text(t, db, shareList); got != "NULL" {
		t.Errorf("rows were left: %s", got)
	}
}

var day1 = time.Date(2026, 1, 1, 0, 0, 0, 0, budapest)
