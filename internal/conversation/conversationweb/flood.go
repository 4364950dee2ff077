package conversationweb

import (
	"sync"
	"time"

	"stablefutures/internal/account"
)

// flood bounds how often somebody who is not signed in may post, by the address they come from: a bucket of tries that
// fills again slowly. A whole office behind one address has enough, a flood has not. It counts in memory, each process for
// itself, and knows nobody: an address is kept for as long as it counts.
type flood struct {
	mu    sync.Mutex
	from  map[string]*bucket
	swept time.Time
}

type bucket struct {
	left float64
	at   time.Time
}

// The measure of a bucket.
const (
	floodBurst = 60
	floodEvery = 5 * time.Second // one more try
	floodKept  = 20_000
)

// let takes one try of an address and says whether there was one.
func (f *flood) let(address string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.from == nil {
		f.from = map[string]*bucket{}
	}
	if len(f.from) >= floodKept || now.Sub(f.swept) > floodBurst*floodEvery {
		for key, b := range f.from {
			if now.Sub(b.at) > floodBurst*floodEvery {
				delete(f.from, key)
			}
		}
		f.swept = now
	}
	key := account.Network(address)
	b := f.from[key]
	if b == nil {
		if len(f.from) >= floodKept {
			return false // a flood from everywhere: what devices hold they keep until it is over
		}
		b = &bucket{left: floodBurst, at: now}
		f.from[key] = b
	}
	b.left = min(floodBurst, b.left+now.Sub(b.at).Seconds()/floodEvery.Seconds())
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}
