package files

import (
	"fmt"
	"testing"

	"fairshare/calc"
)

// BenchmarkRender tells what one party costs in each format.
func BenchmarkRender(b *testing.B) {
	s := paidStatement()
	for _, format := range Formats {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				render(b, format, s)
			}
		})
	}
}

// BenchmarkRenderFinance tells what a company with many parties costs.
func BenchmarkRenderFinance(b *testing.B) {
	r := sampleFinance()
	for len(r.Parties) < 10_000 {
		line := r.Parties[0]
		line.Party.ID = calc.PartyID(fmt.Sprintf("P%05d", len(r.Parties)))
		r.Parties = append(r.Parties, line)
	}
	for _, format := range Formats {
		b.Run(fmt.Sprintf("10000 parties/%s", format), func(b *testing.B) {
			for b.Loop() {
				renderFinance(b, format, r)
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	folder, err := OpenFolder(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	doc := render(b, "html", paidStatement())
	b.Run("new", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			doc.Name = fmt.Sprintf("S.%d.html", i)
			if err := folder.Write(doc); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("untouched", func(b *testing.B) {
		for b.Loop() {
			if err := folder.Write(doc); err != nil {
				b.Fatal(err)
			}
		}
	})
}
