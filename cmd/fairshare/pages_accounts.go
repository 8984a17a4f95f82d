package main

import (
	"cmp"
	"context"
	"slices"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/mapping"
)

// pagePaths is how many paths a page lists for an activity.
const pagePaths = 20

// Account is a party with its balance after every settlement.
func (p *pages) Account(ctx context.Context, party calc.PartyID) (web.Account, error) {
	names, err := ofbiz.Names(ctx, p.db)
	if err != nil {
		return web.Account{}, err
	}
	named, known := names.Parties[party]
	if !known {
		return web.Account{}, &web.NotFoundError{What: "There is no party " + string(party) + "."}
	}
	named.ID, named.Name = party, cmp.Or(named.Name, string(party))
	account := web.Account{Party: named}
	lines, err := p.job.Journal.PartyAccounts(ctx, party)
	for _, line := range slices.Backward(lines) {
		if line.Settlement.State != mapping.Void {
			account.Settlements = append(account.Settlements, web.AccountLine(line))
		}
	}
	return account, err
}

// Statement is a party's statement in a settlement.
func (p *pages) Statement(ctx context.Context, party calc.PartyID, settlement string) (mapping.Statement, error) {
	statement, err := p.statementOf(ctx, party, settlement)
	return statement, asPage(err)
}

// StatementFile is the statement as a file.
func (p *pages) StatementFile(ctx context.Context, party calc.PartyID, settlement, format string) (mapping.Document, error) {
	if !slices.Contains(files.Formats, format) {
		return mapping.Document{}, &web.NotFoundError{What: "There is no such format."}
	}
	statement, err := p.statementOf(ctx, party, settlement)
	if err != nil {
		return mapping.Document{}, asPage(err)
	}
	return p.language().Render(format, statement)
}

// Explain says where the money of a party comes from, and why other activities
// brought nothing.
func (p *pages) Explain(ctx context.Context, party calc.PartyID, settlement string, activity calc.ActivityID) (mapping.ExplainDocument, error) {
	request := explainRequest{party: string(party), product: string(activity), settlement: settlement, paths: pagePaths}
	e, err := p.newExplanation(ctx, request)
	if err != nil {
		return mapping.ExplainDocument{}, asPage(err)
	}
	document, err := e.document(ctx)
	return document, asPage(err)
}

// Settlements are all of them, the newest first.
func (p *pages) Settlements(ctx context.Context) ([]mapping.Settlement, error) {
	list, err := p.job.Journal.Settlements(ctx)
	slices.Reverse(list)
	return list, err
}

// Report is the finance report of a settlement.
func (p *pages) Report(ctx context.Context, settlement string) (mapping.Finance, error) {
	names, err := ofbiz.Names(ctx, p.db)
	if err != nil {
		return mapping.Finance{}, err
	}
	report, err := p.financeOf(ctx, settlement, names)
	return report, asPage(err)
}

// language is the one in which files are written. The pages themselves are in English.
func (p *pages) language() files.Language { return p.job.Reports.Language }

// ReportFile is the finance report as a file.
func (p *pages) ReportFile(ctx context.Context, settlement, format string) (mapping.Document, error) {
	if !slices.Contains(files.Formats, format) {
		return mapping.Document{}, &web.NotFoundError{What: "There is no such format."}
	}
	report, err := p.Report(ctx, settlement)
	if err != nil {
		return mapping.Document{}, err
	}
	return p.language().RenderFinance(format, report)
}
