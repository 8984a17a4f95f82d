package nightly

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Breakdown is a panic: a mistake in the program itself. It stops what was being done
// as any error does, so that the lease is given back and the daemon goes on.
type Breakdown struct {
	what  string
	stack []byte // functions and lines; of arguments it shows addresses, so no row is in it
}

// Error says whose mistake it is and what to do.
func (b *Breakdown) Error() string {
	return "broke down by a mistake of its own: " + b.what + "; nothing more was written, the next run goes on from the journal: please report this with the stack that follows in the log"
}

// Guarded does something and makes a panic an error.
func Guarded(do func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Breakdown{PanicText(value), debug.Stack()}
		}
	}()
	return do()
}

// PanicText is what the runtime itself complains of, say an index; any other text
// may hold what is in a row, so that only its type is told.
func PanicText(value any) string {
	var runtimeError runtime.Error
	if err, ok := value.(error); ok && errors.As(err, &runtimeError) {
		return runtimeError.Error()
	}
	return fmt.Sprintf("a panic of type %T", value)
}

// StackOf is the stack of a breakdown, "" for other errors.
func StackOf(err error) string {
	var broken *Breakdown
	if errors.As(err, &broken) {
		return string(broken.stack)
	}
	return ""
}
