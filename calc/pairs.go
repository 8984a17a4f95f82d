package calc

import "slices"

// pairs are the distinct (row, column) pairs of a list, in compressed rows: those
// of row r are the pairs rowStart[r] to rowStart[r+1], by column. (User, used) of
// the components and (activity, facility) of the credits are kept so. The order
// depends on the ids alone, never on the order of the list.
type pairs struct {
	rowStart []int32
	column   []int32 // of each pair; while they are taken, with room for more
	taken    int32
	last     int32 // the row of the pair that was taken last

	// Made when a column is first asked for: where nothing changes, nobody does.
	columns     int
	columnStart []int32
	byColumn    []int32 // the pairs of each column, by row
	rows        []int32 // and their rows
}

const noPair = -1

// newPairs has room for n pairs.
func newPairs(n, rows, columns int) pairs {
	return pairs{rowStart: make([]int32, rows+1), columns: columns, column: make([]int32, n)}
}

// reset forgets all pairs.
func (p *pairs) reset() {
	clear(p.rowStart)
	p.taken = 0
}

// take adds a pair, or finds that it is the last one, and returns its number; noPair
// if it belongs before that.
func (p *pairs) take(row, column int32) int32 {
	if last := p.taken - 1; last >= 0 && p.last >= row {
		switch {
		case p.last > row || p.column[last] > column:
			return noPair
		case p.column[last] == column:
			return last
		}
	}
	p.last, p.column[p.taken] = row, column
	p.taken++
	p.rowStart[row+1] = p.taken
	return p.taken - 1
}

// seal is called when all pairs are taken: from then on they can be found.
func (p *pairs) seal() {
	p.column = p.column[:p.taken]
	for r := 1; r < len(p.rowStart); r++ {
		p.rowStart[r] = max(p.rowStart[r], p.rowStart[r-1])
	}
}

// find returns the number of a pair that was taken.
func (p *pairs) find(row, column int32) int32 {
	from, thru := p.rowOf(row)
	place, _ := slices.BinarySearch(p.column[from:thru], column)
	return from + int32(place)
}

// rowOf returns the bounds of a row's pairs.
func (p *pairs) rowOf(row int32) (from, thru int32) { return p.rowStart[row], p.rowStart[row+1] }

// row returns the row of a pair. It is looked for, because few want to know.
func (p *pairs) row(pair int32) int32 {
	behind, _ := slices.BinarySearch(p.rowStart, pair+1)
	return int32(behind) - 1
}

// columnOf lists the pairs of a column, and the row of each.
func (p *pairs) columnOf(column int32) (numbers, rows []int32) {
	if p.columnStart == nil {
		p.findColumns()
	}
	from, thru := p.columnStart[column], p.columnStart[column+1]
	return p.byColumn[from:thru], p.rows[from:thru]
}

func (p *pairs) findColumns() {
	row := make([]int32, len(p.column))
	for r := range int32(len(p.rowStart) - 1) {
		from, thru := p.rowOf(r)
		for pair := from; pair < thru; pair++ {
			row[pair] = r
		}
	}
	p.byColumn, p.columnStart = bucket(numbers(len(row)), p.column, p.columns)
	p.rows = make([]int32, len(row))
	for place, pair := range p.byColumn {
		p.rows[place] = row[pair]
	}
}

// inOrder lists items by their pairs, those of one pair as they stand.
func inOrder(n, rows, columns int, at func(int) (row, column int32)) []int32 {
	row, column := make([]int32, n), make([]int32, n)
	for i := range n {
		row[i], column[i] = at(i)
	}
	order, _ := bucket(numbers(n), column, columns)
	order, _ = bucket(order, row, rows)
	return order
}

// bucket orders things by a key below n, keeping the order of equal keys: a
// counting sort, linear in the things. It also returns where each key starts.
func bucket(things, key []int32, n int) (ordered, start []int32) {
	start = make([]int32, n+1)
	for _, t := range things {
		start[key[t]+1]++
	}
	for k := range n {
		start[k+1] += start[k]
	}
	next := append([]int32(nil), start...)
	ordered = make([]int32, len(things))
	for _, t := range things {
		ordered[next[key[t]]] = t
		next[key[t]]++
	}
	return ordered, start
}

// numbers are 0, 1, 2, … below n.
func numbers(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
