package conversation

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Waiting is one line of the list of what came in.
type Waiting struct {
	Arrival
	Label   Label         // zero where no ticket says
	Names   *record.Names // of the record it is for, where who lists may open it
	Theirs  bool          // a colleague took it out, and who lists stands in
	NoGrant bool          // it is for a record that who lists may not open
}

// unseenFor is how long what a colleague took out may lie before a manager who may not open the record is told that
// something lies there, and nothing of whose it is: whoever took it out may have left.
const unseenFor = 3 * 24 * time.Hour

// Arrived lists what waits to be taken in: what who took out, and for a manager also what colleagues of theirs took out,
// where it is nobody's yet, on a record the manager may open, or has lain for days.
func (s *Service) Arrived(ctx context.Context, who permit.Actor) (list []Waiting, err error) {
	err = s.door.List(ctx, who, permit.TakeOut, func(l *access.Listing) error {
		list = nil // a snapshot may be read again
		rows, err := listLive(ctx, l)
		if err != nil {
			return err
		}
		keys, err := visibleKeysOf(ctx, l, rows)
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		if err != nil {
			return err
		}
		for _, a := range rows {
			w := Waiting{Arrival: a, Theirs: a.Worker != who.ID}
			t, err := ticketOf(ctx, l.Work, a)
			if err != nil {
				return err
			}
			w.Label = t.Label
			if n, ok := names[a.Record]; ok {
				w.Names = &n
			} else {
				w.NoGrant = a.Record != ""
			}
			if w.Theirs && w.NoGrant && l.At.Sub(a.ArrivedAt) < unseenFor {
				continue
			}
			list = append(list, w)
		}
		return nil
	})
	return list, err
}

// visibleKeysOf opens the keys of those records among the rows that who lists may open.
func visibleKeysOf(ctx context.Context, l *access.Listing, rows []Arrival) (map[string]seal.Key, error) {
	var ids []string
	for _, a := range rows {
		if a.Record != "" && !slices.Contains(ids, a.Record) {
			ids = append(ids, a.Record)
		}
	}
	open, err := l.Open(ctx, ids)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return l.Keys(ctx, open)
}

// CountArrived says how many conversations wait for who to take them in: those they took out themselves.
func (s *Service) CountArrived(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.TakeOut) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		n, err = countWaiting(ctx, w.Tx, who.ID)
		return err
	})
	return n, err
}

// Waits gives one arrival to whoever may settle it, for the page that asks what is to become of it.
func (s *Service) Waits(ctx context.Context, who permit.Actor, id string) (out Waiting, err error) {
	err = s.door.List(ctx, who, permit.TakeOut, func(l *access.Listing) error {
		w := l.Work
		w.Note(id)
		a, err := s.mySettling(ctx, w, id)
		if err != nil {
			return err
		}
		if a.Record != "" && a.Worker != who.ID { // who stands in learns of no record that they may not open
			open, err := l.Open(ctx, []string{a.Record})
			if err != nil {
				return err
			}
			if len(open) == 0 {
				return problem.New(problem.NotFound, "problem.not_found")
			}
		}
		t, err := ticketOf(ctx, w, a)
		out = Waiting{Arrival: a, Label: t.Label, Theirs: a.Worker != who.ID}
		return err
	})
	return out, err
}

// Glimpse is what somebody sees of an arrival who is about to say whose it is, and no word of it.
type Glimpse struct {
	Waiting
	Began, Ended time.Time
	Language     string // that was spoken
	Unfinished   bool
	Person       record.Person
}

// Look opens what came in as far as it takes to ask "is this the right young person?": when it was, in which language.
func (s *Service) Look(ctx context.Context, who permit.Actor, id, recordID string) (g Glimpse, err error) {
	err = s.door.Read(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(id)
		a, err := s.mySettling(ctx, w, id)
		if err != nil {
			return err
		}
		if !a.live() {
			return problem.New(problem.Conflict, "conversation.arrival_settled")
		}
		if err := a.belongs(recordID); err != nil {
			return err
		}
		g = Glimpse{Waiting: Waiting{Arrival: a}}
		if g.Person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		d, t, err := openArrival(ctx, w, a)
		if err != nil {
			return err
		}
		g.Label = t.Label
		g.Began, g.Ended = d.span(time.Duration(a.Offset)*time.Second, t.Issued, a.ArrivedAt)
		g.Language, g.Unfinished = d.Setup.Language, !a.Last
		return nil
	})
	return g, err
}

