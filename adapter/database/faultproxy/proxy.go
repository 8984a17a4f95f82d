package faultproxy

import (
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Proxy listens on a port of the loopback and hands connections on to a server.
type Proxy struct {
	Address string // host:port, for the client

	server string
	mutex  sync.Mutex
	plans  []plan
	seen   []Command
	struck int
	opened int
	last   net.Listener
	closed bool
	live   map[*conversation]bool
}

// plan is a fault that waits for its command.
type plan struct {
	match   func(Command) bool
	fault   Fault
	lasting bool // strikes again and again
}

// New starts a proxy before a server, which is host:port or the path of a socket.
// It ends with the test.
func New(t testing.TB, server string) *Proxy {
	t.Helper()
	p := &Proxy{server: server, live: map[*conversation]bool{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("start a fault proxy: %v", err)
	}
	p.Address = listener.Addr().String()
	p.listen(listener)
	t.Cleanup(p.close)
	return p
}

// At plans a fault for the n-th command from now on, counted from 1.
func (p *Proxy) At(n int, fault Fault) {
	p.mutex.Lock()
	n += len(p.seen)
	p.mutex.Unlock()
	p.When(func(c Command) bool { return c.Number == n }, fault)
}

// When plans a fault for the first command from now on that satisfies a condition.
func (p *Proxy) When(match func(Command) bool, fault Fault) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.plans = append(p.plans, plan{match, fault, false})
}

// Always plans a fault for every command from now on that satisfies a condition.
func (p *Proxy) Always(match func(Command) bool, fault Fault) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.plans = append(p.plans, plan{match, fault, true})
}

// Reset forgets all plans and starts to count anew.
func (p *Proxy) Reset() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.plans, p.seen, p.struck, p.opened = nil, nil, 0, 0
}

// Opened says how many connections clients have made since the last Reset.
func (p *Proxy) Opened() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.opened
}

// Commands lists what clients have sent since the last Reset.
func (p *Proxy) Commands() []Command {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.seen)
}

// Struck says how many faults have happened since the last Reset.
func (p *Proxy) Struck() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.struck
}

// arrive counts a command and finds the fault that was planned for it.
func (p *Proxy) arrive(c Command) (Fault, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	c.Number = len(p.seen) + 1
	p.seen = append(p.seen, c)
	i := slices.IndexFunc(p.plans, func(planned plan) bool { return planned.match(c) })
	if i < 0 {
		return Fault{}, false
	}
	fault := p.plans[i].fault
	if !p.plans[i].lasting {
		p.plans = slices.Delete(p.plans, i, i+1)
	}
	p.struck++
	return fault, true
}

// listen accepts connections until the listener is closed.
func (p *Proxy) listen(listener net.Listener) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		listener.Close()
		return
	}
	p.last = listener
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
}

// refuse closes the door for a while.
func (p *Proxy) refuse(d time.Duration) {
	p.mutex.Lock()
	p.last.Close()
	p.mutex.Unlock()
	time.AfterFunc(d, func() {
		if listener, err := net.Listen("tcp", p.Address); err == nil {
			p.listen(listener)
		}
	})
}

func (p *Proxy) serve(client net.Conn) {
	server, err := net.Dial(networkOf(p.server), p.server)
	if err != nil {
		client.Close()
		return
	}
	p.mutex.Lock()
	p.opened++
	c := newConversation(p, p.opened, client, server)
	p.live[c] = true
	p.mutex.Unlock()
	c.run()
	p.mutex.Lock()
	delete(p.live, c)
	p.mutex.Unlock()
}

func networkOf(address string) string {
	if strings.Contains(address, "/") {
		return "unix"
	}
	return "tcp"
}

func (p *Proxy) close() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.closed = true
	p.last.Close()
	for c := range p.live {
		c.cut()
	}
}
