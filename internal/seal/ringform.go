package seal

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"golang.org/x/mod/sumdb/note"
)

// ringVersion is the newest version of the file's form. A ring is written as the oldest that can say what it holds, so
// that programs before read it too: 1 without receiving keys, 2 with them, 3 once its system key has turned.
const ringVersion = 3

// ringWarning is the first thing that somebody sees who opens the file.
const ringWarning = "Stable Futures key ring. Whoever has this file and the database can read everything; " +
	"without this file nobody can. Keep a copy apart from the database, and let nobody else read it."

// ringEnvelope is the file: the ring's body with a checksum over its compact form,
// by which a cut or altered ring is recognised. The checksum is no protection
// against an enemy; the file's mode is.
type ringEnvelope struct {
	About    string          `json:"about"`
	Version  int             `json:"version"`
	Checksum string          `json:"checksum"` // SHA-256 of the body, hexadecimal
	Body     json.RawMessage `json:"ring"`
}

// ringBody is what the ring holds; byte slices are base 64.
type ringBody struct {
	ID         string           `json:"id"`
	Made       time.Time        `json:"made"`
	Turn       int              `json:"turn"`
	Wrap       map[Class][]byte `json:"wrap"` // Tink keysets, binary form
	Blind      []byte           `json:"blind"`
	System     []byte           `json:"system"`
	Systems    [][]byte         `json:"systems,omitempty"` // its turns before, the newest first; since version 3
	Signer     string           `json:"signer"`
	Verifier   string           `json:"verifier"`
	Tombstones []Tombstone      `json:"tombstones"`
	Receiving  *receivingForm   `json:"receiving,omitempty"` // since version 2
}

// form writes the ring's file. The caller holds mu.
func (in *ringInnards) form() ([]byte, error) {
	body := ringBody{ID: in.id, Made: in.made, Turn: in.turn, Wrap: make(map[Class][]byte),
		Blind: in.blind, System: in.systemIs[0], Systems: in.systemIs[1:], Signer: in.signIs, Verifier: in.verifier, Tombstones: in.tombstones(),
		Receiving: in.receivingForm()}
	for class, w := range in.wrap {
		var out bytes.Buffer
		if err := insecurecleartextkeyset.Write(w.handle, keyset.NewBinaryWriter(&out)); err != nil {
			return nil, fmt.Errorf("write the %s keys: %w", class, errors.New("the keyset does not encode"))
		}
		body.Wrap[class] = out.Bytes()
	}
	compact, err := json.Marshal(body)
	if err != nil {
		return nil, errors.New("write the ring: it does not encode")
	}
	version := 1
	if body.Receiving != nil {
		version = 2
	}
	if len(body.Systems) > 0 {
		version = 3
	}
	sum := sha256.Sum256(compact)
	file, err := json.MarshalIndent(ringEnvelope{ringWarning, version, hex.EncodeToString(sum[:]), compact}, "", "  ")
	if err != nil {
		return nil, errors.New("write the ring: it does not encode")
	}
	return append(file, '\n'), nil
}

// ParseRing reads a ring from the bytes of its file, for instance from a command
// that fetches it. ErrDamaged and ErrTooNew say what is wrong; their text never
// quotes the file.
func ParseRing(file []byte) (*Ring, error) {
	var env ringEnvelope
	if err := strictly(file, &env); err != nil {
		return nil, fmt.Errorf("read a key ring: %w: not in the form of one, or cut short", ErrDamaged)
	}
	if env.Version > ringVersion {
		return nil, fmt.Errorf("read a key ring: %w: version %d, this program knows %d", ErrTooNew, env.Version, ringVersion)
	}
	if env.Version < 1 {
		return nil, fmt.Errorf("read a key ring: %w: no version", ErrDamaged)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, env.Body); err != nil {
		return nil, fmt.Errorf("read a key ring: %w: no body", ErrDamaged)
	}
	sum := sha256.Sum256(compact.Bytes())
	if env.Checksum != hex.EncodeToString(sum[:]) {
		return nil, fmt.Errorf("read a key ring: %w: its checksum does not hold", ErrDamaged)
	}
	var body ringBody
	if err := strictly(env.Body, &body); err != nil {
		return nil, fmt.Errorf("read a key ring: %w: its body is not in the form of one", ErrDamaged)
	}
	in, err := body.ring()
	if err != nil {
		return nil, fmt.Errorf("read a key ring: %w: %w", ErrDamaged, err)
	}
	return &Ring{&ringBox{in}}, nil
}

// strictly decodes exactly one JSON value with no unknown names. The error is for
// looking at, not for showing: encoding/json may quote the input.
func strictly(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}

