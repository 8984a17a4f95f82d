package journal

import (
	"context"
	"fmt"
	"slices"
)

// The database's own machine, which a copy of the tables does not have.
const selectServer = `SELECT @@hostname`

const selectMailHomes = `SELECT SERVER FROM FAIRSHARE_MAIL_HOME WHERE ORGANIZATION = ?`

const insertMailHome = `INSERT IGNORE INTO FAIRSHARE_MAIL_HOME (ORGANIZATION, SERVER, SINCE) VALUES (?, ?, UTC_TIMESTAMP(3))`

// MailHomeError says that the database lies on another server than those from which
// mail is sent: it is a copy, or it has moved.
type MailHomeError struct {
	Server string
	Homes  []string
}

func (e *MailHomeError) Error() string {
	return fmt.Sprintf("no mail is sent: this database is on the server %s, and mail was sent from %v: on a copy, take the section mail out of the configuration; if the database has moved here, run \"fairshare mail adopt\"", e.Server, e.Homes)
}

// CheckMailHome makes sure that mail may be sent from the connected database; the
// error is a *MailHomeError where not. Where none was ever sent it may.
func (j *Journal) CheckMailHome(ctx context.Context) error {
	server, homes, err := j.mailHomes(ctx)
	if err != nil || len(homes) == 0 || slices.Contains(homes, server) {
		return err
	}
	return &MailHomeError{server, homes}
}

// ClaimMailHome is CheckMailHome for whoever sends: the first server is remembered.
func (j *Journal) ClaimMailHome(ctx context.Context) error {
	server, homes, err := j.mailHomes(ctx)
	switch {
	case err != nil:
		return err
	case len(homes) == 0:
		return j.AdoptMailHome(ctx)
	case !slices.Contains(homes, server):
		return &MailHomeError{server, homes}
	}
	return nil
}

// AdoptMailHome lets mail be sent from the connected database, after a person has
// decided that it is no copy.
func (j *Journal) AdoptMailHome(ctx context.Context) error {
	server, _, err := j.mailHomes(ctx)
	if err != nil {
		return err
	}
	if _, err := j.DB.ExecContext(ctx, j.qualify(insertMailHome), j.Organization, server); err != nil {
		return fmt.Errorf("remember the database's server: %w", err)
	}
	return nil
}

func (j *Journal) mailHomes(ctx context.Context) (server string, homes []string, err error) {
	if err := j.DB.GetContext(ctx, &server, selectServer); err != nil {
		return "", nil, fmt.Errorf("ask for the database's server: %w", err)
	}
	if err := j.DB.SelectContext(ctx, &homes, j.qualify(selectMailHomes), j.Organization); err != nil {
		return "", nil, fmt.Errorf("read from which servers mail is sent: %w", orMigrate(err))
	}
	return server, homes, nil
}
