package main

import (
	"fairshare/calc"
	"fairshare/cmd/internal/world"
)

// payouts does in float64 what package calc does exactly, for a company in which
// nothing changes: what every party gets, not rounded. It is only here to be
// compared with: float64 gives wrong cents on equal credits.
func payouts(w *world.World) []float64 {
	n := w.Activities
	reached := make([]float64, n)
	for _, line := range w.Lines {
		reached[line.Activity] += float64(line.Amount)
	}
	components := floatRows(len(w.Scheme.Components), n, func(i int) (row, column int32, value float64) {
		c := &w.Scheme.Components[i]
		return c.User, c.Used, float64(c.Weight) / float64(100*calc.QuantityOne)
	})
	credits := floatRows(len(w.Scheme.Credits), n, func(i int) (row, column int32, value float64) {
		c := &w.Scheme.Credits[i]
		return c.Activity, c.Facility, float64(c.Change)
	})
	paid := make([]float64, w.Parties) // a party's facility has its number
	for _, user := range components.usersFirst() {
		kept := reached[user]
		for i := components.start[user]; i < components.start[user+1]; i++ {
			part := reached[user] * components.value[i]
			reached[components.column[i]] += part
			kept -= part
		}
		credits.divide(user, kept, paid)
	}
	return paid
}

// floatMatrix is a sparse matrix in compressed rows.
type floatMatrix struct {
	start, column []int32
	value         []float64
}

// floatRows builds a matrix by a counting sort.
func floatRows(n, rows int, at func(int) (row, column int32, value float64)) floatMatrix {
	m := floatMatrix{make([]int32, rows+1), make([]int32, n), make([]float64, n)}
	for i := range n {
		row, _, _ := at(i)
		m.start[row+1]++
	}
	for row := range rows {
		m.start[row+1] += m.start[row]
	}
	next := append([]int32(nil), m.start...)
	for i := range n {
		row, column, value := at(i)
		m.column[next[row]], m.value[next[row]] = column, value
		next[row]++
	}
	return m
}

// usersFirst orders the rows so that each comes before those that it refers to.
func (m floatMatrix) usersFirst() []int32 {
	rows := int32(len(m.start) - 1)
	users := make([]int32, rows)
	for _, used := range m.column {
		users[used]++
	}
	order := make([]int32, 0, rows)
	for row := range rows {
		if users[row] == 0 {
			order = append(order, row)
		}
	}
	for i := 0; i < len(order); i++ {
		for _, used := range m.column[m.start[order[i]]:m.start[order[i]+1]] {
			if users[used]--; users[used] == 0 {
				order = append(order, used)
			}
		}
	}
	return order
}

// divide adds the columns' parts of an amount, by the row's values.
func (m floatMatrix) divide(row int32, amount float64, to []float64) {
	sum := 0.0
	for _, value := range m.value[m.start[row]:m.start[row+1]] {
		sum += value
	}
	for i := m.start[row]; i < m.start[row+1]; i++ {
		to[m.column[i]] += amount * m.value[i] / sum
	}
}
