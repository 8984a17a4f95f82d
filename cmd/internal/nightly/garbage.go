package nightly

import (
	"os"
	"runtime/debug"
	"runtime/metrics"

	"fairshare/mapping"
)

// How much of what is in use the heap grows by before Go collects garbage. Go's own
// 100 % would let a process be twice as large as its data; the job waits for the
// database most of its time, so that collecting sooner costs little. Where much is in
// use, most of it is numbers, which the collector passes over, and less will do.
const (
	garbagePercent      = 60
	largeGarbagePercent = 4
	planningPercent     = 2
	largeHeap           = 96 << 20
)

// LimitGarbage keeps the process small, unless the environment (GOGC) says how
// large it may be.
func LimitGarbage() { limitGarbage(largeGarbagePercent) }

func limitGarbage(large int) {
	if os.Getenv("GOGC") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := garbagePercent
	if live[0].Value.Kind() == metrics.KindUint64 && live[0].Value.Uint64() > largeHeap {
		percent = large
	}
	debug.SetGCPercent(percent)
}

// giveBackGarbage collects garbage and gives its memory back, before lists as large as
// it are made elsewhere. From here on a large heap hardly grows by garbage, until
// LimitGarbage is called again: for the few steps in which most memory is in use.
func giveBackGarbage() {
	debug.FreeOSMemory()
	limitGarbage(planningPercent)
}

// limitingGarbage has the limit follow what is in use while rows are taken.
func limitingGarbage(take func(*mapping.Entity, mapping.Row) error) func(*mapping.Entity, mapping.Row) error {
	const rows = 1 << 17
	taken := 0
	return func(entity *mapping.Entity, row mapping.Row) error {
		if taken++; taken%rows == 0 {
			LimitGarbage()
		}
		return take(entity, row)
	}
}
