package mapping

import "iter"

// Rows are rows of one kind in their order. Either they are listed, or each is made
// anew whenever it is looked at: millions of rows of texts would not fit where the
// numbers that they are made of do. The zero value has none.
type Rows[R any] struct {
	List []R // all of them, unless they are made

	count int
	made  func(i int) R
}

// RowsOf lists rows.
func RowsOf[R any](rows ...R) Rows[R] { return Rows[R]{List: rows} }

// madeRows has row number i made by make.
func madeRows[R any](count int, make func(i int) R) Rows[R] {
	return Rows[R]{count: count, made: make}
}

// Len is how many rows there are.
func (r Rows[R]) Len() int {
	if r.made != nil {
		return r.count
	}
	return len(r.List)
}

// At is row number i, from 0.
func (r Rows[R]) At(i int) R {
	if r.made != nil {
		return r.made(i)
	}
	return r.List[i]
}

// All goes through the rows in their order.
func (r Rows[R]) All() iter.Seq[R] {
	return func(yield func(R) bool) {
		for i := range r.Len() {
			if !yield(r.At(i)) {
				return
			}
		}
	}
}

// Add lists more rows behind those that are listed.
func (r *Rows[R]) Add(rows ...R) { r.List = append(r.List, rows...) }

// Listed makes all rows, to look at one several times.
func (r Rows[R]) Listed() []R {
	if r.made == nil {
		return r.List
	}
	rows := make([]R, 0, r.count)
	for row := range r.All() {
		rows = append(rows, row)
	}
	return rows
}

// Where are the rows that a test keeps. Where it keeps all of them nothing is copied.
func (r Rows[R]) Where(keep func(R) bool) Rows[R] {
	var places []int32
	n := 0
	for row := range r.All() {
		if keep(row) {
			places = append(places, int32(n))
		}
		n++
	}
	if len(places) == n {
		return r
	}
	return madeRows(len(places), func(i int) R { return r.At(int(places[i])) })
}
