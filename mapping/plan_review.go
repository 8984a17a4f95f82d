package mapping

import (
	"fmt"
	"math/big"
	"slices"

	"fairshare/calc"
)

// Review says when a settlement waits for a person before anything of it is
// written. The zero value never does.
type Review struct {
	ChangePercent int // a payout that differs by more than this from the party's last invoice; 0: off
	NoSales       int // no sales where the last settlement had at least so many lines; 0: off
}

// Past is what a settlement is held against: what the settlements before it in the
// same currency, voided ones aside, came to.
type Past struct {
	Invoiced map[calc.PartyID]calc.Minor // each party's last invoice
	Lines    int                         // of the last settlement
}

// The codes of what holds a settlement.
const (
	reviewPayout  = "REVIEW_PAYOUT"
	reviewNoSales = "REVIEW_NO_SALES"
)

// Wanted reports whether anything is to be looked at.
func (r Review) Wanted() bool { return r.ChangePercent > 0 || r.NoSales > 0 }

// HoldBack puts a plan on hold where a person has to look at it first; the reasons
// come first among its findings. A party's first invoice has nothing to be compared
// with, and where a party gets none nothing wrong can be paid: neither is a reason.
func (p *Plan) HoldBack(r Review, past Past) {
	reasons := p.changedPayouts(r, past)
	if r.NoSales > 0 && past.Lines >= r.NoSales && p.Settlement.Lines == 0 {
		reasons = append(reasons, NewFinding(reviewNoSales, "Settlement", p.Settlement.ID, fmt.Sprintf(
			"there are no sales at all, and the last settlement in %s had %d lines: look whether orders are still completed in OFBiz; then `fairshare settle --approve %s`, or void it",
			p.Settlement.Currency, past.Lines, p.Settlement.ID)))
	}
	if len(reasons) > 0 {
		p.Settlement.State = Held
		p.Findings = slices.Concat(reasons, p.Findings)
	}
}

func (p *Plan) changedPayouts(r Review, past Past) (reasons []Finding) {
	if r.ChangePercent <= 0 {
		return nil
	}
	s := p.Settlement
	for invoice := range p.InvoiceSums().All() {
		last, paidBefore := past.Invoiced[invoice.Party]
		if !paidBefore || !changedByMore(last, invoice.Total, r.ChangePercent) {
			continue
		}
		reasons = append(reasons, NewFinding(reviewPayout, "Party", string(invoice.Party), fmt.Sprintf(
			"%s would get %s %s, and the last invoice was %s: that is more than %d %% apart; look why, then `fairshare settle --approve %s`, or `fairshare settlements void %s`",
			invoice.Party, invoice.Total.Text(s.Decimals), s.Currency, last.Text(s.Decimals), r.ChangePercent, s.ID, s.ID)))
	}
	return reasons
}

// changedByMore: |now − last| · 100 > percent · |last|, exactly.
func changedByMore(last, now calc.Minor, percent int) bool {
	change := new(big.Int).Sub(big.NewInt(int64(now)), big.NewInt(int64(last)))
	change.Abs(change).Mul(change, big.NewInt(100))
	allowed := new(big.Int).Mul(big.NewInt(int64(percent)), big.NewInt(int64(last)))
	return change.Cmp(allowed.Abs(allowed)) > 0
}

// ReviewFirst puts the reasons why a settlement is held before all other findings
// and leaves the order else as it is.
func ReviewFirst(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int { return reviewRank(a) - reviewRank(b) })
	return findings
}

func reviewRank(f Finding) int {
	if f.Code == reviewPayout || f.Code == reviewNoSales {
		return 0
	}
	return 1
}
