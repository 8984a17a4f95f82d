package mariadbtest

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// failing is a test that fails, and keeps what it said.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper() {}

func (f *failing) Fatal(args ...any) {
	f.said = fmt.Sprint(args...)
	runtime.Goexit()
}

func (f *failing) Fatalf(format string, args ...any) { f.Fatal(fmt.Sprintf(format, args...)) }

// refused runs what has to fail its test and gives what it says.
func refused(t *testing.T, do func(testing.TB)) string {
	t.Helper()
	f, ended := &failing{TB: t}, make(chan struct{})
	go func() {
		defer close(ended)
		do(f)
	}()
	<-ended
	return f.said
}

// TestLoadXML takes long texts from child elements, and fails its test on whatever it
// can't read or the tables don't take; then nothing of it is there.
func TestLoadXML(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"ok.xml":       `<entity-engine-xml><Product productId="P"><longDescription>a &lt; b</longDescription></Product></entity-engine-xml>`,
		"cut.xml":      `<entity-engine-xml><Product productId="Q"/>`,
		"child.xml":    `<entity-engine-xml><Product productId="Q"><longDescription>`,
		"open.xml":     `<entity-engine-xml><Product productId="Q">`,
		"column.xml":   `<entity-engine-xml><Product productId="Q"/><Product noColumn="x"/></entity-engine-xml>`,
		"unquoted.xml": `<entity-engine-xml><Product productId=Q/></entity-engine-xml>`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	db := NewOFBiz(t)
	LoadXML(t, db, files, "ok.xml")
	var text string
	if err := db.Open(t).QueryRow("SELECT LONG_DESCRIPTION FROM PRODUCT WHERE PRODUCT_ID = 'P'").Scan(&text); err != nil || text != "a < b" {
		t.Errorf("%q, %v", text, err)
	}
	for name, words := range map[string]string{
		"missing.xml": "read missing.xml: open missing.xml", "cut.xml": "read cut.xml: XML syntax error", "child.xml": "read child.xml: Product: XML syntax error",
		"open.xml": "read open.xml: Product: XML syntax error", "unquoted.xml": "read unquoted.xml: XML syntax error", "column.xml": "load column.xml: insert into PRODUCT",
	} {
		if said := refused(t, func(f testing.TB) { LoadXML(f, db, files, name) }); !strings.HasPrefix(said, words) {
			t.Errorf("%s: %q instead of %q", name, said, words)
		}
	}
	var rows int
	if err := db.Open(t).QueryRow("SELECT COUNT(*) FROM PRODUCT WHERE PRODUCT_ID = 'Q'").Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d rows of what was refused, %v", rows, err)
	}
}

// TestLoadRefuses feeds dumps, packed or not, and fails its test on those it can't.
func TestLoadRefuses(t *testing.T) {
	db, dir := New(t), t.TempDir()
	write := func(name string, content []byte) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var packed strings.Builder
	pack := gzip.NewWriter(&packed)
	fmt.Fprint(pack, "INSERT INTO T VALUES (1), (2);")
	pack.Close()
	Load(t, db, write("a.sql", []byte("CREATE TABLE T (ID INT);")))
	Load(t, db, write("b.sql.gz", []byte(packed.String())))
	var rows int
	if err := db.Open(t).QueryRow("SELECT COUNT(*) FROM T").Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows, %v", rows, err)
	}
	for path, words := range map[string]string{
		filepath.Join(dir, "missing.sql"):                     "load a dump: open ",
		write("c.sql.gz", []byte("not packed")):               "load " + filepath.Join(dir, "c.sql.gz"),
		write("d.sql", []byte("INSERT INTO U VALUES (1);\n")): "load " + filepath.Join(dir, "d.sql") + " into " + db.Name,
	} {
		if said := refused(t, func(f testing.TB) { Load(f, db, path) }); !strings.HasPrefix(said, words) {
			t.Errorf("%s: %q instead of %q", path, said, words)
		}
	}
	if said := refused(t, func(f testing.TB) { db.execute(f, "CREATE TABLE V (ID INT); SELECT NOTHING;") }); !strings.HasPrefix(said, "run a script in "+db.Name) {
		t.Error(said)
	}
	if said := refused(t, func(f testing.TB) { open(f, "no source name") }); !strings.Contains(said, "invalid DSN") {
		t.Error(said)
	}
}
