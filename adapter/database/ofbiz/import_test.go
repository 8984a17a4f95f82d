package ofbiz_test

import (
	"strings"
	"testing"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/testdata"
)

func TestImport(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	load := func(rows string) (int, error) {
		return ofbiz.Import(t.Context(), db, strings.NewReader("<entity-engine-xml>"+rows+"</entity-engine-xml>"), budapest)
	}

	t.Run("Creates", func(t *testing.T) {
		n, err := load(`<Party partyId="P1" partyTypeId="PERSON" description="first"/><Person partyId="P1" firstName="Ünal"/>
			<Product productId="T" createdDate="2026-01-02 03:04:05.678"><longDescription><![CDATA[<b>x</b>]]></longDescription></Product>`)
		if err != nil || n != 3 {
			t.Fatal(n, err)
		}
		if row := text(t, db, "SELECT CONCAT_WS('|', CREATED_DATE, LONG_DESCRIPTION) FROM PRODUCT WHERE PRODUCT_ID = 'T'"); row != "2026-01-02 03:04:05.678|<b>x</b>" {
			t.Errorf("%s", row)
		}
		if row := text(t, db, "SELECT COUNT(*) FROM PARTY WHERE PARTY_ID = 'P1' AND CREATED_STAMP = LAST_UPDATED_STAMP AND CREATED_TX_STAMP <= CREATED_STAMP"); row != "1" {
			t.Error("the stamps are not set")
		}
	})
	t.Run("UpdatesWhatIsNamed", func(t *testing.T) {
		mustExec(t, db, "UPDATE PARTY SET CREATED_STAMP = '2020-01-01', LAST_UPDATED_STAMP = '2020-01-01', STATUS_ID = 'PARTY_ENABLED' WHERE PARTY_ID = 'P1'")
		if _, err := load(`<Party partyId="P1" description="second" statusId=""/>`); err != nil {
			t.Fatal(err)
		}
		row := text(t, db, "SELECT CONCAT_WS('|', PARTY_TYPE_ID, DESCRIPTION, STATUS_ID, YEAR(CREATED_STAMP), YEAR(LAST_UPDATED_STAMP) > 2020) FROM PARTY WHERE PARTY_ID = 'P1'")
		if row != "PERSON|second|PARTY_ENABLED|2020|1" {
			t.Errorf("%s", row)
		}
	})
	t.Run("KeepsGivenStamps", func(t *testing.T) {
		if _, err := load(`<Party partyId="P2" createdTxStamp="2026-02-03 04:05:06.789"/>`); err != nil {
			t.Fatal(err)
		}
		if stamp := text(t, db, "SELECT CREATED_TX_STAMP FROM PARTY WHERE PARTY_ID = 'P2'"); stamp != "2026-02-03 04:05:06.789" {
			t.Errorf("%s", stamp)
		}
	})
	t.Run("Bytes", func(t *testing.T) {
		if _, err := load(`<DataResource dataResourceId="D"/><OtherDataResource dataResourceId="D"><dataResourceContent>AP/+
			AQ==</dataResourceContent></OtherDataResource>`); err != nil {
			t.Fatal(err)
		}
		if content := text(t, db, "SELECT HEX(DATA_RESOURCE_CONTENT) FROM OTHER_DATA_RESOURCE WHERE DATA_RESOURCE_ID = 'D'"); content != "00FFFE01" {
			t.Errorf("%s", content)
		}
	})

	refusals := []struct{ name, rows, text string }{
		{"ErrEntity", `<Praty partyId="X"/>`, "no entity Praty"},
		{"ErrField", `<Party partyId="X" statsuId="Y"/>`, "no field statsuId"},
		{"ErrKey", `<PartyRole partyId="X"/>`, "ROLE_TYPE_ID"},
		{"ErrOrphan", `<Person partyId="ORPHAN" firstName="x"/>`, "ORPHAN"},
		{"ErrTooLong", `<Party partyId="123456789012345678901"/>`, "PARTY_ID"},
		{"ErrNumber", `<InventoryItem inventoryItemId="I" quantityOnHandTotal="ten"/>`, "QUANTITY_ON_HAND_TOTAL"},
		{"ErrBase64", `<OtherDataResource dataResourceId="D" dataResourceContent="?"/>`, "Base64"},
		{"ErrXML", `<Party partyId="X">`, "entity-engine XML"},
	}
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(`<Party partyId="WHOLE_OR_NOTHING"/>` + c.rows)
			if err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%v, want an error with %q", err, c.text)
			}
			if n := text(t, db, "SELECT COUNT(*) FROM PARTY WHERE PARTY_ID = 'WHOLE_OR_NOTHING'"); n != "0" {
				t.Error("a part of the document was written")
			}
		})
	}
}

// The sample company imports in its order, with foreign keys checked, and once
// more over itself without a change.
func TestImportVEMS(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	const sum = "SELECT CONCAT_WS('|', (SELECT COUNT(*) FROM ORDER_ITEM), (SELECT SUM(QUANTITY_ON_HAND_DIFF) FROM INVENTORY_ITEM_DETAIL), (SELECT COUNT(*) FROM PARTY))"
	var first string
	for range 2 {
		for _, name := range testdata.Company() {
			file, err := testdata.Files.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ofbiz.Import(t.Context(), db, file, budapest); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			file.Close()
		}
		if again := text(t, db, sum); first == "" {
			first = again
		} else if again != first {
			t.Errorf("%s became %s", first, again)
		}
	}
}
