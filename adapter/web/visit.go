package web

import (
	"errors"
	"net/http"

	"fairshare/mapping"
)

// visit is one request of somebody who has logged in.
type visit struct {
	w     http.ResponseWriter
	r     *http.Request
	actor *mapping.Actor
	csrf  string
	id    string // of the session
}

// errNotFound is what is not there, or has no page.
var errNotFound = errors.New("there is no such page")

// PersonError is what a person can mend: the text says how.
type PersonError struct{ Text string }

func (e *PersonError) Error() string { return e.Text }

// NotFoundError is something asked for by an id that nobody has.
type NotFoundError struct{ What string }

func (e *NotFoundError) Error() string { return e.What }

// person lets only people in who have logged in, and forms only that were theirs.
func (p *Pages) person(page func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := p.visitOf(w, r)
		if err != nil {
			p.fail(&visit{w: w, r: r}, err)
			return
		}
		if v == nil {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		if r.Method == http.MethodPost && !same([]byte(r.PostFormValue("csrf")), []byte(v.csrf)) {
			p.show(v, http.StatusForbidden, "Not done", "message", "This form is not from your session. Go back, load the page again and repeat what you did.")
			return
		}
		if err := page(v); err != nil {
			p.fail(v, err)
		}
	}
}

// visitOf is nil for somebody who has not logged in, or whose login was disabled since.
func (p *Pages) visitOf(w http.ResponseWriter, r *http.Request) (*visit, error) {
	cookie, err := r.Cookie(p.cookieName())
	if err != nil {
		return nil, nil
	}
	found, ok := p.sessions.Of(cookie.Value, p.now())
	if !ok {
		return nil, nil
	}
	actor, err := p.People.Actor(r.Context(), found.userLoginID)
	if err != nil {
		return nil, err
	}
	if !actor.Enabled {
		p.sessions.End(cookie.Value)
		return nil, nil
	}
	return &visit{w, r, actor, found.csrf, cookie.Value}, nil
}

// fail shows what went wrong: to a person what they can do, to the log the rest.
func (p *Pages) fail(v *visit, err error) {
	var denied *mapping.DeniedError
	var persons *PersonError
	var absent *NotFoundError
	switch {
	case errors.As(err, &denied):
		p.Log.Warn("denied", "login", denied.UserLoginID, "what", denied.What)
		p.show(v, http.StatusForbidden, "Not allowed", "message", "You may not "+denied.What+": "+denied.Needs+".")
	case errors.As(err, &persons):
		p.show(v, http.StatusUnprocessableEntity, "Not done", "message", persons.Text)
	case errors.As(err, &absent):
		p.show(v, http.StatusNotFound, "Not found", "message", absent.What)
	case errors.Is(err, errNotFound):
		p.show(v, http.StatusNotFound, "Not found", "message", "There is no such page.")
	default:
		p.Log.Error("page failed", "path", v.r.URL.Path, "error", err)
		p.show(v, http.StatusInternalServerError, "Something went wrong", "message", "The page could not be made. Try again in a while; Fairshare's log says what happened.")
	}
}

// redirect leads to a path of ours by GET.
func (v *visit) redirect(path string) { http.Redirect(v.w, v.r, path, http.StatusSeeOther) }
