package ofbiz

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is something that a party told another one. By the primary key it is there
// once.
const (
	insertMessage = `
INSERT INTO COMMUNICATION_EVENT (COMMUNICATION_EVENT_ID, COMMUNICATION_EVENT_TYPE_ID, STATUS_ID, PARTY_ID_FROM, PARTY_ID_TO,
  ENTRY_DATE, DATETIME_STARTED, SUBJECT, CONTENT_MIME_TYPE_ID, CONTENT` + stampColumns + `)`
	messageColumns = 10 + 4
)

// A row says who took part in it, and how far it is for him: OFBiz's list of a
// party's messages goes by these. It refers to a row of PARTY_ROLE, which OFBiz's
// ensurePartyRole makes where it is missing, and so do we.
const (
	insertMessageRole  = `INSERT INTO COMMUNICATION_EVENT_ROLE (COMMUNICATION_EVENT_ID, PARTY_ID, ROLE_TYPE_ID, STATUS_ID` + stampColumns + `)`
	messageRoleColumns = 4 + 4
	insertPartyRole    = `INSERT INTO PARTY_ROLE (PARTY_ID, ROLE_TYPE_ID` + stampColumns + `)`
	partyRoleColumns   = 2 + 4
	hasPartyRole       = `SELECT COUNT(*) FROM PARTY_ROLE WHERE PARTY_ID = ? AND ROLE_TYPE_ID = ?`
)

// A row hangs a document on a message.
const (
	insertMessageContent  = `INSERT INTO COMM_EVENT_CONTENT_ASSOC (CONTENT_ID, COMMUNICATION_EVENT_ID, FROM_DATE` + stampColumns + `)`
	messageContentColumns = 3 + 4
)

// By the primary key.
const hasMessage = `SELECT COUNT(*) FROM COMMUNICATION_EVENT WHERE COMMUNICATION_EVENT_ID = ?`

// Tell writes a message as OFBiz's createCommunicationEvent does, if it is not there
// yet: a note from the one party to the other, which has not read it.
func Tell(ctx context.Context, tx *sqlx.Tx, m mapping.Message, w Writing) error {
	var there int
	if err := tx.GetContext(ctx, &there, hasMessage, m.ID); err != nil || there > 0 {
		return database.ReadError("look for message "+m.ID, err)
	}
	stamps, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	t := telling{tx, stamps, m}
	if err := t.tell(ctx); err != nil {
		return database.Explain("tell "+string(m.To)+" about "+m.Subject, err)
	}
	return nil
}

// telling is the writing of one message.
type telling struct {
	tx      *sqlx.Tx
	stamps  *stamps
	message mapping.Message
}

func (t telling) tell(ctx context.Context) error {
	m, now := t.message, t.stamps.now()
	err := t.insert(ctx, insertMessage, messageColumns, m.ID, "COMMENT_NOTE", "COM_ENTERED", string(m.From), string(m.To), now, now, m.Subject, "text/plain", m.Text)
	if err == nil {
		err = t.role(ctx, string(m.From), "ORIGINATOR", "COM_ROLE_COMPLETED")
	}
	if err == nil {
		err = t.role(ctx, string(m.To), "ADDRESSEE", "COM_ROLE_CREATED")
	}
	for _, content := range m.Contents {
		if err == nil {
			err = t.insert(ctx, insertMessageContent, messageContentColumns, content, m.ID, now)
		}
	}
	return err
}

func (t telling) role(ctx context.Context, party, role, status string) error {
	var there int
	if err := t.tx.GetContext(ctx, &there, hasPartyRole, party, role); err != nil {
		return err
	}
	if there == 0 {
		if err := t.insert(ctx, insertPartyRole, partyRoleColumns, party, role); err != nil {
			return err
		}
	}
	return t.insert(ctx, insertMessageRole, messageRoleColumns, t.message.ID, party, role, status)
}

func (t telling) insert(ctx context.Context, statement string, columns int, values ...any) error {
	row := append(values, t.stamps.next()...)
	return database.InsertRows(ctx, t.tx, statement, columns, func(yield func([]any) bool) { yield(row) })
}

// RightsToTell are what messages need on top of the other rights.
func RightsToTell() []database.Right {
	return []database.Right{
		{Table: "COMMUNICATION_EVENT", Privilege: "SELECT"},
		{Table: "COMMUNICATION_EVENT", Privilege: "INSERT"},
		{Table: "COMMUNICATION_EVENT_ROLE", Privilege: "INSERT"},
		{Table: "COMM_EVENT_CONTENT_ASSOC", Privilege: "INSERT"},
		{Table: "PARTY_ROLE", Privilege: "SELECT"},
		{Table: "PARTY_ROLE", Privilege: "INSERT"},
	}
}
