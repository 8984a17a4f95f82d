package faultproxy

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

// figuresFile names the file that `make reliability` prints at its end.
const figuresFile = "FAIRSHARE_FIGURES"

// Figure tells what a test has counted: in its log, and as a line of the table
// that `make reliability` prints.
func Figure(t testing.TB, what string, value any) {
	t.Helper()
	t.Logf("%s: %v", what, value)
	path := os.Getenv(figuresFile)
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatalf("keep a figure: %v", err)
	}
	defer file.Close()
	fmt.Fprintf(file, "%-74s %v\n", what, value)
}

// Many is how often a test does something: fewer times by default, so that `make
// test` stays quick, and as many as the variable of the environment says.
func Many(variable string, byDefault int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return byDefault
}
