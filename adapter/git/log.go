// Package git reads what developers say about credit in their commits: trailers
// such as "Credit: FIRMWARE 2.5". It runs the git program and changes nothing.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"fairshare/mapping"
)

// most is how many bytes of git's answer are read: a commit with credit takes some
// hundred.
const most = 256 << 20

// format is one commit: fields end with NUL, which no commit's text can hold; trailers
// are separated by \x01.
const format = "%H%x00%ae%x00%aI%x00%(trailers:key=Credit,valueonly,unfold,separator=%x01)%x00%s%x00"

// Credits reads the commits of a working copy that carry credit, the oldest first:
// all that lead to HEAD, or those that since doesn't have.
func Credits(ctx context.Context, folder, since string) ([]mapping.CreditCommit, error) {
	revision := "HEAD"
	if since != "" {
		start, err := run(ctx, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", since+"^{commit}")
		if err != nil {
			return nil, fmt.Errorf("look for the revision %q in %s: %w", since, folder, err)
		}
		revision = strings.TrimSpace(string(start)) + "..HEAD"
	}
	log, err := run(ctx, folder, "log", "--reverse", "--no-color", "--no-notes", "-z", "--format=tformat:"+format, "--end-of-options", revision, "--")
	if err != nil {
		return nil, fmt.Errorf("read the commits of %s: %w", folder, err)
	}
	return commits(string(log))
}

// commits takes the log apart. With -z each commit ends with one more NUL.
func commits(log string) (found []mapping.CreditCommit, err error) {
	const fields = 6
	parts := strings.Split(log, "\x00")
	for ; len(parts) >= fields; parts = parts[fields:] {
		commit := mapping.CreditCommit{Hash: parts[0], Email: parts[1], Subject: parts[4]}
		if commit.At, err = time.Parse(time.RFC3339, parts[2]); err != nil {
			return nil, fmt.Errorf("read the commits: commit %s: %w", parts[0], err)
		}
		if parts[3] == "" {
			continue
		}
		commit.Trailers = strings.Split(parts[3], "\x01")
		found = append(found, commit)
	}
	if len(parts) != 1 || parts[0] != "" {
		return nil, fmt.Errorf("read the commits: git's answer ends with %q", parts)
	}
	return found, nil
}

// run lets git look at a folder. What the folder's own configuration could make it
// start is turned off.
func run(ctx context.Context, folder string, args ...string) ([]byte, error) {
	safe := []string{"--no-pager", "--no-optional-locks", "-C", folder, "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "core.alternateRefsCommand="}
	command := exec.CommandContext(ctx, "git", append(safe, args...)...) // #nosec G204 -- no shell, and what a user gives stands behind --end-of-options
	command.Env = append(os.Environ(), "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	var message bytes.Buffer
	command.Stderr = &message
	answer, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start git: %w: install git", err)
	}
	text, reading := io.ReadAll(io.LimitReader(answer, most))
	if len(text) == most {
		reading = errors.New("its history is too long: name a revision with --since")
		_ = command.Process.Kill() // Wait tells what became of it
	}
	if err := errors.Join(reading, command.Wait()); err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(message.String()))
	}
	return text, nil
}
