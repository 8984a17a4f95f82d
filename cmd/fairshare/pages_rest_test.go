package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/rest/resttest"
)

// Where OFBiz is written through its services it looks at passwords too: with an
// account that can't read a digest, and whatever the digests are.
func TestPagesLogInThroughOFBiz(t *testing.T) {
	admin, s, ofbiz := narrowThroughOFBiz(t, "pages_")
	admin.execute(`UPDATE USER_LOGIN SET CURRENT_PASSWORD = 'not known here'`)
	ofbiz.People = map[string]string{"mik": "new and long", "cell": "demo", "fero": "demo"}
	grants := strings.ReplaceAll(s.must("migrate", "--print-grants"), "-- GRANT", "GRANT")
	if strings.Contains(grants, "CURRENT_PASSWORD") {
		t.Error("the account is given the passwords' digests")
	}
	for statement := range strings.SplitSeq(withoutComments(grants), ";") {
		if strings.TrimSpace(statement) != "" {
			admin.execute(statement)
		}
	}
	base := s.newPages()
	in := func(login, password string) (int, string) {
		b := newBrowser(t, base)
		b.get("/login")
		return b.post("/login", "login", login, "password", password)
	}
	for _, c := range []struct {
		name, login, password string
		code                  int
		says                  string
	}{
		{"OK", "mik", "new and long", http.StatusSeeOther, "/"},
		{"ErrPassword", "mik", "demo", http.StatusForbidden, "Login or password is wrong"},
		{"ErrColon", "mik", "new:and long", http.StatusForbidden, "Login or password is wrong"},
		{"ErrNoPassword", "mik", "", http.StatusForbidden, "Login or password is wrong"},
		{"ErrNobody", "nobody", "demo", http.StatusForbidden, "Login or password is wrong"},
		{"ErrDisabled", "fero", "demo", http.StatusForbidden, "Login or password is wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if code, body := in(c.login, c.password); code != c.code || !strings.Contains(body, c.says) {
				t.Errorf("%d %s", code, body)
			}
		})
	}
	admin.execute(`UPDATE USER_LOGIN SET REQUIRE_PASSWORD_CHANGE = 'Y' WHERE USER_LOGIN_ID = 'cell'`)
	if code, body := in("cell", "demo"); code != http.StatusForbidden || !strings.Contains(body, "choose a new password first") {
		t.Errorf("cell has to change it: %d %s", code, body)
	}
	ofbiz.Reset()
	ofbiz.At(1, resttest.CutBefore())
	began := time.Now()
	if code, _ := in("mik", "new and long"); code != http.StatusInternalServerError {
		t.Errorf("OFBiz does not answer: %d after %v", code, time.Since(began))
	}
	if code, to := in("mik", "new and long"); code != http.StatusSeeOther {
		t.Errorf("OFBiz is back: %d %s", code, to)
	}
}
