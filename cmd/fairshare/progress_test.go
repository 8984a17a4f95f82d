package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	now := time.Date(2026, 11, 21, 4, 15, 0, 0, time.UTC)
	var out bytes.Buffer
	p := newProgress(&app{stderr: &out, now: func() time.Time { return now }})
	p.out = &out // as on a terminal

	p.Show("OrderItem", 1000)
	now = now.Add(900 * time.Millisecond)
	p.Show("OrderItem", 1000)
	if out.Len() > 0 {
		t.Errorf("shown within a second: %q", &out)
	}
	now = now.Add(1100 * time.Millisecond)
	p.Show("OrderItem", 1_198_000)
	p.Show("OrderItem", 1) // too soon to be written again
	if got := out.String(); got != eraseLine+"OrderItem: 1 200 000 rows, 600 000/s" {
		t.Errorf("%q", got)
	}
	now = now.Add(200 * time.Millisecond)
	p.Show("ReturnItem", 5)
	out.Reset()
	p.Done()
	if out.String() != eraseLine {
		t.Errorf("the end: %q", &out)
	}
	p.Done()
	if out.String() != eraseLine {
		t.Errorf("the end again: %q", &out)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	now := time.Now()
	var out bytes.Buffer
	p := newProgress(&app{stderr: &out, now: func() time.Time { now = now.Add(time.Minute); return now }})
	p.Show("OrderItem", 1)
	p.Show("OrderItem", 1)
	p.Done()
	if out.Len() > 0 {
		t.Errorf("written to no terminal: %q", &out)
	}
}

func TestGrouped(t *testing.T) {
	var got []string
	for _, n := range []int64{0, 999, 1000, 123456, 1234567} {
		got = append(got, grouped(n))
	}
	if text := strings.Join(got, "|"); text != "0|999|1 000|123 456|1 234 567" {
		t.Error(text)
	}
}
