package ofbiz

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is an entity's sequence: the next number that nobody has taken. FOR UPDATE
// reads what is committed now, whatever the isolation, and keeps OFBiz and others
// out until the end of the transaction. By the primary key.
const (
	lockSequence   = `SELECT SEQ_ID FROM SEQUENCE_VALUE_ITEM WHERE SEQ_NAME = ? FOR UPDATE`
	moveSequence   = `UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = SEQ_ID + ? WHERE SEQ_NAME = ?`
	insertSequence = `INSERT INTO SEQUENCE_VALUE_ITEM (SEQ_NAME, SEQ_ID) VALUES (?, ?)`
)

// firstNumber is where OFBiz starts a sequence.
const firstNumber = 10000

var entityName = regexp.MustCompile(`^[A-Z][A-Za-z]{0,59}$`)

// Sequence takes n numbers from an entity's sequence as OFBiz takes a bank of
// them: in a transaction of its own, so that a number is never given twice, and
// one that is not used in the end is simply lost. The numbers are first … first+n-1.
//
// A sequence that does not exist yet starts where OFBiz starts it, or above the
// numbers that the entity's table holds already.
func Sequence(ctx context.Context, db *sqlx.DB, name string, n int) (first int64, err error) {
	if !entityName.MatchString(name) || n < 1 {
		return 0, fmt.Errorf("take %d numbers of sequence %q: an entity's name and at least one are needed", n, name)
	}
	for range 3 {
		err = database.InTransaction(ctx, db, func(ctx context.Context, tx *sqlx.Tx) error {
			first, err = takeNumbers(ctx, tx, name, n)
			return err
		})
		if !againWithNumbers(err) {
			break
		}
	}
	if err != nil {
		return 0, database.Explain("take numbers of sequence "+name, err)
	}
	return first, nil
}

// againWithNumbers is true where somebody else made the sequence's row meanwhile,
// and after a COMMIT without an answer: if it happened its numbers are lost, which
// does no harm, as any other repetition of a write might.
func againWithNumbers(err error) bool {
	kind := database.Classify(err)
	return kind == database.Conflict || kind == database.Ambiguous
}

func takeNumbers(ctx context.Context, tx *sqlx.Tx, name string, n int) (int64, error) {
	var next sql.NullInt64
	err := tx.GetContext(ctx, &next, lockSequence, name)
	if errors.Is(err, sql.ErrNoRows) {
		first, err := unusedNumber(ctx, tx, name)
		if err != nil {
			return 0, err
		}
		_, err = tx.ExecContext(ctx, insertSequence, name, first+int64(n))
		return first, err
	}
	if err != nil {
		return 0, err
	}
	if !next.Valid || next.Int64 < 0 {
		return 0, fmt.Errorf("SEQUENCE_VALUE_ITEM.SEQ_ID of %s is %v: OFBiz can't use it either; set it", name, next)
	}
	_, err = tx.ExecContext(ctx, moveSequence, n, name)
	return next.Int64, err
}

// unusedNumber is above the numbers among the ids of the entity's table. It is a
// scan of the primary key, needed once in the life of a company.
func unusedNumber(ctx context.Context, tx *sqlx.Tx, name string) (int64, error) {
	table := mapping.DBName(name) // letters and _ only: name was checked
	column := table + "_ID"
	if name == "InventoryItemDetail" {
		column = table + "_SEQ_ID" // numbered through all items
	}
	var highest sql.NullString
	query := "SELECT MAX(CAST(" + column + " AS UNSIGNED)) FROM " + table + " WHERE " + column + " REGEXP '^[0-9]{1,18}$'"
	if err := tx.GetContext(ctx, &highest, query); err != nil {
		return 0, fmt.Errorf("find the highest number in %s: %w", table, err)
	}
	if !highest.Valid {
		return firstNumber, nil
	}
	number, err := strconv.ParseInt(highest.String, 10, 64)
	return max(number+1, firstNumber), err
}
