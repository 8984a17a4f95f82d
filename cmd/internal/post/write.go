package post

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/mail"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

// movedOnError says that what a message tells is no longer so.
type movedOnError struct {
	settlement string
	state      mapping.State
}

func (e *movedOnError) Error() string {
	return fmt.Sprintf("settlement %s is %s by now", e.settlement, e.state)
}

// notYetError says that a message is sent when its settlement has come further.
type notYetError struct{ settlement string }

func (e *notYetError) Error() string {
	return fmt.Sprintf("settlement %s is not closed yet", e.settlement)
}

// written is a settlement that messages are written from; the next one is mostly
// about the same.
type written struct {
	id         string
	plan       *mapping.Plan
	names      mapping.Names
	past       []mapping.PastSettlement
	statements []mapping.Statement // by party id
}

// write makes a message of what was planned.
func (r *round) write(ctx context.Context, d journal.Delivery) (mail.Message, error) {
	m := mail.Message{ID: d.ID, To: d.Address, Date: d.PlannedAt}
	var err error
	switch d.Kind {
	case mapping.MailRefused:
		var findings []mapping.Finding
		if err = json.Unmarshal([]byte(d.Detail), &findings); err == nil {
			m.Letter, err = r.Language.RefusedLetter(r.organization(ctx), d.About, findings)
		}
	case mapping.MailMissed:
		m.Letter, err = r.Language.MissedLetter(r.organization(ctx), d.About, d.Detail)
	case mapping.MailStatement:
		err = r.writeStatement(ctx, d, &m)
	default:
		err = r.writeFinance(ctx, d, &m)
	}
	return m, err
}

// organization is what the company is called; its id where that can't be found out.
func (r *round) organization(ctx context.Context) string {
	names, err := ofbiz.Names(ctx, r.DB)
	party := names.Parties[calc.PartyID(r.Journal.Organization)]
	if err != nil || party.Name == "" {
		return r.Journal.Organization
	}
	return party.Name
}

// states are what a settlement must be for a message to be true.
var states = map[mapping.MailKind]mapping.State{
	mapping.MailSettled: mapping.Closed, mapping.MailStatement: mapping.Closed, mapping.MailHeld: mapping.Held, mapping.MailExported: mapping.Exported,
}

// open reads the settlement that a message is about, and sees that it still is what
// the message says.
func (r *round) open(ctx context.Context, d journal.Delivery) (*written, error) {
	head, err := r.Journal.Settlement(ctx, d.About)
	if err != nil {
		return nil, err
	}
	switch want := states[d.Kind]; {
	case head.State == want:
	case want == mapping.Closed && head.State != mapping.Void && head.State != mapping.Voiding:
		return nil, &notYetError{d.About}
	default:
		return nil, &movedOnError{d.About, head.State}
	}
	if r.last != nil && r.last.id == d.About {
		return r.last, nil
	}
	w := &written{id: d.About}
	if w.plan, err = r.Journal.Plan(ctx, d.About); err != nil {
		return nil, err
	}
	if w.names, err = ofbiz.Names(ctx, r.DB); err != nil {
		return nil, err
	}
	if w.past, err = nightly.Past(ctx, r.Journal, w.plan); err != nil {
		return nil, err
	}
	r.last = w
	return w, nil
}

func (r *round) writeFinance(ctx context.Context, d journal.Delivery, m *mail.Message) error {
	w, err := r.open(ctx, d)
	if err != nil {
		return err
	}
	finance, err := nightly.Finance(ctx, r.Journal, w.plan, nil, w.names, w.past)
	if err != nil {
		return err
	}
	if m.Letter, err = r.Language.FinanceLetter(finance); err != nil {
		return err
	}
	formats := []string{"pdf"}
	if r.Spreadsheets {
		formats = append(formats, "xlsx")
	}
	for _, format := range formats {
		file, err := r.Language.RenderFinance(format, finance)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, file)
	}
	return nil
}

// writeStatement gives a party its own statement and nothing else.
func (r *round) writeStatement(ctx context.Context, d journal.Delivery, m *mail.Message) error {
	w, err := r.open(ctx, d)
	if err != nil {
		return err
	}
	statement, err := w.statement(d.Party)
	if err != nil {
		return err
	}
	if m.Letter, err = r.Language.StatementLetter(statement); err != nil {
		return err
	}
	file, err := r.Language.Render("pdf", statement)
	m.Files = []mapping.Document{file}
	return err
}

// statement finds a party's among all, which are made once for the settlement.
func (w *written) statement(party calc.PartyID) (mapping.Statement, error) {
	if w.statements == nil {
		history := mapping.HistoryOf(w.past, w.plan)
		w.statements = mapping.StatementsOf(w.plan, w.names, nightly.OrganizationName(w.names, w.plan))
		for i := range w.statements {
			w.statements[i].History = history[w.statements[i].Party.ID]
		}
	}
	at := slices.IndexFunc(w.statements, func(s mapping.Statement) bool { return s.Party.ID == party })
	if at < 0 {
		return mapping.Statement{}, fmt.Errorf("party %s has no account in settlement %s", party, w.id)
	}
	return w.statements[at], nil
}
