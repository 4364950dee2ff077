package ledger

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Verify reads the whole ledger on one snapshot and checks every byte of it. What is wrong, also what the database
// cannot read any more, is in the Report; an error means that verifying itself could not be done (the caller went away,
// no connection, a Checkpoint or Verifier that is none).
func Verify(ctx context.Context, d *db.DB, opts Options) (Report, error) {
	var c *checker
	err := d.Read(ctx, func(tx *db.Tx) error {
		c = &checker{ctx: ctx, tx: tx, opts: opts, report: Report{OK: true}}
		if err := c.prepare(); err != nil {
			return err
		}
		c.run()
		return nil
	})
	if ctx.Err() != nil {
		return Report{}, ctx.Err()
	}
	if problem.Is(err, problem.Invalid) {
		return Report{}, err
	}
	if err != nil && (c == nil || d.Ping(ctx) != nil && d.Engine() == db.Postgres) {
		if c == nil && d.Engine() == db.SQLite { // not even a snapshot can be had
			r := Report{}
			r.found(0, "the database cannot be read")
			return r, nil
		}
		return Report{}, fmt.Errorf("verify the ledger: %w", err)
	}
	if err != nil { // a panic in the engine, over a page that is no page any more
		c.report.found(c.reading, "the database cannot be read")
	}
	return c.report, nil
}

// checker is one run of Verify.
type checker struct {
	ctx    context.Context
	tx     *db.Tx
	opts   Options
	report Report

	verifier string           // what signatures must hold for; "" takes each checkpoint's own
	keys     map[tag]seal.Key // by tag
	outside  *statement       // the checkpoint that was kept elsewhere
	head     headRow
	counts   rowCounts
	seals    []*sealed // checkpoints to be met on the way, in their order
	bySize   map[int64][]*sealed
	sizes    []int64 // at which there is one, ascending
	start    int64   // the first block to check
	reading  int64   // the first entry of what is being read
	later    sync.Mutex

	edge    frontier
	tops    []tlog.Hash // of blocks, from block 0
	dropped []int64
	claims  []madeClaim
}

// sealed is a checkpoint on its way through verify.
type sealed struct {
	row   checkpointRow
	says  statement
	whole bool   // the note is in order and signed
	why   string // if not
	met   bool   // the tree at its size was computed
	holds bool   // and has its root
	kept  bool   // it is the one from elsewhere
}

// madeClaim is a claim of destruction with the entry that makes it.
type madeClaim struct {
	claim
	by int64
}

func (c *checker) prepare() error {
	c.keys = make(map[tag]seal.Key)
	for _, k := range c.opts.Keys {
		if !k.IsZero() {
			c.keys[tagOf(k)] = k
		}
	}
	c.verifier = c.opts.Verifier
	if c.verifier == "" && c.opts.Ring != nil {
		c.verifier = c.opts.Ring.Verifier()
	}
	if c.verifier != "" {
		if _, err := strictVerifier(c.verifier); err != nil {
			return problem.New(problem.Invalid, "ledger.bad_verifier")
		}
	}
	if len(c.opts.Checkpoint) == 0 {
		return nil
	}
	var s statement
	var err error
	if c.verifier != "" {
		s, err = openCheckpoint(string(c.opts.Checkpoint), c.verifier)
	} else { // a key out of this database would be the wrong judge of a file kept away from it
		s, err = readUnsigned(string(c.opts.Checkpoint))
	}
	if err != nil {
		return fmt.Errorf("read the checkpoint from elsewhere: %w", err)
	}
	c.outside = &s
	return nil
}

func (c *checker) run() {
	if !c.readHead() || !c.readCheckpoints() {
		return
	}
	if c.opts.SinceLast {
		c.skipToLast()
	}
	c.checkBlocks()
	c.checkTiles()
	c.checkTail()
	c.judgeCheckpoints()
	c.checkPending()
	c.judgeDestroyed()
}

func (c *checker) readHead() bool {
	counts, err := countRows(c.ctx, c.tx)
	if err != nil {
		c.report.found(0, "the ledger's tables cannot be read")
		return false
	}
	c.counts = counts
	head, found, err := findHead(c.ctx, c.tx)
	switch {
	case err != nil:
		c.report.found(0, "the head cannot be read")
	case found && counts.heads != 1, !found && counts.heads != 0:
		c.report.found(0, "there is more than one head")
	case !found && counts != rowCounts{}:
		c.report.found(0, "the head is missing")
	case found && head.size < 0:
		c.report.found(0, "the head's size is none")
	}
	c.head, c.report.Entries = head, max(head.size, 0)
	return err == nil
}

