package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

// Filter says which entries List shows. The zero Filter means all of them.
type Filter struct {
	// Keys are the records whose entries are wanted: those about them, and the list pages that showed them. None means
	// entries about anything; what is sealed under a record's key then stays closed.
	Keys  []seal.Key
	Actor string    // only acts of this actor
	Act   string    // only this act
	Since time.Time // only acts at or after
	Until time.Time // only acts before
	// Before shows only entries with a smaller number: pass the last line's to see the page after. 0 begins at the newest.
	Before int64
	Limit  int // at most this many lines; 0 means 50
}

// Line is one entry as shown.
type Line struct {
	Entry   int64 // its number, from 0
	At      time.Time
	Actor   string
	Act     string
	Outcome Outcome
	Subject string // from here on empty unless Opened
	Reason  string
	Detail  []string
	Opened  bool // there was a key for it
	Shown   bool // the record was one of several that a page showed, not what the entry is about
}

// listBatch is how many blocks' tags are looked through at a time.
const listBatch = 128

// List shows entries, newest first, and whether there are more. Entries that still wait for their place (PostgreSQL,
// about a second) are not among them. Entries whose content was destroyed are left out: nothing is known of them.
func (l *Log) List(ctx context.Context, tx *db.Tx, f Filter) (lines []Line, more bool, err error) {
	head, found, err := findHead(ctx, tx)
	if err != nil || !found {
		return nil, false, err
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	end := head.size
	if f.Before > 0 {
		end = min(end, f.Before)
	}
	view := listing{l: l, f: f, size: head.size, end: end}
	for _, k := range f.Keys {
		if !k.IsZero() {
			view.tags = append(view.tags, tagOf(k))
		}
	}
	if len(f.Keys) > 0 && len(view.tags) == 0 {
		return nil, false, nil // keys were asked for and none is left: a destroyed record has no log
	}
	if err := view.fill(ctx, tx); err != nil {
		return nil, false, fmt.Errorf("list the ledger: %w", err)
	}
	if len(view.lines) > f.Limit {
		return view.lines[:f.Limit], true, nil
	}
	return view.lines, false, nil
}

// listing gathers lines until there is one more than asked for.
type listing struct {
	l     *Log
	f     Filter
	tags  []tag
	size  int64
	end   int64 // only entries before
	lines []Line
}

func (v *listing) enough() bool { return len(v.lines) > v.f.Limit }

func (v *listing) fill(ctx context.Context, tx *db.Tx) error {
	block := (v.end + blockSize - 1) / blockSize // all blocks before this one
	if full := v.size / blockSize; block > full {
		if err := v.add(ctx, tx, full); err != nil {
			return err
		}
		block = full
	}
	for block > 0 && !v.enough() {
		rows, err := listTagsBefore(ctx, tx, block, listBatch)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return errMalformed
		}
		for _, row := range rows {
			block = row.block
			if v.enough() {
				break
			}
			if !v.mayHold(row.tags) {
				continue
			}
			if err := v.add(ctx, tx, row.block); err != nil {
				return err
			}
		}
	}
	return nil
}

// mayHold looks for a wanted tag among a block's.
func (v *listing) mayHold(tags []byte) bool {
	if len(v.tags) == 0 {
		return true
	}
	for ; len(tags) >= tagRecord; tags = tags[tagRecord:] {
		if slices.Contains(v.tags, tag(tags[1:tagRecord])) {
			return true
		}
	}
	return false
}

// add adds the wanted entries of one block, newest first.
func (v *listing) add(ctx context.Context, tx *db.Tx, block int64) error {
	items, err := listItems(ctx, tx, v.size, block)
	if err != nil {
		return err
	}
	for i := len(items) - 1; i >= 0 && !v.enough(); i-- {
		entry := block*blockSize + int64(i)
		if entry >= v.end || len(items[i]) == 0 {
			continue
		}
		it, err := parseItem(items[i])
		if err != nil {
			return err
		}
		if h := it.header(); v.wants(h) {
			v.lines = append(v.lines, v.line(entry, it, h))
		}
	}
	return nil
}

func (v *listing) wants(h header) bool {
	switch {
	case v.f.Actor != "" && h.Actor != v.f.Actor,
		v.f.Act != "" && h.Act != v.f.Act,
		!v.f.Since.IsZero() && h.At.Before(v.f.Since),
		!v.f.Until.IsZero() && !h.At.Before(v.f.Until):
		return false
	}
	return len(v.tags) == 0 || slices.ContainsFunc(h.Tags, func(t tag) bool { return slices.Contains(v.tags, t) })
}

func (v *listing) line(entry int64, it item, h header) Line {
	line := Line{Entry: entry, At: h.At, Actor: h.Actor, Act: h.Act, Outcome: h.Outcome}
	about := h.Under == underSubject && len(h.Tags) > 0 && slices.Contains(v.tags, h.Tags[0])
	line.Shown = len(v.tags) > 0 && !about
	if key := v.l.keyFor(h, v.f.Keys); !key.IsZero() {
		if b, _, err := it.open(key); err == nil {
			line.Opened, line.Subject, line.Reason, line.Detail = true, b.Subject, b.Reason, b.Detail
		}
	}
	return line
}

// Newest gives the time of the newest entry that has its place; the zero time for an empty log, or where the newest
// entry's content was destroyed.
func Newest(ctx context.Context, tx *db.Tx) (time.Time, error) {
	head, _, err := findHead(ctx, tx)
	if err != nil || head.size == 0 {
		return time.Time{}, err
	}
	data, err := findItem(ctx, tx, head.size, head.size-1)
	if err != nil || len(data) == 0 {
		return time.Time{}, err
	}
	it, err := parseItem(data)
	if err != nil {
		return time.Time{}, err
	}
	return it.header().At, nil
}
