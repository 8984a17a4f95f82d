package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fileSteps are what can be seen of a report being written: a temporary file is
// made, filled, given its mode, closed after its sync, and renamed.
const fileSteps = syscall.IN_CREATE | syscall.IN_MODIFY | syscall.IN_ATTRIB | syscall.IN_CLOSE_WRITE | syscall.IN_MOVED_TO

// countSteps runs the command once and counts the steps of its reports.
func (g *ground) countSteps() int {
	g.t.Helper()
	g.restore()
	g.complete()
	folders, err := filepath.Glob(filepath.Join(g.reports(), "*"))
	if err != nil {
		g.t.Fatal(err)
	}
	g.folders = folders
	g.restore()
	_, steps := g.killAtFile(0)
	g.restore()
	return steps
}

// killAtFile runs the command, kills it at the n-th step of its files, and says
// how many it saw; 0 kills nothing. The kernel tells of a step when it is done, and
// the kill follows within some microseconds, so that it lands before, in or after
// the next one. No file may ever be seen half under its name.
func (g *ground) killAtFile(n int) (killed bool, steps int) {
	g.t.Helper()
	events := watchFolders(g.t, g.folders...)
	process, output := g.through.start(g.scenario.command...)
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
	killed = err != nil && strings.Contains(err.Error(), "killed")
	if !killed && process.ProcessState.ExitCode() != int(g.ends) {
		g.t.Fatalf("a run that was not killed: %v\n%s", err, output)
	}
	return killed, <-ended
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
