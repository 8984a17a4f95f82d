package mapping

import (
	"bytes"
	"hash/maphash"
)

// idTable gives ids small numbers, 0, 1, 2, … in the order they come, comparing
// them as fold does and keeping the first spelling. All text lies in one piece of
// memory without pointers, so that millions of ids cost the collector nothing.
type idTable struct {
	text    []byte
	ids     []idSpan
	slots   []int32 // open addressing; number + 1, 0 is free
	seed    maphash.Seed
	scratch []byte
	frozen  string
	last    int32 // the number found last
}

// idSpan is where an id lies: n bytes as spelled and then m bytes folded, where
// m is 0 when the folded form is the spelling itself.
type idSpan struct {
	at   int
	n, m int32
}

func newIDTable() *idTable {
	return &idTable{seed: maphash.MakeSeed(), slots: make([]int32, 64)}
}

func (t *idTable) len() int { return len(t.ids) }

// find returns the id's number, or -1.
func (t *idTable) find(id []byte) int32 {
	if n := t.guess(id); n >= 0 {
		return n
	}
	t.scratch = fold(t.scratch[:0], id)
	n := t.slots[t.slot(t.scratch)] - 1
	if n >= 0 {
		t.last = n
	}
	return n
}

// guess tries the id that was found last and the one behind it: rows that refer to
// others come in the order of those, mostly. -1 is no answer.
func (t *idTable) guess(id []byte) int32 {
	for n := t.last; n < t.last+2 && int(n) < len(t.ids); n++ {
		if bytes.Equal(t.bytes(n), id) {
			t.last = n
			return n
		}
	}
	return -1
}

// add returns the id's number, a new one if the table has no equal id.
func (t *idTable) add(id []byte) int32 {
	if n := t.find(id); n >= 0 {
		return n
	}
	if 2*len(t.ids) >= len(t.slots) {
		t.grow()
	}
	span := idSpan{at: len(t.text), n: int32(len(id))}
	t.text = append(t.text, id...)
	if !bytes.Equal(id, t.scratch) {
		span.m = int32(len(t.scratch))
		t.text = append(t.text, t.scratch...)
	}
	t.ids = append(t.ids, span)
	t.slots[t.slot(t.scratch)] = int32(len(t.ids))
	return int32(len(t.ids) - 1)
}

// slot is where the folded id is, or where it would go.
func (t *idTable) slot(folded []byte) int {
	mask := len(t.slots) - 1
	i := int(maphash.Bytes(t.seed, folded)) & mask
	for t.slots[i] != 0 && !bytes.Equal(t.folded(t.slots[i]-1), folded) {
		i = (i + 1) & mask
	}
	return i
}

func (t *idTable) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	for n := range t.ids {
		t.slots[t.slot(t.folded(int32(n)))] = int32(n + 1)
	}
}

// bytes is the id as it was first spelled.
func (t *idTable) bytes(n int32) []byte {
	span := t.ids[n]
	return t.text[span.at : span.at+int(span.n)]
}

func (t *idTable) folded(n int32) []byte {
	span := t.ids[n]
	if span.m == 0 {
		return t.bytes(n)
	}
	from := span.at + int(span.n)
	return t.text[from : from+int(span.m)]
}

// string is bytes as a string that shares one copy of the whole text with all
// other strings of this table; it is meant for after the last add.
func (t *idTable) string(n int32) string {
	if len(t.frozen) != len(t.text) {
		t.frozen = string(t.text)
	}
	span := t.ids[n]
	return t.frozen[span.at : span.at+int(span.n)]
}
