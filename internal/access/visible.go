package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Fragment is a condition for a where clause with its arguments. Its placeholders start at the number it was made for.
type Fragment struct {
	SQL  string
	Args []any
	Next int // the first placeholder number after it
}

// Visible gives the condition "this column names a record on which who may do act at this moment", from the same grants
// and the same policy that decide a single act (a property test holds the two together). An act that takes two parts at
// once lists nothing. first is the number of its first placeholder in the caller's statement. It starts from what who
// holds: right for a list of all of theirs.
func Visible(who permit.Actor, act permit.Action, at time.Time, column string, first int) Fragment {
	f, held := grantsOf(who, act, at, first)
	if held == "" {
		return f
	}
	f.SQL = column + " in (select g.record_id from access_grants g where " + held + ")"
	return f
}

// VisibleAmong is Visible for a statement that names a few records already, or reads many and stops early: it looks up
// each row by itself, however many records who may open.
func VisibleAmong(who permit.Actor, act permit.Action, at time.Time, column string, first int) Fragment {
	f, held := grantsOf(who, act, at, first)
	if held == "" {
		return f
	}
	f.SQL = "exists (select 1 from access_grants g where g.record_id = " + column + " and " + held + ")"
	return f
}

// grantsOf gives the condition on a grant that lets who do act on its record now; "" and a fragment that lets nothing
// through when no part does.
func grantsOf(who permit.Actor, act permit.Action, at time.Time, first int) (Fragment, string) {
	holders, opens := who.Holders(), openedBy(who, act)
	if len(holders) == 0 || opens == "" {
		return Fragment{SQL: "1 = 0", Next: first}, ""
	}
	f := Fragment{Next: first + len(holders) + 1}
	for _, h := range holders {
		f.Args = append(f.Args, h)
	}
	f.Args = append(f.Args, db.Time(at))
	moment := fmt.Sprintf("$%d", first+len(holders))
	return f, "g.holder_id in " + db.In(first, len(holders)) + " and " + opens +
		" and g.starts_at <= " + moment + " and g.ends_at > " + moment + " and g.ended_by = '' and " + notShutOut(db.In(first, len(holders)))
}

// openedBy is the condition that a grant g opens act to who: what an audit alone gave opens what an auditor reads, whatever else
// their work here is. It is "" where no grant does.
func openedBy(who permit.Actor, act permit.Action) string {
	parts, audited := permit.Opening(who, act), permit.Opening(who.AsAuditor(), act)
	switch {
	case len(parts) == 0 && len(audited) == 0:
		return ""
	case slices.Equal(parts, audited):
		return "g.part in " + quoted(parts)
	case len(audited) == 0:
		return "g.reason <> 'audit' and g.part in " + quoted(parts)
	case len(parts) == 0:
		return "g.reason = 'audit' and g.part in " + quoted(audited)
	}
	return "(g.reason <> 'audit' and g.part in " + quoted(parts) + " or g.reason = 'audit' and g.part in " + quoted(audited) + ")"
}

// quoted writes parts, which are constants of this program, as they stand in a condition.
func quoted(parts []permit.Part) string {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = "'" + string(p) + "'"
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

// Listing is the work of a list page: it sees what Visible lets through and notes every record it shows. What that is
// follows from the action it lists under (permit.OfEach).
type Listing struct {
	*Work
}

// Visible is the package's Visible for who lists, now.
func (l *Listing) Visible(column string, first int) Fragment {
	return Visible(l.Who, permit.OfEach(l.act), l.At, column, first)
}

// VisibleAmong is the package's VisibleAmong for who lists, now.
func (l *Listing) VisibleAmong(column string, first int) Fragment {
	return VisibleAmong(l.Who, permit.OfEach(l.act), l.At, column, first)
}

// Mine gives ids of records who may open, in no order: all of them, or more than most of them.
func (l *Listing) Mine(ctx context.Context, most int) ([]string, error) {
	f, held := grantsOf(l.Who, permit.OfEach(l.act), l.At, 1)
	if held == "" {
		return nil, nil
	}
	return listHeld(ctx, l.Tx, held, f, most)
}

// Open gives those of a few records that who may open, in their order; it opens none of them.
func (l *Listing) Open(ctx context.Context, records []string) ([]string, error) {
	return l.OpenTo(ctx, permit.OfEach(l.act), records)
}

// OpenTo gives those of a few records on which who lists may do act, in their order: what a list shows of some of its
// lines and not of others.
func (l *Listing) OpenTo(ctx context.Context, act permit.Action, records []string) ([]string, error) {
	if len(records) == 0 {
		return nil, nil
	}
	seen, err := visibleKeys(ctx, l.Tx, func(column string, first int) Fragment {
		return VisibleAmong(l.Who, act, l.At, column, first)
	}, records)
	if err != nil {
		return nil, err
	}
	var open []string
	for _, id := range records {
		if _, ok := seen[id]; ok {
			open = append(open, id)
		}
	}
	return open, nil
}

// GrantOpen reports whether one grant opens its part now: for a list of what was given one by one, such as shares. A record
// being visible says only that some grant does.
func (l *Listing) GrantOpen(ctx context.Context, id string) (bool, error) {
	n, err := countOpen(ctx, l.Tx, id, db.Time(l.At))
	return n > 0, err
}

// Keys opens the keys of records the list is about to show, and notes each of them in the ledger entry. An id that
// who may not open is Forbidden: a list cannot show by mistake what a page would refuse. Records whose key was
// destroyed are left out of the answer.
func (l *Listing) Keys(ctx context.Context, records []string) (map[string]seal.Key, error) {
	keys := make(map[string]seal.Key, len(records))
	const batch = 200 // well inside both engines' limits on placeholders
	for len(records) > 0 {
		n := min(batch, len(records))
		if err := l.keys(ctx, records[:n], keys); err != nil {
			return nil, err
		}
		records = records[n:]
	}
	return keys, nil
}

func (l *Listing) keys(ctx context.Context, records []string, into map[string]seal.Key) error {
	wanted := map[string]bool{}
	for _, id := range records {
		wanted[id] = true
	}
	seen, err := visibleKeys(ctx, l.Tx, l.VisibleAmong, records)
	if err != nil {
		return err
	}
	if len(seen) != len(wanted) {
		return problem.New(problem.Forbidden, "access.refused")
	}
	for id, wrapped := range seen {
		if wrapped == nil {
			continue
		}
		key, err := l.door.ring.Unwrap(seal.ClassRecord, id, wrapped)
		if err != nil {
			return fmt.Errorf("open record key: %w", err)
		}
		into[id] = key
		l.shown = append(l.shown, key)
	}
	return nil
}
