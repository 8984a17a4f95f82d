package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"fairshare/config"
)

func newAliveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "alive",
		Short: "Ask the daemon of this machine whether it is alive: for containers, which have no other program to ask",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.alive(c.Context()) },
	}
}

// aliveTimeout is for how long a daemon may be silent.
const aliveTimeout = 4 * time.Second

func (a *app) alive(ctx context.Context) error {
	c, err := config.Load(a.configPath, a.environ)
	if err != nil {
		return withExit(exitConfig, err)
	}
	if c.Serve.Listen == "" {
		return withExit(exitConfig, errors.New("ask the daemon: serve.listen is empty, so it answers nowhere"))
	}
	ctx, cancel := context.WithTimeout(ctx, aliveTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.Serve.Listen+"/healthz", nil)
	if err != nil {
		return withExit(exitConfig, fmt.Errorf("serve.listen: %w", err))
	}
	answer, err := (&http.Client{Transport: &http.Transport{}}).Do(request) // past any proxy
	if err != nil {
		return withExit(exitUnreachable, fmt.Errorf("ask the daemon: %w", err))
	}
	defer answer.Body.Close()
	_, err = io.Copy(a.stdout, io.LimitReader(answer.Body, 1000))
	if answer.StatusCode != http.StatusOK {
		err = withExit(exitUnreachable, fmt.Errorf("ask the daemon: %s", answer.Status))
	}
	return err
}
