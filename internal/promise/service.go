package promise

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Service is what can be done with promises. It is safe for concurrent use.
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

func textPlace(id string) seal.Place {
	return seal.Place{Table: "promise_promises", Row: id, Column: "document"}
}

func eventPlace(id string) seal.Place {
	return seal.Place{Table: "promise_events", Row: id, Column: "document"}
}

// Make writes a promise down. p.ID may be made by the client: the same promise again changes nothing, and another one
// under the same id is a Conflict, so that nobody takes for saved what was not. It returns the id.
func (s *Service) Make(ctx context.Context, who permit.Actor, p Promise) (string, error) {
	if p.ID == "" {
		p.ID = db.NewID()
	}
	err := s.door.Do(ctx, who, permit.MakePromise, access.Record(p.Record), func(w *access.Work) error { return MakeIn(ctx, w, p) })
	if err != nil {
		return "", fmt.Errorf("make promise: %w", err)
	}
	return p.ID, nil
}

// MakeIn is Make within a use case that is already decided: for rooms below, for what somebody else promised.
func MakeIn(ctx context.Context, w *access.Work, p Promise) error {
	w.Note(p.ID)
	if have, err := findPromise(ctx, w.Tx, p.Record, p.ID); err == nil {
		return sameAs(ctx, w, have, p)
	} else if !problem.Is(err, problem.NotFound) {
		return err
	}
	ed, err := framework.Find(ctx, w, p.EditionID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if err := p.Check(ed); err != nil {
		return err
	}
	if p.Sitting != "" {
		if err := conversation.Held(ctx, w, p.Record, p.Sitting); err != nil {
			return err
		}
	}
	made := Event{ID: db.NewID(), At: w.At, Kind: Made, DueOn: p.DueOn}
	p.MadeAt, p.MadeBy = w.At, w.Who.ID
	if err := p.follow(made); err != nil {
		return err
	}
	p.Text.Version = 1
	document, err := json.Marshal(p.Text)
	if err != nil {
		return err
	}
	if err := insertPromise(ctx, w.Tx, p, w.Key.Seal(document, textPlace(p.ID))); err != nil {
		return err
	}
	return saveEvent(ctx, w, p.ID, p.Record, 1, made)
}

// sameAs refuses a promise whose id is taken by one that says something else.
func sameAs(ctx context.Context, w *access.Work, taken row, p Promise) error {
	have, err := open(taken, w.Key)
	if err != nil {
		return err
	}
	if have.DueOn, err = madeFor(ctx, w.Tx, p.Record, p.ID); err != nil { // it may have been changed with agreement since
		return err
	}
	have.Text.Version, p.Text.Version = 0, 0
	if have.MadeBy != w.Who.ID || have.OwnerID != p.OwnerID || have.Text != p.Text || have.DueOn != p.DueOn || have.Agreed != p.Agreed || !slices.Equal(have.Items, p.Items) {
		return problem.New(problem.Conflict, "promise.saved_otherwise")
	}
	return nil
}

func saveEvent(ctx context.Context, w *access.Work, promise, record string, place int, e Event) error {
	e.Author = w.Who.ID
	e.Text.Version = 1
	document, err := json.Marshal(e.Text)
	if err != nil {
		return err
	}
	return insertEvent(ctx, w.Tx, promise, record, place, e, w.Key.Seal(document, eventPlace(e.ID)))
}

// Settle says what became of a promise, or that the young person was told. Something that cannot follow what the
// record already says (keeping a kept promise), or that was decided before somebody else's last word on it was seen, is
// a Conflict; the same EventID with the same content again changes nothing, with other content it is a Conflict.
// Several settlements (kept, and told so) hold together or not at all.
func (s *Service) Settle(ctx context.Context, who permit.Actor, recordID, promiseID string, settle ...Settlement) error {
	for _, one := range settle {
		if err := one.Check(); err != nil {
			return err
		}
	}
	return s.door.Do(ctx, who, permit.SettlePromise, access.Record(recordID), func(w *access.Work) error {
		w.Note(promiseID)
		for _, one := range settle {
			if err := settleOne(ctx, w, recordID, promiseID, "", one); err != nil {
				return err
			}
		}
		return nil
	})
}

// SettleIn is Settle for an agency's own promise, within a use case that is already decided: for rooms below. A promise of
// somebody else is NotFound, whoever asks.
func SettleIn(ctx context.Context, w *access.Work, recordID, promiseID, agency string, settle Settlement) error {
	if err := settle.Check(); err != nil {
		return err
	}
	if agency == "" || settle.Kind == WasToldBack { // who holds the record tells the young person
		return problem.New(problem.NotFound, "problem.not_found")
	}
	w.Note(promiseID)
	return settleOne(ctx, w, recordID, promiseID, agency, settle)
}

// settleOne writes one settlement by an agency, or, for "", by those who hold the record.
func settleOne(ctx context.Context, w *access.Work, recordID, promiseID, agency string, settle Settlement) error {
	w.Note(string(settle.Kind))
	if done, err := repeated(ctx, w, recordID, promiseID, settle); done || err != nil {
		return err
	}
	p, err := findPromise(ctx, w.Tx, recordID, promiseID)
	if err != nil {
		return err
	}
	if agency != "" && p.Agency != agency {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if agency == "" && p.Agency != "" && settle.Kind != WasToldBack {
		return problem.New(problem.Conflict, "promise.is_theirs")
	}
	last, place, err := lastEvent(ctx, w.Tx, recordID, promiseID)
	if err != nil {
		return err
	}
	if settle.Seen != "" && settle.Seen != last {
		return problem.New(problem.Conflict, "promise.moved_on")
	}
	before := p.State
	e := Event{ID: settle.EventID, At: w.At, Kind: settle.Kind, DueOn: settle.DueOn, Text: settle.Text}
	if err := p.follow(e); err != nil {
		return err
	}
	if err := updateState(ctx, w.Tx, p.Promise, before); err != nil {
		return err
	}
	return saveEvent(ctx, w, promiseID, recordID, place+1, e)
}

func repeated(ctx context.Context, w *access.Work, recordID, promiseID string, settle Settlement) (bool, error) {
	if !db.IsID(settle.EventID) {
		return false, problem.New(problem.Invalid, "problem.stale_form")
	}
	have, err := findEvent(ctx, w.Tx, recordID, settle.EventID)
	if err != nil || have.promise == "" {
		return false, err
	}
	if have.promise != promiseID {
		return false, problem.New(problem.Conflict, "problem.duplicate")
	}
	if have.Event, err = openEvent(have, w.Key); err != nil {
		return false, err
	}
	have.Text.Version, settle.Text.Version = 0, 0
	if have.Author != w.Who.ID || have.Kind != settle.Kind || have.DueOn != settle.DueOn || have.Text != settle.Text {
		return false, problem.New(problem.Conflict, "promise.saved_otherwise")
	}
	return true, nil
}

func openEvent(r eventRow, key seal.Key) (Event, error) {
	plain, err := key.Open(r.document, eventPlace(r.ID))
	if err != nil {
		return Event{}, fmt.Errorf("open event: %w", err)
	}
	err = json.Unmarshal(plain, &r.Text)
	return r.Event, err
}

// Now gives the room's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

// Today is the day promises are held against now.
func (s *Service) Today() string { return Day(s.door.Now()) }

// Promises lists a record's promises, oldest first, each with what happened to it.
func (s *Service) Promises(ctx context.Context, who permit.Actor, recordID string) (list []Promise, err error) {
	err = s.door.Read(ctx, who, permit.ReadPromises, access.Record(recordID), func(w *access.Work) error {
		list, err = List(ctx, w, recordID)
		return err
	})
	return list, err
}

// Of gives a young person with the promises made to them, oldest first: what a page needs that says whose they are.
func (s *Service) Of(ctx context.Context, who permit.Actor, recordID string) (person record.Person, list []Promise, err error) {
	err = s.door.Read(ctx, who, permit.ReadPromises, access.Record(recordID), func(w *access.Work) error {
		if person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		list, err = List(ctx, w, recordID)
		return err
	})
	return person, list, err
}

// Promise opens one promise with everything that happened to it.
func (s *Service) Promise(ctx context.Context, who permit.Actor, recordID, id string) (p Promise, err error) {
	err = s.door.Read(ctx, who, permit.ReadPromises, access.Record(recordID), func(w *access.Work) error {
		w.Note(id)
		list, err := List(ctx, w, recordID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(have Promise) bool { return have.ID == id })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		p = list[i]
		return nil
	})
	return p, err
}

// List reads a record's promises within a use case that is already decided: for rooms below.
func List(ctx context.Context, w *access.Work, recordID string) ([]Promise, error) {
	rows, err := listPromises(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	events, err := listEvents(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Promise, len(rows))
	for i, r := range rows {
		if list[i], err = open(r, w.Key); err != nil {
			return nil, err
		}
		for _, e := range events {
			if e.promise != r.ID {
				continue
			}
			opened, err := openEvent(e, w.Key)
			if err != nil {
				return nil, err
			}
			list[i].Events = append(list[i].Events, opened)
		}
	}
	return list, nil
}

func open(r row, key seal.Key) (Promise, error) {
	plain, err := key.Open(r.document, textPlace(r.ID))
	if err != nil {
		return Promise{}, fmt.Errorf("open promise: %w", err)
	}
	if err := json.Unmarshal(plain, &r.Promise.Text); err != nil {
		return r.Promise, err
	}
	return r.Promise, nil
}

// Waiting is a promise that waits for somebody, with whose it is: a line of the practitioner's home.
type Waiting struct {
	Promise
	Names record.Names
}

// Home is what waits for somebody: what is due, what is overdue, and who has not been told.
type Home struct {
	Overdue []Waiting
	Due     []Waiting // open, soonest first
	Untold  []Waiting // settled, and the young person not yet told
	More    bool      // there is more waiting than the list holds
	Today   string    // the day the groups were made for
}

// homeLimit bounds the list; whoever has more than this waiting sees the most pressing.
const homeLimit = 200

// Home lists what waits over every record who may open.
func (s *Service) Home(ctx context.Context, who permit.Actor) (home Home, err error) {
	err = s.door.List(ctx, who, permit.ListPromises, func(l *access.Listing) error {
		home = Home{Today: Day(l.At)}
		rows, err := listWaiting(ctx, l, homeLimit+1)
		if err != nil {
			return err
		}
		if len(rows) > homeLimit {
			rows, home.More = rows[:homeLimit], true
		}
		var ids []string
		for _, r := range rows {
			ids = append(ids, r.Record)
		}
		keys, err := l.Keys(ctx, unique(ids))
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		if err != nil {
			return err
		}
		return home.fill(rows, keys, names)
	})
	return home, err
}

func unique(ids []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func (h *Home) fill(rows []row, keys map[string]seal.Key, names map[string]record.Names) error {
	for _, r := range rows {
		key, ok := keys[r.Record]
		if !ok {
			continue
		}
		p, err := open(r, key)
		if err != nil {
			return err
		}
		line := Waiting{Promise: p, Names: names[r.Record]}
		switch {
		case p.Overdue(h.Today):
			h.Overdue = append(h.Overdue, line)
		case p.State == Open:
			h.Due = append(h.Due, line)
		case p.Untold():
			h.Untold = append(h.Untold, line)
		}
	}
	return nil
}

// Erase deletes a record's promises; record calls it while destroying the record.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	return deleteRecord(ctx, w.Tx, recordID)
}

// May reports whether who may do act on a record now: what a page offers. It shows nothing.
func (s *Service) May(ctx context.Context, who permit.Actor, act permit.Action, recordID string) bool {
	return s.door.May(ctx, who, act, recordID)
}
