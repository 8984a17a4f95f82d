package journal

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// A row is a piece of what a settlement was worked out from.
const insertInput = `INSERT INTO FAIRSHARE_INPUT (SETTLEMENT_ID, PIECE, CONTENT) VALUES (?, ?, ?)`

// In primary-key order.
const selectInput = `SELECT CONTENT FROM FAIRSHARE_INPUT WHERE SETTLEMENT_ID = ? ORDER BY PIECE`

// pieceBytes keeps every statement far below the server's max_allowed_packet.
const pieceBytes = 1 << 20

func (j *Journal) insertInput(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	piece := 0
	for content := range slices.Chunk(p.Input, pieceBytes) {
		if _, err := tx.ExecContext(ctx, j.qualify(insertInput), p.Settlement.ID, piece, content); err != nil {
			return err
		}
		piece++
	}
	return nil
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
