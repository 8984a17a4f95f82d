package rest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/rest"
	"fairshare/mapping"
)

// cell is an answer and what it means to a write, to a question and to a login.
type cell struct {
	name               string
	answer             http.HandlerFunc
	write, read, login rest.Kind
}

func answer(status int, kind, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func cut(w http.ResponseWriter, _ *http.Request) {
	if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
		_ = connection.Close()
	}
}

const (
	asJSON = "application/json"
	said   = `{"statusCode":0,"statusDescription":"x","errorType":"ServiceError","errorMessage":"returned error","errorDescription":"because <i>it</i>\nis so"}`
	noAuth = `{"statusCode":500,"errorType":"ServiceAuthException","errorMessage":"no","errorDescription":"Access refused"}`
)

// cells are the rows of the answer matrix.
var cells = []cell{
	{"200 HTML", answer(200, "text/html", "<html>log in</html>"), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 truncated JSON", answer(200, asJSON, `{"statusCode":200,"data":{"invoiceId":"FSR`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 two JSONs", answer(200, asJSON, `{"statusCode":200,"data":{}} {}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 JSON called text", answer(200, "text/plain", `{"statusCode":200,"data":{}}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 list", answer(200, asJSON, `{"statusCode":200,"data":[]}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 without data", answer(200, asJSON, `{"statusCode":200}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 that says 500 inside", answer(200, asJSON, `{"statusCode":500,"data":{}}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 wrong types", answer(200, asJSON, `{"statusCode":200,"data":{"invoiceId":1,"contentId":1,"inventoryItemId":1,"component":1,"access_token":1}}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"200 about something else", answer(200, asJSON, `{"statusCode":200,"data":{"invoiceId":"FSOTHER"}}`), rest.Doubtful, rest.Setup, rest.Setup},
	{"200 too long", answer(200, asJSON, `{"statusCode":200,"data":{"x":"`+strings.Repeat("x", 2<<20)+`"}}`), rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"201", answer(201, asJSON, `{"statusCode":201,"data":{}}`), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"204", answer(204, asJSON, ""), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"302", answer(302, "text/html", "", "Location", "/accounting/control/login"), rest.Doubtful, rest.Unreachable, rest.Setup},
	{"400 JSON", answer(400, asJSON, said), rest.Refused, rest.Refused, rest.Setup},
	{"400 text", answer(400, "text/plain", "Unexpected end-of-input"), rest.Refused, rest.Refused, rest.Setup},
	{"401", answer(401, asJSON, said), rest.Setup, rest.Setup, rest.Setup},
	{"403", answer(403, asJSON, said), rest.Setup, rest.Setup, rest.Setup},
	{"404", answer(404, asJSON, said), rest.Setup, rest.Setup, rest.Setup},
	{"405", answer(405, asJSON, said), rest.Setup, rest.Setup, rest.Setup},
	{"409", answer(409, asJSON, said), rest.Refused, rest.Refused, rest.Setup},
	{"415", answer(415, asJSON, said), rest.Setup, rest.Setup, rest.Setup},
	{"422", answer(422, asJSON, said), rest.Refused, rest.Refused, rest.Setup},
	{"429", answer(429, "text/html", "later", "Retry-After", "7"), rest.Busy, rest.Busy, rest.Unreachable},
	{"500", answer(500, asJSON, `{"statusCode":500,"errorType":"GenericServiceException","errorMessage":"x"}`), rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"500 HTML", answer(500, "text/html", "<html>"), rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"500 not permitted", answer(500, asJSON, noAuth), rest.Setup, rest.Setup, rest.Unreachable},
	{"502", answer(502, "text/html", "<html>"), rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"503", answer(503, "text/html", "<html>", "Retry-After", "3600"), rest.Busy, rest.Busy, rest.Unreachable},
	{"504", answer(504, "text/html", "<html>"), rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"cut", cut, rest.Doubtful, rest.Unreachable, rest.Unreachable},
	{"silence", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, rest.Doubtful, rest.Unreachable, rest.Unreachable},
}

// calls are all that the client can do.
var calls = map[string]func(context.Context, *rest.Client) error{
	"login":    func(ctx context.Context, c *rest.Client) error { return c.Login(ctx) },
	"versions": func(ctx context.Context, c *rest.Client) error { _, err := c.Versions(ctx); return err },
	"invoice":  func(ctx context.Context, c *rest.Client) error { return c.WriteInvoice(ctx, invoice(), time.UTC) },
	"cancel": func(ctx context.Context, c *rest.Client) error {
		_, err := c.CancelInvoice(ctx, "FSREC1", "Company-USD-20261101")
		return err
	},
	"document": func(ctx context.Context, c *rest.Client) error {
		return c.Attach(ctx, "FSDOC", mapping.Document{Name: "a.csv", Format: "csv", Party: "MIK", MimeType: "text/csv", Content: []byte("a;b")})
	},
	"credit": func(ctx context.Context, c *rest.Client) error {
		return c.ProposeCredit(ctx, rest.Credit{ID: "FSRECCR1", Login: "dave", Product: "FIRMWARE", Facility: "FAC_DAVE", Quantity: 2_500_000, Key: "FAIRSHARE FSRECCR1", Reason: "knock & detection"}, time.UTC)
	},
	"decision": func(ctx context.Context, c *rest.Client) error {
		return c.DecideCredit(ctx, rest.CreditDecision{ID: "FSRECCR1", Login: "boss", Approve: true})
	},
}

// TestAnswers holds every cell of the matrix against every call: its kind, that the
// error is one line with the call in front, that a write was sent once (after 401
// twice), and how long a doubt lasts.
func TestAnswers(t *testing.T) {
	for name, call := range calls {
		for _, c := range cells {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				s := newStub(t, c.answer)
				want, sent := c.write, int64(1)
				switch name {
				case "login":
					s.login, s.answer, want, sent = c.answer, nil, c.login, 0
				case "versions":
					want = c.read
				}
				if c.name == "401" && name != "login" {
					sent = 2
				}
				with := settings(s.URL)
				if c.name != "silence" {
					with.Timeout = time.Minute
				}
				err := call(t.Context(), newClient(t, with))
				if err == nil || kindOf(t, err) != want {
					t.Fatalf("kind %v, want %v: %v", kindOf(t, err), want, err)
				}
				if got := s.calls.Load(); got != sent && !(name == "versions" && c.name == "cut") { // Go itself repeats a GET
					t.Errorf("sent %d times, want %d", got, sent)
				}
				if text := err.Error(); strings.ContainsAny(text, "\n\r") || len(text) > 1200 || strings.Contains(text, "a.b.c") {
					t.Errorf("the error is not one short line without the token: %q", text)
				}
				wait, doubtful := rest.InDoubt(err)
				if doubtful != (want == rest.Doubtful || want == rest.Busy) {
					t.Errorf("in doubt: %v", doubtful)
				}
				switch {
				case c.name == "429" && doubtful && wait != 7*time.Second:
					t.Errorf("wait %v, want what Retry-After says", wait)
				case c.name == "503" && doubtful && wait != time.Minute:
					t.Errorf("wait %v, want at most the timeout", wait)
				case want == rest.Doubtful && c.name != "silence" && (wait < 30*time.Second || wait > time.Minute):
					t.Errorf("wait %v, want what is left of a minute", wait)
				}
			})
		}
	}
}
