package journal

import (
	"errors"
	"strings"
	"testing"

	"fairshare/adapter/embedded/mariadbtest"
)

func TestInstance(t *testing.T) {
	here := &Journal{DB: open(t, mariadbtest.NewVEMS(t)), Organization: organization}
	there := &Journal{DB: open(t, mariadbtest.NewVEMS(t)), Organization: organization}
	if err := here.DB.Get(&here.Schema, "SELECT DATABASE()"); err != nil {
		t.Fatal(err)
	}
	there.Schema = here.Schema // the other OFBiz, the same journal
	if _, err := Migrate(t.Context(), here.DB, here.Schema); err != nil {
		t.Fatal(err)
	}
	first, err := here.CheckInstance(t.Context())
	if err != nil || len(first) != 32 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := here.CheckInstance(t.Context()); err != nil || again != first {
		t.Fatalf("%q, %v", again, err)
	}
	var other *InstanceError
	if id, err := there.CheckInstance(t.Context()); !errors.As(err, &other) || id != first {
		t.Fatalf("%q, %v", id, err)
	}
	if err := there.AdoptInstance(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := there.CheckInstance(t.Context()); err != nil {
		t.Fatal(err)
	}
	nobody := &Journal{DB: here.DB, Organization: "Nobody"}
	if _, err := nobody.CheckInstance(t.Context()); err == nil || !strings.Contains(err.Error(), "organization") {
		t.Fatal(err)
	}
}
