package ledger

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// Destroy drops what entries from to to (both counted in) say, for a retention period that has ended. Their leaves stay,
// so the tree and every proof of other entries still hold; an entry "ledger.destroy" names them by their hash, and verify
// accepts no gap without one. Such entries are themselves never dropped. Only entries of full blocks can go: Conflict
// for younger ones. To make a record unreadable, destroy its key instead: that reaches the backups too.
func (l *Log) Destroy(ctx context.Context, tx *db.Tx, from, to int64, at time.Time, actor, reason string) error {
	head, _, err := findHead(ctx, tx)
	if err != nil {
		return fmt.Errorf("destroy entries: %w", err)
	}
	if from < 0 || from > to {
		return problem.New(problem.Invalid, "ledger.bad_range")
	}
	if to >= head.size/blockSize*blockSize {
		return problem.New(problem.Conflict, "ledger.too_young")
	}
	e := Entry{At: at, Actor: actor, Act: ownActs + "destroy", Outcome: Done, Reason: reason}
	if err := e.check(l.ring.System()); err != nil {
		return err
	}
	digest, err := leafDigest(ctx, tx, from, to)
	if err != nil {
		return fmt.Errorf("destroy entries: %w", err)
	}
	for b := from / blockSize; b <= to/blockSize; b++ {
		if err := dropFrom(ctx, tx, b, from-b*blockSize, to-b*blockSize); err != nil {
			return fmt.Errorf("destroy entries: %w", err)
		}
	}
	return place(ctx, tx, encode(e, l.ring.System(), []claim{{from, to, digest}}))
}

// ActRecordDestroyed is the act of the entry that proves the destruction of a whole record.
const ActRecordDestroyed = ownActs + "record_destroyed"

// RecordDestroyed writes that a record was destroyed. The entry is sealed under the system key, so that it can still be
// read when nothing of the record can: it names the record's id, which opens nothing any more, the reason and codes.
func (l *Log) RecordDestroyed(ctx context.Context, tx *db.Tx, e Entry) error {
	e.Act, e.Outcome, e.Shown = ActRecordDestroyed, Done, nil
	if err := e.check(l.ring.System()); err != nil {
		return err
	}
	return place(ctx, tx, encode(e, l.ring.System(), nil))
}

// FindDestroyed gives the number of the entry that proves a record's destruction; false when there is none, or when it
// still waits for its place.
func (l *Log) FindDestroyed(ctx context.Context, tx *db.Tx, record string) (int64, bool, error) {
	for before := int64(0); ; {
		lines, more, err := l.List(ctx, tx, Filter{Act: ActRecordDestroyed, Before: before, Limit: 500})
		if err != nil {
			return 0, false, err
		}
		for _, line := range lines {
			if line.Subject == record {
				return line.Entry, true, nil
			}
			before = line.Entry
		}
		if !more || before == 0 {
			return 0, false, nil
		}
	}
}

// dropFrom empties the items lo to hi of a block, and its tags with them.
func dropFrom(ctx context.Context, tx *db.Tx, block, lo, hi int64) error {
	payload, err := findPayload(ctx, tx, block)
	if err != nil {
		return err
	}
	var kept []byte
	for i := int64(0); len(payload) > 0; i++ {
		data, rest, ok := nextFramed(payload)
		if !ok {
			return errMalformed
		}
		payload = rest
		if i >= lo && i <= hi && len(data) > 0 {
			it, err := parseItem(data)
			if err != nil {
				return err
			}
			if len(it.claims) == 0 {
				data = nil
			}
		}
		kept = appendFramed(kept, data)
	}
	tags, err := tagsOf(kept)
	if err != nil {
		return err
	}
	return updatePayload(ctx, tx, block, kept, tags)
}
