package ledger

import (
	"context"
	"errors"
	"fmt"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// The three column types are read strictly: SQLite would hand out the same bytes under another type, and then a
// damaged type would pass for whole.

type (
	number int64
	blob   []byte
	text   string
)

var errType = errors.New("a column holds another type than was written")

// Scan takes an integer and nothing else.
func (n *number) Scan(src any) error {
	v, ok := src.(int64)
	if !ok {
		return errType
	}
	*n = number(v)
	return nil
}

// Scan takes bytes and nothing else, and keeps a copy.
func (b *blob) Scan(src any) error {
	v, ok := src.([]byte)
	if !ok {
		return errType
	}
	*b = append(make([]byte, 0, len(v)), v...)
	return nil
}

// Scan takes text and nothing else.
func (t *text) Scan(src any) error {
	v, ok := src.(string)
	if !ok {
		return errType
	}
	*t = text(v)
	return nil
}

// headRow is where the log ends.
type headRow struct {
	size        int64
	frontier    []byte
	checkpoints int64
}

// findHead gives the head; found is false before the first entry.
func findHead(ctx context.Context, tx *db.Tx) (h headRow, found bool, err error) {
	var size, checkpoints number
	var edge blob
	err = tx.QueryRow(ctx, `select size, frontier, checkpoints from ledger_head where id = 1`).Scan(&size, &edge, &checkpoints)
	if problem.Is(err, problem.NotFound) {
		return headRow{}, false, nil
	}
	return headRow{int64(size), edge, int64(checkpoints)}, err == nil, err
}

func insertHead(ctx context.Context, tx *db.Tx, h headRow) error {
	return tx.ExecOne(ctx, `insert into ledger_head (id, size, frontier, checkpoints) values (1, $1, $2, $3)`, h.size, h.frontier, h.checkpoints)
}

// lockHead makes whoever comes second to the log's end wait, and then begin again on what the first left (PostgreSQL;
// SQLite has one writer anyway). It makes the row where there is none yet.
func lockHead(ctx context.Context, tx *db.Tx) error {
	n, err := tx.Exec(ctx, `update ledger_head set size = size where id = 1`)
	if err != nil || n == 1 || tx.Engine() == db.SQLite {
		return err
	}
	_, err = tx.Exec(ctx, `insert into ledger_head (id, size, frontier, checkpoints) values (1, 0, $1, 0) on conflict do nothing`, []byte{})
	return err
}

func updateHead(ctx context.Context, tx *db.Tx, h headRow) error {
	return tx.ExecOne(ctx, `update ledger_head set size = $1, frontier = $2, checkpoints = $3 where id = 1`, h.size, h.frontier, h.checkpoints)
}

// rowCounts says how many rows each table has.
type rowCounts struct{ blocks, payloads, tags, tiles, tail, checkpoints, heads int64 }

// countRows counts every table that is read by ranges, so that a row out of its place is missed nowhere.
func countRows(ctx context.Context, tx *db.Tx) (c rowCounts, err error) {
	for query, into := range map[string]*int64{
		`select count(*) from ledger_blocks`:      &c.blocks,
		`select count(*) from ledger_payloads`:    &c.payloads,
		`select count(*) from ledger_tags`:        &c.tags,
		`select count(*) from ledger_tiles`:       &c.tiles,
		`select count(*) from ledger_tail`:        &c.tail,
		`select count(*) from ledger_checkpoints`: &c.checkpoints,
		`select count(*) from ledger_head`:        &c.heads,
	} {
		if err := tx.QueryRow(ctx, query).Scan((*number)(into)); err != nil {
			return c, err
		}
	}
	return c, nil
}

// tailRow is a run of entries in the open block.
type tailRow struct {
	place   int64
	payload []byte
	leaves  []byte
}

func insertTail(ctx context.Context, tx *db.Tx, t tailRow) error {
	return tx.ExecOne(ctx, `insert into ledger_tail (place, payload, leaves) values ($1, $2, $3)`, t.place, t.payload, t.leaves)
}

func listTail(ctx context.Context, tx *db.Tx) ([]tailRow, error) {
	var out []tailRow
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var place number
		var payload, leaves blob
		if err := rows.Scan(&place, &payload, &leaves); err != nil {
			return err
		}
		out = append(out, tailRow{int64(place), payload, leaves})
		return nil
	}, `select place, payload, leaves from ledger_tail order by place`)
	return out, err
}

