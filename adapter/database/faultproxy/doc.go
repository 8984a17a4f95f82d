// Package faultproxy stands between a client and a MySQL or MariaDB server and
// does to their talk what networks, servers and power supplies do. It is for tests.
//
// A client's commands are counted over all connections, from 1, in the order in
// which they arrive: texts, PREPAREs, EXECUTEs and pings alike. The handshake is not
// counted, nor are commands that the server does not answer (closing a statement,
// leaving), which nothing waits for and which arrive at any time. A fault is planned
// for the command of a number or for the first that satisfies a condition, and
// strikes once, or it is planned for every such command:
//
//	CutBefore     the server never gets the command, the client loses its connection
//	CutAfter      the server acts, and the connection breaks before its answer arrives
//	Refuse        as CutBefore, and for a while nobody can connect at all
//	Stall         nothing moves until the client gives up, or for some time
//	Slices        the command and its answer arrive byte by byte
//	Answer        the client gets an error of the server, which never gets the command
//	AnswerAfter   the server acts and the client gets an error nevertheless
//	Before, After a function is called while the command is held back, or when the
//	              server has acted and nobody knows yet: to kill the client there
//
// The client's connection is not encrypted and not compressed, or no command
// could be told from another.
package faultproxy
