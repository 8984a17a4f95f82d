package rest

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// passwordTimeout is how long somebody who logs in waits for OFBiz.
const passwordTimeout = 20 * time.Second

// Passwords asks OFBiz whether a password is a login's, by asking for a token with it,
// which is thrown away. So OFBiz counts what is wrong, and locks the login as its own
// pages do. It may be used by several goroutines.
type Passwords struct{ Settings Settings }

// Right is false for a password that is wrong, and for a login that OFBiz does not
// know or does not let in.
func (p Passwords) Right(ctx context.Context, userLoginID, password string) (bool, error) {
	if userLoginID == "" || password == "" || strings.Contains(userLoginID+password, ":") {
		return false, nil // OFBiz would cut it at the colon
	}
	s := p.Settings
	s.User, s.Password, s.Timeout = userLoginID, password, min(s.Timeout, passwordTimeout)
	s.AcceptPublishedKey = true // of a token that nobody uses
	client, err := New(s)
	if err != nil {
		return false, err
	}
	defer client.Close()
	err = client.Login(ctx)
	if e := As(err); e != nil && e.Status == http.StatusForbidden {
		return false, nil
	}
	return err == nil, err
}
