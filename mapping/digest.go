package mapping

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"fairshare/calc"
)

// digest is the SHA-256 of the scheme and the sales in their canonical order, so
// the same data gives the same digest however its rows came.
func digest(c *Company) string {
	sum := sha256.New()
	w := digester{bufio.NewWriterSize(sum, 1<<16)}
	w.scheme(&c.Scheme)
	for s := range c.Sales.All() {
		w.texts(string(s.Source), s.Document, s.Item, s.Currency)
		w.numbers(int64(s.Revision), int64(s.Activity), int64(s.At), int64(s.Amount))
	}
	return w.sum(sum)
}

type digester struct{ out *bufio.Writer }

func (w digester) scheme(s *calc.Scheme) {
	w.numbers(int64(s.Method), int64(len(s.Activities)), int64(len(s.Facilities)), int64(len(s.Accounts)),
		int64(len(s.Components)), int64(len(s.Tenures)), int64(len(s.Credits)), int64(s.Cycles), int64(len(s.Founders)))
	for _, a := range s.Activities {
		w.texts(string(a.ID), string(a.Refused))
		w.numbers(int64(a.Basis), int64(a.OwnWeight))
	}
	for _, f := range s.Facilities {
		w.texts(string(f))
	}
	for _, a := range s.Accounts {
		w.texts(string(a.Party), string(a.Retained), string(a.Activity))
	}
	for _, c := range s.Components {
		w.texts(string(c.Refused()), formulaText(c.Formula()))
		w.numbers(int64(c.User), int64(c.Used), int64(c.From), int64(c.Thru), int64(c.Weight))
	}
	for _, t := range s.Tenures {
		w.numbers(int64(t.Facility), int64(t.Account), int64(t.From), int64(t.Thru))
	}
	for _, c := range s.Credits {
		w.numbers(int64(c.Activity), int64(c.Facility), int64(c.At), int64(c.Change))
	}
	for _, f := range s.Founders {
		w.numbers(int64(f.Activity), int64(f.Percent), int64(f.From), int64(f.Thru))
	}
}

// texts writes each text behind its length, so that no two lists look alike.
func (w digester) texts(texts ...string) {
	for _, text := range texts {
		w.numbers(int64(len(text)))
		w.out.WriteString(text) // an error of a hash can't be
	}
}

func (w digester) numbers(numbers ...int64) {
	bytes := w.out.AvailableBuffer() // written where it lies, without a copy
	for _, n := range numbers {
		bytes = binary.BigEndian.AppendUint64(bytes, uint64(n))
	}
	w.out.Write(bytes)
}

func (w digester) sum(h hash.Hash) string {
	_ = w.out.Flush() // into a hash
	return hex.EncodeToString(h.Sum(nil))
}
