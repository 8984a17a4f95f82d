package web

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func TestSessionsEnd(t *testing.T) {
	var s sessions
	busy, idle, left := s.Begin("mik", noon), s.Begin("cell", noon), s.Begin("eva", noon)
	if _, ok := s.Of("x"+busy, noon); ok {
		t.Error("an id that nobody has is known")
	}
	for at := noon; at.Sub(noon) < sessionWhole; at = at.Add(sessionIdle - time.Second) {
		if found, ok := s.Of(busy, at); !ok || found.userLoginID != "mik" {
			t.Fatalf("%s: a busy session ended", at.Sub(noon))
		}
	}
	if _, ok := s.Of(busy, noon.Add(sessionWhole)); ok {
		t.Error("a session lasts for ever")
	}
	if _, ok := s.Of(idle, noon.Add(sessionIdle)); ok {
		t.Error("an idle session goes on")
	}
	s.End(left)
	if _, ok := s.Of(left, noon); ok {
		t.Error("a session goes on after its end")
	}
}

func TestSessionsAreBounded(t *testing.T) {
	var s sessions
	for i := range sessionsKept + 50 {
		s.Begin("mik", noon.Add(time.Duration(i)*time.Millisecond))
	}
	if len(s.byID) != sessionsKept {
		t.Errorf("%d sessions are kept", len(s.byID))
	}
}

func TestThrottle(t *testing.T) {
	var byLogin, byAddress, good throttle
	for i := range triesOfLogin {
		if !byLogin.Try("mik", fmt.Sprint(i), noon) {
			t.Fatalf("try %d is refused", i)
		}
	}
	if byLogin.Try("mik", "another", noon) || !byLogin.Try("cell", "another", noon) {
		t.Error("the tries of a login are not counted for it alone")
	}
	if !byLogin.Try("mik", "another", noon.Add(triesWait)) {
		t.Error("a login waits for ever")
	}
	for i := range triesOfAddress {
		byAddress.Try(fmt.Sprint(i), "10.0.0.1", noon)
	}
	if byAddress.Try("mik", "10.0.0.1", noon) || !byAddress.Try("mik", "10.0.0.2", noon) {
		t.Error("the tries of an address are not counted for it alone")
	}
	for range 10 * triesOfAddress {
		if !good.Try("mik", "10.0.0.1", noon) {
			t.Fatal("right passwords are counted")
		}
		good.Good("mik", "10.0.0.1")
	}
	for i := range triesKept/2 + 50 { // a login and an address each
		good.Try(fmt.Sprint(i), fmt.Sprint(i), noon)
	}
	if len(good.tries) > triesKept {
		t.Errorf("%d tries are kept", len(good.tries))
	}
}
