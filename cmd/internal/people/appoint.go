package people

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// Appoint makes a party manager of an activity from now on, or ends that now. What
// is so already stays.
func (d *Desk) Appoint(ctx context.Context, login, productID, partyID string, end bool) error {
	productID, err := ofbiz.ProductID(ctx, d.DB, productID)
	if err != nil {
		return err
	}
	if partyID, err = ofbiz.PartyID(ctx, d.DB, partyID); err != nil {
		return err
	}
	do, note := ofbiz.Appoint, journal.Change{What: "appoint manager", Entity: "ProductRole", Key: productID + ", " + partyID, After: d.People.ManagerRole}
	if end {
		do = ofbiz.EndAppointment
		note.What, note.Before, note.After = "end appointment", note.After, ""
	}
	allow := func(a *mapping.Actor) error { return a.MayAppoint(productID) }
	return d.Act(ctx, login, allow, func(ctx context.Context, tx *sqlx.Tx, _ *mapping.Actor) (journal.Change, error) {
		written, err := do(ctx, tx, productID, partyID, d.People.ManagerRole, d.Writing())
		if err != nil || !written {
			return journal.Change{}, err
		}
		return note, nil
	})
}

// Activity tells all there is of an activity now. The company was read just before.
func (d *Desk) Activity(ctx context.Context, company *mapping.Company, productID string) (mapping.ActivityDocument, error) {
	var document mapping.ActivityDocument
	productID, err := ofbiz.ProductID(ctx, d.DB, productID)
	if err != nil {
		return document, err
	}
	now, err := ofbiz.Now(ctx, d.DB)
	if err != nil {
		return document, err
	}
	managers, err := d.People.Managers(ctx, d.DB, productID, now)
	if err != nil {
		return document, err
	}
	return mapping.NewActivityDocument(company, productID, managers, now, d.zone())
}
