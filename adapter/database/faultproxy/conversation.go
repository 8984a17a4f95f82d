package faultproxy

import (
	"bufio"
	"io"
	"net"
	"sync"
	"time"
)

// conversation is one client's connection, with the one to the server behind it.
type conversation struct {
	proxy          *Proxy
	number         int
	client, server net.Conn
	commands       *bufio.Reader // from the client

	mutex      sync.Mutex // guards the rest
	statements statements
	preparing  string        // a PREPARE that the server has not answered yet
	answered   chan struct{} // not nil: the next answer goes nowhere, and closes this
	muted      bool          // answers go nowhere
	slices     bool          // what moves moves byte by byte

	once sync.Once
	over chan struct{}
}

func newConversation(p *Proxy, number int, client, server net.Conn) *conversation {
	return &conversation{
		proxy: p, number: number, client: client, server: server, commands: bufio.NewReaderSize(client, 1<<16),
		statements: statements{byID: map[uint32]string{}}, over: make(chan struct{}),
	}
}

// run hands packets on in both directions until one side ends.
func (c *conversation) run() {
	go func() {
		defer c.cut()
		c.back()
	}()
	defer c.cut()
	c.forth()
}

// cut breaks both connections.
func (c *conversation) cut() {
	c.once.Do(func() {
		close(c.over)
		c.client.Close()
		c.server.Close()
	})
}

// forth hands the client's packets on, and lets faults happen.
func (c *conversation) forth() {
	for {
		packet, err := readPacket(c.commands)
		if err != nil {
			return
		}
		if isCommand(packet) && !c.handle(packet) {
			return
		} else if !isCommand(packet) && write(c.server, packet, c.isSliced()) != nil {
			return
		}
	}
}

// handle deals with a command; false ends the conversation.
func (c *conversation) handle(packet []byte) bool {
	command := c.read(packet)
	if !command.Kind.Answered() {
		return write(c.server, packet, false) == nil
	}
	fault, planned := c.proxy.arrive(command)
	if !planned || fault.slices {
		c.setSlices(fault.slices)
		return write(c.server, packet, fault.slices) == nil
	}
	if fault.pass {
		fault.hook()
		return write(c.server, packet, false) == nil
	}
	if fault.deliver && !c.deliver(packet) {
		return false
	}
	if fault.hook != nil {
		fault.hook()
	}
	if fault.goesOn {
		return write(c.server, packet, false) == nil
	}
	c.wait(fault.hold)
	if fault.refuse > 0 {
		c.proxy.refuse(fault.refuse)
	}
	if fault.number == 0 {
		return false
	}
	return c.answer(fault.number)
}

func (c *conversation) read(packet []byte) Command {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	command := c.statements.command(packet)
	command.Connection = c.number
	c.preparing = ""
	if command.Kind == Prepare {
		c.preparing = command.Statement
	}
	return command
}

// deliver lets the server act, and keeps its answer back. It returns when the
// answer has come.
func (c *conversation) deliver(packet []byte) bool {
	answered := make(chan struct{})
	c.mutex.Lock()
	c.muted, c.answered = true, answered
	c.mutex.Unlock()
	if write(c.server, packet, false) != nil {
		return false
	}
	select {
	case <-answered:
	case <-c.over:
	}
	return true
}

// answer gives the client an error.
func (c *conversation) answer(number uint16) bool {
	c.mutex.Lock()
	c.muted = false
	c.mutex.Unlock()
	return write(c.client, packetOf(number), false) == nil
}

// wait keeps silent until the client gives up, and no longer than d. A client that
// waits for an answer sends nothing more, so what comes from it is its end.
func (c *conversation) wait(d time.Duration) {
	if d == 0 {
		return
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = c.commands.Peek(1)
	}()
	select {
	case <-time.After(d):
	case <-gone:
	case <-c.over:
	}
}

func (c *conversation) setSlices(on bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.slices = on
}

func (c *conversation) isSliced() bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.slices
}

// back hands the server's packets on.
func (c *conversation) back() {
	reader := bufio.NewReaderSize(c.server, 1<<16)
	writer := bufio.NewWriterSize(c.client, 1<<16)
	for {
		packet, err := readPacket(reader)
		if err != nil {
			return
		}
		muted, slices := c.look(packet)
		switch {
		case muted:
			continue
		case slices:
			if writer.Flush() != nil || write(c.client, packet, true) != nil {
				return
			}
			continue
		}
		if _, err := writer.Write(packet); err != nil {
			return
		}
		if reader.Buffered() == 0 && writer.Flush() != nil {
			return
		}
	}
}

// look learns from an answer and says what is to happen to it.
func (c *conversation) look(packet []byte) (muted, slices bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.preparing != "" {
		c.statements.prepared(c.preparing, packet)
		c.preparing = ""
	}
	if c.muted && c.answered != nil {
		close(c.answered)
		c.answered = nil
	}
	return c.muted, c.slices
}

// write writes a packet, at once or byte by byte.
func write(w io.Writer, packet []byte, slices bool) error {
	if !slices {
		_, err := w.Write(packet)
		return err
	}
	for i := range packet {
		if _, err := w.Write(packet[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}
