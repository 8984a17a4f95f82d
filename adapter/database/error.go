package database

import (
	"database/sql/driver"
	"errors"
)

// ErrAmbiguous is wrapped by the error of a transaction whose COMMIT was sent and
// not answered: it may have happened or not. Look the rows up by their keys.
var ErrAmbiguous = errors.New("the answer to COMMIT was lost")

// Error is an error of the database with what it means and what to do about it.
type Error struct {
	Kind Kind
	Op   string // what was being done
	Hint string // what a person does next; may be empty
	Err  error
}

func (e *Error) Error() string {
	text := e.Op
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Explain wraps an error of the server or the driver with its kind and a hint;
// nil stays nil, and what is explained already is only told what was being done.
func Explain(op string, err error) error { return explain(op, err) }

func explain(op string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return &Error{Kind: known.Kind, Op: op, Err: err}
	}
	return &Error{Kind: Classify(err), Op: op, Hint: hintFor(err), Err: err}
}

// ReadError is Explain for a read, where a lost connection leaves nothing in
// doubt: reading again is all there is to do.
func ReadError(op string, err error) error {
	if err == nil {
		return nil
	}
	if Classify(err) != Stopped && (isLost(err) && !isUnsent(err) || errors.Is(err, driver.ErrBadConn)) {
		return &Error{Kind: Unreachable, Op: op, Err: err, Hint: "the connection broke, read again"}
	}
	return explain(op, err)
}
