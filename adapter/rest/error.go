package rest

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Kind says what an answer means; see the package comment.
type Kind uint8

// The kinds of errors.
const (
	Other Kind = iota
	Setup
	Refused
	Doubtful
	Busy
	Unreachable
)

var kindNames = [...]string{"other", "setup", "refused", "doubtful", "busy", "unreachable"}

func (k Kind) String() string { return kindNames[k] }

// Error is what went wrong with a call, what it means and what to do about it.
type Error struct {
	Kind   Kind
	Op     string
	Status int           // of HTTP; 0: there was no answer
	Text   string        // OFBiz's own words
	Hint   string        // what a person does next
	Wait   time.Duration // Doubtful, Busy: how long OFBiz may still be at it, or wants to be left alone
	Err    error
}

func (e *Error) Error() string {
	parts := []string{e.Op}
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("OFBiz answers %d", e.Status))
	}
	if e.Text != "" {
		parts = append(parts, e.Text)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	if e.Hint != "" {
		parts = append(parts, e.Hint)
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives what the network said.
func (e *Error) Unwrap() error { return e.Err }

// As finds an Error of this package in an error, nil where there is none.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// InDoubt says that a write may have happened, or may be happening now, and for
// how long to wait before the database is believed that it did not.
func InDoubt(err error) (wait time.Duration, doubtful bool) {
	e := As(err)
	if e == nil || e.Kind != Doubtful && e.Kind != Busy {
		return 0, false
	}
	return e.Wait, true
}

// textLength is how much of OFBiz's words goes into an error.
const textLength = 400

// oneLine makes what OFBiz said fit for a log: it may quote what anybody typed.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if runes := []rune(text); len(runes) > textLength {
		return string(runes[:textLength]) + "…"
	}
	return text
}
