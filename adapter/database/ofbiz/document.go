package ofbiz

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is a file: its name, kind and where its bytes are.
const (
	insertDataResource = `
INSERT INTO DATA_RESOURCE (DATA_RESOURCE_ID, DATA_RESOURCE_TYPE_ID, DATA_TEMPLATE_TYPE_ID, STATUS_ID,
  DATA_RESOURCE_NAME, MIME_TYPE_ID, IS_PUBLIC, CREATED_DATE, LAST_MODIFIED_DATE` + stampColumns + `)`
	dataResourceColumns = 9 + 4
)

// A row is the text of a DATA_RESOURCE of type ELECTRONIC_TEXT.
const (
	insertElectronicText  = `INSERT INTO ELECTRONIC_TEXT (DATA_RESOURCE_ID, TEXT_DATA` + stampColumns + `)`
	electronicTextColumns = 2 + 4
)

// A row is the bytes of a DATA_RESOURCE of type OTHER_OBJECT.
const (
	insertOtherDataResource  = `INSERT INTO OTHER_DATA_RESOURCE (DATA_RESOURCE_ID, DATA_RESOURCE_CONTENT` + stampColumns + `)`
	otherDataResourceColumns = 2 + 4
)

// A row is a document. OFBiz's profile page offers it for viewing only when it has
// a CONTENT_NAME.
const (
	insertContent = `
INSERT INTO CONTENT (CONTENT_ID, CONTENT_TYPE_ID, DATA_RESOURCE_ID, STATUS_ID, CONTENT_NAME, MIME_TYPE_ID,
  CREATED_DATE, LAST_MODIFIED_DATE` + stampColumns + `)`
	contentColumns = 8 + 4
)

// A row hangs a document on a party's profile page.
const (
	insertPartyContent  = `INSERT INTO PARTY_CONTENT (PARTY_ID, CONTENT_ID, PARTY_CONTENT_TYPE_ID, FROM_DATE` + stampColumns + `)`
	partyContentColumns = 4 + 4
)

// Where OFBiz keeps a document's bytes.
const (
	asText  = "ELECTRONIC_TEXT"
	asBytes = "OTHER_OBJECT"
)

// DocumentID names a document in OFBiz.
type DocumentID struct {
	Content      string // contentId
	DataResource string // dataResourceId
}

// DocumentIDs takes ids for n documents from OFBiz's sequences. Ids that are not
// used in the end are lost, which does no harm.
func DocumentIDs(ctx context.Context, db *sqlx.DB, n int) ([]DocumentID, error) {
	if n == 0 {
		return nil, nil
	}
	content, err := Sequence(ctx, db, "Content", n)
	if err != nil {
		return nil, err
	}
	resource, err := Sequence(ctx, db, "DataResource", n)
	if err != nil {
		return nil, err
	}
	ids := make([]DocumentID, n)
	for i := range ids {
		ids[i] = DocumentID{strconv.FormatInt(content+int64(i), 10), strconv.FormatInt(resource+int64(i), 10)}
	}
	return ids, nil
}

// Attach puts documents on their parties' profile pages, each under the id of the
// same index. They are there, byte for byte, when the transaction is committed.
func Attach(ctx context.Context, tx *sqlx.Tx, documents []mapping.Document, ids []DocumentID, w Writing) error {
	if len(documents) != len(ids) {
		return fmt.Errorf("attach %d documents: %d ids", len(documents), len(ids))
	}
	if len(documents) == 0 {
		return nil
	}
	stamps, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	a := attachment{documents, ids, stamps}
	inserts := []struct {
		statement string
		columns   int
		rows      iter.Seq[[]any]
	}{
		{insertDataResource, dataResourceColumns, a.rows("", a.dataResource)},
		{insertElectronicText, electronicTextColumns, a.rows(asText, a.text)},
		{insertOtherDataResource, otherDataResourceColumns, a.rows(asBytes, a.bytes)},
		{insertContent, contentColumns, a.rows("", a.content)},
		{insertPartyContent, partyContentColumns, a.rows("", a.partyContent)},
	}
	for _, insert := range inserts {
		if err := database.InsertRows(ctx, tx, insert.statement, insert.columns, insert.rows); err != nil {
			return database.Explain("attach documents from "+documents[0].Name, err)
		}
	}
	return nil
}

// storage says where the bytes go.
func storage(d mapping.Document) string {
	if d.IsText() {
		return asText
	}
	return asBytes
}
