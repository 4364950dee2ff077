package ledger

import (
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	blockSize = 256 // entries in a block, blocks in a tile
	tileSize  = blockSize * blockSize
	hashSize  = tlog.HashSize
)

// frontier is the right edge of a tree: the hashes of its largest full subtrees, left to right, one for every 1 in the
// binary form of size. It is all that an append, or the root, needs.
type frontier struct {
	size   int64
	hashes []tlog.Hash
}

// add appends one leaf.
func (f *frontier) add(leaf tlog.Hash) { f.addFull(leaf, 1) }

// addFull appends a full subtree of n leaves; n is a power of two and divides size.
func (f *frontier) addFull(h tlog.Hash, n int64) {
	for at := f.size; at&n != 0; n <<= 1 {
		last := len(f.hashes) - 1
		h = tlog.NodeHash(f.hashes[last], h)
		f.hashes = f.hashes[:last]
		f.size -= n
	}
	f.hashes = append(f.hashes, h)
	f.size += n
}

// root is the tree's hash; the zero hash for the empty tree, which nobody signs.
func (f *frontier) root() tlog.Hash {
	if len(f.hashes) == 0 {
		return tlog.Hash{}
	}
	h := f.hashes[len(f.hashes)-1]
	for i := len(f.hashes) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.hashes[i], h)
	}
	return h
}

func (f *frontier) clone() frontier {
	return frontier{f.size, append([]tlog.Hash(nil), f.hashes...)}
}

// with is a copy with some leaves added.
func (f *frontier) with(leaves []tlog.Hash) frontier {
	out := f.clone()
	for _, leaf := range leaves {
		out.add(leaf)
	}
	return out
}

func (f *frontier) bytes() []byte { return joinHashes(f.hashes) }

// parseFrontier checks that there are as many hashes as size asks for.
func parseFrontier(size int64, data []byte) (frontier, error) {
	if size < 0 || len(data) != hashSize*bits.OnesCount64(uint64(size)) {
		return frontier{}, fmt.Errorf("read the head: %w", errMalformed)
	}
	return frontier{size, splitHashes(data)}, nil
}

// firstDifference is the first entry below the first subtree in which two frontiers of one size differ.
func (f *frontier) firstDifference(stored []byte) int64 {
	at, i := int64(0), 0
	for n := f.size; n > 0; i++ {
		span := int64(1) << (bits.Len64(uint64(n)) - 1)
		if len(stored) < hashSize*(i+1) || tlog.Hash(stored[hashSize*i:]) != f.hashes[i] {
			return at
		}
		at, n = at+span, n-span
	}
	return at
}

func joinHashes(hashes []tlog.Hash) []byte {
	out := make([]byte, 0, hashSize*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

func splitHashes(data []byte) []tlog.Hash {
	out := make([]tlog.Hash, len(data)/hashSize)
	for i := range out {
		out[i] = tlog.Hash(data[hashSize*i:])
	}
	return out
}

// fullTop is the hash of a full subtree over a power of two of hashes. It uses them up.
func fullTop(hashes []tlog.Hash) tlog.Hash {
	for n := len(hashes); n > 1; n /= 2 {
		for i := range n / 2 {
			hashes[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
		}
	}
	return hashes[0]
}
