package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

func document(content string) mapping.Document {
	return mapping.Document{Name: "S.cell.html", Content: []byte(content)}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// only fails when anything but the named files is in the folder.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %v, want %v", got, names)
	}
}

func TestWriteOK(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "on", "the", "way")
	for _, content := range []string{"old", "new and longer", ""} {
		if err := Write(dir, document(content)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "S.cell.html")
		if got := read(t, path); got != content {
			t.Errorf("holds %q, want %q", got, content)
		}
		if info, _ := os.Stat(path); info.Mode() != fileMode {
			t.Errorf("mode %v, want %v", info.Mode(), fileMode)
		}
	}
	only(t, dir, "S.cell.html")
	if info, _ := os.Stat(dir); info.Mode().Perm()&0o027 != 0 {
		t.Errorf("the folder that was made has mode %v: others may look into it", info.Mode())
	}
}

func TestWriteLeavesTheSameContentUntouched(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "S.cell.html")
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, err := range []error{Write(dir, document("same")), os.Chtimes(path, long, long), Write(dir, document("same"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if info, _ := os.Stat(path); !info.ModTime().Equal(long) {
		t.Error("the file was written again")
	}
	if err := Write(dir, document("diff")); err != nil || read(t, path) != "diff" {
		t.Errorf("another content of the same length was not written (%v)", err)
	}
}

func TestWriteClearsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".S.cell.html.tmp"), []byte("half a rep"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, document("whole report")); err != nil {
		t.Fatal(err)
	}
	only(t, dir, "S.cell.html")
}

// TestWriteStaysInTheFolder: links planted in the folder, in place of the document
// and of its temporary file, lead nowhere.
func TestWriteStaysInTheFolder(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(outside, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"S.cell.html", ".S.cell.html.tmp"} {
		if err := os.Symlink(outside, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(dir, document("precious")); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Lstat(filepath.Join(dir, "S.cell.html")); !info.Mode().IsRegular() {
		t.Error("the link is still there")
	}
	if err := Write(dir, document("report")); err != nil || read(t, outside) != "precious" {
		t.Errorf("wrote outside of the folder (%v)", err)
	}
}

func TestWriteErrName(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x.html", "a/b.html", "/etc/passwd", ".hidden"} {
		if err := Write(t.TempDir(), mapping.Document{Name: name}); err == nil || !strings.Contains(err.Error(), "plain file name") {
			t.Errorf("%q: error %v", name, err)
		}
	}
}

func TestWriteErrSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(file, document("x")); err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), "reports.directory") {
		t.Errorf("a file in place of the folder: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "S.cell.html", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := Write(dir, document("x"))
	if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "S.cell.html")) || !strings.Contains(err.Error(), "run again") {
		t.Errorf("a folder in place of the document: %v", err)
	}
	only(t, dir, "S.cell.html", "file")
}

func TestFileName(t *testing.T) {
	for _, c := range []struct{ settlement, party, want string }{
		{"Company-EUR-20261101", "cell", "Company-EUR-20261101.cell.html"},
		{"Company-EUR-20261101", "", "Company-EUR-20261101.html"},
		{"S", "../../etc/passwd", "S.~2e~2e~2f~2e~2e~2fetc~2fpasswd.html"},
		{"S.a", "b", "S~2ea.b.html"},
		{"S", "Ő\x00 ~", "S.~c5~90~00~20~7e.html"},
		{"-rf", "-x", "~2drf.~2dx.html"},
	} {
		if got := fileName(c.settlement, calc.PartyID(c.party), "html"); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestFileNameIsShortAndItsOwn(t *testing.T) {
	a, b := fileName(strings.Repeat("ű", 300), "a", "xlsx"), fileName(strings.Repeat("ű", 300), "b", "xlsx")
	if a == b || len(a) > longestName || !strings.HasSuffix(a, ".xlsx") {
		t.Errorf("%s and %s", a, b)
	}
}
