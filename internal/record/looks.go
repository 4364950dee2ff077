package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Look is one line of a record's log, with the name of who acted.
type Look struct {
	access.Trace
	ActorName string   // "" where nobody is known by the id
	Kind      LookedAt // "" for what the program did by itself
}

// LookedRefused is what somebody tried and was refused: the staff's log holds it, since nobody saw anything by it.
const LookedRefused LookedAt = "refused"

// LogKinds are the kinds by which a log can be narrowed, in the order people read them.
var LogKinds = append(slices.Clone(LookedKinds), LookedRefused)

// Wanted narrows a record's log. The zero value wants all of it.
type Wanted struct {
	Actor  string   // an account's id
	Kind   LookedAt // of LogKinds
	Day    string   // YYYY-MM-DD
	Before int64    // as the page above said
}

// Log is a page of what the ledger holds about a record, newest first.
type Log struct {
	Looks  []Look
	Next   int64            // pass it as Before for the page after; 0 when this is the last
	People []account.Person // who did anything with the record lately, by name: whom it can be narrowed to
}

// LogLimit is how many lines one page of a record's log has.
const LogLimit = 50

// logReach bounds how many entries one page looks through for those that are wanted.
const logReach = 20 * lookedBatch

// Log gives what the ledger holds about a record, as far as it is wanted.
func (s *Service) Log(ctx context.Context, who permit.Actor, people *account.Service, id string, want Wanted) (log Log, err error) {
	sought, err := want.sought()
	if err != nil {
		return log, err
	}
	err = s.door.Read(ctx, who, permit.ReadLedger, access.Record(id), func(w *access.Work) error {
		log = Log{}
		if err := log.fill(ctx, w, want, sought); err != nil {
			return err
		}
		lately, _, err := w.Trail(ctx, 0, lookedBatch)
		if err != nil {
			return err
		}
		ids := []string{want.Actor}
		for _, t := range lately {
			ids = append(ids, t.Actor)
		}
		listed := len(ids)
		for _, l := range log.Looks {
			ids = append(ids, l.Actor)
		}
		names, err := people.Names(ctx, w, ids)
		if err != nil {
			return err
		}
		for i := range log.Looks {
			log.Looks[i].ActorName = names[log.Looks[i].Actor].Name
		}
		slices.Sort(ids[:listed])
		for _, id := range slices.Compact(ids[:listed]) {
			if p, known := names[id]; known {
				log.People = append(log.People, p)
			}
		}
		slices.SortFunc(log.People, func(a, b account.Person) int { return strings.Compare(i18n.Fold(a.Name), i18n.Fold(b.Name)) })
		return nil
	})
	if err != nil {
		return Log{}, fmt.Errorf("read a record's log: %w", err)
	}
	return log, nil
}

func (want Wanted) sought() (access.Sought, error) {
	sought := access.Sought{Actor: want.Actor, Before: want.Before}
	var c problem.Check
	c.Require(want.Kind == "" || slices.Contains(LogKinds, want.Kind), "kind", "problem.not_a_choice")
	if want.Day != "" {
		day, err := time.Parse(time.DateOnly, want.Day)
		c.Require(err == nil, "day", "problem.not_a_date", "example", "2027-03-27")
		sought.Since, sought.Until = day, day.AddDate(0, 0, 1)
	}
	return sought, c.Err()
}

// fill takes entries until the page is full, the log is at its end, or enough was looked through.
func (log *Log) fill(ctx context.Context, w *access.Work, want Wanted, sought access.Sought) error {
	limit := LogLimit
	if want.Kind != "" {
		limit = lookedBatch
	}
	for seen := 0; seen < logReach; {
		traces, more, err := w.TrailOf(ctx, sought, limit)
		if err != nil {
			return err
		}
		for i, t := range traces {
			kind := staffKind(t)
			if want.Kind != "" && kind != want.Kind {
				continue
			}
			log.Looks = append(log.Looks, Look{Trace: t, Kind: kind})
			if len(log.Looks) == LogLimit {
				if more || i+1 < len(traces) {
					log.Next = t.Entry
				}
				return nil
			}
		}
		if !more || len(traces) == 0 {
			return nil
		}
		seen += len(traces)
		sought.Before = traces[len(traces)-1].Entry
	}
	log.Next = sought.Before
	return nil
}

// staffKind is lookedKind with what was refused or did not work.
func staffKind(t access.Trace) LookedAt {
	if t.Outcome.String() == "refused" {
		return LookedRefused
	}
	if kind := lookedKind(t); kind != "" || t.Actor == permit.System.ID {
		return kind
	}
	if kind := lookedActs[t.Act]; kind != "" {
		return kind
	}
	return LookedChecked
}

// Together is what one person did with a record on one day, of the lines of one page.
type Together struct {
	Day   string // YYYY-MM-DD
	Lines []Look // the newest first
}

// ByPersonAndDay gathers lines, the newest first, by day and by who acted.
func ByPersonAndDay(looks []Look) []Together {
	var list []Together
	for _, l := range looks {
		day := l.At.Format(time.DateOnly)
		i := slices.IndexFunc(list, func(t Together) bool { return t.Day == day && t.Lines[0].Actor == l.Actor })
		if i < 0 {
			list = append(list, Together{Day: day})
			i = len(list) - 1
		}
		list[i].Lines = append(list[i].Lines, l)
	}
	return list
}
