package mapping

import (
	"math/big"

	"fairshare/calc"
)

// bookPaid books the part of an invoice that each payment paid. After all payments
// up to some point every line has had its amount times what was paid of the whole,
// rounded; a payment's part is the step from one point to the next. So parts never
// drift, and what is paid in full is the full amounts.
func (b *saleBooks) bookPaid(w *invoiceWorth) {
	applications := b.in.payments.applied(w.number)
	if len(applications) == 0 {
		return
	}
	total := b.invoiceTotal(w)
	if total <= 0 {
		b.in.found.add("INVOICE_TOTAL", "Invoice", w.id, "payments are applied to it and its items come to nothing, or less: no part of it can be told as paid; correct the invoice")
		return
	}
	var paid calc.Minor
	for _, a := range applications {
		before := paid
		paid += b.applied(w, a)
		for i := range w.lines {
			if w.live[i] {
				b.bookPart(w, i, a, partOf(w.amounts[i], min(paid, total), total)-partOf(w.amounts[i], min(before, total), total))
			}
		}
	}
}

func (b *saleBooks) bookPart(w *invoiceWorth, i int, a application, amount calc.Minor) {
	sale := b.sale(w, i, FromPaymentApplication)
	sale.At, sale.Amount = a.at, amount
	if b.original(w, i, &sale) {
		sale.SaleKey = SaleKey{FromPaymentApplication, a.id, w.id + "/" + sale.Item}
		b.bookInvoiceLine(w, i, sale, a.at)
	}
}

// partOf is amount × paid / total, half away from zero; nothing where less than
// nothing was paid.
func partOf(amount, paid, total calc.Minor) calc.Minor {
	if paid <= 0 {
		return 0
	}
	exact := big.NewRat(int64(paid), int64(total))
	part, _ := roundRat(exact.Mul(exact, big.NewRat(int64(amount), 1)), 1)
	return part
}

// applied is what an application paid, in the invoice's minor unit.
func (b *saleBooks) applied(w *invoiceWorth, a application) calc.Minor {
	amount, fits := wideProduct(a.amount, 1e6).rounded(b.in.unit(w.currency))
	if !fits || amount >= maxAmount || amount <= -maxAmount {
		b.in.found.add("AMOUNT_TOO_LARGE", "PaymentApplication", a.id, "amountApplied is too large to be counted: it is left out; correct it")
		return 0
	}
	return calc.Minor(amount)
}

// invoiceTotal is what the customer is to pay, as OFBiz sums it: all items, each
// rounded, and the sales taxes, which are rounded by authority (InvoiceWorker:
// getInvoiceTotal, getInvoiceTaxTotal).
func (b *saleBooks) invoiceTotal(w *invoiceWorth) (total calc.Minor) {
	taxes := map[int32]wide{}
	for _, line := range w.lines {
		exact := wideProduct(line.price, line.quantity)
		if line.authority < 0 {
			total += b.roundedLine(w, exact)
			continue
		}
		thousandths, _ := exact.rounded(thousandth)
		taxes[line.authority] = taxes[line.authority].plus(wideProduct(thousandths, thousandth))
	}
	for _, tax := range taxes {
		total += b.roundedLine(w, tax)
	}
	return total
}

// thousandth is a thousandth of a currency in 10^-9 of it.
const thousandth = 1_000_000

func (b *saleBooks) roundedLine(w *invoiceWorth, exact wide) calc.Minor {
	amount, fits := exact.rounded(b.in.unit(w.currency))
	if !fits || amount >= maxAmount || amount <= -maxAmount {
		return 0 // the line was left out, and told
	}
	return calc.Minor(amount)
}
