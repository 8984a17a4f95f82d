package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/web"
	"fairshare/cmd/internal/nightly"
	"fairshare/config"
	"fairshare/mapping"
)

// pages is what people's pages ask: a session beside the nightly job's, which shows
// no progress and does not look at the pause file.
type pages struct {
	*session
	people ofbiz.People

	mutex   sync.Mutex
	reading *nightly.Reading
	readAt  time.Time

	sold soldReading
}

// readAgain is for how long the company is shown as it was read: nobody can load the
// database by asking often.
const readAgain = 10 * time.Second

func (s *session) pages() *pages {
	own, job := *s, *s.job
	job.Progress, job.Pause = nil, nil
	own.job = &job
	return &pages{session: &own, people: ofbiz.People{Zone: s.zone, ManagerRole: s.config.People.ManagerRole, NoDigests: s.config.OFBiz.WriteWith == "rest"}}
}

// webPages are the pages of a daemon; work goes on beside them until ctx ends.
func (s *session) webPages(ctx context.Context) *web.Pages {
	p := s.pages()
	return &web.Pages{
		Passwords: s.passwords,
		People:    peoplePages{p}, Accounts: p, Activities: p, Managers: p, Sales: p, Jobs: jobPages{p}, Credits: p, Finance: p, Work: p, Log: s.log, Zone: s.zone,
		Secure: s.config.Serve.TLS.Enabled(),
		Background: func(work func(context.Context)) {
			go func() { s.logBroken(nightly.Guarded(func() error { work(ctx); return nil })) }()
		},
	}
}

func (s *session) logBroken(err error) {
	if err != nil {
		s.log.Error("work for a page broke down", "error", err)
	}
}

// mayLogIn says whether passwords are safe on their way: they go over TLS, or stay on
// this machine.
func mayLogIn(settings config.Serve) bool {
	return settings.TLS.Enabled() || web.IsLoopback(settings.Listen)
}

// pagesTLS reads the pages' certificate; nil where there is none.
func pagesTLS(settings config.ServeTLS) (*tls.Config, error) {
	if !settings.Enabled() {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(settings.CertFile, settings.KeyFile)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return nil, fmt.Errorf("serve.tls: %w", path)
		}
		return nil, fmt.Errorf("serve.tls: %s and %s are no certificate with its key in PEM: %w", settings.CertFile, settings.KeyFile, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// company reads the company, for one at a time.
func (p *pages) company(ctx context.Context) (*nightly.Reading, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.reading != nil && time.Since(p.readAt) < readAgain {
		return p.reading, nil
	}
	reading, err := p.job.Read(ctx, time.Time{})
	if err == nil {
		p.reading, p.readAt = reading, time.Now()
	}
	return reading, err
}

// changed lets the next page read the company anew.
func (p *pages) changed() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.reading = nil
}

// mayWrite refuses what would pass by an OFBiz that writes its rows itself.
func (p *pages) mayWrite() error {
	if p.config.OFBiz.WriteWith != "database" {
		return &web.PersonError{Text: "ofbiz.write_with is " + p.config.OFBiz.WriteWith + ": this is only done through the database yet. Do it in OFBiz's own screens."}
	}
	return nil
}

// peoplePages knows OFBiz's logins.
type peoplePages struct{ *pages }

func (p peoplePages) Login(ctx context.Context, userLoginID string) (mapping.Login, bool, error) {
	login, err := p.people.Login(ctx, p.db, userLoginID)
	var unknown *ofbiz.UnknownLoginError
	if errors.As(err, &unknown) {
		return login, false, nil
	}
	return login, err == nil, err
}

func (p peoplePages) Actor(ctx context.Context, userLoginID string) (*mapping.Actor, error) {
	return p.people.Actor(ctx, p.db, userLoginID, time.Now())
}

// asPersons makes what OFBiz's rows don't allow a message to whoever asked for it.
func asPersons(err error) error {
	if isRefused(err) {
		return &web.PersonError{Text: err.Error()}
	}
	return err
}

// asPage turns what is not there, or can't be now, into what a page says of it.
func asPage(err error) error {
	var absent *journal.NotFoundError
	var held *journal.HeldError
	var unknown *mapping.UnknownError
	switch {
	case errors.As(err, &absent):
		return &web.NotFoundError{What: "There is no settlement " + absent.Settlement + "."}
	case errors.As(err, &unknown):
		return &web.NotFoundError{What: unknown.Error()}
	case errors.As(err, &held):
		return &web.PersonError{Text: "A settlement is being worked on at the moment. Try again in a minute."}
	case codeOf(err) == exitUsage:
		return &web.NotFoundError{What: "There is no such account in that settlement."}
	}
	return err
}
