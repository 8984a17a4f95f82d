package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// The row that counts changes of shares is one of FAIRSHARE_LEASE that nobody holds.
// By its primary key.
const (
	selectShareTerm = `SELECT TERM FROM FAIRSHARE_LEASE WHERE NAME = ?`
	nextShareTerm   = `UPDATE FAIRSHARE_LEASE SET TERM = TERM + 1 WHERE NAME = ? AND TERM = ?`
)

// ErrSharesChanged says that somebody else changed shares since the term was read.
var ErrSharesChanged = errors.New("somebody else changed shares at the same time")

// shareTermName is longer than a party's id, so it is no organization's.
func (j *Journal) shareTermName() string { return j.Organization + " (changes of shares)" }

// ShareTerm counts the changes of shares that were made with Fairshare. Whoever reads
// the company after it and then makes a change with NextShareTerm knows that the
// shares are still as they were read.
func (j *Journal) ShareTerm(ctx context.Context) (term int64, err error) {
	err = j.DB.GetContext(ctx, &term, j.qualify(selectShareTerm), j.shareTermName())
	if errors.Is(err, sql.ErrNoRows) {
		_, err = j.DB.ExecContext(ctx, j.qualify(insertLease), j.shareTermName())
	}
	if err != nil {
		return 0, fmt.Errorf("count the changes of shares of %s: %w", j.Organization, orMigrate(err))
	}
	return term, nil
}

// NextShareTerm begins the next term in the transaction of a change, and keeps others
// waiting until that ends. It fails with ErrSharesChanged if the term is over.
func (j *Journal) NextShareTerm(ctx context.Context, tx *sqlx.Tx, term int64) error {
	rows, err := j.change(ctx, tx, nextShareTerm, j.shareTermName(), term)
	if err != nil {
		return fmt.Errorf("count the changes of shares of %s: %w", j.Organization, orMigrate(err))
	}
	if rows == 0 {
		return ErrSharesChanged
	}
	return nil
}
