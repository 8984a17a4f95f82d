package mapping

import (
	"fmt"
	"strings"

	"fairshare/calc"
)

// Message is a CommunicationEvent: what somebody is told in OFBiz.
type Message struct {
	ID       string // from settlement and addressee, so that it is there once
	From, To calc.PartyID
	Subject  string
	Text     string
	Contents []string // contentIds of what it is about
}

// AttachedReport is a report in OFBiz.
type AttachedReport struct{ Name, ContentID string }

// FinanceMessage tells finance that a settlement is done, what it came to, and where
// its finance report is.
func FinanceMessage(plan *Plan, finance calc.PartyID, reports []AttachedReport) Message {
	s := plan.Settlement
	m := Message{
		ID:      DocumentID(s.ID, finance, "message"),
		From:    calc.PartyID(s.Organization),
		To:      finance,
		Subject: ColumnText(fmt.Sprintf("Fair share: %s, %d invoices over %s %s", s.ID, plan.Invoices.Len(), s.Invoiced.Text(s.Decimals), s.Currency), descriptionLength),
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Settlement %s, all income until %s (not included).\n\n", s.ID, untilText(s))
	for _, line := range []struct {
		what   string
		amount calc.Minor
	}{{"income", s.Income}, {"earned by parties", s.Earned}, {"retained", s.Retained}, {"invoiced", s.Invoiced}} {
		fmt.Fprintf(&text, "%s: %s %s\n", line.what, line.amount.Text(s.Decimals), s.Currency)
	}
	fmt.Fprintf(&text, "invoices: %d, with referenceNumber %s\nfindings: %d\n", plan.Invoices.Len(), s.ID, len(plan.Findings))
	for _, report := range reports {
		fmt.Fprintf(&text, "report: %s, /partymgr/control/stream?contentId=%s\n", report.Name, report.ContentID)
		m.Contents = append(m.Contents, report.ContentID)
	}
	m.Text = text.String()
	return m
}
