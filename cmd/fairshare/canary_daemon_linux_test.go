package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPasswordIsNowhereAroundTheDaemon looks at the pages, the process list, the log
// and, when it is made to panic, the stacks of a daemon: while all is well, and after
// its account was locked out.
func TestPasswordIsNowhereAroundTheDaemon(t *testing.T) {
	c := newCage(t)
	c.well()
	address := freeAddress(t)
	c.write("serve: {listen: '" + address + "'}\n")

	daemon, output := c.start("serve")
	defer daemon.Process.Kill()
	c.look("metrics", page(t, "http://"+address+"/metrics", 200, `fairshare_nights_total{result="done"} 1`))
	c.look("ready", page(t, "http://"+address+"/readyz", 200, `"ready":true`))
	for _, name := range []string{"cmdline", "environ"} {
		text, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(daemon.Process.Pid), name))
		if err != nil {
			t.Fatal(err)
		}
		c.look(name, string(text))
	}

	c.execute("ALTER USER '" + c.user + "'@'%' ACCOUNT LOCK")
	for _, id := range c.rows("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = ?", c.user) {
		if _, err := c.pool.Exec("KILL " + id); err != nil && !strings.Contains(err.Error(), "Unknown thread id") {
			t.Fatal(err)
		}
	}
	c.look("not ready", page(t, "http://"+address+"/readyz", 503, "database"))
	c.look("metrics", page(t, "http://"+address+"/metrics", 200, "fairshare_"))

	if err := daemon.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if err := daemon.Wait(); err == nil {
		t.Error("SIGQUIT ended the daemon well")
	}
	if stacks := output.String(); !strings.Contains(stacks, "goroutine ") || !strings.Contains(stacks, `"level":"DEBUG"`) && !strings.Contains(stacks, `"level":"INFO"`) {
		t.Errorf("there is no stack or no log:\n%.2000s", stacks)
	}
	c.look("log and stacks", output.String())
}
