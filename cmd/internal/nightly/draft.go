package nightly

import (
	"cmp"
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
	settled, err := j.settledUntil(ctx)
	if err != nil {
		return nil, err
	}
	result := &Result{Until: until, Findings: reading.Company.Findings}
	problems, err := problemsAt(&reading.Company.Scheme, until)
	if err != nil {
		return nil, err
	}
	for _, currency := range currenciesOf(reading, settled) {
		sales := salesIn(reading.Company.Sales, currency)
		if last, ok := settled[currency]; ok && !last.Before(until) {
			result.Already = append(result.Already, Already{currency, last, len(sales), sum(sales)})
			continue
		}
		plan, more, err := j.draftCurrency(reading, currency, until, sales)
		if err != nil {
			return nil, err
		}
		problems = append(problems, more...)
		if len(sales) > 0 || len(plan.Invoices) > 0 {
			result.Plans = append(result.Plans, plan)
		}
	}
	result.conclude(reading.Company, problems, j.Rules.Accepted)
	return result, nil
}

// problemsAt looks at the scheme as it stands at the cut-off, whether money passes
// through what is wrong or not.
func problemsAt(scheme *calc.Scheme, until time.Time) ([]calc.Problem, error) {
	picture, err := calc.At(scheme, calc.Instant(until.UnixMilli())-1)
	if err != nil {
		return nil, fmt.Errorf("look at the shares as of the cut-off: %w", err)
	}
	return picture.Problems, nil
}

// conclude adds the findings of the calculation, once each however many
// currencies met them, and decides whether anything may be written.
func (r *Result) conclude(company *mapping.Company, problems []calc.Problem, accepted []mapping.Acceptance) {
	r.Findings = append(r.Findings, company.ProblemFindings(onceEach(problems))...)
	r.Findings = mapping.SortFindings(r.Findings)
	mapping.Accept(r.Findings, accepted)
	r.Findings = mapping.SortFindings(r.Findings)
	r.Blocked = mapping.Blocked(r.Findings)
	for _, plan := range r.Plans {
		plan.Findings = r.Findings
	}
}

// onceEach keeps the earliest of problems that say the same.
func onceEach(problems []calc.Problem) []calc.Problem {
	type key struct {
		code               calc.ProblemCode
		activity, facility int32
	}
	slices.SortStableFunc(problems, func(a, b calc.Problem) int { return cmp.Compare(a.At, b.At) })
	told := map[key]bool{}
	return slices.DeleteFunc(problems, func(p calc.Problem) bool {
		k := key{p.Code, p.Activity, p.Facility}
		again := told[k]
		told[k] = true
		return again
	})
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

// settledUntil is the newest cut-off of every currency that was ever settled.
func (j *Job) settledUntil(ctx context.Context) (map[string]time.Time, error) {
	status, err := journal.Version(ctx, j.DB, j.Journal.Schema)
	if err != nil || len(status.Missing) > 0 {
		return nil, err
	}
	settlements, err := j.Journal.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	settled := map[string]time.Time{}
	for _, s := range settlements {
		if s.State != mapping.Void && s.Until.After(settled[s.Currency]) {
			settled[s.Currency] = s.Until
		}
	}
	return settled, nil
}

// currenciesOf lists the currencies with anything to settle or to tell, in byte order.
func currenciesOf(reading *Reading, settled map[string]time.Time) []string {
	set := map[string]bool{}
	for currency := range settled {
		set[currency] = true
	}
	for _, sale := range reading.Company.Sales {
		set[sale.Currency] = true
	}
	return slices.Sorted(maps.Keys(set))
}

func (j *Job) draftCurrency(reading *Reading, currency string, until time.Time, sales []mapping.Sale) (*mapping.Plan, []calc.Problem, error) {
	outcome, err := calc.Distribute(&reading.Company.Scheme, linesOf(sales))
	if err != nil {
		return nil, nil, fmt.Errorf("calculate the shares of the income in %s: %w", currency, err)
	}
	plan, err := j.plan(reading, currency, until, sales, outcome)
	return plan, outcome.Problems, err
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
