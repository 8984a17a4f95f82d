package rest

import (
	"context"
	"net/http"
	"strings"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// Credit is credit that somebody asks for: pieces of an activity in a facility.
type Credit struct {
	ID         string // inventoryItemId, chosen by the caller: mapping.CreditID
	Login      string // userLoginId in whose name it is proposed; OFBiz asks for that login's rights
	Product    string
	Facility   string
	Quantity   calc.Quantity
	Key        string // InventoryItem.softIdentifier
	WorkEffort string // that it was earned with; may be empty
	Reason     string
	Effective  time.Time // when it was earned; zero: now
}

// ProposeCredit proposes a credit, which is on hold then. One that is there already
// with the same content is proposed; the id with other content is Refused, and so is
// what the login may not do. zone is that of OFBiz's JVM.
func (c *Client) ProposeCredit(ctx context.Context, credit Credit, zone *time.Location) error {
	k := call{op: "propose credit " + credit.ID, service: "fairshareProposeCredit", method: http.MethodPost, path: "/credits", writes: true}
	effective := ""
	if !credit.Effective.IsZero() {
		effective = credit.Effective.In(zone).Truncate(time.Millisecond).Format(naiveLayout)
	}
	k.body = map[string]string{
		"inventoryItemId": credit.ID, "asLogin": credit.Login, "productId": credit.Product, "facilityId": credit.Facility, "quantity": credit.Quantity.String(),
		"softIdentifier": credit.Key, "effectiveDate": effective, "workEffortId": credit.WorkEffort, "comments": noteText(credit.Reason),
	}
	var answer struct {
		InventoryItemID string `json:"inventoryItemId"`
		DetailSeqID     string `json:"inventoryItemDetailSeqId"`
		StatusID        string `json:"statusId"`
	}
	if err := c.do(ctx, k, &answer); err != nil {
		return err
	}
	if answer.InventoryItemID != credit.ID || answer.DetailSeqID == "" {
		return c.wrongAnswer(k, "it speaks of inventory item %q, proposed was %q", answer.InventoryItemID, credit.ID)
	}
	return nil
}

// CreditDecision is what a login decided about a credit that is on hold.
type CreditDecision struct {
	ID      string // inventoryItemId
	Login   string // userLoginId in whose name; OFBiz asks for that login's rights
	Approve bool
	Reason  string // of a rejection
}

// DecideCredit approves or rejects a credit. The same decision a second time changes
// nothing; the other one, and what the login may not do, is Refused.
func (c *Client) DecideCredit(ctx context.Context, d CreditDecision) error {
	k := call{op: "decide on credit " + d.ID, service: "fairshareDecideCredit", method: http.MethodPost, path: "/credits/decisions", writes: true}
	decision := "REJECTED"
	if d.Approve {
		decision = "APPROVED"
	}
	k.body = map[string]string{"inventoryItemId": d.ID, "asLogin": d.Login, "decision": decision, "reason": noteText(d.Reason)}
	var answer struct {
		InventoryItemID string `json:"inventoryItemId"`
		Changed         string `json:"changed"`
	}
	if err := c.do(ctx, k, &answer); err != nil {
		return err
	}
	if answer.InventoryItemID != d.ID || answer.Changed != "Y" && answer.Changed != "N" {
		return c.wrongAnswer(k, "it speaks of inventory item %q (changed: %q), decided on was %q", answer.InventoryItemID, answer.Changed, d.ID)
	}
	return nil
}

// angles are refused in texts by OFBiz, which takes them for HTML.
var angles = strings.NewReplacer("<", "‹", ">", "›")

// noteText is what a person wrote, as OFBiz takes it.
func noteText(text string) string {
	return angles.Replace(mapping.ColumnText(text, descriptionLength))
}
