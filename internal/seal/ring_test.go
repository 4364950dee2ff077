package seal

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestUnwrap_classAndOwnerAreBound(t *testing.T) {
	ring, other := newRing(t), newRing(t)
	key, wrapped, err := ring.NewKey(ClassRecord, "a")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ring.Unwrap(ClassRecord, "a", wrapped)
	if err != nil || got.in.raw != key.in.raw || got.Owner() != "a" || got.Class() != ClassRecord {
		t.Fatalf("unwrap its own: %v", err)
	}
	flipped := bytes.Clone(wrapped)
	flipped[7] ^= 1
	for name, unwrap := range map[string]func() (Key, error){
		"another owner": func() (Key, error) { return ring.Unwrap(ClassRecord, "b", wrapped) },
		"another class": func() (Key, error) { return ring.Unwrap(ClassSealed, "a", wrapped) },
		"another ring":  func() (Key, error) { return other.Unwrap(ClassRecord, "a", wrapped) },
		"a flipped bit": func() (Key, error) { return ring.Unwrap(ClassRecord, "a", flipped) },
		"nothing":       func() (Key, error) { return ring.Unwrap(ClassRecord, "a", nil) },
	} {
		if k, err := unwrap(); !errors.Is(err, ErrWontOpen) || !k.IsZero() {
			t.Errorf("%s: %v, want ErrWontOpen and no key", name, err)
		}
	}
	if _, err := ring.Unwrap("diary", "a", wrapped); !errors.Is(err, ErrUnknownClass) {
		t.Errorf("unknown class: %v", err)
	}
	if _, _, err := ring.NewKey(ClassRecord, ""); !errors.Is(err, ErrNoOwner) {
		t.Errorf("no owner: %v", err)
	}
}

func TestRotate_oldStillOpensNewIsUsed(t *testing.T) {
	ring := newRing(t)
	key, wrapped, err := ring.NewKey(ClassRecord, "a")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := ring.Rotate(); err != nil {
			t.Fatal(err)
		}
		ring.in.cache = newKeyCache(cacheSize) // a new day: nothing in memory
		if ring.IsCurrent(ClassRecord, wrapped) {
			t.Fatal("a key wrapped before the rotation passes for current")
		}
		again, err := ring.Rewrap(ClassRecord, "a", wrapped)
		if err != nil {
			t.Fatal(err)
		}
		if !ring.IsCurrent(ClassRecord, again) || ring.IsCurrent(ClassSealed, again) || ring.IsCurrent("diary", again) {
			t.Fatal("a key wrapped anew does not pass for current, or passes in another class")
		}
		for _, w := range [][]byte{wrapped, again} {
			if got, err := ring.Unwrap(ClassRecord, "a", w); err != nil || got.in.raw != key.in.raw {
				t.Fatalf("after a rotation: %v", err)
			}
		}
		wrapped = again
	}
	if _, err := ring.Rewrap(ClassRecord, "b", wrapped); !errors.Is(err, ErrWontOpen) {
		t.Errorf("rewrap for another owner: %v", err)
	}
}

func TestDestroy_refusesEverywhereAndForEver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	ring, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	_, wrapped, err := ring.NewKey(ClassRecord, "a")
	if err != nil {
		t.Fatal(err)
	}
	_, address, err := ring.NewKey(ClassSealed, "a")
	if err != nil {
		t.Fatal(err)
	}
	_, kept, err := ring.NewKey(ClassRecord, "b")
	if err != nil {
		t.Fatal(err)
	}
	ring.Destroy("a", noon, "erasure")
	ring.Destroy("a", noon.Add(time.Hour), "again")
	ring.Destroy("", noon, "nobody")
	if err := ring.Save(path); err != nil {
		t.Fatal(err)
	}
	reopened, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Ring{"in memory": ring, "from the file": reopened} {
		for class, w := range map[Class][]byte{ClassRecord: wrapped, ClassSealed: address} {
			if _, err := r.Unwrap(class, "a", w); !errors.Is(err, ErrDestroyed) {
				t.Errorf("%s, %s: %v, want ErrDestroyed", name, class, err)
			}
			if _, err := r.Rewrap(class, "a", w); !errors.Is(err, ErrDestroyed) {
				t.Errorf("%s, rewrap %s: %v, want ErrDestroyed", name, class, err)
			}
		}
		if _, _, err := r.NewKey(ClassAccount, "a"); !errors.Is(err, ErrDestroyed) {
			t.Errorf("%s: a destroyed owner got a new key: %v", name, err)
		}
		if _, err := r.Unwrap(ClassRecord, "b", kept); err != nil {
			t.Errorf("%s: the neighbour's key went too: %v", name, err)
		}
		want := []Tombstone{{"a", noon, "erasure"}}
		if got := r.Tombstones(); !slices.Equal(got, want) {
			t.Errorf("%s: tombstones %v, want %v", name, got, want)
		}
		if !r.IsDestroyed("a") || r.IsDestroyed("b") {
			t.Errorf("%s: IsDestroyed is wrong", name)
		}
	}
}

func TestBlind_equalForEqualAndNothingElse(t *testing.T) {
	ring, other := newRing(t), newRing(t)
	seen := map[string]bool{}
	for _, b := range []string{
		ring.Blind("nhs", "123"), ring.Blind("nhs", "124"), ring.Blind("home", "123"),
		ring.Blind("nhs1", "23"), ring.Blind("", "nhs123"), other.Blind("nhs", "123"),
	} {
		if len(b) != 32 || seen[b] {
			t.Errorf("blind index %q is short or taken", b)
		}
		seen[b] = true
	}
	again := ring.Blind("nhs", "123")
	if first := ring.Blind("nhs", "123"); first != again {
		t.Error("one value has two blind indexes")
	}
}

func TestKeyCache_isBounded(t *testing.T) {
	cache := newKeyCache(2)
	var ids []cacheID
	for _, owner := range []string{"a", "b", "c"} {
		id := newCacheID(ClassRecord, owner, nil)
		cache.keep(id, newKey(ClassRecord, owner, make([]byte, KeySize)))
		ids = append(ids, id)
		cache.find(ids[0]) // "a" stays fresh
	}
	if _, ok := cache.find(ids[1]); ok || cache.len() != 2 {
		t.Errorf("the stalest stayed, %d keys held", cache.len())
	}
	if _, ok := cache.find(ids[0]); !ok {
		t.Error("the freshest left")
	}
	cache.forget("a")
	if _, ok := cache.find(ids[0]); ok || cache.len() != 1 || len(cache.byID) != 1 {
		t.Error("a forgotten owner is remembered")
	}
}
