package ofbiz

import (
	"slices"
	"strings"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// written are OFBiz's tables that are touched beyond reading the company, and how.
// Nothing is ever deleted, and nothing of OFBiz's own is changed but the numbers
// that are taken and the status of an invoice that was Fairshare's.
var written = []database.Right{
	{Table: "INVOICE", Privilege: "SELECT"},
	{Table: "INVOICE", Privilege: "INSERT"},
	{Table: "INVOICE", Privilege: "UPDATE", Columns: []string{"STATUS_ID", "PAID_DATE", "LAST_UPDATED_STAMP", "LAST_UPDATED_TX_STAMP"}}, // to cancel one of a voided settlement
	{Table: "PAYMENT_APPLICATION", Privilege: "SELECT"}, // only an invoice that nobody has paid is cancelled
	{Table: "INVOICE_ITEM", Privilege: "SELECT"},
	{Table: "INVOICE_ITEM", Privilege: "INSERT"},
	{Table: "INVOICE_STATUS", Privilege: "INSERT"},
	{Table: "DATA_RESOURCE", Privilege: "SELECT"},
	{Table: "DATA_RESOURCE", Privilege: "INSERT"},
	{Table: "OTHER_DATA_RESOURCE", Privilege: "SELECT"},
	{Table: "OTHER_DATA_RESOURCE", Privilege: "INSERT"},
	{Table: "ELECTRONIC_TEXT", Privilege: "SELECT"},
	{Table: "ELECTRONIC_TEXT", Privilege: "INSERT"},
	{Table: "CONTENT", Privilege: "SELECT"},
	{Table: "CONTENT", Privilege: "INSERT"},
	{Table: "PARTY_CONTENT", Privilege: "INSERT"},
	{Table: "SEQUENCE_VALUE_ITEM", Privilege: "SELECT", ToWrite: true},
	{Table: "SEQUENCE_VALUE_ITEM", Privilege: "INSERT"},
	{Table: "SEQUENCE_VALUE_ITEM", Privilege: "UPDATE", Columns: []string{"SEQ_ID"}},
}

// Rights are all that Fairshare may need in OFBiz's tables, whatever the rules, by
// table: SELECT, INSERT, UPDATE.
func Rights() []database.Right {
	return rights(func(*mapping.Entity) bool { return true })
}

// RightsFor leaves out the tables that these rules do not read.
func RightsFor(rules mapping.Rules) []database.Right {
	return rights(func(e *mapping.Entity) bool { return e.Needed(rules) })
}

// OnlyReading leaves out what writes, for an account through which OFBiz's tables are
// read and OFBiz itself writes.
func OnlyReading(all []database.Right) []database.Right {
	return slices.DeleteFunc(slices.Clone(all), func(r database.Right) bool { return r.Privilege != "SELECT" || r.ToWrite })
}

func rights(needed func(*mapping.Entity) bool) []database.Right {
	all := slices.Clone(written)
	for i := range mapping.Entities {
		if needed(&mapping.Entities[i]) {
			all = append(all, database.Right{Table: mapping.DBName(mapping.Entities[i].Name), Privilege: "SELECT"})
		}
	}
	slices.SortFunc(all, byTable)
	return slices.CompactFunc(all, func(a, b database.Right) bool { return a.Table == b.Table && a.Privilege == b.Privilege })
}

// byTable puts what only reads before what writes.
func byTable(a, b database.Right) int {
	if a.Table != b.Table {
		return strings.Compare(a.Table, b.Table)
	}
	return slices.Index(privileges, a.Privilege) - slices.Index(privileges, b.Privilege)
}

var privileges = []string{"SELECT", "INSERT", "UPDATE"}
