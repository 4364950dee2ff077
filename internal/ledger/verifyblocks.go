package ledger

import (
	"bytes"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/seal"
)

// verifyBatch is how many blocks are read at a time: while one batch is hashed, the next is read.
const verifyBatch = 64

// blockCheck is what looking at one block (or one run of the tail) came to.
type blockCheck struct {
	report  Report
	top     tlog.Hash
	leaves  []tlog.Hash
	dropped []int64
	claims  []madeClaim
}

// checkBlocks goes through all full blocks, hashing on every core and merging in order.
func (c *checker) checkBlocks() {
	full := c.full()
	done := make(chan struct{})
	close(done)
	for first := c.start; first < full; first += verifyBatch {
		c.reading = first * blockSize
		rows, readable := c.readBatch(first, min(verifyBatch, full-first))
		<-done
		done = make(chan struct{})
		go func() {
			defer close(done)
			c.mergeBatch(rows)
		}()
		if !readable {
			break
		}
	}
	<-done
	if have := max(c.counts.blocks, c.counts.payloads, c.counts.tags); have > full {
		c.report.found(min(c.report.Entries, full*blockSize), "there is a block too many")
	}
}

// wholeBlock is one block's row from each of the three tables.
type wholeBlock struct{ block, payload, tags blockRow }

// readBatch reads n blocks. It stops at the first that is not there or cannot be read and says so.
func (c *checker) readBatch(first, n int64) (rows []wholeBlock, readable bool) {
	blocks, payloads, tags, err := listBlocks(c.ctx, c.tx, first, n)
	if err != nil && n > 1 { // find out which one
		for b := first; b < first+n; b++ {
			one, ok := c.readBatch(b, 1)
			rows = append(rows, one...)
			if !ok {
				return rows, false
			}
		}
		return rows, true
	}
	if err != nil {
		c.foundLater(first*blockSize, "a block cannot be read")
		return nil, false
	}
	for i := range n {
		if !rowIs(blocks, i, first+i) || !rowIs(payloads, i, first+i) || !rowIs(tags, i, first+i) {
			c.foundLater((first+i)*blockSize, "a block is missing")
			return rows, false
		}
		rows = append(rows, wholeBlock{blocks[i], payloads[i], tags[i]})
	}
	if int64(len(blocks)) > n || int64(len(payloads)) > n || int64(len(tags)) > n {
		c.foundLater(first*blockSize, "a block is there twice")
	}
	return rows, true
}

func rowIs(rows []blockRow, i, block int64) bool {
	return i < int64(len(rows)) && rows[i].block == block
}

// foundLater is found while the batch before may still be merging.
func (c *checker) foundLater(entry int64, what string) {
	c.later.Lock()
	defer c.later.Unlock()
	c.report.found(entry, what)
}

func (c *checker) mergeBatch(rows []wholeBlock) {
	results := make([]blockCheck, len(rows))
	var next int
	var turn sync.Mutex
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(rows)) {
		work.Go(func() {
			for {
				turn.Lock()
				i := next
				next++
				turn.Unlock()
				if i >= len(rows) {
					return
				}
				results[i] = c.checkBlock(rows[i])
			}
		})
	}
	work.Wait()
	c.later.Lock()
	defer c.later.Unlock()
	for _, b := range results {
		c.take(b)
		c.meet(c.edge, b.leaves)
		c.edge.addFull(b.top, blockSize)
		c.tops = append(c.tops, b.top)
	}
}

// take adds what one block came to.
func (c *checker) take(b blockCheck) {
	if b.report.FirstBad != nil {
		c.report.found(*b.report.FirstBad, b.report.What)
	}
	c.report.Opened += b.report.Opened
	c.report.Records += b.report.Records
	c.dropped = append(c.dropped, b.dropped...)
	c.claims = append(c.claims, b.claims...)
}

// checkBlock holds a block's payload, leaves, hash and tags against one another. Three ways lead to the block's hash;
// the tree above goes on with the one that two of them agree on, so that one altered byte spoils one entry's name only.
func (c *checker) checkBlock(w wholeBlock) blockCheck {
	base := w.block.block * blockSize
	if len(w.block.leaves) != blockSize*hashSize || len(w.block.top) != hashSize {
		b := blockCheck{leaves: make([]tlog.Hash, blockSize)}
		b.report.found(base, "a block's hashes are not in order")
		return b
	}
	b := c.walk(base, w.payload.payload, w.block.leaves, blockSize)
	stored := splitHashes(w.block.leaves)
	fromStored, fromPayload := fullTop(splitHashes(w.block.leaves)), tlog.Hash{}
	b.top = tlog.Hash(w.block.top)
	if b.report.FirstBad == nil {
		fromPayload = fromStored
	} else {
		fromPayload = fullTop(append([]tlog.Hash(nil), b.leaves...))
	}
	switch {
	case b.top == fromStored:
		b.leaves = stored
	case b.top == fromPayload:
	case fromStored == fromPayload:
		b.report.found(base, "a block's hash does not follow from its entries")
		b.top = fromStored
	default:
		b.report.found(base, "a block's hash does not follow from its entries")
		b.leaves = stored
	}
	c.checkTags(&b, base, w)
	return b
}

// walk goes through a payload entry by entry and compares with the stored leaves. The leaf of an entry whose content
// is gone, or is no entry any more, is taken as stored.
func (c *checker) walk(base int64, payload, leaves []byte, n int) blockCheck {
	b := blockCheck{leaves: splitHashes(leaves)[:n:n]}
	for i := range n {
		data, rest, ok := nextFramed(payload)
		if !ok {
			b.report.found(base+int64(i), "the entries are cut short")
			return b
		}
		payload = rest
		entry := base + int64(i)
		if len(data) == 0 {
			b.dropped = append(b.dropped, entry)
			continue
		}
		it, err := parseItem(data)
		if err != nil {
			b.report.found(entry, "the entry is not in the form of one")
			continue
		}
		if leaf := it.leaf(); leaf != b.leaves[i] {
			b.report.found(entry, "the entry is not the one that the tree holds")
			b.leaves[i] = leaf
			continue
		}
		c.checkBody(&b, entry, it)
		if it.header().Act == ActRecordDestroyed {
			b.report.Records++
		}
		if len(it.claims) > 0 {
			for _, made := range it.header().Claims {
				b.claims = append(b.claims, madeClaim{made, entry})
			}
		}
	}
	if len(payload) > 0 {
		b.report.found(base, "there is more than the block's entries")
	}
	return b
}

// checkBody opens a body where there is a key for it.
func (c *checker) checkBody(b *blockCheck, entry int64, it item) {
	var key seal.Key
	switch {
	case it.under() == underSystem && c.opts.Ring != nil:
		key = c.opts.Ring.System()
	case it.under() == underSubject && len(it.tags) > 0:
		key = c.keys[tag(it.tags)]
	}
	if key.IsZero() {
		return
	}
	if _, _, err := it.open(key); err != nil {
		b.report.found(entry, "what the entry says is not what it committed to")
		return
	}
	b.report.Opened++
}

// checkTags makes the block's tags anew. Where the payload is unreadable it has said so already.
func (c *checker) checkTags(b *blockCheck, base int64, w wholeBlock) {
	want, err := tagsOf(w.payload.payload)
	if err != nil || bytes.Equal(want, w.tags.tags) {
		return
	}
	at := firstDifferent(w.tags.tags, want) / tagRecord * tagRecord
	entry := base
	if at < len(want) {
		entry += int64(want[at])
	}
	b.report.found(entry, "an entry's tags are not the ones it carries")
}
