package seal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// maxRingFile bounds what is read: room for about 300,000 tombstones.
const maxRingFile = 64 << 20

// fileMark is a ring file as it was last seen, to notice that another process
// saved it since.
type fileMark struct {
	path string
	at   time.Time
	size int64
}

// OpenRing reads the ring at path: a file, "command:PROGRAM ARGS" or "env:NAME". It refuses a file that anybody but its
// owner can read (ErrExposed; not checked on Windows, whose modes say nothing), one that
// is not there (ErrNoRing), and one that is no whole ring (ErrDamaged, ErrTooNew).
func OpenRing(path string) (*Ring, error) {
	file, mark, err := readRing(path)
	if err != nil {
		return nil, fmt.Errorf("open the key ring %s: %w", shownPlace(path), err)
	}
	ring, err := ParseRing(file)
	if err != nil {
		return nil, fmt.Errorf("open the key ring %s: %w", shownPlace(path), err)
	}
	ring.in.file = mark
	return ring, nil
}

func readRing(path string) ([]byte, fileMark, error) {
	if !IsFile(path) {
		file, err := readElsewhere(path)
		return file, markOf(path), err
	}
	// Look before opening: opening a pipe would wait for ever.
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fileMark{}, ErrNoRing
	} else if err != nil {
		return nil, fileMark{}, err
	} else if !info.Mode().IsRegular() {
		return nil, fileMark{}, fmt.Errorf("%w: not a plain file", ErrDamaged)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fileMark{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fileMark{}, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fileMark{}, fmt.Errorf("%w: its mode is %04o; run chmod 600 on it", ErrExposed, info.Mode().Perm())
	}
	file, err := io.ReadAll(io.LimitReader(f, maxRingFile+1))
	if err != nil {
		return nil, fileMark{}, err
	}
	if len(file) > maxRingFile {
		return nil, fileMark{}, fmt.Errorf("%w: larger than a ring can be", ErrDamaged)
	}
	return file, fileMark{path, info.ModTime(), info.Size()}, nil
}

// CreateRing makes a ring and saves it at path, mode 0600. It never overwrites:
// ErrExists when anything stands there.
func CreateRing(path string) (*Ring, error) {
	ring, err := NewRing()
	if err != nil {
		return nil, err
	}
	if !IsFile(path) {
		if err := ring.createElsewhere(path); err != nil {
			return nil, fmt.Errorf("create the key ring %s: %w", shownPlace(path), err)
		}
		return ring, nil
	}
	file, err := ring.in.form()
	if err != nil {
		return nil, fmt.Errorf("create the key ring %s: %w", path, err)
	}
	temp, err := writeTemp(path, file)
	if err != nil {
		return nil, fmt.Errorf("create the key ring %s: %w", path, err)
	}
	defer os.Remove(temp)
	// A link, unlike a rename, fails when the name is taken.
	switch err := os.Link(temp, path); {
	case errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("create the key ring %s: %w", path, ErrExists)
	case err != nil: // a file system without links
		if err := writeNew(path, file); err != nil {
			return nil, fmt.Errorf("create the key ring %s: %w", path, err)
		}
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("create the key ring %s: %w", path, err)
	}
	ring.in.file = markOf(path)
	return ring, nil
}

func writeNew(path string, file []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return ErrExists
	} else if err != nil {
		return err
	}
	return fill(f, file)
}

// Save writes the ring to path: whole or not at all, durable when it returns, mode
// 0600. If the same ring stands there already, what another process added to it
// (rotated keys, tombstones) is taken over first, so nobody's keys are lost; if a
// different ring or another file stands there, it is left alone (ErrOtherRing,
// ErrDamaged).
func (r *Ring) Save(path string) error {
	if !IsFile(path) {
		if err := r.saveElsewhere(path); err != nil {
			return fmt.Errorf("save the key ring %s: %w", shownPlace(path), err)
		}
		return nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // replace the ring, not the link to it
	}
	unlock, err := lockFolder(path)
	if err != nil {
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	defer unlock()
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	if err := r.in.absorbFile(path); err != nil && !errors.Is(err, ErrNoRing) {
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	file, err := r.in.form()
	if err != nil {
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	temp, err := writeTemp(path, file)
	if err != nil {
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("save the key ring %s: %w", path, err)
	}
	r.in.file = markOf(path)
	r.in.unsaved = false
	return nil
}

// absorbFile takes over what the ring at path knows more. The caller holds mu.
func (in *ringInnards) absorbFile(path string) error {
	file, mark, err := readRing(path)
	if err != nil {
		return err
	}
	other, err := ParseRing(file)
	if err != nil {
		return err
	}
	if err := in.absorb(other.in); err != nil {
		return err
	}
	in.file = mark
	return nil
}

// Refresh takes over what another process saved to the ring's file since it was
// opened or saved here, for instance a rotation by the command line while the
// server runs. Unwrap does it by itself when a key does not open.
func (r *Ring) Refresh() error {
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	if r.in.file.path == "" {
		return nil // made or parsed in memory: no file to look at
	}
	if err := r.in.absorbFile(r.in.file.path); err != nil {
		return fmt.Errorf("refresh the key ring: %w", err)
	}
	return nil
}

// refreshIfChanged is Refresh when the file looks different from when it was last
// read, or when what is kept elsewhere was not asked for within a while. It reports whether something may have changed.
func (in *ringInnards) refreshIfChanged(within time.Duration) bool {
	in.mu.RLock()
	seen := in.file
	in.mu.RUnlock()
	if seen.path == "" || seen.fresh(within) {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.file.fresh(within) {
		return true // somebody else was quicker
	}
	if !IsFile(in.file.path) {
		in.file.at = time.Now() // a command that fails is not asked again at once
	}
	return in.absorbFile(in.file.path) == nil
}

// fresh reports whether there can be nothing new where the ring is kept.
func (m fileMark) fresh(within time.Duration) bool {
	if IsFile(m.path) {
		return markOf(m.path) == m
	}
	return time.Since(m.at) < within
}

func markOf(path string) fileMark {
	if !IsFile(path) {
		return fileMark{path: path, at: time.Now()}
	}
	info, err := os.Stat(path)
	if err != nil {
		return fileMark{path: path}
	}
	return fileMark{path, info.ModTime(), info.Size()}
}

// writeTemp writes a durable file beside path, readable by its owner alone from
// its first moment (os.CreateTemp makes 0600).
func writeTemp(path string, file []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-ring-*")
	if err != nil {
		return "", err
	}
	if err := fill(f, file); err != nil {
		return "", err
	}
	return f.Name(), nil
}

// fill writes, syncs and closes; on failure nothing stays behind.
func fill(f *os.File, file []byte) error {
	_, err := f.Write(file)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// syncFolder makes a new name in a folder durable. Windows has no such call and
// needs none.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// lockFile is the way of locking that works everywhere: a file that only one can
// create. A process that died holding it leaves it behind; after a minute it is
// taken for dead.
func lockFile(path string) (unlock func(), err error) {
	name := path + ".lock"
	for tries := 0; ; tries++ {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			return func() { f.Close(); os.Remove(name) }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > time.Minute {
			os.Remove(name)
			continue
		}
		if tries > 200 {
			return nil, ErrBusy
		}
		time.Sleep(50 * time.Millisecond)
	}
}
