package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/world"
	"fairshare/mapping"
)

// childTask is one thing to be measured in a process of its own: as every night,
// it begins with an empty heap, and the process's peak of memory is the job's.
type childTask struct {
	Task, Socket, Database, Profile string
}

// measured is a child's answer.
type measured struct {
	Took time.Duration
	Peak int64 // bytes, 0 where the system does not tell
}

// inChild measures a task in a new process.
func (c childTask) inChild(ctx context.Context) (measured, error) {
	self, err := os.Executable()
	if err != nil {
		return measured{}, err
	}
	command := exec.CommandContext(ctx, self, "-child", c.Task, "-socket", c.Socket, "-database", c.Database, "-profile", c.Profile)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return measured{}, fmt.Errorf("measure %s in %s: %w", c.Task, c.Database, err)
	}
	var m measured
	return m, json.Unmarshal(out, &m)
}

func (c childTask) run(ctx context.Context) (measured, error) {
	nightly.LimitGarbage() // as the program does
	db, err := connect(ctx, c.Socket, c.Database)
	if err != nil {
		return measured{}, err
	}
	defer db.Close()
	tasks := map[string]func(context.Context, *nightly.Job) (time.Duration, error){
		"whole": settleAll, "read": readAll, "calculate": readAndCalculate, "write": writeAll,
	}
	stop, err := c.startProfile()
	if err != nil {
		return measured{}, err
	}
	job := newJob(db)
	if c.Profile != "" {
		job.Log = slog.New(slog.NewTextHandler(os.Stderr, nil)) // when which step was done
	}
	took, err := tasks[c.Task](ctx, job)
	stop()
	return measured{took, peak()}, err
}

func newJob(db *sqlx.DB) *nightly.Job {
	return &nightly.Job{
		DB: db, Journal: &journal.Journal{DB: db, Organization: world.Organization}, Rules: world.Rules(), Minimum: "0",
		Invoice: nightly.InvoiceTypes{Invoice: "COMMISSION_INVOICE", Item: "COMM_INV_ITEM"},
		Holder:  "bench", Term: time.Minute, Version: "bench", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// settleAll is the whole job, without reports.
func settleAll(ctx context.Context, job *nightly.Job) (time.Duration, error) {
	return timed(func() error {
		result, err := job.Settle(ctx, world.YearEnds)
		if err == nil && (result.Blocked || len(result.Plans) != 1) {
			err = fmt.Errorf("%d settlements, blocked: %v, %v", len(result.Plans), result.Blocked, result.Findings)
		}
		return err
	})
}

func readAll(ctx context.Context, job *nightly.Job) (time.Duration, error) {
	return timed(func() error { _, err := job.Read(ctx, world.YearEnds); return err })
}

func readAndCalculate(ctx context.Context, job *nightly.Job) (time.Duration, error) {
	return timed(func() error { _, err := job.Draft(ctx, world.YearEnds); return err })
}

// writeAll commits a plan and writes its invoices, without reading them back.
func writeAll(ctx context.Context, job *nightly.Job) (time.Duration, error) {
	result, err := job.Draft(ctx, world.YearEnds)
	if err != nil {
		return 0, err
	}
	lease, err := job.Journal.Acquire(ctx, job.Holder, job.Term)
	if err != nil {
		return 0, err
	}
	defer lease.Release(ctx)
	plan := result.Plans[0]
	return timed(func() error {
		if err := job.Journal.CommitPlan(ctx, lease, plan); err != nil {
			return err
		}
		return inBatches(plan.Invoices.Listed(), func(batch []mapping.Invoice) error {
			return database.InTransaction(ctx, job.DB, func(ctx context.Context, tx *sqlx.Tx) error {
				return ofbiz.WriteInvoices(ctx, tx, batch, ofbiz.Writing{Zone: time.UTC})
			})
		})
	})
}

func inBatches(invoices []mapping.Invoice, do func([]mapping.Invoice) error) error {
	for from := 0; from < len(invoices); from += invoicesAtOnce {
		if err := do(invoices[from:min(from+invoicesAtOnce, len(invoices))]); err != nil {
			return err
		}
	}
	return nil
}

// startProfile begins a CPU profile, if one is wanted; stop writes a heap profile too.
func (c childTask) startProfile() (stop func(), err error) {
	if c.Profile == "" {
		return func() {}, nil
	}
	file, err := os.Create(filepath.Join(c.Profile, c.Database+"-"+c.Task+".cpu"))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		file.Close()
		if heap, err := os.Create(filepath.Join(c.Profile, c.Database+"-"+c.Task+".heap")); err == nil {
			runtime.GC()
			pprof.Lookup("allocs").WriteTo(heap, 0)
			heap.Close()
		}
	}, nil
}

// peak is the most memory that this process ever had, as Linux counts it.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}
