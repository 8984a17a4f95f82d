// Package embedded runs a private MariaDB server: for `fairshare demo`, and for
// tests, which never talk to a mock.
//
// The server belongs to the process that started it. It keeps its files in one
// folder of mode 0700, listens on a unix socket in that folder and, only if asked,
// on a port of the loopback interface, reads no option files, and is killed by
// the kernel when its parent dies (Linux). Nothing of an installed MariaDB's
// own data or configuration is touched.
//
// Accounts: root without a password, which is why the socket's folder is closed
// to others and TCP is opt-in.
package embedded
