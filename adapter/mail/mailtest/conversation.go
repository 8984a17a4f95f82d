package mailtest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
)

// conversation is one connection.
type conversation struct {
	server    *Server
	line      net.Conn
	text      *textproto.Conn
	encrypted bool
	message   Message
}

// errOver ends a conversation.
var errOver = errors.New("over")

func (s *Server) talk(line net.Conn) {
	defer line.Close()
	c := &conversation{server: s, line: line}
	if s.Implicit {
		if c.encrypt() != nil {
			return
		}
	}
	c.text = textproto.NewConn(c.line)
	if c.say(Greeting, "220 mail.test ESMTP") != nil {
		return
	}
	for {
		command, err := c.text.ReadLine()
		if err != nil || c.obey(command) != nil {
			return
		}
	}
}

func (c *conversation) encrypt() error {
	encrypted := tls.Server(c.line, c.server.certificate)
	if err := encrypted.Handshake(); err != nil {
		return err
	}
	c.line, c.encrypted = encrypted, true
	return nil
}

// say answers at a step, or does what the server was told.
func (c *conversation) say(step Step, answer string) error {
	if err := c.ask(step); err != nil {
		return err
	}
	return c.text.PrintfLine("%s", answer)
}

// ask does what the server was told at a step; nil where it is what it should.
func (c *conversation) ask(step Step) error {
	act := c.server.at(step)
	if act.Do != nil {
		act.Do()
	}
	switch {
	case act.Cut:
		return errOver
	case act.Stall:
		c.stall()
		return errOver
	case act.Answer != "":
		if err := c.text.PrintfLine("%s", act.Answer); err != nil {
			return err
		}
		return errRefused
	}
	return nil
}

// stall is silent until the other side has given up.
func (c *conversation) stall() {
	gone := make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, c.line); close(gone) }()
	select {
	case <-gone:
	case <-c.server.over:
	}
}

// errRefused says that another answer was given; the conversation goes on.
var errRefused = errors.New("refused")

func going(err error) error {
	if errors.Is(err, errRefused) {
		return nil
	}
	return err
}

func (c *conversation) obey(command string) error {
	verb, rest, _ := strings.Cut(command, " ")
	c.server.mutex.Lock()
	c.server.lines = append(c.server.lines, command)
	c.server.mutex.Unlock()
	switch strings.ToUpper(verb) {
	case "EHLO":
		return going(c.say(Hello, c.extensions()))
	case "STARTTLS":
		return c.startTLS()
	case "AUTH":
		return c.auth(rest)
	case "MAIL":
		return c.sender(rest)
	case "RCPT":
		err := c.say(Receiver, "250 ok")
		if err == nil {
			c.message.To = address(rest)
		}
		return going(err)
	case "DATA":
		return c.data()
	case "RSET":
		c.message = Message{User: c.message.User}
		return c.text.PrintfLine("250 ok")
	case "QUIT":
		_ = c.text.PrintfLine("221 bye")
		return errOver
	}
	return c.text.PrintfLine("502 no such command")
}

func (c *conversation) extensions() string {
	list := []string{"mail.test", "8BITMIME", "SIZE 52428800"}
	if c.server.certificate != nil && !c.server.Hide && !c.encrypted {
		list = append(list, "STARTTLS")
	}
	if c.server.User != "" {
		list = append(list, "AUTH PLAIN LOGIN")
	}
	var lines []string
	for i, word := range list {
		dash := "-"
		if i == len(list)-1 {
			dash = " "
		}
		lines = append(lines, "250"+dash+word)
	}
	return strings.Join(lines, "\r\n")
}

func (c *conversation) startTLS() error {
	if c.server.certificate == nil || c.encrypted {
		return c.text.PrintfLine("502 no TLS")
	}
	if err := c.say(StartTLS, "220 go on"); err != nil {
		return going(err)
	}
	if err := c.encrypt(); err != nil {
		return err
	}
	c.text = textproto.NewConn(c.line)
	return nil
}

// auth takes a password over an encrypted line only.
func (c *conversation) auth(rest string) error {
	_, given, _ := strings.Cut(rest, " ")
	decoded, _ := base64.StdEncoding.DecodeString(given)
	want := "\x00" + c.server.User + "\x00" + c.server.Password
	if !c.encrypted || string(decoded) != want {
		return c.text.PrintfLine("535 5.7.8 authentication failed")
	}
	err := c.say(Auth, "235 welcome")
	if err == nil {
		c.message.User = c.server.User
	}
	return going(err)
}

func (c *conversation) sender(rest string) error {
	if c.server.User != "" && c.message.User == "" {
		return c.text.PrintfLine("530 5.7.0 log in first")
	}
	err := c.say(Sender, "250 ok")
	if err == nil {
		c.message.From = address(rest)
	}
	return going(err)
}

func (c *conversation) data() error {
	if c.message.To == "" {
		return c.text.PrintfLine("503 5.5.1 to whom?")
	}
	if err := c.say(Data, "354 go on"); err != nil {
		return going(err)
	}
	content, err := io.ReadAll(bufio.NewReader(c.text.DotReader()))
	if err != nil {
		return err // an unfinished message is thrown away
	}
	c.message.Content, c.message.Encrypted = content, c.encrypted
	if err := c.ask(Whole); err != nil {
		return going(err)
	}
	c.server.mutex.Lock()
	c.server.inbox = append(c.server.inbox, c.message)
	count := len(c.server.inbox)
	c.server.mutex.Unlock()
	c.message = Message{User: c.message.User}
	return going(c.say(Taken, fmt.Sprintf("250 2.0.0 taken as %d", count)))
}

// address is what stands between < and >.
func address(rest string) string {
	_, rest, _ = strings.Cut(rest, "<")
	found, _, _ := strings.Cut(rest, ">")
	return found
}
