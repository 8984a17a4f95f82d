package mapping

import (
	"time"

	"fairshare/calc"
)

// Rules is what the configuration says about how OFBiz's rows are understood.
// cmd fills it from the configuration file; nothing in this package reads files.
type Rules struct {
	Organization string         // the paying company's partyId
	Vendors      []string       // whose sales orders are income; empty: the organization's
	Zone         *time.Location // of OFBiz's naive times

	Group            string   // partyId of the PartyGroup whose members take part
	RelationshipType string   // PartyRelationship.partyRelationshipTypeId of a membership
	MemberRole       string   // roleTypeIdTo of a membership; empty: any
	FacilityRole     string   // FacilityParty.roleTypeId; empty: any
	Facilities       Facility // which of a party's facilities count

	IgnoreFacilities []string          // stock kept for selling: left out of every sum
	ItemStatuses     map[string]Counts // InventoryItem.statusId → counted or not; unknown is a finding

	Basis  calc.Basis // of activities without a SHARE_BASIS attribute
	Method calc.Method

	Adjustments map[string]bool // orderAdjustmentTypeId → is it income
	Decimals    map[string]int  // currency → digits of its minor unit, where not ISO 4217's

	Accepted []Acceptance // findings that may pass
}

// Facility is the rule for parties with several facilities.
type Facility string

// The two rules: only the party's first facility counts, or all of them do.
const (
	FirstFacility Facility = "first"
	AllFacilities Facility = "all"
)

// Counts says whether inventory of a status is credit.
type Counts bool

// DefaultItemStatuses is OFBiz's own rule (getProductInventoryAvailable): an item
// without a status, available, promised or returned to stock is there; one on
// hold, defective, delivered or only ordered is not.
func DefaultItemStatuses() map[string]Counts {
	return map[string]Counts{
		"": true, "INV_AVAILABLE": true, "INV_PROMISED": true, "INV_NS_RETURNED": true,
		"INV_BEING_TRANSFERED": true, "INV_BEING_TRANS_PRM": true,
		"INV_NS_ON_HOLD": false, "INV_NS_DEFECTIVE": false, "INV_NS_DEF_HOLD": false,
		"INV_ON_HOLD": false, "INV_DEFECTIVE": false, "INV_RETURNED": false,
		"INV_DELIVERED": false, "INV_ON_ORDER": false, "INV_ACTIVATED": false, "INV_DEACTIVATED": false,
	}
}
