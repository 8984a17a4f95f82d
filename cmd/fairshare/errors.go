package main

import (
	"errors"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/cmd/internal/nightly"
)

// kindOf is the exit code of an error that carries none, by what it is.
func kindOf(err error) exitCode {
	var held *journal.HeldError
	var back *nightly.HeldBackError
	var awaited *nightly.AwaitedImportError
	var uncancelled *nightly.NotCancelledError
	var latest *journal.NotLatestError
	var conflict *nightly.ConflictError
	var uncertain *journal.UncertainError
	var instance *journal.InstanceError
	var migration *nightly.NotMigratedError
	var unknown *journal.NotFoundError
	var paused *nightly.PausedError
	var stopped *nightly.StoppedError
	var writer *nightly.WriterError
	var login *ofbiz.UnknownLoginError
	var server *mysql.MySQLError
	switch {
	case errors.As(err, &stopped):
		return exitDone // it did as it was told, and the rest is only later
	case errors.As(err, &unknown), errors.As(err, &login):
		return exitUsage
	case isRefused(err):
		return exitRefused
	case errors.As(err, &migration), errors.As(err, &writer):
		return exitConfig
	case errors.As(err, &held), errors.As(err, &paused), errors.Is(err, journal.ErrLeaseLost):
		return exitHeld
	case errors.As(err, &conflict), errors.As(err, &uncertain), errors.As(err, &instance), errors.As(err, &back), errors.As(err, &awaited), errors.As(err, &uncancelled), errors.As(err, &latest):
		return exitAttention
	}
	if e := rest.As(err); e != nil {
		return restExit[e.Kind]
	}
	switch database.Classify(err) {
	case database.Unreachable:
		return exitUnreachable
	case database.Grant, database.Schema, database.Untrusted:
		return exitConfig
	case database.Ambiguous:
		if !errors.As(err, &server) { // the connection was lost, while reading or in a COMMIT
			return exitUnreachable
		}
	}
	return exitFailed
}

// restExit are the exit codes of what OFBiz's REST API answered.
var restExit = map[rest.Kind]exitCode{
	rest.Other:       exitFailed,
	rest.Setup:       exitConfig,
	rest.Refused:     exitAttention,
	rest.Doubtful:    exitUnreachable,
	rest.Busy:        exitUnreachable,
	rest.Unreachable: exitUnreachable,
}
