package main

import (
	"bufio"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a daemon of its own, whose log is read as it comes.
type process struct {
	t       testing.TB
	command *exec.Cmd
	lines   chan string
	log     []string // read so far
}

// serve starts a daemon, with more variables in its environment.
func (s *site) serve(environ ...string) *process {
	s.t.Helper()
	command := s.command("serve")
	command.Env = append(command.Env, "FAIRSHARE_LOG_LEVEL=info", "FAIRSHARE_LOG_FORMAT=text")
	command.Env = append(command.Env, environ...)
	stderr, err := command.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	p := &process{t: s.t, command: command, lines: make(chan string, 1000)}
	go func() {
		defer close(p.lines)
		for log := bufio.NewScanner(stderr); log.Scan(); {
			p.lines <- log.Text()
		}
	}()
	s.t.Cleanup(func() { command.Process.Kill() })
	return p
}

// hangs is when a test gives up on a process that does nothing any more.
const hangs = 2 * time.Minute

// await reads the log up to a line that holds one of the texts.
func (p *process) await(texts ...string) string {
	p.t.Helper()
	patience := time.After(hangs)
	for {
		select {
		case line, more := <-p.lines:
			if !more {
				p.t.Fatalf("the daemon ended before it said one of %q:\n%s", texts, strings.Join(p.log, "\n"))
			}
			p.log = append(p.log, line)
			for _, text := range texts {
				if strings.Contains(line, text) {
					return text
				}
			}
		case <-patience:
			p.t.Fatalf("the daemon never says one of %q:\n%s", texts, strings.Join(p.log, "\n"))
		}
	}
}

// end reads the rest of the log and gives how the process ended.
func (p *process) end() error {
	p.t.Helper()
	kill := time.AfterFunc(hangs, func() { p.command.Process.Kill() })
	defer kill.Stop()
	for line := range p.lines {
		p.log = append(p.log, line)
	}
	return p.command.Wait()
}

// terminate asks it to end.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// said counts the lines of the log that hold a text.
func (p *process) said(text string) (n int) {
	for _, line := range p.log {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}
