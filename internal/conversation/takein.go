package conversation

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Take is taking in what came from a device.
type Take struct {
	Arrival string
	// Record is whose it is: as the ticket says, or as whoever settles it says.
	Record string
	// Unfinished takes in a sitting that the device did not end: it was not read back.
	Unfinished bool
}

// TakeIn makes of what came in what it would have been with a network: a sitting, what was said, marks, promises, all of
// it in one step and once, however often it is asked. The envelope is emptied. What names a record goes to that one
// and nowhere else, however it came to be looked at; from there it can be taken off again (Detach).
func (s *Service) TakeIn(ctx context.Context, who permit.Actor, t Take) (sitting string, err error) {
	err = s.door.Do(ctx, who, permit.HoldConversation, access.Record(t.Record), func(w *access.Work) error {
		w.Note(t.Arrival)
		a, err := s.mySettling(ctx, w, t.Arrival)
		if err != nil {
			return err
		}
		if a.State == "taken_in" && a.SettledIn == t.Record {
			sitting = a.Sitting
			return nil
		}
		if !a.live() {
			return problem.New(problem.Conflict, "conversation.arrival_settled")
		}
		if err := a.belongs(t.Record); err != nil {
			return err
		}
		if !a.Last && !t.Unfinished {
			return problem.New(problem.Conflict, "conversation.arrival_unfinished")
		}
		if a.Reason != "" {
			w.Note(a.Reason)
		}
		d, ticket, err := openArrival(ctx, w, a)
		if err != nil {
			return err
		}
		sitting, err = s.takeIn(ctx, w, a, d, ticket)
		return err
	})
	return sitting, err
}

// mySettling gives an arrival to whoever may settle it: who took it out, or a manager of theirs, who stands in when they
// are away. The record is decided by the door.
func (s *Service) mySettling(ctx context.Context, w *access.Work, id string) (Arrival, error) {
	a, err := findArrival(ctx, w.Tx, id)
	if err != nil {
		return a, err
	}
	if a.Worker != w.Who.ID && !(w.Who.Is(permit.Manager) && a.Organisation == w.Who.Organisation) {
		return a, problem.New(problem.NotFound, "problem.not_found")
	}
	return a, nil
}

// belongs refuses another record than the one an arrival is for: whoever holds no grant on that one must not read it by
// way of one of their own.
func (a Arrival) belongs(record string) error {
	if a.Record != "" && a.Record != record {
		return problem.New(problem.Conflict, "conversation.arrival_of_another")
	}
	return nil
}

// openArrival opens an envelope within a work on the record it is for. What does not open, or is no sitting, is Invalid:
// conversation.arrival_damaged.
func openArrival(ctx context.Context, w *access.Work, a Arrival) (d document, t Ticket, err error) {
	plain, err := w.OpenReceived(a.Key, a.enc, []byte(EnvelopeInfo), a.head(), a.ct)
	if errors.Is(err, seal.ErrWontOpen) || errors.Is(err, seal.ErrDestroyed) {
		return d, t, problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
	}
	if err != nil {
		return d, t, err
	}
	if d, err = readDocument(plain); err != nil {
		return d, t, err
	}
	t, err = ticketOf(ctx, w, a)
	if err != nil || a.Reason == Unknown || a.Reason == Misplaced {
		return d, t, err
	}
	if d.Sitting != t.Sitting || d.Contribution != t.Contribution || d.Edition != t.EditionID {
		return d, t, problem.New(problem.Invalid, "conversation.arrival_damaged") // another ticket's words under this one's token
	}
	return d, t, nil
}

// ticketOf gives an arrival's ticket from the database, or from its token where the database is older; zero when there
// is neither.
func ticketOf(ctx context.Context, w *access.Work, a Arrival) (Ticket, error) {
	if a.Reason == Unknown { // it only says that it is this ticket's
		return Ticket{}, nil
	}
	t, err := findTicket(ctx, w.Tx, a.Ticket)
	if !problem.Is(err, problem.NotFound) {
		return t, err
	}
	t, _ = openToken(a.Token, w.System())
	return t, nil
}

