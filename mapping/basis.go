package mapping

import (
	"fmt"

	"fairshare/calc"
)

// ParseBasis reads the name of a basis as SHARE_BASIS and shares.basis spell it.
func ParseBasis(name string) (calc.Basis, error) {
	basis, ok := bases[name]
	if !ok {
		return 0, fmt.Errorf("the basis %q does not exist; choose WEIGHT, PERCENT or FACADE", name)
	}
	return basis, nil
}
