package ledger

import (
	"context"
	"fmt"

	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

// TagOf is what marks the entries about the record of a key.
func TagOf(k seal.Key) [8]byte { return tagOf(k) }

// Each gives every entry that has its place, the oldest first: for taking the whole log out. find gives the key of the
// record that a tag marks, the zero Key where it is not known; an entry that it does not open comes out without its body, and
// one whose content was destroyed without anything but its number.
func (l *Log) Each(ctx context.Context, tx *db.Tx, find func(tag [8]byte) seal.Key, f func(Line) error) error {
	head, found, err := findHead(ctx, tx)
	if err != nil || !found {
		return err
	}
	for block := int64(0); block*blockSize < head.size; block++ {
		items, err := listItems(ctx, tx, head.size, block)
		if err != nil {
			return fmt.Errorf("read the ledger: %w", err)
		}
		for i, data := range items {
			line := Line{Entry: block*blockSize + int64(i)}
			if len(data) > 0 {
				if line, err = l.whole(line.Entry, data, find); err != nil {
					return fmt.Errorf("read the ledger: %w", err)
				}
			}
			if err := f(line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Log) whole(entry int64, data []byte, find func(tag [8]byte) seal.Key) (Line, error) {
	it, err := parseItem(data)
	if err != nil {
		return Line{}, err
	}
	h := it.header()
	line := Line{Entry: entry, At: h.At, Actor: h.Actor, Act: h.Act, Outcome: h.Outcome}
	var keys []seal.Key
	if h.Under == underSubject && len(h.Tags) > 0 {
		keys = append(keys, find(h.Tags[0]))
	}
	if key := l.keyFor(h, keys); !key.IsZero() {
		if b, _, err := it.open(key); err == nil {
			line.Opened, line.Subject, line.Reason, line.Detail = true, b.Subject, b.Reason, b.Detail
		}
	}
	return line, nil
}
