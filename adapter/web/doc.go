// Package web shows over HTTP how the daemon is: /healthz says that the process
// lives, /readyz whether it can do its work and why not, /metrics what it did. They
// have no password, so they listen on the machine's own address only, unless the
// configuration says that others may reach them.
//
// Pages are for people, who log in with their login of OFBiz: partners see their own
// account, managers change the shares of their activities, finance sees and approves
// settlements. What one may do is a mapping.Actor, asked for at each request; what
// the pages show comes through small interfaces. There is no script in them: they
// are plain HTML, forms and one style sheet.
package web
