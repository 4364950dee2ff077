// Package seal keeps words shut: envelope encryption and the key ring.
//
// # What it is for
//
// A child's name, words and files lie in the database only as ciphertext. Each
// record has a data key of its own; that key is wrapped (encrypted) by a
// key-encryption key that lives in the key ring, a file beside the database and
// never inside it. Whoever takes the database, its journal or a backup, but not
// the ring, has nothing to read. Destroying one record's key destroys what it
// sealed, in every copy that was ever made.
//
// # Words it owns
//
//   - Ring: the key ring, kept in a file, by a command or in the environment. It wraps data keys, makes blind indexes, signs the
//     ledger's checkpoints, and remembers which owners were destroyed.
//   - Key: one owner's data key, in memory and nowhere else.
//   - Class: which kind of thing a key opens. The sealed details of a person (an
//     address, a route) have a class of their own, so that opening a record
//     never opens them by the way.
//   - Place: table, row and column. A ciphertext opens in the place where it was
//     sealed and nowhere else, so nobody can move an answer to another child.
//   - Tombstone: the mark that an owner's key was destroyed. It stays with the
//     ring, so that a restored backup cannot bring a destroyed child back.
//   - Stream: a file as numbered chunks; a missing, moved or cut chunk is found.
//
// # Tables it owns
//
// None. It never sees a database; it hands out bytes and takes bytes.
//
// # What it relies on
//
// AES-256-GCM, HKDF, HMAC and Ed25519 of the standard library; Tink's keysets for
// the key-encryption keys and their rotation; golang.org/x/mod/sumdb/note for the
// form of the signing key. Nothing of ours.
//
// # What it never does
//
// It never logs, never puts a key or a plain text into an error, and never prints
// a Key or a Ring: every printing verb and encoder shows a placeholder. It never
// writes a key to a place that others may read, and never overwrites a ring that
// is not its own.
package seal
