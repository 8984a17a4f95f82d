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
	reading, err := j.read(ctx, j.Rules, until, j.memory, (*mapping.Intake).SettleOnly)
	if err != nil {
		return nil, err
	}
	settled, err := j.settledUntil(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := j.waiting(ctx)
	if err != nil {
		return nil, err
	}
	clocks, err := ofbiz.CheckClock(ctx, j.DB, j.Rules.Zone)
	if err != nil {
		return nil, err
	}
	result := &Result{Until: until, Findings: append(clocks, reading.Company.Findings...), inputs: map[string]*mapping.Input{}}
	problems, err := problemsAt(&reading.Company.Scheme, until)
	if err != nil {
		return nil, err
	}
	for _, currency := range currenciesOf(reading, settled) {
		sales := salesIn(reading.Company.Sales, currency)
		if settlement, waits := waiting[currency]; waits {
			result.wait(settlement)
			continue
		}
		if last, ok := settled[currency]; ok && !last.Before(until) {
			result.Already = append(result.Already, Already{currency, j.Rules.CurrencyDecimals(currency), last.In(j.Rules.Zone), sales.Len(), sum(sales)})
			continue
		}
		more, err := j.draftCurrency(ctx, result, reading, currency, sales)
		if err != nil {
			return nil, err
		}
		problems = append(problems, more...)
	}
	result.conclude(reading.Company, problems, j.Rules.Accepted)
	if err := j.holdBack(ctx, result); err != nil {
		return nil, err
	}
	result.dropEmpty()
	return result, nil
}

// dropEmpty leaves out the plans of currencies in which nothing happened, unless
// that itself is what a person has to look at.
func (r *Result) dropEmpty() {
	r.Plans = slices.DeleteFunc(r.Plans, func(p *mapping.Plan) bool {
		return p.Sales.Len() == 0 && p.Invoices.Len() == 0 && len(p.Adjustments) == 0 && p.Settlement.State != mapping.Held
	})
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
		if r.Blocked {
			plan.Settlement.State = mapping.Refused
		}
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
	return j.read(ctx, j.Rules, until, j.memory, func(*mapping.Intake) {})
}

// ReadAll reads the company with all that was ever sold, whether it was settled or
// lies before Rules.Since, and on demand OFBiz's sales forecasts: what projections are
// made from.
func (j *Job) ReadAll(ctx context.Context, forecasts bool) (*Reading, error) {
	rules := j.Rules
	rules.Since, rules.Forecast = time.Time{}, forecasts
	nothing := func(context.Context, sqlx.QueryerContext) (mapping.Memory, error) { return mapping.Memory{}, nil }
	return j.read(ctx, rules, time.Time{}, nothing, func(*mapping.Intake) {})
}

