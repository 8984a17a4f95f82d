package ofbiz

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// Crediting says where credits lie and how rows are written.
type Crediting struct {
	Writing
	FacilityRole     string   // FacilityParty.roleTypeId; empty: any
	IgnoreFacilities []string // never hold credit
	Organization     string   // whose own stock never is credit
}

// CreditQuery chooses proposed credits; what is empty chooses all.
type CreditQuery struct {
	ID, Activity, Party string
	State               mapping.CreditState
}

// creditKeyPrefix begins InventoryItem.softIdentifier of what Fairshare proposed. The
// column is unique to OFBiz already.
const creditKeyPrefix = "FAIRSHARE "

// A row is an inventory item that is on hold or once was, with whose it is, what its
// details say, and who proposed it and decided. Items by the indexes on STATUS_ID of
// both tables, the rest by primary keys and FACILITY_PARTY's.
const selectCredits = `
SELECT c.* FROM (
  SELECT i.INVENTORY_ITEM_ID, COALESCE(i.PRODUCT_ID, '') AS PRODUCT_ID, COALESCE(i.FACILITY_ID, '') AS FACILITY_ID, COALESCE(i.STATUS_ID, '') AS STATUS_ID,
    COALESCE(i.SOFT_IDENTIFIER, '') AS SOFT_IDENTIFIER,
    COALESCE((SELECT p.PARTY_ID FROM FACILITY_PARTY p WHERE p.FACILITY_ID = i.FACILITY_ID AND (? = '' OR p.ROLE_TYPE_ID = ?)
        AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?) ORDER BY p.FROM_DATE, p.PARTY_ID LIMIT 1),
      IF(EXISTS (SELECT 1 FROM FACILITY_PARTY p WHERE p.FACILITY_ID = i.FACILITY_ID AND (? = '' OR p.ROLE_TYPE_ID = ?)), NULL, f.OWNER_PARTY_ID), '') AS PARTY_ID,
    CONCAT_WS('\n', i.OWNER_PARTY_ID, f.OWNER_PARTY_ID, (SELECT GROUP_CONCAT(DISTINCT p.PARTY_ID SEPARATOR '\n') FROM FACILITY_PARTY p WHERE p.FACILITY_ID = i.FACILITY_ID)) AS HOLDERS,
    COALESCE((SELECT SUM(IF(i.STATUS_ID = 'INV_NS_DEFECTIVE', GREATEST(d.QUANTITY_ON_HAND_DIFF, 0), d.QUANTITY_ON_HAND_DIFF)) FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID), 0) AS QUANTITY,
    (SELECT MIN(d.EFFECTIVE_DATE) FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID) AS EFFECTIVE_DATE,
    COALESCE((SELECT MAX(d.WORK_EFFORT_ID) FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID), '') AS WORK_EFFORT_ID,
    COALESCE(i.COMMENTS, (SELECT d.DESCRIPTION FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID ORDER BY d.INVENTORY_ITEM_DETAIL_SEQ_ID LIMIT 1), '') AS REASON,
    COALESCE(IF(i.STATUS_ID = 'INV_NS_DEFECTIVE', (SELECT d.DESCRIPTION FROM INVENTORY_ITEM_DETAIL d WHERE d.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID AND d.QUANTITY_ON_HAND_DIFF < 0
      ORDER BY d.INVENTORY_ITEM_DETAIL_SEQ_ID DESC LIMIT 1), NULL), '') AS REJECTION,
    (SELECT MIN(s.STATUS_DATETIME) FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID AND s.STATUS_ID = 'INV_NS_ON_HOLD') AS PROPOSED_AT,
    COALESCE((SELECT s.CHANGE_BY_USER_LOGIN_ID FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID AND s.STATUS_ID = 'INV_NS_ON_HOLD' ORDER BY s.STATUS_DATETIME LIMIT 1), '') AS PROPOSED_BY,
    (SELECT MAX(s.STATUS_DATETIME) FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID AND s.STATUS_ID <> 'INV_NS_ON_HOLD') AS DECIDED_AT,
    COALESCE((SELECT s.CHANGE_BY_USER_LOGIN_ID FROM INVENTORY_ITEM_STATUS s WHERE s.INVENTORY_ITEM_ID = i.INVENTORY_ITEM_ID AND s.STATUS_ID <> 'INV_NS_ON_HOLD' ORDER BY s.STATUS_DATETIME DESC LIMIT 1), '') AS DECIDED_BY
  FROM INVENTORY_ITEM i LEFT JOIN FACILITY f ON f.FACILITY_ID = i.FACILITY_ID
  WHERE i.PRODUCT_ID IS NOT NULL AND i.INVENTORY_ITEM_TYPE_ID = 'NON_SERIAL_INV_ITEM' AND (? = '' OR i.INVENTORY_ITEM_ID = ?) AND (? = '' OR i.PRODUCT_ID = ?)
    AND i.INVENTORY_ITEM_ID IN (SELECT s.INVENTORY_ITEM_ID FROM INVENTORY_ITEM_STATUS s WHERE s.STATUS_ID = 'INV_NS_ON_HOLD'
      UNION SELECT h.INVENTORY_ITEM_ID FROM INVENTORY_ITEM h WHERE h.STATUS_ID = 'INV_NS_ON_HOLD')
) c WHERE (? = '' OR c.PARTY_ID = ?) ORDER BY CHAR_LENGTH(c.INVENTORY_ITEM_ID), c.INVENTORY_ITEM_ID`

