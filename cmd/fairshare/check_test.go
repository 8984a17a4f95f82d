package main

import (
	"strings"
	"testing"
)

func TestCheckWarnsOfAnOpenConnection(t *testing.T) {
	for _, c := range []struct {
		address, cipher, text string
		findings              int
	}{
		{"db.example.org:3306", "", "not encrypted", 1},
		{"10.0.0.5:3306", "", "not encrypted", 1},
		{"10.0.0.5:3306", "TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", 0},
		{"127.0.0.1:3306", "", "does not leave", 0},
		{"[::1]:3306", "", "does not leave", 0},
		{"localhost:3306", "", "does not leave", 0},
		{"/run/mysqld/mysqld.sock", "", "does not leave", 0},
	} {
		text, findings := encryption(c.address, c.cipher)
		if !strings.Contains(text, c.text) || len(findings) != c.findings {
			t.Errorf("%s with %q: %s, %v", c.address, c.cipher, text, findings)
		}
	}
}

func TestCheckNamesFairsharesTablesThatNoTransactionCovers(t *testing.T) {
	s := newVEMS(t)
	s.execute("ALTER TABLE FAIRSHARE_NIGHT ENGINE=Aria")
	if code, stdout, _ := s.run("check"); code != int(exitRefused) || !strings.Contains(stdout, "ALTER TABLE FAIRSHARE_NIGHT ENGINE=InnoDB") {
		t.Errorf("exit %d\n%s", code, stdout)
	}
}
