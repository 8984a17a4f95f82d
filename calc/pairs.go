package calc

// pairs are the distinct (row, column) pairs of a list, in compressed rows: those
// of row r are the pairs rowStart[r] to rowStart[r+1], by column. (User, used) of
// the components and (activity, facility) of the credits are kept so. The order
// depends on the ids alone, never on the order of the list.
type pairs struct {
	rowStart    []int32
	row, column []int32 // of each pair
	of          []int32 // the pair of each item of the list, noPair for those left out

	// Made when a column is first asked for: where nothing changes, nobody does.
	columns     int
	columnStart []int32
	byColumn    []int32 // the pairs of each column, by row
}

const noPair = -1

// newPairs takes n items; at tells an item's pair, or false to leave it out.
func newPairs(n, rows, columns int, at func(int) (row, column int32, ok bool)) pairs {
	p := pairs{of: make([]int32, n), rowStart: make([]int32, rows+1), columns: columns}
	if !p.takeSorted(n, at) {
		p.takeInOrder(inOrder(n, rows, columns, at))
	}
	for r := range rows {
		p.rowStart[r+1] += p.rowStart[r]
	}
	return p
}

// takeSorted takes items that come in order of their pairs, as a reader delivers
// them, in one pass; it gives up at the first that doesn't.
func (p *pairs) takeSorted(n int, at func(int) (row, column int32, ok bool)) bool {
	p.row, p.column = make([]int32, 0, n), make([]int32, 0, n)
	for i := range n {
		row, column, ok := at(i)
		if !ok {
			p.of[i] = noPair
			continue
		}
		if last := len(p.row) - 1; last >= 0 && (row < p.row[last] || row == p.row[last] && column < p.column[last]) {
			p.row, p.column = p.row[:0], p.column[:0]
			clear(p.rowStart)
			return false
		}
		p.take(int32(i), row, column)
	}
	return true
}

// take adds an item whose pair is the last one or comes behind it.
func (p *pairs) take(item, row, column int32) {
	if last := len(p.row) - 1; last < 0 || p.row[last] != row || p.column[last] != column {
		p.row, p.column = append(p.row, row), append(p.column, column)
		p.rowStart[row+1]++
	}
	p.of[item] = int32(len(p.row) - 1)
}

func (p *pairs) takeInOrder(order, row, column []int32) {
	for i := range p.of {
		p.of[i] = noPair
	}
	for _, i := range order {
		p.take(i, row[i], column[i])
	}
}

// inOrder sorts the items that are not left out by their pairs.
func inOrder(n, rows, columns int, at func(int) (row, column int32, ok bool)) (order, row, column []int32) {
	order, row, column = make([]int32, 0, n), make([]int32, n), make([]int32, n)
	for i := range n {
		var ok bool
		if row[i], column[i], ok = at(i); ok {
			order = append(order, int32(i))
		}
	}
	order, _ = bucket(order, column, columns)
	order, _ = bucket(order, row, rows)
	return order, row, column
}

// rowOf returns the bounds of a row's pairs.
func (p *pairs) rowOf(row int32) (from, thru int32) { return p.rowStart[row], p.rowStart[row+1] }

// columnOf lists the pairs of a column.
func (p *pairs) columnOf(column int32) []int32 {
	if p.columnStart == nil {
		p.byColumn, p.columnStart = bucket(numbers(len(p.row)), p.column, p.columns)
	}
	return p.byColumn[p.columnStart[column]:p.columnStart[column+1]]
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
