package web

import (
	"sync"
	"time"
)

const (
	triesOfLogin   = 5  // wrong passwords of one login, then it waits
	triesOfAddress = 20 // wrong passwords from one address
	triesWait      = 5 * time.Minute
	triesKept      = 10_000
)

// throttle counts wrong passwords by login and by address. A try counts before its
// password is looked at, so that many at once are no way around it.
type throttle struct {
	mutex sync.Mutex
	tries map[string]*tries
}

type tries struct {
	count int
	last  time.Time
}

// Try counts a try and says whether it may be made.
func (t *throttle) Try(login, address string, now time.Time) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	byLogin, byAddress := t.of("login "+login, now), t.of("address "+address, now)
	if byLogin.count >= triesOfLogin || byAddress.count >= triesOfAddress {
		return false
	}
	for _, counted := range []*tries{byLogin, byAddress} {
		counted.count++
		counted.last = now
	}
	return true
}

// Good forgets the tries of a login whose password was right.
func (t *throttle) Good(login, address string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	delete(t.tries, "login "+login)
	if counted := t.tries["address "+address]; counted != nil && counted.count > 0 {
		counted.count--
	}
}

func (t *throttle) of(key string, now time.Time) *tries {
	if t.tries == nil {
		t.tries = map[string]*tries{}
	}
	counted := t.tries[key]
	if counted == nil || now.Sub(counted.last) >= triesWait {
		counted = &tries{last: now}
		t.makeRoom(now)
		t.tries[key] = counted
	}
	return counted
}

// makeRoom keeps the memory bounded: what is over goes, else the oldest.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.tries) < triesKept {
		return
	}
	oldest := ""
	for key, counted := range t.tries {
		if now.Sub(counted.last) >= triesWait {
			delete(t.tries, key)
		} else if oldest == "" || counted.last.Before(t.tries[oldest].last) {
			oldest = key
		}
	}
	if len(t.tries) >= triesKept {
		delete(t.tries, oldest)
	}
}
