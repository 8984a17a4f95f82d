package world

import (
	"context"
	"database/sql"
	"fmt"
)

// Fill writes a company's rows into a database that has OFBiz's tables and seed
// rows. It is for empty tables of our own: foreign keys and unique keys are not
// checked, and every statement is a transaction.
func (w *World) Fill(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SET foreign_key_checks = 0, unique_checks = 0, time_zone = '+00:00'"); err != nil {
		return err
	}
	for _, table := range tables {
		out := &inserter{ctx: ctx, conn: conn, prefix: table.insert}
		table.rows(w, out)
		if err := out.finish(); err != nil {
			return fmt.Errorf("fill: %s: %w", table.insert, err)
		}
	}
	// The server's guess at a table's size would else depend on when it last looked.
	for _, table := range tables {
		if _, err := conn.ExecContext(ctx, "ANALYZE TABLE "+table.name()); err != nil {
			return fmt.Errorf("fill: analyze %s: %w", table.name(), err)
		}
	}
	_, err = conn.ExecContext(ctx, "SET foreign_key_checks = 1, unique_checks = 1")
	return err
}

// inserter gathers rows into INSERT statements of about half a megabyte.
type inserter struct {
	ctx    context.Context
	conn   *sql.Conn
	prefix string
	text   []byte
	err    error
}

const insertBytes = 1 << 19

// stamps are the four that OFBiz's entity engine puts on every row.
const (
	stampColumns = ", LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP, CREATED_STAMP, CREATED_TX_STAMP)"
	stampValues  = ",'2026-01-01','2026-01-01','2026-01-01','2026-01-01')"
)

// row adds a row; the values are SQL, without the stamps.
func (i *inserter) row(format string, values ...any) {
	if i.err != nil {
		return
	}
	if len(i.text) == 0 {
		i.text = append(append(append(i.text, "INSERT INTO "...), i.prefix...), stampColumns+" VALUES "...)
	} else {
		i.text = append(i.text, ',')
	}
	i.text = fmt.Appendf(append(i.text, '('), format, values...)
	if i.text = append(i.text, stampValues...); len(i.text) > insertBytes {
		i.flush()
	}
}

func (i *inserter) flush() {
	if len(i.text) > 0 && i.err == nil {
		_, i.err = i.conn.ExecContext(i.ctx, string(i.text))
	}
	i.text = i.text[:0]
}

func (i *inserter) finish() error {
	i.flush()
	return i.err
}
