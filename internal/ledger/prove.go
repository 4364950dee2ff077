package ledger

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// ProofFormat names the form of a Proof, so that a reader can refuse another.
const ProofFormat = "stablefutures-ledger-proof-1"

// Proof shows that one entry is in the log, to somebody who has neither the database nor a key: tools/ledgerproof
// checks it, and docs/ledger.md says how, so that anyone can write their own.
type Proof struct {
	Format     string      `json:"format"`
	Entry      int64       `json:"entry"`            // its number, from 0
	Leaf       []byte      `json:"leaf"`             // header ‖ commitment ‖ SHA-256 of the ciphertext, base 64
	Opened     []byte      `json:"opened,omitempty"` // salt ‖ body; absent where no key was given
	Path       []tlog.Hash `json:"path"`             // the inclusion proof, from the leaf up
	Checkpoint string      `json:"checkpoint"`       // signed size and root
	Verifier   string      `json:"verifier"`         // the key that signed; compare it with one you got another way
	Says       Says        `json:"says"`             // the same in words, for people; a checker reads the bytes
}

// Says is an entry in words.
type Says struct {
	At      string   `json:"at"` // RFC 3339, UTC
	Actor   string   `json:"actor"`
	Act     string   `json:"act"`
	Outcome string   `json:"outcome"`
	Subject string   `json:"subject,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Detail  []string `json:"detail,omitempty"`
}

// Prove makes the proof of one entry. keys open what it says: the system key is tried by itself, a record's key must be
// given. Without the right key the proof holds but does not say whom the entry was about. NotFound when there is no such
// entry, it still waits for its place, or its content was destroyed.
func (l *Log) Prove(ctx context.Context, tx *db.Tx, entry int64, keys ...seal.Key) (Proof, error) {
	head, found, err := findHead(ctx, tx)
	if err != nil {
		return Proof{}, fmt.Errorf("prove an entry: %w", err)
	}
	if !found || entry < 0 || entry >= head.size {
		return Proof{}, problem.New(problem.NotFound, "ledger.no_entry")
	}
	data, err := findItem(ctx, tx, head.size, entry)
	if err != nil {
		return Proof{}, fmt.Errorf("prove an entry: %w", err)
	}
	if len(data) == 0 {
		return Proof{}, problem.New(problem.NotFound, "ledger.destroyed")
	}
	it, err := parseItem(data)
	if err != nil {
		return Proof{}, fmt.Errorf("prove an entry: %w", err)
	}
	proof := Proof{Format: ProofFormat, Entry: entry, Leaf: it.leafData()}
	proof.Says, proof.Opened = l.say(it, keys)
	if err := l.provePath(ctx, tx, head, &proof, it.leaf()); err != nil {
		return Proof{}, fmt.Errorf("prove an entry: %w", err)
	}
	return proof, nil
}

// provePath adds the path to the newest checkpoint that covers the entry, or to one signed for the occasion.
func (l *Log) provePath(ctx context.Context, tx *db.Tx, head headRow, proof *Proof, leaf tlog.Hash) error {
	last, err := findLastCheckpoint(ctx, tx)
	if err != nil {
		return err
	}
	if last.size <= proof.Entry {
		edge, err := parseFrontier(head.size, head.frontier)
		if err != nil {
			return err
		}
		last = checkpointRow{size: head.size, verifier: l.ring.Verifier()}
		if last.note, err = l.sign(edge.size, edge.root()); err != nil {
			return err
		}
	}
	says, err := openCheckpoint(last.note, last.verifier)
	if err != nil {
		return err
	}
	tree := nodes{ctx: ctx, tx: tx, size: head.size}
	path, err := tlog.ProveRecord(says.size, proof.Entry, tlog.HashReaderFunc(tree.read))
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(path, says.size, says.root, proof.Entry, leaf); err != nil {
		return problem.Wrap(err, problem.Internal, "ledger.damaged")
	}
	proof.Path, proof.Checkpoint, proof.Verifier = path, last.note, last.verifier
	return nil
}

// findItem finds an entry's stored bytes; none when its content was destroyed.
func findItem(ctx context.Context, tx *db.Tx, size, entry int64) ([]byte, error) {
	items, err := listItems(ctx, tx, size, entry/blockSize)
	if err != nil {
		return nil, err
	}
	if at := entry % blockSize; at < int64(len(items)) {
		return items[at], nil
	}
	return nil, errMalformed
}

// listItems reads the items of one block, the open one too.
func listItems(ctx context.Context, tx *db.Tx, size, block int64) ([][]byte, error) {
	var payload []byte
	if (block+1)*blockSize <= size {
		var err error
		if payload, err = findPayload(ctx, tx, block); err != nil {
			return nil, err
		}
	} else {
		rows, err := listTail(ctx, tx)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			payload = append(payload, r.payload...)
		}
	}
	var items [][]byte
	for len(payload) > 0 {
		data, rest, ok := nextFramed(payload)
		if !ok {
			return nil, errMalformed
		}
		items, payload = append(items, data), rest
	}
	return items, nil
}

// leafData is what the leaf's hash is of.
func (it item) leafData() []byte {
	sum := sha256.Sum256(it.sealed)
	out := append([]byte(nil), it.head...)
	out = append(out, it.commit...)
	return append(out, sum[:]...)
}

// say reads an item with whatever key opens it.
func (l *Log) say(it item, keys []seal.Key) (Says, []byte) {
	h := it.header()
	says := Says{At: h.At.Format(time.RFC3339Nano), Actor: h.Actor, Act: h.Act, Outcome: h.Outcome.String()}
	key := l.keyFor(h, keys)
	if key.IsZero() {
		return says, nil
	}
	b, opened, err := it.open(key)
	if err != nil {
		return says, nil
	}
	says.Subject, says.Reason, says.Detail = b.Subject, b.Reason, b.Detail
	return says, opened
}

// keyFor picks the key that an item's body is sealed under, or none.
func (l *Log) keyFor(h header, keys []seal.Key) seal.Key {
	if h.Under == underSystem {
		return l.ring.System()
	}
	for _, k := range keys {
		if !k.IsZero() && len(h.Tags) > 0 && h.Tags[0] == tagOf(k) {
			return k
		}
	}
	return seal.Key{}
}