func deleteTail(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `delete from ledger_tail`)
	return err
}

// blockRow is one full block; payload and tags are filled where a query asks for them.
type blockRow struct {
	block   int64
	top     []byte
	leaves  []byte
	payload []byte
	tags    []byte
}

func insertBlock(ctx context.Context, tx *db.Tx, b blockRow) error {
	if err := tx.ExecOne(ctx, `insert into ledger_blocks (block, top, leaves) values ($1, $2, $3)`, b.block, b.top, b.leaves); err != nil {
		return err
	}
	if err := tx.ExecOne(ctx, `insert into ledger_payloads (block, payload) values ($1, $2)`, b.block, b.payload); err != nil {
		return err
	}
	return tx.ExecOne(ctx, `insert into ledger_tags (block, tags) values ($1, $2)`, b.block, b.tags)
}

// listBlocks reads the three tables from block first, at most n blocks. Each table is read by itself, in order: a
// row missing from one must not hide the others'.
func listBlocks(ctx context.Context, tx *db.Tx, first, n int64) (blocks, payloads, tags []blockRow, err error) {
	err = tx.Each(ctx, func(rows *db.Rows) error {
		var block number
		var top, leaves blob
		if err := rows.Scan(&block, &top, &leaves); err != nil {
			return err
		}
		blocks = append(blocks, blockRow{block: int64(block), top: top, leaves: leaves})
		return nil
	}, `select block, top, leaves from ledger_blocks where block >= $1 and block < $2 order by block`, first, first+n)
	if err != nil {
		return blocks, nil, nil, err
	}
	err = tx.Each(ctx, func(rows *db.Rows) error {
		var block number
		var payload blob
		if err := rows.Scan(&block, &payload); err != nil {
			return err
		}
		payloads = append(payloads, blockRow{block: int64(block), payload: payload})
		return nil
	}, `select block, payload from ledger_payloads where block >= $1 and block < $2 order by block`, first, first+n)
	if err != nil {
		return blocks, payloads, nil, err
	}
	err = tx.Each(ctx, func(rows *db.Rows) error {
		var block number
		var marks blob
		if err := rows.Scan(&block, &marks); err != nil {
			return err
		}
		tags = append(tags, blockRow{block: int64(block), tags: marks})
		return nil
	}, `select block, tags from ledger_tags where block >= $1 and block < $2 order by block`, first, first+n)
	return blocks, payloads, tags, err
}

func findBlock(ctx context.Context, tx *db.Tx, block int64) (blockRow, error) {
	var top, leaves blob
	err := tx.QueryRow(ctx, `select top, leaves from ledger_blocks where block = $1`, block).Scan(&top, &leaves)
	return blockRow{block: block, top: top, leaves: leaves}, err
}

func findPayload(ctx context.Context, tx *db.Tx, block int64) ([]byte, error) {
	var payload blob
	err := tx.QueryRow(ctx, `select payload from ledger_payloads where block = $1`, block).Scan(&payload)
	return payload, err
}

func updatePayload(ctx context.Context, tx *db.Tx, block int64, payload, tags []byte) error {
	if err := tx.ExecOne(ctx, `update ledger_payloads set payload = $1 where block = $2`, payload, block); err != nil {
		return err
	}
	return tx.ExecOne(ctx, `update ledger_tags set tags = $1 where block = $2`, tags, block)
}

// listTagsBefore reads the tags of at most n blocks before a block, the newest first.
func listTagsBefore(ctx context.Context, tx *db.Tx, before, n int64) ([]blockRow, error) {
	var out []blockRow
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var block number
		var tags blob
		if err := rows.Scan(&block, &tags); err != nil {
			return err
		}
		out = append(out, blockRow{block: int64(block), tags: tags})
		return nil
	}, `select block, tags from ledger_tags where block < $1 order by block desc limit $2`, before, n)
	return out, err
}

