package mapping

import (
	"io"
	"math/big"
	"time"

	"fairshare/calc"
)

// SettlementFile is what a settlement came to, as a file tells it: the same as
// `settlements show` prints, but for what became of its invoices since.
type SettlementFile struct {
	SettleDocument
	lines map[string]int // of what can differ, by its key
}

var (
	payoutForm  = &form{name: "payout", attributes: []formAttribute{needed("party", kindID), needed("activity", kindID), needed("amount", kindAmount)}, take: (*exchangeReader).takePayout}
	retainForm  = &form{name: "retained", attributes: []formAttribute{needed("activity", kindID), needed("reason", kindID), needed("amount", kindAmount)}, take: (*exchangeReader).takeRetained}
	itemForm    = &form{name: "item", attributes: []formAttribute{needed("seq", kindID), optional("activity", kindID), needed("amount", kindAmount), optional("description", kindText)}, take: (*exchangeReader).takeItem}
	invoiceForm = &form{name: "invoice", attributes: []formAttribute{needed("id", kindID), needed("party", kindID), needed("total", kindAmount)},
		children: []formGroup{{1, 0, []*form{itemForm}}}, take: (*exchangeReader).takeInvoice, done: (*exchangeReader).checkInvoice}
	carriedForm    = &form{name: "carried", attributes: []formAttribute{needed("party", kindID), needed("amount", kindAmount), optional("note", kindText)}, take: (*exchangeReader).takeCarried}
	adjustmentForm = &form{name: "adjustment", attributes: []formAttribute{
		needed("id", kindID), needed("party", kindID), needed("amount", kindAmount), needed("reason", kindText), needed("by", kindText), needed("at", kindMoment),
	}, take: (*exchangeReader).takeAdjustment}

	settlementForm = &form{name: "settlement", attributes: []formAttribute{
		needed("id", kindID), needed("organization", kindID), needed("currency", kindID), needed("until", kindMoment), needed("state", kindOf(settlementStates...)),
		needed("income", kindAmount), needed("retained-total", kindAmount), needed("paid-total", kindAmount),
	}, children: []formGroup{several(payoutForm), several(retainForm), several(invoiceForm), several(carriedForm), several(adjustmentForm), several(findingForm)},
		take: (*exchangeReader).takeSettlement, done: (*exchangeReader).checkSettlement}

	settlementStates = []string{string(Held), string(Planned), string(Writing), string(Exported), string(Verified), string(Closed), string(Voiding), string(Void)}
)

func (r *exchangeReader) takeSettlement(e formElement) error {
	v := e.values
	r.exchange.Settlement = &SettlementFile{lines: map[string]int{"settlement": e.line}, SettleDocument: SettleDocument{
		Settlement: v["id"], Organization: v["organization"], Currency: v["currency"], Until: v["until"], State: State(v["state"]),
		Income: v["income"], RetainedTotal: v["retained-total"], PaidTotal: v["paid-total"],
	}}
	return nil
}

func (r *exchangeReader) takePayout(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	s.Payouts = append(s.Payouts, PayoutEntry{calc.PartyID(v["party"]), calc.ActivityID(v["activity"]), v["amount"]})
	if line, twice := s.lines[e.name+" "+v["party"]+", "+v["activity"]]; twice {
		return r.refuseAt(e.line, "the payout of %s from %s is there already, in line %d", Shown(v["party"]), Shown(v["activity"]), line)
	}
	s.lines[e.name+" "+v["party"]+", "+v["activity"]] = e.line
	return nil
}

func (r *exchangeReader) takeRetained(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	s.Retained = append(s.Retained, RetainedEntry{calc.ActivityID(v["activity"]), calc.Reason(v["reason"]), v["amount"]})
	s.lines[e.name+" "+v["activity"]+", "+v["reason"]] = e.line
	return nil
}

func (r *exchangeReader) takeInvoice(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	s.Invoices = append(s.Invoices, InvoiceEntry{InvoiceID: v["id"], Party: calc.PartyID(v["party"]), Total: v["total"]})
	s.lines[e.name+" "+v["id"]] = e.line
	return r.name("invoice", e)
}

func (r *exchangeReader) takeItem(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	last := &s.Invoices[len(s.Invoices)-1]
	last.Items = append(last.Items, InvoiceItemEntry{v["seq"], calc.ActivityID(v["activity"]), v["amount"], v["description"]})
	s.lines[e.name+" "+last.InvoiceID+", "+v["seq"]] = e.line
	return nil
}

