package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is something that a person should look at, as it was when planning.
const insertFinding = `
INSERT INTO FAIRSHARE_FINDING (SETTLEMENT_ID, FINDING_NO, CODE, SEVERITY, ENTITY, ENTITY_KEY, MESSAGE)`

// In primary-key order, which is the plan's: blocking findings first.
const selectFindings = `
SELECT CODE, SEVERITY, ENTITY, ENTITY_KEY, MESSAGE
FROM FAIRSHARE_FINDING WHERE SETTLEMENT_ID = ? ORDER BY FINDING_NO`

type findingRow struct {
	Code     string `db:"CODE"`
	Severity string `db:"SEVERITY"`
	Entity   string `db:"ENTITY"`
	Key      string `db:"ENTITY_KEY"`
	Text     string `db:"MESSAGE"`
}

func (j *Journal) insertFindings(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	return j.insert(ctx, tx, insertFinding, len(p.Findings), func(in *database.Insertion, i int) {
		f := &p.Findings[i]
		in.Text(p.Settlement.ID)
		in.Number(int64(i))
		for _, text := range []string{f.Code, string(f.Severity), f.Entity, f.Key, f.Text} {
			in.Text(text)
		}
	})
}

func (j *Journal) loadFindings(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectFindings), p.Settlement.ID, func(r findingRow) error {
		p.Findings = append(p.Findings, mapping.Finding{
			Code: r.Code, Severity: mapping.Severity(r.Severity), Entity: r.Entity, Key: r.Key, Text: r.Text,
		})
		return nil
	})
}
