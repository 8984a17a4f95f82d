package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// TestSettleSurvivesKill kills settlements with SIGKILL, in every scenario: at
// statements, just before the server gets one and when it has acted, and at the
// steps of single report files, spread evenly over the whole run. The run that
// repairs is killed too, anywhere, and the one after it; then one may finish.
//
// After each kill every invoice and every report that is there must be whole. At
// the end of each story all that is left is compared with a settlement that nobody
// disturbed, every settlement is verified, and one more run finds nothing to do:
// see seeWhole and compare. It goes on until FAIRSHARE_KILLS runs were really killed.
func TestSettleSurvivesKill(t *testing.T) {
	wanted := faultproxy.Many("FAIRSHARE_KILLS", 60)
	killThem(t, "kill -9", scenarios, wanted)
}

// TestPeopleSurviveKill does the same with a held settlement that is approved, with
// one that is held while that of another currency goes on, and with one that is
// voided, of which two invoices stand: the next settlement finds the same lines and
// balances.
func TestPeopleSurviveKill(t *testing.T) {
	wanted := max(6, faultproxy.Many("FAIRSHARE_KILLS", 60)/10)
	killThem(t, "kill -9 of approving and voiding", byPeople, wanted)
}

func killThem(t *testing.T, what string, scenarios []scenario, wanted int) {
	var count tally
	t.Run("scenarios", func(t *testing.T) {
		for i, scenario := range scenarios {
			t.Run(scenario.name, func(t *testing.T) {
				t.Parallel()
				g := newGround(t, scenario)
				g.steps = g.countSteps()
				random := rand.New(rand.NewPCG(1, uint64(i)))
				g.killUntil((wanted+len(scenarios)-1)/len(scenarios), random, &count)
				g.elsewhere()
			})
		}
	})
	count.tell(t, what, wanted)
}

// moment is where a run is killed: at a command to the server, or at a step of a
// report file.
type moment struct {
	n      int  // from 1
	inFile bool // n counts steps of files
	acted  bool // the server has acted, and nobody knows yet
}

func (m moment) String() string {
	if m.inFile {
		return fmt.Sprintf("step %d of its files", m.n)
	}
	return fmt.Sprintf("statement %d (acted: %v)", m.n, m.acted)
}

// runsInStory is how many runs in a row may be killed before one is left alone.
const runsInStory = 3

// killUntil tells stories of kills until so many runs were killed.
func (g *ground) killUntil(wanted int, random *rand.Rand, count *tally) {
	g.t.Helper()
	kills := 0
	for e := 0; kills < wanted; e++ {
		if e > 3*wanted {
			g.t.Fatalf("%d kills in %d stories", kills, e)
		}
		kills += g.story(e, random, count)
		if g.t.Failed() {
			return // what comes next would start from a company that nobody knows
		}
	}
}

// story kills a settlement and up to two that repair it, and says how many it killed.
func (g *ground) story(e int, random *rand.Rand, count *tally) (kills int) {
	g.t.Helper()
	g.restore()
	var moments []moment
	for m := g.first(e); kills < runsInStory; m = g.next(m, random) {
		if !g.kill(m, count) {
			break
		}
		if kills++; kills > 1 {
			count.ofRepairs.Add(1)
		}
		moments = append(moments, m)
	}
	g.complete()
	g.finish()
	g.compare(count, "killed at %v", moments)
	return kills
}

// first spreads the moments of first kills evenly however many there will be: the
// multiples of the golden ratio, less their whole part. One in five is in a file.
func (g *ground) first(e int) moment {
	_, at := math.Modf(float64(e) * math.Phi)
	if e%5 == 4 && g.steps > 0 {
		return moment{n: 1 + int(at*float64(g.steps)), inFile: true}
	}
	half := int(at * float64(2*g.length))
	return moment{n: 1 + half/2, acted: half%2 == 1}
}

// next is a moment in the run that repairs, which has about as much to do as was
// left. Where it has less, it ends well.
func (g *ground) next(m moment, random *rand.Rand) moment {
	left := g.length - m.n
	if m.inFile {
		left = (g.steps - m.n) * g.length / (2 * g.steps)
	}
	left = max(left, min(40, g.length))
	if g.steps > 0 && random.IntN(5) == 0 {
		return moment{n: 1 + random.IntN(max(left*g.steps/g.length, 4)), inFile: true}
	}
	return moment{n: 1 + random.IntN(left), acted: random.IntN(2) == 0}
}

// kill runs the command, kills it at a moment and looks at what is there. A run
// that is over sooner ends well, and is not killed.
func (g *ground) kill(m moment, count *tally) (killed bool) {
	g.t.Helper()
	if m.inFile {
		killed, _ = g.killAtFile(m.n)
	} else {
		killed = g.killAtStatement(m)
	}
	g.seeWhole(count)
	g.expireLease()
	if !killed {
		return false
	}
	count.kills.Add(1)
	if m.inFile {
		count.inFiles.Add(1)
	}
	count.moments.Store(g.scenario.name+m.String(), true)
	return true
}

func (g *ground) killAtStatement(m moment) (killed bool) {
	g.t.Helper()
	g.proxy.Reset()
	started, dead := make(chan *os.Process, 1), make(chan struct{})
	hook := func() {
		(<-started).Kill()
		<-dead
	}
	fault := faultproxy.Before(hook)
	if m.acted {
		fault = faultproxy.After(hook)
	}
	g.proxy.At(m.n, fault)
	process, output := g.through.start(g.scenario.command...)
	started <- process.Process
	err := process.Wait()
	close(dead)
	killed = g.proxy.Struck() > 0
	if !killed && process.ProcessState.ExitCode() != int(g.ends) {
		g.t.Fatalf("a run that was not killed: %v\n%s", err, output)
	}
	return killed
}

// expireLease does what waiting for the dead holder's term would do.
func (s *site) expireLease() {
	s.t.Helper()
	s.execute(`UPDATE FAIRSHARE_LEASE SET UNTIL = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND`)
}
