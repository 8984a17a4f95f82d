package ofbiz

import "fairshare/adapter/database"

// decided are the rights for what people decide about activities through Fairshare:
// their shares, managers and jobs. Nothing that was is changed: rows end, and others
// begin.
var decided = []database.Right{
	{Table: "WORK_EFFORT", Privilege: "SELECT", Columns: []string{"WORK_EFFORT_ID", "WORK_EFFORT_TYPE_ID", "WORK_EFFORT_NAME", "CURRENT_STATUS_ID", "ESTIMATED_START_DATE", "ESTIMATED_COMPLETION_DATE"}},
	{Table: "WORK_EFFORT_GOOD_STANDARD", Privilege: "SELECT"},
	{Table: "WORK_EFFORT_PARTY_ASSIGNMENT", Privilege: "SELECT"},
	{Table: "WORK_EFFORT_PARTY_ASSIGNMENT", Privilege: "INSERT"},
	{Table: "WORK_EFFORT_PARTY_ASSIGNMENT", Privilege: "UPDATE", Columns: stamped("STATUS_ID", "STATUS_DATE_TIME", "ASSIGNED_BY_USER_LOGIN_ID")},
	{Table: "PRODUCT_ROLE", Privilege: "SELECT"},
	{Table: "PRODUCT_ROLE", Privilege: "INSERT"},
	{Table: "PRODUCT_ROLE", Privilege: "UPDATE", Columns: stamped("THRU_DATE")},
	{Table: "PARTY_ROLE", Privilege: "SELECT", ToWrite: true},
	{Table: "PARTY_ROLE", Privilege: "INSERT"}, // of a new manager
	{Table: "PRODUCT_ASSOC", Privilege: "INSERT"},
	{Table: "PRODUCT_ASSOC", Privilege: "UPDATE", Columns: stamped("THRU_DATE", "QUANTITY", "INSTRUCTION")},
	{Table: "PRODUCT", Privilege: "INSERT"}, // a clone
	{Table: "PRODUCT_ATTRIBUTE", Privilege: "INSERT"},
}
