package embedded

import (
	"bytes"
	"os"
	"path/filepath"
)

const (
	logName  = "mariadbd.log"
	logLines = 20 // enough to see why a start failed
)

// logTail is the end of the server's error log, "" if there is none.
func logTail(dir string) string {
	text, _ := os.ReadFile(filepath.Join(dir, logName)) // #nosec G304 -- in the server's own folder
	return tail(text)
}

func tail(text []byte) string {
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-logLines):], []byte("\n")))
}
