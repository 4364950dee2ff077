package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log/slog"
	"sync"
	"unicode/utf8"
)

// Class says which kind of thing a key opens. Each class has key-encryption keys
// of its own in the ring, and a key wrapped in one class never opens in another.
type Class string

const (
	// ClassRecord is for a young person's record: names, words, documents, files.
	ClassRecord Class = "record"
	// ClassSealed is for the sealed details of a record: address, phone, school,
	// route, worker's contact. Opened apart, with a reason.
	ClassSealed Class = "sealed"
	// ClassAccount is for what belongs to one account: its names, its secrets.
	ClassAccount Class = "account"
)

// classes lists every class that the ring wraps keys for.
var classes = []Class{ClassRecord, ClassSealed, ClassAccount}

// Place is where a ciphertext lives. What was sealed at one place opens there and
// nowhere else. Row is the row's id, Column the column's name.
type Place struct{ Table, Row, Column string }

// bind writes a place so that no two different places have the same bytes: each
// part is preceded by its length.
func (p Place) bind(domain string) []byte {
	out := make([]byte, 0, len(domain)+len(p.Table)+len(p.Row)+len(p.Column)+16)
	for _, part := range [...]string{domain, p.Table, p.Row, p.Column} {
		out = lengthFirst(out, part)
	}
	return out
}

// lengthFirst appends the length of s (4 bytes, big end first) and then s.
func lengthFirst(out []byte, s string) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(s)))
	return append(out, s...)
}

// KeySize is the length of a data key in bytes.
const KeySize = 32

// Overhead is by how many bytes a sealed value is longer than the plain one:
// version 1, nonce 12, tag 16.
const Overhead = 1 + 12 + 16

// versionOne is the first byte of everything that Key seals.
const versionOne = 1

// Key is one owner's data key, in memory. It is safe for concurrent use, small to
// copy, and shows nothing of itself when printed or encoded. The zero Key seals
// and opens nothing.
type Key struct{ *keyBox }

// keyBox is there because fmt calls no method on a value in somebody's unexported
// field, and with the wrong verb follows one pointer; it never follows two.
type keyBox struct{ in *keyInnards }

type keyInnards struct {
	class Class
	owner string
	raw   [KeySize]byte
	field cipher.AEAD
	tag   func() []byte
	older []*keyInnards // of the system key: its turns before, which open and never seal
}

// newKey derives from a data key what it is used for. The raw key itself encrypts
// nothing, so that fields, chunks and tags never share key material.
func newKey(class Class, owner string, raw []byte) Key {
	in := &keyInnards{class: class, owner: owner}
	copy(in.raw[:], raw)
	in.field = newGCM(in.subkey("field"))
	in.tag = sync.OnceValue(func() []byte { return in.subkey("tag") })
	return Key{&keyBox{in}}
}

// subkey derives a 32-byte key for one use. Expand alone is enough: the data key
// is uniformly random already (RFC 5869, 3.3).
func (in *keyInnards) subkey(use string) []byte {
	out, err := hkdf.Expand(sha256.New, in.raw[:], "stablefutures data key 1 "+use, KeySize)
	if err != nil {
		panic("seal: derive a subkey: " + err.Error()) // lengths are constants: cannot happen
	}
	return out
}

// newGCM returns AES-256-GCM that puts a random nonce in front of each ciphertext.
func newGCM(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("seal: make a cipher: " + err.Error()) // the length is a constant: cannot happen
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("seal: make a cipher: " + err.Error())
	}
	return gcm
}

// IsZero reports whether k is the zero Key.
func (k Key) IsZero() bool { return k.keyBox == nil }

// Class returns the class the key was made in, empty for the ring's own keys.
func (k Key) Class() Class {
	if k.keyBox == nil {
		return ""
	}
	return k.in.class
}

// Owner returns the id the key belongs to, empty for the ring's own keys.
func (k Key) Owner() string {
	if k.keyBox == nil {
		return ""
	}
	return k.in.owner
}

// Seal encrypts plain for one place: version byte ‖ 12-byte nonce ‖ AES-256-GCM
// ciphertext and tag, Overhead bytes longer than plain. The place is
// authenticated, not stored. The zero Key panics: it is a mistake in the program,
// and storing words in the clear is not a way to go on.
func (k Key) Seal(plain []byte, at Place) []byte {
	if k.keyBox == nil {
		panic("seal: " + ErrNoKey.Error())
	}
	out := make([]byte, 1, len(plain)+Overhead)
	out[0] = versionOne
	return k.in.field.Seal(out, nil, plain, at.bind("field 1"))
}

// Open decrypts what Seal made for the same place with the same key. Anything else
// is ErrWontOpen; the zero Key gives ErrNoKey.
func (k Key) Open(sealed []byte, at Place) ([]byte, error) {
	if k.keyBox == nil {
		return nil, fmt.Errorf("open %s.%s: %w", at.Table, at.Column, ErrNoKey)
	}
	if len(sealed) < Overhead || sealed[0] != versionOne {
		return nil, fmt.Errorf("open %s.%s: %w", at.Table, at.Column, ErrWontOpen)
	}
	place := at.bind("field 1")
	plain, err := k.in.field.Open(nil, nil, sealed[1:], place)
	for i := 0; err != nil && i < len(k.in.older); i++ {
		plain, err = k.in.older[i].field.Open(nil, nil, sealed[1:], place)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s.%s: %w", at.Table, at.Column, ErrWontOpen)
	}
	return plain, nil
}

// SealText is Seal for a string.
func (k Key) SealText(s string, at Place) []byte { return k.Seal([]byte(s), at) }

// OpenText is Open for a string. Bytes that are not UTF-8 are ErrWontOpen: text
// went in, so text must come out.
func (k Key) OpenText(sealed []byte, at Place) (string, error) {
	plain, err := k.Open(sealed, at)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(plain) {
		return "", fmt.Errorf("open %s.%s as text: %w", at.Table, at.Column, ErrWontOpen)
	}
	return string(plain), nil
}

// Tag returns a 32-byte mark that only a holder of this key can make: HMAC-SHA-256
// of the domain under a subkey. It finds an owner's rows without naming the owner,
// and dies with the key. The zero Key has no tag (nil).
func (k Key) Tag(domain string) []byte {
	if k.keyBox == nil {
		return nil
	}
	mac := hmac.New(sha256.New, k.in.tag())
	mac.Write([]byte(domain))
	return mac.Sum(nil)
}

// keyPlaceholder stands wherever somebody tries to print or encode a Key.
const keyPlaceholder = "[a key]"

// String hides the key.
func (k Key) String() string { return keyPlaceholder }

// GoString hides the key.
func (k Key) GoString() string { return keyPlaceholder }

// Format hides the key from every verb of fmt.
func (k Key) Format(f fmt.State, verb rune) { fmt.Fprint(f, keyPlaceholder) }

// MarshalText hides the key, also as a map key and in XML.
func (k Key) MarshalText() ([]byte, error) { return []byte(keyPlaceholder), nil }

// MarshalJSON hides the key.
func (k Key) MarshalJSON() ([]byte, error) { return []byte(`"` + keyPlaceholder + `"`), nil }

// LogValue hides the key from log/slog.
func (k Key) LogValue() slog.Value { return slog.StringValue(keyPlaceholder) }
