package seal

import "errors"

// The kinds of failure, for errors.Is. None of their texts, nor the texts that
// wrap them, ever hold a key or a plain text.
var (
	// ErrDestroyed says that this owner's key was destroyed on purpose. Nothing
	// brings back what it sealed.
	ErrDestroyed = errors.New("the key was destroyed")
	// ErrWontOpen says that a ciphertext does not open with this key in this
	// place: it was damaged, moved, or sealed by another key.
	ErrWontOpen = errors.New("does not open with this key in this place")
	// ErrNoKey says that the zero Key was used, which opens nothing.
	ErrNoKey = errors.New("no key was given")
	// ErrUnknownClass says that a class is none of those this package names.
	ErrUnknownClass = errors.New("unknown class of key")
	// ErrNoOwner says that a key was asked for without naming whose it is.
	ErrNoOwner = errors.New("a key needs an owner")

	// ErrNoRing says that there is no key ring at the path.
	ErrNoRing = errors.New("there is no key ring here")
	// ErrExposed says that the ring file may be read by others than its owner.
	// `chmod 600` mends the file; whether the keys were read is another question.
	ErrExposed = errors.New("the key ring can be read by others")
	// ErrDamaged says that a file is not a whole key ring: cut short, altered,
	// or something else altogether.
	ErrDamaged = errors.New("the key ring is damaged")
	// ErrTooNew says that the ring was written by a later version of this program.
	ErrTooNew = errors.New("the key ring is of a later version")
	// ErrExists says that a ring was not made because a file stands there already.
	ErrExists = errors.New("a file is there already")
	// ErrOtherRing says that the file at the path is a ring, but another one;
	// writing over it would lose its keys.
	ErrOtherRing = errors.New("another key ring is there")
	// ErrReadOnly says that the ring is kept in the environment, where nothing can be written.
	ErrReadOnly = errors.New("the key ring is kept where this program cannot write")
	// ErrCommand says that the command which keeps the ring failed, did not end in time, or did not keep what it was
	// given. What it printed is shown to nobody: it may have been keys.
	ErrCommand = errors.New("the command that keeps the key ring failed")
	// ErrBusy says that another process holds the ring for writing.
	ErrBusy = errors.New("the key ring is being written by another process")
)
