// Package database is how Fairshare talks to OFBiz's MariaDB or MySQL: connecting
// with the options that keep money exact, a consistent snapshot to read from,
// short transactions that are repeated when the server says so, and what every
// error of server and driver means for whoever wrote something.
//
// Times travel as text: OFBiz's columns hold naive times of its JVM's zone, which
// package mapping understands, and Fairshare's own tables hold UTC (type UTC).
//
// Reads of a run go through one Snapshot. Writes go through InTransaction, whose
// errors are certain but for one: ErrAmbiguous says that a COMMIT was sent and its
// answer was lost. Whoever gets it looks the rows up by their keys; sending them
// again without looking is never right.
package database