// listTops reads the hashes of the blocks from first up to, not including, end.
func listTops(ctx context.Context, tx *db.Tx, first, end int64) ([][]byte, error) {
	var out [][]byte
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var block number
		var top blob
		if err := rows.Scan(&block, &top); err != nil {
			return err
		}
		if int64(block) != first+int64(len(out)) || len(top) != hashSize {
			return fmt.Errorf("read block %d: %w", first+int64(len(out)), errMalformed)
		}
		out = append(out, top)
		return nil
	}, `select block, top from ledger_blocks where block >= $1 and block < $2 order by block`, first, end)
	return out, err
}

// tileRow is the hashes of 256 blocks.
type tileRow struct {
	tile int64
	top  []byte
	tops []byte
}

func insertTile(ctx context.Context, tx *db.Tx, t tileRow) error {
	return tx.ExecOne(ctx, `insert into ledger_tiles (tile, top, tops) values ($1, $2, $3)`, t.tile, t.top, t.tops)
}

func findTile(ctx context.Context, tx *db.Tx, tile int64) (tileRow, error) {
	var top, tops blob
	err := tx.QueryRow(ctx, `select top, tops from ledger_tiles where tile = $1`, tile).Scan(&top, &tops)
	return tileRow{tile, top, tops}, err
}

func listTiles(ctx context.Context, tx *db.Tx) ([]tileRow, error) {
	var out []tileRow
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var tile number
		var top, tops blob
		if err := rows.Scan(&tile, &top, &tops); err != nil {
			return err
		}
		out = append(out, tileRow{int64(tile), top, tops})
		return nil
	}, `select tile, top, tops from ledger_tiles order by tile`)
	return out, err
}

// checkpointRow is one signed statement and the key that checks it.
type checkpointRow struct {
	number   int64
	size     int64
	note     string
	verifier string
}

func insertCheckpoint(ctx context.Context, tx *db.Tx, c checkpointRow) error {
	return tx.ExecOne(ctx, `insert into ledger_checkpoints (number, size, note, verifier) values ($1, $2, $3, $4)`,
		c.number, c.size, c.note, c.verifier)
}

func scanCheckpoint(rows *db.Rows) (checkpointRow, error) {
	var n, size number
	var note, verifier text
	err := rows.Scan(&n, &size, &note, &verifier)
	return checkpointRow{int64(n), int64(size), string(note), string(verifier)}, err
}

func listCheckpoints(ctx context.Context, tx *db.Tx) ([]checkpointRow, error) {
	var out []checkpointRow
	err := tx.Each(ctx, func(rows *db.Rows) error {
		c, err := scanCheckpoint(rows)
		out = append(out, c)
		return err
	}, `select number, size, note, verifier from ledger_checkpoints order by number`)
	return out, err
}

// findLastCheckpoint gives the zero row when there is none.
func findLastCheckpoint(ctx context.Context, tx *db.Tx) (c checkpointRow, err error) {
	err = tx.Each(ctx, func(rows *db.Rows) error {
		c, err = scanCheckpoint(rows)
		return err
	}, `select number, size, note, verifier from ledger_checkpoints order by number desc limit 1`)
	return c, err
}

// pendingRow is an entry that waits for its place.
type pendingRow struct {
	id      string
	payload []byte
	digest  []byte
}

func insertPending(ctx context.Context, tx *db.Tx, id string, payload, digest []byte) error {
	return tx.ExecOne(ctx, `insert into ledger_pending (id, payload, digest) values ($1, $2, $3)`, id, payload, digest)
}

func listPending(ctx context.Context, tx *db.Tx, after string, limit int) ([]pendingRow, error) {
	var out []pendingRow
	err := tx.Each(ctx, func(rows *db.Rows) error {
		var id text
		var payload, digest blob
		if err := rows.Scan(&id, &payload, &digest); err != nil {
			return err
		}
		out = append(out, pendingRow{string(id), payload, digest})
		return nil
	}, `select id, payload, digest from ledger_pending where id > $1 order by id limit $2`, after, limit)
	return out, err
}

// deletePending deletes the waiting entries up to and with an id, and says how many they were.
func deletePending(ctx context.Context, tx *db.Tx, through string) (int64, error) {
	return tx.Exec(ctx, `delete from ledger_pending where id <= $1`, through)
}
