package ofbiz

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// SupportedVersion is the OFBiz whose tables this package knows.
const SupportedVersion = "24.09"

// progressRows is after how many rows progress is told.
const progressRows = 10_000

// queries says how each of mapping.Entities is read: its fields in their order,
// and only the rows that can matter. None has arguments, so the server answers in
// text, which is how package mapping wants it.
var queries = map[string]string{
	"Uom":                  selectUom,
	"OrderAdjustmentType":  selectOrderAdjustmentType,
	"Party":                selectParty,
	"PartyGroup":           selectPartyGroup,
	"Person":               selectPerson,
	"PartyRelationship":    selectPartyRelationship,
	"Product":              selectProduct,
	"ProductAttribute":     selectProductAttribute,
	"ProductAssoc":         selectProductAssoc,
	"Facility":             selectFacility,
	"FacilityAttribute":    selectFacilityAttribute,
	"FacilityParty":        selectFacilityParty,
	"ProductStore":         selectProductStore,
	"ProductStoreFacility": selectProductStoreFacility,
	"InventoryItem":        selectInventoryItem,
	"InventoryItemStatus":  selectInventoryItemStatus,
	"InventoryItemDetail":  selectInventoryItemDetail,
	"OrderHeader":          selectOrderHeader,
	"OrderRole":            selectOrderRole,
	"OrderItem":            selectOrderItem,
	"OrderAdjustment":      selectOrderAdjustment,
	"OrderStatus":          selectOrderStatus,
	"ReturnHeader":         selectReturnHeader,
	"ReturnItem":           selectReturnItem,
	"ReturnAdjustment":     selectReturnAdjustment,
	"ReturnStatus":         selectReturnStatus,
	"UomConversionDated":   selectUomConversionDated,
	"CostComponent":        selectCostComponent,
	"InvoiceType":          selectInvoiceType,
	"InvoiceItemType":      selectInvoiceItemType,
	"Invoice":              selectInvoice,
	"InvoiceItem":          selectInvoiceItem,
	"OrderItemBilling":     selectOrderItemBilling,
	"ReturnItemBilling":    selectReturnItemBilling,
	"Payment":              selectPayment,
	"PaymentApplication":   selectPaymentApplication,
	"CustomTimePeriod":     selectCustomTimePeriod,
	"SalesForecast":        selectSalesForecast,
	"SalesForecastDetail":  selectSalesForecastDetail,
}

// What rows are handed to, and who is told how many more of an entity were read.
type (
	taker    = func(*mapping.Entity, mapping.Row) error
	progress = func(entity string, rows int64)
)

// Read streams the rows of every entity of mapping.Entities that the rules need, in
// their order, to take. A row's bytes are only valid during the call. tell, which may be nil,
// is told of every further rows that were read. Its errors are *database.Error, or
// those of take.
func Read(ctx context.Context, snapshot *database.Snapshot, rules mapping.Rules, take taker, tell progress) error {
	if tell == nil {
		tell = func(string, int64) {}
	}
	if err := checkEngines(ctx, snapshot.Conn, rules); err != nil {
		return err
	}
	for i := range mapping.Entities {
		entity := &mapping.Entities[i]
		if !entity.Needed(rules) {
			continue
		}
		query, known := queries[entity.Name]
		if !known {
			return fmt.Errorf("read %s: no query is known for this entity", entity.Name)
		}
		if err := readEntity(ctx, snapshot.Conn, entity, query, take, tell); err != nil {
			return err
		}
	}
	return nil
}

func readEntity(ctx context.Context, conn *sqlx.Conn, entity *mapping.Entity, query string, take taker, tell progress) error {
	count := int64(0)
	var refused error
	err := database.Stream(ctx, conn, query, len(entity.Fields), func(row [][]byte) error {
		if refused = take(entity, row); refused != nil {
			return refused
		}
		if count++; count%progressRows == 0 {
			tell(entity.Name, progressRows)
		}
		return nil
	})
	if refused != nil {
		return refused
	}
	if err == nil {
		tell(entity.Name, count%progressRows)
	}
	return readError(entity.Name, err)
}

// readError adds which OFBiz is expected to an error about its tables.
func readError(entity string, err error) error {
	if err == nil {
		return nil
	}
	op := "read " + entity + " (" + mapping.DBName(entity) + ")"
	if database.Classify(err) == database.Schema {
		return &database.Error{Kind: database.Schema, Op: op, Err: err, Hint: "the table or column is not as in OFBiz " + SupportedVersion + ": is ofbiz.database.name OFBiz's database, and of that version?"}
	}
	return database.ReadError(op, err)
}
