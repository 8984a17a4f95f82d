package faultproxy

import "time"

// Fault is what happens at one command. Make it with one of the functions below.
type Fault struct {
	deliver bool          // the server gets the command
	hook    func()        // called before the server gets it, or after it has acted
	hold    time.Duration // nothing moves for so long
	refuse  time.Duration // nobody can connect for so long
	slices  bool          // byte by byte, and nothing else goes wrong
	goesOn  bool          // the command is handed on after all, and nothing goes wrong
	number  uint16        // the error that the client gets; 0: the connection breaks
	pass    bool          // the command goes on after the hook, and nothing else goes wrong
}

// CutBefore breaks the connection instead of handing the command on.
func CutBefore() Fault { return Fault{} }

// CutAfter breaks the connection when the server has acted, instead of handing
// its answer on.
func CutAfter() Fault { return Fault{deliver: true} }

// Refuse breaks the connection instead of handing the command on, and lets nobody
// connect for a while.
func Refuse(d time.Duration) Fault { return Fault{refuse: d} }

// Stall holds the command back until the client has lost its patience, at most for
// a while, and breaks the connection then.
func Stall(d time.Duration) Fault { return Fault{hold: d} }

// StallAfter lets the server act, holds its answer back until the client has lost
// its patience, at most for a while, and breaks the connection then.
func StallAfter(d time.Duration) Fault { return Fault{deliver: true, hold: d} }

// Slices hands the command and its answer on byte by byte.
func Slices() Fault { return Fault{deliver: true, slices: true} }

// Answer gives the client an error of the server, which never gets the command.
func Answer(number uint16) Fault { return Fault{number: number} }

// AnswerAfter gives the client an error although the server has acted. The
// command must be one whose answer is a single packet: COMMIT, INSERT, UPDATE.
func AnswerAfter(number uint16) Fault { return Fault{deliver: true, number: number} }

// Pass calls a function while the command is held back, and then hands it on.
func Pass(hook func()) Fault { return Fault{hook: hook, pass: true} }

// Before calls a function while the command is held back and breaks the connection.
func Before(hook func()) Fault { return Fault{hook: hook} }

// After calls a function when the server has acted and the client does not know
// it yet, and breaks the connection.
func After(hook func()) Fault { return Fault{deliver: true, hook: hook} }

// Meanwhile calls a function while the command is held back, and hands it on then:
// somebody else was faster.
func Meanwhile(hook func()) Fault { return Fault{hook: hook, goesOn: true} }

// messages are the server's own words, shortened; the state is the SQLSTATE.
var messages = map[uint16]struct{ state, text string }{
	1020: {"HY000", "Record has changed since last read in table 'X'"},
	1040: {"08004", "Too many connections"},
	1062: {"23000", "Duplicate entry 'X' for key 'PRIMARY'"},
	1153: {"08S01", "Got a packet bigger than 'max_allowed_packet' bytes"},
	1205: {"HY000", "Lock wait timeout exceeded; try restarting transaction"},
	1213: {"40001", "Deadlock found when trying to get lock; try restarting transaction"},
	1290: {"HY000", "The MariaDB server is running with the --read-only option so it cannot execute this statement"},
	1317: {"70100", "Query execution was interrupted"},
	1412: {"HY000", "Table definition has changed, please retry transaction"},
	1792: {"25006", "Cannot execute statement in a READ ONLY transaction"},
}

// packetOf is an error as the server would answer a command with it.
func packetOf(number uint16) []byte {
	m, known := messages[number]
	if !known {
		m.state, m.text = "HY000", "injected"
	}
	payload := append([]byte{0xff, byte(number), byte(number >> 8), '#'}, m.state+m.text...)
	return append([]byte{byte(len(payload)), byte(len(payload) >> 8), 0, 1}, payload...)
}
