package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// surroundings must not matter to what is calculated and written: every number of
// processors with every zone and every language.
func surroundings() (all [][]string) {
	for _, zone := range []string{"UTC", "Europe/Budapest", "Asia/Kathmandu", "America/St_Johns"} {
		for _, language := range []string{"C", "hu_HU.UTF-8", "tr_TR.UTF-8"} {
			for _, processors := range []string{"1", "8"} {
				all = append(all, []string{"GOMAXPROCS=" + processors, "TZ=" + zone, "LANG=" + language, "LC_ALL=" + language})
			}
		}
	}
	return all
}

// TestSameInputSameBytes settles the same company again and again, with one
// processor and with eight, in other zones and languages: every row, id and byte
// of a report is the same.
//
// What has to differ is told apart by name (see traces): the times of reading and
// writing, the lease's term, the numbers that OFBiz's sequences give to documents,
// the digest of the stored input, which holds the moment of reading, and that moment
// in reports in HTML, to the second, and so their digests. CSV and XLSX tell no
// moment and are the same to the byte.
func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	g := newGround(t, scenarios[0])
	around := surroundings()
	repeats := faultproxy.Many("FAIRSHARE_REPEATS", len(around))
	documents := map[string]map[string]bool{}
	for i := range repeats {
		where := around[i%len(around)]
		g.restore()
		for _, question := range [][]string{
			{"shares", "--as-of", "2026-10-01", "--output", "json"},
			{"settle", "--until", "2026-11-01", "--dry-run", "--output", "json"},
		} {
			if documents[question[0]] == nil {
				documents[question[0]] = map[string]bool{}
			}
			documents[question[0]][g.inside(where, question...)] = true
		}
		g.inside(where, settling...)
		if got := g.traces(); !slices.Equal(got, g.calm) {
			t.Errorf("%v: %s", where, difference(got, g.calm))
		}
	}
	for command, different := range documents {
		if len(different) != 1 {
			t.Errorf("%s printed %d different documents", command, len(different))
		}
	}
	faultproxy.Figure(t, "same input, same bytes: repeats, surroundings", []int{repeats, min(repeats, len(around))})
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
