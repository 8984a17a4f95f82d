package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/mail"
	"fairshare/mapping"
)

func newMailCommand(a *app) *cobra.Command {
	var settlement string
	var atMost int
	c := &cobra.Command{
		Use:   "mail",
		Short: "List the mails and what became of them; send some again; try the mail server",
		Long: `Mail lists the newest mails and what became of them. One that is uncertain may have
been sent: the server's answer did not come. One that waits is tried again by itself.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.listMails(c.Context(), settlement, atMost) },
	}
	c.Flags().StringVar(&settlement, "settlement", "", "only those about this settlement")
	c.Flags().IntVar(&atMost, "limit", 50, "how many")
	c.AddCommand(newMailRetryCommand(a),
		&cobra.Command{
			Use:   "test ADDRESS",
			Short: "Send a short mail to an address, to see whether it arrives",
			Args:  oneArgument("an e-mail address"),
			RunE:  func(c *cobra.Command, args []string) error { return a.testMail(c.Context(), args[0]) },
		},
		&cobra.Command{
			Use:   "adopt",
			Short: "Say that this database is no copy: it has moved to another server, and mail may be sent from it",
			Args:  noArguments,
			RunE:  func(c *cobra.Command, _ []string) error { return a.adoptMail(c.Context()) },
		},
	)
	return c
}

func newMailRetryCommand(a *app) *cobra.Command {
	var again bool
	c := &cobra.Command{
		Use:   "retry [SETTLEMENT]",
		Short: "Send the mails that failed or wait, all or those about a settlement",
		Long: `Retry sends the mails that failed or wait at once, all or those about a settlement.
With --again it also sends those of which nobody knows whether they were sent: their
readers may get them twice. Such a mail has the same Message-ID both times.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.retryMails(c.Context(), append(args, "")[0], again)
		},
	}
	c.Flags().BoolVar(&again, "again", false, "also those that may have been sent")
	return c
}

// mailEntry is a line of `fairshare mail`.
type mailEntry struct {
	PlannedAt time.Time         `json:"planned_at"`
	Kind      mapping.MailKind  `json:"kind"`
	About     string            `json:"about"`
	Party     string            `json:"party"`
	Address   string            `json:"address"`
	State     journal.MailState `json:"state"`
	Attempts  int               `json:"attempts"`
	Message   string            `json:"message"`
}

func (a *app) listMails(ctx context.Context, settlement string, atMost int) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	mails, err := s.job.Journal.Mails(ctx, settlement, max(atMost, 1))
	if err != nil {
		return err
	}
	entries := make([]mailEntry, len(mails))
	for i, m := range mails {
		entries[i] = mailEntry{m.PlannedAt, m.Kind, m.About, string(m.Party), m.Address, m.State, m.Attempts, m.Message}
	}
	return a.print("mails", entries)
}

func (a *app) retryMails(ctx context.Context, settlement string, again bool) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.openToMail(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.job.Journal.MailAgain(ctx, settlement, again); err != nil {
		return err
	}
	return a.postAll(ctx, s)
}

func (a *app) testMail(ctx context.Context, address string) error {
	if _, err := mail.Parse(address); err != nil {
		return usageError("%w", err)
	}
	s, err := a.openToMail(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	office, err := s.office(nil)
	if err != nil {
		return err
	}
	letter, err := office.Language.TestLetter(s.config.Organization)
	if err != nil {
		return err
	}
	message := mail.Message{ID: mapping.NewMail(s.config.Organization, "test", a.now().UTC().Format(time.RFC3339Nano), "", address, "").ID, To: address, Date: a.now(), Letter: letter}
	if err := office.Server.SendOne(ctx, message); err != nil {
		return mailError(err)
	}
	fmt.Fprintf(a.stderr, "%s has taken the mail; look whether it arrives\n", s.config.Mail.Server)
	return nil
}

func (a *app) adoptMail(ctx context.Context) error {
	s, err := a.openToMail(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.job.Journal.AdoptMailHome(ctx)
}

// openToMail is open for what needs a mail server.
func (a *app) openToMail(ctx context.Context) (*session, error) {
	s, err := a.open(ctx)
	if err == nil && !s.config.Mail.Enabled() {
		s.Close()
		return nil, withExit(exitConfig, fmt.Errorf("no mail is sent: name a mail server in the section mail of the configuration"))
	}
	return s, err
}
