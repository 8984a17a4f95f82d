package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/nightly"
)

func newRunCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Do now what the daemon does every night: settle all nights that are due",
		Long: `Run does at once what serve would do: it settles all nights that are due, in order,
also one that findings had stopped. It does nothing while schedule.pause_file is
there; it does not ask for schedule.max_load. SIGTERM or Ctrl-C lets it finish its
current step; the next run goes on from there.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.runNights(c.Context()) },
	}
}

func (a *app) runNights(ctx context.Context) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	s.job.Pause = s.pauseFile
	if err := s.pauseFile(ctx); err != nil {
		return err
	}
	due, err := s.due(ctx)
	if err != nil {
		return err
	}
	defer a.post(ctx, s)
	var waits error
	for _, until := range due {
		result, err := s.settleNight(ctx, until)
		if err != nil {
			return err
		}
		if err := a.printResult(result, false); isWaiting(err) {
			waits = err
		} else if err != nil {
			return err
		}
	}
	if waits != nil { // said once more at the end, after all nights have had their turn
		return waits
	}
	if len(due) == 0 {
		fmt.Fprintln(a.stderr, "nothing is due: every night until now is done; `fairshare settle --until …` settles up to any moment")
	}
	return nil
}

// isWaiting says that a settlement waits for a person; nothing is wrong.
func isWaiting(err error) bool {
	var held *nightly.HeldBackError
	var awaited *nightly.AwaitedImportError
	return errors.As(err, &held) || errors.As(err, &awaited)
}
