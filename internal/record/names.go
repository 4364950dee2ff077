package record

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"stablefutures/internal/access"
	"stablefutures/internal/i18n"
)

// nameIndex holds folded names in memory, so that no full-text index over names lies on a disk. Every search first
// takes in what changed since the last, so several servers on one database agree.
type nameIndex struct {
	mu      sync.RWMutex
	entries map[string]nameEntry
	since   string
}

type nameEntry struct {
	updatedAt string
	folded    string   // every form of the name, folded, parted by newlines
	sounds    []string // the same across scripts
}

func newNameIndex() *nameIndex { return &nameIndex{entries: map[string]nameEntry{}} }

func (x *nameIndex) forget(record string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.entries, record)
}

// catchUp reads the names that changed since the last time. One that cannot be opened (its key ring is another) is
// left out rather than stopping everybody's search.
func (x *nameIndex) catchUp(ctx context.Context, w *access.Work) error {
	x.mu.RLock()
	since := x.since
	x.mu.RUnlock()
	rows, err := listNames(ctx, w.Tx, since)
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	fresh := make(map[string]nameEntry, len(rows))
	for _, row := range rows {
		if x.has(row) {
			continue
		}
		plain, err := w.System().Open(row.names, namesPlace(row.record))
		if err != nil {
			continue
		}
		var names []string
		if json.Unmarshal(plain, &names) != nil {
			continue
		}
		fresh[row.record] = newNameEntry(row.updatedAt, names)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, e := range fresh {
		x.entries[id] = e
	}
	if len(rows) > 0 {
		x.since = rows[len(rows)-1].updatedAt
	}
	return nil
}

func (x *nameIndex) has(row nameRow) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.entries[row.record].updatedAt == row.updatedAt
}

func newNameEntry(updatedAt string, names []string) nameEntry {
	e := nameEntry{updatedAt: updatedAt}
	var folded []string
	for _, n := range names {
		if n == "" {
			continue
		}
		folded = append(folded, i18n.Fold(n))
		e.sounds = append(e.sounds, i18n.Transliterations(n)...)
	}
	e.folded = strings.Join(folded, "\n")
	return e
}

// match gives the records, out of those allowed, whose name has every word of the query, as written or as it sounds.
// It looks only at what the reader may open, so that neither the answer nor its timing tells of anybody else.
func (x *nameIndex) match(query string, allowed map[string]bool) []string {
	words := strings.Fields(i18n.Fold(query))
	sounds := i18n.Transliterations(query)
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []string
	for id := range allowed {
		e, ok := x.entries[id]
		if ok && (e.hasAll(words) || e.soundsLike(sounds)) {
			found = append(found, id)
		}
	}
	return found
}

func (e nameEntry) hasAll(words []string) bool {
	for _, w := range words {
		if !strings.Contains(e.folded, w) {
			return false
		}
	}
	return len(words) > 0
}

func (e nameEntry) soundsLike(sounds []string) bool {
	for _, s := range sounds {
		for _, have := range e.sounds {
			if s != "" && s == have {
				return true
			}
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

// search gives the visible records that fit the query; all of them, up to the limit, when it is empty.
func (s *Service) search(ctx context.Context, l *access.Listing, query string) ([]personRow, error) {
	query = strings.TrimSpace(query)
	if query == "" {
		return listVisible(ctx, l, ListLimit)
	}
	if err := s.index.catchUp(ctx, l.Work); err != nil {
		return nil, err
	}
	allowed, err := visibleIDs(ctx, l)
	if err != nil {
		return nil, err
	}
	ids := s.index.match(query, allowed)
	byNumber, err := findByIdentifier(ctx, l.Tx, "case", l.Blind("record.case", foldReference(query)))
	if err != nil {
		return nil, err
	}
	for _, id := range byNumber {
		if allowed[id] && !contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > ListLimit {
		ids = ids[:ListLimit]
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return listVisibleAmong(ctx, l, ids)
}

// WarmNames fills the index behind the start, so that the first search need not.
func (s *Service) WarmNames(ctx context.Context) error {
	return s.door.Background(ctx, func(w *access.Work) error { return s.index.catchUp(ctx, w) })
}
