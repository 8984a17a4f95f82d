package rest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// naiveLayout is a time of OFBiz as text, in its JVM's zone.
const naiveLayout = "2006-01-02 15:04:05.000"

// descriptionLength is that of OFBiz's columns for descriptions, in characters.
const descriptionLength = 255

// invoiceBody is an invoice as fairshareWriteInvoice takes it: texts only.
type invoiceBody struct {
	InvoiceID       string     `json:"invoiceId"`
	InvoiceTypeID   string     `json:"invoiceTypeId"`
	PartyIDFrom     string     `json:"partyIdFrom"`
	PartyID         string     `json:"partyId"`
	StatusID        string     `json:"statusId"`
	InvoiceDate     string     `json:"invoiceDate"`
	CurrencyUomID   string     `json:"currencyUomId"`
	ReferenceNumber string     `json:"referenceNumber"`
	Description     string     `json:"description,omitempty"`
	Total           string     `json:"total"`
	Items           []itemBody `json:"items"`
}

type itemBody struct {
	InvoiceItemSeqID  string `json:"invoiceItemSeqId"`
	InvoiceItemTypeID string `json:"invoiceItemTypeId"`
	ProductID         string `json:"productId,omitempty"`
	Quantity          string `json:"quantity"`
	Amount            string `json:"amount"`
	Description       string `json:"description,omitempty"`
}

// WriteInvoice writes an invoice whole, in one transaction of OFBiz. One that is
// there already with the same content is written; the id with other content is
// Refused. zone is that of OFBiz's JVM.
func (c *Client) WriteInvoice(ctx context.Context, v mapping.Invoice, zone *time.Location) error {
	k := call{op: "write invoice " + v.ID, service: "fairshareWriteInvoice", method: http.MethodPost, path: "/invoices", writes: true}
	if err := v.Check(); err != nil {
		return &Error{Kind: Refused, Op: k.op, Err: err}
	}
	k.body = bodyOf(v, zone)
	var answer struct {
		InvoiceID string `json:"invoiceId"`
		Total     string `json:"total"`
		ItemCount string `json:"itemCount"`
	}
	if err := c.do(ctx, k, &answer); err != nil {
		return err
	}
	if answer.InvoiceID != v.ID || answer.ItemCount != strconv.Itoa(len(v.Items)) || !sameMoney(answer.Total, v.Total, v.Decimals) {
		return c.wrongAnswer(k, "it speaks of invoice %q with %s items, %s in all; written was %q with %d, %s in all",
			answer.InvoiceID, answer.ItemCount, answer.Total, v.ID, len(v.Items), v.Total.Text(v.Decimals))
	}
	return nil
}

func bodyOf(v mapping.Invoice, zone *time.Location) invoiceBody {
	body := invoiceBody{
		InvoiceID: v.ID, InvoiceTypeID: v.Type, PartyIDFrom: string(v.Party), PartyID: v.Company, StatusID: v.Status,
		InvoiceDate: v.Date.In(zone).Truncate(time.Millisecond).Format(naiveLayout), CurrencyUomID: v.Currency,
		ReferenceNumber: v.Reference, Description: mapping.ColumnText(v.Description, descriptionLength), Total: v.Total.Text(v.Decimals),
	}
	for _, item := range v.Items {
		body.Items = append(body.Items, itemBody{
			InvoiceItemSeqID: item.Seq, InvoiceItemTypeID: item.Type, ProductID: item.ProductID(), Quantity: "1",
			Amount: item.Amount.Text(v.Decimals), Description: mapping.ColumnText(item.Description, descriptionLength),
		})
	}
	return body
}

// sameMoney compares texts of money, which may differ in zeros at the end.
func sameMoney(text string, amount calc.Minor, decimals int) bool {
	found, err := calc.ParseMinor(text, decimals)
	return err == nil && found == amount
}

// CancelInvoice cancels an invoice of a settlement if nobody has taken it on and
// nothing was paid for it. It gives the status that the invoice has then, "" where
// there is none; any other than INVOICE_CANCELLED says that it stands.
func (c *Client) CancelInvoice(ctx context.Context, id, reference string) (status string, err error) {
	k := call{op: "cancel invoice " + id, service: "fairshareCancelInvoice", method: http.MethodPost, path: "/cancellations", writes: true,
		body: map[string]string{"invoiceId": id, "referenceNumber": reference}}
	var answer struct {
		InvoiceID string `json:"invoiceId"`
		Found     string `json:"found"`
		StatusID  string `json:"statusId"`
	}
	if err := c.do(ctx, k, &answer); err != nil {
		return "", err
	}
	switch {
	case answer.InvoiceID == id && answer.Found == "Y" && answer.StatusID != "":
		return answer.StatusID, nil
	case answer.InvoiceID == id && answer.Found == "N" && answer.StatusID == "":
		return "", nil
	}
	return "", c.wrongAnswer(k, "it speaks of invoice %q (found: %q, status: %q)", answer.InvoiceID, answer.Found, answer.StatusID)
}

// wrongAnswer is a well-formed answer about something else: nobody knows what ran.
func (c *Client) wrongAnswer(k call, format string, args ...any) error {
	return c.finish(&Error{Kind: Doubtful, Op: k.op, Status: http.StatusOK, Text: oneLine(fmt.Sprintf(format, args...)), Err: errAnswer}, k, 0)
}
