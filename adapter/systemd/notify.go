// Package systemd tells the service manager how the daemon fares: that it is ready,
// what it is doing, that it is alive, that it is about to end. The protocol is one
// datagram for each message, lines of KEY=VALUE, to the socket that the environment
// names (sd_notify(3)). Where it names none, nothing is told.
package systemd

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Service is what the service manager wants to be told. Its zero value tells nothing.
type Service struct {
	socket   string
	watchdog time.Duration
}

// New reads what the service manager told in the environment of the process pid.
func New(environ []string, pid int) Service {
	s := Service{socket: variable(environ, "NOTIFY_SOCKET")}
	if !strings.HasPrefix(s.socket, "/") && !strings.HasPrefix(s.socket, "@") {
		return Service{} // other kinds of sockets are for virtual machines
	}
	micros, err := strconv.ParseInt(variable(environ, "WATCHDOG_USEC"), 10, 64)
	if whose := variable(environ, "WATCHDOG_PID"); err == nil && micros > 0 && (whose == "" || whose == strconv.Itoa(pid)) {
		s.watchdog = time.Duration(micros) * time.Microsecond
	}
	return s
}

// Watchdog is after how long a silent process is killed; 0: never.
func (s Service) Watchdog() time.Duration { return s.watchdog }

// Ready says that the daemon has started.
func (s Service) Ready() error { return s.tell("READY=1") }

// Stopping says that the daemon is about to end.
func (s Service) Stopping() error { return s.tell("STOPPING=1") }

// Alive says that the daemon still works; see Watchdog.
func (s Service) Alive() error { return s.tell("WATCHDOG=1") }

// longestStatus is the most bytes of a status that are told.
const longestStatus = 400

// Status says what the daemon is doing, for systemctl status.
func (s Service) Status(text string) error {
	text = strings.Map(oneLine, text)
	if len(text) > longestStatus {
		text = strings.ToValidUTF8(text[:longestStatus], "") + "…"
	}
	return s.tell("STATUS=" + text)
}

// oneLine keeps a text from adding a line, and so a message of its own.
func oneLine(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

func (s Service) tell(message string) error {
	if s.socket == "" {
		return nil
	}
	// The first byte @ stands for the zero byte of Linux's abstract names.
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: s.socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("tell systemd %q: %w", message, err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(message)); err != nil {
		return fmt.Errorf("tell systemd %q: %w", message, err)
	}
	return nil
}

func variable(environ []string, name string) (value string) {
	for _, entry := range environ {
		if after, found := strings.CutPrefix(entry, name+"="); found {
			value = after
		}
	}
	return value
}
