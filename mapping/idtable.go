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
	starts  []uint32 // where each id lies: as spelled, and then folded
	folds   []uint32 // how long each is folded; 0, or nil for all, where that is the spelling itself
	slots   []int32  // open addressing; number + 1, 0 is free
	seed    maphash.Seed
	scratch []byte
	frozen  string
	last    int32 // the number found last
}

func newIDTable() *idTable {
	return &idTable{seed: maphash.MakeSeed(), slots: make([]int32, 64)}
}

// newOrderedTable is for ids that come in an order in which equal ones would come
// together, and are asked for in that order: it does without slots until somebody
// asks for an id that is not where it is expected.
func newOrderedTable() *idTable { return &idTable{seed: maphash.MakeSeed()} }

func (t *idTable) len() int { return len(t.starts) }

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
	last := t.len() - 1
	return last < 0 || bytes.Compare(t.folded(int32(last)), t.scratch) < 0
}

// guess tries the id that was found last and the one behind it: rows that refer to
// others come in the order of those, mostly. -1 is no answer.
func (t *idTable) guess(id []byte) int32 {
	for n := t.last; n < t.last+2 && int(n) < t.len(); n++ {
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
		if 2*t.len() >= len(t.slots) {
			t.fill(2 * len(t.slots))
		}
	}
	if len(t.text)+len(id)+len(t.scratch) > math.MaxUint32 {
		panic("the ids of one entity do not fit 4 GiB")
	}
	slot := 0
	if !follows {
		slot = t.slot(t.scratch)
	}
	t.starts = append(t.starts, uint32(len(t.text)))
	t.text = append(t.text, id...)
	if folded := len(t.scratch); !bytes.Equal(id, t.scratch) {
		t.text = append(t.text, t.scratch...)
		t.noteFolded(folded)
	} else if t.folds != nil {
		t.noteFolded(0)
	}
	if !follows {
		t.slots[slot] = int32(t.len())
	}
	return int32(t.len() - 1)
}

// noteFolded remembers how long the newest id is folded.
func (t *idTable) noteFolded(length int) {
	if t.folds == nil {
		t.folds = make([]uint32, t.len()-1, cap(t.starts))
	}
	t.folds = append(t.folds, uint32(length))
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
	for slots <= 2*t.len() {
		slots *= 2
	}
	t.slots = make([]int32, slots)
	for n := range t.starts {
		t.slots[t.slot(t.folded(int32(n)))] = int32(n + 1)
	}
}

// bytes is the id as it was first spelled.
func (t *idTable) bytes(n int32) []byte {
	from, thru, _ := t.bounds(n)
	return t.text[from:thru]
}

func (t *idTable) folded(n int32) []byte {
	from, thru, end := t.bounds(n)
	if thru == end {
		return t.text[from:thru]
	}
	return t.text[thru:end]
}

// bounds are where an id lies as spelled, and where its folded form ends behind it.
func (t *idTable) bounds(n int32) (from, thru, end uint32) {
	from, end = t.starts[n], uint32(len(t.text))
	if int(n)+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	if thru = end; t.folds != nil {
		thru -= t.folds[n]
	}
	return from, thru, end
}

// string is bytes as a string that shares one copy of the whole text with all
// other strings of this table; it is meant for after the last add.
func (t *idTable) string(n int32) string {
	if len(t.frozen) != len(t.text) {
		t.frozen = string(t.text)
	}
	from, thru, _ := t.bounds(n)
	return t.frozen[from:thru]
}
