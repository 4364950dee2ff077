package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Door is the one way to the data. It is safe for concurrent use.
type Door struct {
	db       *db.DB
	ring     *seal.Ring
	now      func() time.Time
	saveRing func() error // nil where the ring has no file, as in some tests
	log      *ledger.Log  // what Trail reads
	recent   recent
}

// New makes the door to a database with its key ring. now gives the moment (time.Now in the product). saveRing writes
// the ring back to where it is kept after a key was destroyed.
func New(d *db.DB, ring *seal.Ring, now func() time.Time, saveRing func() error) *Door {
	return &Door{db: d, ring: ring, now: now, saveRing: saveRing}
}

// Work is what a decision opened: one transaction, one moment, one subject, and its keys.
type Work struct {
	Tx  *db.Tx
	Who permit.Actor
	At  time.Time
	// Key is the subject record's, account's or rating's data key; zero when the subject is none of them, or its key is destroyed.
	Key seal.Key
	// Sealed is the key of sealed details; zero unless the action opens them.
	Sealed seal.Key
	// Parts are those of the record on which who acts holds a grant now: what a page offers goes by them.
	Parts []permit.Part

	door     *Door
	act      permit.Action
	record   string
	lasting  []permit.Part // of Parts: those that more than an audit opens
	rating   string
	dropping seal.Key // of a record that Drop turned to: for its ledger entry, and to seal
	detail   []string
	shown    []seal.Key
	looks    []LookKind // beside the one that opening a record is
	noted    []lookKey
	hidden   bool // it was refused, and whoever asked may not learn that there is a record
}

// Note adds ids or codes, never text, to the ledger entry this work leaves.
func (w *Work) Note(ids ...string) { w.detail = append(w.detail, ids...) }

// May reports whether who acts may also do act on the work's record: what a use case shows beside what it was decided
// for.
func (w *Work) May(act permit.Action) bool { return on(w.Who, act, w.Parts, w.lasting) }

// on reports whether who may do act on a record of which they hold some parts, some of them by more than an audit. What an audit
// alone opens is read as an auditor reads, whatever else their work here is.
func on(who permit.Actor, act permit.Action, parts, lasting []permit.Part) bool {
	return decide(who, act, permit.Facts{Parts: parts}, lasting).Allowed
}

func decide(who permit.Actor, act permit.Action, facts permit.Facts, lasting []permit.Part) permit.Decision {
	if len(lasting) == len(facts.Parts) {
		return permit.Allowed(who, act, facts)
	}
	all := facts.Parts
	facts.Parts = lasting
	d := permit.Allowed(who, act, facts)
	if !d.Allowed {
		facts.Parts = all
		d = permit.Allowed(who.AsAuditor(), act, facts)
	}
	return d
}

// System is the key for what belongs to no one person: names of organisations and teams, settings.
func (w *Work) System() seal.Key { return w.door.ring.System() }

// Blind gives the index value under which an exact identifier can be found without storing it.
func (w *Work) Blind(domain, value string) string { return w.door.ring.Blind(domain, value) }

// May reports whether who may do act on a record now: what a page offers beside what it was decided for. It opens nothing
// and shows nothing, so it leaves no entry; a fault answers no.
func (d *Door) May(ctx context.Context, who permit.Actor, act permit.Action, recordID string) bool {
	may := false
	err := d.db.Read(ctx, func(tx *db.Tx) error {
		facts, lasting, err := d.facts(ctx, tx, who, Record(recordID), d.now())
		may = err == nil && on(who, act, facts.Parts, lasting)
		return err
	})
	return err == nil && may
}

// Holds gives the parts of a record that who holds now, after restrictions; nothing is opened by it, and no entry left.
func (d *Door) Holds(ctx context.Context, who permit.Actor, recordID string) (parts []permit.Part, err error) {
	err = d.db.Read(ctx, func(tx *db.Tx) error {
		facts, _, err := d.facts(ctx, tx, who, Record(recordID), d.now())
		parts = facts.Parts
		return err
	})
	return parts, err
}

// Admit lets through who may do act on a record now, and refuses as Do does, with an entry. An act that no part of a record
// opens is decided elsewhere, on another subject.
func (d *Door) Admit(ctx context.Context, who permit.Actor, act permit.Action, recordID string) error {
	if !permit.On(who, act, permit.Parts) || d.May(ctx, who, act, recordID) {
		return nil
	}
	return d.Read(ctx, who, act, Record(recordID), func(*Work) error { return nil })
}

