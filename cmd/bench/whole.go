package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/embedded"
	"fairshare/cmd/internal/world"
)

// job measures the whole job and its parts on a company in a database.
type job struct {
	*bench
	size  world.Size
	db    *sqlx.DB
	child childTask
	floor *floor
	peak  int64
}

// wholeJob fills a database and measures what works on it.
func (b *bench) wholeJob(ctx context.Context, server *embedded.Server, size world.Size) error {
	began := time.Now()
	name, err := create(ctx, server, world.New(size, world.Options{Seed: seed}))
	if err != nil {
		return err
	}
	b.say("size %s has its database after %v", size.Name, time.Since(began).Round(time.Second))
	db, err := connect(ctx, server.Socket, name)
	if err != nil {
		return err
	}
	defer db.Close()
	j := &job{bench: b, size: size, db: db, child: childTask{Socket: server.Socket, Database: name, Profile: b.profile}}
	if size.Lines > floorLines {
		return j.measureAlone(ctx)
	}
	if err := j.prepare(ctx); err != nil {
		return err
	}
	for _, step := range []struct {
		targets []string
		measure func(context.Context) error
	}{
		{[]string{"P1", "P6", "P7", "P8"}, j.measureWhole},
		{[]string{"P2"}, j.measureReading},
		{[]string{"P10"}, j.measureWriting},
		{[]string{"P5"}, j.compareWithCTE},
	} {
		if !b.wants(step.targets...) {
			continue
		}
		if err := step.measure(ctx); err != nil {
			return err
		}
	}
	return nil
}

// floorLines is how many sales a floor is made for: its INSERTs lie in this process's
// memory, all of them.
const floorLines = 1_000_000

// measureAlone settles once, for what is measured without a floor.
func (j *job) measureAlone(ctx context.Context) error {
	took, err := j.measure("whole")(ctx)
	if err != nil {
		return err
	}
	j.say("the whole job at %s: %v", j.size.Name, took)
	j.addOwn(took, 1)
	if !j.wants("P2") {
		return nil
	}
	j.floor = &floor{db: j.db}
	return j.measureReading(ctx)
}

// prepare settles once, to build the floor from what that leaves.
func (j *job) prepare(ctx context.Context) error {
	if _, err := j.measure("whole")(ctx); err != nil {
		return err
	}
	var err error
	j.floor, err = newFloor(ctx, j.db)
	return err
}

// measure is a task in a child, on tables that know of no settlement.
func (j *job) measure(task string) func(context.Context) (time.Duration, error) {
	return func(ctx context.Context) (time.Duration, error) {
		if err := forget(ctx, j.db); err != nil {
			return 0, err
		}
		c := j.child
		c.Task = task
		m, err := c.inChild(ctx)
		if task == "whole" {
			j.peak = max(j.peak, m.Peak)
		}
		return m.Took, err
	}
}

// against is a part of the floor, on tables that know of no settlement.
func (j *job) against(part func(context.Context) error) func(context.Context) (time.Duration, error) {
	return func(ctx context.Context) (time.Duration, error) {
		if err := forget(ctx, j.db); err != nil {
			return 0, err
		}
		return timed(func() error { return part(ctx) })
	}
}

func (j *job) inTurn(ctx context.Context, ours, theirs func(context.Context) (time.Duration, error)) (a, b time.Duration, rounds int, err error) {
	took, rounds, err := j.plan.inTurn(
		func() (time.Duration, error) { return ours(ctx) },
		func() (time.Duration, error) { return theirs(ctx) })
	if err != nil {
		return 0, 0, 0, err
	}
	return took[0], took[1], rounds, nil
}

// limits of P1 and P8 by size; other sizes have none.
var (
	wholeLimit  = map[string]float64{"M": 1.3, "M10": 1.35}
	memoryLimit = map[string]float64{"M": 64, "M10": 256, "L": 1024}
)

func (j *job) measureWhole(ctx context.Context) error {
	ours, theirs, rounds, err := j.inTurn(ctx, j.measure("whole"), j.against(j.floor.whole))
	if err != nil {
		return err
	}
	j.whole[j.size.Name] = ours
	if limit, ok := wholeLimit[j.size.Name]; ok {
		j.add(ratio("P1", "whole job ÷ its floor", j.size.Name, rounds, ours, theirs, limit))
	}
	j.addOwn(ours, rounds)
	return nil
}

// addOwn adds what is told of the whole job without its floor.
func (j *job) addOwn(ours time.Duration, rounds int) {
	if j.calculated > 0 && j.size.Name != "S" {
		j.add(ratio("P6", "calculation's part of the whole job", j.size.Name, rounds, j.calculated, ours, 0.05))
	}
	if tenth := j.whole["M"]; j.size.Name == "M10" && tenth > 0 {
		j.add(ratio("P7", "whole job at ten times the size", j.size.Name, rounds, ours, tenth, 12.5))
	}
	if limit, ok := memoryLimit[j.size.Name]; ok && j.peak > 0 {
		mebibytes := float64(j.peak) / (1 << 20)
		j.add(line{"P8", "peak memory of the whole job", j.size.Name, rounds, fmt.Sprintf("%.0f MiB", mebibytes), "", mebibytes, limit, " MiB"})
	}
}

func (j *job) measureReading(ctx context.Context) error {
	ours, theirs, rounds, err := j.inTurn(ctx, j.measure("read"), j.against(j.floor.read))
	if err == nil {
		j.add(ratio("P2", "reading ÷ the driver's bare Next loop", j.size.Name, rounds, ours, theirs, 1.6))
	}
	return err
}

func (j *job) measureWriting(ctx context.Context) error {
	ours, theirs, rounds, err := j.inTurn(ctx, j.measure("write"), j.against(j.floor.write))
	if err == nil {
		j.add(ratio("P10", "writing ÷ prebuilt 500-row INSERTs", j.size.Name, rounds, ours, theirs, 1.15))
	}
	return err
}

func (j *job) compareWithCTE(ctx context.Context) error {
	if j.size.Name != "M" {
		return nil
	}
	ours, err := j.measure("calculate")(ctx)
	if err != nil {
		return err
	}
	// A little longer than 50 times ours, and the target is met whatever follows.
	theirs, finished, err := runCTE(ctx, j.db, 51*ours)
	if err != nil {
		return err
	}
	l := ratio("P5", "read, calculate and plan ÷ MariaDB's recursive CTE", j.size.Name, 1, ours, theirs, 1.0/50)
	if !finished {
		l.theirs = "> " + l.theirs
	}
	j.add(l)
	return nil
}
