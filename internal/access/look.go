package access

import (
	"context"
	"sync"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// LookKind says what the door saw somebody do.
type LookKind string

// The kinds of look.
const (
	LookOpened   LookKind = "opened"   // a record, or a part of it
	LookRefused  LookKind = "refused"  // asked for a record on which they hold nothing
	LookSealed   LookKind = "sealed"   // a sealed detail
	LookExported LookKind = "exported" // a whole record, as a file
	LookOwnName  LookKind = "own_name" // searched for their own family name
)

// Look is one of the facts that watching over access goes by: the first of its kind on its day (of exports: in its hour).
type Look struct {
	Actor, Organisation string
	Kind                LookKind
	Record              string // "" for a search
	Way                 Reason // of the grant it came by; "" for none
	At                  time.Time
}

// LookedFor adds a fact to what the door notes of this work.
func (w *Work) LookedFor(kind LookKind) { w.looks = append(w.looks, kind) }

// kindOf gives what an entry about a record is a look of; "" for none.
func kindOf(act permit.Action, outcome ledger.Outcome, hidden bool) LookKind {
	switch {
	case outcome == ledger.Refused && hidden:
		return LookRefused
	case outcome != ledger.Done || act == permit.EraseRecord || act == permit.CreateRecord || act == permit.AskCarry:
		return ""
	case act == permit.ExportRecord:
		return LookExported
	case act == permit.OpenSealed || act == permit.EditSealed || act == permit.OpenSafety:
		return LookSealed
	}
	return LookOpened
}

// recent remembers what was noted already, so that a day's work costs a row and not a write for each page.
type recent struct {
	mu   sync.Mutex
	seen map[lookKey]bool
}

type lookKey struct{ actor, day, kind, record, hour string }

// recentSize bounds the memory; when it is full everything is forgotten and noted again, which changes nothing.
const recentSize = 100_000

func (r *recent) has(k lookKey) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[k]
}

func (r *recent) keep(keys []lookKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil || len(r.seen) > recentSize {
		r.seen = make(map[lookKey]bool)
	}
	for _, k := range keys {
		r.seen[k] = true
	}
}

// look notes what an entry is a look of. What it noted counts as noted only once its transaction is durable: noted does
// that. A young person in a place of their own, and the machine itself, are not watched.
func (d *Door) look(ctx context.Context, w *Work, outcome ledger.Outcome) error {
	if !db.IsID(w.Who.ID) || w.Who.Is(permit.YoungPerson) || w.Who.Is(permit.Operator) {
		return nil
	}
	for _, kind := range w.looks {
		if err := d.noteLook(ctx, w, kind, ""); err != nil {
			return err
		}
	}
	if !db.IsID(w.record) {
		return nil
	}
	kind := kindOf(w.act, outcome, w.hidden)
	if kind == "" {
		return nil
	}
	return d.noteLook(ctx, w, kind, w.record)
}

func (d *Door) noteLook(ctx context.Context, w *Work, kind LookKind, record string) error {
	at := w.At.UTC()
	k := lookKey{w.Who.ID, at.Format(time.DateOnly), string(kind), record, ""}
	if kind == LookExported {
		k.hour = at.Format("15")
	}
	if d.recent.has(k) {
		return nil
	}
	way := Reason("")
	if record != "" && kind != LookRefused {
		var err error
		if way, err = wayIn(ctx, w.Tx, record, w.Who.Holders(), db.Time(w.At)); err != nil {
			return err
		}
	}
	w.noted = append(w.noted, k)
	return insertLook(ctx, w.Tx, k, w.Who.Organisation, way, db.Time(w.At))
}

// ways orders the reasons: a look came by the first of them that its actor holds.
var ways = []Reason{ReasonAllocation, ReasonGuardian, ReasonCourt, ReasonInspection, ReasonAudit, ReasonShare, ReasonTeam, ReasonEmergency}

// Looks gives what the door saw since a day, oldest first, for those who watch over access and for the program itself.
func (w *Work) Looks(ctx context.Context, since time.Time) ([]Look, error) {
	if w.act != permit.Operate && w.act != permit.WatchAccess {
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	return listLooks(ctx, w.Tx, since.UTC().Format(time.DateOnly))
}

// ForgetLooks deletes what is older than a day: nobody is watched for ever.
func (w *Work) ForgetLooks(ctx context.Context, before time.Time) error {
	if w.act != permit.Operate {
		return problem.New(problem.Forbidden, "access.refused")
	}
	return deleteLooksBefore(ctx, w.Tx, before.UTC().Format(time.DateOnly))
}

// HeldBy gives, of some accounts, those that an open grant still names.
func (w *Work) HeldBy(ctx context.Context, accounts []string) (map[string]bool, error) {
	if w.act != permit.WatchAccess {
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	return listHolding(ctx, w.Tx, accounts, db.Time(w.At))
}

// Answering gives the records that somebody may give grants on now, each with since when: what they are to go through.
// For those who watch over access; no record is opened by it.
func (w *Work) Answering(ctx context.Context, somebody permit.Actor) (map[string]time.Time, error) {
	if w.act != permit.WatchAccess {
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	f, held := grantsOf(somebody, permit.GiveGrant, w.At, 1)
	if held == "" {
		return nil, nil
	}
	return listAnswering(ctx, w.Tx, held, f)
}
