package main

import (
	"testing"

	"fairshare/cmd/internal/world"
)

// BenchmarkSettle is the calculation at size M, for profiles of it:
//
//	go test ./cmd/bench -run '^$' -bench Settle -cpuprofile cpu.out
func BenchmarkSettle(b *testing.B) {
	size, err := world.SizeNamed("M")
	if err != nil {
		b.Fatal(err)
	}
	for name, changes := range map[string]world.Changes{"Snapshot": world.None, "Year": world.Some, "BusyYear": world.Many} {
		b.Run(name, func(b *testing.B) {
			w := world.New(size, world.Options{Seed: seed, Changes: changes})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := settle(w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
