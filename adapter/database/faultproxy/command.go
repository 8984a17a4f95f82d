package faultproxy

import (
	"bufio"
	"encoding/binary"
	"io"
)

// Kind is the first byte of a command.
type Kind byte

// The commands that a Go program sends.
const (
	Quit     Kind = 0x01
	Query    Kind = 0x03
	Ping     Kind = 0x0e
	Prepare  Kind = 0x16
	Execute  Kind = 0x17
	LongData Kind = 0x18
	Close    Kind = 0x19
	Reset    Kind = 0x1a
)

// Answered says whether the server answers such a command.
func (k Kind) Answered() bool { return k != Quit && k != Close && k != LongData }

// Command is one command of a client.
type Command struct {
	Number     int // from 1, over all connections
	Connection int // from 1
	Kind       Kind
	Statement  string // the text, also of a prepared statement that is executed
}

// readPacket reads one packet of the protocol, its header of four bytes included.
func readPacket(r *bufio.Reader) ([]byte, error) {
	header, err := r.Peek(4)
	if err != nil {
		return nil, err
	}
	length := int(header[0]) | int(header[1])<<8 | int(header[2])<<16
	packet := make([]byte, 4+length)
	_, err = io.ReadFull(r, packet)
	return packet, err
}

// isCommand tells a command's first packet: a conversation starts with sequence 0,
// the handshake goes on from the server's, a long command's further packets count up.
func isCommand(packet []byte) bool { return packet[3] == 0 && len(packet) > 4 }

// statements remembers the texts of one connection's prepared statements.
type statements struct {
	byID map[uint32]string
}

// command reads a command's packet.
func (s *statements) command(packet []byte) Command {
	c := Command{Kind: Kind(packet[4])}
	switch c.Kind {
	case Query, Prepare:
		c.Statement = string(packet[5:])
	case Execute, Close, LongData, Reset:
		if len(packet) >= 9 {
			c.Statement = s.byID[binary.LittleEndian.Uint32(packet[5:])]
		}
	}
	return c
}

// prepared notes the number that the server has given to a statement.
func (s *statements) prepared(text string, answer []byte) {
	if len(answer) >= 9 && answer[4] == 0 {
		s.byID[binary.LittleEndian.Uint32(answer[5:])] = text
	}
}
