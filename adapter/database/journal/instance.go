package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

const insertInstance = `
INSERT IGNORE INTO FAIRSHARE_INSTANCE (ORGANIZATION, INSTANCE_ID, FINGERPRINT, FIRST_SEEN_AT)
VALUES (?, ?, ?, UTC_TIMESTAMP(3))`

const selectInstance = `SELECT INSTANCE_ID, FINGERPRINT FROM FAIRSHARE_INSTANCE WHERE ORGANIZATION = ?`

const adoptInstance = `UPDATE FAIRSHARE_INSTANCE SET FINGERPRINT = ? WHERE ORGANIZATION = ?`

// What tells OFBiz databases apart and stays the same for as long as one lives:
// its name, when its units were loaded (by the index on CREATED_TX_STAMP) and when
// the organization was made. Stamps may be NULL.
const selectFingerprint = `
SELECT COALESCE(DATABASE(), ''),
  COALESCE((SELECT CAST(MIN(CREATED_TX_STAMP) AS CHAR) FROM UOM), ''),
  COALESCE(CAST(CREATED_TX_STAMP AS CHAR), '')
FROM PARTY WHERE PARTY_ID = ?`

// InstanceError says that the journal belongs to another OFBiz database than the
// one it is connected to, say production and test.
type InstanceError struct {
	Organization, Instance string
	Remembered, Found      string // fingerprints
}

func (e *InstanceError) Error() string {
	return fmt.Sprintf("the journal of %s (instance %s) belongs to another OFBiz database than the connected one (fingerprint %.8s, found %.8s): correct ofbiz.database in the configuration; if the database was really renamed or moved, run \"fairshare migrate --adopt\"",
		e.Organization, e.Instance, e.Remembered, e.Found)
}

type instanceRow struct {
	Instance    string `db:"INSTANCE_ID"`
	Fingerprint string `db:"FINGERPRINT"`
}

// CheckInstance makes sure that the journal belongs to the connected OFBiz
// database. The first call remembers it. It returns the installation's id, a
// random one; the error of a wrong database is an *InstanceError.
func (j *Journal) CheckInstance(ctx context.Context) (instance string, err error) {
	found, err := j.fingerprint(ctx)
	if err != nil {
		return "", err
	}
	row, err := j.readInstance(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		if _, err := j.DB.ExecContext(ctx, j.qualify(insertInstance), j.Organization, randomID(), found); err != nil {
			return "", fmt.Errorf("remember the instance of %s: %w", j.Organization, err)
		}
		row, err = j.readInstance(ctx) // of two first runs one was remembered
	}
	if err != nil {
		return "", err
	}
	if row.Fingerprint != found {
		return row.Instance, &InstanceError{j.Organization, row.Instance, row.Fingerprint, found}
	}
	return row.Instance, nil
}

func (j *Journal) readInstance(ctx context.Context) (row instanceRow, err error) {
	if err = j.DB.GetContext(ctx, &row, j.qualify(selectInstance), j.Organization); err != nil {
		return row, fmt.Errorf("read the instance of %s: %w", j.Organization, orMigrate(err))
	}
	return row, nil
}

// AdoptInstance makes the connected OFBiz database the journal's own, after a
// person has decided that it is.
func (j *Journal) AdoptInstance(ctx context.Context) error {
	found, err := j.fingerprint(ctx)
	if err != nil {
		return err
	}
	if _, err := j.DB.ExecContext(ctx, j.qualify(adoptInstance), found, j.Organization); err != nil {
		return fmt.Errorf("adopt the database for %s: %w", j.Organization, err)
	}
	return nil
}

func (j *Journal) fingerprint(ctx context.Context) (string, error) {
	var name, units, organization string
	err := j.DB.QueryRowContext(ctx, selectFingerprint, j.Organization).Scan(&name, &units, &organization)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("organization %s is not a party of the OFBiz database: correct organization in the configuration", j.Organization)
	}
	if err != nil {
		return "", fmt.Errorf("recognize the OFBiz database of %s: %w", j.Organization, err)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{name, units, organization}, "\x00")))
	return hex.EncodeToString(sum[:]), nil
}

func randomID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}
