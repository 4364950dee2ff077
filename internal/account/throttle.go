package account

import (
	"net/netip"
	"sync"
	"time"

	"stablefutures/internal/problem"
)

// pace says how tries of one kind may follow each other: the first ones free, then a wait that doubles with every
// failure up to a longest; after a quiet time everything is forgotten.
type pace struct {
	free          int
	first, most   time.Duration
	forgetAfter   time.Duration
	forgivesOnOne bool // one success forgives all; else it only takes its own try back
}

// The paces. Counting is per network and per account on that network, never per account alone: so somebody who hammers
// an account from elsewhere keeps nobody out of it. A browser that has completed a sign-in before has a count of its
// own, which nobody else's tries touch.
var (
	paceNetwork = pace{free: 60, first: 2 * time.Second, most: 5 * time.Minute, forgetAfter: 15 * time.Minute}
	paceAccount = pace{free: 5, first: 5 * time.Second, most: 15 * time.Minute, forgetAfter: time.Hour}
	paceDevice  = pace{free: 10, first: 5 * time.Second, most: 15 * time.Minute, forgetAfter: time.Hour, forgivesOnOne: true}
	// paceFactor is counted in the database, across networks, and only for one-time passwords from unknown browsers:
	// six digits can be guessed, a passkey and a recovery code cannot.
	paceFactor = pace{free: 10, first: time.Minute, most: time.Hour, forgetAfter: 24 * time.Hour}
)

// wait gives how long must pass after the last of so many failures.
func (p pace) wait(failures int) time.Duration {
	if failures <= p.free {
		return 0
	}
	d := p.first
	for range failures - p.free - 1 {
		if d *= 2; d >= p.most {
			return p.most
		}
	}
	return min(d, p.most)
}

// throttle counts failed tries in memory. It is per process: with several app servers each counts its own.
type throttle struct {
	mu    sync.Mutex
	tries map[throttleKey]*tries
	now   func() time.Time
}

type throttleKey struct{ kind, of string }

type tries struct {
	pace     pace
	failures int
	last     time.Time
}

// throttleSize is how many keys are kept before the oldest are swept out.
const throttleSize = 50_000

func newThrottle(now func() time.Time) *throttle {
	return &throttle{tries: map[throttleKey]*tries{}, now: now}
}

// try counts a try as failed before it is made, so that a hundred at once are not one. It answers how long to wait
// instead, or 0 and a function to call when the try has succeeded (or never came to an answer).
func (t *throttle) try(kind, of string, p pace) (time.Duration, func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, key := t.now(), throttleKey{kind, of}
	e := t.tries[key]
	if e == nil || now.Sub(e.last) > p.forgetAfter {
		t.sweep(now)
		e = &tries{pace: p}
		t.tries[key] = e
	}
	if left := e.last.Add(p.wait(e.failures)).Sub(now); left > 0 {
		return left, nil
	}
	e.failures++
	e.last = now
	return 0, func() { t.forgive(key) }
}

func (t *throttle) forgive(key throttleKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.tries[key]
	if e == nil {
		return
	}
	if e.failures--; e.failures <= 0 || e.pace.forgivesOnOne {
		delete(t.tries, key)
	}
}

// forget drops a count altogether: the person has shown who they are.
func (t *throttle) forget(kind, of string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, throttleKey{kind, of})
}

// sweep keeps the memory bounded: first what is long past goes, then what waits for nothing.
func (t *throttle) sweep(now time.Time) {
	if len(t.tries) < throttleSize {
		return
	}
	for key, e := range t.tries {
		if now.Sub(e.last) > e.pace.forgetAfter || len(t.tries) >= throttleSize && e.failures <= e.pace.free {
			delete(t.tries, key)
		}
	}
	for key := range t.tries {
		if len(t.tries) < throttleSize {
			return
		}
		delete(t.tries, key) // a flood from fifty thousand networks at once: forgetting some is all that is left
	}
}

// throttled is the problem a person is told in words: how long to wait, rounded up to fives of seconds, then to minutes
// (always more than one, so that a sentence needs no singular).
func throttled(wait time.Duration) error {
	if wait <= 90*time.Second {
		return problem.New(problem.Conflict, "account.wait_seconds", "count", int((wait+5*time.Second-1)/(5*time.Second))*5)
	}
	return problem.New(problem.Conflict, "account.wait_minutes", "count", int((wait+time.Minute-1)/time.Minute))
}

// IsThrottled reports whether an error says that there were too many tries.
func IsThrottled(err error) bool {
	key := problem.KeyOf(err)
	return key == "account.wait_seconds" || key == "account.wait_minutes"
}

// Network gives what counts as one network: an IPv4 address, or the 64 bits of an IPv6 address that one customer has.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return p.String()
}
