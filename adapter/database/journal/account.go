package journal

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is how one party's balance moved in one settlement.
const insertAccount = `
INSERT INTO FAIRSHARE_ACCOUNT (SETTLEMENT_ID, PARTY_ID, OPENING_MINOR, EARNED_MINOR,
  ADJUSTED_MINOR, INVOICED_MINOR, CLOSING_MINOR, HELD)`

const accountColumns = `PARTY_ID, OPENING_MINOR, EARNED_MINOR, ADJUSTED_MINOR, INVOICED_MINOR, CLOSING_MINOR, HELD`

// In primary-key order.
const selectAccounts = `SELECT ` + accountColumns + ` FROM FAIRSHARE_ACCOUNT WHERE SETTLEMENT_ID = ? ORDER BY PARTY_ID`

// By the index on PARTY_ID.
const selectPartyAccounts = `
SELECT SETTLEMENT_ID, ` + accountColumns + ` FROM FAIRSHARE_ACCOUNT WHERE PARTY_ID = ?`

type accountRow struct {
	Party    string `db:"PARTY_ID"`
	Opening  int64  `db:"OPENING_MINOR"`
	Earned   int64  `db:"EARNED_MINOR"`
	Adjusted int64  `db:"ADJUSTED_MINOR"`
	Invoiced int64  `db:"INVOICED_MINOR"`
	Closing  int64  `db:"CLOSING_MINOR"`
	Held     bool   `db:"HELD"`
}

func (r accountRow) account() mapping.Account {
	return mapping.Account{
		Party: calc.PartyID(r.Party), Opening: calc.Minor(r.Opening), Earned: calc.Minor(r.Earned),
		Adjusted: calc.Minor(r.Adjusted), Invoiced: calc.Minor(r.Invoiced), Closing: calc.Minor(r.Closing),
		Held: r.Held,
	}
}

// PartyAccount is one line of a party's history: a settlement and what it did to
// the party's balance.
type PartyAccount struct {
	Settlement mapping.Settlement
	Account    mapping.Account
}

// Accounts lists how the parties' balances moved in a settlement, by party id.
func (j *Journal) Accounts(ctx context.Context, settlement string) ([]mapping.Account, error) {
	p := mapping.Plan{Settlement: mapping.Settlement{ID: settlement}}
	if err := j.loadAccounts(ctx, j.DB, &p); err != nil {
		return nil, fmt.Errorf("read the accounts of settlement %s: %w", settlement, err)
	}
	return p.Accounts, nil
}

// PartyAccounts is a party's history, oldest settlement first. Voided settlements
// are in it, with their state; their sums no longer count.
func (j *Journal) PartyAccounts(ctx context.Context, party calc.PartyID) ([]PartyAccount, error) {
	var rows []struct {
		Settlement string `db:"SETTLEMENT_ID"`
		accountRow
	}
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectPartyAccounts), string(party)); err != nil {
		return nil, fmt.Errorf("read the accounts of party %s: %w", party, err)
	}
	moved := make(map[string]mapping.Account, len(rows))
	for _, row := range rows {
		moved[row.Settlement] = row.account()
	}
	settlements, err := j.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	var history []PartyAccount
	for _, s := range settlements {
		if a, ok := moved[s.ID]; ok {
			history = append(history, PartyAccount{s, a})
		}
	}
	return history, nil
}

func (j *Journal) insertAccounts(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	return j.insert(ctx, tx, insertAccount, len(p.Accounts), func(in *database.Insertion, i int) {
		a := &p.Accounts[i]
		in.Text(p.Settlement.ID)
		in.Text(string(a.Party))
		for _, amount := range []calc.Minor{a.Opening, a.Earned, a.Adjusted, a.Invoiced, a.Closing} {
			in.Number(int64(amount))
		}
		in.Number(map[bool]int64{true: 1}[a.Held])
	})
}

func (j *Journal) loadAccounts(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectAccounts), p.Settlement.ID, func(r accountRow) error {
		p.Accounts = append(p.Accounts, r.account())
		return nil
	})
}
