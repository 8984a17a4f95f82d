package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// People knows OFBiz's logins.
type People interface {
	// Login is what is needed to let somebody in; known is false if there is none.
	Login(ctx context.Context, userLoginID string) (login mapping.Login, known bool, err error)
	// Actor is what a login may do now.
	Actor(ctx context.Context, userLoginID string) (*mapping.Actor, error)
}

// Accounts are the accounts of parties.
type Accounts interface {
	Account(ctx context.Context, party calc.PartyID) (Account, error)
	Statement(ctx context.Context, party calc.PartyID, settlement string) (mapping.Statement, error)
	StatementFile(ctx context.Context, party calc.PartyID, settlement, format string) (mapping.Document, error)
	Explain(ctx context.Context, party calc.PartyID, settlement string, activity calc.ActivityID) (mapping.ExplainDocument, error)
}

// Account is a party with what every settlement left of its balance, the newest first.
type Account struct {
	Party       mapping.Party
	Settlements []AccountLine
}

// AccountLine is how one settlement moved the balance.
type AccountLine struct {
	Settlement mapping.Settlement
	Account    mapping.Account
}

// Money is an amount in the settlement's currency.
func (l AccountLine) Money(m calc.Minor) string { return m.Text(l.Settlement.Decimals) }

// LastDay is the last day that the settlement covers.
func (l AccountLine) LastDay() string { return mapping.LastDay(l.Settlement) }

// Pages are what people see in a browser after they have logged in with their login
// of OFBiz. Every request asks OFBiz anew who somebody is and what they may do.
type Pages struct {
	People     People
	Accounts   Accounts
	Activities Activities
	Managers   Managers
	Sales      Sales
	Jobs       Jobs
	Credits    Credits
	Finance    Finance
	Work       Work
	Passwords  Passwords // nil: the digests that People has are compared
	Log        *slog.Logger
	Secure     bool           // the pages go over TLS, so cookies do too
	Zone       *time.Location // in which people read and give days
	Background func(work func(context.Context))

	sessions sessions
	throttle throttle
	checking chan struct{} // bounds how many passwords are looked at at once
	draft    draft
	now      func() time.Time
}

// pageTime is how long a page may take: a large company is read anew for it.
const pageTime = 2 * time.Minute

// formBytes is more than any form here has.
const formBytes = 64 << 10

// Handler is all pages, for Server.Pages.
func (p *Pages) Handler() http.Handler {
	p.checking = make(chan struct{}, 2)
	if p.now == nil {
		p.now = time.Now
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /style.css", showStyle)
	mux.HandleFunc("GET /login", p.showLogin)
	mux.HandleFunc("POST /login", p.logIn)
	mux.HandleFunc("POST /logout", p.person(p.logOut))
	for pattern, page := range p.routes() {
		mux.HandleFunc(pattern, p.person(page))
	}
	mux.HandleFunc("/", p.person(func(*visit) error { return errNotFound }))
	return guarded(mux)
}

// routes are the pages of people who have logged in.
func (p *Pages) routes() map[string]func(*visit) error {
	return map[string]func(*visit) error{
		"GET /{$}":             p.home,
		"GET /parties/{party}": p.account,
		"GET /parties/{party}/settlements/{settlement}":                    p.statement,
		"GET /parties/{party}/settlements/{settlement}/statement/{format}": p.statementFile,
		"GET /parties/{party}/settlements/{settlement}/explain":            p.explain,
		"GET /activities":                               p.activities,
		"GET /activities/{activity}":                    p.activity,
		"POST /activities/{activity}/shares":            p.changeShare,
		"GET /activities/{activity}/sales":              p.sales,
		"GET /activities/{activity}/managers":           p.managers,
		"POST /activities/{activity}/managers":          p.appoint,
		"GET /jobs":                                     p.jobs,
		"POST /jobs/{job}/apply":                        p.applyForJob,
		"POST /jobs/{job}/accept/{party}":               p.acceptForJob,
		"GET /credits":                                  p.credits,
		"GET /credits/new":                              p.newCredit,
		"POST /credits":                                 p.proposeCredit,
		"POST /credits/{credit}":                        p.decideCredit,
		"GET /settlements":                              p.settlements,
		"GET /settlements/{settlement}":                 p.settlement,
		"GET /settlements/{settlement}/report/{format}": p.financeFile,
		"POST /settlements/{settlement}/approve":        p.approve,
		"GET /dry-run":                                  p.dryRun,
		"POST /dry-run":                                 p.startDryRun,
	}
}

// guarded keeps the pages out of caches, frames and other sites' forms.
func guarded(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for key, value := range map[string]string{
			"Cache-Control":                "no-store",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy":      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		} {
			w.Header().Set(key, value)
		}
		if r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, formBytes)
		ctx, cancel := context.WithTimeout(r.Context(), pageTime)
		defer cancel()
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(pageTime)) // else the server's own stands
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
