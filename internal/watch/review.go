package watch

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// Due is a record with when somebody last went through who may open it.
type Due struct {
	Record string
	Last   time.Time // zero: never
	Over   bool      // it is time again
}

// reviewedMost is how many records a list of reviews goes through at once.
const reviewedMost = 200

// Reviews lists the records that who decides over, those that were never gone through first, then the oldest.
func (s *Service) Reviews(ctx context.Context, who permit.Actor) (due []Due, err error) {
	err = s.door.List(ctx, who, permit.ReviewAccess, func(l *access.Listing) error {
		ids, err := l.Mine(ctx, reviewedMost)
		if err != nil || len(ids) == 0 {
			return err
		}
		last := map[string]string{}
		for batch := range slices.Chunk(ids, 200) {
			part, err := listReviewed(ctx, l.Tx, batch)
			if err != nil {
				return err
			}
			for id, at := range part {
				last[id] = at
			}
		}
		due = due[:0]
		for _, id := range ids {
			d := Due{Record: id, Over: true}
			if at := last[id]; at != "" {
				if d.Last, err = db.ParseTime(at); err != nil {
					return err
				}
				d.Over = !l.At.Before(d.Last.AddDate(0, ReviewAfter, 0))
			}
			due = append(due, d)
		}
		slices.SortFunc(due, func(a, b Due) int {
			if c := a.Last.Compare(b.Last); c != 0 {
				return c
			}
			return strings.Compare(a.Record, b.Record)
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list reviews: %w", err)
	}
	return due, nil
}

// Reviewed says that who went through everybody who may open a record, and kept or ended each.
func (s *Service) Reviewed(ctx context.Context, who permit.Actor, record string) error {
	err := s.door.Do(ctx, who, permit.GiveGrant, access.Record(record), func(w *access.Work) error {
		id := db.NewID()
		w.Note("reviewed", id)
		return insertReview(ctx, w.Tx, id, record, who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("say that a record was gone through: %w", err)
	}
	return nil
}

// Undone is somebody who answers for records and has not gone through who may open one of them, with since when it was time.
// It says nothing of how many there are.
type Undone struct {
	Person account.Person
	Since  time.Time
}

// NotDone lists who of one's own organisation has not gone through a record in time, by name. A record that was never gone
// through is due from the day on which they came to answer for it. Who does it alone counts: one review is enough for all
// who answer for a record.
func (s *Service) NotDone(ctx context.Context, who permit.Actor) (list []Undone, err error) {
	err = s.door.Read(ctx, who, permit.WatchAccess, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("not_done")
		list = nil // a snapshot may be read again
		people, err := s.people.ColleaguesIn(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		teams, err := s.teamsOf(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		for _, p := range people {
			actor := permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Teams: teams[p.ID], Roles: p.Roles}
			since, err := undoneSince(ctx, w, actor)
			if err != nil {
				return err
			}
			if !since.IsZero() {
				list = append(list, Undone{p, since})
			}
		}
		slices.SortFunc(list, func(a, b Undone) int { return strings.Compare(a.Person.Name, b.Person.Name) })
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who has not gone through access: %w", err)
	}
	return list, nil
}

// teamsOf gives the teams of each account of an organisation.
func (s *Service) teamsOf(ctx context.Context, w *access.Work, organisation string) (map[string][]string, error) {
	teams, err := s.people.TeamsOf(ctx, w, organisation)
	if err != nil || len(teams) == 0 {
		return nil, err
	}
	ids := make([]string, len(teams))
	for i, t := range teams {
		ids[i] = t.ID
	}
	members, err := s.people.MembersOf(ctx, w, ids)
	of := map[string][]string{}
	for team, accounts := range members {
		for _, id := range accounts {
			of[id] = append(of[id], team)
		}
	}
	return of, err
}

// undoneSince is since when the record that is longest due to somebody has waited for them; zero where none does.
func undoneSince(ctx context.Context, w *access.Work, actor permit.Actor) (since time.Time, err error) {
	held, err := w.Answering(ctx, actor)
	if err != nil || len(held) == 0 {
		return since, err
	}
	ids := slices.Collect(maps.Keys(held))
	for batch := range slices.Chunk(ids, 200) {
		last, err := listReviewed(ctx, w.Tx, batch)
		if err != nil {
			return since, err
		}
		for _, id := range batch {
			due := held[id]
			if at := last[id]; at != "" {
				done, err := db.ParseTime(at)
				if err != nil {
					return since, err
				}
				if due = done.AddDate(0, ReviewAfter, 0); w.At.Before(due) {
					continue
				}
			}
			if since.IsZero() || due.Before(since) {
				since = due
			}
		}
	}
	return since, nil
}

// Erase forgets that a record was ever gone through: record.OnErase calls it.
func Erase(ctx context.Context, w *access.Work, record string) error {
	return deleteReviews(ctx, w.Tx, record)
}
