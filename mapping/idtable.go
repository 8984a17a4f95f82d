package mapping

import (
	"bytes"
	"hash/maphash"
	"math"
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
// m is 0 when the folded form is the spelling itself. 4 GiB hold more ids than a
// company has.
type idSpan struct{ at, n, m uint32 }

func newIDTable() *idTable {
	return &idTable{seed: maphash.MakeSeed(), slots: make([]int32, 64)}
}

// newOrderedTable is for ids that come in an order in which equal ones would come
// together, and are asked for in that order: it does without slots until somebody
// asks for an id that is not where it is expected.
func newOrderedTable() *idTable { return &idTable{seed: maphash.MakeSeed()} }

func (t *idTable) len() int { return len(t.ids) }

// find returns the id's number, or -1.
func (t *idTable) find(id []byte) int32 {
	if n := t.guess(id); n >= 0 {
		return n
	}
	if t.slots == nil {
		t.fill(64)
	}
	t.scratch = fold(t.scratch[:0], id)
	n := t.slots[t.slot(t.scratch)] - 1
	if n >= 0 {
		t.last = n
	}
	return n
}

// follows reports whether an id comes behind all others of an ordered table. The
// order is the database's, which need not be that of the folded bytes: then the
// table gets its slots.
func (t *idTable) follows(id []byte) bool {
	if t.slots != nil {
		return false
	}
	t.scratch = fold(t.scratch[:0], id)
	last := len(t.ids) - 1
	return last < 0 || bytes.Compare(t.folded(int32(last)), t.scratch) < 0
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
	follows := t.follows(id)
	if !follows {
		if n := t.find(id); n >= 0 {
			return n
		}
		if 2*len(t.ids) >= len(t.slots) {
			t.fill(2 * len(t.slots))
		}
	}
	if len(t.text)+len(id)+len(t.scratch) > math.MaxUint32 {
		panic("the ids of one entity do not fit 4 GiB")
	}
	span := idSpan{at: uint32(len(t.text)), n: uint32(len(id))}
	t.text = append(t.text, id...)
	if !bytes.Equal(id, t.scratch) {
		span.m = uint32(len(t.scratch))
		t.text = append(t.text, t.scratch...)
	}
	t.ids = append(t.ids, span)
	if !follows {
		t.slots[t.slot(t.scratch)] = int32(len(t.ids))
	}
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

// fill gives the table so many slots, or more where there are more ids.
func (t *idTable) fill(slots int) {
	for slots <= 2*len(t.ids) {
		slots *= 2
	}
	t.slots = make([]int32, slots)
	for n := range t.ids {
		t.slots[t.slot(t.folded(int32(n)))] = int32(n + 1)
	}
}

// bytes is the id as it was first spelled.
func (t *idTable) bytes(n int32) []byte {
	span := t.ids[n]
	return t.text[span.at : span.at+span.n]
}

func (t *idTable) folded(n int32) []byte {
	span := t.ids[n]
	if span.m == 0 {
		return t.bytes(n)
	}
	from := span.at + uint32(span.n)
	return t.text[from : from+span.m]
}

// string is bytes as a string that shares one copy of the whole text with all
// other strings of this table; it is meant for after the last add.
func (t *idTable) string(n int32) string {
	if len(t.frozen) != len(t.text) {
		t.frozen = string(t.text)
	}
	span := t.ids[n]
	return t.frozen[span.at : span.at+span.n]
}
