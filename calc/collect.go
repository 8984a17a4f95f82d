package calc

import "slices"

// collection puts cells in their places: those of an account stand together, by
// activity. There are as many cells as there are credits, so they are not sorted:
// who gets how many is counted beforehand, and they come by activity.
type collection struct {
	cells []Cell
	start []int32 // per account: where its first one is; one more behind
	ends  []cellsEnd
	put   int  // how many there are
	added bool // some were added up, and may be zero
}

// cellsEnd is where the cells of an account end so far: what is known of the last one
// without looking at it, which would be far away in memory.
type cellsEnd struct {
	next     int32 // where the next one goes
	activity int32 // of the last one
}

// collect divides what activities hold and returns all cells, one of a pair, without
// the zero ones.
func (w *sweep) collect() []Cell {
	slices.SortFunc(w.cells, func(a, b Cell) int { return int(a.Activity) - int(b.Activity) })
	c, early := w.newCollection(), w.cells
	for a := range w.everything() {
		for len(early) > 0 && early[0].Activity == int32(a) {
			c.add(early[0].Account, int32(a), early[0].Earned)
			early = early[1:]
		}
		w.collectFrom(c, int32(a))
	}
	return c.packed()
}

// collectFrom puts what an activity's holdings earned, and what it holds.
func (w *sweep) collectFrom(c *collection, a int32) {
	held, divided := w.held[a], w.credits[a] > 0
	if !held.IsZero() && !divided {
		c.add(w.retained[NoCredits], a, held)
	}
	from, thru := w.holdings.rowOf(a)
	if !held.IsZero() && divided {
		cutter, facilities := cut(held, w.credits[a]), w.holdings.column[from:thru]
		for i, facility := range facilities {
			if pieces := w.counted(from + int32(i)); pieces > 0 {
				c.add(w.account[facility], a, cutter.next(pieces))
			}
		}
	}
	if w.earned != nil {
		for h := from; h < thru; h++ {
			c.add(w.account[w.holdings.column[h]], a, w.earned[h])
		}
	}
}

// newCollection counts the cells that each account may have.
func (w *sweep) newCollection() *collection {
	start := make([]int32, len(w.scheme.Accounts)+1)
	for i := range w.cells {
		start[w.cells[i].Account+1]++
	}
	for a := range w.held {
		held := !w.held[a].IsZero()
		if held && w.credits[a] == 0 {
			start[w.retained[NoCredits]+1]++
		}
		if !held && w.earned == nil {
			continue
		}
		from, thru := w.holdings.rowOf(int32(a))
		for _, facility := range w.holdings.column[from:thru] {
			start[w.account[facility]+1]++
		}
	}
	for i := range w.scheme.Accounts {
		start[i+1] += start[i]
	}
	ends := make([]cellsEnd, len(w.scheme.Accounts))
	for i := range ends {
		ends[i] = cellsEnd{start[i], nobody}
	}
	return &collection{cells: make([]Cell, start[len(ends)]), ends: ends, start: start}
}

// add adds a part to the cell that it belongs to, which is the account's last one or
// a new one.
func (c *collection) add(account, activity int32, part Fine) {
	end := &c.ends[account]
	switch {
	case part.IsZero():
	case end.activity == activity:
		last := &c.cells[end.next-1]
		last.Earned, c.added = last.Earned.Add(part), true
	default:
		c.cells[end.next] = Cell{account, activity, part}
		end.next, end.activity = end.next+1, activity
		c.put++
	}
}

// packed closes the gaps where there were fewer cells than counted, or cells of zero
// in the end.
func (c *collection) packed() []Cell {
	if c.put == len(c.cells) && !c.added {
		return c.cells
	}
	packed := c.cells[:0]
	for account, end := range c.ends {
		for _, cell := range c.cells[c.start[account]:end.next] {
			if !cell.Earned.IsZero() {
				packed = append(packed, cell)
			}
		}
	}
	return packed
}
