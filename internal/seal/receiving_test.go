package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sealed is something sealed to a receiving key.
func sealed(t *testing.T, to ReceivingKey) (enc, ct []byte) {
	t.Helper()
	enc, ct, err := SealTo(to.Public, []byte("info"), []byte("head"), []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	return enc, ct
}

func receiving(t *testing.T, r *Ring, at time.Time, keep ...string) ReceivingKey {
	t.Helper()
	k, _, err := r.Receiving(at, keep...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func opens(r *Ring, id string, enc, ct []byte) error {
	plain, err := r.OpenReceived(id, enc, []byte("info"), []byte("head"), ct)
	if err == nil && string(plain) != "words" {
		return errors.New("it opens to something else")
	}
	return err
}

func TestReceiving_aKeyIsCurrentForThirtyDaysAndOpensForFortyFourMore(t *testing.T) {
	r, err := NewRing()
	if err != nil {
		t.Fatal(err)
	}
	first := receiving(t, r, noon)
	enc, ct := sealed(t, first)
	if again := receiving(t, r, noon.Add(ReceivingAge-time.Second)); again.ID != first.ID || !bytes.Equal(again.Public, first.Public) {
		t.Error("a key that is not old was replaced")
	}
	second := receiving(t, r, noon.Add(ReceivingAge))
	if second.ID == first.ID {
		t.Error("an old key stays the current one")
	}
	retired := noon.Add(ReceivingAge)
	receiving(t, r, retired.Add(ReceivingGrace-time.Second))
	if err := opens(r, first.ID, enc, ct); err != nil {
		t.Errorf("within the grace: %v", err)
	}
	receiving(t, r, retired.Add(ReceivingGrace), first.ID) // something still waits for it
	if err := opens(r, first.ID, enc, ct); err != nil {
		t.Errorf("while something waits: %v", err)
	}
	receiving(t, r, retired.Add(ReceivingGrace))
	if err := opens(r, first.ID, enc, ct); !errors.Is(err, ErrDestroyed) {
		t.Errorf("after the grace: %v", err)
	}
	if err := opens(r, second.ID, enc, ct); !errors.Is(err, ErrWontOpen) {
		t.Errorf("with another key: %v", err)
	}
	if err := opens(r, "0123456789abcdef", enc, ct); !errors.Is(err, ErrWontOpen) {
		t.Errorf("with no key: %v", err)
	}
}

func TestReceiving_aClockThatJumpsCostsNoKeyInUse(t *testing.T) {
	r, err := NewRing()
	if err != nil {
		t.Fatal(err)
	}
	first := receiving(t, r, noon)
	enc, ct := sealed(t, first)
	receiving(t, r, noon.AddDate(1, 0, 0)) // a year ahead by mistake
	receiving(t, r, noon)
	if err := opens(r, first.ID, enc, ct); err != nil {
		t.Errorf("after the clock was put right: %v", err)
	}
}

func TestOpenReceived_bindsEverything(t *testing.T) {
	r, err := NewRing()
	if err != nil {
		t.Fatal(err)
	}
	k := receiving(t, r, noon)
	enc, ct := sealed(t, k)
	for name, open := range map[string]func() ([]byte, error){
		"another info": func() ([]byte, error) { return r.OpenReceived(k.ID, enc, []byte("other"), []byte("head"), ct) },
		"another head": func() ([]byte, error) { return r.OpenReceived(k.ID, enc, []byte("info"), []byte("other"), ct) },
		"a bit": func() ([]byte, error) {
			return r.OpenReceived(k.ID, enc, []byte("info"), []byte("head"), append([]byte{ct[0] ^ 1}, ct[1:]...))
		},
		"cut short": func() ([]byte, error) {
			return r.OpenReceived(k.ID, enc, []byte("info"), []byte("head"), ct[:len(ct)-1])
		},
		"no point": func() ([]byte, error) {
			return r.OpenReceived(k.ID, make([]byte, 65), []byte("info"), []byte("head"), ct)
		},
		"nothing": func() ([]byte, error) { return r.OpenReceived(k.ID, nil, []byte("info"), []byte("head"), nil) },
	} {
		if _, err := open(); !errors.Is(err, ErrWontOpen) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := SealTo([]byte("no key"), nil, nil, nil); !errors.Is(err, ErrWontOpen) {
		t.Errorf("sealed to no key: %v", err)
	}
}

func TestReceiving_isInTheFileAndShowsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ring")
	r, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	plainFile, _ := os.ReadFile(path)
	if !bytes.Contains(plainFile, []byte(`"version": 1`)) || bytes.Contains(plainFile, []byte("receiving")) {
		t.Error("a ring without receiving keys is not as it was")
	}
	k, changed, err := r.Receiving(noon)
	if err != nil || !changed {
		t.Fatalf("a new key needs no saving: %v, %v", changed, err)
	}
	if _, changed, _ := r.Receiving(noon); !changed {
		t.Error("a key that is in no file yet is handed out as saved")
	}
	if err := r.Save(path); err != nil {
		t.Fatal(err)
	}
	if _, changed, _ := r.Receiving(noon); changed {
		t.Error("a saved ring wants saving")
	}
	enc, ct := sealed(t, k)
	again, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := opens(again, k.ID, enc, ct); err != nil {
		t.Errorf("from the file: %v", err)
	}
	file, _ := os.ReadFile(path)
	if !bytes.Contains(file, []byte(`"version": 2`)) {
		t.Error("an older program would take this ring for damaged")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if out := fmt.Sprintf(verb, *r.in.receivers[k.ID]); strings.Contains(out, "private") || len(out) > len(keyPlaceholder) {
			t.Errorf("%s shows %q", verb, out)
		}
	}
}

// The ring files of the programs before: one made by each version stays in testdata, and opens for ever.
func TestOpenRing_opensOldFiles(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "ring-*.json"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d old rings, %v", len(files), err)
	}
	for _, path := range files {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := ParseRing(file)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		k := receiving(t, r, noon)
		enc, ct := sealed(t, k)
		if err := opens(r, k.ID, enc, ct); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestReceiving_severalProcessesShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ring")
	a, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	save := func(r *Ring) {
		t.Helper()
		if err := r.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	ka, kb := receiving(t, a, noon), receiving(t, b, noon.Add(time.Second)) // both at once
	save(a)
	save(b)
	enc, ct := sealed(t, ka)
	if err := opens(b, ka.ID, enc, ct); err != nil {
		t.Errorf("b opens what was sealed to a's: %v", err)
	}
	enc2, ct2 := sealed(t, kb)
	if err := opens(a, kb.ID, enc2, ct2); err != nil { // a reads the file anew
		t.Errorf("a opens what was sealed to b's: %v", err)
	}
	if receiving(t, a, noon.Add(time.Minute)).ID != receiving(t, b, noon.Add(time.Minute)).ID {
		t.Error("they do not agree on the current one")
	}
	save(a)
	save(b)
	later := noon.Add(time.Minute + ReceivingAge + ReceivingGrace)
	receiving(t, a, later)
	receiving(t, a, later.Add(ReceivingAge+ReceivingGrace))
	save(a)
	save(b) // b still had them
	for _, r := range []*Ring{a, b} {
		if err := opens(r, ka.ID, enc, ct); !errors.Is(err, ErrDestroyed) {
			t.Errorf("a destroyed key came back: %v", err)
		}
	}
	c, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := opens(c, ka.ID, enc, ct); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a destroyed key is in the file: %v", err)
	}
}
