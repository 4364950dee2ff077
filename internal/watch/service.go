package watch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// How far back the rules look, how long what the door saw is kept, and after how long a record is to be gone through again.
const (
	lookBack    = 14 * 24 * time.Hour
	looksKept   = 400 * 24 * time.Hour
	ReviewAfter = 6 // months
)

// shownMost is how many alerts a page shows: the open ones come first.
const shownMost = 100

// Service is what can be done here. It is safe for concurrent use.
type Service struct {
	door   *access.Door
	people *account.Service
	limits Limits
}

// New makes the service with the ordinary limits.
func New(door *access.Door, people *account.Service) *Service {
	return &Service{door: door, people: people, limits: Ordinary}
}

// Limits are the numbers that alerts go by.
func (s *Service) Limits() Limits { return s.limits }

// Look asks the rules about what the door saw, and forgets what is too old. It is safe to run at any time, on several servers.
func (s *Service) Look(ctx context.Context) error {
	err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("watch")
		looks, err := w.Looks(ctx, w.At.Add(-lookBack))
		if err != nil {
			return err
		}
		var ids []string
		for _, l := range looks {
			if !slices.Contains(ids, l.Actor) {
				ids = append(ids, l.Actor)
			}
		}
		people, err := s.people.Names(ctx, w, ids)
		if err != nil {
			return err
		}
		for _, f := range s.limits.find(looks, func(id string) []permit.Role { return people[id].Roles }) {
			if err := raise(ctx, w, f); err != nil {
				return err
			}
		}
		return w.ForgetLooks(ctx, w.At.Add(-looksKept))
	})
	if err != nil {
		return fmt.Errorf("watch over access: %w", err)
	}
	return nil
}

// raise makes an alert; what goes on for days is asked about once a week.
func raise(ctx context.Context, w *access.Work, f found) error {
	if f.rule == Caseload {
		last, err := lastOf(ctx, w.Tx, f.about, string(f.rule), f.day)
		if err != nil {
			return err
		}
		if day, err := time.Parse(time.DateOnly, f.day); err == nil && last > day.AddDate(0, 0, -7).Format(time.DateOnly) {
			return nil
		}
	}
	return insertAlert(ctx, w.Tx, db.NewID(), f, db.Time(w.At))
}

// Outcome says what came of looking into an alert.
type Outcome string

// The outcomes.
const (
	Explained Outcome = "explained" // there is a good reason, which the words say
	Nothing   Outcome = "nothing"   // looked into; nothing was wrong
	Acted     Outcome = "acted"     // something was wrong, and something was done
)

// Outcomes lists them in the order people read them.
var Outcomes = []Outcome{Explained, Nothing, Acted}

// Alert is a question about how somebody used their access.
type Alert struct {
	ID, About, AboutName string
	Rule                 Rule
	Day                  string   // "2026-11-26"
	Records              []string // those it is about; to be shown only to who may open them
	Outcome              Outcome  // "" while it is open
	Words                string
	SettledBy            string // a name
	SettledAt            time.Time
}

// Alerts lists the alerts of one's own organisation, the open ones first. Nobody sees one about themselves.
func (s *Service) Alerts(ctx context.Context, who permit.Actor) (alerts []Alert, err error) {
	err = s.door.Read(ctx, who, permit.WatchAccess, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("alerts")
		rows, err := listAlerts(ctx, w.Tx, who.Organisation, who.ID, shownMost)
		if err != nil {
			return err
		}
		alerts, err = s.opened(ctx, w, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list alerts: %w", err)
	}
	return alerts, nil
}

// Alert reads one; NotFound for another organisation's and for one about oneself.
func (s *Service) Alert(ctx context.Context, who permit.Actor, id string) (a Alert, err error) {
	err = s.door.Read(ctx, who, permit.WatchAccess, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("alert", id)
		row, err := findAlert(ctx, w.Tx, id, who.Organisation, who.ID)
		if err != nil {
			return err
		}
		list, err := s.opened(ctx, w, []alertRow{row})
		if err != nil {
			return err
		}
		a = list[0]
		a.Records, err = recordsOf(ctx, w, a)
		return err
	})
	if err != nil {
		return Alert{}, fmt.Errorf("read alert: %w", err)
	}
	return a, nil
}

