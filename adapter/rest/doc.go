// Package rest writes into OFBiz through OFBiz's own REST API, so that OFBiz's
// permissions, its event-condition actions and its own checks apply. What it calls
// are the services of the component in the folder component/fairshare, which an
// admin copies into OFBiz's plugins folder.
//
// # What an answer means
//
// A write has an id that Fairshare chose, which makes it harmless to repeat: OFBiz
// answers the same for the same id and the same content, and refuses the id with
// other content. Whether it happened is always asked of the database, never
// believed of an answer. So an answer has one of these meanings (Kind):
//
//	done         200, JSON, the fields that are expected, about the right id
//	Setup        401 twice, 403, 404, 405, 415, a right that is missing, a certificate
//	             that is not accepted: nothing ran, and a person has to mend it
//	Refused      400, 409, 422: OFBiz will not have it; it may be there already
//	Doubtful     500, 502, 504, no answer in time, a connection that broke, a redirect,
//	             HTML, half a JSON, the wrong type, any other status: it may have happened
//	Busy         429, 503: later; it may have happened all the same
//	Unreachable  no connection was made: nothing was sent
//
// Nothing is sent twice by itself, but for one case: a token that has run out gets
// 401, which OFBiz says before a service runs; then there is one new login and one
// repetition. A refused login is never tried again: three of them lock the account.
// After a doubtful answer OFBiz may be at work for as long as a call may take
// (Settings.Timeout); the error says for how long to wait before the database is
// believed to say "it did not happen".
package rest
