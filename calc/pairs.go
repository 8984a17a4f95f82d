package calc

// pairs are the distinct (row, column) pairs of a list, in compressed rows: those
// of row r are the pairs rowStart[r] to rowStart[r+1], by column. (User, used) of
// the components and (activity, facility) of the credits are kept so. The order
// depends on the ids alone, never on the order of the list.
type pairs struct {
	rowStart    []int32
	row, column []int32 // of each pair
	columnStart []int32
	byColumn    []int32 // the pairs of each column, by row
	of          []int32 // the pair of each item of the list, noPair for those left out
}

const noPair = -1

// newPairs takes n items; at tells an item's pair, or false to leave it out.
func newPairs(n, rows, columns int, at func(int) (row, column int32, ok bool)) pairs {
	p := pairs{of: make([]int32, n)}
	itemRow, itemColumn := make([]int32, n), make([]int32, n)
	order := make([]int32, 0, n)
	sorted := true
	for i := range n {
		p.of[i] = noPair
		row, column, ok := at(i)
		if !ok {
			continue
		}
		itemRow[i], itemColumn[i] = row, column
		if k := len(order); k > 0 && sorted {
			last := order[k-1]
			sorted = itemRow[last] < row || itemRow[last] == row && itemColumn[last] <= column
		}
		order = append(order, int32(i))
	}
	if !sorted {
		order, _ = bucket(order, itemColumn, columns)
		order, _ = bucket(order, itemRow, rows)
	}
	for _, i := range order {
		if last := len(p.row) - 1; last < 0 || p.row[last] != itemRow[i] || p.column[last] != itemColumn[i] {
			p.row, p.column = append(p.row, itemRow[i]), append(p.column, itemColumn[i])
		}
		p.of[i] = int32(len(p.row) - 1)
	}
	all := make([]int32, len(p.row))
	for i := range all {
		all[i] = int32(i)
	}
	_, p.rowStart = bucket(all, p.row, rows)
	p.byColumn, p.columnStart = bucket(all, p.column, columns)
	return p
}

// rowOf returns the bounds of a row's pairs.
func (p *pairs) rowOf(row int32) (from, thru int32) { return p.rowStart[row], p.rowStart[row+1] }

// columnOf lists the pairs of a column.
func (p *pairs) columnOf(column int32) []int32 {
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
