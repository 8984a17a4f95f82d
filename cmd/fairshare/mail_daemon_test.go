package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/mail/mailtest"
	"fairshare/cmd/internal/post"
)

// session opens the company as a daemon does.
func (s *site) session() *session {
	s.t.Helper()
	a := &app{configPath: s.config(), stderr: new(strings.Builder), stdout: new(strings.Builder), now: time.Now}
	opened, err := a.open(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(opened.Close)
	return opened
}

// TestMailIsGivenUpInTheEnd: a server that wants it later, always, is asked seven
// times, each pause longer than the one before, and finance's mail is told as failed.
func TestMailIsGivenUpInTheEnd(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.server.Always(mailtest.Receiver, harms["450"])
	b.must(settling...)
	for n := 1; ; n++ {
		waits := b.rows("SELECT STATE, ATTEMPTS, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), NEXT_AT) > 0.9 * ? FROM FAIRSHARE_MAIL WHERE ABOUT = ?", int(post.Pause(n).Seconds()), novemberEUR)[0]
		if strings.HasPrefix(waits, "failed | 7 |") {
			if n != 7 {
				t.Errorf("given up after %d rounds", n)
			}
			break
		}
		if waits != "waiting | "+string(rune('0'+n))+" | 1" || n > 7 {
			t.Fatalf("after attempt %d: %s", n, waits)
		}
		if again := b.must("settlements"); again == "" || len(b.server.Inbox()) != 0 {
			t.Fatal("a mail came")
		}
		b.execute("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3)")
		b.must(settling...)
	}
	b.server.Behave(nil)
	b.must(settling...)
	if n := len(b.server.Inbox()); n != 0 {
		t.Errorf("%d mails that were given up were sent", n)
	}
}

// TestMailByTheDaemon: the daemon's postman sends what is due, tells the metrics, and
// leaves a server alone for a while that it can't reach.
func TestMailByTheDaemon(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.server.Always(mailtest.Greeting, mailtest.Act{Cut: true})
	b.must(settling...)
	s := b.session()
	counts := map[journal.MailState]int{}
	office, err := s.office(func(state journal.MailState) { counts[state]++ })
	if err != nil {
		t.Fatal(err)
	}
	p := &postman{office: office}
	b.execute("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3)")
	if nap := p.round(t.Context()); nap != mailPause || counts[journal.MailWaiting] != 1 {
		t.Errorf("it naps %v, %v", nap, counts)
	}
	b.server.Behave(nil)
	b.execute("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3)")
	if nap := p.round(t.Context()); nap != mailEvery || counts[journal.MailSent] != 2 || len(b.server.Inbox()) != 2 {
		t.Errorf("it naps %v, %v", nap, counts)
	}
	s.tellLate(time.Date(2026, 11, 1, 0, 0, 0, 0, s.zone), "the file /etc/fairshare/pause is there")
	s.tellLate(time.Date(2026, 11, 1, 0, 0, 0, 0, s.zone), "again")
	p.round(t.Context())
	late := slices.DeleteFunc(b.mails(), func(m readMail) bool { return !strings.HasPrefix(m.subject, "Late: ") })
	if len(late) != 1 || !strings.Contains(late[0].text, "/etc/fairshare/pause") || !strings.Contains(late[0].subject, "2026-10-31") {
		t.Errorf("%d mails about a night that was missed", len(late))
	}
}

// TestManySendOnce: eight at once send each mail once.
func TestManySendOnce(t *testing.T) {
	b := newMailbox(t, "finance: [a@example.com, b@example.com, c@example.com, d@example.com, e@example.com]", "")
	b.server.Always(mailtest.Greeting, mailtest.Act{Cut: true})
	b.must(settling...)
	b.server.Behave(nil)
	b.execute("UPDATE FAIRSHARE_MAIL SET STATE = 'planned', NEXT_AT = UTC_TIMESTAMP(3)")
	var together sync.WaitGroup
	for range 8 {
		s := b.session()
		office, err := s.office(nil)
		if err != nil {
			t.Fatal(err)
		}
		together.Go(func() {
			if _, err := office.Send(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	if n := len(b.server.Inbox()); n != 10 {
		t.Errorf("%d mails, want 10: %v", n, b.states())
	}
	b.sameMailsAtMostOnce()
}

func (b *mailbox) sameMailsAtMostOnce() {
	b.t.Helper()
	seen := map[string]bool{}
	for _, m := range b.mails() {
		if id := m.header.Get("Message-Id"); seen[id] {
			b.t.Errorf("%s came twice", id)
		} else {
			seen[id] = true
		}
	}
}

// TestMailWithTheGrantsThatAreDocumented mails parties as the account of the printed
// grants, and lists the mails as the one for looking.
func TestMailWithTheGrantsThatAreDocumented(t *testing.T) {
	g := newGranted(t)
	b := newMailbox(t, toFinance+", parties: true", "")
	section := b.section(toFinance + ", parties: true")
	writer, reader := g.site(t, g.writer, vems+section), g.site(t, g.reader, vems+section)
	g.admin.writeTo("MIK", "mik@example.com", "PAYMENT_EMAIL", "2020-01-01", "")
	if code, stdout, _ := writer.run("check"); exitCode(code) != exitRefused || !strings.Contains(stdout, "PARTY_CONTACT_MECH_PURPOSE") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, _, stderr := writer.run("settle", "--until", "2026-07-01"); code != 0 || !strings.Contains(stderr, "2 mails sent") {
		t.Errorf("without the right to read addresses: exit %d: %s", code, stderr)
	}
	for _, statement := range strings.Split(withoutComments(writer.must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			g.admin.execute(statement)
		}
	}
	writer.must("check")
	writer.must(settling...)
	reader.must("check")
	if listed := reader.must("mail", "--settlement", novemberEUR, "-o", "csv"); strings.Count(listed, ",sent,1,") != 2 || !strings.Contains(listed, "mik@example.com") {
		t.Error(listed)
	}
	if code, _, _ := reader.run("mail", "retry"); exitCode(code) != exitConfig {
		t.Errorf("the account for looking sends mail: exit %d", code)
	}
}
