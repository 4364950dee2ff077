// Command ledgerproof checks that an entry is in a ledger, with no database and no key.
//
//	ledgerproof -verifier KEY proof.json
//
// KEY is the ledger's public key, a line that `stablefutures keys status` shows; get it from somebody you trust, not from the
// proof. It prints what the entry says and ends with 0 if the proof holds, 1 if not, 2 if it could not be read.
//
// It is written to be read: it shares no code with the product, and docs/ledger.md describes the same bytes.
package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// proof is the file.
type proof struct {
	Format     string      `json:"format"`
	Entry      int64       `json:"entry"`
	Leaf       []byte      `json:"leaf"`
	Opened     []byte      `json:"opened"`
	Path       []tlog.Hash `json:"path"`
	Checkpoint string      `json:"checkpoint"`
}

func main() {
	key := flag.String("verifier", "", "the ledger's public key")
	flag.Parse()
	if *key == "" || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: ledgerproof -verifier KEY proof.json")
		os.Exit(2)
	}
	file, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, "ledgerproof:", err)
		os.Exit(2)
	}
	var p proof
	if err := json.Unmarshal(file, &p); err != nil {
		fmt.Fprintln(os.Stderr, "ledgerproof: not a proof:", err)
		os.Exit(2)
	}
	if err := check(os.Stdout, p, *key); err != nil {
		fmt.Fprintln(os.Stderr, "ledgerproof: the proof does not hold:", err)
		os.Exit(1)
	}
}

// check goes the whole way from the entry's bytes to the signature.
func check(out io.Writer, p proof, key string) error {
	if p.Format != "stablefutures-ledger-proof-1" {
		return errors.New("unknown format")
	}
	size, root, signed, err := openCheckpoint(p.Checkpoint, key)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := tlog.CheckRecord(p.Path, size, root, p.Entry, tlog.RecordHash(p.Leaf)); err != nil {
		return fmt.Errorf("path: %w", err)
	}
	said, err := readLeaf(p.Leaf, p.Opened)
	if err != nil {
		return fmt.Errorf("entry: %w", err)
	}
	fmt.Fprintf(out, "The proof holds: entry %d of %d, signed %s.\n%s", p.Entry, size, signed, said)
	return nil
}

// openCheckpoint checks the signature and reads size, root and time.
func openCheckpoint(text, key string) (size int64, root tlog.Hash, signed string, err error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return 0, root, "", err
	}
	n, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return 0, root, "", err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 5 || lines[0] != verifier.Name() {
		return 0, root, "", errors.New("not a checkpoint of this ledger")
	}
	if size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return 0, root, "", err
	}
	root, err = tlog.ParseHash(lines[2])
	return size, root, lines[3], err
}

// readLeaf reads header ‖ commitment ‖ SHA-256 of the ciphertext, and the opened body if there is one.
func readLeaf(leaf, opened []byte) (string, error) {
	r := reader{rest: leaf}
	if version := r.take(1)[0]; version != 1 {
		return "", fmt.Errorf("unknown version %d", version)
	}
	at := time.UnixMicro(int64(binary.BigEndian.Uint64(r.take(8)))).UTC()
	outcome, ok := map[byte]string{1: "done", 2: "refused", 3: "failed"}[r.take(1)[0]]
	if !ok {
		return "", errors.New("unknown outcome")
	}
	r.take(1) // whose key the body is sealed under
	actor, act := r.code(), r.code()
	r.take(8 * r.count())  // tags
	r.take(48 * r.count()) // claims of destruction
	commitment := r.take(sha256.Size)
	r.take(sha256.Size) // of the ciphertext, which the proof leaves out
	if r.short || len(r.rest) != 0 {
		return "", errors.New("cut short or too long")
	}
	said := fmt.Sprintf("at:      %s\nactor:   %s\nact:     %s\noutcome: %s\n", at.Format(time.RFC3339Nano), actor, act, outcome)
	if len(opened) == 0 {
		return said + "It does not say whom it was about.\n", nil
	}
	if sum := sha256.Sum256(opened); string(sum[:]) != string(commitment) {
		return "", errors.New("what it is said to be about is not what it committed to")
	}
	b := reader{rest: opened}
	b.take(16) // the salt
	said += fmt.Sprintf("subject: %s\nreason:  %s\n", b.code(), b.code())
	for range b.count() {
		said += fmt.Sprintf("detail:  %s\n", b.code())
	}
	if b.short || len(b.rest) != 0 {
		return "", errors.New("the body is cut short or too long")
	}
	return said, nil
}

// reader takes bytes from the front; after the end it gives zeros and remembers.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.short = true
		return make([]byte, max(n, 8))
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) count() int { return int(binary.BigEndian.Uint16(r.take(2))) }

// code reads an id or a code: a length and its bytes, or 255 and the 16 bytes of a UUID.
func (r *reader) code() string {
	n := r.take(1)[0]
	if n != 255 {
		return string(r.take(int(n)))
	}
	u := hex.EncodeToString(r.take(16)[:16])
	return u[:8] + "-" + u[8:12] + "-" + u[12:16] + "-" + u[16:20] + "-" + u[20:]
}
