package rest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// stub answers logins itself, unless told otherwise, and every call as it is told.
type stub struct {
	URL    string
	login  http.HandlerFunc // nil: a token
	answer http.HandlerFunc
	tokens atomic.Int64 // that were asked for
	calls  atomic.Int64
}

func newStub(t *testing.T, answer http.HandlerFunc) *stub {
	t.Helper()
	s := &stub{answer: answer}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	s.URL = server.URL + "/rest"
	return s
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/rest/auth/token":
		s.calls.Add(1)
		readFirst(s.answer)(w, r)
	case s.login != nil:
		s.tokens.Add(1)
		readFirst(s.login)(w, r)
	default:
		s.tokens.Add(1)
		token(w, "a.b.c", "1800")
	}
}

// readFirst reads the request before it is answered, after which the server notices
// that a client goes away.
func readFirst(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, r)
	}
}

func token(w http.ResponseWriter, text, lifetime string) {
	say(w, 200, map[string]any{"statusCode": 200, "data": map[string]string{"access_token": text, "token_type": "Bearer", "expires_in": lifetime}})
}

func say(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that is gone is the client's business
}

// settings are good ones.
func settings(url string) rest.Settings {
	return rest.Settings{URL: url, User: "fairshare", Password: "p&ss wörd", Timeout: time.Second}
}

func newClient(t *testing.T, s rest.Settings) *rest.Client {
	t.Helper()
	client, err := rest.New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// invoice is a payout of two items.
func invoice() mapping.Invoice {
	return mapping.Invoice{
		ID: "FSREC1", Type: "COMMISSION_INVOICE", Party: "MIK", Company: "Company", Status: "INVOICE_IN_PROCESS",
		Date: time.Date(2026, 10, 31, 12, 34, 56, 789e6, time.UTC), Currency: "USD", Decimals: 2, Total: 1235, Reference: "Company-USD-20261101",
		Description: `Fair share & "quotes" of MIK`,
		Items: []mapping.InvoiceItem{
			{Seq: "00001", Type: "COMM_INV_ITEM", Activity: "FIRMWARE", Amount: 1335, Description: "FIRMWARE: 30.00 % of 44.5 & more"},
			{Seq: "00002", Type: "COMM_INV_ITEM", Amount: -100, Description: "Balance carried from before"},
		},
	}
}

// kindOf is the kind of an error of this package; Other for none.
func kindOf(t *testing.T, err error) rest.Kind {
	t.Helper()
	if err == nil {
		return rest.Other
	}
	e := rest.As(err)
	if e == nil {
		t.Fatalf("an error of another kind: %v", err)
	}
	return e.Kind
}
