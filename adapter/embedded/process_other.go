//go:build !linux

package embedded

import "syscall"

// tiedToParent: only Linux has a death signal, so elsewhere a killed parent leaves
// its server running.
func tiedToParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
