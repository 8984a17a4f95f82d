package nightly

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/mapping"
)

// Mailing says who is told by mail. A run only plans messages; they are sent when it
// is over (see package post), so no mail server ever holds a settlement up.
type Mailing struct {
	Finance []string // addresses
	Parties bool     // get their statements
	Purpose string   // of the addresses in OFBiz to which these go
}

// findingsInMail is how many findings a planned message keeps.
const findingsInMail = 50

// reportTellAndPlan makes the reports, tells finance in OFBiz, and plans the mails.
func (j *Job) reportTellAndPlan(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	if err := j.reportAndTell(ctx, lease, plan); err != nil {
		return err
	}
	return j.planMails(ctx, func(ctx context.Context) ([]mapping.Mail, error) {
		mails := j.toFinance(mapping.MailSettled, plan.Settlement.ID, "", "")
		statements, err := j.statementMails(ctx, plan)
		return append(mails, statements...), err
	})
}

// planMails notes what is to be sent. A fault that goes away by itself is given back,
// as that of any step is, so that the step is repeated; no other one stops the run.
func (j *Job) planMails(ctx context.Context, of func(context.Context) ([]mapping.Mail, error)) error {
	if err := j.mayWrite(ctx); err != nil {
		return err
	}
	ctx, done := finishing(ctx)
	defer done()
	mails, err := of(ctx)
	if len(mails) > 0 {
		if planErr := j.Journal.PlanMails(ctx, mails...); err == nil {
			err = planErr
		}
	}
	if goesAway(ctx, err) {
		return err
	}
	if err != nil {
		j.Log.Warn("a mail could not be planned, and is not sent; the settlement goes on", "error", err)
	}
	return nil
}

// toFinance is one message to each of finance's addresses.
func (j *Job) toFinance(kind mapping.MailKind, about, detail, key string) []mapping.Mail {
	var mails []mapping.Mail
	for _, address := range j.Mail.Finance {
		m := mapping.NewMail(j.Journal.Organization, kind, about, "", address, key)
		m.Detail = detail
		mails = append(mails, m)
	}
	return mails
}

// statementMails are for those whose balance moved and who want them.
func (j *Job) statementMails(ctx context.Context, plan *mapping.Plan) ([]mapping.Mail, error) {
	if !j.Mail.Parties {
		return nil, nil
	}
	addresses, err := ofbiz.Addresses(ctx, j.DB, j.Mail.Purpose, ofbiz.Writing{Zone: j.Rules.Zone})
	if err != nil {
		return nil, err
	}
	moved := map[calc.PartyID]bool{}
	for _, a := range plan.Accounts {
		moved[a.Party] = a.Earned != 0 || a.Adjusted != 0 || a.Invoiced != 0
	}
	var mails []mapping.Mail
	for _, a := range addresses {
		if moved[a.Party] {
			mails = append(mails, mapping.NewMail(plan.Settlement.Organization, mapping.MailStatement, plan.Settlement.ID, a.Party, a.Email, ""))
		}
	}
	return mails, nil
}

// planOutcome plans what finance is told about a run as a whole: what it waits for,
// and what was refused. Each is told once, however often the run is repeated.
func (j *Job) planOutcome(ctx context.Context, result *Result) error {
	held, awaited := slices.Clone(result.Held), slices.Clone(result.Awaited)
	for _, plan := range result.Plans {
		switch {
		case result.Blocked:
		case plan.Settlement.State == mapping.Held:
			held = append(held, plan.Settlement.ID)
		case plan.Settlement.State == mapping.Exported:
			awaited = append(awaited, plan.Settlement.ID)
		}
	}
	var mails []mapping.Mail
	for _, id := range held {
		mails = append(mails, j.toFinance(mapping.MailHeld, id, "", "")...)
	}
	for _, id := range awaited {
		mails = append(mails, j.toFinance(mapping.MailExported, id, "", "")...)
	}
	if result.Blocked {
		mails = append(mails, j.refusal(result)...)
	}
	if len(mails) == 0 {
		return nil
	}
	return j.planMails(ctx, func(context.Context) ([]mapping.Mail, error) { return mails, nil })
}

// refusal tells of a cut-off's findings. They are told again when others block it.
func (j *Job) refusal(result *Result) []mapping.Mail {
	findings := mapping.SortFindings(slices.Clone(result.Findings)) // blocking first
	var blocking strings.Builder
	for _, f := range findings {
		if f.Severity == mapping.Blocking {
			fmt.Fprintf(&blocking, "%s\x00%s\x00%s\x00", f.Code, f.Entity, f.Key)
		}
	}
	sum := sha256.Sum256([]byte(blocking.String()))
	detail, err := json.Marshal(findings[:min(len(findings), findingsInMail)])
	if err != nil {
		panic(fmt.Sprintf("findings as JSON: %v", err)) // texts can't fail
	}
	return j.toFinance(mapping.MailRefused, j.lastDay(result.Until), string(detail), hex.EncodeToString(sum[:]))
}

// PlanMissed plans that finance is told of a night that was not done in time.
func (j *Job) PlanMissed(ctx context.Context, until time.Time, reason string) error {
	mails := j.toFinance(mapping.MailMissed, j.lastDay(until), reason, "")
	if len(mails) == 0 {
		return nil
	}
	return j.Journal.PlanMails(ctx, mails...)
}

func (j *Job) lastDay(until time.Time) string {
	return mapping.LastDay(mapping.Settlement{Until: until, Zone: j.Rules.Zone.String()})
}
