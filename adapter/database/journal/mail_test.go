package journal

import (
	"errors"
	"testing"
	"time"

	"fairshare/mapping"
)

// planOne plans a mail and claims it.
func planOne(t *testing.T, j *Journal, holder string) *Claim {
	t.Helper()
	if err := j.PlanMails(t.Context(), mapping.NewMail(j.Organization, mapping.MailSettled, "S1", "", "anna@example.com", "")); err != nil {
		t.Fatal(err)
	}
	claim, err := j.ClaimMail(t.Context(), holder, time.Minute)
	if err != nil || claim == nil || claim.Attempts != 1 {
		t.Fatalf("%+v, %v", claim, err)
	}
	return claim
}

func only(t *testing.T, j *Journal) Delivery {
	t.Helper()
	mails, err := j.Mails(t.Context(), "", 10)
	if err != nil || len(mails) != 1 {
		t.Fatalf("%v, %v", mails, err)
	}
	return mails[0]
}

// passTerm lets the time pass that a claim lasts.
func passTerm(t *testing.T, j *Journal) {
	t.Helper()
	if _, err := j.DB.Exec("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"); err != nil {
		t.Fatal(err)
	}
}

// TestMailIsClaimedByOne: while one sends it nobody else gets it, and when that one was
// silent for too long it has lost it.
func TestMailIsClaimedByOne(t *testing.T) {
	j := newJournal(t)
	first := planOne(t, j, "first")
	if second, err := j.ClaimMail(t.Context(), "second", time.Minute); err != nil || second != nil {
		t.Fatalf("%+v, %v", second, err)
	}
	passTerm(t, j)
	second, err := j.ClaimMail(t.Context(), "second", time.Minute)
	if err != nil || second == nil {
		t.Fatal(err)
	}
	if err := first.Hand(t.Context()); !errors.Is(err, ErrMailTaken) {
		t.Errorf("the first one hands it over all the same: %v", err)
	}
	if err := first.End(t.Context(), MailFailed, "x"); err != nil || only(t, j).State != MailSending {
		t.Errorf("the first one ends it: %v, %+v", err, only(t, j))
	}
	if err := second.Hand(t.Context()); err != nil {
		t.Error(err)
	}
	if err := second.End(t.Context(), MailSent, ""); err != nil {
		t.Error(err)
	}
	if got := only(t, j); got.State != MailSent || got.EndedAt.IsZero() || got.Attempts != 2 {
		t.Errorf("%+v", got)
	}
	if n, err := j.MailAgain(t.Context(), "", true); err != nil || n != 0 {
		t.Errorf("a sent mail is sent again: %d, %v", n, err)
	}
}

// TestMailThatWasHandedIsNotTakenOver: of one that may have been sent nobody makes
// another one, unless a person says so.
func TestMailThatWasHandedIsNotTakenOver(t *testing.T) {
	j := newJournal(t)
	claim := planOne(t, j, "first")
	if err := claim.Hand(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := j.AbandonMails(t.Context()); err != nil || n != 0 {
		t.Errorf("%d are abandoned while somebody sends, %v", n, err)
	}
	passTerm(t, j)
	if again, err := j.ClaimMail(t.Context(), "second", time.Minute); err != nil || again != nil {
		t.Fatalf("%+v, %v", again, err)
	}
	if n, err := j.AbandonMails(t.Context()); err != nil || n != 1 || only(t, j).State != MailUncertain {
		t.Errorf("%d, %v, %+v", n, err, only(t, j))
	}
	if n, err := j.MailAgain(t.Context(), "S1", false); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := j.MailAgain(t.Context(), "S1", true); err != nil || n != 1 || only(t, j).State != MailPlanned || only(t, j).Attempts != 0 {
		t.Errorf("%d, %v, %+v", n, err, only(t, j))
	}
}

// TestMailIsPlannedOnce: by what it tells and to whom.
func TestMailIsPlannedOnce(t *testing.T) {
	j := newJournal(t)
	claim := planOne(t, j, "first")
	if err := claim.Postpone(t.Context(), "not yet", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := j.PlanMails(t.Context(), claim.Mail); err != nil {
		t.Fatal(err)
	}
	if got := only(t, j); got.State != MailWaiting || got.Attempts != 0 || got.Message != "not yet" || !got.EndedAt.IsZero() {
		t.Errorf("%+v", got)
	}
	same := func(a, b mapping.Mail) bool { return a.ID == b.ID }
	base := mapping.NewMail("C", mapping.MailSettled, "S", "", "a@example.com", "")
	for _, other := range []mapping.Mail{
		mapping.NewMail("D", mapping.MailSettled, "S", "", "a@example.com", ""), mapping.NewMail("C", mapping.MailHeld, "S", "", "a@example.com", ""),
		mapping.NewMail("C", mapping.MailSettled, "T", "", "a@example.com", ""), mapping.NewMail("C", mapping.MailSettled, "S", "P", "a@example.com", ""),
		mapping.NewMail("C", mapping.MailSettled, "S", "", "b@example.com", ""), mapping.NewMail("C", mapping.MailSettled, "S", "", "a@example.com", "k"),
	} {
		if same(base, other) {
			t.Errorf("%+v has the id of %+v", other, base)
		}
	}
}

func TestMailHome(t *testing.T) {
	j := newJournal(t)
	if err := j.CheckMailHome(t.Context()); err != nil {
		t.Error(err)
	}
	if err := j.ClaimMailHome(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := j.DB.Exec("UPDATE FAIRSHARE_MAIL_HOME SET SERVER = 'production'"); err != nil {
		t.Fatal(err)
	}
	var home *MailHomeError
	if err := j.ClaimMailHome(t.Context()); !errors.As(err, &home) || len(home.Homes) != 1 || home.Homes[0] != "production" {
		t.Errorf("%v", err)
	}
	if err := j.AdoptMailHome(t.Context()); err != nil {
		t.Error(err)
	}
	if err := j.ClaimMailHome(t.Context()); err != nil {
		t.Error(err)
	}
}
