package mapping

import (
	"strings"
	"unicode"
)

// DBName is OFBiz's name in the database of an entity or a field:
// inventoryItemId is INVENTORY_ITEM_ID, ProductAssoc is PRODUCT_ASSOC.
// (OFBiz: ModelUtil.javaNameToDbName.)
func DBName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}
