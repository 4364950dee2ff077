package ledger

import (
	"context"
	"crypto/sha256"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
)

// readCheckpoints reads the stored checkpoints and checks their form and signatures; their roots are met on the way.
func (c *checker) readCheckpoints() bool {
	rows, err := listCheckpoints(c.ctx, c.tx)
	if err != nil {
		c.report.found(0, "the checkpoints cannot be read")
		return false
	}
	skip := 0
	if c.opts.SinceLast {
		skip = max(0, len(rows)-1)
	}
	for _, row := range rows[skip:] {
		c.seals = append(c.seals, &sealed{row: row})
	}
	each(len(c.seals), func(i int) { c.seals[i].open(c.verifier) })
	for i, s := range c.seals {
		if s.row.number != int64(skip+i+1) {
			s.whole, s.why = false, "a checkpoint is missing"
		}
		if i > 0 && s.row.size <= c.seals[i-1].row.size {
			s.whole, s.why = false, "the checkpoints are out of order"
		}
	}
	if c.outside != nil {
		c.seals = append(c.seals, &sealed{says: *c.outside, whole: true, kept: true})
	}
	c.bySize = make(map[int64][]*sealed)
	for _, s := range c.seals {
		if s.whole {
			c.bySize[s.says.size] = append(c.bySize[s.says.size], s)
		}
	}
	c.sizes = slices.Sorted(maps.Keys(c.bySize))
	return true
}

// each calls f for 0 to n-1 on every core.
func each(n int, f func(int)) {
	var work sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), n)
	for w := range workers {
		work.Go(func() {
			for i := w; i < n; i += workers {
				f(i)
			}
		})
	}
	work.Wait()
}

func (s *sealed) open(verifier string) {
	says, err := openCheckpoint(s.row.note, s.row.verifier)
	switch {
	case err != nil:
		s.why = "a checkpoint's signature does not hold"
	case verifier != "" && verifier != s.row.verifier:
		s.why = "a checkpoint is signed by another key"
	case says.size != s.row.size:
		s.why = "a checkpoint's size is not the one it signs"
	default:
		s.says, s.whole = says, true
	}
}

// skipToLast starts at the block in which the newest checkpoint ends. Its root covers the hashes that are then taken
// from storage, so they are checked all the same, though not what lies below them.
func (c *checker) skipToLast() {
	var last *sealed
	for _, s := range c.seals {
		if s.whole && !s.kept && s.says.size <= c.report.Entries {
			last = s
		}
	}
	if last == nil {
		return
	}
	start := (last.says.size - 1) / blockSize // the root is met at the last entry, so look at its block
	n := nodes{ctx: c.ctx, tx: c.tx, size: c.report.Entries}
	var tops []tlog.Hash
	for first := int64(0); first < start; first += blockSize {
		some, err := n.tops(first / blockSize)
		if err != nil || int64(len(some)) < min(blockSize, start-first) {
			return // the long way will say what is wrong
		}
		tops = append(tops, some[:min(blockSize, start-first)]...)
	}
	c.start, c.tops = start, tops
	for _, t := range tops {
		c.edge.addFull(t, blockSize)
	}
}

// meet computes the root at the size of every checkpoint that ends among these leaves.
func (c *checker) meet(edge frontier, leaves []tlog.Hash) {
	i, _ := slices.BinarySearch(c.sizes, edge.size+1)
	if i == len(c.sizes) || c.sizes[i] > edge.size+int64(len(leaves)) {
		return
	}
	running := edge.clone()
	for _, leaf := range leaves {
		running.add(leaf)
		for _, s := range c.bySize[running.size] {
			s.met, s.holds = true, s.says.root == running.root()
		}
	}
}

