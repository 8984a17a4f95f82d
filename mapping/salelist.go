package mapping

import (
	"cmp"
	"sort"
	"strings"

	"fairshare/calc"
)

// saleList holds lines of income in 32 bytes each: the texts, of which there are
// fewer than lines, lie apart; the sales are the most that a night has to hold.
type saleList struct {
	lines     pieceList[saleLine]
	documents textList
	items     textTable
	kinds     []saleKind
	sorted    bool // as far as lines were added
}

type saleLine struct {
	at       calc.Instant
	amount   calc.Minor
	activity int32
	document int32 // in documents
	item     int32 // in items
	kind     int32 // in kinds
}

// saleKind is what many lines have in common.
type saleKind struct {
	source   Source
	currency string
	revision int
}

func newSaleList() *saleList { return &saleList{items: textTable{}, sorted: true} }

// add appends a line.
func (l *saleList) add(s Sale) {
	line := saleLine{at: s.At, amount: s.Amount, activity: s.Activity,
		document: l.document(s.Document), item: l.items.number(s.Item), kind: l.kind(saleKind{s.Source, s.Currency, s.Revision})}
	l.lines.add(line)
	if n := l.lines.len(); n > 1 && l.Less(n-1, n-2) {
		l.sorted = false
	}
}

// document numbers a text; the lines of a document come together.
func (l *saleList) document(text string) int32 {
	last := l.documents.len() - 1
	if last >= 0 && l.documents.at(last) == text {
		return int32(last)
	}
	return l.documents.add(text)
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
	k := &l.kinds[line.kind]
	return Sale{
		SaleKey:  SaleKey{k.source, l.documents.at(int(line.document)), l.items.texts[line.item]},
		Revision: k.revision, Currency: k.currency, Activity: line.activity, At: line.at, Amount: line.amount,
	}
}

// rows are the lines by key. That is mostly the order in which OFBiz's rows were
// read, and the order in which the journal's table keeps them.
func (l *saleList) rows() Rows[Sale] {
	if !l.sorted {
		sort.Sort(l)
	}
	return l.inOrder()
}

// inOrder are the lines as they were added.
func (l *saleList) inOrder() Rows[Sale] { return madeRows(l.lines.len(), l.at) }

// Len, Less and Swap are for sorting.
func (l *saleList) Len() int { return l.lines.len() }

func (l *saleList) Swap(i, j int) {
	a, b := l.lines.at(int32(i)), l.lines.at(int32(j))
	*a, *b = *b, *a
}

func (l *saleList) Less(i, j int) bool {
	a, b := l.lines.at(int32(i)), l.lines.at(int32(j))
	if a.document == b.document && a.kind == b.kind {
		return l.items.texts[a.item] < l.items.texts[b.item]
	}
	ka, kb := &l.kinds[a.kind], &l.kinds[b.kind]
	return cmp.Or(cmp.Compare(ka.source, kb.source),
		cmp.Compare(l.documents.at(int(a.document)), l.documents.at(int(b.document))),
		cmp.Compare(l.items.texts[a.item], l.items.texts[b.item]),
		cmp.Compare(ka.revision, kb.revision)) < 0
}

// textList numbers texts as they come, equal ones too, in one piece of memory.
type textList struct {
	text strings.Builder
	ends []int
}

func (t *textList) len() int { return len(t.ends) }

func (t *textList) add(text string) int32 {
	t.text.WriteString(text)
	t.ends = append(t.ends, t.text.Len())
	return int32(len(t.ends) - 1)
}

func (t *textList) at(n int) string {
	from := 0
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
