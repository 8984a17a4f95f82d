package rest

import (
	"context"
	"net/http"

	"fairshare/calc"
)

// Credit is pieces of an activity that come into a facility.
type Credit struct {
	ID          string // inventoryItemId, chosen by the caller: at most 20 characters
	Product     calc.ActivityID
	Facility    string
	Quantity    calc.Quantity
	Proposed    bool   // on hold until somebody approves it
	WorkEffort  string // that it was earned with; may be empty
	Description string
}

// ReceiveCredit receives a credit. One that is there already with the same content
// is received; the id with other content is Refused. Only a user with
// FAIRSHARE_ADMIN receives credit that was not proposed.
func (c *Client) ReceiveCredit(ctx context.Context, credit Credit) error {
	k := call{op: "receive credit " + credit.ID, service: "fairshareReceiveCredit", method: http.MethodPost, path: "/credits", writes: true}
	proposed := "N"
	if credit.Proposed {
		proposed = "Y"
	}
	k.body = map[string]string{
		"inventoryItemId": credit.ID, "productId": string(credit.Product), "facilityId": credit.Facility,
		"quantity": credit.Quantity.String(), "proposed": proposed, "workEffortId": credit.WorkEffort, "description": credit.Description,
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
		return c.wrongAnswer(k, "it speaks of inventory item %q, received was %q", answer.InventoryItemID, credit.ID)
	}
	return nil
}
