package main

import (
	"strings"
	"sync"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// TestSettleTogether starts eight settlements at once on one company, round after
// round. One does the work; the others are told that it holds the lease, or that
// all is settled already, or finish what is left; in the end all is there once.
func TestSettleTogether(t *testing.T) {
	t.Parallel()
	const together = 8
	g := newGround(t, scenarios[0])
	rounds := faultproxy.Many("FAIRSHARE_ROUNDS", 4)
	var count tally
	var worked, told, held int
	for range rounds {
		g.restore()
		var mutex sync.Mutex
		var all sync.WaitGroup
		for range together {
			all.Go(func() {
				code, stdout, stderr := g.run(settling...)
				mutex.Lock()
				defer mutex.Unlock()
				switch {
				case code == int(exitHeld) && strings.Contains(stderr, "lease"):
					held++
				case code == 0 && strings.Contains(stderr, "already settled"):
					told++
				case code == 0:
					worked++
				default:
					t.Errorf("exit %d\n%.200s%s", code, stdout, stderr)
				}
			})
		}
		all.Wait()
		g.compare(&count, "eight at once")
	}
	g.elsewhere()
	if worked != rounds {
		t.Errorf("%d runs of %d rounds did the work", worked, rounds)
	}
	faultproxy.Figure(t, "eight at once: rounds", rounds)
	faultproxy.Figure(t, "eight at once: did the work, were told, found the lease held", []int{worked, told, held})
	count.mustBeZero(t, "eight at once")
}
