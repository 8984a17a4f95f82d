package calc

// kthLargest returns the k-th largest value, k from 1, in time linear in their
// number; it reorders the values. Equal values, of which a settlement may have
// thousands, are set aside together.
func kthLargest(values []uint32, k int) uint32 {
	for {
		pivot := median(values[0], values[len(values)/2], values[len(values)-1])
		larger, equal := partition(values, pivot)
		switch {
		case k <= larger:
			values = values[:larger]
		case k <= larger+equal:
			return pivot
		default:
			values, k = values[larger+equal:], k-larger-equal
		}
	}
}

// partition brings the values larger than the pivot to the front, the equal ones
// behind them, and counts both.
func partition(values []uint32, pivot uint32) (larger, equal int) {
	end := len(values)
	for i := 0; i < end; {
		switch v := values[i]; {
		case v > pivot:
			values[i], values[larger] = values[larger], v
			larger++
			i++
		case v == pivot:
			i++
		default:
			end--
			values[i], values[end] = values[end], v
		}
	}
	return larger, end - larger
}

func median(a, b, c uint32) uint32 {
	return max(min(a, b), min(max(a, b), c))
}
