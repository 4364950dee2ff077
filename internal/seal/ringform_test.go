package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"
)

// A body that passes the checksum may still be hostile.
func TestParseRing_refusesAForgedBody(t *testing.T) {
	for name, forge := range map[string]func(*ringBody){
		"id":           func(b *ringBody) { b.ID = "../../etc" },
		"id case":      func(b *ringBody) { b.ID = strings.Repeat("AB", 8) },
		"turn":         func(b *ringBody) { b.Turn = 0 },
		"blind":        func(b *ringBody) { b.Blind = b.Blind[1:] },
		"system":       func(b *ringBody) { b.System = nil },
		"a class less": func(b *ringBody) { delete(b.Wrap, ClassSealed) },
		"other class":  func(b *ringBody) { b.Wrap["diary"] = b.Wrap[ClassSealed]; delete(b.Wrap, ClassSealed) },
		"no keyset":    func(b *ringBody) { b.Wrap[ClassRecord] = []byte("keys") },
		"signer":       func(b *ringBody) { b.Signer = "PRIVATE+KEY+x+y+z" },
		"verifier":     func(b *ringBody) { b.Verifier = "x" },
		"halves":       func(b *ringBody) { _, b.Verifier, _ = note.GenerateKey(nil, "stablefutures-other") },
		"tombstone":    func(b *ringBody) { b.Tombstones = []Tombstone{{"", noon, "x"}} },
		"timeless":     func(b *ringBody) { b.Tombstones = []Tombstone{{Owner: "a"}} },
	} {
		body := bodyOf(t, newRing(t))
		forge(&body)
		if _, err := ParseRing(enclose(t, body)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		} else if strings.Contains(err.Error(), "PRIVATE") || strings.Contains(err.Error(), "AQAB") {
			t.Errorf("%s: the error quotes the ring: %v", name, err)
		}
	}
	if _, err := ParseRing(enclose(t, bodyOf(t, newRing(t)))); err != nil {
		t.Errorf("unforged, yet: %v", err)
	}
}

// Whatever bit flips, the ring is refused or is the same ring (a flip in the words
// that greet the reader, or in white space, changes no key).
func TestParseRing_findsAFlippedBit(t *testing.T) {
	ring := newRing(t)
	ring.Destroy("a", noon, "erasure")
	good, err := ring.in.form()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		bit := rapid.IntRange(0, len(good)*8-1).Draw(t, "bit")
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		got, err := ParseRing(bad)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooNew) {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		if again, err := got.in.form(); err != nil || !bytes.Equal(again, good) {
			t.Fatalf("bit %d gave another ring", bit)
		}
	})
}

func FuzzParseRing(f *testing.F) {
	ring, err := NewRing()
	if err != nil {
		f.Fatal(err)
	}
	ring.Destroy("a", noon, "erasure")
	good, err := ring.in.form()
	if err != nil {
		f.Fatal(err)
	}
	var env ringEnvelope
	if err := json.Unmarshal(good, &env); err != nil {
		f.Fatal(err)
	}
	f.Add(good, false)
	f.Add(good[:100], false)
	f.Add([]byte(env.Body), true)
	f.Add([]byte(`{}`), true)
	f.Fuzz(func(t *testing.T, data []byte, asBody bool) {
		if asBody { // give it a checksum that holds, so that the fuzzer gets past it
			var compact bytes.Buffer
			if json.Compact(&compact, data) != nil {
				return
			}
			sum := sha256.Sum256(compact.Bytes())
			var err error
			if data, err = json.Marshal(ringEnvelope{"", 1, hex.EncodeToString(sum[:]), compact.Bytes()}); err != nil {
				return
			}
		}
		got, err := ParseRing(data)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooNew) {
				t.Errorf("an error without a kind: %v", err)
			}
			return
		}
		if _, _, err := got.NewKey(ClassRecord, "somebody new"); err != nil {
			t.Errorf("a ring that opens cannot make a key: %v", err)
		}
	})
}

func bodyOf(t *testing.T, ring *Ring) ringBody {
	t.Helper()
	file, err := ring.in.form()
	if err != nil {
		t.Fatal(err)
	}
	var env ringEnvelope
	var body ringBody
	if err := json.Unmarshal(file, &env); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(env.Body, &body); err != nil {
		t.Fatal(err)
	}
	return body
}

func enclose(t *testing.T, body ringBody) []byte {
	t.Helper()
	compact, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(compact)
	file, err := json.Marshal(ringEnvelope{ringWarning, 1, hex.EncodeToString(sum[:]), compact})
	if err != nil {
		t.Fatal(err)
	}
	return file
}
