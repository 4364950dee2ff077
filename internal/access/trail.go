package access

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Trace is one entry of the ledger as somebody who may read a record's log sees it.
type Trace struct {
	Entry   int64 // its number in the ledger
	At      time.Time
	Actor   string // an account's id, or "system"
	Act     permit.Action
	Outcome ledger.Outcome
	Reason  string   // the policy a decision rests on, or the kind of a failure
	Detail  []string // ids and codes
	Listed  bool     // the record stood in a list with others; the rest of the entry stays closed
}

// WithLedger gives the door the log that Trail reads. Call it once, before the first use.
func (d *Door) WithLedger(l *ledger.Log) *Door {
	d.log = l
	return d
}

// mayTrail reports whether this decision opens the log: one about the log itself, about taking all of a record out, or one
// of the young person's own, in their own place or with somebody beside them. A spoken code opens no log.
func (w *Work) mayTrail() bool {
	return w.act == permit.ReadLedger || w.act == permit.ExportRecord || w.act == permit.AnswerRequest || w.act == permit.ReadOwn
}

// Trail gives what the ledger holds about the work's record, newest first: who looked, who did what, who was refused.
// before is the entry number of the last line of the page above (0 begins at the newest); more says that there are
// others. On PostgreSQL an entry appears about a second after its act.
func (w *Work) Trail(ctx context.Context, before int64, limit int) (traces []Trace, more bool, err error) {
	return w.TrailOf(ctx, Sought{Before: before}, limit)
}

// Sought narrows a trail: to one actor, and to a time from Since (zero: the beginning) until before Until (zero: now).
type Sought struct {
	Actor        string
	Since, Until time.Time
	Before       int64 // as Trail's
}

// TrailOf is Trail for those entries that are sought.
func (w *Work) TrailOf(ctx context.Context, sought Sought, limit int) (traces []Trace, more bool, err error) {
	if !w.mayTrail() || w.Key.IsZero() {
		return nil, false, problem.New(problem.Forbidden, "access.refused")
	}
	lines, more, err := w.door.log.List(ctx, w.Tx, ledger.Filter{Keys: []seal.Key{w.Key}, Actor: sought.Actor,
		Since: sought.Since, Until: sought.Until, Before: sought.Before, Limit: limit})
	if err != nil {
		return nil, false, fmt.Errorf("read trail: %w", err)
	}
	traces = make([]Trace, 0, len(lines))
	for _, l := range lines {
		traces = append(traces, Trace{Entry: l.Entry, At: l.At, Actor: l.Actor, Act: permit.Action(l.Act), Outcome: l.Outcome,
			Reason: l.Reason, Detail: l.Detail, Listed: l.Shown})
	}
	return traces, more, nil
}
