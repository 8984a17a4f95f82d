// Command fairshare pays everyone who helped their fair share: it reads
// activities, shares, credits and orders from an OFBiz database and leaves share
// reports and payout invoices there. See README.md; `fairshare help` lists the
// commands.
package main

import (
	"context"
	"os"
	"time"

	"fairshare/cmd/internal/nightly"
)

func main() {
	nightly.LimitGarbage()
	a := &app{
		stdin:   os.Stdin,
		stdout:  os.Stdout,
		stderr:  os.Stderr,
		now:     time.Now,
		environ: os.Environ(),
	}
	os.Exit(a.run(context.Background(), os.Args[1:]))
}