// Now gives the door's clock.
func (d *Door) Now() time.Time { return d.now() }

// Do decides, runs f and writes the ledger entry in one transaction; it returns once all three are durable. A refusal
// leaves an entry of its own and is NotFound where the actor holds no grant on the record itself (they may not learn that
// it exists), Forbidden otherwise. When f fails nothing it did remains, and the failure is recorded where the subject is
// a record. f may run more than once and must have no effect but on the database.
func (d *Door) Do(ctx context.Context, who permit.Actor, act permit.Action, on Subject, f func(*Work) error) error {
	var decision permit.Decision
	var noted []lookKey
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		w, err := d.enter(ctx, tx, who, act, on, &decision)
		if err != nil {
			return err
		}
		if err := f(w); err != nil {
			return err
		}
		err = d.record(ctx, w, on, ledger.Done, decision.Reason)
		noted = w.noted
		return err
	})
	if err == nil {
		d.recent.keep(noted)
	}
	return d.settle(ctx, who, act, on, decision, err)
}

// Read decides and runs f on a snapshot, then waits until the ledger entry is durable; only then may anything f read
// be shown. It refuses as Do does. Writing in f fails.
func (d *Door) Read(ctx context.Context, who permit.Actor, act permit.Action, on Subject, f func(*Work) error) error {
	var decision permit.Decision
	var work *Work
	err := d.db.Read(ctx, func(tx *db.Tx) (err error) {
		if work, err = d.enter(ctx, tx, who, act, on, &decision); err != nil {
			return err
		}
		return f(work)
	})
	if err != nil {
		return d.settle(ctx, who, act, on, decision, err)
	}
	return d.recordRead(ctx, work, on, decision)
}

// List is Read for a page that shows several records: f sees only what Listing.Visible lets through, and one entry
// names every record whose key it opened.
func (d *Door) List(ctx context.Context, who permit.Actor, act permit.Action, f func(*Listing) error) error {
	return d.Read(ctx, who, act, Nothing, func(w *Work) error { return f(&Listing{w}) })
}

// errRefused ends a transaction whose decision was no.
var errRefused = errors.New("refused")

// enter decides on fresh facts and opens the keys that the decision opens.
func (d *Door) enter(ctx context.Context, tx *db.Tx, who permit.Actor, act permit.Action, on Subject, decision *permit.Decision) (*Work, error) {
	now := d.now()
	facts, lasting, err := d.facts(ctx, tx, who, on, now)
	if err != nil {
		return nil, fmt.Errorf("look up facts: %w", err)
	}
	*decision = decide(who, act, facts, lasting)
	if !decision.Allowed {
		if on.kind == rating || on.kind == record && permit.Hidden(facts.Parts) {
			return nil, problem.Wrap(errRefused, problem.NotFound, "problem.not_found")
		}
		return nil, problem.Wrap(errRefused, problem.Forbidden, "access.refused")
	}
	w := &Work{Tx: tx, Who: who, At: now, Parts: facts.Parts, lasting: lasting, door: d, act: act}
	switch on.kind {
	case record:
		w.record = on.id
		w.Key, err = d.key(ctx, tx, seal.ClassRecord, on.id)
		if err == nil && (act == permit.OpenSealed || act == permit.EditSealed) {
			w.Sealed, err = d.key(ctx, tx, seal.ClassSealed, on.id)
		}
	case account:
		w.Key, err = d.key(ctx, tx, seal.ClassAccount, on.id)
	case rating:
		w.rating = on.id
		w.Key, err = d.key(ctx, tx, seal.ClassRecord, ratingOwner(on.id))
	}
	if (act == permit.EraseRecord || act == permit.CloseShare) && errors.Is(err, seal.ErrDestroyed) {
		err = nil // the second try of an erasure whose first could not commit: what is left are rows
	}
	if err != nil {
		return nil, fmt.Errorf("open key: %w", err)
	}
	return w, nil
}

// facts gives what a decision rests on, and which of a record's parts more than an audit opens.
func (d *Door) facts(ctx context.Context, tx *db.Tx, who permit.Actor, on Subject, at time.Time) (facts permit.Facts, lasting []permit.Part, err error) {
	switch on.kind {
	case organisation:
		facts.SameOrganisation = on.id != "" && on.id == who.Organisation
	case account:
		facts.Own = on.id != "" && on.id == who.ID
	case record:
		if holders := who.Holders(); len(holders) > 0 {
			facts.Parts, lasting, err = listOpenParts(ctx, tx, on.id, holders, db.Time(at))
		}
	case rating:
		facts, err = ratingFacts(ctx, tx, who, on.id)
	}
	return facts, lasting, err
}

