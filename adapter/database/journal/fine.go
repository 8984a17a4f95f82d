package journal

import (
	"fmt"

	"fairshare/calc"
)

// fineColumn is calc.Fine as DECIMAL(38,0). It is written as text; a value of more
// than 38 digits, beyond any money, is refused by the server (1264).
type fineColumn struct{ calc.Fine }

// Scan reads the text that the driver hands over for a DECIMAL.
func (f *fineColumn) Scan(value any) (err error) {
	text, ok := value.([]byte)
	if !ok {
		return fmt.Errorf("read an exact amount: got %T, want the text of a DECIMAL", value)
	}
	f.Fine, err = calc.ParseFine(string(text))
	return err
}
