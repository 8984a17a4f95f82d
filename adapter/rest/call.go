package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// A call is one request for a service of the component.
type call struct {
	op      string // for errors
	service string
	method  string
	path    string // below /fairshare
	body    any    // nil: none
	writes  bool
}

// do makes a call and reads the answer's data into a struct. A write that was begun
// goes on when the caller's context ends, for its own time: cut off, it would only
// leave a doubt.
func (c *Client) do(ctx context.Context, k call, into any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	bearer, err := c.bearer(ctx, "")
	if err != nil {
		return err
	}
	err = c.send(ctx, k, bearer, into)
	if e := As(err); e == nil || e.Status != http.StatusUnauthorized {
		return err
	}
	// The token was refused before the service ran, so once more is safe.
	if bearer, err = c.bearer(ctx, bearer); err != nil {
		return err
	}
	return c.send(ctx, k, bearer, into)
}

func (c *Client) send(ctx context.Context, k call, bearer string, into any) error {
	if k.writes {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, c.settings.Timeout)
	defer cancel()
	began := time.Now()
	request := c.resty.R().SetContext(ctx).SetHeader("Authorization", "Bearer "+bearer)
	if k.body != nil {
		request.SetHeader("Content-Type", "application/json").SetBody(k.body)
	}
	response, err := request.Execute(k.method, c.settings.URL+"/fairshare"+k.path)
	var failed *Error
	if err != nil {
		failed = c.notSent(k.op, err)
	} else if failed = judge(response, into); failed == nil {
		return nil
	}
	failed.Op = k.op
	return c.finish(failed, k, time.Since(began))
}

// finish says how long a doubt lasts, and what to do about an error. Of a read
// nothing is in doubt.
func (c *Client) finish(e *Error, k call, took time.Duration) error {
	switch {
	case e.Kind == Doubtful && !k.writes:
		e.Kind = Unreachable
		if e.Hint == "" {
			e.Hint = hintURL
		}
	case e.Kind == Doubtful:
		e.Wait = max(c.settings.Timeout-took, 0)
	case e.Kind == Busy:
		e.Wait = min(max(e.Wait, time.Second), c.settings.Timeout)
	case e.Status == http.StatusNotFound:
		e.Hint = fmt.Sprintf("the service %s is not there: copy the component fairshare into OFBiz's plugins folder, load its data and restart OFBiz", k.service)
	case e.Status == http.StatusMethodNotAllowed, e.Status == http.StatusUnsupportedMediaType:
		e.Hint = fmt.Sprintf("the component fairshare in OFBiz opens %s otherwise than this Fairshare calls it: install the one that came with this Fairshare", k.service)
	case e.Status == http.StatusUnauthorized:
		e.Hint = "OFBiz refuses a token that it has just given: do several OFBiz servers with different keys (security.token.key) answer at this address?"
	}
	return e
}

// notSent sorts what is no answer at all.
func (c *Client) notSent(op string, err error) *Error {
	var dial *net.OpError
	var name *net.DNSError
	switch {
	case isTLS(err):
		return &Error{Kind: Setup, Op: op, Err: err, Hint: hintForTLS(err)}
	case errors.As(err, &name), errors.As(err, &dial) && dial.Op == "dial":
		return &Error{Kind: Unreachable, Op: op, Err: err, Hint: "is OFBiz running, and is ofbiz.rest.url right?"}
	}
	return &Error{Kind: Doubtful, Op: op, Err: err}
}

// errText is an error for people who look at the settings.
func errText(format string, args ...any) error { return fmt.Errorf(format, args...) }
