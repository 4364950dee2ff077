package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
)

// nameIndex holds folded names in memory, so that no full-text index over names lies on a disk. Every search first
// takes in what changed since the last, so several servers on one database agree.
//
// Names stand in slots, in the order they came; a name that changed gets a new slot and leaves its old one empty.
type nameIndex struct {
	mu     sync.RWMutex
	slots  []nameSlot
	slotOf map[string]int32   // record to its slot
	heard  map[string][]int32 // how a name sounds to the slots that sound so, whatever their script
	empty  int                // slots that are empty
	since  time.Time          // up to when changes were taken in
	pruned time.Time          // when the erased were last taken out
}

type nameSlot struct {
	record   string // "" in an empty slot
	revision string
	folded   string // every form of the name, folded, a blank before each word: " selam\n ሰላም tekle"
}

func newNameIndex() *nameIndex {
	return &nameIndex{slotOf: map[string]int32{}, heard: map[string][]int32{}}
}

// overlap is how far back a catch-up looks again: on PostgreSQL a save that began earlier can become visible later,
// and the clocks of two servers differ a little. What is known already costs nothing.
const overlap = 2 * time.Minute

// pruneEvery is how often the names of records that another server erased leave this server's memory.
const pruneEvery = time.Minute

// catchUp takes in the names that changed since the last time. One that cannot be opened (it was sealed under another
// ring) is left out rather than stopping everybody's search.
func (x *nameIndex) catchUp(ctx context.Context, w *access.Work) error {
	x.mu.RLock()
	since, prune := "", w.At.Sub(x.pruned) >= pruneEvery
	if !x.since.IsZero() {
		since = db.Time(x.since.Add(-overlap))
	}
	x.mu.RUnlock()
	var changed []nameRow
	var newest string
	err := eachName(ctx, w.Tx, since, func(n nameRow) {
		newest = n.updatedAt
		if !x.has(n.record, n.revision) {
			changed = append(changed, n)
		}
	})
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	var still map[string]bool
	if prune {
		if still, err = listNamed(ctx, w.Tx); err != nil {
			return fmt.Errorf("read names: %w", err)
		}
	}
	if len(changed) == 0 && !prune {
		return nil
	}
	return x.take(w, changed, newest, still)
}

func (x *nameIndex) take(w *access.Work, changed []nameRow, newest string, still map[string]bool) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range changed {
		plain, err := w.System().Open(n.names, namesPlace(n.record))
		if err != nil {
			continue
		}
		var names []string
		if json.Unmarshal(plain, &names) == nil {
			x.put(n.record, n.revision, names)
		}
	}
	if newest != "" {
		at, err := db.ParseTime(newest)
		if err != nil {
			return err
		}
		if at.After(x.since) {
			x.since = at
		}
	}
	if still != nil {
		for id := range x.slotOf {
			if !still[id] {
				x.drop(id)
			}
		}
		x.pruned = w.At
	}
	if x.empty > len(x.slots)/2 {
		x.compact()
	}
	return nil
}

func (x *nameIndex) has(record, revision string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	at, ok := x.slotOf[record]
	return ok && x.slots[at].revision == revision
}

// put gives a record's names a slot. The lock is held.
func (x *nameIndex) put(record, revision string, names []string) {
	x.drop(record)
	at := int32(len(x.slots))
	var folded []string
	var sounds []string
	for _, n := range names {
		if n == "" {
			continue
		}
		folded = append(folded, " "+i18n.Fold(n))
		sounds = append(sounds, i18n.Transliterations(n)...)
	}
	slices.Sort(sounds)
	for _, s := range slices.Compact(sounds) {
		x.heard[s] = append(x.heard[s], at)
	}
	x.slots = append(x.slots, nameSlot{record, revision, strings.Join(folded, "\n")})
	x.slotOf[record] = at
}

// drop empties a record's slot. What pointed there finds it empty. The lock is held.
func (x *nameIndex) drop(record string) {
	if at, ok := x.slotOf[record]; ok {
		x.slots[at] = nameSlot{}
		delete(x.slotOf, record)
		x.empty++
	}
}

// compact closes the gaps. The lock is held.
func (x *nameIndex) compact() {
	moved := make([]int32, len(x.slots))
	kept := make([]nameSlot, 0, len(x.slots)-x.empty)
	for at, slot := range x.slots {
		moved[at] = -1
		if slot.record != "" {
			moved[at] = int32(len(kept))
			x.slotOf[slot.record] = moved[at]
			kept = append(kept, slot)
		}
	}
	for sound, slots := range x.heard {
		left := slots[:0]
		for _, at := range slots {
			if moved[at] >= 0 {
				left = append(left, moved[at])
			}
		}
		if len(left) == 0 {
			delete(x.heard, sound)
		} else {
			x.heard[sound] = left
		}
	}
	x.slots, x.empty = kept, 0
}

func (x *nameIndex) forget(record string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(record)
}

// query is what somebody looks for, made ready once.
type query struct {
	words  []string // folded
	sounds []string
}

func newQuery(text string) query {
	return query{words: strings.Fields(i18n.Fold(text)), sounds: i18n.Transliterations(text)}
}

// among gives those of the records whose name fits. It looks at no other, so that neither the answer nor its timing
// tells of anybody the reader may not open.
func (x *nameIndex) among(records []string, q query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	heard := x.sounding(q)
	var found []string
	for _, id := range records {
		if at, ok := x.slotOf[id]; ok && (q.fits(x.slots[at].folded) || heard[at]) {
			found = append(found, id)
		}
	}
	return found
}

// everywhere gives every record whose name fits, in a stable order, for a reader who may open a great many; what it
// finds must still pass Visible.
func (x *nameIndex) everywhere(q query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	heard := x.sounding(q)
	var found []string
	for at := range x.slots {
		slot := &x.slots[at]
		if slot.record != "" && (q.fits(slot.folded) || heard[int32(at)]) {
			found = append(found, slot.record)
		}
	}
	return found
}

// sounding gives the slots that sound like the query. The lock is held.
func (x *nameIndex) sounding(q query) map[int32]bool {
	slots := map[int32]bool{}
	for _, s := range q.sounds {
		for _, at := range x.heard[s] {
			slots[at] = true
		}
	}
	return slots
}

// fits reports whether a name has every word of the query, as written.
func (q query) fits(folded string) bool {
	for _, w := range q.words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return len(q.words) > 0
}

// foldReference makes one case number of its many spellings.
func foldReference(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -/.", r) {
			return -1
		}
		return r
	}, i18n.Fold(s))
}
