package world

import (
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// Who the company is in its database.
const (
	Organization = "COMPANY"
	Group        = "GROUP"
	Currency     = "EUR"
	store        = "STORE"
)

// Rules read the rows as they are meant.
func Rules() mapping.Rules {
	return mapping.Rules{
		Organization: Organization, Zone: time.UTC,
		Group: Group, RelationshipType: "GROUP_ROLLUP", Facilities: mapping.FirstFacility,
		ItemStatuses: mapping.DefaultItemStatuses(), Adjustments: mapping.DefaultAdjustments(),
		Basis: calc.Percent,
	}
}
