package embedded

import (
	"os/exec"
	"runtime"
	"syscall"
)

// process is one mariadbd; done is closed when it has ended or could not start.
type process struct {
	command *exec.Cmd
	done    chan struct{}
}

// startProcess runs the program until it ends by itself or is signalled.
//
// The kernel's death signal is tied to the thread that forked, not to the
// process, so that thread is kept for as long as the server lives.
func startProcess(program string, args []string) (*process, error) {
	p := &process{command: exec.Command(program, args...), done: make(chan struct{})} // #nosec G204 -- mariadbd, found in the system's folders
	p.command.SysProcAttr = tiedToParent()
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := p.command.Start(); err != nil {
			close(p.done) // before the caller hears of it
			started <- err
			return
		}
		started <- nil
		_ = p.command.Wait() // how it ended is in ProcessState
		close(p.done)
	}()
	return p, <-started
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// signal does nothing to a process that has ended.
func (p *process) signal(s syscall.Signal) {
	if !p.ended() {
		_ = p.command.Process.Signal(s) // it may just have ended
	}
}