type creditRow struct {
	ID         string                 `db:"INVENTORY_ITEM_ID"`
	Product    string                 `db:"PRODUCT_ID"`
	Facility   string                 `db:"FACILITY_ID"`
	Status     string                 `db:"STATUS_ID"`
	Key        string                 `db:"SOFT_IDENTIFIER"`
	Party      string                 `db:"PARTY_ID"`
	Holders    string                 `db:"HOLDERS"`
	Quantity   string                 `db:"QUANTITY"`
	Effective  sql.Null[database.UTC] `db:"EFFECTIVE_DATE"` // naive, in OFBiz's zone, as the others
	WorkEffort string                 `db:"WORK_EFFORT_ID"`
	Reason     string                 `db:"REASON"`
	Rejection  string                 `db:"REJECTION"`
	ProposedAt sql.Null[database.UTC] `db:"PROPOSED_AT"`
	ProposedBy string                 `db:"PROPOSED_BY"`
	DecidedAt  sql.Null[database.UTC] `db:"DECIDED_AT"`
	DecidedBy  string                 `db:"DECIDED_BY"`
}

// ReadCredits lists the credits that were ever on hold, by id.
func ReadCredits(ctx context.Context, q sqlx.QueryerContext, query CreditQuery, c Crediting) ([]mapping.ProposedCredit, error) {
	at, err := Now(ctx, q)
	if err != nil {
		return nil, err
	}
	role, now := c.FacilityRole, naive(at, c.zone())
	var rows []creditRow
	err = sqlx.SelectContext(ctx, q, &rows, selectCredits, role, role, now, now, role, role,
		query.ID, query.ID, query.Activity, query.Activity, query.Party, query.Party)
	if err != nil {
		return nil, database.ReadError("read the proposed credits", err)
	}
	var credits []mapping.ProposedCredit
	for _, row := range rows {
		credit, err := row.credit(c.zone())
		if err != nil {
			return nil, err
		}
		if query.State == "" || credit.State == query.State {
			credits = append(credits, credit)
		}
	}
	return credits, nil
}

// ReadCredit finds one; a *mapping.CreditError says that there is none.
func ReadCredit(ctx context.Context, q sqlx.QueryerContext, id string, c Crediting) (mapping.ProposedCredit, error) {
	found, err := ReadCredits(ctx, q, CreditQuery{ID: id}, c)
	switch {
	case err != nil:
		return mapping.ProposedCredit{}, err
	case id == "" || len(found) != 1:
		return mapping.ProposedCredit{}, &mapping.CreditError{Text: "there is no proposed credit " + id + ": \"fairshare credit list\" shows their ids"}
	}
	return found[0], nil
}

func (r creditRow) credit(zone *time.Location) (mapping.ProposedCredit, error) {
	quantity, err := mapping.ParseQuantity(r.Quantity)
	if err != nil {
		return mapping.ProposedCredit{}, &mapping.CreditError{Text: "inventory item " + r.ID + ": its details add up to " + r.Quantity + ": " + err.Error()}
	}
	moment := func(t sql.Null[database.UTC]) time.Time {
		if !t.Valid {
			return time.Time{}
		}
		return inZone(t.V.Time, zone)
	}
	credit := mapping.ProposedCredit{
		ID: r.ID, Activity: r.Product, Party: r.Party, Facility: r.Facility, Quantity: quantity, State: mapping.CreditStateOf(r.Status),
		Reason: r.Reason, WorkEffort: r.WorkEffort, Effective: moment(r.Effective),
		ProposedAt: moment(r.ProposedAt), ProposedBy: r.ProposedBy, Holders: slices.Compact(slices.Sorted(strings.SplitSeq(r.Holders, "\n"))),
	}
	if key, ours := strings.CutPrefix(r.Key, creditKeyPrefix); ours {
		credit.Key = key
	}
	if credit.State != mapping.CreditProposed {
		credit.DecidedAt, credit.DecidedBy, credit.Rejection = moment(r.DecidedAt), r.DecidedBy, strings.TrimPrefix(r.Rejection, rejectedBy(r.DecidedBy))
	}
	return credit, nil
}
