package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"stablefutures/internal/db"
)

const (
	// sequenceEvery is how often waiting entries are given their places on PostgreSQL.
	sequenceEvery = 250 * time.Millisecond
	// sequenceBatch is how many of them one transaction takes.
	sequenceBatch = 2048
	// checkpointEvery and checkpointEntries say when a checkpoint is due: after so long if there is anything new,
	// or after so many entries. Each costs verify one signature, for ever.
	checkpointEvery   = 10 * time.Minute
	checkpointEntries = 4096
)

// Run keeps the ledger going until ctx ends: it places what waits (PostgreSQL) and signs checkpoints. Several servers
// may run it on one database at once: the head's row is the lease, so whoever comes second begins again and finds
// nothing left to do. On its way out it places and signs once more.
func (l *Log) Run(ctx context.Context) {
	tick := time.NewTicker(sequenceEvery)
	defer tick.Stop()
	for last := l.now(); ; {
		select {
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			if err := errors.Join(l.Settle(ending), l.Checkpoint(ending)); err != nil {
				slog.Error("ledger: last checkpoint", "error", err)
			}
			return
		case <-tick.C:
		}
		if err := l.Settle(ctx); err != nil && ctx.Err() == nil {
			slog.Error("ledger: place waiting entries", "error", err)
		}
		signed, err := l.checkpointIfDue(ctx, l.now().Sub(last) >= checkpointEvery)
		if err != nil && ctx.Err() == nil {
			slog.Error("ledger: sign a checkpoint", "error", err)
		}
		if signed {
			last = l.now()
		}
	}
}

// Settle gives every waiting entry its place now. On SQLite there are none and it does nothing.
func (l *Log) Settle(ctx context.Context) error {
	if l.db.Engine() == db.SQLite {
		return nil
	}
	for {
		waiting, err := l.anyPending(ctx)
		if err != nil || !waiting {
			return err
		}
		if err := l.db.Write(ctx, func(tx *db.Tx) error { return sequence(ctx, tx) }); err != nil {
			return fmt.Errorf("place waiting entries: %w", err)
		}
	}
}

// anyPending looks on a snapshot, so that a quiet server writes nothing.
func (l *Log) anyPending(ctx context.Context) (any bool, err error) {
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := listPending(ctx, tx, "", 1)
		any = len(rows) > 0
		return err
	})
	return any, err
}

// sequence moves one batch. An entry that was altered while it waited stops it: placing it would give it a standing
// that it must not have, and dropping it would hide the deed.
func sequence(ctx context.Context, tx *db.Tx) error {
	if err := lockHead(ctx, tx); err != nil {
		return err
	}
	rows, err := listPending(ctx, tx, "", sequenceBatch)
	if err != nil || len(rows) == 0 {
		return err
	}
	items := make([][]byte, 0, len(rows))
	for _, r := range rows {
		if !bytes.Equal(r.digest, pendingDigest(r.id, r.payload)) {
			return fmt.Errorf("a waiting entry was altered: %w", errMalformed)
		}
		items = append(items, r.payload)
	}
	if err := appendItems(ctx, tx, items); err != nil {
		return err
	}
	gone, err := deletePending(ctx, tx, rows[len(rows)-1].id)
	if err == nil && gone != int64(len(rows)) {
		err = fmt.Errorf("%d waiting entries were read and %d deleted: %w", len(rows), gone, errMalformed)
	}
	return err
}
