package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/mail"
	"fairshare/mapping"
)

// What is wrong with mail is a warning: no settlement depends on it.
const (
	codeMailServer = "MAIL_SERVER" // it can't be reached
	codeMailTLS    = "MAIL_TLS"    // it does not prove who it is, or would not encrypt
	codeMailLogin  = "MAIL_LOGIN"  // it does not let us in
	codeMailHome   = "MAIL_HOME"   // this database is a copy, or has moved
	codeMailUnsent = "MAIL_UNSENT" // some mails failed, or may have
	codeMailNobody = "MAIL_NOBODY" // no party has an address for its statement
)

// mail goes as far with the mail server as it can without sending anything.
func (e *examination) mail(ctx context.Context) error {
	if !e.config.Mail.Enabled() {
		return nil
	}
	var findings []mapping.Finding
	warn := func(code, entity, key, text string) {
		findings = append(findings, mapping.Finding{Code: code, Severity: mapping.Warning, Entity: entity, Key: key, Text: text})
	}
	text := e.tryMailServer(ctx, warn)
	if e.tables.Err() == nil {
		if err := e.lookAtMails(ctx, warn); err != nil {
			return err
		}
	}
	e.done("mail", text, findings)
	return nil
}

// warner takes a finding.
type warner func(code, entity, key, text string)

var mailCodes = map[mail.Kind]string{mail.Unreachable: codeMailServer, mail.Untrusted: codeMailTLS, mail.Login: codeMailLogin, mail.Refused: codeMailServer}

func (e *examination) tryMailServer(ctx context.Context, warn warner) string {
	m := e.config.Mail
	server, err := mailServerOf(m)
	if err == nil {
		err = server.Try(ctx)
	}
	if problem := mail.As(err); problem != nil {
		warn(mailCodes[problem.Kind], "MailServer", m.Server, err.Error())
		return m.Server + ": it can't be used"
	}
	if err != nil {
		warn(codeMailServer, "MailServer", m.Server, err.Error())
		return m.Server + ": it can't be used"
	}
	login := "no login"
	if m.User != "" {
		login = "logged in as " + m.User
	}
	if m.TLS == "none" {
		return fmt.Sprintf("%s: not encrypted, and it does not leave this machine; %s", m.Server, login)
	}
	return fmt.Sprintf("%s: encrypted (%s), %s", m.Server, m.TLS, login)
}

// lookAtMails is what the journal and OFBiz say. Rights that are missing are told
// elsewhere.
func (e *examination) lookAtMails(ctx context.Context, warn warner) error {
	var home *journal.MailHomeError
	err := e.job.Journal.CheckMailHome(ctx)
	if errors.As(err, &home) {
		warn(codeMailHome, "Server", home.Server, err.Error())
		err = nil
	}
	if err != nil {
		return ignoreGrant(err)
	}
	since, err := e.job.Journal.UnsentMails(ctx, unsentDays*24*time.Hour)
	if err != nil {
		return ignoreGrant(err)
	}
	if since > 0 {
		warn(codeMailUnsent, "Mail", "", fmt.Sprintf("%d mails of the last %d days failed, or may not have been sent: `fairshare mail` says which and why, `fairshare mail retry` sends them", since, unsentDays))
	}
	return e.lookAtAddresses(ctx, warn)
}

// ignoreGrant leaves a right that is missing to those who look for rights.
func ignoreGrant(err error) error {
	if database.Classify(err) == database.Grant {
		return nil
	}
	return err
}

// unsentDays is how long mails that were not sent are worth a finding.
const unsentDays = 30

func (e *examination) lookAtAddresses(ctx context.Context, warn warner) error {
	m := e.config.Mail
	if !m.Parties {
		return nil
	}
	addresses, err := ofbiz.Addresses(ctx, e.db, m.PartyPurpose, ofbiz.Writing{Zone: e.zone})
	if err != nil {
		return ignoreGrant(err)
	}
	if len(addresses) == 0 {
		warn(codeMailNobody, "PartyContactMechPurpose", m.PartyPurpose, "mail.parties is on, and no party has an e-mail address of this purpose: add the purpose to its address on the party's profile in OFBiz")
	}
	for _, a := range addresses {
		if _, err := mail.Parse(a.Email); err != nil {
			warn(codeMailNobody, "PartyContactMech", string(a.Party), err.Error()+": correct it on the party's profile in OFBiz")
		}
	}
	return nil
}
