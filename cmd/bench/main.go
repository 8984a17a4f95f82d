// Bench measures how fast Fairshare is: it makes companies of several sizes,
// works on them, and prints each of the project's targets with both sides of the
// ratio, which are measured in turn in one run, and whether it is met.
//
//	bench -sizes S,M              make bench-quick
//	bench -sizes S,M,M10          make bench
//	bench -sizes L                make bench SIZES=L
//
// The other side of a ratio is as plain as can be: the floor of the whole job
// does the same SELECTs and throws every row away, and sends the same INSERTs,
// built beforehand. Nothing here fails because of a clock.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

// options are the command line.
type options struct {
	sizes   string
	plan    plan
	python  string
	only    string
	profile string
	child   childTask
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := parse()
	if err := o.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse() options {
	var o options
	flag.StringVar(&o.sizes, "sizes", "S,M", "which sizes to measure, of S, M, M10 and L")
	flag.IntVar(&o.plan.rounds, "rounds", 5, "how often each side is measured")
	flag.DurationVar(&o.plan.budget, "budget", 10*time.Minute, "after which no further round begins")
	flag.StringVar(&o.only, "only", "", "measure only these targets, such as P1,P2")
	flag.StringVar(&o.python, "python", "", "a Python with SciPy, DuckDB, pandas and NetworkX, for the comparison with them")
	flag.StringVar(&o.profile, "profile", "", "folder for CPU and memory profiles of the job")
	flag.StringVar(&o.child.Task, "child", "", "measure one thing in this process and print it as JSON; used by bench itself")
	flag.StringVar(&o.child.Socket, "socket", "", "the private server of a child")
	flag.StringVar(&o.child.Database, "database", "", "the database of a child")
	flag.Parse()
	o.child.Profile = o.profile
	return o
}

func (o options) run(ctx context.Context) error {
	if o.child.Task != "" {
		measured, err := o.child.run(ctx)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(measured)
	}
	b := &bench{options: o}
	return b.run(ctx, strings.Split(o.sizes, ","))
}
