package ofbiz_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fairshare/adapter/database/ofbiz"
)

func TestActor(t *testing.T) {
	db := payoutDB(t)
	for _, statement := range []string{
		`INSERT INTO USER_LOGIN (USER_LOGIN_ID, PARTY_ID, ENABLED) VALUES ('mik', 'Mik', NULL), ('gone', 'Mik', 'N'), ('nobody', NULL, 'Y')`,
		`INSERT INTO SECURITY_GROUP (GROUP_ID) VALUES ('PARTNERS'), ('OLD')`,
		`INSERT INTO SECURITY_PERMISSION (PERMISSION_ID) VALUES ('FAIRSHARE_VIEW'), ('FAIRSHARE_CREDIT'), ('FAIRSHARE_ADMIN'), ('PARTYMGR_VIEW')`,
		`INSERT INTO SECURITY_GROUP_PERMISSION (GROUP_ID, PERMISSION_ID, FROM_DATE, THRU_DATE) VALUES
			('PARTNERS', 'FAIRSHARE_VIEW', '2026-01-01', NULL), ('PARTNERS', 'PARTYMGR_VIEW', '2026-01-01', NULL),
			('PARTNERS', 'FAIRSHARE_CREDIT', '2026-01-01', '2026-06-01'), ('OLD', 'FAIRSHARE_ADMIN', '2026-01-01', NULL)`,
		`INSERT INTO USER_LOGIN_SECURITY_GROUP (USER_LOGIN_ID, GROUP_ID, FROM_DATE, THRU_DATE) VALUES
			('mik', 'PARTNERS', '2026-01-01', NULL), ('mik', 'OLD', '2026-01-01', '2026-03-01')`,
		`INSERT INTO ROLE_TYPE (ROLE_TYPE_ID) VALUES ('CHIEF')`,
		`INSERT INTO PARTY_ROLE (PARTY_ID, ROLE_TYPE_ID) VALUES ('Mik', 'CHIEF')`,
		`INSERT INTO PRODUCT_ROLE (PRODUCT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE, THRU_DATE) VALUES ('GENBOARD', 'Mik', 'CHIEF', '2026-01-01', '2026-09-01')`,
		`INSERT INTO PRODUCT_ASSOC (PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, THRU_DATE, QUANTITY) VALUES ('GENBOARD', 'FIRMWARE', 'ENGINEER_COMPONENT', '2026-01-01', '2026-07-01', 1)`,
	} {
		mustExec(t, db, statement)
	}
	people := ofbiz.People{Zone: budapest, ManagerRole: "CHIEF"}
	for _, c := range []struct {
		name, login string
		at          time.Time
		want        string
	}{
		{"InFebruary", "mik", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), "Mik true [FAIRSHARE_ADMIN FAIRSHARE_CREDIT FAIRSHARE_VIEW] [GENBOARD] [FIRMWARE]"},
		{"InApril", "MIK", time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), "Mik true [FAIRSHARE_CREDIT FAIRSHARE_VIEW] [GENBOARD] [FIRMWARE]"},
		{"EndIsNotIn", "mik", time.Date(2026, 5, 31, 22, 0, 0, 0, time.UTC), "Mik true [FAIRSHARE_VIEW] [GENBOARD] [FIRMWARE]"},
		{"InAugust", "mik", time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), "Mik true [FAIRSHARE_VIEW] [GENBOARD] []"},
		{"InOctober", "mik", time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), "Mik true [FAIRSHARE_VIEW] [] []"},
		{"Disabled", "gone", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), "Mik false [] [GENBOARD] [FIRMWARE]"},
		{"WithoutParty", "nobody", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), " true [] [] []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := people.Actor(t.Context(), db, c.login, c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(a.PartyID, " ", a.Enabled, " ", a.Permissions, " ", a.Manages, " ", a.Appoints); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	t.Run("ErrUnknown", func(t *testing.T) {
		var unknown *ofbiz.UnknownLoginError
		if _, err := people.Actor(t.Context(), db, "nosuch", day1); !errors.As(err, &unknown) {
			t.Errorf("error %v, want an *ofbiz.UnknownLoginError", err)
		}
	})
}
