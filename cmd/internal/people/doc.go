// Package people is what a person does through Fairshare, from the command line or
// a web page: propose credit and decide on it, and what else changes OFBiz's rows
// in somebody's name. Every such change goes through Desk.Act, which is one
// transaction: it reads from OFBiz what the login may do at this moment, asks for
// the right, makes the change, and notes in FAIRSHARE_AUDIT who changed what. So
// nothing is changed without a right or without a trace, and nothing by half.
//
// Whoever can run a command has the database account of Fairshare anyway: there
// the login says in whose name something is done, it does not prove it. A web page
// has asked for the password before.
package people
