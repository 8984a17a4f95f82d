package embedded

import "syscall"

// tiedToParent lets the kernel kill the server when its parent dies, and keeps a
// Ctrl-C on the terminal from reaching it: its parent decides when it stops.
func tiedToParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
