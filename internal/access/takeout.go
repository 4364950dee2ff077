package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Opener gives the keys of everybody, while a whole deployment is taken out, and the whole log. It lives as long as the
// use case that it was given to.
type Opener struct {
	door    *Door
	work    *Work
	sealed  bool
	wrapped map[keyOwner][]byte
	tags    map[[8]byte]string // of the entries of a record in the ledger
	recent  map[keyOwner]seal.Key
}

type keyOwner struct {
	class seal.Class
	owner string
}

// Why an Opener gives no key.
var (
	ErrLeftOut = errors.New("sealed details are not taken out") // they were not asked for
	ErrNoOwner = errors.New("the key is destroyed")
)

// keptOpen is how many opened keys an Opener remembers: rows of one record lie together more or less.
const keptOpen = 2000

// takeOutAtOnce is how many keys one entry of the ledger names.
const takeOutAtOnce = 2000

// TakeOut lets f read everything of a deployment, with the keys of everybody: for the command line alone. Before it begins the
// ledger says so, with the reason's code, in entries that every record's own log shows. Sealed details open only where they
// are asked for.
func (d *Door) TakeOut(ctx context.Context, who permit.Actor, why string, sealed bool, f func(*Work, *Opener) error) error {
	notes := []string{"everything", "reason:" + why}
	if sealed {
		notes = append(notes, "sealed")
	}
	if err := d.tellTakeOut(ctx, who, notes); err != nil {
		return fmt.Errorf("take everything out: %w", err)
	}
	err := d.Read(ctx, who, permit.Operate, Nothing, func(w *Work) error {
		w.Note(notes...)
		o := &Opener{door: d, work: w, sealed: sealed, wrapped: map[keyOwner][]byte{}, tags: map[[8]byte]string{}, recent: map[keyOwner]seal.Key{}}
		if err := o.load(ctx); err != nil {
			return err
		}
		return f(w, o)
	})
	if err != nil {
		return fmt.Errorf("take everything out: %w", err)
	}
	return nil
}

// tellTakeOut leaves the entries before anything is read: each names so many records that their own logs show it.
func (d *Door) tellTakeOut(ctx context.Context, who permit.Actor, notes []string) error {
	for after, more := (storedKey{}), true; more; {
		var last storedKey
		err := d.Do(ctx, who, permit.Operate, Nothing, func(w *Work) error {
			batch, err := listKeys(ctx, w.Tx, after, takeOutAtOnce)
			if err != nil {
				return err
			}
			w.Note(notes...)
			for _, k := range batch {
				last = k
				if k.class != seal.ClassRecord {
					continue
				}
				key, err := d.ring.Unwrap(k.class, k.owner, k.wrapped)
				if errors.Is(err, seal.ErrDestroyed) {
					continue
				}
				if err != nil {
					return fmt.Errorf("open key: %w", err)
				}
				w.shown = append(w.shown, key)
			}
			more = len(batch) == takeOutAtOnce
			return nil
		})
		if err != nil {
			return err
		}
		after = last
	}
	return nil
}

// load reads every wrapped key: about a hundred bytes for each record and each account.
func (o *Opener) load(ctx context.Context) error {
	for after := (storedKey{}); ; {
		batch, err := listKeys(ctx, o.work.Tx, after, takeOutAtOnce)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, k := range batch {
			o.wrapped[keyOwner{k.class, k.owner}] = k.wrapped
			if k.class == seal.ClassRecord {
				if key, err := o.Key(seal.ClassRecord, k.owner); err == nil {
					o.tags[ledger.TagOf(key)] = k.owner
				}
			}
		}
		after = batch[len(batch)-1]
	}
}

// Key gives an owner's key of a class; the class "" is what belongs to no one person. ErrLeftOut: it is one of sealed
// details, which were not asked for. ErrNoOwner: there is none any more.
func (o *Opener) Key(class seal.Class, owner string) (seal.Key, error) {
	at := keyOwner{class, owner}
	switch {
	case class == "":
		return o.door.ring.System(), nil
	case class == seal.ClassSealed && !o.sealed:
		return seal.Key{}, ErrLeftOut
	case o.wrapped[at] == nil:
		return seal.Key{}, ErrNoOwner
	}
	if key, ok := o.recent[at]; ok {
		return key, nil
	}
	key, err := o.door.ring.Unwrap(class, owner, o.wrapped[at])
	if errors.Is(err, seal.ErrDestroyed) {
		return key, ErrNoOwner
	}
	if err != nil {
		return key, fmt.Errorf("open key: %w", err)
	}
	if len(o.recent) >= keptOpen {
		clear(o.recent)
	}
	o.recent[at] = key
	return key, nil
}

// LogEntry is one entry of the ledger as it is taken out. At is zero where its content was destroyed; Subject, Reason and
// Detail are there where Opened.
type LogEntry struct {
	Entry   int64
	At      time.Time
	Actor   string
	Act     string
	Outcome string
	Opened  bool
	Subject string
	Reason  string
	Detail  []string
}

// EachEntry gives the whole ledger, the oldest entry first. On PostgreSQL what waits for its place (about a second) is not
// among it.
func (o *Opener) EachEntry(ctx context.Context, f func(LogEntry) error) error {
	if o.door.log == nil {
		return problem.New(problem.Internal, "problem.internal")
	}
	find := func(tag [8]byte) seal.Key {
		key, err := o.Key(seal.ClassRecord, o.tags[tag])
		if err != nil {
			return seal.Key{}
		}
		return key
	}
	return o.door.log.Each(ctx, o.work.Tx, find, func(l ledger.Line) error {
		e := LogEntry{Entry: l.Entry, At: l.At, Actor: l.Actor, Act: l.Act, Opened: l.Opened, Subject: l.Subject, Reason: l.Reason, Detail: l.Detail}
		if !l.At.IsZero() {
			e.Outcome = l.Outcome.String()
		}
		return f(e)
	})
}
