package ofbiz

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

var selecting = regexp.MustCompile(`(?s)^\s*SELECT (.+?)\s+FROM ([A-Z_]+)(.*)$`)

// The mapping takes fields by their position, so a query must name the columns of
// its entity in the order of the fields, and sort where the entity is Ordered.
func TestQueriesFitEntities(t *testing.T) {
	for _, entity := range mapping.Entities {
		t.Run(entity.Name, func(t *testing.T) {
			m := selecting.FindStringSubmatch(queries[entity.Name])
			if m == nil {
				t.Fatalf("not understood: %q", queries[entity.Name])
			}
			var want []string
			for _, field := range entity.Fields {
				want = append(want, mapping.DBName(field))
			}
			if got := strings.Split(strings.ReplaceAll(m[1], "\n", " "), ", "); !slices.Equal(got, want) {
				t.Errorf("columns %v, want %v", got, want)
			}
			if m[2] != mapping.DBName(entity.Name) {
				t.Errorf("table %s", m[2])
			}
			if order := " ORDER BY " + strings.Join(want[:entity.Key], ", "); entity.Ordered && !strings.HasSuffix(m[3], order) {
				t.Errorf("%q does not end in %q", m[3], order)
			}
		})
	}
	if len(queries) != len(mapping.Entities) {
		t.Errorf("%d queries for %d entities", len(queries), len(mapping.Entities))
	}
}

func TestDBName(t *testing.T) {
	for name, want := range map[string]string{"InventoryItemDetail": "INVENTORY_ITEM_DETAIL", "partyId": "PARTY_ID", "address1": "ADDRESS1", "Uom": "UOM"} {
		if got := mapping.DBName(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
