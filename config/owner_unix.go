//go:build unix

package config

import (
	"io/fs"
	"os"
	"syscall"
)

func ownerOf(info fs.FileInfo) owner {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
		return otherOwner
	case stat.Uid == 0:
		return rootOwner
	case int(stat.Uid) == os.Geteuid():
		return ownOwner
	}
	return otherOwner
}

// open does not wait for somebody to write, as opening a pipe else would.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // #nosec G304 -- the configuration names it
}
