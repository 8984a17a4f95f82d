package resttest

import (
	"net/http"
	"time"
)

// Fault is what happens at one call. The zero value is no fault.
type Fault struct {
	runs   bool // the service does its work, before the answer goes wrong
	strike func(o *OFBiz, w http.ResponseWriter, r *http.Request, answer func() response)
}

func (f Fault) serve(o *OFBiz, w http.ResponseWriter, r *http.Request, answer func() response) {
	if f.strike == nil {
		answer().write(w)
		return
	}
	f.strike(o, w, r, answer)
}

// Answer gives this instead of doing anything.
func Answer(status int, kind, body string, header ...string) Fault {
	return Fault{strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, _ func() response) {
		given(status, kind, body, header).write(w)
	}}
}

// AnswerAfter gives this when the service has done its work.
func AnswerAfter(status int, kind, body string, header ...string) Fault {
	return Fault{runs: true, strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, answer func() response) {
		answer()
		given(status, kind, body, header).write(w)
	}}
}

func given(status int, kind, body string, header []string) response {
	a := response{status: status, kind: kind, body: []byte(body), header: http.Header{}}
	for i := 0; i+1 < len(header); i += 2 {
		a.header.Set(header[i], header[i+1])
	}
	return a
}

// Truncated does the work and sends half of the answer.
func Truncated() Fault {
	return Fault{runs: true, strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, answer func() response) {
		a := answer()
		a.body = a.body[:len(a.body)/2]
		a.write(w)
	}}
}

// CutBefore breaks the connection instead of doing anything.
func CutBefore() Fault {
	return Fault{strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, _ func() response) { cut(w) }}
}

// CutAfter does the work and breaks the connection.
func CutAfter() Fault {
	return Fault{runs: true, strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, answer func() response) {
		answer()
		cut(w)
	}}
}

// CutThenRun breaks the connection, and does the work only after a while.
func CutThenRun(after time.Duration) Fault {
	return Fault{runs: true, strike: func(o *OFBiz, w http.ResponseWriter, _ *http.Request, answer func() response) {
		o.busy.Add(1)
		time.AfterFunc(after, func() {
			defer o.busy.Done()
			answer()
		})
		cut(w)
	}}
}

// Silence does nothing, and answers nothing until the client has lost its patience.
func Silence() Fault {
	return Fault{strike: func(_ *OFBiz, _ http.ResponseWriter, r *http.Request, _ func() response) { <-r.Context().Done() }}
}

// SilenceAfter does the work, and answers nothing.
func SilenceAfter() Fault {
	return Fault{runs: true, strike: func(_ *OFBiz, _ http.ResponseWriter, r *http.Request, answer func() response) {
		answer()
		<-r.Context().Done()
	}}
}

// Before calls a function while the call waits, and breaks the connection.
func Before(hook func()) Fault {
	return Fault{strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, _ func() response) {
		hook()
		cut(w)
	}}
}

// After calls a function when the work is done and the client does not know it yet.
func After(hook func()) Fault {
	return Fault{runs: true, strike: func(_ *OFBiz, w http.ResponseWriter, _ *http.Request, answer func() response) {
		answer()
		hook()
		cut(w)
	}}
}

// Runs says whether the service does its work in spite of the fault.
func (f Fault) Runs() bool { return f.runs }

func cut(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close() // breaking it is the purpose
	}
}