// KeepAsCorrection keeps a later state of a sitting that was taken in already as a correction that points back.
func (s *Service) KeepAsCorrection(ctx context.Context, who permit.Actor, id, recordID string) (sitting string, err error) {
	err = s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(id, AfterKept)
		a, err := s.mySettling(ctx, w, id)
		if err != nil {
			return err
		}
		if a.State == "taken_in" && a.SettledIn == recordID {
			sitting = a.Sitting
			return nil
		}
		if !a.live() || a.Reason != AfterKept || a.Record != recordID {
			return problem.New(problem.Conflict, "conversation.arrival_settled")
		}
		row, err := findSitting(ctx, w.Tx, recordID, a.Sitting)
		if err != nil {
			return err
		}
		d, t, err := openArrival(ctx, w, a)
		if err != nil {
			return err
		}
		d.Sitting, sitting = row.id, row.id
		if err := s.correct(ctx, w, a, d, t, row); err != nil {
			return damaged(err)
		}
		if err := s.takeRest(ctx, w, a, d); err != nil {
			return err
		}
		return settled(ctx, w, a, "taken_in", row.id)
	})
	return sitting, err
}

func (s *Service) correct(ctx context.Context, w *access.Work, a Arrival, d document, t Ticket, row sittingRow) error {
	all, err := contributions(ctx, w, row.record)
	if err != nil {
		return err
	}
	_, ended := d.span(time.Duration(a.Offset)*time.Second, t.Issued, a.ArrivedAt)
	c := Contribution{ID: derivedID(a.ID, d.Contribution), Sitting: row.id, Record: row.record, Perspective: YoungPerson, EditionID: row.edition,
		Content: d.Content, Author: a.Worker, At: ended}
	for _, have := range standing(all) {
		if have.Sitting == row.id && have.Perspective == YoungPerson {
			c.Corrects = have.ID
			if !c.At.After(have.At) { // the picture tells them by their moment
				c.At = have.At.Add(time.Microsecond)
			}
		}
	}
	if c.Corrects == "" && !d.Content.Complete() {
		return nil // nothing was kept, and nothing is to be
	}
	// With nothing left it is a correction too: the young person took back what had been kept before they could say so.
	return s.keep(ctx, w, c)
}

// DestroyReasons are why what came in may be destroyed without being taken in.
var DestroyReasons = []string{"asked", "twice", "trial", "not_ours"}

// DestroyArrival destroys what came in, unread, and keeps that it was there and why. What is for a record needs a grant on
// it.
func (s *Service) DestroyArrival(ctx context.Context, who permit.Actor, id, why string) error {
	if !slices.Contains(DestroyReasons, why) {
		var c problem.Check
		c.Add("why", "problem.required_choice")
		return c.Err()
	}
	waiting, err := s.Waits(ctx, who, id)
	if err != nil {
		return err
	}
	act, on := permit.TakeOut, access.Nothing
	if waiting.Record != "" {
		act, on = permit.HoldConversation, access.Record(waiting.Record)
	}
	return s.door.Do(ctx, who, act, on, func(w *access.Work) error {
		w.Note(id, why)
		a, err := s.mySettling(ctx, w, id)
		if err != nil {
			return err
		}
		if a.State == "destroyed" {
			return nil
		}
		if !a.live() || a.Record != waiting.Record {
			return problem.New(problem.Conflict, "conversation.arrival_settled")
		}
		return settleArrival(ctx, w.Tx, id, "destroyed", db.Time(w.At), who.ID, w.Record(), "")
	})
}
