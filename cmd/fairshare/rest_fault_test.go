package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/rest/resttest"
)

// wrongAnswer is what OFBiz, or something before it, answers instead, and how a
// settlement ends then: where it strikes the login, the question for versions, or a
// write. Whatever the code, nothing may be lost or doubled.
type wrongAnswer struct {
	name                  string
	fault                 resttest.Fault
	login, version, write exitCode
}

const (
	loginPage = "<html><body>Please log in</body></html>"
	said      = `{"statusCode":422,"statusDescription":"Unprocessable Entity","errorType":"ServiceError","errorMessage":"no","errorDescription":"no"}`
)

// wrongAnswers are the rows of the answer matrix. (A question whose connection broke
// is asked again by Go's HTTP client itself, as only questions are.)
var wrongAnswers = []wrongAnswer{
	{"200 HTML", resttest.Answer(200, "text/html", loginPage), exitConfig, exitUnreachable, exitDone},
	{"200 HTML, acted", resttest.AnswerAfter(200, "text/html", loginPage), exitConfig, exitUnreachable, exitDone},
	{"half a JSON, acted", resttest.Truncated(), exitConfig, exitUnreachable, exitDone},
	{"200 of the wrong type", resttest.Answer(200, "text/plain", `{"statusCode":200,"data":{}}`), exitConfig, exitUnreachable, exitDone},
	{"200 of the wrong shape", resttest.Answer(200, "application/json", `{"statusCode":200,"data":[]}`), exitConfig, exitUnreachable, exitDone},
	{"200 of wrong fields", resttest.Answer(200, "application/json", `{"statusCode":200,"data":{"invoiceId":"FSX","access_token":7,"now":7,"contentId":7}}`), exitConfig, exitUnreachable, exitDone},
	{"201, acted", resttest.AnswerAfter(201, "application/json", `{"statusCode":201,"data":{}}`), exitConfig, exitUnreachable, exitDone},
	{"302", resttest.Answer(302, "text/html", loginPage, "Location", "/accounting/control/login"), exitConfig, exitUnreachable, exitDone},
	{"400", resttest.Answer(400, "text/plain", "Unexpected end-of-input"), exitConfig, exitAttention, exitAttention},
	{"401", resttest.Answer(401, "application/json", `{"statusCode":401,"errorMessage":"Unauthorized: The Token has expired"}`), exitConfig, exitDone, exitDone},
	{"403", resttest.Answer(403, "application/json", `{"statusCode":403,"errorMessage":"Access Denied: Password incorrect."}`), exitConfig, exitConfig, exitConfig},
	{"404", resttest.Answer(404, "application/json", `{"statusCode":404,"errorMessage":"HTTP 404 Not Found"}`), exitConfig, exitConfig, exitConfig},
	{"405", resttest.Answer(405, "application/json", `{"statusCode":405,"errorMessage":"HTTP 405 Method Not Allowed"}`), exitConfig, exitConfig, exitConfig},
	{"409", resttest.Answer(409, "application/json", said), exitConfig, exitAttention, exitAttention},
	{"409, acted", resttest.AnswerAfter(409, "application/json", said), exitConfig, exitAttention, exitDone},
	{"422", resttest.Answer(422, "application/json", said), exitConfig, exitAttention, exitAttention},
	{"422, acted", resttest.AnswerAfter(422, "application/json", said), exitConfig, exitAttention, exitDone},
	{"429", resttest.Answer(429, "text/html", loginPage, "Retry-After", "1"), exitUnreachable, exitUnreachable, exitDone},
	{"500", resttest.Answer(500, "application/json", `{"statusCode":500,"errorType":"GenericServiceException","errorMessage":"later"}`), exitUnreachable, exitUnreachable, exitDone},
	{"500, acted", resttest.AnswerAfter(500, "text/html", loginPage), exitUnreachable, exitUnreachable, exitDone},
	{"500, not permitted", resttest.Answer(500, "application/json", `{"statusCode":500,"errorType":"ServiceAuthException","errorMessage":"no","errorDescription":"Access refused"}`), exitUnreachable, exitConfig, exitConfig},
	{"502", resttest.Answer(502, "text/html", loginPage), exitUnreachable, exitUnreachable, exitDone},
	{"503", resttest.Answer(503, "text/html", loginPage, "Retry-After", "3600"), exitUnreachable, exitUnreachable, exitDone},
	{"504, acted", resttest.AnswerAfter(504, "text/html", loginPage), exitUnreachable, exitUnreachable, exitDone},
	{"silence", resttest.Silence(), exitUnreachable, exitUnreachable, exitDone},
	{"silence, acted", resttest.SilenceAfter(), exitUnreachable, exitUnreachable, exitDone},
	{"cut before", resttest.CutBefore(), exitUnreachable, exitDone, exitDone},
	{"cut after", resttest.CutAfter(), exitUnreachable, exitDone, exitDone},
	{"cut, and acted later", resttest.CutThenRun(300 * time.Millisecond), exitUnreachable, exitDone, exitDone},
}

// TestSettleAtWrongAnswers lets OFBiz answer every wrong way at the first and the
// last call of each service, or at as many as FAIRSHARE_FAULTS allows.
func TestSettleAtWrongAnswers(t *testing.T) {
	g := newGround(t, throughOFBiz(t))
	type strike struct {
		wrongAnswer
		at int
	}
	var strikes []strike
	for _, service := range []string{"token", "fairshareVersions", "fairshareWriteInvoice", "fairshareAttachDocument"} {
		first, last := slices.Index(g.called, service), len(g.called)-1
		for last > 0 && g.called[last] != service {
			last--
		}
		if first < 0 {
			t.Fatalf("%s was never called", service)
		}
		for _, at := range slices.Compact([]int{first, last}) {
			for _, w := range wrongAnswers {
				strikes = append(strikes, strike{w, at})
			}
		}
	}
	times := min(faultproxy.Many("FAIRSHARE_FAULTS", 56)/2, len(strikes))
	var count tally
	for e := range times {
		s := strikes[e*len(strikes)/times]
		g.restore()
		g.ofbiz.At(1+s.at, s.fault)
		code, stdout, stderr := g.through.run(settling...)
		g.ofbiz.Settle()
		where := fmt.Sprintf("%s at call %d (%s)", s.name, 1+s.at, g.called[s.at])
		want := s.write
		switch g.called[s.at] {
		case "token":
			want = s.login
		case "fairshareVersions":
			want = s.version
		}
		if exitCode(code) != want || g.ofbiz.Struck() != 1 {
			t.Errorf("%s: exit %d, want %d (struck %d)\n%.200s%s", where, code, want, g.ofbiz.Struck(), stdout, stderr)
		}
		g.seeWhole(&count)
		g.repair(where)
		g.compare(&count, "%s, then repaired", where)
	}
	g.elsewhere()
	faultproxy.Figure(t, "wrong answer of OFBiz: different answers and calls there are", len(strikes))
	faultproxy.Figure(t, "wrong answer of OFBiz: tried", times)
	count.mustBeZero(t, "wrong answer of OFBiz")
}
