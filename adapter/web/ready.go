package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Check is one thing that must be so for the daemon to do its work.
type Check struct {
	Name  string
	Probe func(ctx context.Context) error // what is wrong and what to do, or a Note; no secrets
}

// Note is what a check that passes has to say: whoever reads the page should know,
// and nothing is wrong.
type Note string

func (n Note) Error() string { return string(n) }

const (
	probeTimeout = 5 * time.Second

	// answerFor is how long an answer is given again: nobody can load the database
	// by asking often.
	answerFor = time.Second
)

// readiness answers /readyz: 200 when every check passes, else 503, with the
// reasons as JSON.
type readiness struct {
	checks []Check
	log    *slog.Logger

	mutex  sync.Mutex
	answer report
	at     time.Time
}

type report struct {
	Ready  bool          `json:"ready"`
	Checks []checkReport `json:"checks"`
}

type checkReport struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"` // what is wrong
	Note   string `json:"note,omitempty"`
}

func (r *readiness) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	answer := r.ask(request.Context())
	w.Header().Set("Content-Type", "application/json")
	if !answer.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		r.log.Debug("answer /readyz", "error", err)
	}
}

// ask probes one after the other, for one asker at a time. An asker who goes away
// does not end the probes: the next one gets their answer.
func (r *readiness) ask(ctx context.Context) report {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.at.IsZero() && time.Since(r.at) < answerFor {
		return r.answer
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTimeout)
	defer cancel()
	r.answer = report{Ready: true, Checks: make([]checkReport, len(r.checks))}
	for i, check := range r.checks {
		r.answer.Checks[i] = check.run(ctx)
		r.answer.Ready = r.answer.Ready && r.answer.Checks[i].OK
	}
	r.at = time.Now()
	return r.answer
}

func (c Check) run(ctx context.Context) (answer checkReport) {
	defer func() {
		if broken := recover(); broken != nil {
			answer = checkReport{Name: c.Name, Reason: fmt.Sprint("the check broke down: ", broken)}
		}
	}()
	err := c.Probe(ctx)
	var note Note
	if err == nil || errors.As(err, &note) {
		return checkReport{Name: c.Name, OK: true, Note: string(note)}
	}
	return checkReport{Name: c.Name, Reason: err.Error()}
}
