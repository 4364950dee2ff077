package seal

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// cacheSize bounds how many unwrapped keys wait in memory: enough for a busy
// day's caseloads, about 10 MB.
const cacheSize = 4096

// keyCache remembers unwrapped keys, the least recently used leaving first.
type keyCache struct {
	mu    sync.Mutex
	max   int
	order *list.List // of *cached, the freshest in front
	byID  map[cacheID]*list.Element
}

// cacheID is a hash of class, owner and wrapped key: a different wrapping of the
// same key is a different entry, so nothing opens that the ring would not open.
type cacheID [sha256.Size]byte

type cached struct {
	id  cacheID
	key Key
}

func newKeyCache(max int) *keyCache {
	return &keyCache{max: max, order: list.New(), byID: make(map[cacheID]*list.Element)}
}

func newCacheID(class Class, owner string, wrapped []byte) cacheID {
	buf := lengthFirst(make([]byte, 0, len(class)+len(owner)+len(wrapped)+8), string(class))
	buf = lengthFirst(buf, owner)
	return sha256.Sum256(append(buf, wrapped...))
}

func (c *keyCache) find(id cacheID) (Key, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byID[id]
	if !ok {
		return Key{}, false
	}
	c.order.MoveToFront(at)
	return at.Value.(*cached).key, true
}

func (c *keyCache) keep(id cacheID, key Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byID[id]; ok {
		c.order.MoveToFront(at)
		return
	}
	c.byID[id] = c.order.PushFront(&cached{id, key})
	for c.order.Len() > c.max {
		oldest := c.order.Back()
		delete(c.byID, oldest.Value.(*cached).id)
		c.order.Remove(oldest)
	}
}

// forget drops every key of an owner. It looks at each one: destruction is rare.
func (c *keyCache) forget(owner string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for at := c.order.Front(); at != nil; {
		next := at.Next()
		if held := at.Value.(*cached); held.key.Owner() == owner {
			delete(c.byID, held.id)
			c.order.Remove(at)
		}
		at = next
	}
}

func (c *keyCache) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len()
}
