package seal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A ring may be kept elsewhere than in a file: in an environment variable, which is read and never written, or by a
// command, which reads and writes a vault or a key management service.
const (
	commandPlace = "command:"
	envPlace     = "env:"
)

// How long a command may take, and how old what it said may be: before anything new is sealed, and when something does
// not open, which a rotation by another process explains.
var (
	askLimit = 20 * time.Second
	askAgain = 30 * time.Second
	askSoon  = 3 * time.Second
)

// exitNoRing is what a command says by its exit code, besides 0 (done) and anything else (failed): asked to read, that
// there is no ring yet; asked to write, that the ring to be replaced is not the one it has.
const exitNoRing = 3

// ringBefore is the variable that tells a command, asked to write, which ring it is to replace: the SHA-256 of what it
// printed last, empty for none.
const ringBefore = "STABLEFUTURES_RING_BEFORE"

// writeAgain is how often a ring is read, joined and written when somebody else writes at the same time.
const writeAgain = 5

// What a command is asked for, as its last argument.
const (
	commandRead = "read"
	commandKeep = "write"
)

// IsFile reports whether a ring's place is a file, and not a command or a variable of the environment.
func IsFile(place string) bool {
	return !strings.HasPrefix(place, commandPlace) && !strings.HasPrefix(place, envPlace)
}

// shownPlace names a place without a command's arguments, which may be nobody's business.
func shownPlace(place string) string {
	if words := strings.Fields(place); strings.HasPrefix(place, commandPlace) && len(words) > 0 {
		return words[0]
	}
	return place
}

// readElsewhere gives the ring's text from a command or the environment. ErrNoRing when there is none yet.
func readElsewhere(place string) ([]byte, error) {
	if name, ok := strings.CutPrefix(place, envPlace); ok {
		text := os.Getenv(name)
		if text == "" {
			return nil, ErrNoRing
		}
		return []byte(text), nil
	}
	return ask(place, commandRead, nil, "")
}

// createElsewhere hands a new ring to the command; ErrExists when it has one.
func (r *Ring) createElsewhere(place string) error {
	if strings.HasPrefix(place, envPlace) {
		return ErrReadOnly
	}
	switch _, err := readElsewhere(place); {
	case err == nil:
		return ErrExists
	case !errors.Is(err, ErrNoRing):
		return err
	}
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	r.in.file = fileMark{path: place}
	if kept, err := r.in.hand(place, ""); err != nil || !kept {
		return errors.Join(ErrCommand, err)
	}
	return nil
}

// saveElsewhere takes over what the command's ring knows more, hands it the whole, and looks whether it kept it. When
// somebody else wrote meanwhile it begins again, so nobody's keys or tombstones are lost.
func (r *Ring) saveElsewhere(place string) error {
	if strings.HasPrefix(place, envPlace) {
		return ErrReadOnly
	}
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	for range writeAgain {
		have, err := readElsewhere(place)
		if err != nil && !errors.Is(err, ErrNoRing) {
			return err
		}
		if err == nil {
			other, err := ParseRing(have)
			if err != nil {
				return err
			}
			if err := r.in.absorb(other.in); err != nil {
				return err
			}
		}
		if kept, err := r.in.hand(place, digestOf(have)); kept || err != nil {
			return err
		}
	}
	return ErrBusy
}

// hand gives the command the ring in the place of one it has, named by its digest. It reports whether it kept it; false
// without an error: somebody else was there first. The caller holds mu.
func (in *ringInnards) hand(place, before string) (kept bool, err error) {
	file, err := in.form()
	if err != nil {
		return false, err
	}
	if _, err := ask(place, commandKeep, file, before); errors.Is(err, ErrNoRing) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	have, err := readElsewhere(place)
	if err != nil {
		return false, errors.Join(ErrCommand, err)
	}
	if !bytes.Equal(bytes.TrimSpace(have), bytes.TrimSpace(file)) {
		if _, err := ParseRing(have); err != nil {
			return false, errors.Join(ErrCommand, err)
		}
		return false, nil
	}
	in.file = fileMark{path: place, at: time.Now()}
	in.unsaved = false
	return true, nil
}

func digestOf(file []byte) string {
	if len(file) == 0 {
		return ""
	}
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// ask runs the command with one more argument, read or write. No shell is in between: its words are parted by spaces.
// What it prints beside the ring goes nowhere.
func ask(place, what string, input []byte, before string) ([]byte, error) {
	words := strings.Fields(strings.TrimPrefix(place, commandPlace))
	if len(words) == 0 || !filepath.IsAbs(words[0]) {
		return nil, fmt.Errorf("%w: name the program by its whole path", ErrCommand)
	}
	ctx, stop := context.WithTimeout(context.Background(), askLimit)
	defer stop()
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], what)...)
	cmd.Env = append(os.Environ(), ringBefore+"="+before)
	cmd.Stdin = bytes.NewReader(input)
	var out bytes.Buffer
	cmd.Stdout = &bounded{&out, maxRingFile + 1}
	cmd.WaitDelay = time.Second // a child of the command that keeps the pipe open keeps nobody waiting
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: it did not end within %s", ErrCommand, askLimit)
	case errors.As(err, &exit) && exit.ExitCode() == exitNoRing:
		return nil, ErrNoRing
	case errors.As(err, &exit):
		return nil, fmt.Errorf("%w: exit code %d; run it by hand to see why", ErrCommand, exit.ExitCode())
	case err != nil:
		return nil, fmt.Errorf("%w: it cannot be run, or printed too much", ErrCommand)
	}
	return out.Bytes(), nil
}

// bounded takes so many bytes and then fails.
type bounded struct {
	to   io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, io.ErrShortWrite
	}
	return b.to.Write(p)
}
