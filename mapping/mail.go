package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"fairshare/calc"
)

// MailKind says what a mail tells.
type MailKind string

// What finance is told, and, in the last, a party.
const (
	MailSettled   MailKind = "settled"   // a settlement is closed
	MailHeld      MailKind = "held"      // it waits to be approved
	MailExported  MailKind = "exported"  // it waits to be imported into OFBiz
	MailRefused   MailKind = "refused"   // findings stop it
	MailMissed    MailKind = "missed"    // a night was not done in time
	MailStatement MailKind = "statement" // a party's own account
)

// Mail is one message to one address. It is made once: its id follows from what it
// tells and to whom.
type Mail struct {
	ID      string // 32 hexadecimal digits; the Message-ID begins with it
	Kind    MailKind
	About   string       // the settlement's id, or the cut-off where there is none
	Party   calc.PartyID // whose statement it is; "" for finance
	Address string
	Detail  string // what the journal doesn't hold: findings as JSON, a reason
}

// addressLength is what an address may be long at most (RFC 5321, and a column of ours).
const addressLength = 254

// NewMail plans a message. The key parts messages of one kind about one thing, such
// as refusals for different findings.
func NewMail(organization string, kind MailKind, about string, party calc.PartyID, address, key string) Mail {
	sum := sha256.Sum256([]byte(strings.Join([]string{"mail", organization, string(kind), about, string(party), address, key}, "\x00")))
	return Mail{ID: hex.EncodeToString(sum[:16]), Kind: kind, About: about, Party: party, Address: ColumnText(address, addressLength)}
}

// Letter is what a message says, twice: a mail shows the one that its reader can.
type Letter struct {
	Subject string
	Text    string
	HTML    string
}
