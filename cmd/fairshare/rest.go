package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"fairshare/adapter/rest"
	"fairshare/cmd/internal/nightly"
	"fairshare/config"
	"fairshare/mapping"
)

// writeWithREST makes the nightly job write through OFBiz's services.
func (s *session) writeWithREST() error {
	settings, err := restOf(s.config)
	if err != nil {
		return withExit(exitConfig, err)
	}
	accepted := s.job.Rules.Accepted
	probe := []mapping.Finding{{Code: rest.CodeTokenKey, Severity: mapping.Blocking, Key: settings.URL}}
	mapping.Accept(probe, accepted)
	settings.AcceptPublishedKey = !mapping.Blocked(probe)
	client, err := rest.New(settings)
	if err != nil {
		return withExit(exitConfig, err)
	}
	s.job.Writer = nightly.RESTWriter{
		Client: client, DB: s.db, Zone: s.zone, Database: s.config.OFBiz.Database.Name, Accepted: accepted, ManagerRole: s.config.People.ManagerRole,
	}
	s.job.AtOnce = 1
	s.passwords = rest.Passwords{Settings: settings}
	return nil
}

// restOf turns the configuration into the settings of the client.
func restOf(c *config.Config) (rest.Settings, error) {
	r := c.OFBiz.REST
	settings := rest.Settings{URL: r.URL, User: r.User, Password: r.Password.Reveal(), Timeout: time.Duration(r.TimeoutSeconds) * time.Second}
	if r.CAFile == "" {
		return settings, nil
	}
	authorities, err := os.ReadFile(r.CAFile)
	if err != nil {
		return settings, fmt.Errorf("ofbiz.rest.ca_file: %w", err)
	}
	settings.CA = x509.NewCertPool()
	if !settings.CA.AppendCertsFromPEM(authorities) {
		return settings, fmt.Errorf("ofbiz.rest.ca_file: %s holds no PEM certificate", r.CAFile)
	}
	return settings, nil
}

// checkREST asks OFBiz what it is; that it can't be asked is a finding.
func (s *session) checkREST(ctx context.Context, writer nightly.RESTWriter) (string, []mapping.Finding) {
	url := s.config.OFBiz.REST.URL
	findings, err := writer.Check(ctx)
	if err != nil {
		findings = append(findings, mapping.Finding{Code: "REST_CALL", Severity: mapping.Blocking, Entity: "OFBiz", Key: url, Text: err.Error()})
	}
	return fmt.Sprintf("%s as %s: %d findings", url, s.config.OFBiz.REST.User, len(findings)), findings
}
