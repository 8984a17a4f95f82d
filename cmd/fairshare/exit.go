package main

import (
	"errors"
	"fmt"
)

// exitCode is what the program tells its caller (design, section 7).
type exitCode int

// The exit codes. They never change their meaning.
const (
	exitDone        exitCode = 0 // done, or nothing to do
	exitFailed      exitCode = 1 // failed
	exitUsage       exitCode = 2 // wrong arguments
	exitConfig      exitCode = 3 // the configuration is not right
	exitUnreachable exitCode = 4 // OFBiz's database is out of reach
	exitRefused     exitCode = 5 // the data was refused: blocking findings
	exitHeld        exitCode = 6 // another one holds the lease, or the pause file is there
	exitAttention   exitCode = 7 // a person must look
)

// exitError is an error that knows its exit code.
type exitError struct {
	code exitCode
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }

// Unwrap gives the error itself, so that errors.Is and As look through the code.
func (e *exitError) Unwrap() error { return e.err }

// withExit gives an error its exit code. An error that has one keeps it; nil stays nil.
func withExit(code exitCode, err error) error {
	var known *exitError
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &exitError{code, err}
}

// usageError says that the command was called wrongly.
func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// refusedError says that findings stopped the writes.
func refusedError(format string, args ...any) error {
	return &exitError{exitRefused, fmt.Errorf(format, args...)}
}
