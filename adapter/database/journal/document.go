package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// By the primary key.
const selectDocuments = `
SELECT SETTLEMENT_ID, PARTY_ID, FORMAT, FILE_NAME, SHA256, SIZE_BYTES, CONTENT_ID, DATA_RESOURCE_ID, STATE
FROM FAIRSHARE_DOCUMENT WHERE SETTLEMENT_ID = ? ORDER BY PARTY_ID, FORMAT, FILE_NAME`

// A document that is made again keeps the ids of its copy in OFBiz, so that the
// copy is updated rather than made a second time.
const recordDocument = `
INSERT INTO FAIRSHARE_DOCUMENT (SETTLEMENT_ID, PARTY_ID, FORMAT, FILE_NAME, SHA256, SIZE_BYTES,
  CONTENT_ID, DATA_RESOURCE_ID, STATE, RECORDED_AT)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
ON DUPLICATE KEY UPDATE SHA256 = VALUES(SHA256), SIZE_BYTES = VALUES(SIZE_BYTES),
  CONTENT_ID = IF(VALUES(CONTENT_ID) = '', CONTENT_ID, VALUES(CONTENT_ID)),
  DATA_RESOURCE_ID = IF(VALUES(DATA_RESOURCE_ID) = '', DATA_RESOURCE_ID, VALUES(DATA_RESOURCE_ID)),
  STATE = VALUES(STATE), RECORDED_AT = VALUES(RECORDED_AT)`

// DocumentState says how far a report has come.
type DocumentState string

// The states of a document.
const (
	DocumentMade     DocumentState = "made"     // the file is in the reports' directory
	DocumentAttached DocumentState = "attached" // its copy hangs on the party in OFBiz
)

// Document is a report that was made of a settlement. Its key is settlement,
// party, format and file name.
type Document struct {
	Settlement     string        `db:"SETTLEMENT_ID"`
	Party          calc.PartyID  `db:"PARTY_ID"` // the organization for finance reports
	Format         string        `db:"FORMAT"`   // html, csv, xlsx
	Name           string        `db:"FILE_NAME"`
	SHA256         string        `db:"SHA256"` // of the content, in hexadecimal
	SizeBytes      int64         `db:"SIZE_BYTES"`
	ContentID      string        `db:"CONTENT_ID"`       // in OFBiz, once attached
	DataResourceID string        `db:"DATA_RESOURCE_ID"` // in OFBiz, once attached
	State          DocumentState `db:"STATE"`
}

// NewDocument is the record of a report that was made; whoever attaches it fills in
// the ids and the state.
func NewDocument(settlement string, d mapping.Document) Document {
	sum := sha256.Sum256(d.Content)
	return Document{
		Settlement: settlement, Party: d.Party, Format: d.Format, Name: d.Name,
		SHA256: hex.EncodeToString(sum[:]), SizeBytes: int64(len(d.Content)), State: DocumentMade,
	}
}

// Documents lists the reports of a settlement, by party, format and file name.
func (j *Journal) Documents(ctx context.Context, settlement string) ([]Document, error) {
	var documents []Document
	if err := j.DB.SelectContext(ctx, &documents, j.qualify(selectDocuments), settlement); err != nil {
		return nil, fmt.Errorf("read the documents of settlement %s: %w", settlement, err)
	}
	return documents, nil
}

// RecordDocuments notes in the caller's transaction that reports were made or
// attached; where they were attached by SQL, this is the transaction that did it.
// Recording one again replaces what was known; empty ids don't replace known ones.
func (j *Journal) RecordDocuments(ctx context.Context, tx *sqlx.Tx, documents ...Document) error {
	for _, d := range documents {
		_, err := tx.ExecContext(ctx, j.qualify(recordDocument), d.Settlement, string(d.Party), d.Format,
			d.Name, d.SHA256, d.SizeBytes, d.ContentID, d.DataResourceID, string(d.State))
		if err != nil {
			return fmt.Errorf("record document %s of settlement %s: %w", d.Name, d.Settlement, err)
		}
	}
	return nil
}