func (s *Service) takeIn(ctx context.Context, w *access.Work, a Arrival, d document, t Ticket) (string, error) {
	taken, err := sittingExists(ctx, w.Tx, d.Sitting)
	if err != nil {
		return "", err
	}
	if taken { // the ticket was used on another device too, or what stood on the wrong record comes again
		d = d.apart(a.ID)
	}
	ed, err := edition(ctx, w, d.Edition)
	if problem.Is(err, problem.Invalid) {
		return "", problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
	}
	if err != nil {
		return "", err
	}
	began, ended := d.span(time.Duration(a.Offset)*time.Second, t.Issued, a.ArrivedAt)
	d.Setup.Version, d.Setup.Offline, d.Setup.TakenOver = 1, d.offline(a), nil
	if err := d.Setup.Check(); err != nil {
		return "", problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
	}
	setup, err := json.Marshal(d.Setup)
	if err != nil {
		return "", fmt.Errorf("write setup: %w", err)
	}
	at := w.Record()
	row := sittingRow{id: d.Sitting, record: at, edition: ed.ID, openedAt: db.Time(began), openedBy: a.Worker, endedAt: db.Time(ended),
		ending: d.ending(), document: w.Key.Seal(setup, sittingPlace(d.Sitting))}
	if err := insertSitting(ctx, w.Tx, row); err != nil {
		return "", err
	}
	w.Note(d.Sitting)
	if d.Content.Complete() {
		err := s.keep(ctx, w, Contribution{ID: d.Contribution, Sitting: d.Sitting, Record: at, Perspective: YoungPerson,
			EditionID: ed.ID, Content: d.Content, Author: a.Worker, At: ended})
		if problem.Is(err, problem.Invalid) {
			return "", problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
		}
		if err != nil {
			return "", err
		}
	}
	if err := s.takeRest(ctx, w, a, d); err != nil {
		return "", err
	}
	if err := record.NoteSittingAt(ctx, w, at, ended); err != nil {
		return "", err
	}
	return d.Sitting, settled(ctx, w, a, "taken_in", d.Sitting)
}

// apart gives a sitting ids of its own, the same ones for the same arrival.
func (d document) apart(arrival string) document {
	d.Sitting, d.Contribution = derivedID(arrival, d.Sitting), derivedID(arrival, d.Contribution)
	d.Promises = slices.Clone(d.Promises)
	for i := range d.Promises {
		d.Promises[i].ID = derivedID(arrival, d.Promises[i].ID)
	}
	for _, list := range []*[]offlineMark{&d.Elsewhere, &d.Unsafe} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i].ID = derivedID(arrival, (*list)[i].ID)
		}
	}
	return d
}

// derivedID makes an id out of two others (UUID version 8).
func derivedID(a, b string) string {
	sum := sha256.Sum256([]byte(a + "/" + b))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// takeRest takes in marks and promises.
func (s *Service) takeRest(ctx context.Context, w *access.Work, a Arrival, d document) error {
	for _, kind := range []struct {
		kind MarkKind
		list []offlineMark
	}{{Elsewhere, d.Elsewhere}, {Unsafe, d.Unsafe}} {
		for _, m := range kind.list {
			at, _ := d.markTime(m, a)
			err := note(ctx, w, w.Record(), Mark{ID: m.ID, Sitting: d.Sitting, Kind: kind.kind, At: at, Text: MarkText{Reference: m.Reference}})
			if err != nil {
				return damaged(err)
			}
		}
	}
	if s.takePromises == nil {
		return nil
	}
	return damaged(s.takePromises(ctx, w, OfflinePromises{Record: w.Record(), Sitting: d.Sitting, EditionID: d.Edition, Worker: a.Worker, List: d.Promises}))
}

func (d document) markTime(m offlineMark, a Arrival) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, m.At)
	if at = at.UTC().Add(time.Duration(a.Offset) * time.Second); err != nil || at.After(a.ArrivedAt) {
		at = a.ArrivedAt
	}
	return at, err
}

// damaged turns what is wrong in a document into the one problem a person is told.
func damaged(err error) error {
	if problem.Is(err, problem.Invalid) {
		return problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
	}
	return err
}

// OfflinePromises are the promises of one sitting, for whoever makes them.
type OfflinePromises struct {
	Record, Sitting, EditionID, Worker string
	List                               []OfflinePromise
}

// UsePromises says who makes the promises of a sitting that is taken in, and who takes them back from a record on which
// it stood by mistake. Both run in the step that takes in or moves the sitting.
func (s *Service) UsePromises(take func(context.Context, *access.Work, OfflinePromises) error,
	back func(ctx context.Context, w *access.Work, recordID, sittingID string) ([]OfflinePromise, error)) {
	s.takePromises, s.takeBackPromises = take, back
}

// settled empties an envelope, and all earlier states of it from the same device, and says what became of it.
func settled(ctx context.Context, w *access.Work, a Arrival, state, sitting string) error {
	if err := settleArrival(ctx, w.Tx, a.ID, state, db.Time(w.At), w.Who.ID, w.Record(), sitting); err != nil {
		return err
	}
	if state != "taken_in" || a.Reason == Unknown { // a ticket that an envelope only names may be a colleague's
		return nil
	}
	return useTicket(ctx, w.Tx, a.Ticket, w.Record())
}

// Quarantine says of what waits why it cannot simply be taken in: whoever took it out has no grant on the record any
// more, or it does not open.
func (s *Service) Quarantine(ctx context.Context, who permit.Actor, arrival, reason string) error {
	if reason != NoGrant && reason != Damaged {
		return problem.New(problem.Invalid, "problem.not_a_choice")
	}
	return s.door.Do(ctx, who, permit.TakeOut, access.Nothing, func(w *access.Work) error {
		w.Note(arrival, reason)
		if _, err := s.mySettling(ctx, w, arrival); err != nil {
			return err
		}
		return quarantineArrival(ctx, w.Tx, arrival, reason)
	})
}
