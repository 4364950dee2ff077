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
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
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

	since    time.Time // of the newest change taken in
	caughtUp time.Time // when a catch-up was last made
	pruned   time.Time // when the erased were last taken out
}

type nameSlot struct {
	record   string // "" in an empty slot
	revision string
	folded   string // every form of the name, folded, a blank before each word: " selam\n ሰላም tekle"
}

func newNameIndex() *nameIndex {
	return &nameIndex{slotOf: map[string]int32{}, heard: map[string][]int32{}}
}

// Taking in what other servers wrote. overlap is how far back a catch-up looks again: on PostgreSQL a save that began
// earlier can become visible later, and the clocks of two servers differ a little. What is known already costs little.
// This server's own writes are taken in as they are made.
const (
	overlap      = 10 * time.Second
	catchUpEvery = time.Second
	pruneEvery   = time.Minute // how often the names of records that another server erased leave this one's memory
)

// catchUp takes in the names that changed since the last time. One that cannot be opened (it was sealed under another
// ring) is left out rather than stopping everybody's search.
func (x *nameIndex) catchUp(ctx context.Context, w *access.Work) error {
	x.mu.RLock()
	due, prune, since := w.At.Sub(x.caughtUp) >= catchUpEvery, w.At.Sub(x.pruned) >= pruneEvery, ""
	if !x.since.IsZero() {
		since = db.Time(x.since.Add(-overlap))
	}
	x.mu.RUnlock()
	if !due {
		return nil
	}
	var changed []nameRow
	var newest string
	err := eachChange(ctx, w.Tx, since, func(n nameRow) {
		newest = n.updatedAt
		if !x.has(n.record, n.revision) {
			changed = append(changed, n)
		}
	})
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	for batch := range slices.Chunk(changed, 200) {
		rows, err := listNames(ctx, w.Tx, batch)
		if err != nil {
			return fmt.Errorf("read names: %w", err)
		}
		if err := x.take(ctx, w, rows); err != nil {
			return fmt.Errorf("read names: %w", err)
		}
	}
	if prune {
		if err := x.prune(ctx, w); err != nil {
			return fmt.Errorf("read names: %w", err)
		}
	}
	return x.caughtUpTo(w.At, newest)
}

// take opens sealed names and puts them in.
func (x *nameIndex) take(ctx context.Context, w *access.Work, rows []nameRow) error {
	ids := make([]string, len(rows))
	for i, n := range rows {
		ids[i] = n.record
	}
	keys, err := w.NameKeys(ctx, ids)
	if err != nil {
		return err
	}
	for _, n := range rows {
		key, ok := keys[n.record]
		if !ok {
			continue
		}
		plain, err := key.Open(n.names)
		if err != nil {
			continue
		}
		var names []string
		if json.Unmarshal(plain, &names) == nil {
			x.add(n.record, n.revision, names)
		}
	}
	return nil
}

