package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

const (
	// invoicesAtOnce is how many invoices are written in one transaction, on both sides.
	invoicesAtOnce = 100
	// rowsAtOnce is how many rows one prebuilt INSERT has.
	rowsAtOnce = 500
)

// floor is the least that a job of the same input and output costs on this
// server: the same SELECTs with every row thrown away, and the same rows in
// INSERTs that were built before the clock runs, in the same transactions.
type floor struct {
	db           *sqlx.DB
	transactions [][]string // the plan's, then those of the invoices
	invoices     [][]string // the ids of each further transaction
}

// newFloor builds the INSERTs from the rows that a settlement has left.
func newFloor(ctx context.Context, db *sqlx.DB) (*floor, error) {
	f := &floor{db: db}
	var plan []string
	for _, table := range written.plan {
		statements, err := f.inserts(ctx, table, "")
		if err != nil {
			return nil, err
		}
		plan = append(plan, statements...)
	}
	f.transactions = [][]string{plan}
	var ids []string
	if err := db.SelectContext(ctx, &ids, "SELECT INVOICE_ID FROM INVOICE ORDER BY INVOICE_ID"); err != nil {
		return nil, err
	}
	for from := 0; from < len(ids); from += invoicesAtOnce {
		if err := f.addInvoices(ctx, ids[from:min(from+invoicesAtOnce, len(ids))]); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *floor) addInvoices(ctx context.Context, ids []string) error {
	var transaction []string
	for _, table := range written.invoices {
		statements, err := f.inserts(ctx, table, " WHERE INVOICE_ID BETWEEN '"+ids[0]+"' AND '"+ids[len(ids)-1]+"'")
		if err != nil {
			return err
		}
		transaction = append(transaction, statements...)
	}
	f.transactions, f.invoices = append(f.transactions, transaction), append(f.invoices, ids)
	return nil
}

// inserts are the rows of a table, in primary-key order, as INSERT statements.
func (f *floor) inserts(ctx context.Context, table, where string) ([]string, error) {
	rows, err := f.db.QueryContext(ctx, "SELECT * FROM "+table+where)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, targets := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	out := prebuilt{table: table, columns: columns}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		out.add(values)
	}
	return out.finish(), rows.Err()
}

// prebuilt gathers rows into INSERT statements, without the columns that are NULL:
// Fairshare does not send them either. Which they are is seen in the first row;
// all rows of a settlement are alike in that.
type prebuilt struct {
	table      string
	columns    []string
	sent       []int
	rows       int
	statement  strings.Builder
	statements []string
}

func (p *prebuilt) add(values []sql.RawBytes) {
	if p.rows == 0 {
		for i, value := range values {
			if value != nil {
				p.sent = append(p.sent, i)
			}
		}
	}
	if p.rows%rowsAtOnce == 0 {
		p.begin()
	} else {
		p.statement.WriteByte(',')
	}
	p.rows++
	for n, i := range p.sent {
		p.statement.WriteByte("(,"[min(n, 1)])
		p.statement.WriteString("'" + quote.Replace(string(values[i])) + "'")
	}
	p.statement.WriteByte(')')
}

func (p *prebuilt) begin() {
	p.finish()
	p.statement.WriteString("INSERT INTO " + p.table + " (")
	for n, i := range p.sent {
		p.statement.WriteString(", "[:2*min(n, 1)] + p.columns[i])
	}
	p.statement.WriteString(") VALUES ")
}

// finish ends the statement at hand and returns all of them.
func (p *prebuilt) finish() []string {
	if p.statement.Len() > 0 {
		p.statements = append(p.statements, p.statement.String())
		p.statement.Reset()
	}
	return p.statements
}

var quote = strings.NewReplacer(`'`, `''`, `\`, `\\`)

// whole is the floor of the whole job: read, write, read back what was written.
func (f *floor) whole(ctx context.Context) error {
	if err := f.read(ctx); err != nil {
		return err
	}
	if err := f.write(ctx); err != nil {
		return err
	}
	return f.readBack(ctx)
}

// read runs the SELECTs in one snapshot and throws the rows away.
func (f *floor) read(ctx context.Context) error {
	snapshot, err := database.OpenSnapshot(ctx, f.db)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	for _, entity := range mapping.Entities {
		if err := throwAway(ctx, snapshot.Conn, ofbiz.Query(entity.Name)); err != nil {
			return fmt.Errorf("read %s: %w", entity.Name, err)
		}
	}
	return nil
}

func throwAway(ctx context.Context, q sqlx.QueryerContext, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func (f *floor) write(ctx context.Context) error {
	for _, statements := range f.transactions {
		err := database.InTransaction(ctx, f.db, func(ctx context.Context, tx *sqlx.Tx) error {
			for _, statement := range statements {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readBack reads the invoices and their items once and throws them away.
func (f *floor) readBack(ctx context.Context) error {
	for _, ids := range f.invoices {
		for _, table := range []string{"INVOICE", "INVOICE_ITEM"} {
			query, args, err := sqlx.In("SELECT * FROM "+table+" WHERE INVOICE_ID IN (?)", ids)
			if err != nil {
				return err
			}
			if err := throwAway(ctx, f.db, query, args...); err != nil {
				return fmt.Errorf("read %s back: %w", table, err)
			}
		}
	}
	return nil
}
