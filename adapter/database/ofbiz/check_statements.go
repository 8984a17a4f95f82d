package ofbiz

import (
	"context"
	"errors"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// statement is one that Fairshare sends, and the table that it is about.
type statement struct{ table, text string }

// checkStatements has the server prepare every statement there is: it looks up
// tables and columns and checks the account's rights then, and runs nothing.
func checkStatements(ctx context.Context, db *sqlx.DB, rules mapping.Rules) ([]mapping.Finding, error) {
	var findings []mapping.Finding
	for _, s := range statements(rules) {
		prepared, err := db.PreparexContext(ctx, s.text)
		if err == nil {
			_ = prepared.Close() // nothing was run
			continue
		}
		found, ok := statementFinding(s, err)
		if !ok {
			return nil, database.ReadError("check the statements on "+s.table, err)
		}
		findings = append(findings, found)
	}
	return findings, nil
}

// statementFinding is false for an error that says nothing about the statement.
func statementFinding(s statement, err error) (mapping.Finding, bool) {
	var server *mysql.MySQLError
	switch kind := database.Classify(err); {
	case kind == database.Schema:
		return finding(CodeTable, mapping.Blocking, "Table", s.table,
			"%v: is database.name OFBiz's database, and is it OFBiz %s?", err, SupportedVersion), true
	case kind == database.Grant && errors.As(err, &server):
		return finding(CodeGrant, mapping.Blocking, "Table", s.table,
			"the account lacks a right (%s): an administrator runs: %s", server.Message, database.GrantFor(server)), true
	}
	return mapping.Finding{}, false
}

func statements(rules mapping.Rules) []statement {
	var all []statement
	for _, entity := range mapping.Entities {
		if entity.Needed(rules) {
			all = append(all, statement{mapping.DBName(entity.Name), queries[entity.Name]})
		}
	}
	return append(all,
		statement{"INVOICE", selectInvoices + "?)"},
		statement{"INVOICE", cancelInvoice},
		statement{"INVOICE", selectInvoicesOfReference},
		statement{"INVOICE_ITEM", selectInvoiceItems + "?)"},
		statement{"CONTENT", selectDocument},
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
		inserting("PARTY_CONTENT", insertPartyContent, partyContentColumns),
	)
}

func inserting(table, prefix string, columns int) statement {
	return statement{table, strings.TrimSpace(prefix) + " VALUES (" + holes(columns) + ")"}
}
