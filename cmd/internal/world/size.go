package world

import (
	"fmt"
	"strings"
)

// Size says how large a company is. Credits and components are per activity.
type Size struct {
	Name       string
	Parties    int
	Activities int
	Components int
	Holders    int
	Lines      int
}

// Sizes are those that Fairshare's speed is stated for.
var Sizes = []Size{
	{Name: "S", Parties: 100, Activities: 100, Components: 10, Holders: 20, Lines: 1_000},
	{Name: "M", Parties: 10_000, Activities: 10_000, Components: 10, Holders: 20, Lines: 100_000},
	{Name: "M10", Parties: 100_000, Activities: 100_000, Components: 10, Holders: 20, Lines: 1_000_000},
	{Name: "L", Parties: 1_000_000, Activities: 100_000, Components: 10, Holders: 50, Lines: 10_000_000},
}

// SizeNamed finds a size.
func SizeNamed(name string) (Size, error) {
	var names []string
	for _, size := range Sizes {
		if size.Name == name {
			return size, nil
		}
		names = append(names, size.Name)
	}
	return Size{}, fmt.Errorf("size %q is none of %s", name, strings.Join(names, ", "))
}
