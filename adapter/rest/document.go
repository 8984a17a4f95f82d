package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"

	"fairshare/mapping"
)

// nameLength is that of OFBiz's columns for names, in characters.
const nameLength = 255

// Attach puts a document on its party's profile page under a contentId of ours,
// which is its dataResourceId too. The document of that id gets the new bytes if it
// is there already; if it is of another party or name it is Refused.
func (c *Client) Attach(ctx context.Context, id string, d mapping.Document) error {
	k := call{op: "attach document " + d.Name, service: "fairshareAttachDocument", method: http.MethodPost, path: "/documents", writes: true}
	stored := "OTHER_OBJECT"
	if d.IsText() {
		stored = "ELECTRONIC_TEXT"
	}
	k.body = map[string]string{
		"contentId": id, "partyId": string(d.Party), "name": mapping.ColumnText(d.Name, nameLength), "title": mapping.ColumnText(d.Title, nameLength),
		"mimeTypeId": d.MimeType, "dataResourceTypeId": stored, "contentBase64": base64.StdEncoding.EncodeToString(d.Content),
	}
	var answer struct {
		ContentID      string `json:"contentId"`
		DataResourceID string `json:"dataResourceId"`
		Bytes          string `json:"bytes"`
	}
	if err := c.do(ctx, k, &answer); err != nil {
		return err
	}
	if answer.ContentID != id || answer.DataResourceID != id || answer.Bytes != strconv.Itoa(len(d.Content)) {
		return c.wrongAnswer(k, "it speaks of content %q with %s bytes; attached was %q with %d", answer.ContentID, answer.Bytes, id, len(d.Content))
	}
	return nil
}
