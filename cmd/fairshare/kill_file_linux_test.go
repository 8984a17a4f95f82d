package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// fileSteps are what can be seen of a report being written: a temporary file is
// made, filled, given its mode, closed after its sync, and renamed.
const fileSteps = syscall.IN_CREATE | syscall.IN_MODIFY | syscall.IN_ATTRIB | syscall.IN_CLOSE_WRITE | syscall.IN_MOVED_TO

// TestSettleSurvivesKillAtFiles kills settlements while they write their reports,
// at steps of single files spread over all of them: the kernel tells of each step
// when it is done, and the kill follows within some microseconds, so that it lands
// before, in or after the next one. No file may ever be seen half under its name.
func TestSettleSurvivesKillAtFiles(t *testing.T) {
	g := newGround(t, scenarios[0])
	steps := g.killAtFile(0, new(tally))
	experiments := faultproxy.Many("FAIRSHARE_FILE_KILLS", 12)
	var count tally
	for e := range experiments {
		g.restore()
		n := 1 + e*steps/experiments
		g.killAtFile(n, &count)
		g.expireLease()
		g.must(settling...)
		g.compare(&count, "killed at step %d of %d of its files", n, steps)
	}
	faultproxy.Figure(t, "kill -9 at a file: steps of the files of one settlement", steps)
	count.tell(t, "kill -9 at a file")
}

// killAtFile runs a settlement, kills it at the n-th step of its files, and says
// how many it saw; 0 kills nothing.
func (g *ground) killAtFile(n int, count *tally) (steps int) {
	g.t.Helper()
	events := watchFolders(g.t, filepath.Join(g.reports(), "Company-EUR-20261101"), filepath.Join(g.reports(), "Company-USD-20261101"))
	process, output := g.through.start(settling...)
	ended := make(chan int)
	go func() {
		seen := 0
		for range events.steps {
			if seen++; seen == n {
				process.Process.Kill()
			}
		}
		ended <- seen
	}()
	err := process.Wait()
	events.file.Close()
	g.seeWhole(count)
	if err != nil && n == 0 {
		g.t.Fatalf("%v\n%s", err, output)
	}
	if err != nil && !strings.Contains(err.Error(), "killed") {
		g.t.Errorf("%v\n%s", err, output)
	} else if err != nil {
		count.kills.Add(1)
	}
	return <-ended
}

// folderWatch tells of the steps of files in folders.
type folderWatch struct {
	file  *os.File
	steps chan struct{}
}

func watchFolders(t testing.TB, folders ...string) folderWatch {
	t.Helper()
	descriptor, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if err := os.MkdirAll(folder, 0o750); err != nil {
			t.Fatal(err)
		}
		if _, err := syscall.InotifyAddWatch(descriptor, folder, fileSteps); err != nil {
			t.Fatal(err)
		}
	}
	w := folderWatch{os.NewFile(uintptr(descriptor), "inotify"), make(chan struct{})}
	go w.read()
	return w
}

// read reads the kernel's records: 16 bytes, of which the last four are the
// length of the name behind them.
func (w folderWatch) read() {
	defer close(w.steps)
	buffer := make([]byte, 1<<16)
	for {
		n, err := w.file.Read(buffer)
		if err != nil {
			return
		}
		for at := 0; at < n; at += syscall.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(buffer[at+12:])) {
			w.steps <- struct{}{}
		}
	}
}
