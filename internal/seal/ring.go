package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"golang.org/x/mod/sumdb/note"
)

// Ring is the key ring: the key-encryption keys of each class, the ring's own keys
// (system, blind index, signing) and the tombstones. It is safe for concurrent use
// and shows nothing of itself when printed or encoded. Make one with NewRing,
// CreateRing, OpenRing or ParseRing.
type Ring struct{ *ringBox }

// ringBox is to Ring what keyBox is to Key.
type ringBox struct{ in *ringInnards }

type ringInnards struct {
	mu     sync.RWMutex
	id     string // names the ring, not secret
	made   time.Time
	turn   int // how often the key-encryption keys were rotated
	wrap   map[Class]*wrapper
	graves map[string]Tombstone

	receivers map[string]*receiver // by id
	spent     map[string]time.Time // ids of receiving keys that were destroyed, and when
	unsaved   bool                 // something about them is in no file yet

	blind    []byte
	systemIs [][]byte // the newest first; what was sealed under an older one still opens
	system   Key
	signIs   string
	signer   note.Signer
	verifier string

	file  fileMark // where and in what state the ring was last seen on disk
	cache *keyCache
}

// wrapper is one class's keyset and the primitive made from it.
type wrapper struct {
	handle *keyset.Handle
	aead   tink.AEAD
}

// Tombstone is the mark of a destroyed owner.
type Tombstone struct {
	Owner string    `json:"owner"` // the id whose key was destroyed
	At    time.Time `json:"at"`    // when, UTC
	Why   string    `json:"why"`   // a short code, never a story
}

// NewRing makes a ring in memory. Save writes it; CreateRing does both.
func NewRing() (*Ring, error) {
	in := &ringInnards{
		made: time.Now().UTC().Truncate(time.Second), turn: 1,
		wrap: make(map[Class]*wrapper), graves: make(map[string]Tombstone),
		blind: randomBytes(KeySize), systemIs: [][]byte{randomBytes(KeySize)},
		id: hex.EncodeToString(randomBytes(8)), cache: newKeyCache(cacheSize),
		receivers: make(map[string]*receiver), spent: make(map[string]time.Time),
	}
	for _, class := range classes {
		handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
		if err != nil {
			return nil, fmt.Errorf("make the %s keys of a ring: %w", class, err)
		}
		if in.wrap[class], err = newWrapper(handle); err != nil {
			return nil, fmt.Errorf("make the %s keys of a ring: %w", class, err)
		}
	}
	secret, public, err := note.GenerateKey(rand.Reader, "stablefutures-"+in.id)
	if err != nil {
		return nil, fmt.Errorf("make the signing key of a ring: %w", err)
	}
	if in.signer, err = note.NewSigner(secret); err != nil {
		return nil, fmt.Errorf("make the signing key of a ring: %w", err)
	}
	in.signIs, in.verifier = secret, public
	in.system = newSystem(in.systemIs)
	return &Ring{&ringBox{in}}, nil
}

func newWrapper(handle *keyset.Handle) (*wrapper, error) {
	primitive, err := aead.New(handle)
	if err != nil {
		return nil, err
	}
	return &wrapper{handle, primitive}, nil
}

func randomBytes(n int) []byte {
	out := make([]byte, n)
	rand.Read(out) // never fails: the program ends if the system has no randomness
	return out
}

// ID names the ring: 16 hexadecimal digits, not secret. A backup notes it, so that
// restore can say at once that it was given another ring.
func (r *Ring) ID() string { return r.in.id }

// NewKey makes a data key for an owner (the id of a record, an account …) and
// returns it with its wrapped form, which is to be stored with the owner. Class
// and owner are bound in: the wrapped key opens for them and nobody else.
// A destroyed owner gets no new key: ErrDestroyed.
func (r *Ring) NewKey(class Class, owner string) (Key, []byte, error) {
	r.in.refreshIfChanged(askAgain) // a ring that was rotated meanwhile wraps with its new keys
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	w, err := r.in.wrapperFor(class, owner)
	if err != nil {
		return Key{}, nil, fmt.Errorf("make a key: %w", err)
	}
	raw := randomBytes(KeySize)
	wrapped, err := w.aead.Encrypt(raw, wrapPlace(class, owner))
	if err != nil {
		return Key{}, nil, fmt.Errorf("wrap a new key: %w", err)
	}
	key := newKey(class, owner, raw)
	r.in.cache.keep(newCacheID(class, owner, wrapped), key)
	return key, wrapped, nil
}

