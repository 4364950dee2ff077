package seal

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// vault is a command that keeps a ring in a folder: what a site would write around its own vault. extra is run first.
func vault(t *testing.T, extra string) (place, kept string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the command of this test is a shell script")
	}
	dir := t.TempDir()
	kept = filepath.Join(dir, "kept")
	script := "#!/bin/sh\n" + extra + `
case "$2" in
read) [ -f "$1" ] || exit 3; cat "$1";;
write)
  have=$([ -f "$1" ] && sha256sum "$1" | cut -d' ' -f1)
  [ "$have" = "$STABLEFUTURES_RING_BEFORE" ] || exit 3
  cat > "$1.new" && mv "$1.new" "$1";;
esac
`
	program := filepath.Join(dir, "vault")
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return "command:" + program + " " + kept, kept
}

// quick shortens how long commands may take and how long their answers are believed.
func quick(t *testing.T, limit, again time.Duration) {
	t.Helper()
	l, a, s := askLimit, askAgain, askSoon
	askLimit, askAgain, askSoon = limit, again, again
	t.Cleanup(func() { askLimit, askAgain, askSoon = l, a, s })
}

func TestCommand_keepsARingAndTwoProcessesLoseNothing(t *testing.T) {
	quick(t, 20*time.Second, 0)
	place, _ := vault(t, "")
	if _, err := OpenRing(place); !errors.Is(err, ErrNoRing) {
		t.Fatalf("before there is one: %v", err)
	}
	one, err := CreateRing(place)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateRing(place); !errors.Is(err, ErrExists) {
		t.Fatalf("made over another: %v", err)
	}
	two, err := OpenRing(place)
	if err != nil || two.ID() != one.ID() {
		t.Fatalf("open: %v", err)
	}
	one.Destroy("a", noon, "retention")
	two.Destroy("b", noon, "retention")
	if err := two.Rotate(); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Ring{one, two} {
		if err := r.Save(place); err != nil {
			t.Fatal(err)
		}
	}
	three, err := OpenRing(place)
	if err != nil || !three.IsDestroyed("a") || !three.IsDestroyed("b") {
		t.Fatalf("a tombstone was lost: %v", err)
	}
	key, wrapped, err := two.NewKey(ClassRecord, "c")
	if err != nil {
		t.Fatal(err)
	}
	if !three.IsCurrent(ClassRecord, wrapped) {
		t.Error("saving lost a rotation")
	}
	if got, err := three.Unwrap(ClassRecord, "c", wrapped); err != nil || got.in.raw != key.in.raw {
		t.Errorf("unwrap: %v", err)
	}
	if err := newRing(t).Save(place); !errors.Is(err, ErrOtherRing) {
		t.Errorf("another ring was written over: %v", err)
	}
}

func TestCommand_rotatedElsewhereIsNoticed(t *testing.T) {
	quick(t, 20*time.Second, 0)
	place, _ := vault(t, "")
	server, err := CreateRing(place)
	if err != nil {
		t.Fatal(err)
	}
	cli, err := OpenRing(place)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(cli.Rotate(), cli.Save(place)); err != nil {
		t.Fatal(err)
	}
	_, wrapped, err := server.NewKey(ClassRecord, "a")
	if err != nil || !cli.IsCurrent(ClassRecord, wrapped) {
		t.Fatalf("a server goes on with the old keys: %v", err)
	}
}

