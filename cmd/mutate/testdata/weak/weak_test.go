package weak

import (
	"slices"
	"testing"
)

func TestAll(t *testing.T) {
	for _, tt := range []struct {
		a, b int
		want []bool
	}{{1, 2, []bool{true, true, false, false, false, true}}, {2, 2, []bool{false, true, false, true, true, false}}, {2, 1, []bool{false, false, true, true, false, true}}} {
		if got := compare(tt.a, tt.b); !slices.Equal(got, tt.want) {
			t.Error(got)
		}
	}
	if got := reckon(13, 3); !slices.Equal(got, []uint8{16, 10, 39, 4, 1, 1, 15, 26, 1, 3, 13}) {
		t.Error(got)
	}
	for _, a := range []bool{false, true} {
		for _, b := range []bool{false, true} {
			want := [2]bool{false, a != b || a}
			if a {
				want[0] = b
			}
			if and, or := both(a, b); and != want[0] || or != want[1] {
				t.Error(a, b, and, or)
			}
		}
	}
	if sum, difference := methods(5, 2); sum != 7 || difference != 3 {
		t.Error(sum, difference)
	}
	if odd, even := count([]int{1, 2, 4, 0, 7}); odd != 1 || even != 2 {
		t.Error(odd, even)
	}
	if !truth() || badly(5) != 5 {
		t.Error("not true")
	}
}
