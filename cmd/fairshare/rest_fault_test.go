package main

import (
	"fmt"
	"slices"
	"sync/atomic"
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

// strike is a wrong answer at a call, the first of a settlement is 0.
type strike struct {
	wrongAnswer
	at int
}

// strikes are every wrong answer at the first and the last call of each service.
func strikes(t *testing.T, called []string) (all []strike) {
	t.Helper()
	for _, service := range []string{"token", "fairshareVersions", "fairshareWriteInvoice", "fairshareAttachDocument"} {
		first, last := slices.Index(called, service), len(called)-1
		for last > 0 && called[last] != service {
			last--
		}
		if first < 0 {
			t.Fatalf("%s was never called", service)
		}
		for _, at := range slices.Compact([]int{first, last}) {
			for _, w := range wrongAnswers {
				all = append(all, strike{w, at})
			}
		}
	}
	return all
}

// abreast is how many settlements wait for a wrong answer at once.
const abreast = 4

// TestSettleAtWrongAnswers lets OFBiz answer every wrong way at the first and the
// last call of each service. As many of these as FAIRSHARE_FAULTS allows are followed
// by another settlement and by all that verifies it; of the others it is seen at once
// that they left all or nothing.
func TestSettleAtWrongAnswers(t *testing.T) {
	var count tally
	var there, tried, followed atomic.Int64
	t.Run("abreast", func(t *testing.T) {
		for n := range abreast {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				g := newGround(t, throughOFBiz(t))
				all := strikes(t, g.called)
				follow := min(faultproxy.Many("FAIRSHARE_FAULTS", 56)/4, len(all))
				there.Store(int64(len(all)))
				for e := n; e < len(all); e += abreast {
					tried.Add(1)
					g.answerWrong(all[e], &count)
					if (e+1)*follow/len(all) > e*follow/len(all) {
						followed.Add(1)
						where := all[e].where(g)
						g.repair(where)
						g.compare(&count, "%s, then repaired", where)
					}
				}
				g.elsewhere()
			})
		}
	})
	faultproxy.Figure(t, "wrong answer of OFBiz: different answers and calls there are", int(there.Load()))
	faultproxy.Figure(t, "wrong answer of OFBiz: tried", int(tried.Load()))
	faultproxy.Figure(t, "wrong answer of OFBiz: followed by another settlement, and verified", int(followed.Load()))
	count.mustBeZero(t, "wrong answer of OFBiz")
}

func (s strike) where(g *ground) string {
	return fmt.Sprintf("%s at call %d (%s)", s.name, 1+s.at, g.called[s.at])
}

// wants is how the settlement ends.
func (s strike) wants(g *ground) exitCode {
	switch g.called[s.at] {
	case "token":
		return s.login
	case "fairshareVersions":
		return s.version
	}
	return s.write
}

// answerWrong settles with one wrong answer. What says that it is done has left what an
// undisturbed settlement leaves; before any write nothing was left.
func (g *ground) answerWrong(s strike, count *tally) {
	g.t.Helper()
	g.restore()
	before := g.settlements()
	g.ofbiz.At(1+s.at, s.fault)
	code, stdout, stderr := g.through.run(settling...)
	g.ofbiz.Settle()
	if exitCode(code) != s.wants(g) || g.ofbiz.Struck() != 1 {
		g.t.Errorf("%s: exit %d, want %d (struck %d)\n%.200s%s", s.where(g), code, s.wants(g), g.ofbiz.Struck(), stdout, stderr)
	}
	g.seeWhole(count)
	switch planned := g.settlements(); {
	case exitCode(code) == exitDone:
		if traces := g.traces(); !slices.Equal(traces, g.calm) {
			count.differing.Add(1)
			g.t.Errorf("%s: %s", s.where(g), difference(traces, g.calm))
		}
	case g.called[s.at] == "token" || g.called[s.at] == "fairshareVersions":
		if planned != before {
			count.half.Add(1)
			g.t.Errorf("%s: planned although OFBiz could not be asked: %s", s.where(g), planned)
		}
	}
}
