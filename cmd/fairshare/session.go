package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/files"
	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/config"
	"fairshare/mapping"
)

// session is a command's way to the database: the configuration it was opened
// with and the nightly job ready to run.
type session struct {
	config   *config.Config
	zone     *time.Location
	db       *sqlx.DB
	job      *nightly.Job
	log      *slog.Logger
	progress *progress

	passwords web.Passwords // OFBiz's own look at them; nil: the pages compare digests
}

// open loads the configuration and connects. The caller closes the session.
func (a *app) open(ctx context.Context) (*session, error) {
	c, err := config.Load(a.configPath, a.environ)
	if err != nil {
		return nil, withExit(exitConfig, err)
	}
	return a.openWith(ctx, c)
}

func (a *app) openWith(ctx context.Context, c *config.Config) (*session, error) {
	zone, err := time.LoadLocation(c.OFBiz.Timezone)
	if err != nil {
		return nil, withExit(exitConfig, fmt.Errorf("ofbiz.timezone: %w", err))
	}
	rules, err := rulesOf(c, zone)
	if err != nil {
		return nil, withExit(exitConfig, err)
	}
	settings, err := databaseOf(c, zone)
	if err != nil {
		return nil, withExit(exitConfig, err)
	}
	db, err := database.Open(ctx, settings)
	if err != nil {
		return nil, err
	}
	s := &session{config: c, zone: zone, db: db, log: newLogger(a, c.Log), progress: newProgress(a)}
	s.job = s.newJob(rules)
	switch c.OFBiz.WriteWith {
	case "rest":
		err = s.writeWithREST()
	case "entity_xml":
		s.writeEntityXML()
	default:
		s.job.Writer = s.databaseWriter()
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *session) newJob(rules mapping.Rules) *nightly.Job {
	c := s.config
	return &nightly.Job{
		DB:           s.db,
		Journal:      &journal.Journal{DB: s.db, Schema: c.Settlement.Schema, Organization: c.Organization},
		Rules:        rules,
		Minimum:      c.Settlement.MinimumPayout,
		Hold:         c.Settlement.Hold,
		Review:       mapping.Review{ChangePercent: c.Settlement.ReviewChangePercent, NoSales: c.Settlement.ReviewNoSales},
		Invoice:      nightly.InvoiceTypes{Invoice: c.Invoice.Type, Item: c.Invoice.ItemType},
		Finance:      calc.PartyID(c.People.FinanceParty),
		Mail:         mailingOf(c.Mail),
		Reports:      nightly.Reports{Directory: c.Reports.Directory, Formats: c.Reports.Formats, Language: files.Language(c.Reports.Language), Attach: c.Reports.Attach},
		Holder:       holder(),
		Term:         time.Duration(c.Settlement.LeaseSeconds) * time.Second,
		ConfigDigest: c.Digest(),
		Version:      version,
		Log:          s.log,
		Progress:     s.progress.Show,
	}
}

func (s *session) databaseWriter() nightly.DatabaseWriter {
	writer := nightly.DatabaseWriter{DB: s.db, Zone: s.zone}
	if s.config.Invoice.FinalStatus == "ready" {
		writer.ReadyAs = s.config.Invoice.ReadyAs
	}
	return writer
}

// writeEntityXML makes the nightly job leave files and write nothing into OFBiz.
func (s *session) writeEntityXML() {
	s.job.Writer = nightly.EntityXMLWriter{DB: s.db, Zone: s.zone, Directory: s.job.Reports.Directory}
	s.job.Reports.Attach = false
}

// holder names this process in the lease.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown-host"
	}
	return fmt.Sprintf("%s/%d/%d", host, os.Getpid(), time.Now().UnixNano())
}

// Close ends the progress line and the connections.
func (s *session) Close() {
	s.progress.Done()
	_ = s.db.Close() // nothing is pending, and there is nothing to do about it
}