// ResealNames seals under their record's key what names still lie under the ring's own, as programs before this left
// them: the ring's key is never destroyed, so an old copy of the database would tell a destroyed record's name. It runs
// before anything is listed, and does nothing when nothing is left to do.
func (s *Service) ResealNames(ctx context.Context) error {
	for {
		n := 0
		err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
			rows, err := listSystemNames(ctx, w.Tx, 200)
			if err != nil || len(rows) == 0 {
				n = 0
				return err
			}
			n = len(rows)
			return resealNames(ctx, w, rows)
		})
		if err != nil {
			return fmt.Errorf("seal names anew: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

func resealNames(ctx context.Context, w *access.Work, rows []nameRow) error {
	ids := make([]string, len(rows))
	for i, n := range rows {
		ids[i] = n.record
	}
	keys, err := w.NameKeys(ctx, ids)
	if err != nil {
		return err
	}
	for _, n := range rows {
		names := []byte{} // nobody can open them any more, or nobody may: nothing is left of them
		plain, err := w.System().Open(n.names, seal.Place{Table: "record_names", Row: n.record, Column: "names"})
		if key, ok := keys[n.record]; ok && err == nil {
			names = key.Seal(plain)
		}
		if err := updateNamesSeal(ctx, w.Tx, n.record, names); err != nil {
			return err
		}
	}
	return nil
}

// caughtUpTo notes how far the index is.
func (x *nameIndex) caughtUpTo(now time.Time, newest string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.caughtUp = now
	if newest == "" {
		return nil
	}
	at, err := db.ParseTime(newest)
	if err == nil && at.After(x.since) {
		x.since = at
	}
	return err
}

// prune takes out the names of records that are no longer there.
func (x *nameIndex) prune(ctx context.Context, w *access.Work) error {
	still, err := listNamed(ctx, w.Tx)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for id := range x.slotOf {
		if !still[id] {
			x.drop(id)
		}
	}
	x.pruned = w.At
	return nil
}

// add gives a record's names a slot.
func (x *nameIndex) add(record, revision string, names []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.put(record, revision, names)
	if x.empty > len(x.slots)/2 {
		x.compact()
	}
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

// query is what somebody looks for, made ready once: every word must be in the name, as written or as it sounds, or the
// words written together must sound like it (Abd al-Rahman, Abdulrahman).
type query struct {
	words  []string   // folded
	sounds [][]string // of each word
	whole  []string   // sounds of all words written together
}

func newQuery(text string) query {
	q := query{words: strings.Fields(i18n.Fold(text))}
	heard := len(q.words) > 1
	for _, w := range q.words {
		keys := i18n.Transliterations(w)
		q.sounds = append(q.sounds, keys)
		heard = heard && len(keys) > 0 // a number makes no sound, and must not be passed over
	}
	if heard {
		q.whole = i18n.Transliterations(strings.Join(q.words, ""))
	}
	return q
}

// among gives those of the records whose name fits. It looks at no other, so that neither the answer nor its timing
// tells of anybody the reader may not open.
func (x *nameIndex) among(records []string, q query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []string
	for _, id := range records {
		if at, ok := x.slotOf[id]; ok && x.fits(at, q) {
			found = append(found, id)
		}
	}
	return found
}

// everywhere gives every record whose name fits, each once or twice, for a reader who may open a great many; what it
// finds must still pass Visible.
func (x *nameIndex) everywhere(q query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []string
	for at := range x.slots {
		if slot := &x.slots[at]; q.written(slot.folded) {
			found = append(found, slot.record)
		}
	}
	for _, keys := range append(q.sounds, q.whole) {
		for _, key := range keys {
			for _, at := range x.heard[key] {
				if x.slots[at].record != "" && x.fits(at, q) {
					found = append(found, x.slots[at].record)
				}
			}
		}
	}
	return found
}

// called gives every record of which each word of a query is a whole word of the name, as it is written. It is for telling
// whether one young person is meant, so nothing that only sounds alike is in it.
func (x *nameIndex) called(q query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []string
	for i := range x.slots {
		slot := &x.slots[i]
		words := strings.Fields(slot.folded)
		all := slot.record != "" && len(q.words) > 0
		for _, w := range q.words {
			all = all && slices.Contains(words, w)
		}
		if all {
			found = append(found, slot.record)
		}
	}
	return found
}

// written reports whether a name has every word, letter by letter.
func (q query) written(folded string) bool {
	for _, w := range q.words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return len(q.words) > 0
}

// fits reports whether the name in a slot has every word, as written or as it sounds. The lock is held.
func (x *nameIndex) fits(at int32, q query) bool {
	if x.sounds(at, q.whole) {
		return true
	}
	for i, w := range q.words {
		if !strings.Contains(x.slots[at].folded, w) && !x.sounds(at, q.sounds[i]) {
			return false
		}
	}
	return len(q.words) > 0
}

// sounds reports whether the name in a slot has one of the sounds. Slots stand in order under each. The lock is held.
func (x *nameIndex) sounds(at int32, keys []string) bool {
	for _, key := range keys {
		if _, ok := slices.BinarySearch(x.heard[key], at); ok {
			return true
		}
	}
	return false
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
