// Package resttest is an OFBiz with Fairshare's component, for tests: it answers as
// OFBiz's REST API does and executes the component's services on a real database as
// their Groovy does, each in one transaction. At any call a fault can strike.
package resttest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha512"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The account that may do everything the component asks FAIRSHARE_FINANCE for.
const (
	User     = "fairshare"
	Password = "not-ofbiz"
)

// OFBiz is a running one.
type OFBiz struct {
	URL      string // http://127.0.0.1:port/rest
	DB       *sql.DB
	Zone     *time.Location
	Versions map[string]string // what fairshareVersions tells, over the usual
	Lifetime int               // of a token, in seconds
	Key      string            // that signs tokens
	People   map[string]string // passwords of further logins, which get a token and may call nothing

	mutex  sync.Mutex
	calls  []string // services called, tokens among them
	faults map[int]Fault
	struck int
	logins []int // statuses of the logins
	busy   sync.WaitGroup
}

// New starts an OFBiz on a database; it stops with the test.
func New(t testing.TB, db *sql.DB, zone *time.Location) *OFBiz {
	t.Helper()
	o := &OFBiz{DB: db, Zone: zone, Lifetime: 1800, Key: rand.Text() + rand.Text() + rand.Text(), faults: map[int]Fault{}}
	server := httptest.NewServer(o)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		o.busy.Wait()
	})
	o.URL = server.URL + "/rest"
	return o
}

// Reset forgets calls and faults.
func (o *OFBiz) Reset() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.calls, o.faults, o.struck, o.logins = nil, map[int]Fault{}, 0, nil
}

// At has a fault strike at the n-th call from now, the first is 1.
func (o *OFBiz) At(n int, f Fault) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.faults[len(o.calls)+n] = f
}

// Struck is how many faults have struck.
func (o *OFBiz) Struck() int {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.struck
}

// Calls are the services that were called, in order; a login is "token".
func (o *OFBiz) Calls() []string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return slices.Clone(o.calls)
}

// Settle waits until nothing is under way any more.
func (o *OFBiz) Settle() { o.busy.Wait() }

// services are the component's operations by verb and path.
var services = map[string]string{
	"GET /rest/fairshare/versions":           "fairshareVersions",
	"POST /rest/fairshare/invoices":          "fairshareWriteInvoice",
	"POST /rest/fairshare/cancellations":     "fairshareCancelInvoice",
	"POST /rest/fairshare/documents":         "fairshareAttachDocument",
	"POST /rest/fairshare/credits":           "fairshareProposeCredit",
	"POST /rest/fairshare/credits/decisions": "fairshareDecideCredit",
	"POST /rest/auth/token":                  "token",
}

// ServeHTTP answers, or does what the fault of this call says.
func (o *OFBiz) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	service, known := services[r.Method+" "+r.URL.Path]
	fault := o.note(service)
	o.busy.Add(1)
	defer o.busy.Done()
	answer := func() response {
		switch {
		case service == "token":
			return o.login(r)
		case !known:
			return o.unknown(r)
		}
		return o.call(r, service, body)
	}
	fault.serve(o, w, r, answer)
}

func (o *OFBiz) note(service string) Fault {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.calls = append(o.calls, service)
	fault, strikes := o.faults[len(o.calls)]
	if strikes {
		o.struck++
	}
	return fault
}

// response is a status, a type and a body.
type response struct {
	status int
	kind   string
	body   []byte
	header http.Header
}

func (a response) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that is gone is the client's business
}

// JSON is an answer in OFBiz's envelope.
func envelope(status int, fields map[string]any) response {
	fields["statusCode"], fields["statusDescription"] = status, description(status)
	body, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		panic(err) // maps of texts
	}
	return response{status: status, kind: "application/json", body: body}
}

func description(status int) string {
	if status == http.StatusUnprocessableEntity {
		return "Unprocessable Entity"
	}
	return http.StatusText(status)
}

func failed(status int, message string) response {
	return envelope(status, map[string]any{"errorMessage": message})
}

func (o *OFBiz) unknown(r *http.Request) response {
	for operation := range services {
		if _, path, _ := strings.Cut(operation, " "); path == r.URL.Path {
			return failed(http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed")
		}
	}
	return failed(http.StatusNotFound, "HTTP 404 Not Found")
}

// login grants a token to the one account there is.
func (o *OFBiz) login(r *http.Request) response {
	user, password, ok := r.BasicAuth()
	switch {
	case !ok:
		return failed(http.StatusUnauthorized, "Unauthorized: Access is denied due to invalid or absent Authorization header")
	case o.People[user] != "" && o.People[user] == password:
	case user != User:
		return failed(http.StatusForbidden, "Access Denied: User not found.")
	case password != Password:
		return failed(http.StatusForbidden, "Access Denied: Password incorrect.")
	}
	return envelope(http.StatusOK, map[string]any{"successMessage": "Token granted.", "data": map[string]any{
		"access_token": o.token(time.Now().Add(time.Duration(o.Lifetime) * time.Second)), "token_type": "Bearer", "expires_in": itoa(o.Lifetime)}})
}

// Token is one that lasts for an hour.
func (o *OFBiz) Token() string { return o.token(time.Now().Add(time.Hour)) }

func (o *OFBiz) token(until time.Time) string {
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(map[string]string{"alg": "HS512", "typ": "JWT"}) + "." + part(map[string]any{"userLoginId": User, "exp": until.Unix(), "iss": "ApacheOFBiz"})
	return signed + "." + o.sign(signed)
}

func (o *OFBiz) sign(text string) string {
	mac := hmac.New(sha512.New, []byte(o.Key))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// authorized says why a call's token is not accepted.
func (o *OFBiz) authorized(r *http.Request) (response, bool) {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	parts := strings.Split(token, ".")
	if !bearer || len(parts) != 3 {
		return failed(http.StatusUnauthorized, "Unauthorized: Access is denied due to invalid or absent Authorization header."), false
	}
	if o.sign(parts[0]+"."+parts[1]) != parts[2] {
		return failed(http.StatusUnauthorized, "Unauthorized: The Token's Signature resulted invalid when verified using the Algorithm: HmacSHA512"), false
	}
	var claims struct {
		Until int64 `json:"exp"`
	}
	text, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if json.Unmarshal(text, &claims) != nil || time.Now().Unix() >= claims.Until {
		return failed(http.StatusUnauthorized, "Unauthorized: The Token has expired on "+time.Unix(claims.Until, 0).UTC().Format(time.RFC3339)+"."), false
	}
	return response{}, true
}
