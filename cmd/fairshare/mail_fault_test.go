package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/mail/mailtest"
)

// harms are what a mail server can do wrong at a step.
var harms = map[string]mailtest.Act{
	"450": {Answer: "450 4.2.0 later, please"}, "421": {Answer: "421 4.3.2 going down"}, "550": {Answer: "550 5.7.1 never, <anna@example.com>"},
	"cut": {Cut: true}, "stall": {Stall: true},
}

// becomes is what a mail must be after some harm at a step.
func becomes(step mailtest.Step, harm string) string {
	begun := slices.Contains([]mailtest.Step{mailtest.Sender, mailtest.Receiver, mailtest.Data, mailtest.Whole}, step)
	ended := step == mailtest.Whole || step == mailtest.Taken
	switch {
	case harm == "550" && begun:
		return "failed"
	case ended && (harm == "cut" || harm == "stall"):
		return "uncertain"
	}
	return "waiting"
}

// TestMailFaults: whatever the mail server does at whatever step, the mail is what can
// be known of it; it is sent later if it is certain that it was not, and never twice.
func TestMailFaults(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.must(settling...)
	b.execute("DELETE FROM FAIRSHARE_MAIL WHERE ABOUT <> ?", novemberEUR)
	for _, step := range mailtest.Steps {
		for harm, act := range harms {
			if step == mailtest.Taken && act.Answer != "" {
				continue // who has taken it and says that he has not can't be known
			}
			t.Run(fmt.Sprintf("%s/%s", step, harm), func(t *testing.T) {
				inner := *b
				inner.t = t
				inner.harm(step, act, becomes(step, harm))
			})
		}
	}
}

// harm has the server do something at a step, and then what it should.
func (b *mailbox) harm(step mailtest.Step, act mailtest.Act, want string) {
	b.t.Helper()
	b.server.Empty()
	b.execute("UPDATE FAIRSHARE_MAIL SET STATE = 'planned', ATTEMPTS = 0, NEXT_AT = UTC_TIMESTAMP(3)")
	b.server.Always(step, act)
	code, _, stderr := b.run("mail", "retry")
	if state := b.state(); state != want || code == 0 {
		b.t.Errorf("it is %s, want %s; exit %d\n%s", state, want, code, stderr)
	}
	if message := b.rows("SELECT MESSAGE FROM FAIRSHARE_MAIL")[0]; message == "" || strings.Contains(message+stderr, "s3cret") {
		b.t.Errorf("%s", message)
	}
	taken := len(b.server.Inbox())
	b.server.Behave(nil)
	b.execute("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3)")
	b.must(settling...)
	if want == "waiting" && (b.state() != "sent" || len(b.server.Inbox()) != 1) || want != "waiting" && (b.state() != want || len(b.server.Inbox()) != taken) {
		b.t.Errorf("later it is %s, and %d mails came", b.state(), len(b.server.Inbox()))
	}
	b.run("mail", "retry")
	if want == "failed" && b.state() != "sent" || want == "uncertain" && b.state() != want {
		b.t.Errorf("after retry it is %s", b.state())
	}
	b.must("mail", "retry", "--again")
	if b.state() != "sent" {
		b.t.Errorf("after retry --again it is %s", b.state())
	}
	b.sameMails()
}

func (b *mailbox) state() string { return b.rows("SELECT STATE FROM FAIRSHARE_MAIL")[0] }

// sameMails: a mail that came twice can be known by its Message-ID.
func (b *mailbox) sameMails() {
	b.t.Helper()
	ids := map[string]bool{}
	for _, m := range b.mails() {
		ids[m.header.Get("Message-Id")] = true
	}
	if len(ids) > 1 {
		b.t.Errorf("one mail has the ids %v", ids)
	}
}

