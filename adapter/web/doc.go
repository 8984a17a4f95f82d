// Package web shows over HTTP how the daemon is: /healthz says that the process
// lives, /readyz whether it can do its work and why not, /metrics what it did.
//
// There is no password, so it listens on the machine's own address only, unless
// it is told that others may reach it.
package web
