package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"time"

	"fairshare/adapter/database"
	"fairshare/config"
)

// databaseOf turns the configuration into the settings of the connection.
func databaseOf(c *config.Config, zone *time.Location) (database.Config, error) {
	d := c.OFBiz.Database
	encryption, err := tlsOf(d)
	if err != nil {
		return database.Config{}, err
	}
	return database.Config{
		Address:  d.Address,
		Name:     d.Name,
		User:     d.User,
		Password: d.Password.Reveal(),
		Zone:     zone,
		TLS:      encryption,

		ReadTimeout: time.Duration(d.TimeoutSeconds) * time.Second,
	}, nil
}

// tlsOf is nil where the connection is not to be encrypted.
func tlsOf(d config.Database) (*tls.Config, error) {
	if !d.TLS.Enabled() {
		return nil, nil
	}
	t := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: d.TLS.ServerName}
	if host, _, err := net.SplitHostPort(d.Address); err == nil && t.ServerName == "" {
		t.ServerName = host
	}
	if d.TLS.CAFile != "" {
		authorities, err := os.ReadFile(d.TLS.CAFile)
		if err != nil {
			return nil, fmt.Errorf("ofbiz.database.tls.ca_file: %w", err)
		}
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM(authorities) {
			return nil, fmt.Errorf("ofbiz.database.tls.ca_file: %s holds no PEM certificate", d.TLS.CAFile)
		}
	}
	if d.TLS.CertFile != "" {
		own, err := tls.LoadX509KeyPair(d.TLS.CertFile, d.TLS.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("ofbiz.database.tls.cert_file: %w", err)
		}
		t.Certificates = []tls.Certificate{own}
	}
	return t, nil
}
