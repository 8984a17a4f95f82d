package main

import (
	"log/slog"

	"fairshare/config"
)

// newLogger writes to stderr: text for somebody who watches, JSON for a machine.
// Ids are logged, names and secrets are not; amounts only at debug.
func newLogger(a *app, settings config.Log) *slog.Logger {
	text := settings.Format == "text" || settings.Format != "json" && isTerminal(a.stderr)
	options := &slog.HandlerOptions{Level: logLevel(settings.Level)}
	if text {
		return slog.New(slog.NewTextHandler(a.stderr, options))
	}
	return slog.New(slog.NewJSONHandler(a.stderr, options))
}

func logLevel(name string) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(name)); err != nil {
		return slog.LevelInfo // the configuration has refused it before
	}
	return level
}
