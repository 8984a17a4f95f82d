package mapping

// detailSums is Σ quantityOnHandDiff of the items. The details of an item come
// together, mostly, and sum up to its total, mostly: only what is otherwise is kept.
type detailSums struct {
	item int32 // whose details come now, or -1
	sum  int64
	odd  map[int32]int64 // by item, where it is neither 0 nor the item's total
}

// addDetail adds a change of an item's pieces.
func (s *stockTable) addDetail(item int32, change int64) {
	if item != s.sums.item {
		s.keepSum()
		s.sums.item, s.sums.sum = item, s.sumOf(item)
	}
	s.sums.sum += change
}

// keepSum keeps the sum of the item whose details came until now.
func (s *stockTable) keepSum() {
	sums := &s.sums
	if sums.item < 0 {
		return
	}
	row := s.rows.at(sums.item)
	delete(sums.odd, sums.item)
	if row.even = row.total == sums.sum; !row.even && sums.sum != 0 {
		sums.odd[sums.item] = sums.sum
	}
	sums.item = -1
}

// sumOf is the sum of an item whose details do not come now.
func (s *stockTable) sumOf(item int32) int64 {
	if row := s.rows.at(item); row.even {
		return row.total
	}
	return s.sums.odd[item]
}
