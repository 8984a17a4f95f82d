package world

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// Fill writes a company's rows into a database that has OFBiz's tables and seed
// rows. It is for empty tables of our own: foreign keys and unique keys are not
// checked, every table is one transaction, and indexes that nobody reads by are
// dropped first: building them would take most of the time.
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
		if err := dropUnread(ctx, conn, table.name()); err != nil {
			return fmt.Errorf("fill: drop the indexes of %s: %w", table.name(), err)
		}
		if err := w.load(ctx, conn, table); err != nil {
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

// unread are the foreign keys and indexes of a table but for the primary key, by which
// companies are read, and the stamps, which tell the newest change.
const unread = `
SELECT CONCAT('DROP FOREIGN KEY ', CONSTRAINT_NAME) FROM information_schema.TABLE_CONSTRAINTS
WHERE TABLE_SCHEMA = DATABASE() AND CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CONSTRAINT_TYPE = 'FOREIGN KEY'
UNION
SELECT CONCAT('DROP INDEX ', INDEX_NAME) FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME <> 'PRIMARY' AND SEQ_IN_INDEX = 1 AND COLUMN_NAME <> 'LAST_UPDATED_TX_STAMP'`

func dropUnread(ctx context.Context, conn *sql.Conn, table string) error {
	rows, err := conn.QueryContext(ctx, unread, table, table)
	if err != nil {
		return err
	}
	defer rows.Close()
	var drops []string
	for rows.Next() {
		var drop string
		if err := rows.Scan(&drop); err != nil {
			return err
		}
		drops = append(drops, drop)
	}
	if err := rows.Err(); err != nil || len(drops) == 0 {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER TABLE "+table+" "+strings.Join(drops, ", "))
	return err
}

// loading reads lines of SQL values that this process writes while the server reads
// them, and puts on every row the four stamps of OFBiz's entity engine.
const loading = `LOAD DATA LOCAL INFILE 'Reader::%s' INTO TABLE %s CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\''
%s) SET LAST_UPDATED_STAMP = '2026-01-01', LAST_UPDATED_TX_STAMP = '2026-01-01', CREATED_STAMP = '2026-01-01', CREATED_TX_STAMP = '2026-01-01'`

// load fills a table.
func (w *World) load(ctx context.Context, conn *sql.Conn, t table) error {
	reader, writer := io.Pipe()
	defer reader.Close() // ends the writing, should the server refuse the rows
	name := "world_" + t.name()
	mysql.RegisterReaderHandler(name, func() io.Reader { return reader })
	defer mysql.DeregisterReaderHandler(name)
	go func() {
		out := &loader{text: bufio.NewWriterSize(writer, 1<<16)}
		t.rows(w, out)
		writer.CloseWithError(out.text.Flush())
	}()
	_, err := conn.ExecContext(ctx, fmt.Sprintf(loading, name, t.name(), t.insert[len(t.name()):]))
	return err
}

// loader writes rows. What goes wrong is told by its last Flush.
type loader struct{ text *bufio.Writer }

// row adds a row; the values are SQL, without the stamps.
func (l *loader) row(format string, values ...any) {
	line := fmt.Appendf(l.text.AvailableBuffer(), format, values...)
	l.text.Write(append(line, '\n'))
}