// Unwrap opens a wrapped key for its class and owner. Keys stay in a bounded
// memory, so asking again is cheap. ErrDestroyed when the owner has a tombstone,
// whatever is wrapped; ErrWontOpen when it is not this owner's key or the ring is
// not the one it was wrapped by.
func (r *Ring) Unwrap(class Class, owner string, wrapped []byte) (Key, error) {
	key, err := r.unwrapOnce(class, owner, wrapped)
	if err == errRefused && r.in.refreshIfChanged(askSoon) {
		key, err = r.unwrapOnce(class, owner, wrapped)
	}
	if err != nil {
		return Key{}, fmt.Errorf("unwrap a %s key: %w", class, err)
	}
	return key, nil
}

// errRefused is ErrWontOpen before a second try with a ring read anew.
var errRefused = fmt.Errorf("%w", ErrWontOpen)

func (r *Ring) unwrapOnce(class Class, owner string, wrapped []byte) (Key, error) {
	r.in.mu.RLock() // held to the end, so that Destroy cannot slip between look-up and keep
	defer r.in.mu.RUnlock()
	w, err := r.in.wrapperFor(class, owner)
	if err != nil {
		return Key{}, err
	}
	id := newCacheID(class, owner, wrapped)
	if key, ok := r.in.cache.find(id); ok {
		return key, nil
	}
	raw, err := w.aead.Decrypt(wrapped, wrapPlace(class, owner))
	if err != nil || len(raw) != KeySize {
		return Key{}, errRefused
	}
	key := newKey(class, owner, raw)
	r.in.cache.keep(id, key)
	return key, nil
}

// Rewrap wraps an owner's key again under the newest key-encryption key. The data
// key stays the same, so nothing needs to be encrypted anew.
func (r *Ring) Rewrap(class Class, owner string, wrapped []byte) ([]byte, error) {
	key, err := r.Unwrap(class, owner, wrapped)
	if err != nil {
		return nil, fmt.Errorf("rewrap: %w", err)
	}
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	w, err := r.in.wrapperFor(class, owner)
	if err != nil {
		return nil, fmt.Errorf("rewrap a %s key: %w", class, err)
	}
	again, err := w.aead.Encrypt(key.in.raw[:], wrapPlace(class, owner))
	if err != nil {
		return nil, fmt.Errorf("rewrap a %s key: %w", class, err)
	}
	return again, nil
}

// IsCurrent reports whether wrapped was made under the newest key-encryption key of
// its class, so that a job after Rotate knows what is left to do.
func (r *Ring) IsCurrent(class Class, wrapped []byte) bool {
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	w, ok := r.in.wrap[class]
	if !ok {
		return false
	}
	primary, err := w.handle.Primary()
	if err != nil {
		return false
	}
	key, ok := primary.Key().(*aesgcm.Key)
	return ok && bytes.HasPrefix(wrapped, key.OutputPrefix())
}

// wrapperFor checks class and owner. The caller holds mu.
func (in *ringInnards) wrapperFor(class Class, owner string) (*wrapper, error) {
	w, ok := in.wrap[class]
	switch {
	case !ok:
		return nil, ErrUnknownClass
	case owner == "":
		return nil, ErrNoOwner
	}
	if _, dead := in.graves[owner]; dead {
		return nil, ErrDestroyed
	}
	return w, nil
}

func wrapPlace(class Class, owner string) []byte {
	out := lengthFirst(make([]byte, 0, 64), "stablefutures wrapped key 1")
	return lengthFirst(lengthFirst(out, string(class)), owner)
}

// Rotate makes a new key-encryption key for every class, a new system key, and has the next conversation that is taken
// out use a new receiving key. What was wrapped or sealed before still opens; whatever comes after uses the new ones.
// Save the ring before anything is wrapped, or what was wrapped since is lost with the process.
func (r *Ring) Rotate() error {
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	turned := make(map[Class]*wrapper)
	for class, old := range r.in.wrap {
		manager := keyset.NewManagerFromHandle(old.handle)
		id, err := manager.Add(aead.AES256GCMKeyTemplate())
		if err != nil {
			return fmt.Errorf("rotate the %s keys: %w", class, err)
		}
		if err := manager.SetPrimary(id); err != nil {
			return fmt.Errorf("rotate the %s keys: %w", class, err)
		}
		handle, err := manager.Handle()
		if err != nil {
			return fmt.Errorf("rotate the %s keys: %w", class, err)
		}
		if turned[class], err = newWrapper(handle); err != nil {
			return fmt.Errorf("rotate the %s keys: %w", class, err)
		}
	}
	r.in.wrap = turned
	r.in.turn++
	r.in.systemIs = append([][]byte{randomBytes(KeySize)}, r.in.systemIs...)
	r.in.system = newSystem(r.in.systemIs)
	if current := r.in.currentReceiver(); current != nil {
		current.retired = time.Now().UTC().Truncate(time.Second)
	}
	return nil
}

