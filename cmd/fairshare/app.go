package main

import (
	"io"
	"time"
)

// app is one start of the program: what its commands share. Tests make one with
// buffers, a fixed clock and an environment of their own, and run whole commands.
type app struct {
	configPath string // --config; empty: the default places
	output     string // --output: table, json, csv or xml
	stdout     io.Writer
	stderr     io.Writer
	stdin      io.Reader
	now        func() time.Time
	environ    []string // KEY=value, as os.Environ gives it
}