// TestMailNeverStopsASettlement settles with mail servers that do their worst.
func TestMailNeverStopsASettlement(t *testing.T) {
	for name, change := range map[string]func(*mailbox){
		"nobody there":   func(b *mailbox) { b.server.Address = "127.0.0.1:1"; b.setUp(toFinance, "") },
		"wrong password": func(b *mailbox) { b.server.Password = "other" },
		"silent":         func(b *mailbox) { b.server.Always(mailtest.Greeting, mailtest.Act{Stall: true}) },
		"refuses all":    func(b *mailbox) { b.server.Always(mailtest.Receiver, harms["550"]) },
		"no planning":    func(b *mailbox) { b.execute("ALTER TABLE FAIRSHARE_MAIL RENAME COLUMN DETAIL TO DETAILS") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newMailbox(t, toFinance, "")
			change(b)
			code, _, stderr := b.run(settling...)
			if code != 0 || strings.Contains(stderr, "s3cret") {
				t.Errorf("exit %d: %s", code, stderr)
			}
			if states := b.rows("SELECT DISTINCT STATE FROM FAIRSHARE_SETTLEMENT"); !slices.Equal(states, []string{"closed"}) {
				t.Errorf("the settlements are %v", states)
			}
			if n := len(b.server.Inbox()); n != 0 {
				t.Errorf("%d mails", n)
			}
		})
	}
}

// TestMailSurvivesKill kills settlements with SIGKILL at every step of the
// conversation with the mail server, and before and after every statement about
// mails. Afterwards each mail was sent once, or is told as uncertain.
func TestMailSurvivesKill(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	g := groundOn(b.site, scenario{name: "mail", settings: b.section(toFinance), prepare: func(*site) {}, command: settling, ends: exitDone})
	kills := 0
	for _, step := range mailtest.Steps {
		for n := 1; n <= 2; n++ {
			if b.killAtStep(g, step, n) {
				kills++
			}
			b.sentOnce(g, fmt.Sprintf("killed at %s %d", step, n), step == mailtest.Whole || step == mailtest.Taken)
		}
	}
	every := max(1, 180/faultproxy.Many("FAIRSHARE_KILLS", 60))
	for i, command := range g.sent {
		if !command.Kind.Answered() || !strings.Contains(command.Statement, "FAIRSHARE_MAIL") || i%every > 0 {
			continue
		}
		for _, acted := range []bool{false, true} {
			m := moment{n: i + 1, acted: acted}
			b.prepare(g)
			if g.killAtStatement(m) {
				kills++
			}
			b.sentOnce(g, fmt.Sprintf("killed at %v: %.80s", m, command.Statement), strings.Contains(command.Statement, "handed"))
		}
	}
	t.Logf("%d kills", kills)
	if kills < 20 {
		t.Errorf("only %d kills", kills)
	}
}

func (b *mailbox) prepare(g *ground) {
	b.t.Helper()
	g.restore()
	b.server.Behave(nil)
	b.server.Empty()
}

// killAtStep kills a settlement at the nth time of a step.
func (b *mailbox) killAtStep(g *ground, step mailtest.Step, n int) (killed bool) {
	b.t.Helper()
	b.prepare(g)
	started, dead := make(chan *os.Process, 1), make(chan struct{})
	b.server.At(step, n, mailtest.Act{Do: func() {
		killed = true
		(<-started).Kill()
		<-dead
	}})
	process, output := b.start(settling...)
	started <- process.Process
	err := process.Wait()
	close(dead)
	if !killed && err != nil {
		b.t.Fatalf("a run that was not killed: %v\n%s", err, output)
	}
	return killed
}

// sentOnce lets the time pass that a dead process's claims last, and runs again.
func (b *mailbox) sentOnce(g *ground, when string, mayBeUncertain bool) {
	b.t.Helper()
	g.expireLease()
	b.execute("UPDATE FAIRSHARE_MAIL SET NEXT_AT = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND")
	b.server.Behave(nil)
	if code, _, stderr := b.run(settling...); code != 0 {
		b.t.Fatalf("%s: exit %d: %s", when, code, stderr)
	}
	counts := map[string]int{}
	for _, m := range b.mails() {
		id, _, _ := strings.Cut(strings.TrimPrefix(m.header.Get("Message-Id"), "<"), "@")
		counts[id]++
	}
	rows := b.rows("SELECT MAIL_ID, STATE FROM FAIRSHARE_MAIL")
	if len(rows) != 2 {
		b.t.Errorf("%s: %d mails are planned: %v", when, len(rows), rows)
	}
	for _, row := range rows {
		id, state, _ := strings.Cut(row, " | ")
		if state == "sent" && counts[id] == 1 || state == "uncertain" && mayBeUncertain && counts[id] <= 1 {
			continue
		}
		b.t.Errorf("%s: mail %s is %s, and came %d times", when, id, state, counts[id])
	}
}
