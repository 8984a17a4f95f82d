package nightly

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/mapping"
)

// Draft reads the company as it is now and plans the settlement of everything up
// to the cut-off, currency by currency. It writes nothing.
func (j *Job) Draft(ctx context.Context, until time.Time) (*Result, error) {
	reading, err := j.Read(ctx, until)
	if err != nil {
		return nil, err
	}
	result := &Result{Until: until, Findings: reading.Company.Findings}
	for _, currency := range currenciesOf(reading) {
		if err := j.draftCurrency(ctx, reading, currency, result); err != nil {
			return nil, err
		}
	}
	result.Findings = mapping.SortFindings(result.Findings)
	mapping.Accept(result.Findings, j.Rules.Accepted)
	result.Blocked = mapping.Blocked(result.Findings)
	for _, plan := range result.Plans {
		plan.Findings = result.Findings
	}
	return result, nil
}

// Reading is a company with what Fairshare remembers of it, from one snapshot.
type Reading struct {
	Company *mapping.Company
	Memory  mapping.Memory
	Info    mapping.SnapshotInfo
}

// Read takes one consistent snapshot and reads the journal's memory and OFBiz's
// rows from it. A zero until reads all sales.
func (j *Job) Read(ctx context.Context, until time.Time) (*Reading, error) {
	snapshot, err := database.OpenSnapshot(ctx, j.DB)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	memory, err := j.memory(ctx, snapshot.Conn)
	if err != nil {
		return nil, err
	}
	intake := mapping.NewIntake(j.Rules, memory, until)
	if err := ofbiz.Read(ctx, snapshot, intake.Take, j.Progress); err != nil {
		return nil, err
	}
	company, err := intake.Company()
	if err != nil {
		return nil, err
	}
	return &Reading{company, memory, mapping.SnapshotInfo{At: snapshot.At, Server: snapshot.Server}}, nil
}

// memory is what earlier settlements left; nothing before Fairshare's tables exist,
// so that shares and a dry run can be looked at before anything is created.
func (j *Job) memory(ctx context.Context, q sqlx.QueryerContext) (mapping.Memory, error) {
	status, err := journal.Version(ctx, q, j.Journal.Schema)
	if err != nil || len(status.Missing) > 0 {
		return mapping.Memory{}, err
	}
	return j.Journal.Memory(ctx, q)
}

// lastCutoff is the currency's newest cut-off, if it was ever settled.
func (j *Job) lastCutoff(ctx context.Context, currency string) (time.Time, bool, error) {
	status, err := journal.Version(ctx, j.DB, j.Journal.Schema)
	if err != nil || len(status.Missing) > 0 {
		return time.Time{}, false, err
	}
	return j.Journal.LastCutoff(ctx, currency)
}

// currenciesOf lists the currencies with anything to settle, in byte order.
func currenciesOf(reading *Reading) []string {
	set := map[string]bool{}
	for _, sale := range reading.Company.Sales {
		set[sale.Currency] = true
	}
	for _, balance := range reading.Memory.Balances {
		if balance.Amount > 0 {
			set[balance.Currency] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func (j *Job) draftCurrency(ctx context.Context, reading *Reading, currency string, result *Result) error {
	sales := salesIn(reading.Company.Sales, currency)
	last, settled, err := j.lastCutoff(ctx, currency)
	if err != nil {
		return err
	}
	if settled && !last.Before(result.Until) {
		result.Already = append(result.Already, Already{currency, last, len(sales), sum(sales)})
		return nil
	}
	outcome, err := calc.Distribute(&reading.Company.Scheme, linesOf(sales))
	if err != nil {
		return fmt.Errorf("calculate the shares of the income in %s: %w", currency, err)
	}
	result.Findings = append(result.Findings, reading.Company.ProblemFindings(outcome.Problems)...)
	plan, err := j.plan(reading, currency, result.Until, sales, outcome)
	if err != nil {
		return err
	}
	if len(sales) > 0 || len(plan.Invoices) > 0 {
		result.Plans = append(result.Plans, plan)
	}
	return nil
}

func (j *Job) plan(reading *Reading, currency string, until time.Time, sales []mapping.Sale, outcome *calc.Outcome) (*mapping.Plan, error) {
	decimals := j.Rules.CurrencyDecimals(currency)
	minimum, err := calc.ParseMinor(j.Minimum, decimals)
	if err != nil {
		return nil, fmt.Errorf("settlement.minimum_payout in %s: %w", currency, err)
	}
	head := mapping.Settlement{
		ID:           mapping.SettlementID(j.Rules.Organization, currency, until, j.Rules.Zone),
		Organization: j.Rules.Organization,
		Currency:     currency,
		Decimals:     decimals,
		Until:        until.UTC(),
		Zone:         j.Rules.Zone.String(),
		SnapshotAt:   reading.Info.At,
		State:        mapping.Planned,
		ConfigDigest: j.ConfigDigest,
		InputDigest:  reading.Company.Digest,
		Version:      j.Version,
	}
	return mapping.NewPlan(head, reading.Company, sales, outcome, reading.Memory, mapping.Payout{
		Minimum:     minimum,
		InvoiceType: j.Invoice.Invoice,
		ItemType:    j.Invoice.Item,
		Status:      "INVOICE_IN_PROCESS",
	})
}

func salesIn(sales []mapping.Sale, currency string) []mapping.Sale {
	var own []mapping.Sale
	for _, sale := range sales {
		if sale.Currency == currency {
			own = append(own, sale)
		}
	}
	return own
}

func linesOf(sales []mapping.Sale) []calc.Line {
	lines := make([]calc.Line, len(sales))
	for i, sale := range sales {
		lines[i] = calc.Line{Activity: sale.Activity, At: sale.At, Amount: sale.Amount}
	}
	return lines
}

func sum(sales []mapping.Sale) calc.Minor {
	var total calc.Minor
	for _, sale := range sales {
		total += sale.Amount
	}
	return total
}
