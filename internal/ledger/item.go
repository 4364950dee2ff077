package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/seal"
)

// The layout of an item is described for outsiders in docs/ledger.md; change both or neither.

const (
	itemVersion  = 1
	underSystem  = 0 // the body is sealed under the ring's system key
	underSubject = 1 // … under the key of the record it is about, whose tag is the first
	saltSize     = 16
	uuidMark     = 255 // in place of a length: 16 bytes of a UUID follow
)

// header is the plain part of an item.
type header struct {
	At      time.Time
	Actor   string
	Act     string
	Outcome Outcome
	Under   byte
	Tags    []tag
	Claims  []claim
}

// claim says that what entries From to To (both counted in) said was destroyed. Digest is SHA-256 over their leaf
// hashes, so that it speaks of these entries and no others.
type claim struct {
	From, To int64
	Digest   [32]byte
}

const claimSize = 8 + 8 + 32

func (h header) append(out []byte) []byte {
	out = append(out, itemVersion)
	out = binary.BigEndian.AppendUint64(out, uint64(h.At.UnixMicro()))
	out = append(out, byte(h.Outcome), h.Under)
	out = appendCode(out, h.Actor)
	out = appendCode(out, h.Act)
	out = binary.BigEndian.AppendUint16(out, uint16(len(h.Tags)))
	for _, t := range h.Tags {
		out = append(out, t[:]...)
	}
	out = binary.BigEndian.AppendUint16(out, uint16(len(h.Claims)))
	for _, c := range h.Claims {
		out = binary.BigEndian.AppendUint64(out, uint64(c.From))
		out = binary.BigEndian.AppendUint64(out, uint64(c.To))
		out = append(out, c.Digest[:]...)
	}
	return out
}

// appendCode writes a length and the bytes; a UUID in its usual form takes 17 bytes instead of 37.
func appendCode(out []byte, s string) []byte {
	if u, ok := packUUID(s); ok {
		return append(append(out, uuidMark), u...)
	}
	return append(append(out, byte(len(s))), s...)
}

// packUUID gives the 16 bytes of a lower-case UUID.
func packUUID(s string) ([]byte, bool) {
	if len(s) != 36 {
		return nil, false
	}
	u, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	return u, err == nil && len(u) == 16 && unpackUUID(u) == s
}

func unpackUUID(u []byte) string {
	h := hex.EncodeToString(u)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// body is the sealed part of an item, after its salt.
type body struct {
	Subject, Reason string
	Detail          []string
}

func (b body) append(out []byte) []byte {
	out = appendCode(out, b.Subject)
	out = appendCode(out, b.Reason)
	out = binary.BigEndian.AppendUint16(out, uint16(len(b.Detail)))
	for _, d := range b.Detail {
		out = appendCode(out, d)
	}
	return out
}

// errMalformed says that bytes are no item. Which byte is wrong does not matter: the leaf's hash decides.
var errMalformed = errors.New("not in the form of an entry")

// reader takes bytes from the front and remembers that they ran out.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.rest) {
		r.bad = true
		return make([]byte, min(n, 64))
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint16() int    { return int(binary.BigEndian.Uint16(r.take(2))) }
func (r *reader) uint64() uint64 { return binary.BigEndian.Uint64(r.take(8)) }

func (r *reader) code() string {
	n := r.byte()
	if n == uuidMark {
		return unpackUUID(r.take(16))
	}
	return string(r.take(int(n)))
}

// skipCode moves over a code without making a string of it.
func (r *reader) skipCode() {
	if n := r.byte(); n == uuidMark {
		r.take(16)
	} else {
		r.take(int(n))
	}
}

// item is a stored entry, its parts still in one piece of memory.
type item struct {
	head   []byte // the plain header
	commit []byte // SHA-256 of the body with its salt
	sealed []byte // the body's ciphertext
	tags   []byte // the tags within head, 8 bytes each
	claims []byte // the claims within head
}

// parseItem takes an item apart without copying.
func parseItem(data []byte) (item, error) {
	r := reader{rest: data}
	fixed := r.take(1 + 8 + 1 + 1)
	r.skipCode()
	r.skipCode()
	tags := r.take(8 * r.uint16())
	claims := r.take(claimSize * r.uint16())
	head := data[:len(data)-len(r.rest)]
	commit := r.take(sha256.Size)
	if r.bad || fixed[0] != itemVersion || fixed[10] > underSubject || len(r.rest) < seal.Overhead+saltSize {
		return item{}, errMalformed
	}
	return item{head, commit, r.rest, tags, claims}, nil
}

// leafSize bounds the stack copy in leaf; larger headers go to the heap.
const leafSize = 512

// leaf is the hash that stands for the item in the tree: RecordHash(header ‖ commitment ‖ SHA-256(ciphertext)).
func (it item) leaf() tlog.Hash {
	var space [leafSize]byte
	sum := sha256.Sum256(it.sealed)
	data := append(space[:0], 0) // as tlog.RecordHash begins; done here to spare an allocation for each entry
	data = append(data, it.head...)
	data = append(data, it.commit...)
	data = append(data, sum[:]...)
	return sha256.Sum256(data)
}

// under says whose key the body is sealed with.
func (it item) under() byte { return it.head[10] }

// header reads the plain part.
func (it item) header() header {
	r := reader{rest: it.head[1:]}
	h := header{At: time.UnixMicro(int64(r.uint64())).UTC(), Outcome: Outcome(r.byte()), Under: r.byte(), Actor: r.code(), Act: r.code()}
	for t := range len(it.tags) / 8 {
		h.Tags = append(h.Tags, tag(it.tags[8*t:]))
	}
	for c := range len(it.claims) / claimSize {
		cr := reader{rest: it.claims[claimSize*c:]}
		h.Claims = append(h.Claims, claim{int64(cr.uint64()), int64(cr.uint64()), [32]byte(cr.take(32))})
	}
	return h
}

// open opens the body, checks it against the commitment, and returns it with its salt.
func (it item) open(key seal.Key) (body, []byte, error) {
	plain, err := key.Open(it.sealed, placeOf(it.head))
	if err != nil {
		return body{}, nil, err
	}
	if sum := sha256.Sum256(plain); string(sum[:]) != string(it.commit) {
		return body{}, nil, fmt.Errorf("open an entry: %w", errMalformed)
	}
	r := reader{rest: plain}
	r.take(saltSize)
	b := body{Subject: r.code(), Reason: r.code()}
	for range r.uint16() {
		b.Detail = append(b.Detail, r.code())
	}
	if r.bad || len(r.rest) != 0 {
		return body{}, nil, fmt.Errorf("open an entry: %w", errMalformed)
	}
	return b, plain, nil
}

// appendFramed adds an item to a payload: its length (4 bytes), then the item. Length 0 stands for one whose content
// was destroyed.
func appendFramed(out, it []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(it)))
	return append(out, it...)
}

// nextFramed takes the next item off a payload. ok is false when the payload does not go on as one.
func nextFramed(payload []byte) (it, rest []byte, ok bool) {
	if len(payload) < 4 {
		return nil, nil, false
	}
	n := binary.BigEndian.Uint32(payload)
	if uint64(n) > uint64(len(payload)-4) {
		return nil, nil, false
	}
	return payload[4 : 4+n], payload[4+n:], true
}