func (r *exchangeReader) checkInvoice(e formElement) error {
	s, total := r.exchange.Settlement, sumOfAmounts{}
	last := &s.Invoices[len(s.Invoices)-1]
	for _, item := range last.Items {
		total.add(item.Amount)
	}
	if !total.is(last.Total) {
		r.beyond(e.line, "the items of invoice %s do not add up to its total %s", Shown(last.InvoiceID), last.Total)
	}
	return nil
}

func (r *exchangeReader) takeCarried(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	s.Carried = append(s.Carried, CarriedEntry{calc.PartyID(v["party"]), v["amount"], v["note"]})
	s.lines[e.name+" "+v["party"]] = e.line
	return nil
}

func (r *exchangeReader) takeAdjustment(e formElement) error {
	s, v := r.exchange.Settlement, e.values
	s.Adjustments = append(s.Adjustments, AdjustmentEntry{
		ID: v["id"], Party: calc.PartyID(v["party"]), Currency: s.Currency, Amount: v["amount"], Reason: v["reason"], By: v["by"], At: v["at"], Settlement: s.Settlement,
	})
	s.lines[e.name+" "+v["id"]] = e.line
	return nil
}

// checkSettlement holds the sums: nothing is lost on the way, and nothing is made.
func (r *exchangeReader) checkSettlement(e formElement) error {
	s := r.exchange.Settlement
	var paid, retained, income sumOfAmounts
	for _, p := range s.Payouts {
		paid.add(p.Amount)
	}
	for _, p := range s.Retained {
		retained.add(p.Amount)
	}
	income.add(s.PaidTotal)
	income.add(s.RetainedTotal)
	switch {
	case !paid.is(s.PaidTotal):
		r.beyond(e.line, "the payouts do not add up to paid-total %s", s.PaidTotal)
	case !retained.is(s.RetainedTotal):
		r.beyond(e.line, "the retained amounts do not add up to retained-total %s", s.RetainedTotal)
	case !income.is(s.Income):
		r.beyond(e.line, "paid-total %s and retained-total %s do not add up to income %s", s.PaidTotal, s.RetainedTotal, s.Income)
	}
	return nil
}

// sumOfAmounts adds amounts as they are written, exactly.
type sumOfAmounts struct{ sum big.Rat }

func (s *sumOfAmounts) add(amount string) {
	if value, ok := new(big.Rat).SetString(amount); ok { // its kind let it pass
		s.sum.Add(&s.sum, value)
	}
}

func (s *sumOfAmounts) is(amount string) bool {
	value, ok := new(big.Rat).SetString(amount)
	return ok && s.sum.Cmp(value) == 0
}

// NewSettlementFile is what a file tells of a settlement.
func NewSettlementFile(d SettleDocument) *SettlementFile { return &SettlementFile{SettleDocument: d} }

// Write writes the file.
func (s *SettlementFile) Write(out io.Writer) error {
	w := newExchangeWriter(out, time.UTC)
	w.open("settlement", "xmlns", ExchangeNamespace, "id", w.id("settlement", s.Settlement), "organization", w.id("party", s.Organization), "currency", w.id("currency", s.Currency),
		"until", s.Until, "state", string(s.State), "income", s.Income, "retained-total", s.RetainedTotal, "paid-total", s.PaidTotal)
	for _, p := range s.Payouts {
		w.empty("payout", "party", w.id("party", string(p.Party)), "activity", w.id("activity", string(p.Activity)), "amount", p.Amount)
	}
	for _, p := range s.Retained {
		w.empty("retained", "activity", w.id("activity", string(p.Activity)), "reason", string(p.Reason), "amount", p.Amount)
	}
	for _, invoice := range s.Invoices {
		w.invoice(invoice)
	}
	for _, c := range s.Carried {
		w.empty("carried", "party", w.id("party", string(c.Party)), "amount", c.Amount, "note", Shown(c.Note))
	}
	for _, a := range s.Adjustments {
		w.element("adjustment", true, true, "id", w.id("adjustment", a.ID), "party", w.id("party", string(a.Party)), "amount", a.Amount, "reason", Shown(a.Reason), "by", Shown(a.By), "at", a.At)
	}
	w.findings(s.Findings)
	w.close("settlement")
	return w.finish("settlement " + s.Settlement)
}

func (w *exchangeWriter) invoice(invoice InvoiceEntry) {
	w.open("invoice", "id", w.id("invoice", invoice.InvoiceID), "party", w.id("party", string(invoice.Party)), "total", invoice.Total)
	for _, item := range invoice.Items {
		w.empty("item", "seq", item.Seq, "activity", w.id("activity", string(item.Activity)), "amount", item.Amount, "description", Shown(item.Description))
	}
	w.close("invoice")
}