// judgeCheckpoints says from where on entries have lost their standing: from the last checkpoint that holds.
func (c *checker) judgeCheckpoints() {
	good := int64(0)
	for _, s := range c.seals {
		if s.kept {
			continue
		}
		switch {
		case !s.whole:
			c.report.found(good, s.why)
		case s.says.size > c.report.Entries:
			c.report.found(c.report.Entries, "entries are missing that a checkpoint covers")
		case !s.met && !c.report.OK: // the way there was cut off, and that has been said
		case !s.holds:
			c.report.found(good, "the tree is not the one that a checkpoint signed")
		default:
			good = s.says.size
			c.report.Checkpoints++
		}
	}
	if c.counts.checkpoints != c.head.checkpoints {
		c.report.found(good, "a checkpoint is missing")
	}
	for _, s := range c.seals {
		switch {
		case !s.kept:
		case s.says.size > c.report.Entries:
			c.report.found(c.report.Entries, "entries are missing that the checkpoint from elsewhere covers")
		case !s.met && !c.report.OK:
		case !s.holds && (s.met || c.start == 0):
			c.report.found(c.goodBefore(s.says.size), "the log is not the one that the checkpoint from elsewhere saw")
		case !s.met: // it lies before the part that was looked at
			c.reproveKept(s)
		}
	}
}

// goodBefore is the size of the last stored checkpoint that holds and is smaller than size.
func (c *checker) goodBefore(size int64) (good int64) {
	for _, s := range c.seals {
		if !s.kept && s.holds && s.says.size < size {
			good = s.says.size
		}
	}
	return good
}

// reproveKept computes the root at an older size from the stored hashes, which the newest checkpoint covers.
func (c *checker) reproveKept(s *sealed) {
	n := nodes{ctx: c.ctx, tx: c.tx, size: c.report.Entries}
	root, err := tlog.TreeHash(s.says.size, tlog.HashReaderFunc(n.read))
	if err != nil || root != s.says.root {
		c.report.found(0, "the log is not the one that the checkpoint from elsewhere saw")
	}
}

// judgeDestroyed checks that whatever is gone was destroyed by an entry that names it by its hash. Once something else
// is wrong it only counts: the entry that names may be the very one that was altered.
func (c *checker) judgeDestroyed() {
	ok := c.report.OK
	var valid []claim
	for _, m := range c.claims {
		if !ok {
			break
		}
		if m.From < 0 || m.From > m.To || m.To >= m.by {
			c.report.found(m.by, "an entry claims a destruction that cannot be")
			continue
		}
		digest, err := leafDigest(c.ctx, c.tx, m.From, m.To)
		if err != nil || digest != m.Digest {
			c.report.found(m.From, "destroyed entries are not the ones that were named")
			continue
		}
		valid = append(valid, m.claim)
	}
	gone := make(map[int64]bool, len(c.dropped))
	for _, entry := range c.dropped {
		gone[entry] = true
		if ok && !slices.ContainsFunc(valid, func(v claim) bool { return v.From <= entry && entry <= v.To }) {
			c.report.found(entry, "what the entry said is gone, and no entry says why")
		}
	}
	c.report.Destroyed = int64(len(gone))
	self := make(map[int64]bool)
	for _, m := range c.claims {
		self[m.by] = true // an entry that claims is never dropped itself
	}
	named := make(map[int64]bool)
	for _, v := range valid {
		for entry := v.From; entry <= v.To; entry++ {
			if !gone[entry] && !self[entry] && !named[entry] && entry >= c.start*blockSize {
				named[entry] = true
				c.report.Undestroyed++
			}
		}
	}
}

// leafDigest is SHA-256 over the leaf hashes of entries from to to, all of them in full blocks.
func leafDigest(ctx context.Context, tx *db.Tx, from, to int64) (out [32]byte, err error) {
	sum := sha256.New()
	for b := from / blockSize; b <= to/blockSize; b++ {
		row, err := findBlock(ctx, tx, b)
		if err != nil {
			return out, err
		}
		if len(row.leaves) != blockSize*hashSize {
			return out, errMalformed
		}
		lo, hi := max(from-b*blockSize, 0), min(to-b*blockSize, blockSize-1)
		sum.Write(row.leaves[lo*hashSize : (hi+1)*hashSize])
	}
	return [32]byte(sum.Sum(nil)), nil
}
