package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestKey_opensOnlyWhatItSealedWhereItSealedIt(t *testing.T) {
	ring := newRing(t)
	rapid.Check(t, func(t *rapid.T) {
		key, other := newRecordKey(t, ring, "a"), newRecordKey(t, ring, "b")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		at, elsewhere := drawPlace(t, "at"), drawPlace(t, "elsewhere")
		sealed := key.Seal(plain, at)
		if len(sealed) != len(plain)+Overhead {
			t.Fatalf("sealed %d bytes into %d, want %d more", len(plain), len(sealed), Overhead)
		}
		got, err := key.Open(sealed, at)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("own place: %q, %v; want %q", got, err, plain)
		}
		if _, err := other.Open(sealed, at); !errors.Is(err, ErrWontOpen) {
			t.Fatalf("another record's key: %v, want ErrWontOpen", err)
		}
		if at != elsewhere {
			if _, err := key.Open(sealed, elsewhere); !errors.Is(err, ErrWontOpen) {
				t.Fatalf("sealed at %v, opened at %v: %v, want ErrWontOpen", at, elsewhere, err)
			}
		}
		bit := rapid.IntRange(0, len(sealed)*8-1).Draw(t, "bit")
		sealed[bit/8] ^= 1 << (bit % 8)
		if _, err := key.Open(sealed, at); !errors.Is(err, ErrWontOpen) {
			t.Fatalf("bit %d flipped: %v, want ErrWontOpen", bit, err)
		}
		if _, err := key.Open(sealed[:rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")], at); !errors.Is(err, ErrWontOpen) {
			t.Fatalf("cut short: %v, want ErrWontOpen", err)
		}
	})
}

// Moving a letter over the border between two parts of a place makes another place.
func TestPlace_bordersAreBound(t *testing.T) {
	key := newRecordKey(t, newRing(t), "a")
	sealed := key.Seal([]byte("hello"), Place{"record", "ab", "name"})
	for _, at := range []Place{{"recorda", "b", "name"}, {"record", "abn", "ame"}, {"", "recordab", "name"}, {"recordabname", "", ""}} {
		if _, err := key.Open(sealed, at); !errors.Is(err, ErrWontOpen) {
			t.Errorf("opened at %v: %v, want ErrWontOpen", at, err)
		}
	}
}

func TestKey_sealsTheSameTwiceDifferently(t *testing.T) {
	key := newRecordKey(t, newRing(t), "a")
	at := Place{"record", "1", "name"}
	if bytes.Equal(key.SealText("Sample", at), key.SealText("Sample", at)) {
		t.Error("two ciphertexts of one text are equal: whoever reads the file sees who shares a name")
	}
}

func TestKey_text(t *testing.T) {
	key := newRecordKey(t, newRing(t), "a")
	at := Place{"record", "1", "name"}
	for _, want := range []string{"", "Ámbar", "ሰላም", "مرحبا", "line\x00nul"} {
		if got, err := key.OpenText(key.SealText(want, at), at); err != nil || got != want {
			t.Errorf("OpenText = %q, %v; want %q", got, err, want)
		}
	}
	if _, err := key.OpenText(key.Seal([]byte{0xff, 0xfe}, at), at); !errors.Is(err, ErrWontOpen) {
		t.Errorf("bytes that are no text: %v, want ErrWontOpen", err)
	}
}

func TestZeroKey_neitherSealsNorOpens(t *testing.T) {
	var key Key
	if !key.IsZero() || key.Tag("x") != nil {
		t.Error("the zero key is not told apart")
	}
	if _, err := key.Open(make([]byte, 64), Place{}); !errors.Is(err, ErrNoKey) {
		t.Errorf("Open: %v, want ErrNoKey", err)
	}
	if _, err := key.OpenStream(make([]byte, StreamHeaderSize), Place{}); !errors.Is(err, ErrNoKey) {
		t.Errorf("OpenStream: %v, want ErrNoKey", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("the zero key sealed something")
		}
	}()
	key.Seal([]byte("in the clear?"), Place{})
}