// ring makes a working ring from a decoded body, trusting nothing in it.
func (b ringBody) ring() (*ringInnards, error) {
	in := &ringInnards{id: b.ID, made: b.Made.UTC(), turn: b.Turn, wrap: make(map[Class]*wrapper),
		graves: make(map[string]Tombstone), blind: b.Blind, systemIs: append([][]byte{b.System}, b.Systems...),
		signIs: b.Signer, verifier: b.Verifier, cache: newKeyCache(cacheSize),
		receivers: make(map[string]*receiver), spent: make(map[string]time.Time)}
	if raw, err := hex.DecodeString(b.ID); err != nil || len(raw) != 8 || b.ID != strings.ToLower(b.ID) {
		return nil, errors.New("its id is not one")
	}
	if b.Turn < 1 || len(b.Blind) != KeySize || len(b.System) != KeySize {
		return nil, errors.New("a key has the wrong length or the turn is not one")
	}
	for _, system := range b.Systems {
		if len(system) != KeySize {
			return nil, errors.New("a system key has the wrong length")
		}
	}
	if len(b.Wrap) != len(classes) {
		return nil, errors.New("it lacks the keys of a class")
	}
	for _, class := range classes {
		handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(b.Wrap[class])))
		if err != nil {
			return nil, fmt.Errorf("the %s keys are no keyset", class)
		}
		if in.wrap[class], err = newWrapper(handle); err != nil {
			return nil, fmt.Errorf("the %s keys cannot encrypt", class)
		}
	}
	for _, t := range b.Tombstones {
		if t.Owner == "" || t.At.IsZero() {
			return nil, errors.New("a tombstone names nobody or no time")
		}
		in.graves[t.Owner] = Tombstone{Owner: t.Owner, At: t.At.UTC(), Why: t.Why}
	}
	if err := b.Receiving.read(in); err != nil {
		return nil, err
	}
	in.system = newSystem(in.systemIs)
	return in, in.openSigner()
}

// openSigner reads the signing key and checks that its two halves belong together.
func (in *ringInnards) openSigner() error {
	signer, err := note.NewSigner(in.signIs)
	if err != nil {
		return errors.New("the signing key is not one")
	}
	verifier, err := note.NewVerifier(in.verifier)
	if err != nil {
		return errors.New("the verifying key is not one")
	}
	probe := []byte("do the two halves belong together?\n")
	mark, err := signer.Sign(probe)
	if err != nil || !verifier.Verify(probe, mark) || signer.Name() != verifier.Name() || signer.KeyHash() != verifier.KeyHash() {
		return errors.New("the signing and the verifying key do not belong together")
	}
	in.signer = signer
	return nil
}

// absorb takes over what another copy of the same ring knows and this one does
// not: rotated keys and tombstones. So two processes that hold the ring lose
// nothing of each other's when they save. The caller holds mu for writing.
func (in *ringInnards) absorb(other *ringInnards) error {
	first, theirs := in.systemIs[len(in.systemIs)-1], other.systemIs[len(other.systemIs)-1]
	if in.id != other.id || in.signIs != other.signIs ||
		subtle.ConstantTimeCompare(in.blind, other.blind) != 1 || subtle.ConstantTimeCompare(first, theirs) != 1 {
		return ErrOtherRing
	}
	merged := make(map[Class]*wrapper)
	for _, class := range classes {
		newer, older := in.wrap[class].handle, other.wrap[class].handle
		if other.turn > in.turn {
			newer, older = older, newer
		}
		handle, err := union(newer, older)
		if err != nil {
			return fmt.Errorf("join the %s keys: %w", class, ErrDamaged)
		}
		if merged[class], err = newWrapper(handle); err != nil {
			return fmt.Errorf("join the %s keys: %w", class, ErrDamaged)
		}
	}
	in.systemIs = joined(in.systemIs, other.systemIs, other.turn > in.turn)
	in.system = newSystem(in.systemIs)
	in.wrap, in.turn = merged, max(in.turn, other.turn)
	for _, t := range other.graves {
		in.bury(t)
	}
	in.absorbReceivers(other)
	return nil
}

// joined gives the system keys of two copies of a ring: those of the one that turned last first, then what only the
// other has. The key that the ring began with stays last.
func joined(mine, theirs [][]byte, theirsNewer bool) [][]byte {
	if theirsNewer {
		mine, theirs = theirs, mine
	}
	out := slices.Clone(mine[:len(mine)-1])
	for _, key := range theirs[:len(theirs)-1] {
		if !slices.ContainsFunc(out, func(have []byte) bool { return bytes.Equal(have, key) }) {
			out = append(out, key)
		}
	}
	return append(out, mine[len(mine)-1])
}

// union returns a keyset with newer's primary key and the keys of both.
func union(newer, older *keyset.Handle) (*keyset.Handle, error) {
	has := make(map[uint32]bool)
	for i := range newer.Len() {
		entry, err := newer.Entry(i)
		if err != nil {
			return nil, err
		}
		has[entry.KeyID()] = true
	}
	manager := keyset.NewManagerFromHandle(newer)
	for i := range older.Len() {
		entry, err := older.Entry(i)
		if err != nil {
			return nil, err
		}
		if !has[entry.KeyID()] {
			if _, err := manager.AddKey(entry.Key()); err != nil {
				return nil, err
			}
		}
	}
	return manager.Handle()
}