// recordsOf gives the records that an alert's rule went by.
func recordsOf(ctx context.Context, w *access.Work, a Alert) ([]string, error) {
	day, err := time.Parse(time.DateOnly, a.Day)
	if err != nil {
		return nil, fmt.Errorf("read day: %w", err)
	}
	since := day
	if a.Rule == Caseload {
		since = day.AddDate(0, 0, -6)
	}
	looks, err := w.Looks(ctx, since)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range looks {
		if l.Actor == a.About && l.At.Before(day.AddDate(0, 0, 1)) && l.Record != "" && speaksOf(a.Rule, l) && !slices.Contains(ids, l.Record) {
			ids = append(ids, l.Record)
		}
	}
	return ids, nil
}

func speaksOf(rule Rule, l access.Look) bool {
	switch rule {
	case Caseload:
		return l.Way == access.ReasonTeam
	case Emergency:
		return l.Way == access.ReasonEmergency
	case NightExport:
		return l.Kind == access.LookExported
	case Refused:
		return l.Kind == access.LookRefused
	case Bulk:
		return l.Kind != access.LookRefused
	}
	return false
}

func wordsPlace(alert string) seal.Place {
	return seal.Place{Table: "watch_settlements", Row: alert, Column: "words"}
}

func (s *Service) opened(ctx context.Context, w *access.Work, rows []alertRow) ([]Alert, error) {
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.about, r.by)
	}
	names, err := s.people.Names(ctx, w, ids)
	if err != nil {
		return nil, err
	}
	alerts := make([]Alert, len(rows))
	for i, r := range rows {
		a := Alert{ID: r.id, About: r.about, AboutName: names[r.about].Name, Rule: Rule(r.rule), Day: r.day, Outcome: Outcome(r.outcome), SettledBy: names[r.by].Name}
		if r.outcome != "" {
			key, err := w.AccountKey(ctx, r.about)
			if err != nil {
				return nil, err
			}
			if a.Words, err = key.OpenText(r.words, wordsPlace(r.id)); err != nil {
				return nil, err
			}
			if a.SettledAt, err = db.ParseTime(r.at); err != nil {
				return nil, err
			}
		}
		alerts[i] = a
	}
	return alerts, nil
}

// maxWords bounds what is written about an alert.
const maxWords = 2000

// Settle says what came of looking into an alert, in words. It is settled once; the one it is about cannot, and does not
// learn that it is there.
func (s *Service) Settle(ctx context.Context, who permit.Actor, id string, outcome Outcome, words string) error {
	words = strings.TrimSpace(words)
	var c problem.Check
	c.Require(slices.Contains(Outcomes, outcome), "outcome", "problem.required_choice")
	c.Require(words != "", "words", "problem.required")
	c.Require(len(words) <= maxWords, "words", "problem.too_long", "max", maxWords)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.WatchAccess, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("settled", id, string(outcome))
		a, err := findAlert(ctx, w.Tx, id, who.Organisation, who.ID)
		if err != nil {
			return err
		}
		if a.outcome != "" {
			return problem.New(problem.Conflict, "watch.settled_already")
		}
		key, err := w.AccountKey(ctx, a.about)
		if err != nil {
			return err
		}
		return insertSettlement(ctx, w.Tx, id, string(outcome), key.SealText(words, wordsPlace(id)), who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("settle alert: %w", err)
	}
	return nil
}

// Left lists who of one's own organisation has left and is still named by an open grant. They cannot sign in; the record
// is theirs in name alone, and nobody else may be looking after it.
func (s *Service) Left(ctx context.Context, who permit.Actor) (left []account.Person, err error) {
	err = s.door.Read(ctx, who, permit.WatchAccess, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("left")
		closed, err := s.people.LeftIn(ctx, w, who.Organisation)
		if err != nil || len(closed) == 0 {
			return err
		}
		ids := make([]string, len(closed))
		for i, p := range closed {
			ids[i] = p.ID
		}
		holding, err := w.HeldBy(ctx, ids)
		left = slices.DeleteFunc(closed, func(p account.Person) bool { return !holding[p.ID] })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list who left: %w", err)
	}
	return left, nil
}
