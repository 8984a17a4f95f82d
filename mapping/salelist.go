package mapping

import (
	"cmp"
	"slices"
	"strings"

	"fairshare/calc"
)

// saleList holds lines of income in 24 bytes each: the texts, of which there are
// fewer than lines, lie apart; the sales are the most that a night has to hold.
type saleList struct {
	lines     pieceList[saleLine]
	documents textList
	firsts    []int32 // of each document: its first line
	items     textTable
	kinds     []saleKind
	tails     []saleTail
	numbers   map[saleTail]int32 // of the tails
	unsorted  bool               // as far as lines were added
}

type saleLine struct {
	at       calc.Instant
	amount   calc.Minor
	activity int32
	tail     int32 // in tails
}

// saleTail is what the lines of many documents have in common.
type saleTail struct {
	item int32 // in items
	kind int32 // in kinds
}

// saleKind is what many lines have in common.
type saleKind struct {
	source   Source
	currency string
	revision int
}

func newSaleList() *saleList { return &saleList{numbers: map[saleTail]int32{}} }

// add appends a line.
func (l *saleList) add(s Sale) {
	if last := l.documents.len() - 1; last < 0 || l.documents.at(last) != s.Document { // the lines of a document come together
		l.documents.add(s.Document)
		l.firsts = append(l.firsts, int32(l.lines.len()))
	}
	tail := l.tail(saleTail{l.items.number(s.Item), l.kind(saleKind{s.Source, s.Currency, s.Revision})})
	l.lines.add(saleLine{s.At, s.Amount, s.Activity, tail})
	if n := l.lines.len(); n > 1 && l.compare(n-1, n-2) < 0 {
		l.unsorted = true
	}
}

// documentOf is the document of a line.
func (l *saleList) documentOf(line int) int {
	behind, _ := slices.BinarySearch(l.firsts, int32(line)+1)
	return behind - 1
}

func (l *saleList) tail(t saleTail) int32 {
	n, known := l.numbers[t]
	if !known {
		n = int32(len(l.tails))
		l.tails, l.numbers[t] = append(l.tails, t), n
	}
	return n
}

func (l *saleList) kind(k saleKind) int32 {
	for n := len(l.kinds) - 1; n >= 0; n-- {
		if l.kinds[n] == k {
			return int32(n)
		}
	}
	l.kinds = append(l.kinds, k)
	return int32(len(l.kinds) - 1)
}

func (l *saleList) at(i int) Sale {
	line := l.lines.at(int32(i))
	tail := l.tails[line.tail]
	k := &l.kinds[tail.kind]
	return Sale{
		SaleKey:  SaleKey{k.source, l.documents.at(l.documentOf(i)), l.items.texts[tail.item]},
		Revision: k.revision, Currency: k.currency, Activity: line.activity, At: line.at, Amount: line.amount,
	}
}

// rows are the lines by key. That is mostly the order in which OFBiz's rows were
// read, and the order in which the journal's table keeps them.
func (l *saleList) rows() Rows[Sale] {
	if !l.unsorted {
		return l.inOrder()
	}
	order := make([]int32, l.lines.len())
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(l.compare(int(a), int(b)), cmp.Compare(a, b)) })
	return madeRows(len(order), func(i int) Sale { return l.at(int(order[i])) })
}

// inOrder are the lines as they were added.
func (l *saleList) inOrder() Rows[Sale] { return madeRows(l.lines.len(), l.at) }

// compare compares two lines by key.
func (l *saleList) compare(i, j int) int {
	a, b := l.tails[l.lines.at(int32(i)).tail], l.tails[l.lines.at(int32(j)).tail]
	da, db := l.documentOf(i), l.documentOf(j)
	if da == db && a.kind == b.kind {
		return cmp.Compare(l.items.texts[a.item], l.items.texts[b.item])
	}
	ka, kb := &l.kinds[a.kind], &l.kinds[b.kind]
	return cmp.Or(cmp.Compare(ka.source, kb.source), cmp.Compare(l.documents.at(da), l.documents.at(db)),
		cmp.Compare(l.items.texts[a.item], l.items.texts[b.item]), cmp.Compare(ka.revision, kb.revision))
}

// textList numbers texts as they come, equal ones too, in one piece of memory.
type textList struct {
	text strings.Builder
	ends []uint32
}

func (t *textList) len() int { return len(t.ends) }

func (t *textList) add(text string) int32 {
	t.text.WriteString(text)
	t.ends = append(t.ends, uint32(t.text.Len()))
	return int32(len(t.ends) - 1)
}

func (t *textList) at(n int) string {
	from := uint32(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	return t.text.String()[from:t.ends[n]]
}

// textTable numbers distinct texts, and remembers which was the last: equal ones
// often come together.
type textTable struct {
	texts   []string
	numbers map[string]int32
	last    int32
}

func (t *textTable) number(text string) int32 {
	if len(t.texts) > 0 && t.texts[t.last] == text {
		return t.last
	}
	n, known := t.numbers[text]
	if !known {
		if t.numbers == nil {
			t.numbers = map[string]int32{}
		}
		n = int32(len(t.texts))
		text = strings.Clone(text) // of its own, not of a table of the reading
		t.texts, t.numbers[text] = append(t.texts, text), n
	}
	t.last = n
	return n
}
