package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"os"
	"slices"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/files"
	"fairshare/adapter/mail"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/post"
	"fairshare/config"
)

// mailingOf says who is told; without a mail server nobody is.
func mailingOf(m config.Mail) nightly.Mailing {
	if !m.Enabled() {
		return nightly.Mailing{}
	}
	return nightly.Mailing{Finance: m.Finance, Parties: m.Parties, Purpose: m.PartyPurpose}
}

// mailServerOf turns the configuration into the way to the mail server.
func mailServerOf(m config.Mail) (*mail.Server, error) {
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("mail.from: %w", err)
	}
	settings := mail.Settings{
		Address: m.Server, Encryption: mail.Encryption(m.TLS), User: m.User, Password: m.Password.Reveal(), From: *from,
		Timeout: time.Duration(m.TimeoutSeconds) * time.Second,
	}
	if host, err := os.Hostname(); err == nil {
		settings.Hello = host
	}
	if m.CAFile != "" {
		authorities, err := os.ReadFile(m.CAFile)
		if err != nil {
			return nil, fmt.Errorf("mail.ca_file: %w", err)
		}
		settings.CA = x509.NewCertPool()
		if !settings.CA.AppendCertsFromPEM(authorities) {
			return nil, fmt.Errorf("mail.ca_file: %s holds no PEM certificate", m.CAFile)
		}
	}
	return mail.New(settings)
}

// office is where mail is sent from.
func (s *session) office(count func(journal.MailState)) (*post.Office, error) {
	server, err := mailServerOf(s.config.Mail)
	if err != nil {
		return nil, withExit(exitConfig, err)
	}
	return &post.Office{
		DB: s.db, Journal: s.job.Journal, Server: server, Holder: s.job.Holder, Log: s.log, Count: count,
		Language: files.Language(s.config.Reports.Language), Spreadsheets: slices.Contains(s.config.Reports.Formats, "xlsx"),
		Timeout: time.Duration(s.config.Mail.TimeoutSeconds) * time.Second,
	}, nil
}

// post sends what is due when a command is done with its work. What goes wrong is
// told, and nothing more: the command has done what it was for.
func (a *app) post(ctx context.Context, s *session) {
	if !s.config.Mail.Enabled() || ctx.Err() != nil {
		return
	}
	err := nightly.Guarded(func() error { return a.postAll(ctx, s) })
	if err != nil {
		a.complain(fmt.Errorf("mail: %w", err))
	}
}

// postAll sends what is due and says how many mails there were. One that could not be
// sent is an error.
func (a *app) postAll(ctx context.Context, s *session) error {
	office, err := s.office(nil)
	if err != nil {
		return err
	}
	tally, err := office.Send(ctx)
	if n := tally[journal.MailSent]; n > 0 {
		fmt.Fprintf(a.stderr, "%d mails sent\n", n)
	}
	if err != nil {
		return mailError(err)
	}
	if waiting, failed, uncertain := tally[journal.MailWaiting], tally[journal.MailFailed], tally[journal.MailUncertain]; waiting+failed+uncertain > 0 {
		return withExit(exitAttention, fmt.Errorf("%d mails wait for another attempt, %d failed, of %d it is not known whether they were sent: `fairshare mail` says why; no settlement depends on it", waiting, failed, uncertain))
	}
	return nil
}

// mailError gives an error of mailing its exit code.
func mailError(err error) error {
	var home *journal.MailHomeError
	e := mail.As(err)
	switch {
	case errors.As(err, &home):
		return withExit(exitAttention, err)
	case e == nil:
		return err
	case e.Kind == mail.Unreachable:
		return withExit(exitUnreachable, err)
	case e.Kind == mail.Untrusted, e.Kind == mail.Login:
		return withExit(exitConfig, err)
	}
	return withExit(exitAttention, err)
}
