package embedded

import (
	"fmt"
	"os"
	"path/filepath"
)

// User is the account that every embedded server has. It has no password.
const User = "root"

// Options say how a private server is to run. The zero value is a durable server
// on a unix socket, in a temporary folder that Stop removes.
type Options struct {
	// Dir holds the data. An existing data folder is reused, so that what was
	// stored before is there again. Empty: a temporary folder.
	Dir string

	// TCP opens a free port on 127.0.0.1 beside the socket.
	TCP bool

	// Relaxed never waits for the disk: for tests. What was committed still
	// survives a kill of the server, though not a power cut.
	Relaxed bool

	// Args are handed to mariadbd after all others, so they win.
	Args []string
}

// arguments is mariadbd's command line.
func (o Options) arguments(dir, socket string, port int) []string {
	args := []string{
		"--no-defaults", // first, or mariadbd refuses it
		"--datadir=" + filepath.Join(dir, "data"),
		"--socket=" + socket,
		"--tmpdir=" + dir, // a server that starts clears its folder of what looks like a server's leftovers
		"--pid-file=" + filepath.Join(dir, "mariadbd.pid"),
		"--log-error=" + filepath.Join(dir, logName),
		"--skip-name-resolve",
		"--skip-log-bin",
		"--skip-slave-start",
		"--character-set-server=utf8mb3", // as OFBiz makes its tables
		"--collation-server=utf8mb3_general_ci",
		"--max-allowed-packet=64M",
		"--max-connections=200",
		"--innodb-buffer-pool-size=64M",
		"--innodb-log-file-size=" + logFileSize,
		"--key-buffer-size=1M",
		"--aria-pagecache-buffer-size=8M",
		"--innodb-buffer-pool-dump-at-shutdown=0",
		"--innodb-buffer-pool-load-at-startup=0",
		"--secure-file-priv=" + dir, // LOAD DATA INFILE and OUTFILE stay inside
	}
	args = append(args, network(port)...)
	args = append(args, durability(o.Relaxed)...)
	args = append(args, asUser()...)
	return append(args, o.Args...)
}

// logFileSize is also what mariadb-install-db gets: another size would make the
// first start rewrite the log.
const logFileSize = "32M"

func network(port int) []string {
	if port == 0 {
		return []string{"--skip-networking"}
	}
	return []string{"--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", port)}
}

// durability: 2 hands each commit to the operating system without waiting, so a
// killed server loses nothing; the doublewrite buffer stays on for the same reason.
func durability(relaxed bool) []string {
	if !relaxed {
		return []string{"--innodb-flush-log-at-trx-commit=1"}
	}
	return []string{"--innodb-flush-log-at-trx-commit=2", "--innodb-flush-method=nosync", "--debug-no-sync"}
}

// asUser: mariadbd refuses to run as root unless told to.
func asUser() []string {
	if os.Geteuid() != 0 {
		return nil
	}
	return []string{"--user=root"}
}
