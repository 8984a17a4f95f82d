package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newRunCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Do now what the daemon does every night: settle all nights that are due",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runNights(c.Context()) },
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
	due, err := s.due(ctx, a.now())
	if err != nil {
		return err
	}
	for _, until := range due {
		result, err := s.settleNight(ctx, until)
		if err != nil {
			return err
		}
		if err := a.printResult(result, false); err != nil {
			return err
		}
	}
	if len(due) == 0 {
		fmt.Fprintln(a.stderr, "nothing is due: every night until now is done; `fairshare settle --until …` settles up to any moment")
	}
	return nil
}
