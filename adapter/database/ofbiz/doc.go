// Package ofbiz reads and writes the tables of Apache OFBiz 24.09 on MariaDB or
// MySQL the way OFBiz itself does.
//
// What is read streams, entity by entity, out of one snapshot (Read). What is
// written are whole payout invoices (WriteInvoices), documents on a party's
// profile page (Attach) and, for sample companies, entity-engine XML (Import);
// each has a way to read it back. Every row that is written gets the four stamps
// that OFBiz's entity engine would give it, times in the zone of OFBiz's JVM, and
// numbers from OFBiz's own sequences (Sequence).
//
// SQL goes past OFBiz's entity cache and its triggers (ECAs): an inserted invoice
// in process shows at once and posts to the ledger when a person sets it READY.
package ofbiz
