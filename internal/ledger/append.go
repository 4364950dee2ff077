package ledger

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

// Log is the ledger of one database, with the ring that signs for it. It is safe for concurrent use.
type Log struct {
	db   *db.DB
	ring *seal.Ring
	now  func() time.Time
}

// New opens the ledger of a database. Call it before the first write: on SQLite this is what gives recorded entries
// their place (a second call on the same database does no harm). now gives the moment (time.Now in the product).
func New(d *db.DB, ring *seal.Ring, now func() time.Time) *Log {
	if d.Engine() == db.SQLite {
		d.OnCommit(placeNoted)
	}
	return &Log{d, ring, now}
}

// placedMark follows the items of a group that have their places, should New have been called twice.
type placedMark struct{}

// placeNoted runs for each group of saves, just before it commits.
func placeNoted(ctx context.Context, tx *db.Tx) error {
	var items [][]byte
	for _, value := range tx.Noted() {
		switch it := value.(type) {
		case notedItem:
			items = append(items, it)
		case placedMark:
			items = nil
		}
	}
	if len(items) == 0 {
		return nil
	}
	if err := appendItems(ctx, tx, items); err != nil {
		return fmt.Errorf("append to the ledger: %w", err)
	}
	tx.Note(placedMark{})
	return nil
}

// appendItems gives items the next places in the log. Nothing is remembered between calls: the head is one row, and
// what a rolled-back transaction appended must leave no trace in memory.
func appendItems(ctx context.Context, tx *db.Tx, items [][]byte) error {
	head, found, err := findHead(ctx, tx)
	if err != nil {
		return err
	}
	edge, err := parseFrontier(head.size, head.frontier)
	if err != nil {
		return err
	}
	for len(items) > 0 {
		at := edge.size % blockSize
		n := min(int64(len(items)), blockSize-at)
		run := tailRow{place: at}
		for _, data := range items[:n] {
			it, err := parseItem(data)
			if err != nil {
				return err
			}
			leaf := it.leaf()
			edge.add(leaf)
			run.payload = appendFramed(run.payload, data)
			run.leaves = append(run.leaves, leaf[:]...)
		}
		items = items[n:]
		if edge.size%blockSize != 0 {
			err = insertTail(ctx, tx, run)
		} else {
			err = fold(ctx, tx, edge.size/blockSize-1, run)
		}
		if err != nil {
			return err
		}
	}
	head.size, head.frontier = edge.size, edge.bytes()
	if !found {
		return insertHead(ctx, tx, head)
	}
	return updateHead(ctx, tx, head)
}

// fold makes a block of the tail and the run that fills it, and a tile where 256 blocks are full.
func fold(ctx context.Context, tx *db.Tx, block int64, last tailRow) error {
	runs, err := listTail(ctx, tx)
	if err != nil {
		return err
	}
	b := blockRow{block: block}
	for _, r := range append(runs, last) {
		if r.place != int64(len(b.leaves)/hashSize) {
			return fmt.Errorf("fold block %d: the tail has a gap: %w", block, errMalformed)
		}
		b.payload = append(b.payload, r.payload...)
		b.leaves = append(b.leaves, r.leaves...)
	}
	if len(b.leaves) != blockSize*hashSize {
		return fmt.Errorf("fold block %d: the tail has a gap: %w", block, errMalformed)
	}
	if b.tags, err = tagsOf(b.payload); err != nil {
		return err
	}
	top := fullTop(splitHashes(b.leaves))
	b.top = top[:]
	if err := insertBlock(ctx, tx, b); err != nil {
		return err
	}
	if err := deleteTail(ctx, tx); err != nil {
		return err
	}
	if (block+1)%blockSize == 0 {
		return foldTile(ctx, tx, block/blockSize)
	}
	return nil
}

func foldTile(ctx context.Context, tx *db.Tx, tile int64) error {
	tops, err := listTops(ctx, tx, tile*blockSize, (tile+1)*blockSize)
	if err != nil {
		return err
	}
	hashes := make([]tlog.Hash, 0, blockSize)
	for _, t := range tops {
		hashes = append(hashes, tlog.Hash(t))
	}
	if len(hashes) != blockSize {
		return fmt.Errorf("fold tile %d: a block is missing: %w", tile, errMalformed)
	}
	joined := joinHashes(hashes)
	top := fullTop(hashes)
	return insertTile(ctx, tx, tileRow{tile, top[:], joined})
}

// tagsOf gathers the tags of a full block: for each, the entry's number within the block (1 byte) and the tag (8).
func tagsOf(payload []byte) ([]byte, error) {
	out := []byte{}
	for i := range blockSize {
		data, rest, ok := nextFramed(payload)
		if !ok {
			return nil, fmt.Errorf("read a block's payload: %w", errMalformed)
		}
		payload = rest
		if len(data) == 0 { // destroyed
			continue
		}
		it, err := parseItem(data)
		if err != nil {
			return nil, err
		}
		out = appendTags(out, i, it)
	}
	return out, nil
}

const tagRecord = 1 + 8

func appendTags(out []byte, i int, it item) []byte {
	for t := it.tags; len(t) > 0; t = t[8:] {
		out = append(append(out, byte(i)), t[:8]...)
	}
	return out
}
