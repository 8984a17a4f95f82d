package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	progressAfter = time.Second            // what is done sooner shows nothing
	progressEvery = 100 * time.Millisecond // between two writes of the line
	eraseLine     = "\r\x1b[K"
)

// progress shows on a terminal how far a long piece of work is: one line that is
// written over and over, and taken away at the end. Elsewhere it shows nothing.
// It may be used by several goroutines.
type progress struct {
	mutex   sync.Mutex
	out     io.Writer // nil: nobody watches
	now     func() time.Time
	what    string
	rows    int64
	started time.Time
	last    time.Time // of the call before: the next piece of work began there
	written time.Time
	visible bool
}

func newProgress(a *app) *progress {
	p := &progress{now: a.now, last: a.now()}
	if isTerminal(a.stderr) {
		p.out = a.stderr
	}
	return p
}

// Show adds rows to what is being done. Another piece of work starts at nothing.
func (p *progress) Show(what string, rows int64) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.out == nil {
		return
	}
	now := p.now()
	if what != p.what {
		p.what, p.rows, p.started = what, 0, p.last
	}
	p.rows, p.last = p.rows+rows, now
	if now.Sub(p.started) < progressAfter || now.Sub(p.written) < progressEvery {
		return
	}
	p.written, p.visible = now, true
	fmt.Fprint(p.out, eraseLine+p.line(now.Sub(p.started)))
}

// line is "OrderItem: 1 200 000 rows, 400 000/s".
func (p *progress) line(took time.Duration) string {
	perSecond := int64(float64(p.rows) / took.Seconds())
	return fmt.Sprintf("%s: %s rows, %s/s", printable(p.what), grouped(p.rows), grouped(perSecond))
}

// Done takes the line away.
func (p *progress) Done() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.visible {
		fmt.Fprint(p.out, eraseLine)
	}
	p.what, p.visible, p.last = "", false, p.now()
}

// grouped writes a count with a space between groups of three digits.
func grouped(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}
