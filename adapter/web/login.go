package web

import (
	"context"
	"net"
	"net/http"
	"strings"

	"fairshare/mapping"
)

// maxPassword is longer than any password: none is made for the cost of its digest.
const maxPassword = 1000

func (p *Pages) cookieName() string {
	if p.Secure {
		return "__Host-fairshare"
	}
	return "fairshare"
}

// setCookie sets a cookie of the browser's session, which scripts can't read.
func (p *Pages) setCookie(w http.ResponseWriter, name, value string) {
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode} // #nosec G124 -- without TLS there is only this machine
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

func (p *Pages) showLogin(w http.ResponseWriter, r *http.Request) {
	p.askLogin(w, r, http.StatusOK, "")
}

// askLogin shows the form. What it carries is in a cookie too, so that another site
// can't log somebody in as somebody else.
func (p *Pages) askLogin(w http.ResponseWriter, r *http.Request, status int, complaint string) {
	token := secret()
	p.setCookie(w, p.cookieName()+"-login", token)
	v := &visit{w: w, r: r, csrf: token}
	p.show(v, status, "Log in", "login", struct{ Login, Complaint string }{r.PostFormValue("login"), complaint})
}

const wrongPassword = "Login or password is wrong, or the login is disabled in OFBiz."

// logIn lets somebody in, with a session that nobody knew before.
func (p *Pages) logIn(w http.ResponseWriter, r *http.Request) {
	token, err := r.Cookie(p.cookieName() + "-login")
	if err != nil || token.Value == "" || !same([]byte(token.Value), []byte(r.PostFormValue("csrf"))) {
		p.askLogin(w, r, http.StatusForbidden, "The form was too old, or cookies are switched off. Please try again.")
		return
	}
	userLoginID, password := strings.TrimSpace(r.PostFormValue("login")), r.PostFormValue("password")
	address := addressOf(r)
	if !p.throttle.Try(mapping.FoldedID(userLoginID), address, p.now()) {
		p.Log.Warn("log in: too many wrong passwords", "login", userLoginID, "address", address)
		p.askLogin(w, r, http.StatusTooManyRequests, "Too many wrong passwords. Wait five minutes and try again.")
		return
	}
	known, complaint, err := p.check(r, userLoginID, password)
	if err != nil {
		p.fail(&visit{w: w, r: r}, err)
		return
	}
	if complaint != "" {
		p.Log.Warn("log in: refused", "login", userLoginID, "address", address)
		p.askLogin(w, r, http.StatusForbidden, complaint)
		return
	}
	p.throttle.Good(mapping.FoldedID(userLoginID), address)
	p.begin(w, r, known)
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request, userLoginID string) {
	if old, err := r.Cookie(p.cookieName()); err == nil {
		p.sessions.End(old.Value)
	}
	p.setCookie(w, p.cookieName()+"-login", "")
	p.setCookie(w, p.cookieName(), p.sessions.Begin(userLoginID, p.now()))
	p.Log.Info("logged in", "login", userLoginID)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// Passwords asks OFBiz itself whether a password is a login's.
type Passwords interface {
	Right(ctx context.Context, userLoginID, password string) (bool, error)
}

// check looks at a password, for a few people at a time. It gives the login as OFBiz
// spells it, or the complaint that its user gets.
func (p *Pages) check(r *http.Request, userLoginID, password string) (known, complaint string, err error) {
	select {
	case p.checking <- struct{}{}:
		defer func() { <-p.checking }()
	case <-r.Context().Done():
		return "", "", r.Context().Err()
	}
	if p.Passwords != nil {
		return p.ask(r.Context(), userLoginID, password)
	}
	login, found, err := p.People.Login(r.Context(), userLoginID)
	if err != nil {
		return "", "", err
	}
	if len(password) > maxPassword || !found || !login.Enabled || !strings.HasPrefix(login.PasswordDigest, "{PBKDF2") {
		waste(password[:min(len(password), maxPassword)])
	}
	if len(password) > maxPassword || password == "" || !found || !login.Enabled || login.PasswordDigest == "" {
		return "", wrongPassword, nil
	}
	right, err := matches(login.PasswordDigest, password)
	if err != nil {
		p.Log.Error("log in", "login", login.UserLoginID, "error", err)
	}
	if !right {
		return "", wrongPassword, nil
	}
	return letIn(login)
}

// ask has OFBiz look at the password. Only then the login is read: OFBiz enables it
// when the time for which it was locked is over.
func (p *Pages) ask(ctx context.Context, userLoginID, password string) (known, complaint string, err error) {
	if len(password) > maxPassword {
		return "", wrongPassword, nil
	}
	right, err := p.Passwords.Right(ctx, userLoginID, password)
	if err != nil || !right {
		return "", wrongPassword, err
	}
	login, found, err := p.People.Login(ctx, userLoginID)
	if err != nil || !found || !login.Enabled {
		return "", wrongPassword, err
	}
	return letIn(login)
}

func letIn(login mapping.Login) (known, complaint string, err error) {
	if login.MustChange {
		return "", "OFBiz wants you to choose a new password first: log in there, change it, then come back.", nil
	}
	return login.UserLoginID, "", nil
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (p *Pages) logOut(v *visit) error {
	p.sessions.End(v.id)
	p.setCookie(v.w, p.cookieName(), "")
	p.Log.Info("logged out", "login", v.actor.UserLoginID)
	http.Redirect(v.w, v.r, "/login", http.StatusSeeOther)
	return nil
}

// home is the page that somebody most likely wants.
func (p *Pages) home(v *visit) error {
	to := "/activities"
	switch {
	case v.actor.PartyID != "" && v.actor.MaySeeParty(v.actor.PartyID) == nil && v.actor.MaySeeAll() != nil:
		to = partyPath(v.actor.PartyID)
	case v.actor.MaySeeAll() == nil:
		to = "/settlements"
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}
