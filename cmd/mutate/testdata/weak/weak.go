// Package weak has one function for each kind of mistake, all well tested, and one
// that is badly tested.
package weak

type number int

func (n number) Add(m number) number { return n + m }
func (n number) Sub(m number) number { return n - m }

func compare(a, b int) []bool {
	return []bool{a < b, a <= b, a > b, a >= b, a == b, a != b}
}

func reckon(a, b uint8) []uint8 {
	return []uint8{a + b, a - b, a * b, a / b, a % b, a & b, a | b, a << 1, a >> b, min(a, b), max(a, b)}
}

func both(a, b bool) (and, or bool) { return a && b, a || b }

func methods(a, b number) (sum, difference number) { return a.Add(b), a.Sub(b) }

// count counts the first odd ones, until a zero.
func count(numbers []int) (odd, even int) {
	for _, n := range numbers {
		if n == 0 {
			break
		}
		switch {
		case n%2 != 0:
			odd++
		default:
			even += 1
		}
	}
	return odd, even
}

func truth() bool { return true }

// badly is tested with a 5 only.
func badly(n int) int {
	if n < 3 && n > -3 {
		n = 0
	}
	return n
}
