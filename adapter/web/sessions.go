package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

const (
	sessionIdle  = 30 * time.Minute
	sessionWhole = 12 * time.Hour
	sessionsKept = 10_000
)

// session is somebody who has logged in. Its rights are not kept: OFBiz is asked
// for each request.
type session struct {
	userLoginID string
	csrf        string // what every form of it carries
	began, last time.Time
}

// sessions are kept in memory by the digest of their ids, so that an id can't be
// read out of a dump; a restart ends them all.
type sessions struct {
	mutex sync.Mutex
	byID  map[[sha256.Size]byte]*session
}

// secret is a random text of 256 bits.
func secret() string {
	bytes := make([]byte, 32)
	_, _ = rand.Read(bytes) // never fails
	return base64.RawURLEncoding.EncodeToString(bytes)
}

// Begin makes a new session and gives its id.
func (s *sessions) Begin(userLoginID string, now time.Time) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.byID == nil {
		s.byID = map[[sha256.Size]byte]*session{}
	}
	s.makeRoom(now)
	id := secret()
	s.byID[sha256.Sum256([]byte(id))] = &session{userLoginID, secret(), now, now}
	return id
}

// Of finds a session that has not ended, and keeps it from being idle.
func (s *sessions) Of(id string, now time.Time) (session, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	found := s.byID[sha256.Sum256([]byte(id))]
	if found == nil || found.over(now) {
		return session{}, false
	}
	found.last = now
	return *found, true
}

// End forgets a session.
func (s *sessions) End(id string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.byID, sha256.Sum256([]byte(id)))
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.last) >= sessionIdle || now.Sub(s.began) >= sessionWhole
}

// makeRoom drops what is over and, if that is not enough, whoever was idle longest.
func (s *sessions) makeRoom(now time.Time) {
	if len(s.byID) < sessionsKept {
		return
	}
	var idle [sha256.Size]byte
	var idlest *session
	for id, found := range s.byID {
		if found.over(now) {
			delete(s.byID, id)
		} else if idlest == nil || found.last.Before(idlest.last) {
			idle, idlest = id, found
		}
	}
	if len(s.byID) >= sessionsKept {
		delete(s.byID, idle)
	}
}
