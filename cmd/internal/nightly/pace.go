package nightly

import (
	"time"

	"fairshare/mapping"
)

const (
	// rowsAtOnce is how many rows of invoices one transaction writes: a payee who
	// holds credits everywhere has an invoice of thousands.
	rowsAtOnce = 2000

	// bytesAtOnce is how many bytes of reports one transaction attaches.
	bytesAtOnce = 1 << 20

	// slowBatch is when a transaction holds its locks too long for those who work in
	// OFBiz meanwhile: the next ones are smaller.
	slowBatch = 200 * time.Millisecond
)

// pace cuts invoices into batches, each of which is a transaction. A row that refers
// to another one, as an invoice to its payee, locks that one against changes until
// the transaction ends (a foreign key's shared lock): so a batch is bounded by
// invoices, by rows and, on a slow server, by time.
type pace struct {
	most int // invoices
	size int // invoices, at present; at most most
}

func newPace(most int) *pace { return &pace{most: most, size: most} }

// next cuts a batch off the front: at least one invoice, whatever its size.
func (p *pace) next(invoices []mapping.Invoice) (batch, rest []mapping.Invoice) {
	n, rows := 0, 0
	for n < min(p.size, len(invoices)) {
		rows += rowsOf(invoices[n])
		if n > 0 && rows > rowsAtOnce {
			break
		}
		n++
	}
	return invoices[:n], invoices[n:]
}

// rowsOf counts the header and the status besides the items.
func rowsOf(invoice mapping.Invoice) int { return 2 + len(invoice.Items) }

// took learns from how long a batch's transaction took.
func (p *pace) took(d time.Duration) {
	switch {
	case d > slowBatch:
		p.size = max(p.size/2, 1)
	case d < slowBatch/4:
		p.size = min(p.size*2, p.most)
	}
}
