package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is what one account got from one activity in one settlement.
const insertLedger = `
INSERT INTO FAIRSHARE_LEDGER (SETTLEMENT_ID, ACCOUNT_KIND, ACCOUNT, ACTIVITY, EARNED_FINE, AMOUNT_MINOR)`

// In primary-key order: parties by id, then the reasons, each by activity.
const selectLedger = `
SELECT ACCOUNT_KIND, ACCOUNT, ACTIVITY, EARNED_FINE, AMOUNT_MINOR
FROM FAIRSHARE_LEDGER WHERE SETTLEMENT_ID = ? ORDER BY ACCOUNT_KIND, ACCOUNT, ACTIVITY`

// The values of ACCOUNT_KIND, in the order in which a plan lists them.
const (
	kindParty    = "party"
	kindRetained = "retained"
)

type ledgerRow struct {
	Kind     string     `db:"ACCOUNT_KIND"`
	Account  string     `db:"ACCOUNT"`
	Activity string     `db:"ACTIVITY"`
	Earned   fineColumn `db:"EARNED_FINE"`
	Amount   int64      `db:"AMOUNT_MINOR"`
}

func (r ledgerRow) entry() mapping.LedgerEntry {
	return mapping.LedgerEntry{
		Account:  account(r.Kind, r.Account),
		Activity: calc.ActivityID(r.Activity),
		Earned:   r.Earned.Fine,
		Amount:   calc.Minor(r.Amount),
	}
}

// account is the other way round of kindAndName.
func account(kind, name string) calc.Account {
	if kind == kindParty {
		return calc.Account{Party: calc.PartyID(name)}
	}
	return calc.Account{Retained: calc.Reason(name)}
}

func kindAndName(a calc.Account) (kind, name string) {
	if a.Party != "" {
		return kindParty, string(a.Party)
	}
	return kindRetained, string(a.Retained)
}

func (j *Journal) insertLedger(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	return j.insert(ctx, tx, insertLedger, p.Ledger.Len(), func(in *database.Insertion, i int) {
		e := p.Ledger.At(i)
		kind, name := kindAndName(e.Account)
		in.Text(p.Settlement.ID)
		in.Text(kind)
		in.Text(name)
		in.Text(string(e.Activity))
		in.Text(e.Earned.String())
		in.Number(int64(e.Amount))
	})
}

func (j *Journal) loadLedger(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectLedger), p.Settlement.ID, func(r ledgerRow) error {
		p.Ledger.Add(r.entry())
		return nil
	})
}
