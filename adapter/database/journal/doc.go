// Package journal keeps Fairshare's own tables: what was settled, what is being
// settled, and who may settle at this moment. OFBiz's tables hold what people see;
// these hold what makes a night repeatable. All names start with FAIRSHARE_, there
// are no foreign keys into OFBiz's tables, and nothing is ever deleted: the account
// needs SELECT, INSERT and UPDATE (grants.sql).
//
// # The life of a settlement
//
//	            CommitPlan          Advance             Advance             Advance
//	(nothing) ─────────────▶ planned ──────▶ writing ───────────▶ verified ────────▶ closed
//	    │                     ▲ │               │                    │                  │
//	    └────────▶ held ──────┘ └───────────────┴─────── Advance ────┴──────────────────┴──▶ voiding
//	                 │                                                                         │
//	                 └────────────────────────────────────▶ void ◀─────────────────────────────┘
//
// A settlement only moves forward. Each arrow is one transaction, and each checks
// the lease in that same transaction.
//
//	held      CommitPlan committed everything as for planned, but a person has to
//	          look first: Unfinished does not list it, and nothing of it is in OFBiz.
//	planned   CommitPlan committed everything at once, for all currencies of a night:
//	          the heads, the sale lines taken, the ledger, the balances, every invoice
//	          with its items and ids, and the findings. Nothing of it is in OFBiz.
//	writing   invoices go to OFBiz one by one. Where OFBiz's tables are written to
//	          directly, an invoice and its state "written" here are one transaction.
//	exported  the invoices are in a file of entity-engine XML, for a person to import:
//	          the move from writing on where Fairshare writes nothing into OFBiz. When
//	          all of them are found there, verified comes next.
//	verified  every invoice was read back from OFBiz and is what was planned; the
//	          move is refused while an invoice is not.
//	closed    the reports are out too. Running again finds nothing to do.
//	voiding   a person takes the settlement back: invoices are cancelled in OFBiz, or,
//	          where they have gone too far, set off by an adjustment, some in each
//	          transaction, which notes here how they ended.
//	void      a person took the settlement back. Its lines, residues and balances no
//	          longer count, so that the next settlement takes the lines again, under
//	          a higher revision: the rows stay, for whoever asks later.
//
// # What a crash leaves behind, and what the next run does
//
//	before CommitPlan's commit   nothing. The next run reads OFBiz anew.
//	its answer was lost          CommitPlan looks for the settlements itself, behind the
//	                             lease's row lock, so that the answer is certain: it
//	                             returns nil, or NotCommittedError, or, where not even
//	                             that could be found out, UncertainError.
//	planned                      the plan is whole: Unfinished lists it, it is replayed.
//	                             Nothing is ever computed again for it.
//	writing                      InvoicesToWrite lists what is still planned. One of these
//	                             may be in OFBiz already when another road than the
//	                             database wrote it: the id tells, read it back first.
//	exported                     the file is written again if it is gone, and OFBiz looked at.
//	verified                     only reports are missing; they are made again from the plan.
//	voiding                      Unfinished lists it; InvoicesToVoid lists what is not ended yet.
//	held                         it waits on, as before.
//	closed, void                 nothing is left to do.
//
// # The lease
//
// One row of FAIRSHARE_LEASE per organization says who may settle, until when (by
// the database's clock, never ours) and in which term. Acquire is a compare-and-set:
// it succeeds when the row is free or its time has passed, and raises the term.
// Check is the same conditional UPDATE inside the caller's transaction: it extends
// the lease and holds the row's lock until that transaction ends, so that nobody can
// take over between the check and the commit. A holder that was slow, stopped or cut
// off learns it there (ErrLeaseLost) and must stop at once: its term is over,
// and whatever it had not committed is rolled back. A second row, which nobody holds,
// counts the changes of shares (ShareTerm).
//
// # Sums
//
// Memory is summed from the rows of the settlements that are not void; there are no
// running totals that could differ from what they total. Rows are streamed and added
// here, because grouping in the server takes ten times as long.
package journal