// System is the ring's own data key, for what is no one person's: names of
// organisations and teams, settings, ledger entries without a record. It is not
// wrapped and never destroyed. It turns with Rotate: it opens what it ever sealed, and seals under its newest.
func (r *Ring) System() Key {
	r.in.refreshIfChanged(askAgain)
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	return r.in.system
}

// newSystem makes the system key of its turns, the newest first.
func newSystem(turns [][]byte) Key {
	key := newKey("", "", turns[0])
	for _, raw := range turns[1:] {
		key.in.older = append(key.in.older, newKey("", "", raw).in)
	}
	return key
}

// Settles is how long after a rotation was saved every server that runs has taken it up.
func (r *Ring) Settles() time.Duration {
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	if IsFile(r.in.file.path) {
		return time.Second
	}
	return askAgain + askLimit
}

// Blind returns a blind index: 32 letters and digits that are equal for equal
// values of a domain and say nothing without the ring (HMAC-SHA-256, the first 160
// bits, base 32, lower case). Fold the value first; "A" and "a" differ here.
func (r *Ring) Blind(domain, value string) string {
	mac := hmac.New(sha256.New, r.in.blind)
	mac.Write(lengthFirst(lengthFirst(nil, domain), value))
	return blindText.EncodeToString(mac.Sum(nil)[:20])
}

var blindText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Destroy marks an owner as destroyed: from here on its keys of every class are
// ErrDestroyed, also out of an old backup. why is a short code. It happens in
// memory; Save makes it last, and the caller removes the wrapped keys. The first
// tombstone of an owner stands.
func (r *Ring) Destroy(owner string, at time.Time, why string) {
	if owner == "" {
		return // nobody's key: there is nothing to destroy
	}
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	r.in.bury(Tombstone{Owner: owner, At: at.UTC().Truncate(time.Second), Why: why})
}

// bury adds a tombstone unless there is one. The caller holds mu for writing.
func (in *ringInnards) bury(t Tombstone) {
	if _, dead := in.graves[t.Owner]; dead {
		return
	}
	in.graves[t.Owner] = t
	in.cache.forget(t.Owner)
}

// IsDestroyed reports whether an owner has a tombstone.
func (r *Ring) IsDestroyed(owner string) bool {
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	_, dead := r.in.graves[owner]
	return dead
}

// Tombstones lists the destroyed owners by time and then owner. Restore applies
// them to what a backup brings.
func (r *Ring) Tombstones() []Tombstone {
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	return r.in.tombstones()
}

func (in *ringInnards) tombstones() []Tombstone {
	out := make([]Tombstone, 0, len(in.graves))
	for _, t := range in.graves {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b Tombstone) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return bytes.Compare([]byte(a.Owner), []byte(b.Owner))
	})
	return out
}

// Signer signs the ledger's checkpoints (Ed25519, golang.org/x/mod/sumdb/note).
func (r *Ring) Signer() note.Signer { return r.in.signer }

// Verifier is the public half of Signer, a line of text to hand to anybody who
// wants to check a checkpoint or a proof; note.NewVerifier reads it.
func (r *Ring) Verifier() string { return r.in.verifier }

// ringPlaceholder stands wherever somebody tries to print or encode a Ring.
const ringPlaceholder = "[a key ring]"

// String hides the ring.
func (r Ring) String() string { return ringPlaceholder }

// GoString hides the ring.
func (r Ring) GoString() string { return ringPlaceholder }

// Format hides the ring from every verb of fmt.
func (r Ring) Format(f fmt.State, verb rune) { fmt.Fprint(f, ringPlaceholder) }

// MarshalText hides the ring, also as a map key and in XML.
func (r Ring) MarshalText() ([]byte, error) { return []byte(ringPlaceholder), nil }

// MarshalJSON hides the ring. Save is the only way to write one.
func (r Ring) MarshalJSON() ([]byte, error) { return []byte(`"` + ringPlaceholder + `"`), nil }

// LogValue hides the ring from log/slog.
func (r Ring) LogValue() slog.Value { return slog.StringValue(ringPlaceholder) }
