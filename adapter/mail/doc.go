// Package mail hands messages over to a mail server (SMTP, RFC 5321), which sends
// them on. Each goes to one address, as text and as HTML, with documents attached.
//
// # Encryption
//
//	starttls  the connection begins in the open and is encrypted before anything that
//	          matters is said (port 587, 25). A server that does not offer STARTTLS, or
//	          somebody in between who hides that it does, gets nothing.
//	implicit  encrypted from the first byte (port 465)
//	none      in the open, to this machine only
//
// The server proves who it is by a certificate for the host of its address; nothing
// switches that off. Nobody logs in over a connection that is not encrypted.
//
// # Sent once
//
// SMTP has one moment of which nobody can be sure: the server has got the message's
// last line, and its answer does not come. Send asks its caller just before that line
// (hand), who notes it down. So what fails earlier can be tried again, what the server
// refuses is known, and the rest is an Error of the kind Uncertain: somebody has to
// decide. A repeated message has the Message-ID that it had, by which it can be known.
package mail
