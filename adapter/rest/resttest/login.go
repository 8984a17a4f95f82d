package resttest

import (
	"context"
	"database/sql"
	"strings"
)

// managerRole is what the OFBiz takes for people.manager_role.
const managerRole = "MANAGER"

// permissions are the account's, unless a test says otherwise.
const permissions = "FAIRSHARE_VIEW FAIRSHARE_FINANCE FAIRSHARE_DESK"

// acting is the login in whose name a call is.
type acting struct{ login, party string }

// acting finds the login that a call names. The account has none of its own here, so
// it needs FAIRSHARE_DESK whatever it does.
func (o *OFBiz) acting(ctx context.Context, tx *sql.Tx, credit string, p parameters) (by acting, err error) {
	held := permissions
	if told, says := o.Versions["permissions"]; says {
		held = told
	}
	named := p.text("asLogin")
	if !strings.Contains(held, "FAIRSHARE_DESK") {
		return by, refuse("credit %s: %s may act in nobody's name but its own: FAIRSHARE_DESK is needed", credit, User)
	}
	var enabled string
	err = tx.QueryRowContext(ctx, "SELECT USER_LOGIN_ID, COALESCE(PARTY_ID, ''), COALESCE(ENABLED, 'Y') FROM USER_LOGIN WHERE USER_LOGIN_ID = ?", named).Scan(&by.login, &by.party, &enabled)
	switch {
	case err != nil:
		return by, refuse("credit %s: there is no login %s", credit, named)
	case enabled == "N":
		return by, refuse("credit %s: the login %s is disabled", credit, named)
	}
	return by, nil
}

func (by acting) has(ctx context.Context, tx *sql.Tx, permission string) (bool, error) {
	return exists(ctx, tx, `USER_LOGIN_SECURITY_GROUP G JOIN SECURITY_GROUP_PERMISSION P ON P.GROUP_ID = G.GROUP_ID
		WHERE G.USER_LOGIN_ID = ? AND P.PERMISSION_ID = ? AND (G.THRU_DATE IS NULL OR G.THRU_DATE > NOW()) AND (P.THRU_DATE IS NULL OR P.THRU_DATE > NOW())`, by.login, permission)
}

func (by acting) decides(ctx context.Context, tx *sql.Tx, product string) (bool, error) {
	manages, err := exists(ctx, tx, "PRODUCT_ROLE WHERE PRODUCT_ID = ? AND PARTY_ID = ? AND ROLE_TYPE_ID = ? AND (THRU_DATE IS NULL OR THRU_DATE > NOW())", product, by.party, managerRole)
	if err != nil || manages {
		return manages, err
	}
	return by.has(ctx, tx, "FAIRSHARE_ADMIN")
}

func (by acting) mayPropose(ctx context.Context, tx *sql.Tx, product, facility string) (bool, error) {
	credit, err := by.has(ctx, tx, "FAIRSHARE_CREDIT")
	if err == nil && credit {
		credit, err = exists(ctx, tx, `FACILITY F WHERE F.FACILITY_ID = ? AND (F.OWNER_PARTY_ID = ? OR EXISTS
			(SELECT 1 FROM FACILITY_PARTY P WHERE P.FACILITY_ID = F.FACILITY_ID AND P.PARTY_ID = ? AND (P.THRU_DATE IS NULL OR P.THRU_DATE > NOW())))`, facility, by.party, by.party)
	}
	if err != nil || credit {
		return credit, err
	}
	return by.decides(ctx, tx, product)
}

// mayDecide says besides whether the credit is the party's own.
func (by acting) mayDecide(ctx context.Context, tx *sql.Tx, item creditItem) (may, own bool, err error) {
	own, err = exists(ctx, tx, `INVENTORY_ITEM I LEFT JOIN FACILITY F ON F.FACILITY_ID = I.FACILITY_ID WHERE I.INVENTORY_ITEM_ID = ? AND (I.OWNER_PARTY_ID = ? OR F.OWNER_PARTY_ID = ?
		OR EXISTS (SELECT 1 FROM FACILITY_PARTY P WHERE P.FACILITY_ID = I.FACILITY_ID AND P.PARTY_ID = ?))`, item.id, by.party, by.party, by.party)
	if err != nil || own {
		return false, own, err
	}
	may, err = by.decides(ctx, tx, item.product)
	return may, false, err
}
