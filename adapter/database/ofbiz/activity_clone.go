package ofbiz

import (
	"context"
	"database/sql"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// clonedColumns are what a clone has of the product it is made after: what it is,
// and not what it is sold for, how it looks or when it was made.
const clonedColumns = `PRODUCT_TYPE_ID, PRIMARY_PRODUCT_CATEGORY_ID, DESCRIPTION, LONG_DESCRIPTION, REQUIRE_INVENTORY, INVENTORY_ITEM_TYPE_ID,
	QUANTITY_UOM_ID, QUANTITY_INCLUDED, PIECES_INCLUDED, RETURNABLE, TAXABLE, CHARGE_SHIPPING, AUTO_CREATE_KEYWORDS, INCLUDE_IN_PROMOTIONS,
	IS_VIRTUAL, IS_VARIANT, IN_SHIPPING_BOX, ORDER_DECIMAL_QUANTITY`

const (
	// A row is the product that a clone is made after. By the primary key.
	insertClone = `INSERT INTO PRODUCT (PRODUCT_ID, PRODUCT_NAME, INTERNAL_NAME, CREATED_DATE, CREATED_BY_USER_LOGIN` + stampColumns + `, ` + clonedColumns + `)
		SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ` + clonedColumns + ` FROM PRODUCT WHERE PRODUCT_ID = ?`
	// A row is an attribute of that product. By the primary key.
	selectAttributes = `SELECT ATTR_NAME, ATTR_VALUE, ATTR_TYPE, ATTR_DESCRIPTION FROM PRODUCT_ATTRIBUTE WHERE PRODUCT_ID = ? ORDER BY ATTR_NAME`
	insertAttribute  = `INSERT INTO PRODUCT_ATTRIBUTE (PRODUCT_ID, ATTR_NAME, ATTR_VALUE, ATTR_TYPE, ATTR_DESCRIPTION` + stampColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// Clone is an activity made after another one.
type Clone struct {
	Source, ID, Name string
	Shares           []mapping.ShareChange // its own, all of them, from the moment on at which it is made
	ByUserLogin      string
}

// CloneActivity writes a new product with the attributes and managers of another one
// and shares of its own, in the caller's transaction. Nobody holds credits in it,
// and it has no price yet. An id that is taken is a *mapping.CloneError.
func (p People) CloneActivity(ctx context.Context, tx *sqlx.Tx, c Clone) error {
	w := Writing{p.Zone}
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	values := append([]any{c.ID, c.Name, c.Name, clock.now(), c.ByUserLogin}, clock.next()...)
	_, err = tx.ExecContext(ctx, insertClone, append(values, c.Source)...)
	if database.Classify(err) == database.Conflict {
		return &mapping.CloneError{Source: c.Source, ID: c.ID, Text: "there is a product of that id already; choose another id"}
	}
	if err != nil {
		return database.Explain("clone "+c.Source+" as "+c.ID, err)
	}
	if err := cloneAttributes(ctx, tx, c, clock); err != nil {
		return database.Explain("clone the attributes of "+c.Source, err)
	}
	if err := p.cloneManagers(ctx, tx, c, clock); err != nil {
		return database.Explain("clone the managers of "+c.Source, err)
	}
	_, err = ChangeShares(ctx, tx, c.Shares, w)
	return err
}

func cloneAttributes(ctx context.Context, tx *sqlx.Tx, c Clone, clock *stamps) error {
	var attributes []struct {
		Name        string         `db:"ATTR_NAME"`
		Value       sql.NullString `db:"ATTR_VALUE"`
		Type        sql.NullString `db:"ATTR_TYPE"`
		Description sql.NullString `db:"ATTR_DESCRIPTION"`
	}
	if err := tx.SelectContext(ctx, &attributes, selectAttributes, c.Source); err != nil {
		return err
	}
	for _, a := range attributes {
		if _, err := tx.ExecContext(ctx, insertAttribute, append([]any{c.ID, a.Name, a.Value, a.Type, a.Description}, clock.next()...)...); err != nil {
			return err
		}
	}
	return nil
}

// cloneManagers appoints those who manage the source now, each once.
func (p People) cloneManagers(ctx context.Context, tx *sqlx.Tx, c Clone, clock *stamps) error {
	managers, err := p.Managers(ctx, tx, c.Source, clock.last)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, m := range managers {
		party := strings.ToUpper(m.Party)
		if m.From.After(clock.last) || done[party] {
			continue
		}
		done[party] = true
		values := []any{c.ID, m.Party, p.ManagerRole, clock.now()}
		if _, err := tx.ExecContext(ctx, insertAppointment, append(values, clock.next()...)...); err != nil {
			return err
		}
	}
	return nil
}
