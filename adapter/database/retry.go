package database

import (
	"context"
	"math/rand/v2"
	"time"
)

// How often a transaction is attempted at all, by what went wrong.
const (
	maxAttempts         = 5
	maxReadOnlyAttempts = 3 // a demoted primary: a new connection may find the new one
)

func attemptsFor(err error) int {
	switch Classify(err) {
	case Retryable, Unreachable:
		return maxAttempts
	case ReadOnly:
		return maxReadOnlyAttempts
	default:
		return 1
	}
}

// The longest first pause; it doubles with every attempt.
const (
	lockPause    = 20 * time.Millisecond  // others hold locks for milliseconds
	connectPause = 250 * time.Millisecond // a server restarts in seconds
)

// pause waits a random time, so that two that met do not meet again. It returns
// true where the context ends meanwhile.
func pause(ctx context.Context, err error, attempt int) (stopped bool) {
	longest := connectPause
	if Classify(err) == Retryable {
		longest = lockPause
	}
	longest <<= attempt
	timer := time.NewTimer(longest/2 + rand.N(longest/2)) // #nosec G404 -- spreads attempts, keeps no secret
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return true
	case <-timer.C:
		return false
	}
}
