// Package switches is what the mutants in a package hang on; mutate puts it there.
package switches

import (
	"cmp"
	"os"
	"strconv"
)

// mutantThrown is the mutant of this run.
var mutantThrown, _ = strconv.Atoi(os.Getenv("FAIRSHARE_MUTANT"))

type mutantWhole interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type mutantNumber interface {
	mutantWhole | ~float32 | ~float64
}

func mutantOn(id int) bool { return mutantThrown == id }

func mutantNot[T ~bool](id int, b T) T { return b != T(mutantThrown == id) }

func mutantPick[F any](id int, thrown, otherwise F) F {
	if mutantThrown == id {
		return thrown
	}
	return otherwise
}

func mutantLess[T cmp.Ordered](id int, a, b T) bool { return a < b || mutantThrown == id && a == b }

func mutantLessEqual[T cmp.Ordered](id int, a, b T) bool {
	return a < b || mutantThrown != id && a == b
}

func mutantMore[T cmp.Ordered](id int, a, b T) bool { return mutantLess(id, b, a) }

func mutantMoreEqual[T cmp.Ordered](id int, a, b T) bool { return mutantLessEqual(id, b, a) }

func mutantAdd[T mutantNumber](id int, a, b T) T {
	if mutantThrown == id {
		return a - b
	}
	return a + b
}

func mutantSub[T mutantNumber](id int, a, b T) T {
	if mutantThrown == id {
		return a + b
	}
	return a - b
}

func mutantMul[T mutantNumber](id int, a, b T) T {
	if mutantThrown == id {
		return a / b
	}
	return a * b
}

func mutantQuo[T mutantNumber](id int, a, b T) T {
	if mutantThrown == id {
		return a * b
	}
	return a / b
}

func mutantRem[T mutantWhole](id int, a, b T) T {
	if mutantThrown == id {
		return a / b
	}
	return a % b
}

func mutantAnd[T mutantWhole](id int, a, b T) T {
	if mutantThrown == id {
		return a | b
	}
	return a & b
}

func mutantOr[T mutantWhole](id int, a, b T) T {
	if mutantThrown == id {
		return a & b
	}
	return a | b
}

func mutantShl[T, S mutantWhole](id int, a T, by S) T {
	if mutantThrown == id {
		return a >> by
	}
	return a << by
}

func mutantShr[T, S mutantWhole](id int, a T, by S) T {
	if mutantThrown == id {
		return a << by
	}
	return a >> by
}

// mutantSign turns the sign of what is added or subtracted.
func mutantSign[T mutantNumber](id int, x T) T {
	if mutantThrown == id {
		return -x
	}
	return x
}

func mutantOff[T mutantWhole](up, down int, x T) T {
	switch mutantThrown {
	case up:
		return x + 1
	case down:
		return x - 1
	}
	return x
}

func mutantMin[T cmp.Ordered](id int, first T, rest ...T) T {
	for _, x := range rest {
		if mutantThrown == id {
			first = max(first, x)
		} else {
			first = min(first, x)
		}
	}
	return first
}

func mutantMax[T cmp.Ordered](id int, first T, rest ...T) T {
	for _, x := range rest {
		if mutantThrown == id {
			first = min(first, x)
		} else {
			first = max(first, x)
		}
	}
	return first
}
