package mapping

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"time"
)

// ImportFile is the name of a plan's entity XML, made of its content.
func ImportFile(content []byte) string {
	sum := sha256.Sum256(content)
	return "import-" + hex.EncodeToString(sum[:6]) + ".xml"
}

// XML is the plan as entity-engine XML for OFBiz's own import, for companies in which
// nobody else writes to the database. The bytes depend on the plan alone, and
// importing them twice is harmless.
func (p *ImportPlan) XML(zone *time.Location) []byte {
	w := entityWriter{zone: zone}
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<entity-engine-xml>\n")
	for _, pair := range p.Pairs {
		for _, edit := range pair.Edits() {
			w.share(pair, edit)
		}
	}
	for i, credit := range p.Credits {
		w.credit(credit, i)
	}
	w.WriteString("</entity-engine-xml>\n")
	return w.Bytes()
}

// CheckXML refuses what entity XML can't say: that a field has no value any more.
func (p *ImportPlan) CheckXML() {
	for _, pair := range p.Pairs {
		for _, edit := range pair.Edits() {
			reopened := edit.End != nil && edit.End.Thru.IsZero()
			unformulated := edit.Reweigh != nil && edit.Reweigh.Formula == ""
			if reopened || unformulated {
				p.refuseShare(pair, "OFBiz's XML import can't clear a field of a row: end the row with a thru, and let another one begin")
			}
		}
	}
}

func (p *ImportPlan) refuseShare(pair SharePair, text string) {
	for i := range p.Changes {
		if c := &p.Changes[i]; c.What == "share" && c.Activity == pair.Activity && c.Key == pair.Component && c.Outcome == ImportNew && c.Before != "" {
			c.Outcome, c.Text = ImportRefused, text
		}
	}
}

func (w *entityWriter) share(pair SharePair, edit ShareEdit) {
	row := func(from time.Time, fields ...string) {
		w.row("ProductAssoc", append([]string{"productId", pair.Activity, "productIdTo", pair.Component, "productAssocTypeId", "ENGINEER_COMPONENT", "fromDate", w.time(from)}, fields...)...)
	}
	if edit.End != nil {
		row(edit.End.From, "thruDate", w.time(edit.End.Thru))
	}
	if edit.Reweigh != nil {
		row(edit.Reweigh.From, "quantity", edit.Reweigh.Weight, "instruction", edit.Reweigh.Formula)
	}
	if edit.New != nil {
		thru := ""
		if !edit.New.Thru.IsZero() {
			thru = w.time(edit.New.Thru)
		}
		row(edit.New.From, "thruDate", thru, "quantity", edit.New.Weight, "instruction", edit.New.Formula)
	}
}

// credit names the item after what it is, so that a second import finds it.
func (w *entityWriter) credit(c ImportCredit, n int) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s\n%d", c.Activity, c.Facility, c.At.UnixMilli(), c.Quantity, n))
	id := "FS" + base32.HexEncoding.EncodeToString(sum[:10])
	at, quantity := w.time(c.At), c.Quantity.String()
	w.row("InventoryItem", "inventoryItemId", id, "inventoryItemTypeId", "NON_SERIAL_INV_ITEM", "productId", c.Activity, "ownerPartyId", c.Party,
		"datetimeReceived", at, "facilityId", c.Facility, "comments", ImportedCreditText,
		"quantityOnHandTotal", quantity, "availableToPromiseTotal", quantity, "accountingQuantityTotal", "0")
	w.row("InventoryItemDetail", "inventoryItemId", id, "inventoryItemDetailSeqId", "00001", "effectiveDate", at,
		"quantityOnHandDiff", quantity, "availableToPromiseDiff", quantity, "accountingQuantityDiff", "0", "description", ImportedCreditText)
}
