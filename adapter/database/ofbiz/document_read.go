package ofbiz

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// The row is a document with its bytes, wherever they are. By four primary keys.
const selectDocument = `
SELECT R.DATA_RESOURCE_TYPE_ID, T.TEXT_DATA, O.DATA_RESOURCE_CONTENT
FROM CONTENT C
JOIN DATA_RESOURCE R ON R.DATA_RESOURCE_ID = C.DATA_RESOURCE_ID
LEFT JOIN ELECTRONIC_TEXT T ON T.DATA_RESOURCE_ID = R.DATA_RESOURCE_ID
LEFT JOIN OTHER_DATA_RESOURCE O ON O.DATA_RESOURCE_ID = R.DATA_RESOURCE_ID
WHERE C.CONTENT_ID = ?`

// ErrNoDocument says that OFBiz has no document of that id, or none of a kind that
// Fairshare writes.
var ErrNoDocument = errors.New("no such document in OFBiz")

type documentRow struct {
	Type  sql.NullString `db:"DATA_RESOURCE_TYPE_ID"`
	Text  []byte         `db:"TEXT_DATA"`
	Bytes []byte         `db:"DATA_RESOURCE_CONTENT"`
}

// ReadDocument returns the bytes that OFBiz streams for a contentId.
// (OFBiz: DataResourceWorker.getDataResourceStream.)
func ReadDocument(ctx context.Context, q sqlx.QueryerContext, contentID string) ([]byte, error) {
	var row documentRow
	err := sqlx.GetContext(ctx, q, &row, selectDocument, contentID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read document %s: %w", contentID, ErrNoDocument)
	}
	if err != nil {
		return nil, database.ReadError("read document "+contentID, err)
	}
	switch row.Type.String {
	case asText:
		return row.Text, nil
	case asBytes:
		return row.Bytes, nil
	}
	return nil, fmt.Errorf("read document %s of type %s: %w", contentID, row.Type.String, ErrNoDocument)
}
