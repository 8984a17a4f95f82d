package ofbiz

import (
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// statement is one that Fairshare sends, and the table that it is about.
type statement struct{ table, text string }

// checkStatements has the server prepare every statement there is: it looks up
// tables and columns then, and runs nothing. Rights are database.MissingRight's matter.
func checkStatements(ctx context.Context, db *sqlx.DB, rules mapping.Rules) ([]mapping.Finding, error) {
	var findings []mapping.Finding
	for _, s := range statements(rules) {
		prepared, err := db.PreparexContext(ctx, s.text)
		switch database.Classify(err) {
		case database.Schema:
			findings = append(findings, finding(CodeTable, mapping.Blocking, "Table", s.table,
				"%v: is ofbiz.database.name OFBiz's database, and is it OFBiz %s?", err, SupportedVersion))
		case database.Grant:
		default:
			if err != nil {
				return nil, database.ReadError("check the statements on "+s.table, err)
			}
			_ = prepared.Close() // nothing was run
		}
	}
	return findings, nil
}

func statements(rules mapping.Rules) []statement {
	var all []statement
	for _, entity := range mapping.Entities {
		if entity.Needed(rules) {
			all = append(all, statement{mapping.DBName(entity.Name), queries[entity.Name]})
		}
	}
	all = append(all,
		statement{"INVOICE", selectInvoices + "?)"},
		statement{"INVOICE", selectInvoicesOfReference},
		statement{"INVOICE_ITEM", selectInvoiceItems + "?)"},
		statement{"CONTENT", selectDocument},
	)
	return append(all,
		statement{"INVOICE", cancelInvoice},
		statement{"SEQUENCE_VALUE_ITEM", lockSequence},
		statement{"SEQUENCE_VALUE_ITEM", moveSequence},
		statement{"SEQUENCE_VALUE_ITEM", insertSequence},
		inserting("INVOICE", insertInvoice, invoiceColumns),
		inserting("INVOICE_STATUS", insertInvoiceStatus, invoiceStatusColumns),
		inserting("INVOICE_ITEM", insertInvoiceItem, invoiceItemColumns),
		inserting("DATA_RESOURCE", insertDataResource, dataResourceColumns),
		inserting("ELECTRONIC_TEXT", insertElectronicText, electronicTextColumns),
		inserting("OTHER_DATA_RESOURCE", insertOtherDataResource, otherDataResourceColumns),
		inserting("CONTENT", insertContent, contentColumns),
		statement{"COMMUNICATION_EVENT", hasMessage},
		inserting("COMMUNICATION_EVENT", insertMessage, messageColumns),
		inserting("COMMUNICATION_EVENT_ROLE", insertMessageRole, messageRoleColumns),
		inserting("COMM_EVENT_CONTENT_ASSOC", insertMessageContent, messageContentColumns),
		statement{"PARTY_ROLE", hasPartyRole},
		inserting("PARTY_ROLE", insertPartyRole, partyRoleColumns),
		statement{"JOB_SANDBOX", selectJobs + "?)"},
		statement{"JOB_SANDBOX", selectFailedJobs},
		inserting("RUNTIME_DATA", insertRuntimeData, runtimeDataColumns),
		inserting("JOB_SANDBOX", insertJob, jobColumns),
		inserting("PARTY_CONTENT", insertPartyContent, partyContentColumns),
	)
}

func inserting(table, prefix string, columns int) statement {
	return statement{table, strings.TrimSpace(prefix) + " VALUES (" + holes(columns) + ")"}
}
