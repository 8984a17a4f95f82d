package web

import (
	"context"
	"strings"
	"sync"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// Finance is what finance staff looks at and decides.
type Finance interface {
	Settlements(ctx context.Context) ([]mapping.Settlement, error) // the newest first
	Report(ctx context.Context, settlement string) (mapping.Finance, error)
	ReportFile(ctx context.Context, settlement, format string) (mapping.Document, error)
}

// Work is what takes a while and is done beside the pages.
type Work interface {
	// Approve lets a held settlement go on for a login, whose right is looked at once more.
	Approve(ctx context.Context, userLoginID, settlement, reason string) error
	// DryRun works out what would be settled until now. It writes nothing.
	DryRun(ctx context.Context) ([]mapping.Finance, error)
}

// financeView is a settlement with its money as text.
type financeView struct {
	mapping.Finance
	MayApprove bool
}

// Money is an amount in the settlement's currency.
func (f financeView) Money(m calc.Minor) string { return m.Text(f.Settlement.Decimals) }

// LastDay is the last day that the settlement covers.
func (f financeView) LastDay() string { return mapping.LastDay(f.Settlement) }

// Held says that the settlement waits for a person.
func (f financeView) Held() bool { return f.Settlement.State == mapping.Held }

// settlementLine is a settlement in the list.
type settlementLine struct{ mapping.Settlement }

// Money is an amount in the settlement's currency.
func (s settlementLine) Money(m calc.Minor) string { return m.Text(s.Decimals) }

// LastDay is the last day that the settlement covers.
func (s settlementLine) LastDay() string { return mapping.LastDay(s.Settlement) }

func (p *Pages) settlements(v *visit) error {
	if err := v.actor.MaySeeAll(); err != nil {
		return err
	}
	list, err := p.Finance.Settlements(v.r.Context())
	if err != nil {
		return err
	}
	lines := make([]settlementLine, len(list))
	for i, settlement := range list {
		lines[i] = settlementLine{settlement}
	}
	p.show(v, 200, "Settlements", "settlements", lines)
	return nil
}

func (p *Pages) settlement(v *visit) error {
	if err := v.actor.MaySeeAll(); err != nil {
		return err
	}
	report, err := p.Finance.Report(v.r.Context(), v.r.PathValue("settlement"))
	if err != nil {
		return err
	}
	view := financeView{report, v.actor.MaySettle() == nil}
	p.show(v, 200, "Settlement "+report.Settlement.Currency+" until "+view.LastDay(), "settlement", view)
	return nil
}

func (p *Pages) financeFile(v *visit) error {
	if err := v.actor.MaySeeAll(); err != nil {
		return err
	}
	document, err := p.Finance.ReportFile(v.r.Context(), v.r.PathValue("settlement"), v.r.PathValue("format"))
	if err != nil {
		return err
	}
	return sendFile(v, document)
}

// approve lets a held settlement go on. The browser may go away meanwhile.
func (p *Pages) approve(v *visit) error {
	if err := v.actor.MaySettle(); err != nil {
		return err
	}
	id, reason := v.r.PathValue("settlement"), strings.TrimSpace(v.r.PostFormValue("reason"))
	if reason == "" || len(reason) > 1000 {
		return &PersonError{"Say in a sentence why the settlement is right as it is; it is kept in the log."}
	}
	if err := p.Work.Approve(context.WithoutCancel(v.r.Context()), v.actor.UserLoginID, id, reason); err != nil {
		return err
	}
	v.redirect("/settlements/" + pathOf(id))
	return nil
}

// draft is the one dry run that is under way, or the last one.
type draft struct {
	mutex   sync.Mutex
	running bool
	by      string
	began   time.Time
	ended   time.Time
	result  []mapping.Finance
	failure string
}

// draftView is a draft as the page shows it.
type draftView struct {
	Running bool
	By      string
	Began   time.Time
	Ended   time.Time
	Results []financeView
	Failure string
}

// Known says that there was a dry run.
func (d draftView) Known() bool { return !d.Began.IsZero() }

func (p *Pages) dryRun(v *visit) error {
	if err := v.actor.MaySettle(); err != nil {
		return err
	}
	d := &p.draft
	d.mutex.Lock()
	view := draftView{Running: d.running, By: d.by, Began: d.began.In(p.Zone), Ended: d.ended.In(p.Zone), Failure: d.failure}
	for _, report := range d.result {
		view.Results = append(view.Results, financeView{report, false})
	}
	if d.began.IsZero() {
		view.Began = time.Time{}
	}
	d.mutex.Unlock()
	p.show(v, 200, "Dry run", "dryrun", view)
	return nil
}

// startDryRun begins one, unless one is under way.
func (p *Pages) startDryRun(v *visit) error {
	if err := v.actor.MaySettle(); err != nil {
		return err
	}
	if p.draft.begin(v.actor.UserLoginID, p.now()) {
		p.Background(p.work)
	}
	v.redirect("/dry-run")
	return nil
}

func (d *draft) begin(by string, now time.Time) bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.running {
		return false
	}
	d.running, d.by, d.began, d.result, d.failure = true, by, now, nil, ""
	return true
}

// work does a dry run; the page says how it went.
func (p *Pages) work(ctx context.Context) {
	var result []mapping.Finance
	failure := "The dry run broke down; Fairshare's log says why."
	defer func() { p.draft.end(result, failure, p.now()) }() // also after a panic
	found, err := p.Work.DryRun(ctx)
	if err != nil {
		p.Log.Error("dry run", "error", err)
		failure = "The dry run failed: " + err.Error()
		return
	}
	result, failure = found, ""
}

func (d *draft) end(result []mapping.Finance, failure string, now time.Time) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.running, d.result, d.failure, d.ended = false, result, failure, now
}
