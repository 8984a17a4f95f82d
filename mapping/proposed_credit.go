package mapping

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"fairshare/calc"
)

// CreditState says how far a proposed credit has come.
type CreditState string

// The states. In OFBiz they are the status of the credit's inventory item: on hold,
// any that counts or none, and defective.
const (
	CreditProposed CreditState = "proposed"
	CreditApproved CreditState = "approved"
	CreditRejected CreditState = "rejected"
)

// The statuses of an item that was proposed and of one that was rejected.
const (
	StatusOnHold    = "INV_NS_ON_HOLD"
	StatusDefective = "INV_NS_DEFECTIVE"
)

// CreditStateOf is what an item's status means for a credit that was proposed.
func CreditStateOf(statusID string) CreditState {
	switch {
	case SameID(statusID, StatusOnHold):
		return CreditProposed
	case SameID(statusID, StatusDefective):
		return CreditRejected
	}
	return CreditApproved
}

// CreditProposal is a credit that somebody asks for.
type CreditProposal struct {
	Activity, Party string
	Quantity        calc.Quantity
	Reason          string
	WorkEffort      string    // workEffortId that it was earned with; may be ""
	Effective       time.Time // when it was earned; zero: now
	Key             string    // a text that makes asking again the same proposal
}

// maxProposal keeps sums of credits far from what a column of OFBiz can't hold.
const maxProposal = 999_999_999 * calc.QuantityOne

// Check refuses what can't be a proposal, whatever OFBiz holds.
func (p CreditProposal) Check() error {
	switch {
	case p.Quantity <= 0 || p.Quantity > maxProposal:
		return &CreditError{fmt.Sprintf("propose %s of %s: more than 0 and at most %s can be proposed; what was given too much is taken back by a physical inventory in OFBiz", p.Quantity, p.Activity, calc.Quantity(maxProposal))}
	case p.Key == "" || ColumnText(p.Key, creditKeyLength) != p.Key:
		return &CreditError{fmt.Sprintf("propose credit in %s: the key %q must have from 1 to %d characters that OFBiz's tables can hold", p.Activity, p.Key, creditKeyLength)}
	}
	return nil
}

// CreditID is the id of the inventory item that is proposed with a key, where
// Fairshare chooses it itself: FS and 80 bits of the key's hash, so that proposing it
// again finds it.
func CreditID(key string) string {
	sum := sha256.Sum256([]byte("credit\x00" + key))
	return payoutPrefix + base32.HexEncoding.EncodeToString(sum[:10])
}

// creditKeyLength leaves room for a prefix in InventoryItem.softIdentifier.
const creditKeyLength = 200

// CreditError says why a credit can't be proposed, approved or rejected, and what
// to do.
type CreditError struct{ Text string }

func (e *CreditError) Error() string { return e.Text }

// ProposedCredit is a credit that was proposed, in OFBiz or with Fairshare.
type ProposedCredit struct {
	ID         string // inventoryItemId
	Activity   string
	Party      string // whose facility it lies in now; "" for nobody's
	Facility   string
	Quantity   calc.Quantity // as it was proposed, also of a rejected one
	State      CreditState
	Reason     string
	WorkEffort string
	Key        string // "" for one that OFBiz made
	Effective  time.Time
	ProposedAt time.Time
	ProposedBy string    // userLoginId
	DecidedAt  time.Time // zero where nobody did
	DecidedBy  string
	Rejection  string // why it was rejected

	// Holders are all who claim the facility at any time, and the item's owner: none
	// of them may decide.
	Holders []string
}

// MayDecide is nil if the actor may approve or reject the credit.
func (c ProposedCredit) MayDecide(a *Actor) error {
	for _, holder := range c.Holders {
		if holder == "" {
			continue
		}
		if err := a.MayApproveCredit(c.Activity, holder); err != nil {
			return err
		}
	}
	return a.MayApproveCredit(c.Activity, c.Party)
}