// full is how many full blocks there should be. A head that was changed must not send us counting for ever.
func (c *checker) full() int64 {
	return min(c.report.Entries/blockSize, max(c.counts.blocks, c.counts.payloads, c.counts.tags)+1)
}

// checkTiles holds the stored hashes of 256 blocks each against the ones computed on the way.
func (c *checker) checkTiles() {
	c.reading = 0
	tiles, err := listTiles(c.ctx, c.tx)
	if err != nil {
		c.report.found(0, "the tiles cannot be read")
		return
	}
	want := int64(len(c.tops)) / blockSize
	for i, row := range tiles {
		t := int64(i)
		if t >= want {
			c.report.found(min(c.report.Entries, t*tileSize), "there is a tile too many")
			return
		}
		if row.tile != t {
			c.report.found(t*tileSize, "a tile is missing")
			return
		}
		tops := append([]tlog.Hash(nil), c.tops[t*blockSize:(t+1)*blockSize]...)
		if joined := joinHashes(tops); !bytes.Equal(row.tops, joined) {
			c.report.found(t*tileSize+int64(firstDifferent(row.tops, joined)/hashSize)*blockSize, "a tile does not hold its blocks' hashes")
		}
		if top := fullTop(tops); !bytes.Equal(row.top, top[:]) {
			c.report.found(t*tileSize, "a tile's hash does not follow from its blocks")
		}
	}
	if int64(len(tiles)) < want {
		c.report.found(int64(len(tiles))*tileSize, "a tile is missing")
	}
}

// firstDifferent is the first place where a and b differ, at most the last byte of b.
func firstDifferent(a, b []byte) int {
	for i := range b {
		if i >= len(a) || a[i] != b[i] {
			return i
		}
	}
	return max(len(b)-1, 0)
}

// checkTail goes through the open block, and then holds the whole tree against the head.
func (c *checker) checkTail() {
	base := int64(len(c.tops)) * blockSize
	c.reading = base
	rows, err := listTail(c.ctx, c.tx)
	if err != nil {
		c.report.found(base, "the tail cannot be read")
		return
	}
	var stored, computed []tlog.Hash
	for _, row := range rows {
		at := int64(len(stored))
		if row.place != at {
			c.report.found(base+at, "an entry is missing from the tail")
			break
		}
		b := c.walk(base+at, row.payload, row.leaves, len(row.leaves)/hashSize)
		if len(row.leaves)%hashSize != 0 || len(row.leaves) == 0 || len(b.dropped) > 0 {
			c.report.found(base+at, "the tail is not in order")
		}
		c.take(b)
		stored, computed = append(stored, splitHashes(row.leaves)...), append(computed, b.leaves...)
	}
	have := base + int64(len(stored))
	if have != c.report.Entries || len(stored) >= blockSize {
		c.report.found(min(have, c.report.Entries), "the log's length is not what the head says")
	}
	edge := c.edge.with(stored)
	if !bytes.Equal(edge.bytes(), c.head.frontier) {
		if other := c.edge.with(computed); bytes.Equal(other.bytes(), c.head.frontier) {
			edge, stored = other, computed
		} else if edge.size == c.report.Entries {
			c.report.found(edge.firstDifference(c.head.frontier), "the tree does not come to what the head says")
		}
	}
	c.meet(c.edge, stored)
	c.edge = edge
}

func (c *checker) checkPending() {
	c.reading = c.report.Entries
	after := ""
	for {
		rows, err := listPending(c.ctx, c.tx, after, sequenceBatch)
		if err != nil {
			c.report.found(c.report.Entries+c.report.Pending, "the waiting entries cannot be read")
			return
		}
		for _, r := range rows {
			if _, err := parseItem(r.payload); err != nil || !bytes.Equal(r.digest, pendingDigest(r.id, r.payload)) {
				c.report.found(c.report.Entries+c.report.Pending, "a waiting entry was altered")
			}
			c.report.Pending++
			after = r.id
		}
		if len(rows) < sequenceBatch {
			return
		}
	}
}
