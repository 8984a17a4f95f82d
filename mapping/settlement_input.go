package mapping

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"io"

	"fairshare/calc"
)

// Input is all that a settlement was worked out from. It is stored with the plan,
// so that whoever doubts a settlement can work it out again (settlements verify).
type Input struct {
	Head   Settlement // as it was before the totals were filled in
	Scheme calc.Scheme
	Sales  []Sale // of its currency
	Memory Memory // residues, balances and adjustments of its currency; without Taken
	Payout Payout
}

// NewInput gathers what a plan is to be made from. Nothing is copied but what
// earlier settlements left in the currency.
func NewInput(head Settlement, company *Company, sales []Sale, memory Memory, payout Payout) *Input {
	own := Memory{}
	for _, r := range memory.Residues {
		if r.Currency == head.Currency {
			own.Residues = append(own.Residues, r)
		}
	}
	for _, b := range memory.Balances {
		if b.Currency == head.Currency {
			own.Balances = append(own.Balances, b)
		}
	}
	for _, a := range memory.Adjustments {
		if a.Currency == head.Currency {
			own.Adjustments = append(own.Adjustments, a)
		}
	}
	return &Input{head, company.Scheme, sales, own, payout}
}

// Plan works the settlement out. It gives what is wrong with the scheme too, as
// far as the money of the settlement meets it.
func (in *Input) Plan() (*Plan, []calc.Problem, error) {
	outcome, err := calc.Distribute(&in.Scheme, linesOf(in.Sales))
	if err != nil {
		return nil, nil, fmt.Errorf("calculate the shares of the income in %s: %w", in.Head.Currency, err)
	}
	plan, err := NewPlan(in.Head, &Company{Scheme: in.Scheme}, in.Sales, outcome, in.Memory, in.Payout)
	return plan, outcome.Problems, err
}

func linesOf(sales []Sale) []calc.Line {
	lines := make([]calc.Line, len(sales))
	for i, sale := range sales {
		lines[i] = calc.Line{Activity: sale.Activity, At: sale.At, Amount: sale.Amount, Cost: sale.Source.IsCost()}
	}
	return lines
}

// inputFormat starts every stored input. Another number is another way of storing.
const inputFormat = "fairshare-input-1"

// storedInput is what encoding/gob writes.
type storedInput struct {
	Format string
	Input  *Input
}

// Seal stores the input with a plan that was made from it: compressed, and named by
// its digest in the head.
func (in *Input) Seal(plan *Plan) error {
	var out bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(compressed).Encode(storedInput{inputFormat, in}); err != nil {
		return fmt.Errorf("store the input of settlement %s: %w", in.Head.ID, err)
	}
	if err := compressed.Close(); err != nil {
		return fmt.Errorf("store the input of settlement %s: %w", in.Head.ID, err)
	}
	plan.Input = out.Bytes()
	plan.Settlement.StoredDigest = InputDigest(plan.Input)
	return nil
}

// InputDigest names a stored input by its content.
func InputDigest(stored []byte) string {
	sum := sha256.Sum256(stored)
	return hex.EncodeToString(sum[:])
}

// maxInput bounds what a damaged or forged input may unpack to.
const maxInput = 8 << 30

// OpenInput reads a stored input back; digest is the one in its settlement's head.
func OpenInput(content []byte, digest string) (*Input, error) {
	if found := InputDigest(content); found != digest {
		return nil, fmt.Errorf("the stored input has the digest %.12s…, the settlement says %.12s…", found, digest)
	}
	compressed, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("unpack the stored input: %w", err)
	}
	var stored storedInput
	if err := gob.NewDecoder(io.LimitReader(compressed, maxInput)).Decode(&stored); err != nil {
		return nil, fmt.Errorf("read the stored input: %w", err)
	}
	if stored.Format != inputFormat || stored.Input == nil {
		return nil, fmt.Errorf("the stored input is of format %q, this version reads %q", stored.Format, inputFormat)
	}
	return stored.Input, nil
}
