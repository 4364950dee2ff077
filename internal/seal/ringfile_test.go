package seal

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

func TestCreateSaveOpen_isTheSameRing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	ring, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v; want 0600", info.Mode(), err)
	}
	key, wrapped, err := ring.NewKey(ClassAccount, "a")
	if err != nil {
		t.Fatal(err)
	}
	at := Place{"t", "r", "c"}
	words, names := key.SealText("hello", at), ring.System().SealText("The Council", at)
	for range 2 { // as created, and as rotated and saved
		again, err := OpenRing(path)
		if err != nil {
			t.Fatal(err)
		}
		key, err := again.Unwrap(ClassAccount, "a", wrapped)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := key.OpenText(words, at); err != nil || got != "hello" {
			t.Errorf("words: %q, %v", got, err)
		}
		if got, err := again.System().OpenText(names, at); err != nil || got != "The Council" {
			t.Errorf("system: %q, %v", got, err)
		}
		if again.Blind("d", "v") != ring.Blind("d", "v") || again.ID() != ring.ID() || again.Verifier() != ring.Verifier() {
			t.Error("blind index, id or verifier changed")
		}
		signed, err := note.Sign(&note.Note{Text: "checkpoint\n"}, again.Signer())
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := note.NewVerifier(ring.Verifier())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := note.Open(signed, note.VerifierList(verifier)); err != nil {
			t.Errorf("the signature does not hold: %v", err)
		}
		if err := again.Rotate(); err != nil {
			t.Fatal(err)
		}
		if err := again.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("files left about: %v, %v", left, err)
	}
}

func TestCreateRing_neverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte("somebody's letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateRing(path); !errors.Is(err, ErrExists) {
		t.Fatalf("CreateRing over a file: %v, want ErrExists", err)
	}
	if err := newRing(t).Save(path); !errors.Is(err, ErrDamaged) {
		t.Fatalf("Save over a letter: %v, want ErrDamaged", err)
	}
	if err := writeNew(path, nil); !errors.Is(err, ErrExists) {
		t.Fatalf("writeNew over a file: %v, want ErrExists", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "somebody's letter" {
		t.Fatalf("the letter now reads %q, %v", got, err)
	}
	mine := filepath.Join(t.TempDir(), "keys")
	if _, err := CreateRing(mine); err != nil {
		t.Fatal(err)
	}
	if err := newRing(t).Save(mine); !errors.Is(err, ErrOtherRing) {
		t.Fatalf("Save over another ring: %v, want ErrOtherRing", err)
	}
}

func TestOpenRing_refusesWhatIsNoRing(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content []byte, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, err := newRing(t).in.form()
	if err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"missing":         {filepath.Join(dir, "nowhere"), ErrNoRing},
		"a folder":        {dir, ErrDamaged},
		"a pipe":          {pipe, ErrDamaged},
		"group readable":  {file("group", good, 0o640), ErrExposed},
		"world readable":  {file("world", good, 0o604), ErrExposed},
		"world writeable": {file("write", good, 0o602), ErrExposed},
		"empty":           {file("empty", nil, 0o600), ErrDamaged},
		"half written":    {file("half", good[:len(good)/2], 0o600), ErrDamaged},
		"twice":           {file("twice", append(bytes.Clone(good), good...), 0o600), ErrDamaged},
		"a later version": {file("later", bytes.Replace(good, []byte(`"version": 1`), []byte(`"version": 4`), 1), 0o600), ErrTooNew},
		"no version":      {file("none", bytes.Replace(good, []byte(`"version": 1`), []byte(`"version": 0`), 1), 0o600), ErrDamaged},
	} {
		if _, err := OpenRing(c.path); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := OpenRing(file("good", good, 0o400)); err != nil {
		t.Errorf("a good ring, read-only for its owner: %v", err)
	}
}

// Two processes hold one ring; neither loses what the other saved.
func TestSave_joinsWhatAnotherProcessSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	server, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	command, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Rotate(); err != nil {
		t.Fatal(err)
	}
	if err := command.Save(path); err != nil {
		t.Fatal(err)
	}
	key, wrapped, err := command.NewKey(ClassRecord, "new")
	if err != nil {
		t.Fatal(err)
	}
	got, err := server.Unwrap(ClassRecord, "new", wrapped) // finds the rotated file by itself
	if err != nil || got.in.raw != key.in.raw {
		t.Fatalf("a key wrapped after the other's rotation: %v", err)
	}
	command.Destroy("gone", noon, "erasure")
	if err := command.Save(path); err != nil {
		t.Fatal(err)
	}
	server.Destroy("lost", noon, "erasure")
	if err := server.Save(path); err != nil {
		t.Fatal(err)
	}
	third, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Refresh(); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Ring{"server": server, "command": command, "third": third} {
		if !r.IsDestroyed("gone") || !r.IsDestroyed("lost") {
			t.Errorf("%s lost a tombstone: %v", name, r.Tombstones())
		}
		if _, err := r.Unwrap(ClassRecord, "new", wrapped); err != nil {
			t.Errorf("%s lost a key: %v", name, err)
		}
		if !r.IsCurrent(ClassRecord, wrapped) {
			t.Errorf("%s went back to the old key", name)
		}
	}
}

func TestSave_manyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	if _, err := CreateRing(path); err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for i := range 8 {
		ring, err := OpenRing(path)
		if err != nil {
			t.Fatal(err)
		}
		work.Go(func() {
			ring.Destroy(string(rune('a'+i)), noon, "erasure")
			if err := ring.Save(path); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	ring, err := OpenRing(path)
	if err != nil || len(ring.Tombstones()) != 8 {
		t.Errorf("tombstones %v, %v; want 8", ring.Tombstones(), err)
	}
}

func TestSave_throughALink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "keys"), filepath.Join(dir, "link")
	ring, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	ring.Destroy("a", noon, "erasure")
	if err := ring.Save(link); err != nil {
		t.Fatal(err)
	}
	if again, err := OpenRing(path); err != nil || !again.IsDestroyed("a") {
		t.Errorf("the file behind the link was not saved: %v", err)
	}
}

func TestLockFile_oneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	unlock, err := lockFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() {
		second, err := lockFile(path)
		if err == nil {
			second()
		}
		got <- err
	}()
	select {
	case <-got:
		t.Fatal("two held the lock")
	case <-time.After(120 * time.Millisecond):
	}
	unlock()
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock lies about: %v", err)
	}
}
