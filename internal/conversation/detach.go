package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// DetachWithin is how long after it was taken in a sitting can be taken off the wrong record.
const DetachWithin = 30 * 24 * time.Hour

// Detach takes a sitting that was held without a network off a record on which it stood by mistake. It waits again, sealed
// as it came, until somebody says whose it is. Of this record's own rows none holds a word of it any more, and one says
// that it was here. What others had added to it (their own views) is destroyed with it: they looked at the wrong young
// person. It gives the arrival that now waits.
func (s *Service) Detach(ctx context.Context, who permit.Actor, recordID, sittingID string) (arrival string, err error) {
	key, err := s.receiving(ctx)
	if err != nil {
		return "", err
	}
	id := db.NewID()
	err = s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID, id, Misplaced)
		a, sitting, err := s.detachable(ctx, w, recordID, sittingID)
		if err != nil {
			return err
		}
		d, err := s.unmake(ctx, w, sitting)
		if err != nil {
			return err
		}
		if err := s.waitAgain(ctx, w, id, a, d, key); err != nil {
			return err
		}
		return blankSitting(ctx, w, sitting, a)
	})
	return id, err
}

// MayDetach reports whether somebody may take a sitting off its record now; nil when so. A page asks it before it offers.
func (s *Service) MayDetach(ctx context.Context, who permit.Actor, recordID, sittingID string) error {
	return s.door.Read(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		_, _, err := s.detachable(ctx, w, recordID, sittingID)
		return err
	})
}

func (s *Service) detachable(ctx context.Context, w *access.Work, recordID, sittingID string) (a Arrival, sitting Sitting, err error) {
	row, err := findSitting(ctx, w.Tx, recordID, sittingID)
	if err != nil {
		return a, sitting, err
	}
	if sitting, err = openSitting(w, row); err != nil {
		return a, sitting, err
	}
	if sitting.Setup.Offline == nil {
		return a, sitting, problem.New(problem.Conflict, "conversation.detach_only_offline")
	}
	if a, err = findArrivalOf(ctx, w.Tx, recordID, sittingID); err != nil {
		return a, sitting, err
	}
	if a.SettledBy != w.Who.ID && a.Worker != w.Who.ID && !w.Who.Is(permit.Manager) {
		return a, sitting, problem.New(problem.Forbidden, "conversation.detach_not_yours")
	}
	at, err := db.ParseTime(a.SettledAt)
	if err == nil && w.At.Sub(at) > DetachWithin {
		err = problem.New(problem.Conflict, "conversation.detach_late")
	}
	return a, sitting, err
}

// unmake gives the document that a sitting was made of, as it stands after corrections, and takes its promises back.
func (s *Service) unmake(ctx context.Context, w *access.Work, sitting Sitting) (d document, err error) {
	o := sitting.Setup.Offline
	d = document{Version: 1, Sitting: sitting.ID, Contribution: derivedID(sitting.ID, "contribution"), Edition: sitting.EditionID,
		Setup: sitting.Setup, State: o.State, Keep: true, ReadBack: o.ReadBack, Began: sitting.OpenedAt.Format(time.RFC3339),
		Ended: sitting.EndedAt.Format(time.RFC3339), Shown: shown{o.Shown, o.Pack, o.Staff}}
	d.Setup.Offline, d.Setup.TakenOver = nil, nil
	all, err := contributions(ctx, w, sitting.Record)
	if err != nil {
		return d, err
	}
	for _, c := range standing(all) {
		if c.Sitting == sitting.ID && c.Perspective == YoungPerson {
			d.Content = c.Content
		}
	}
	marks, err := Marks(ctx, w, sitting.Record)
	if err != nil {
		return d, err
	}
	for _, m := range MarkedOf(marks) {
		one := offlineMark{ID: m.ID, At: m.At.Format(time.RFC3339), Reference: m.Last().Reference}
		switch {
		case m.Sitting != sitting.ID:
		case m.Kind == Elsewhere:
			d.Elsewhere = append(d.Elsewhere, one)
		default:
			d.Unsafe = append(d.Unsafe, one)
		}
	}
	if s.takeBackPromises != nil {
		d.Promises, err = s.takeBackPromises(ctx, w, sitting.Record, sitting.ID)
	}
	return d, err
}

