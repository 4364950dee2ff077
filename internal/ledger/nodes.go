package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
)

// nodes finds the tree's inner hashes in storage: tiles, then blocks, then leaves.
type nodes struct {
	ctx  context.Context
	tx   *db.Tx
	size int64 // of the log as stored

	blocks map[int64][]tlog.Hash
	tiles  map[int64][]tlog.Hash
}

// read answers tlog's question for stored hashes.
func (n *nodes) read(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		level, at := tlog.SplitStoredHashIndex(index)
		h, err := n.node(level, at)
		if err != nil {
			return nil, fmt.Errorf("read the tree: %w", err)
		}
		out = append(out, h)
	}
	return out, nil
}

// node is the hash of the full subtree number at of 2^level leaves.
func (n *nodes) node(level int, at int64) (tlog.Hash, error) {
	switch {
	case level < 8: // inside a block
		leaves, err := n.leaves(at >> (8 - level))
		return span(leaves, at<<level%blockSize, 1<<level, err)
	case level < 16: // inside a tile
		tops, err := n.tops(at >> (16 - level))
		return span(tops, at<<(level-8)%blockSize, 1<<(level-8), err)
	case level == 16 && (at+1)*tileSize <= n.size:
		tile, err := findTile(n.ctx, n.tx, at)
		if err != nil || len(tile.top) != hashSize {
			return tlog.Hash{}, malformed(err)
		}
		return tlog.Hash(tile.top), nil
	}
	left, err := n.node(level-1, 2*at)
	if err != nil {
		return tlog.Hash{}, err
	}
	right, err := n.node(level-1, 2*at+1)
	return tlog.NodeHash(left, right), err
}

// span is the hash over count of the hashes from first.
func span(hashes []tlog.Hash, first, count int64, err error) (tlog.Hash, error) {
	if err != nil || first+count > int64(len(hashes)) {
		return tlog.Hash{}, malformed(err)
	}
	return fullTop(append([]tlog.Hash(nil), hashes[first:first+count]...)), nil
}

func malformed(err error) error {
	if err != nil {
		return err
	}
	return errMalformed
}

// tops are the hashes of a tile's blocks; fewer than 256 in the last, open one.
func (n *nodes) tops(tile int64) ([]tlog.Hash, error) {
	if found, ok := n.tiles[tile]; ok {
		return found, nil
	}
	var out []tlog.Hash
	if (tile+1)*tileSize <= n.size {
		row, err := findTile(n.ctx, n.tx, tile)
		if err != nil {
			return nil, err
		}
		out = splitHashes(row.tops)
	} else {
		tops, err := listTops(n.ctx, n.tx, tile*blockSize, n.size/blockSize)
		if err != nil {
			return nil, err
		}
		for _, t := range tops {
			out = append(out, tlog.Hash(t))
		}
	}
	if n.tiles == nil {
		n.tiles = make(map[int64][]tlog.Hash)
	}
	n.tiles[tile] = out
	return out, nil
}

// leaves are the leaf hashes of a block; fewer than 256 in the open one.
func (n *nodes) leaves(block int64) ([]tlog.Hash, error) {
	if found, ok := n.blocks[block]; ok {
		return found, nil
	}
	var out []tlog.Hash
	if (block+1)*blockSize <= n.size {
		row, err := findBlock(n.ctx, n.tx, block)
		if err != nil {
			return nil, err
		}
		out = splitHashes(row.leaves)
	} else {
		rows, err := listTail(n.ctx, n.tx)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, splitHashes(r.leaves)...)
		}
	}
	if n.blocks == nil {
		n.blocks = make(map[int64][]tlog.Hash)
	}
	n.blocks[block] = out
	return out, nil
}