func TestTag_isTheKeysOwn(t *testing.T) {
	ring := newRing(t)
	key, wrapped, err := ring.NewKey(ClassRecord, "a")
	if err != nil {
		t.Fatal(err)
	}
	again, err := ring.Unwrap(ClassRecord, "a", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	other := newRecordKey(t, ring, "a") // another key of the same owner
	if len(key.Tag("x")) != 32 || !bytes.Equal(key.Tag("x"), again.Tag("x")) {
		t.Error("one key has two tags")
	}
	if bytes.Equal(key.Tag("x"), key.Tag("y")) || bytes.Equal(key.Tag("x"), other.Tag("x")) {
		t.Error("two domains or two keys share a tag")
	}
}

func TestStream_findsEveryDisorder(t *testing.T) {
	key := newRecordKey(t, newRing(t), "a")
	at := Place{"record_blob", "1", "chunk"}
	file, header := key.NewStream(at)
	plain := [][]byte{[]byte("one"), []byte("two"), {}}
	var chunks [][]byte
	for i, p := range plain {
		chunks = append(chunks, file.SealChunk(i, i == len(plain)-1, p))
	}
	again, err := key.OpenStream(header, at)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range chunks {
		if got, err := again.OpenChunk(i, i == len(chunks)-1, c); err != nil || !bytes.Equal(got, plain[i]) {
			t.Fatalf("chunk %d: %q, %v; want %q", i, got, err, plain[i])
		}
	}
	otherFile, _ := key.NewStream(at)
	moved, err := key.OpenStream(header, Place{"record_blob", "2", "chunk"})
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(chunks[0])
	flipped[len(flipped)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"the end cut off":     func() ([]byte, error) { return again.OpenChunk(1, true, chunks[1]) },
		"more after the last": func() ([]byte, error) { return again.OpenChunk(2, false, chunks[2]) },
		"out of order":        func() ([]byte, error) { return again.OpenChunk(0, false, chunks[1]) },
		"from another file":   func() ([]byte, error) { return again.OpenChunk(0, false, otherFile.SealChunk(0, false, plain[0])) },
		"at another place":    func() ([]byte, error) { return moved.OpenChunk(0, false, chunks[0]) },
		"a bit flipped":       func() ([]byte, error) { return again.OpenChunk(0, false, flipped) },
		"nothing":             func() ([]byte, error) { return again.OpenChunk(0, false, nil) },
	} {
		if got, err := open(); !errors.Is(err, ErrWontOpen) {
			t.Errorf("%s: %q, %v; want ErrWontOpen", name, got, err)
		}
	}
	for _, bad := range [][]byte{nil, header[1:], append([]byte{2}, header[1:]...)} {
		if _, err := key.OpenStream(bad, at); !errors.Is(err, ErrWontOpen) {
			t.Errorf("header of %d bytes: %v, want ErrWontOpen", len(bad), err)
		}
	}
	if _, err := (Stream{}).OpenChunk(0, true, chunks[0]); !errors.Is(err, ErrNoKey) {
		t.Errorf("zero stream: %v, want ErrNoKey", err)
	}
}

// Nothing that prints or encodes shows a secret, however deep the key lies.
func TestSecrets_neverShow(t *testing.T) {
	ring := newRing(t)
	key := newRecordKey(t, ring, "owner-1")
	stream, _ := key.NewStream(Place{})
	file, err := ring.in.form()
	if err != nil {
		t.Fatal(err)
	}
	type outer struct {
		Key    Key
		hidden Key
		Ring   *Ring
		ring   Ring
		stream Stream
	}
	deep := outer{key, key, ring, *ring, stream}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "key", key, "ring", ring, "deep", deep, "stream", stream)
	asJSON, err := json.Marshal(map[string]any{"key": key, "ring": ring, "deep": deep, "map": map[Key]int{key: 1}})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(asJSON)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		for _, thing := range []any{key, &key, ring, *ring, deep, &deep, []Key{key}, stream, []any{ring}} {
			shown += fmt.Sprintf(verb, thing)
		}
	}
	secrets := [][]byte{key.in.raw[:], ring.in.blind, ring.in.systemIs[0], []byte(ring.in.signIs), file[200:260]}
	for i, s := range secrets {
		for _, form := range []string{string(s), fmt.Sprintf("%x", s), fmt.Sprintf("%X", s), strings.Trim(fmt.Sprint(s), "[]"), fmt.Sprintf("%q", s)} {
			if strings.Contains(shown, form) {
				t.Errorf("secret %d shows in what was printed", i)
			}
		}
	}
	if !strings.Contains(shown, keyPlaceholder) || !strings.Contains(shown, ringPlaceholder) {
		t.Error("the placeholders do not show: this test looked at nothing")
	}
}

func FuzzOpen(f *testing.F) {
	ring, err := NewRing()
	if err != nil {
		f.Fatal(err)
	}
	key, wrapped, err := ring.NewKey(ClassRecord, "a")
	if err != nil {
		f.Fatal(err)
	}
	at := Place{"record", "1", "name"}
	f.Add(key.Seal([]byte("hello"), at))
	f.Add(wrapped)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if plain, err := key.Open(data, at); err == nil && string(plain) != "hello" {
			t.Errorf("a forgery opened: %q", plain)
		} else if err != nil && !errors.Is(err, ErrWontOpen) {
			t.Errorf("an error without a kind: %v", err)
		}
		if got, err := ring.Unwrap(ClassRecord, "a", data); err == nil && got.in.raw != key.in.raw {
			t.Error("a forged key unwrapped")
		} else if err != nil && !errors.Is(err, ErrWontOpen) {
			t.Errorf("an error without a kind: %v", err)
		}
	})
}

func drawPlace(t *rapid.T, label string) Place {
	part := rapid.StringMatching(`[a-c]{0,3}`)
	return Place{part.Draw(t, label+" table"), part.Draw(t, label+" row"), part.Draw(t, label+" column")}
}

func newRing(tb testing.TB) *Ring {
	tb.Helper()
	ring, err := NewRing()
	if err != nil {
		tb.Fatal(err)
	}
	return ring
}

// failer is what rapid.T and testing.T have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
}

func newRecordKey(t failer, ring *Ring, owner string) Key {
	t.Helper()
	key, _, err := ring.NewKey(ClassRecord, owner)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
