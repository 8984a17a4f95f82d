package mapping

import (
	"cmp"
	"slices"
	"time"

	"fairshare/calc"
)

// StatementsOf makes the statement of every party with an account in a settlement,
// in the order of its accounts. It reads the ledger once, so it stays linear for
// any number of parties.
func StatementsOf(plan *Plan, names Names, organizationName string) []Statement {
	maker := newStatementMaker(plan, names, organizationName)
	statements := make([]Statement, len(plan.Accounts))
	place := make(map[calc.PartyID]int, len(plan.Accounts))
	for i, account := range plan.Accounts {
		statements[i], place[account.Party] = maker.start(account), i
	}
	for entry := range plan.Ledger.All() {
		if i, ok := place[entry.Account.Party]; ok {
			statements[i].Rows = append(statements[i].Rows, maker.row(entry))
		}
	}
	for invoice := range plan.Invoices.All() {
		if at, ok := place[invoice.Party]; ok {
			statements[at].Invoice = &invoice
		}
	}
	for _, adjustment := range plan.Adjustments {
		if at, ok := place[adjustment.Party]; ok {
			statements[at].Adjustments = append(statements[at].Adjustments, adjustment)
		}
	}
	for i := range statements {
		sortRows(statements[i].Rows)
	}
	return statements
}

// StatementOf makes the statement of one party; it is false where the party has
// no account in the settlement.
func StatementOf(plan *Plan, party calc.PartyID, names Names, organizationName string) (Statement, bool) {
	at := slices.IndexFunc(plan.Accounts, func(a Account) bool { return a.Party == party })
	if at < 0 || party == "" {
		return Statement{}, false
	}
	maker := newStatementMaker(plan, names, organizationName)
	statement := maker.start(plan.Accounts[at])
	for entry := range plan.Ledger.All() {
		if entry.Account.Party == party {
			statement.Rows = append(statement.Rows, maker.row(entry))
		}
	}
	for invoice := range plan.Invoices.All() {
		if invoice.Party == party {
			statement.Invoice = &invoice
		}
	}
	for _, adjustment := range plan.Adjustments {
		if adjustment.Party == party {
			statement.Adjustments = append(statement.Adjustments, adjustment)
		}
	}
	sortRows(statement.Rows)
	return statement, true
}

// statementMaker holds what all statements of a settlement have in common.
type statementMaker struct {
	settlement   Settlement
	names        Names
	organization string
	until        time.Time
	pools        map[calc.ActivityID]Pool
}

func newStatementMaker(plan *Plan, names Names, organizationName string) *statementMaker {
	return &statementMaker{plan.Settlement, names, organizationName, localUntil(plan.Settlement), PoolsOf(plan)}
}

func (m *statementMaker) start(account Account) Statement {
	return Statement{
		Settlement:   m.settlement,
		Organization: m.organization,
		Party:        m.names.party(account.Party),
		Account:      account,
		Until:        m.until,
	}
}

func (m *statementMaker) row(entry LedgerEntry) StatementRow {
	pool := m.pools[entry.Activity]
	return StatementRow{
		Activity: m.names.activity(entry.Activity),
		Percent:  pool.percentOf(entry.Earned),
		Pool:     pool.Text,
		Amount:   entry.Amount,
	}
}

func sortRows(rows []StatementRow) {
	slices.SortFunc(rows, func(a, b StatementRow) int { return cmp.Compare(a.Activity.ID, b.Activity.ID) })
}

// localUntil is the settlement's cut-off as its people read it; in UTC where the
// zone's name is unknown here.
func localUntil(s Settlement) time.Time {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	return s.Until.In(zone)
}

// Zone is the zone in which people read a settlement's times.
func Zone(s Settlement) *time.Location { return localUntil(s).Location() }

// party is a party by its id, which is also its name where OFBiz has none.
func (n Names) party(id calc.PartyID) Party {
	party := n.Parties[id]
	party.ID, party.Name = id, cmp.Or(party.Name, string(id))
	return party
}

// activity is an activity by its id, which is also its name where OFBiz has none.
func (n Names) activity(id calc.ActivityID) Product {
	if id == calc.NoActivity {
		return Product{ID: id, Name: "(no product)"}
	}
	return Product{ID: id, Name: cmp.Or(n.Products[id].Name, string(id))}
}
