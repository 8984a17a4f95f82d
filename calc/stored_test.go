package calc

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"strings"
	"testing"
)

// TestStoredSchemes stores random worlds with what Distribute makes of them, and
// reads them back: the same scheme, and not a fine unit off.
func TestStoredSchemes(t *testing.T) {
	type memory struct {
		Scheme  Scheme
		Outcome Outcome
	}
	formulas := 0
	eachWorld(t, func(t *testing.T, w *world) {
		stored := memory{w.scheme, *distribute(t, &w.scheme, w.lines)}
		stored.Scheme = w.scheme // completed by now
		var data bytes.Buffer
		if err := gob.NewEncoder(&data).Encode(&stored); err != nil {
			t.Fatal(err)
		}
		var read memory
		if err := gob.NewDecoder(&data).Decode(&read); err != nil {
			t.Fatal(err)
		}
		for i, c := range stored.Scheme.Components {
			if c.Formula() == nil {
				continue
			}
			formulas++
			if got := read.Scheme.Components[i].Formula(); got == nil || got.String() != c.Formula().String() {
				t.Errorf("formula %s comes back as %v", c.Formula(), got)
			}
		}
		if again := distribute(t, &read.Scheme, w.lines); !reflect.DeepEqual(again, &stored.Outcome) || !reflect.DeepEqual(again.Cells, read.Outcome.Cells) {
			t.Errorf("stored %+v, read %+v, by the scheme read %+v", stored.Outcome, read.Outcome, again)
		}
	})
	if worlds(300) >= 300 && formulas == 0 {
		t.Error("no world had a formula")
	}
}

// TestStoredNonsense is refused in words, whoever wrote it.
func TestStoredNonsense(t *testing.T) {
	var f Fine
	if got := errorText(f.UnmarshalBinary([]byte("1.5"))); got != `parse fine amount "1.5": not an integer` {
		t.Error(got)
	}
	formula := *mustParse(t, "= 1 + 2")
	if err := formula.UnmarshalBinary([]byte("= 1 +")); err == nil || !strings.Contains(err.Error(), "the end of the formula where a number") {
		t.Error(err)
	}
	if formula.String() != "= 1 + 2" {
		t.Errorf("nonsense changed the formula to %s", &formula)
	}
}