// waitAgain seals the document as a device does and puts it among what waits, for somebody to say whose it is.
func (s *Service) waitAgain(ctx context.Context, w *access.Work, id string, from Arrival, d document, key seal.ReceivingKey) error {
	plain, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write sitting: %w", err)
	}
	e, err := SealEnvelope(key, Envelope{Ticket: from.Ticket, ID: id, Seq: from.Seq, At: w.At.UTC().Format(time.RFC3339), Last: from.Last}, plain)
	if err != nil {
		return err
	}
	a := Arrival{ID: id, Ticket: from.Ticket, Worker: from.Worker, Organisation: from.Organisation, Seq: from.Seq, Last: from.Last,
		MadeAt: e.At, ArrivedAt: from.ArrivedAt, Key: key.ID, State: "quarantined", Reason: Misplaced}
	if a.enc, err = b64.DecodeString(e.Enc); err != nil {
		return err
	}
	if a.ct, err = b64.DecodeString(e.CT); err != nil {
		return err
	}
	return insertArrival(ctx, w.Tx, a)
}

// misplacedNote is what stands where the words were.
const misplacedNote = "misplaced"

// blankSitting takes a sitting's rows off its record: they keep their ids and hold nothing.
func blankSitting(ctx context.Context, w *access.Work, sitting Sitting, a Arrival) error {
	note, err := json.Marshal(map[string]any{"v": 1, "arrived": a.ArrivedAt})
	if err != nil {
		return err
	}
	if err := insertMisplaced(ctx, w.Tx, sitting.ID, sitting.Record, db.Time(w.At), w.Who.ID, w.Key.Seal(note, misplacedPlace(sitting.ID))); err != nil {
		return err
	}
	if err := blankRows(ctx, w.Tx, sitting.Record, sitting.ID, []byte(misplacedNote)); err != nil {
		return err
	}
	if err := detachArrivals(ctx, w.Tx, sitting.Record, sitting.ID, a.Ticket); err != nil {
		return err
	}
	left, err := contributions(ctx, w, sitting.Record)
	if err != nil {
		return err
	}
	sections := make([]section, len(left))
	for i := range left {
		sections[i] = section{Contribution: &left[i]}
	}
	if err := savePicture(ctx, w, sitting.Record, nil, sections); err != nil {
		return err
	}
	last, err := lastEnded(ctx, w.Tx, sitting.Record)
	if err != nil {
		return err
	}
	return record.SetLastSitting(ctx, w, sitting.Record, last)
}

func misplacedPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_misplaced", Row: id, Column: "document"}
}

// Mislaid says that a sitting stood on a record by mistake, until when, and who took it away. Nothing of it is there.
type Mislaid struct {
	Sitting string
	Record  string
	At      time.Time
	By      string
}

// MislaidOn lists a record's, the oldest first: for rooms below, within a use case that is already decided.
func MislaidOn(ctx context.Context, w *access.Work, recordID string) ([]Mislaid, error) {
	return listMisplaced(ctx, w.Tx, recordID)
}

// Listed gives a record's sittings, newest first, as Sittings does, and what stood on the record by mistake.
func (s *Service) Listed(ctx context.Context, who permit.Actor, recordID string) (list []Summary, mislaid []Mislaid, err error) {
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(recordID), func(w *access.Work) error {
		if list, err = Summaries(ctx, w, recordID); err != nil {
			return err
		}
		mislaid, err = MislaidOn(ctx, w, recordID)
		return err
	})
	return list, mislaid, err
}
