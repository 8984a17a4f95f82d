package faultproxy

import (
	"strings"
	"testing"
)

// frames begin what only opens, sets up or ends a transaction.
var frames = []string{"START TRANSACTION", "BEGIN", "SET ", "COMMIT", "ROLLBACK"}

// IsFrame says that a command asks for no data and changes none.
func (c Command) IsFrame() bool {
	for _, frame := range frames {
		if strings.HasPrefix(c.Statement, frame) {
			return true
		}
	}
	return c.Kind != Query && c.Kind != Prepare
}

// EveryStatement does something again and again: the server answers its first
// statement with an error, then its second, and so on until it gets through. Each
// failure is handed to failed; one that is swallowed fails the test. It returns how
// many statements were refused.
func (p *Proxy) EveryStatement(t *testing.T, number uint16, do func() error, failed func(n int, err error)) int {
	t.Helper()
	for n := 1; ; n++ {
		p.Reset()
		seen := 0
		p.When(func(c Command) bool {
			if !c.IsFrame() {
				seen++
			}
			return seen == n
		}, Answer(number))
		err := do()
		switch {
		case p.Struck() == 0 && err != nil:
			t.Fatalf("without a fault: %v", err)
		case p.Struck() == 0 && n == 1:
			t.Fatal("no statement was sent")
		case p.Struck() == 0:
			return n - 1
		case err == nil:
			t.Fatalf("the error of statement %d was swallowed", n)
		}
		failed(n, err)
	}
}
