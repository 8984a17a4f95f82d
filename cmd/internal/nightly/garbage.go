package nightly

import (
	"os"
	"runtime/debug"
)

// garbagePercent is how much of what is in use the heap grows by before Go collects
// garbage. Go's own 100 would let a process be twice as large as its data; the job
// waits for the database most of its time, so that collecting sooner costs little.
const garbagePercent = 20

// LimitGarbage keeps the process small, unless the environment (GOGC) says how
// large it may be.
func LimitGarbage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
