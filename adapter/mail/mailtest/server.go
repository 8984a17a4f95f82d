package mailtest

import (
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"testing"
)

// Step is a moment of the conversation.
type Step string

// The steps, in their order. At each the server may be told to do something else than
// it should.
const (
	Greeting Step = "greeting"
	Hello    Step = "EHLO"
	StartTLS Step = "STARTTLS"
	Auth     Step = "AUTH"
	Sender   Step = "MAIL"
	Receiver Step = "RCPT"
	Data     Step = "DATA"
	Whole    Step = "whole" // the last line has come, and the message is not taken yet
	Taken    Step = "taken" // it is taken, and nobody was told
)

// Steps are all of them.
var Steps = []Step{Greeting, Hello, StartTLS, Auth, Sender, Receiver, Data, Whole, Taken}

// Act is what the server does at a step instead of what it should. The zero Act is
// what it should do.
type Act struct {
	Do     func() // first
	Answer string // instead of its own, such as 450 4.2.0 later
	Cut    bool   // close the connection without an answer
	Stall  bool   // never answer
}

// Message is one that the server took.
type Message struct {
	From, To  string
	Content   []byte
	Encrypted bool
	User      string // who had logged in
}

// Server is a mail server on this machine.
type Server struct {
	Address string

	User, Password string // who may log in; empty: nobody needs to
	Hide           bool   // never offer STARTTLS
	Implicit       bool   // encrypted from the first byte

	certificate *tls.Config // nil: no encryption
	listener    net.Listener
	over        chan struct{}

	mutex  sync.Mutex
	behave func(step Step, n int) Act
	seen   map[Step]int
	inbox  []Message
	lines  []string
}

// New starts a server that is stopped when the test is over. Without a certificate it
// offers no encryption.
func New(t testing.TB, certificate *tls.Config, change func(*Server)) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: listener.Addr().String(), certificate: certificate, listener: listener, over: make(chan struct{}), seen: map[Step]int{}}
	if change != nil {
		change(s)
	}
	go s.accept()
	t.Cleanup(func() {
		close(s.over)
		listener.Close()
	})
	return s
}

// Behave has the server do at the nth time of a step, from 1, what the function says;
// nil: what it should. The counts begin anew.
func (s *Server) Behave(act func(step Step, n int) Act) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.behave, s.seen = act, map[Step]int{}
}

// At is Behave for one moment.
func (s *Server) At(step Step, n int, act Act) {
	s.Behave(func(at Step, times int) Act {
		if at == step && times == n {
			return act
		}
		return Act{}
	})
}

// Always is Behave for a step, whenever it comes.
func (s *Server) Always(step Step, act Act) {
	s.Behave(func(at Step, _ int) Act {
		if at == step {
			return act
		}
		return Act{}
	})
}

// Inbox is what the server has taken, in order.
func (s *Server) Inbox() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.inbox)
}

// Empty throws away what the server has taken, and forgets the lines.
func (s *Server) Empty() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.inbox, s.lines = nil, nil
}

// Lines are the commands that came, without the messages.
func (s *Server) Lines() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.lines)
}

func (s *Server) accept() {
	for {
		line, err := s.listener.Accept()
		if err != nil {
			return
		}
		go s.talk(line)
	}
}

// at counts a step and says what to do.
func (s *Server) at(step Step) Act {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.seen[step]++
	if s.behave == nil {
		return Act{}
	}
	return s.behave(step, s.seen[step])
}
