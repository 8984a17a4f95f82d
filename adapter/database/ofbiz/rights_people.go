package ofbiz

import (
	"slices"

	"fairshare/adapter/database"
)

// stamped are the columns that every change of a row sets.
func stamped(columns ...string) []string {
	return append(columns, "LAST_UPDATED_STAMP", "LAST_UPDATED_TX_STAMP")
}

// recorded are the rights for what people do through Fairshare, beyond those for
// settling: who they are, what they may do, and the credits they propose and decide on.
// Of logins and addresses only these columns are ever read.
var recorded = []database.Right{
	{Table: "USER_LOGIN", Privilege: "SELECT", Columns: []string{"USER_LOGIN_ID", "PARTY_ID", "ENABLED"}, ToWrite: true},
	{Table: "USER_LOGIN_SECURITY_GROUP", Privilege: "SELECT", ToWrite: true},
	{Table: "SECURITY_GROUP_PERMISSION", Privilege: "SELECT", ToWrite: true},
	{Table: "CONTACT_MECH", Privilege: "SELECT", Columns: []string{"CONTACT_MECH_ID", "CONTACT_MECH_TYPE_ID", "INFO_STRING"}, ToWrite: true},
	{Table: "PARTY_CONTACT_MECH", Privilege: "SELECT", Columns: []string{"PARTY_ID", "CONTACT_MECH_ID", "FROM_DATE", "THRU_DATE"}, ToWrite: true},
	{Table: "INVENTORY_ITEM", Privilege: "INSERT"},
	{Table: "INVENTORY_ITEM", Privilege: "UPDATE", Columns: stamped("STATUS_ID", "QUANTITY_ON_HAND_TOTAL", "AVAILABLE_TO_PROMISE_TOTAL", "ACCOUNTING_QUANTITY_TOTAL")},
	{Table: "INVENTORY_ITEM_DETAIL", Privilege: "INSERT"},
	{Table: "INVENTORY_ITEM_STATUS", Privilege: "INSERT"},
	{Table: "INVENTORY_ITEM_STATUS", Privilege: "UPDATE", Columns: stamped("STATUS_END_DATETIME")},
}

// PeopleRights are what the account of Fairshare needs besides Rights where people
// record credits or decide about activities with it. A company that has them do so in OFBiz gives none of them.
func PeopleRights() []database.Right {
	all := slices.Concat(recorded, decided)
	slices.SortStableFunc(all, byTable)
	return all
}

// RightsToAsk are what the account of Fairshare needs besides Rights where OFBiz itself
// writes: to see who people are, what they may do and what jobs there are, and nothing
// to write.
func RightsToAsk() []database.Right {
	return slices.DeleteFunc(PeopleRights(), func(r database.Right) bool { return r.Privilege != "SELECT" })
}

// RightToLogIn is what the pages need besides PeopleRights to let people in with
// OFBiz's passwords. Unless OFBiz is asked whether a password is right, it opens the
// passwords' digests to the account, so nobody has it who does not want the pages.
func RightToLogIn(asksOFBiz bool) database.Right {
	columns := []string{"CURRENT_PASSWORD", "REQUIRE_PASSWORD_CHANGE"}
	if asksOFBiz {
		columns = columns[1:]
	}
	return database.Right{Table: "USER_LOGIN", Privilege: "SELECT", Columns: columns, ToWrite: true}
}
