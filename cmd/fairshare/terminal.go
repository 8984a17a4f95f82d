package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal says whether somebody watches what is written here. Without
// cursor movement (TERM=dumb) it is treated as a file.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd())) && os.Getenv("TERM") != "dumb" // #nosec G115 -- a descriptor is a small number
}