func (j *Job) read(
	ctx context.Context, rules mapping.Rules, until time.Time,
	remember func(context.Context, sqlx.QueryerContext) (mapping.Memory, error), prepare func(*mapping.Intake),
) (*Reading, error) {
	snapshot, err := database.OpenSnapshot(ctx, j.DB)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	memory, err := remember(ctx, snapshot.Conn)
	if err != nil {
		return nil, err
	}
	intake := mapping.NewIntake(rules, memory, until)
	prepare(intake)
	if err := ofbiz.Read(ctx, snapshot, rules, limitingGarbage(intake.Take), j.Progress); err != nil {
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
	settlements, err := j.settlements(ctx)
	settled := map[string]time.Time{}
	for _, s := range settlements {
		if s.State != mapping.Void && s.Until.After(settled[s.Currency]) {
			settled[s.Currency] = s.Until
		}
	}
	return settled, err
}

// settlements are all of the journal; none before Fairshare's tables exist.
func (j *Job) settlements(ctx context.Context) ([]mapping.Settlement, error) {
	migrated, err := j.migrated(ctx)
	if err != nil || !migrated {
		return nil, err
	}
	return j.Journal.Settlements(ctx)
}

func (j *Job) migrated(ctx context.Context) (bool, error) {
	status, err := journal.Version(ctx, j.DB, j.Journal.Schema)
	return err == nil && len(status.Missing) == 0, err
}

// currenciesOf lists the currencies with anything to settle or to tell, in byte order.
func currenciesOf(reading *Reading, settled map[string]time.Time) []string {
	set := map[string]bool{}
	for currency := range settled {
		set[currency] = true
	}
	for sale := range reading.Company.Sales.All() {
		set[sale.Currency] = true
	}
	for _, adjustment := range reading.Memory.Adjustments {
		set[adjustment.Currency] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// draftCurrency plans one currency's settlement and keeps what it was planned from.
func (j *Job) draftCurrency(ctx context.Context, result *Result, reading *Reading, currency string, sales mapping.Rows[mapping.Sale]) ([]calc.Problem, error) {
	head, err := j.head(ctx, reading, currency, result.Until)
	if err != nil {
		return nil, err
	}
	payout, err := j.payout(head)
	if err != nil {
		return nil, err
	}
	input := mapping.NewInput(head, reading.Company, sales, reading.Memory, payout)
	plan, problems, err := planOf(input)
	if err != nil {
		return nil, err
	}
	result.Plans = append(result.Plans, plan)
	result.inputs[head.ID] = input
	return problems, nil
}

// planOf is input.Plan, with garbage given back where there is most of it.
func planOf(input *mapping.Input) (*mapping.Plan, []calc.Problem, error) {
	defer LimitGarbage()
	giveBackGarbage() // what the rows were read into
	outcome, err := input.Outcome()
	if err != nil {
		return nil, nil, err
	}
	giveBackGarbage() // what the calculation worked with
	plan, err := input.PlanOf(outcome)
	return plan, outcome.Problems, err
}

func (j *Job) head(ctx context.Context, reading *Reading, currency string, until time.Time) (mapping.Settlement, error) {
	ordinal, err := j.ordinal(ctx, currency, until)
	id := mapping.SettlementID(j.Rules.Organization, currency, until, j.Rules.Zone)
	return mapping.Settlement{
		ID:           mapping.WithOrdinal(id, ordinal),
		Organization: j.Rules.Organization,
		Currency:     currency,
		Decimals:     j.Rules.CurrencyDecimals(currency),
		Until:        until.UTC(),
		Zone:         j.Rules.Zone.String(),
		SnapshotAt:   reading.Info.At,
		State:        mapping.Planned,
		ConfigDigest: j.ConfigDigest,
		InputDigest:  reading.Company.Digest,
		Version:      j.Version,
	}, err
}

// ordinal counts the settlements of a cut-off: above 1 where one was voided.
func (j *Job) ordinal(ctx context.Context, currency string, until time.Time) (int, error) {
	migrated, err := j.migrated(ctx)
	if err != nil || !migrated {
		return 1, err
	}
	return j.Journal.NextOrdinal(ctx, j.DB, currency, until)
}

func (j *Job) payout(head mapping.Settlement) (mapping.Payout, error) {
	minimum, err := calc.ParseMinor(j.Minimum, head.Decimals)
	if err != nil {
		return mapping.Payout{}, fmt.Errorf("settlement.minimum_payout in %s: %w", head.Currency, err)
	}
	return mapping.Payout{
		Minimum:     minimum,
		Hold:        j.Hold,
		InvoiceType: j.Invoice.Invoice,
		ItemType:    j.Invoice.Item,
		Status:      "INVOICE_IN_PROCESS",
	}, nil
}

// salesIn are the sales in a currency: mostly all there are, which are not copied.
func salesIn(sales mapping.Rows[mapping.Sale], currency string) mapping.Rows[mapping.Sale] {
	return sales.Where(func(s mapping.Sale) bool { return s.Currency == currency })
}

func sum(sales mapping.Rows[mapping.Sale]) calc.Minor {
	var total calc.Minor
	for sale := range sales.All() {
		total += sale.Amount
	}
	return total
}
