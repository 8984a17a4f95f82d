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
}

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
}
