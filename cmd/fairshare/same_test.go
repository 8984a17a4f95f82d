package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// surroundings must not matter to what is calculated and written.
var surroundings = [][]string{
	{"GOMAXPROCS=1", "TZ=UTC", "LANG=C"},
	{"GOMAXPROCS=8", "TZ=Asia/Kathmandu", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8"},
	{"GOMAXPROCS=8", "TZ=America/St_Johns", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"},
	{"GOMAXPROCS=1", "TZ=Pacific/Apia", "LANG=ar_EG"},
}

// TestSameInputSameBytes settles the same company again and again, with one
// processor and with eight, in other zones and languages: every row, id and byte
// of a report is the same, but for the moment at which it was read.
func TestSameInputSameBytes(t *testing.T) {
	g := newGround(t, scenarios[0])
	repeats := faultproxy.Many("FAIRSHARE_REPEATS", len(surroundings))
	shares := map[string]bool{}
	for i := range repeats {
		around := surroundings[i%len(surroundings)]
		g.restore()
		shares[g.inside(around, "shares", "--as-of", "2026-10-01", "--output", "json")] = true
		g.inside(around, settling...)
		if got := g.traces(); !slices.Equal(got, g.calm) {
			t.Errorf("%v: %s", around, difference(got, g.calm))
		}
	}
	if len(shares) != 1 {
		t.Errorf("%d different documents of shares", len(shares))
	}
	faultproxy.Figure(t, "same input, same bytes: repeats under other processors, zones, languages", repeats)
}

// inside runs a command as a process with these surroundings and gives its data.
func (g *ground) inside(environment []string, args ...string) string {
	g.t.Helper()
	command := exec.Command(os.Args[0], append([]string{"--config", g.config()}, args...)...)
	command.Env = append([]string{asProgram + "=1"}, environment...)
	output, err := command.Output()
	if err != nil {
		g.t.Fatal(fmt.Errorf("%v %v: %w", environment, args, err))
	}
	return string(output)
}
