package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"fairshare/adapter/database"
	"fairshare/cmd/internal/nightly"
)

// The keys of the configuration that hold a night back.
const (
	byPauseFile = "schedule.pause_file"
	byMaxLoad   = "schedule.max_load"
)

const (
	// loadEvery is how often the database is asked for its load: a night asks the
	// gate before each of its many short transactions.
	loadEvery = time.Second

	// loadLooks is how often it must be found above the limit, one look after the
	// other, to be believed: a few statements that meet are no load.
	loadLooks = 3
	loadPause = 200 * time.Millisecond // between two looks
)

// gate says whether the company can bear to be worked on at the moment.
type gate struct {
	file string // pause file; empty: none
	most int    // load; 0: any
	load func(ctx context.Context) (int, error)

	mutex sync.Mutex
	asked time.Time // when the load was last found bearable
}

// gate is what the configuration says, for the daemon.
func (s *session) gate() *gate {
	return &gate{
		file: s.config.Schedule.PauseFile,
		most: s.config.Schedule.MaxLoad,
		load: func(ctx context.Context) (int, error) { return database.Load(ctx, s.db) },
	}
}

// pauseFile holds back what a person or another scheduler starts: whoever asks for
// it now is not afraid of the load.
func (s *session) pauseFile(ctx context.Context) error {
	return (&gate{file: s.config.Schedule.PauseFile}).Check(ctx)
}

// Check gives a *nightly.PausedError where something holds the nights back.
func (g *gate) Check(ctx context.Context) error {
	if err := g.checkFile(); err != nil {
		return err
	}
	return g.checkLoad(ctx)
}

// checkFile takes a file that can't be looked for as one that is there: somebody
// who can't be understood may mean it.
func (g *gate) checkFile() error {
	if g.file == "" {
		return nil
	}
	_, err := os.Stat(g.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &nightly.PausedError{By: byPauseFile, Reason: fmt.Sprintf("%s: it can't be seen whether %v", byPauseFile, err)}
	}
	return &nightly.PausedError{By: byPauseFile, Reason: fmt.Sprintf("the file %s is there (%s): remove it to go on", g.file, byPauseFile)}
}

func (g *gate) checkLoad(ctx context.Context) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.most == 0 || !g.asked.IsZero() && time.Since(g.asked) < loadEvery {
		return nil
	}
	load, err := g.lowestLoad(ctx)
	if err != nil {
		return err
	}
	if load > g.most {
		return &nightly.PausedError{By: byMaxLoad, Reason: fmt.Sprintf("the database works on %d statements at once, %s is %d", load, byMaxLoad, g.most)}
	}
	g.asked = time.Now()
	return nil
}

// lowestLoad looks until it finds a load that can be borne, a few times at most.
func (g *gate) lowestLoad(ctx context.Context) (int, error) {
	for look := 1; ; look++ {
		load, err := g.load(ctx)
		if err != nil || load <= g.most || look == loadLooks {
			return load, err
		}
		select {
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case <-time.After(loadPause):
		}
	}
}
