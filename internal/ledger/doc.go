// Package ledger is the log of every read and write, which nobody can quietly change.
//
// What it is for: each act through the door leaves one entry. Entries are the leaves of a Merkle tree (the hashing of
// golang.org/x/mod/sumdb/tlog, RFC 6962); signed checkpoints fix the tree. One changed byte is found and placed, and
// anyone can check a single entry with a small program and no database. docs/ledger.md gives the bytes.
//
// Words it owns: entry, item (an entry as stored), leaf, block (256 entries), tail (the open block), head, checkpoint,
// pending, proof, tag.
//
// An item is a plain header (when, who, which act, how it ended, tags), a commitment, and a body (whom it was about)
// sealed with its salt under that record's key. The leaf covers header, commitment and ciphertext, so verifying needs
// no key; and when the record's key is destroyed, nobody can tell any more whom the entry was about.
//
// Tables it owns: ledger_head, ledger_blocks, ledger_payloads, ledger_tags, ledger_tiles, ledger_tail,
// ledger_checkpoints, ledger_pending.
//
// What it relies on: db, problem, seal; golang.org/x/mod for the tree and the signed notes.
//
// What it never does: hold text (ids and codes only: a blank is refused), change or reorder an entry, or drop what one
// says without an entry that says so. It cannot tell by itself that its newest entries were cut off by somebody who
// holds the whole database: only a checkpoint kept elsewhere can.
package ledger
