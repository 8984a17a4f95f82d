package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// A row is a piece of what a settlement was worked out from.
const insertInput = `INSERT INTO FAIRSHARE_INPUT (SETTLEMENT_ID, PIECE, CONTENT) VALUES (?, ?, ?)`

// In primary-key order.
const selectInput = `SELECT CONTENT FROM FAIRSHARE_INPUT WHERE SETTLEMENT_ID = ? ORDER BY PIECE`

// pieceBytes keeps every statement far below the server's max_allowed_packet, and
// its copies here and there small.
const pieceBytes = 1 << 18

// insertInput stores what a plan was worked out from, piece by piece as it is
// written, and its digest in the plan's head.
func (j *Journal) insertInput(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	if p.Input == nil {
		return nil
	}
	out := &pieces{digest: sha256.New(), insert: func(number int, piece []byte) error {
		_, err := tx.ExecContext(ctx, j.qualify(insertInput), p.Settlement.ID, number, piece)
		return err
	}}
	if err := p.Input.Store(out); err != nil {
		return err
	}
	out.flush()
	p.Settlement.StoredDigest = hex.EncodeToString(out.digest.Sum(nil))
	return out.err
}

// pieces is what an input is written to. A piece that can't be inserted, because it
// is there already, does not end the writing: whether this very plan was committed
// before can only be told by the digest of all of it.
type pieces struct {
	insert func(number int, piece []byte) error
	digest hash.Hash
	piece  []byte
	count  int
	err    error // of the first insert that failed
}

// Write gathers what is written into pieces. It never fails.
func (p *pieces) Write(content []byte) (int, error) {
	p.digest.Write(content)
	for rest := content; len(rest) > 0; {
		n := min(len(rest), pieceBytes-len(p.piece))
		p.piece, rest = append(p.piece, rest[:n]...), rest[n:]
		if len(p.piece) == pieceBytes {
			p.flush()
		}
	}
	return len(content), nil
}

func (p *pieces) flush() {
	if len(p.piece) > 0 && p.err == nil {
		p.err = p.insert(p.count, p.piece)
	}
	p.count++
	p.piece = p.piece[:0]
}

// Input reads what was stored with a settlement, all pieces together; empty where
// nothing was. mapping.OpenInput makes it out.
func (j *Journal) Input(ctx context.Context, settlement string) ([]byte, error) {
	var pieces [][]byte
	if err := j.DB.SelectContext(ctx, &pieces, j.qualify(selectInput), settlement); err != nil {
		return nil, fmt.Errorf("read the stored input of settlement %s: %w", settlement, orMigrate(err))
	}
	return slices.Concat(pieces...), nil
}
