package mapping

// Row is one row of an OFBiz entity: the text of its fields in the order of
// Entity.Fields, nil for NULL. The bytes are only valid during the call that
// gets them, so whoever keeps one copies it.
type Row [][]byte

// Entity is an OFBiz entity as Fairshare reads it: only the fields it needs.
// A reader delivers the entities in the order of Entities, each entity's rows in
// primary-key order where Ordered says so, else in any order.
type Entity struct {
	Name    string
	Fields  []string // OFBiz field names
	Key     int      // how many leading fields are the primary key
	Ordered bool     // rows must come in primary-key order

	When func(Rules) bool // which rules need it; nil: all do
}

// Needed reports whether the rules need the entity's rows. Those of an entity that
// is not needed are not read, and are passed over where a document holds them.
func (e *Entity) Needed(rules Rules) bool { return e.When == nil || e.When(rules) }

// Entities lists what is read, in order: whatever a row refers to comes before it.
var Entities = []Entity{
	{Name: "Uom", Key: 1, Fields: []string{"uomId", "uomTypeId"}},
	{Name: "OrderAdjustmentType", Key: 1, Fields: []string{"orderAdjustmentTypeId", "parentTypeId"}},
	{Name: "Party", Key: 1, Fields: []string{"partyId", "partyTypeId", "statusId", "preferredCurrencyUomId"}},
	{Name: "PartyGroup", Key: 1, Fields: []string{"partyId", "groupName"}},
	{Name: "Person", Key: 1, Fields: []string{"partyId", "firstName", "lastName"}},
	{Name: "PartyRelationship", Key: 5, Fields: []string{"partyIdFrom", "partyIdTo", "roleTypeIdFrom", "roleTypeIdTo", "fromDate", "thruDate", "partyRelationshipTypeId"}},
	{Name: "Product", Key: 1, Fields: []string{"productId", "productTypeId", "productName", "internalName", "isVirtual", "isVariant", "salesDiscontinuationDate"}},
	{Name: "ProductAttribute", Key: 2, Fields: []string{"productId", "attrName", "attrValue"}},
	{Name: "ProductAssoc", Key: 4, Fields: []string{"productId", "productIdTo", "productAssocTypeId", "fromDate", "thruDate", "quantity", "instruction"}},
	{Name: "Facility", Key: 1, Fields: []string{"facilityId", "ownerPartyId", "facilityName"}},
	{Name: "FacilityAttribute", Key: 2, Fields: []string{"facilityId", "attrName", "attrValue"}},
	{Name: "FacilityParty", Key: 4, Fields: []string{"facilityId", "partyId", "roleTypeId", "fromDate", "thruDate"}},
	{Name: "ProductStore", Key: 1, Fields: []string{"productStoreId", "payToPartyId", "inventoryFacilityId"}},
	{Name: "ProductStoreFacility", Key: 3, Fields: []string{"productStoreId", "facilityId", "fromDate", "thruDate"}},
	{Name: "InventoryItem", Key: 1, Ordered: true, Fields: []string{"inventoryItemId", "inventoryItemTypeId", "productId", "ownerPartyId", "statusId", "facilityId", "quantityOnHandTotal"}},
	{Name: "InventoryItemStatus", Key: 3, Ordered: true, Fields: []string{"inventoryItemId", "statusId", "statusDatetime", "statusEndDatetime"}},
	{Name: "InventoryItemDetail", Key: 2, Ordered: true, Fields: []string{"inventoryItemId", "inventoryItemDetailSeqId", "effectiveDate", "quantityOnHandDiff"}},
	{Name: "OrderHeader", Key: 1, Ordered: true, Fields: []string{"orderId", "orderTypeId", "statusId", "orderDate", "currencyUom", "productStoreId", "externalId"}},
	{Name: "OrderRole", Key: 3, Fields: []string{"orderId", "partyId", "roleTypeId"}}, // BILL_FROM_VENDOR only
	{Name: "OrderItem", Key: 2, Ordered: true, Fields: []string{"orderId", "orderItemSeqId", "productId", "statusId", "quantity", "cancelQuantity", "unitPrice"}},
	{Name: "OrderAdjustment", Key: 1, Fields: []string{"orderAdjustmentId", "orderAdjustmentTypeId", "orderId", "orderItemSeqId", "amount", "amountAlreadyIncluded"}},
	{Name: "OrderStatus", Key: 1, Fields: []string{"orderStatusId", "statusId", "orderId", "orderItemSeqId", "statusDatetime"}}, // ITEM_COMPLETED and ORDER_COMPLETED only
	{Name: "ReturnHeader", Key: 1, Fields: []string{"returnId", "returnHeaderTypeId", "statusId", "entryDate", "currencyUomId"}},
	{Name: "ReturnItem", Key: 2, Fields: []string{"returnId", "returnItemSeqId", "productId", "orderId", "orderItemSeqId", "statusId", "returnQuantity", "receivedQuantity", "returnPrice"}},
	{Name: "ReturnAdjustment", Key: 1, Fields: []string{"returnAdjustmentId", "returnAdjustmentTypeId", "returnId", "returnItemSeqId", "orderAdjustmentId", "amount"}},
	{Name: "ReturnStatus", Key: 1, Fields: []string{"returnStatusId", "statusId", "returnId", "returnItemSeqId", "statusDatetime"}}, // RETURN_COMPLETED only

	// What only some rules need.
	{Name: "UomConversionDated", When: Rules.converts, Key: 3, Fields: []string{"uomId", "uomIdTo", "fromDate", "thruDate", "conversionFactor"}},
	{Name: "CostComponent", When: Rules.costsStandard, Key: 1, Fields: []string{"costComponentId", "costComponentTypeId", "productId", "productFeatureId", "fromDate", "thruDate", "cost", "costUomId"}}, // EST_STD_… only
	{Name: "InvoiceType", When: Rules.readsInvoices, Key: 1, Fields: []string{"invoiceTypeId", "parentTypeId"}},
	{Name: "InvoiceItemType", When: Rules.readsInvoices, Key: 1, Fields: []string{"invoiceItemTypeId", "parentTypeId"}},
	{Name: "Invoice", When: Rules.readsInvoices, Key: 1, Ordered: true, Fields: []string{"invoiceId", "invoiceTypeId", "partyIdFrom", "partyId", "statusId", "invoiceDate", "currencyUomId", "referenceNumber"}}, // INVOICE_READY and INVOICE_PAID only
	{Name: "InvoiceItem", When: Rules.readsInvoices, Key: 2, Ordered: true, Fields: []string{"invoiceId", "invoiceItemSeqId", "invoiceItemTypeId", "productId", "parentInvoiceItemSeqId", "quantity", "amount", "taxAuthPartyId", "taxAuthGeoId"}},
	{Name: "OrderItemBilling", When: Rules.bySalesInvoice, Key: 4, Ordered: true, Fields: []string{"orderId", "orderItemSeqId", "invoiceId", "invoiceItemSeqId"}},
	{Name: "ReturnItemBilling", When: Rules.bySalesInvoice, Key: 4, Ordered: true, Fields: []string{"returnId", "returnItemSeqId", "invoiceId", "invoiceItemSeqId"}},
	{Name: "Payment", When: Rules.byPayment, Key: 1, Fields: []string{"paymentId", "statusId", "effectiveDate"}}, // PMNT_RECEIVED, PMNT_SENT and PMNT_CONFIRMED only
	{Name: "PaymentApplication", When: Rules.byPayment, Key: 1, Fields: []string{"paymentApplicationId", "paymentId", "invoiceId", "amountApplied"}},
	{Name: "CustomTimePeriod", When: Rules.forecasts, Key: 1, Fields: []string{"customTimePeriodId", "fromDate", "thruDate"}},
	{Name: "SalesForecast", When: Rules.forecasts, Key: 1, Fields: []string{"salesForecastId", "parentSalesForecastId", "organizationPartyId", "customTimePeriodId", "currencyUomId"}},
	{Name: "SalesForecastDetail", When: Rules.forecasts, Key: 2, Fields: []string{"salesForecastId", "salesForecastDetailId", "amount", "productId"}},
}
