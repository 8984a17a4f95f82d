package database

import (
	"context"
	"encoding/hex"
	"strconv"

	"github.com/jmoiron/sqlx"
)

// Insertion writes many rows of few and short columns as INSERT statements of 500
// rows each, which the server takes as fast as it takes any. The values are written
// into the statement itself: a placeholder for each would cost more than the row,
// here and in the server. It is used row by row:
//
//	in := NewInsertion(tx, "INSERT INTO T (A, B)")
//	for … {
//		in.Text(a)
//		in.Number(b)
//		if err := in.EndRow(ctx); err != nil { … }
//	}
//	err := in.Flush(ctx)
//
// The statements belong to the caller's transaction.
type Insertion struct {
	tx        sqlx.ExecerContext
	prefix    string
	statement []byte
	rows      int
	inRow     bool
}

// NewInsertion begins an insertion; prefix is the statement up to the list of columns.
func NewInsertion(tx sqlx.ExecerContext, prefix string) *Insertion {
	return &Insertion{tx: tx, prefix: prefix}
}

// next puts what has to stand before a value.
func (in *Insertion) next() {
	switch {
	case in.inRow:
		in.statement = append(in.statement, ',')
		return
	case in.rows == 0:
		in.statement = append(append(in.statement, in.prefix...), " VALUES ("...)
	default:
		in.statement = append(in.statement, ",("...)
	}
	in.inRow = true
}

// Text writes a text. What could end a literal before its end, under whatever
// sql_mode, is sent as hexadecimal digits.
func (in *Insertion) Text(text string) {
	in.next()
	if !isHarmless(text) {
		in.statement = append(in.statement, "_utf8mb4 x'"...)
		in.statement = hex.AppendEncode(in.statement, []byte(text))
		in.statement = append(in.statement, '\'')
		return
	}
	in.statement = append(append(append(in.statement, '\''), text...), '\'')
}

func isHarmless(text string) bool {
	for i := range len(text) {
		if c := text[i]; c == '\'' || c == '\\' || c == 0 || c == 0x1a {
			return false
		}
	}
	return true
}

// TextOrNull writes NULL for the empty text, as OFBiz stores it.
func (in *Insertion) TextOrNull(text string) {
	if text != "" {
		in.Text(text)
		return
	}
	in.next()
	in.statement = append(in.statement, "NULL"...)
}

// Number writes a whole number.
func (in *Insertion) Number(n int64) {
	in.next()
	in.statement = strconv.AppendInt(in.statement, n, 10)
}

// EndRow ends a row, and sends the rows there are when they are many.
func (in *Insertion) EndRow(ctx context.Context) error {
	in.statement = append(in.statement, ')')
	in.inRow = false
	if in.rows++; in.rows < maxRows && len(in.statement) < maxBytes {
		return nil
	}
	return in.Flush(ctx)
}

// Flush sends the rows that were not sent yet.
func (in *Insertion) Flush(ctx context.Context) error {
	if in.rows == 0 {
		return nil
	}
	_, err := in.tx.ExecContext(ctx, string(in.statement))
	in.rows, in.statement = 0, in.statement[:0]
	return err
}