func TestCommand_thatFailsIsRefusedAndQuotedNowhere(t *testing.T) {
	for name, c := range map[string]struct {
		extra string
		want  error
	}{
		"fails":                  {"echo topsecret; echo topsecret >&2; exit 1", ErrCommand},
		"prints rubbish":         {"echo topsecret; exit 0", ErrDamaged},
		"prints nothing":         {"exit 0", ErrDamaged},
		"hangs":                  {"sleep 60", ErrCommand},
		"leaves a child":         {"sleep 60 & exit 1", ErrCommand},
		"never stops printing":   {"exec cat /dev/zero", ErrCommand},
		"ends by a signal":       {"kill -9 $$", ErrCommand},
		"says there is none yet": {"exit 3", ErrNoRing},
	} {
		t.Run(name, func(t *testing.T) {
			quick(t, 1500*time.Millisecond, 0)
			place, _ := vault(t, c.extra)
			began := time.Now()
			_, err := OpenRing(place + " --password=topsecret")
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if strings.Contains(err.Error(), "topsecret") {
				t.Errorf("the error quotes what was printed, or the arguments: %v", err)
			}
			if time.Since(began) > 10*time.Second {
				t.Error("it kept the program waiting")
			}
		})
	}
	for _, place := range []string{"command:", "command:  ", "command:vault read", "command:/nowhere/at/all"} {
		if _, err := OpenRing(place); !errors.Is(err, ErrCommand) {
			t.Errorf("%s: %v", place, err)
		}
	}
}

func TestCommand_thatDoesNotKeepIsFound(t *testing.T) {
	quick(t, 5*time.Second, 0)
	place, kept := vault(t, `[ "$2" = write ] && [ -f "$1.lazy" ] && { cat >/dev/null; exit 0; }`)
	ring, err := CreateRing(place)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept+".lazy", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ring.Destroy("a", noon, "retention")
	if err := ring.Save(place); err == nil {
		t.Error("a command that keeps nothing was believed")
	}
	if err := os.WriteFile(kept, []byte("half a ri"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ring.Save(place); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged ring was written over: %v", err)
	}
}

func TestEnvironment_isReadAndNeverWritten(t *testing.T) {
	ring := newRing(t)
	ring.in.mu.Lock()
	file, err := ring.in.form()
	ring.in.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("RING_OF_A_TEST", string(file))
	got, err := OpenRing("env:RING_OF_A_TEST")
	if err != nil || got.ID() != ring.ID() {
		t.Fatalf("open: %v", err)
	}
	if err := got.Save("env:RING_OF_A_TEST"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("save: %v", err)
	}
	if _, err := CreateRing("env:RING_OF_A_TEST"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("create: %v", err)
	}
	if _, err := OpenRing("env:NOTHING_IS_CALLED_THIS"); !errors.Is(err, ErrNoRing) {
		t.Errorf("nothing there: %v", err)
	}
	t.Setenv("RING_OF_A_TEST", "rubbish")
	if _, err := OpenRing("env:RING_OF_A_TEST"); !errors.Is(err, ErrDamaged) {
		t.Errorf("rubbish: %v", err)
	}
}

func TestRotate_turnsTheSystemKeyAndTheReceivingKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	ring, err := CreateRing(path)
	if err != nil {
		t.Fatal(err)
	}
	old, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	at := Place{"t", "r", "c"}
	before := ring.System().SealText("before", at)
	stream, header := ring.System().NewStream(at)
	chunk := stream.SealChunk(0, false, []byte("half"))
	first, _, err := ring.Receiving(noon)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := errors.Join(ring.Rotate(), ring.Save(path)); err != nil {
			t.Fatal(err)
		}
	}
	after := ring.System().SealText("after", at)
	old.in.file = fileMark{} // a stolen copy, which sees no newer file
	if _, err := old.System().OpenText(after, at); !errors.Is(err, ErrWontOpen) {
		t.Errorf("the old ring opens what was sealed since: %v", err)
	}
	again, err := OpenRing(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Ring{ring, again} {
		for sealed, want := range map[string]string{string(before): "before", string(after): "after"} {
			if got, err := r.System().OpenText([]byte(sealed), at); err != nil || got != want {
				t.Errorf("%s: %q, %v", want, got, err)
			}
		}
		whole, err := r.System().OpenStream(header, at)
		if err != nil {
			t.Fatal(err)
		}
		second := whole.SealChunk(1, true, []byte(" and half")) // an upload that the rotation came into
		if got, err := whole.OpenAll([][]byte{chunk, second}); err != nil || string(got) != "half and half" {
			t.Errorf("a file over a rotation: %q, %v", got, err)
		}
	}
	second, _, err := ring.Receiving(noon)
	if err != nil || second.ID == first.ID {
		t.Errorf("the receiving key did not turn: %v", err)
	}
}
