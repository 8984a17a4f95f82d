package mapping

import (
	"reflect"
	"testing"

	"fairshare/calc"
)

// TestSummedLinesAreDividedAlike divides the income of random companies line by
// line and summed.
func TestSummedLinesAreDividedAlike(t *testing.T) {
	fewer := false
	for seed := range uint64(300) {
		for _, input := range randomInputs(t, seed) {
			// Costs, and pairs of lines that cancel out, on top of what the sample has.
			for _, sale := range input.Sales.List[:1] {
				sale.Source, sale.Amount = FromStandardCost, -77
				input.Sales.Add(sale)
				sale.Amount = 77
				input.Sales.Add(sale)
			}
			lines, summed := linesOf(input.Sales), summedLines(&input.Scheme, input.Sales)
			fewer = fewer || len(summed) < len(lines)
			want, err := calc.Distribute(&input.Scheme, lines)
			if err != nil {
				t.Fatal(err)
			}
			got, err := calc.Distribute(&input.Scheme, summed)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: %v\n got %+v\nwant %+v", seed, err, got, want)
			}
		}
	}
	if !fewer {
		t.Error("nothing was ever summed")
	}
}

func TestSummedLinesDoNotOverflow(t *testing.T) {
	const large = 1 << 62
	sales := RowsOf(Sale{Amount: large}, Sale{Amount: large}, Sale{Amount: -large}, Sale{Amount: -large}, Sale{Amount: -large})
	for _, line := range summedLines(&calc.Scheme{}, sales) {
		if line.Amount != large && line.Amount != -large && line.Amount != -2*large {
			t.Errorf("a line of %d", line.Amount)
		}
	}
}
