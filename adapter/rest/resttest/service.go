package resttest

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an error of a service: OFBiz answers 422 and rolls back.
type refusal struct{ text string }

func (e refusal) Error() string { return e.text }

func refuse(format string, args ...any) error {
	return refusal{"Fairshare: " + fmt.Sprintf(format, args...)}
}

// parameters are a call's, as OFBiz hands them to a service.
type parameters map[string]any

func (p parameters) text(name string) string {
	text, _ := p[name].(string)
	return text
}

// call runs a service in one transaction and answers as OFBiz does.
func (o *OFBiz) call(r *http.Request, service string, body []byte) response {
	if refused, ok := o.authorized(r); !ok {
		return refused
	}
	var p parameters
	if r.Method == http.MethodPost {
		if err := json.Unmarshal(body, &p); err != nil {
			return response{status: http.StatusBadRequest, kind: "text/plain", body: []byte(err.Error())}
		}
	}
	data, err := o.inTransaction(func(ctx context.Context, tx *sql.Tx) (map[string]any, error) {
		switch service {
		case "fairshareVersions":
			return o.versions(ctx, tx)
		case "fairshareWriteInvoice":
			return o.writeInvoice(ctx, tx, p)
		case "fairshareCancelInvoice":
			return o.cancelInvoice(ctx, tx, p)
		case "fairshareAttachDocument":
			return o.attachDocument(ctx, tx, p)
		case "fairshareProposeCredit":
			return o.proposeCredit(ctx, tx, p)
		}
		return o.decideCredit(ctx, tx, p)
	})
	if err != nil {
		return serviceError(service, err)
	}
	return envelope(http.StatusOK, map[string]any{"data": data})
}

func serviceError(service string, err error) response {
	var refused refusal
	if errors.As(err, &refused) {
		return envelope(http.StatusUnprocessableEntity, map[string]any{"errorType": "ServiceError",
			"errorMessage": service + " returned error. The request contained invalid information and could not be processed.", "errorDescription": refused.text})
	}
	text := err.Error()
	if strings.Contains(text, "1062") || strings.Contains(text, "1452") || strings.Contains(text, "1406") || strings.Contains(text, "1366") {
		return serviceError(service, refuse("(conn=1) %s", text)) // what the database will never take
	}
	return envelope(http.StatusInternalServerError, map[string]any{"errorType": "GenericServiceException",
		"errorMessage": service + " execution failed. The service encountered an error; please try again later.", "errorDescription": text})
}

func (o *OFBiz) inTransaction(work func(context.Context, *sql.Tx) (map[string]any, error)) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tx, err := o.DB.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	data, err := work(ctx, tx)
	if err != nil {
		return nil, err
	}
	return data, tx.Commit()
}

func (o *OFBiz) versions(ctx context.Context, tx *sql.Tx) (map[string]any, error) {
	var name string
	if err := tx.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&name); err != nil {
		return nil, err
	}
	data := map[string]any{"component": "2", "ofbiz": "24.09.07", "entityEngine": "default", "database": name + " MariaDB 10.11",
		"zone": o.Zone.String(), "now": time.Now().UTC().Format(time.RFC3339Nano), "permissions": permissions, "managerRole": managerRole}
	for key, value := range o.Versions {
		data[key] = value
	}
	return data, nil
}

// insert writes a row with OFBiz's four stamps.
func (o *OFBiz) insert(ctx context.Context, tx *sql.Tx, table, columns string, values ...any) error {
	now := o.now()
	query := "INSERT INTO " + table + " (" + columns + ", LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP, CREATED_STAMP, CREATED_TX_STAMP) VALUES (" +
		strings.Repeat("?, ", len(values)) + "?, ?, ?, ?)"
	_, err := tx.ExecContext(ctx, query, append(values, now, now, now, now)...)
	return err
}

// now is the time as OFBiz writes it.
func (o *OFBiz) now() string { return time.Now().In(o.Zone).Format("2006-01-02 15:04:05.000") }

// exists counts rows.
func exists(ctx context.Context, tx *sql.Tx, query string, args ...any) (bool, error) {
	var count int
	err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+query, args...).Scan(&count)
	return count > 0, err
}

func itoa(n int) string { return strconv.Itoa(n) }

// orNull is NULL for an empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
