package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// paymentTable is the money that came and went, and what it was for.
type paymentTable struct {
	ids          *idTable
	rows         []paymentRow
	applications map[int32][]application // by invoice
}

type paymentRow struct {
	at         calc.Instant
	came, went bool // it was received, was sent
}

// application is the part of a payment that is for an invoice.
type application struct {
	id     string
	at     calc.Instant
	amount int64 // in thousandths
}

func newPaymentTable() paymentTable {
	return paymentTable{ids: newIDTable(), applications: map[int32][]application{}}
}

// takePayment takes money that moved: PMNT_RECEIVED came, PMNT_SENT went,
// PMNT_CONFIRMED did either and the bank says so. OFBiz makes payments, and applies
// them, when an order is completed; until they are received they are only promised.
func (in *Intake) takePayment() {
	const id, status, at = 0, 1, 2
	confirmed := in.is(status, "PMNT_CONFIRMED")
	row := paymentRow{came: confirmed || in.is(status, "PMNT_RECEIVED"), went: confirmed || in.is(status, "PMNT_SENT")}
	if !row.came && !row.went {
		return
	}
	row.at = in.instant(at, calc.Never)
	if n := in.payments.ids.add(in.row[id]); int(n) != len(in.payments.rows) {
		in.fail("its id equals that of an earlier row")
		return
	}
	in.payments.rows = append(in.payments.rows, row)
}

// takePaymentApplication takes what was paid of an invoice; a part that OFBiz
// applied to one item of it counts for the whole invoice.
func (in *Intake) takePaymentApplication() {
	const id, payment, invoice, amount = 0, 1, 2, 3
	p, n := in.payments.ids.find(in.row[payment]), in.invoices.ids.find(in.row[invoice])
	if p < 0 || n < 0 || !in.payments.rows[p].pays(in.invoices.rows[n].kind) {
		return
	}
	if in.payments.rows[p].at == calc.Never {
		in.note("PAYMENT_UNDATED", "payment %s has no effectiveDate: what it pays of invoice %s is left out; set the date", in.row[payment], in.row[invoice])
		return
	}
	value, readable := in.decimal(amount, scaleMoney)
	if readable && value != 0 {
		in.payments.applications[n] = append(in.payments.applications[n], application{in.text(id), in.payments.rows[p].at, value})
	}
}

func (p paymentRow) pays(kind invoiceKind) bool {
	return kind == invoiceSale && p.came || kind == invoiceReturn && p.went
}

// applied are an invoice's payments in the order of time, then id.
func (t *paymentTable) applied(invoice int32) []application {
	applications := t.applications[invoice]
	slices.SortFunc(applications, func(a, b application) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
	})
	return applications
}
