package main

import (
	"os"
	"testing"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/rest/resttest"
)

// throughOFBiz is the scenario that is written through OFBiz's REST API.
func throughOFBiz(t *testing.T) scenario {
	t.Helper()
	for _, s := range scenarios {
		if s.rest {
			return s
		}
	}
	t.Fatal("no scenario is written through OFBiz")
	return scenario{}
}

// TestSettleSurvivesKillAtCalls kills settlements with SIGKILL at calls of OFBiz's
// services, before OFBiz acts and when it has acted and the settlement does not know
// it yet. Kills at the statements between the calls are TestSettleSurvivesKill's.
func TestSettleSurvivesKillAtCalls(t *testing.T) {
	g := newGround(t, throughOFBiz(t))
	moments := 2 * len(g.called)
	experiments := min(faultproxy.Many("FAIRSHARE_KILLS", 60)/5, moments)
	var count tally
	for e := range experiments {
		g.restore()
		moment := e * moments / experiments
		g.killAtCall(1+moment/2, moment%2 == 1, &count)
		g.must(settling...)
		g.compare(&count, "killed at call %d (acted: %v)", 1+moment/2, moment%2 == 1)
	}
	g.elsewhere()
	faultproxy.Figure(t, "kill -9 at a call of OFBiz: calls of one settlement", len(g.called))
	count.tell(t, "kill -9 at a call of OFBiz", experiments)
}

// killAtCall runs a settlement and kills it at its n-th call.
func (g *ground) killAtCall(n int, acted bool, count *tally) {
	g.t.Helper()
	started, dead := make(chan *os.Process, 1), make(chan struct{})
	kill := func() {
		(<-started).Kill()
		<-dead
	}
	fault := resttest.Before(kill)
	if acted {
		fault = resttest.After(kill)
	}
	g.ofbiz.At(n, fault)
	process, output := g.through.start(settling...)
	started <- process.Process
	err := process.Wait()
	close(dead)
	g.ofbiz.Settle()
	g.seeWhole(count)
	if g.ofbiz.Struck() > 0 {
		count.kills.Add(1)
	} else if err != nil {
		g.t.Fatalf("a run that was not killed: %v\n%s", err, output)
	}
	g.expireLease()
}