// key gives the zero key when the owner has none of the class.
func (d *Door) key(ctx context.Context, tx *db.Tx, class seal.Class, owner string) (seal.Key, error) {
	wrapped, err := findKey(ctx, tx, class, owner)
	if err != nil || wrapped == nil {
		return seal.Key{}, err
	}
	return d.ring.Unwrap(class, owner, wrapped)
}

// entryKey is the key under which an entry's salt lives: the record's where there is one.
func (d *Door) entryKey(w *Work) seal.Key {
	switch {
	case w.record != "" && !w.Key.IsZero():
		return w.Key
	case !w.dropping.IsZero():
		return w.dropping
	}
	return d.ring.System()
}

func (d *Door) record(ctx context.Context, w *Work, on Subject, outcome ledger.Outcome, reason string) error {
	if err := d.look(ctx, w, outcome); err != nil {
		return fmt.Errorf("note look: %w", err)
	}
	subject := on.id
	if w.record != "" {
		subject = w.record
	}
	actor := w.Who.ID
	if actor == "" {
		actor = "nobody"
	}
	return ledger.Record(ctx, w.Tx, ledger.Entry{
		At: w.At, Actor: actor, Act: string(w.act), Subject: subject, Detail: w.detail, Shown: w.shown,
		Outcome: outcome, Reason: reason,
	}, d.entryKey(w))
}

// recordRead hands a read's entry to the writer and waits for its group. The reader's having gone away changes nothing:
// what was read was read.
func (d *Door) recordRead(ctx context.Context, w *Work, on Subject, decision permit.Decision) error {
	ctx = context.WithoutCancel(ctx)
	var noted []lookKey
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		at := *w
		at.Tx = tx
		err := d.record(ctx, &at, on, ledger.Done, decision.Reason)
		noted = at.noted
		return err
	})
	if err != nil {
		return fmt.Errorf("record reading: %w", err)
	}
	d.recent.keep(noted)
	return nil
}

// settle records a refusal, and a failure after the decision on a record, in a transaction of its own.
func (d *Door) settle(ctx context.Context, who permit.Actor, act permit.Action, on Subject, decision permit.Decision, err error) error {
	if err == nil {
		return nil
	}
	refused := errors.Is(err, errRefused)
	if !refused && (on.kind != record || !decision.Allowed) {
		return err
	}
	outcome, reason := ledger.Failed, strings.ReplaceAll(problem.KindOf(err).String(), " ", "_")
	if refused {
		outcome, reason = ledger.Refused, decision.Reason
	}
	ctx = context.WithoutCancel(ctx)
	noted := d.db.Write(ctx, func(tx *db.Tx) error {
		w := &Work{Tx: tx, Who: who, At: d.now(), door: d, act: act, hidden: problem.Is(err, problem.NotFound)}
		if on.kind == record {
			key, err := d.key(ctx, tx, seal.ClassRecord, on.id)
			if err != nil && !errors.Is(err, seal.ErrDestroyed) {
				return err
			}
			w.Key = key
			w.record = on.id
		}
		return d.record(ctx, w, on, outcome, reason)
	})
	if noted != nil {
		return errors.Join(err, fmt.Errorf("record %s: %w", outcome, noted))
	}
	return err
}

// Refused records that somebody asked for what their role can never do, before any subject was looked up; record is
// the one they asked for, "" where there is none. What the role might do after all is an Internal problem: then
// somebody refused too early.
func (d *Door) Refused(ctx context.Context, who permit.Actor, act permit.Action, record string) error {
	if permit.Could(who, act) {
		return problem.New(problem.Internal, "problem.internal")
	}
	on := Nothing
	if record != "" {
		on = Record(record)
	}
	err := d.Do(ctx, who, act, on, func(*Work) error { return nil })
	if problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}

// Background runs f on a snapshot for the program itself, with no subject and no key but the system's: filling an
// index in memory, or showing what was published to everybody. It shows nothing of a record, so it leaves no entry.
func (d *Door) Background(ctx context.Context, f func(*Work) error) error {
	return d.db.Read(ctx, func(tx *db.Tx) error {
		return f(&Work{Tx: tx, Who: permit.System, At: d.now(), door: d, act: permit.Operate})
	})
}
