package custody

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Line is one record in the register whose time has ended, or whose legal hold is to be looked at again. For those who
// may not open the record, Names is empty and Month all that is said of the day.
type Line struct {
	Record string
	Names  record.Names
	Rule   Rule
	Due    string // "" in a register without content
	Month  string // YYYY-MM since when it is due
	Held   bool
	Review string // when the hold is to be looked at again
}

// RegisterLimit is the most lines of one register.
const RegisterLimit = 200

// Due lists the records that who may open whose time has ended or whose hold is to be looked at again; more says that
// there are others.
func (s *Service) Due(ctx context.Context, who permit.Actor) (list []Line, more bool, err error) {
	err = s.door.List(ctx, who, permit.ReviewKeeping, func(l *access.Listing) error {
		rows, err := listVisibleClocks(ctx, l)
		if err != nil {
			return err
		}
		if list, more, err = lines(ctx, l.Work, rows); err != nil {
			return err
		}
		ids := make([]string, len(list))
		for i, line := range list {
			ids[i] = line.Record
		}
		keys, err := l.Keys(ctx, ids)
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		for i := range list {
			list[i].Names = names[list[i].Record]
		}
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("list what is due: %w", err)
	}
	return list, more, nil
}

// Watch lists the records of the organisation of who acts whose time has ended, without content: for those who watch that
// somebody looks at them.
func (s *Service) Watch(ctx context.Context, who permit.Actor) (list []Line, more bool, err error) {
	err = s.door.Read(ctx, who, permit.WatchKeeping, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("register")
		rows, err := listClocks(ctx, w.Tx, who.Organisation)
		if err != nil {
			return err
		}
		list, more, err = lines(ctx, w, rows)
		for i := range list {
			list[i].Due = ""
		}
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("watch what is due: %w", err)
	}
	return list, more, nil
}

// lines picks what is due today, the longest due first.
func lines(ctx context.Context, w *access.Work, rows []clockRow) (list []Line, more bool, err error) {
	today := promise.Day(w.At)
	decided := map[string]Policy{}
	for _, r := range rows {
		plain, err := w.System().Open(r.document, clockPlace(r.record))
		if err != nil {
			return nil, false, fmt.Errorf("open a clock: %w", err)
		}
		var d wound
		if err := json.Unmarshal(plain, &d); err != nil {
			return nil, false, fmt.Errorf("read a clock: %w", err)
		}
		if d.Rule == ByPolicy {
			if d.Due, err = dueByPolicy(ctx, w, r, d, decided); err != nil {
				return nil, false, err
			}
		}
		over := d.Due <= today && d.Until < today
		review := d.Held && d.Review <= today
		if over || review {
			list = append(list, Line{Record: r.record, Rule: d.Rule, Due: d.Due, Month: d.Due[:7], Held: d.Held, Review: d.Review})
		}
	}
	slices.SortFunc(list, func(a, b Line) int { return strings.Compare(a.Due+a.Record, b.Due+b.Record) })
	if len(list) > RegisterLimit {
		return list[:RegisterLimit], true, nil
	}
	return list, false, nil
}

// dueByPolicy reckons anew what rests on an organisation's decision and on the last conversation, since both change
// without the record's profile changing. decided remembers policies by organisation.
func dueByPolicy(ctx context.Context, w *access.Work, r clockRow, d wound, decided map[string]Policy) (string, error) {
	p, ok := decided[r.organisation]
	if !ok {
		var err error
		if p, err = policyOf(ctx, w, r.organisation); err != nil {
			return "", err
		}
		decided[r.organisation] = p
	}
	last, err := record.LastSitting(ctx, w, r.record)
	if err != nil {
		return "", err
	}
	if !last.IsZero() {
		d.Last = max(d.Last, promise.Day(last))
	}
	return p.due(d.Born, d.Last)
}
