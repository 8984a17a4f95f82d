package people

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

// Desk is where people change something. It holds no state of its own and may be
// used by several goroutines.
type Desk struct {
	DB      *sqlx.DB
	Journal *journal.Journal // of the same database server, so that both are one transaction
	People  ofbiz.People     // how OFBiz says who may do what
	Zone    *time.Location   // of OFBiz's JVM; nil is UTC
	Rules   mapping.Rules    // where credits lie

	// OFBiz, where it is not nil, writes credits itself: ofbiz.write_with is rest.
	OFBiz *rest.Client
}

// Writing says how rows are written.
func (d *Desk) Writing() ofbiz.Writing { return ofbiz.Writing{Zone: d.Zone} }

// Act makes one change in the name of a login: in one transaction it reads who that
// is and what they may do now, asks allow, makes the change and notes it. A change
// without What was none (it had been made before) and is not noted.
//
// change may run several times, so all it does must be in the transaction. Where
// the answer to COMMIT is lost the error wraps database.ErrAmbiguous, and nothing is
// tried again here: the caller knows whether its change can find itself done.
func (d *Desk) Act(
	ctx context.Context, login string, allow func(*mapping.Actor) error,
	change func(ctx context.Context, tx *sqlx.Tx, actor *mapping.Actor) (journal.Change, error),
) error {
	return database.InTransaction(ctx, d.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		now, err := ofbiz.Now(ctx, tx)
		if err != nil {
			return err
		}
		actor, err := d.People.Actor(ctx, tx, login, now)
		if err != nil {
			return err
		}
		if err := allow(actor); err != nil {
			return err
		}
		made, err := change(ctx, tx, actor)
		if err != nil || made.What == "" {
			return err
		}
		return d.Journal.Note(ctx, tx, now, actor.UserLoginID, made)
	})
}
