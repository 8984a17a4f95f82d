package mapping

import (
	"fmt"
	"strings"
	"time"

	"fairshare/calc"
)

// CreditCommit is a commit whose trailers ask for credit.
type CreditCommit struct {
	Hash     string
	Email    string // of the author, as the commit says
	At       time.Time
	Subject  string
	Trailers []string // "FIRMWARE 2.5"
}

// Proposal is what one of the commit's trailers asks for. Its key makes the same
// commit ask once for credit in an activity, however often it is imported.
func (c CreditCommit) Proposal(trailer string) (CreditProposal, error) {
	activity, quantity, err := ParseCreditTrailer(trailer)
	if err != nil {
		return CreditProposal{}, err
	}
	return CreditProposal{
		Activity: activity, Quantity: quantity, Reason: c.Subject, Effective: c.At,
		Key: "git " + c.Hash + " " + foldText(activity),
	}, nil
}

// ParseCreditTrailer reads "FIRMWARE 2.5": an activity and how much credit.
func ParseCreditTrailer(text string) (activity string, quantity calc.Quantity, err error) {
	text = strings.TrimSpace(text)
	space := strings.LastIndexByte(text, ' ')
	if space < 0 {
		return "", 0, fmt.Errorf("the trailer %q is no activity and quantity such as \"Credit: FIRMWARE 2.5\"", text)
	}
	activity = strings.TrimSpace(text[:space])
	if quantity, err = ParseQuantity(text[space+1:]); err != nil {
		return "", 0, fmt.Errorf("the trailer %q: quantity %w", text, err)
	}
	if !IsColumnID(activity, 20) || quantity <= 0 {
		return "", 0, fmt.Errorf("the trailer %q: an activity's id and a quantity above 0 are needed", text)
	}
	return activity, quantity, nil
}

// ImportedCredit is what became of one trailer of a commit.
type ImportedCredit struct {
	Commit   string `json:"commit"`
	Author   string `json:"author"`
	Party    string `json:"party"`
	Activity string `json:"activity"`
	Quantity string `json:"quantity"`
	Outcome  string `json:"outcome"` // new, made, known or refused
	Credit   string `json:"credit"`
	Text     string `json:"text"`
}

// The outcomes of a trailer.
const (
	ImportNew     = "new"     // would be proposed
	ImportMade    = "made"    // was proposed
	ImportKnown   = "known"   // had been proposed before
	ImportRefused = "refused" // the text says why
)
