// Package post is Fairshare's post office: it sends by mail what the nightly job, or
// a person, planned in the journal. It runs when no settlement does, or beside one,
// and none waits for it.
//
// A message is claimed for a term, written from the journal's rows, and given to the
// mail server; just before the server gets its last line the journal notes it as
// handed. So it is known at any moment what a kill, a cut line or a silent server
// means:
//
//	planned, waiting   not sent; it is, when its time comes
//	sending            not sent; when the term is over it is tried again
//	handed             may be sent; when the term is over it becomes uncertain
//	sent               the server said so
//	failed             the server, or common sense, refused it for good; or it was
//	                   tried seven times within a day and a half
//	uncertain          sent or not, nobody knows: a person decides
//	dropped            the settlement is no longer what it tells about
//
// What the server refuses for the moment, or when it can't be reached, is tried again
// after 5 minutes, then 15, 45, and so on, three times as long each.
package post
