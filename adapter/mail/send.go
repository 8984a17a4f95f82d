package mail

import (
	"context"
	"errors"
	"io"
	"net/textproto"
	"time"
)

// Send gives a message to the server. Just before the server gets its last line, hand
// is asked, and nothing is sent if it fails. The error is an *Error, or hand's own.
func (c *Connection) Send(ctx context.Context, m Message, hand func(context.Context) error) error {
	err := c.send(ctx, m, hand)
	if e := As(err); err != nil && (e == nil || e.Kind != Refused) {
		c.broken = true
	}
	return err
}

func (c *Connection) send(ctx context.Context, m Message, hand func(context.Context) error) error {
	content, err := c.server.compose(m)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return &Error{Kind: Unreachable, Op: "send the mail", Err: err}
	}
	stop := context.AfterFunc(ctx, func() { _ = c.line.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	data, err := c.envelope(m)
	if err != nil {
		return err
	}
	if err := c.pour(data, content); err != nil {
		return err
	}
	if err := hand(ctx); err != nil {
		return err // the line is closed, and the server throws an unfinished message away
	}
	if !stop() { // the last line goes out undisturbed, or not at all
		return &Error{Kind: Unreachable, Op: "send the mail", Err: context.Cause(ctx)}
	}
	c.waitForEnd()
	return c.taken(data.Close())
}

// envelope says from whom and to whom. What the server refuses it forgets.
func (c *Connection) envelope(m Message) (io.WriteCloser, error) {
	c.wait()
	if err := c.client.Mail("<" + c.server.settings.From.Address + ">"); err != nil {
		return nil, c.forget(answered("name the sender", err))
	}
	to, err := Parse(m.To)
	if err != nil {
		return nil, c.forget(err)
	}
	c.wait()
	if err := c.client.Rcpt("<" + to.Address + ">"); err != nil {
		return nil, c.forget(answered("name the addressee", err))
	}
	c.wait()
	data, err := c.client.Data()
	if err != nil {
		return nil, c.forget(answered("begin the mail", err))
	}
	return data, nil
}

// forget has the server begin anew after a refusal.
func (c *Connection) forget(err error) error {
	if e := As(err); e != nil && e.Kind == Refused {
		c.wait()
		if resetErr := c.client.Reset(); resetErr != nil {
			c.broken = true // the next message finds out
		}
	}
	return err
}

// portion is how much the server gets before its time begins anew.
const portion = 64 << 10

// pour writes all but the last line.
func (c *Connection) pour(data io.Writer, content []byte) error {
	for len(content) > 0 {
		n := min(len(content), portion)
		c.wait()
		if _, err := data.Write(content[:n]); err != nil {
			return answered("send the mail", err)
		}
		content = content[n:]
	}
	return nil
}

// taken says what the end of the message means.
func (c *Connection) taken(err error) error {
	var answer *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer):
		return answered("end the mail", err)
	}
	return &Error{Kind: Uncertain, Op: "wait for the mail server's answer", Err: err, Final: true,
		Hint: "the mail may have been taken; ask the addressee, then, if it did not come: fairshare mail retry --again"}
}

// SendOne sends a single message, which nobody keeps a record of.
func (s *Server) SendOne(ctx context.Context, m Message) error {
	c, err := s.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Send(ctx, m, func(context.Context) error { return nil })
}

// Try connects, encrypts and logs in, and sends nothing.
func (s *Server) Try(ctx context.Context) error {
	c, err := s.Connect(ctx)
	if err != nil {
		return err
	}
	c.Close()
	return nil
}
