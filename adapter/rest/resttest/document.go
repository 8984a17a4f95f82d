package resttest

import (
	"context"
	"database/sql"
	"encoding/base64"
)

// attachDocument is fairshareAttachDocument.
func (o *OFBiz) attachDocument(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("contentId")
	content, err := base64.StdEncoding.DecodeString(p.text("contentBase64"))
	if err != nil {
		return nil, refuse("document %s: contentBase64 is not Base64", id)
	}
	there, err := exists(ctx, tx, "CONTENT WHERE CONTENT_ID = ?", id)
	if err != nil {
		return nil, err
	}
	created := "Y"
	if there {
		created = "N"
		same, err := exists(ctx, tx, "PARTY_CONTENT P JOIN DATA_RESOURCE R ON R.DATA_RESOURCE_ID = P.CONTENT_ID WHERE P.CONTENT_ID = ? AND P.PARTY_ID = ? AND R.DATA_RESOURCE_NAME = ?", id, p.text("partyId"), p.text("name"))
		if err != nil {
			return nil, err
		}
		if !same {
			return nil, refuse("document %s is there and is another one", id)
		}
	} else if err := o.createDocument(ctx, tx, p); err != nil {
		return nil, err
	}
	if err := o.storeBytes(ctx, tx, p, content); err != nil {
		return nil, err
	}
	return map[string]any{"contentId": id, "dataResourceId": id, "bytes": itoa(len(content)), "created": created}, nil
}

func (o *OFBiz) createDocument(ctx context.Context, tx *sql.Tx, p parameters) error {
	id, now := p.text("contentId"), o.now()
	err := o.insert(ctx, tx, "DATA_RESOURCE", "DATA_RESOURCE_ID, DATA_RESOURCE_TYPE_ID, DATA_TEMPLATE_TYPE_ID, STATUS_ID, DATA_RESOURCE_NAME, MIME_TYPE_ID, IS_PUBLIC, CREATED_DATE, LAST_MODIFIED_DATE",
		id, p.text("dataResourceTypeId"), "NONE", "CTNT_PUBLISHED", p.text("name"), p.text("mimeTypeId"), "N", now, now)
	if err != nil {
		return err
	}
	err = o.insert(ctx, tx, "CONTENT", "CONTENT_ID, CONTENT_TYPE_ID, DATA_RESOURCE_ID, STATUS_ID, CONTENT_NAME, MIME_TYPE_ID, CREATED_DATE, LAST_MODIFIED_DATE",
		id, "DOCUMENT", id, "CTNT_PUBLISHED", p.text("title"), p.text("mimeTypeId"), now, now)
	if err != nil {
		return err
	}
	return o.insert(ctx, tx, "PARTY_CONTENT", "PARTY_ID, CONTENT_ID, PARTY_CONTENT_TYPE_ID, FROM_DATE", p.text("partyId"), id, "INTERNAL", now)
}

func (o *OFBiz) storeBytes(ctx context.Context, tx *sql.Tx, p parameters, content []byte) error {
	id := p.text("contentId")
	table, column, value := "OTHER_DATA_RESOURCE", "DATA_RESOURCE_CONTENT", any(content)
	if p.text("dataResourceTypeId") == "ELECTRONIC_TEXT" {
		table, column, value = "ELECTRONIC_TEXT", "TEXT_DATA", string(content)
	}
	there, err := exists(ctx, tx, table+" WHERE DATA_RESOURCE_ID = ?", id)
	if err != nil {
		return err
	}
	if !there {
		return o.insert(ctx, tx, table, "DATA_RESOURCE_ID, "+column, id, value)
	}
	_, err = tx.ExecContext(ctx, "UPDATE "+table+" SET "+column+" = ? WHERE DATA_RESOURCE_ID = ?", value, id)
	return err
}
