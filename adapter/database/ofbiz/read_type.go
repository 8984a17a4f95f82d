package ofbiz

// A row is a currency; the other units are of no interest. By UOM_TO_TYPE.
const selectUom = `SELECT UOM_ID, UOM_TYPE_ID FROM UOM WHERE UOM_TYPE_ID = 'CURRENCY_MEASURE'`

// A row is a kind of addition to or deduction from an order. A small table, read whole.
const selectOrderAdjustmentType = `SELECT ORDER_ADJUSTMENT_TYPE_ID, PARENT_TYPE_ID FROM ORDER_ADJUSTMENT_TYPE`
