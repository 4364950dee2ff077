package conversation

import (
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Service is what can be done with conversations. It is safe for concurrent use.
type Service struct {
	door *access.Door

	takePromises     func(context.Context, *access.Work, OfflinePromises) error
	takeBackPromises func(ctx context.Context, w *access.Work, recordID, sittingID string) ([]OfflinePromise, error)
	guesses          *guesses // at codes on paper
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door, guesses: newGuesses()} }

// OpenSitting begins a sitting and returns its id.
func (s *Service) OpenSitting(ctx context.Context, who permit.Actor, n NewSitting) (string, error) {
	if n.ID == "" {
		n.ID = db.NewID()
	}
	if err := n.Setup.Check(); err != nil {
		return "", err
	}
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(n.Record), func(w *access.Work) error {
		w.Note(n.ID)
		if have, err := findSitting(ctx, w.Tx, n.Record, n.ID); err == nil {
			return mine(w, have)
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		if err := choosable(ctx, w, n.Record, n.EditionID); err != nil {
			return err
		}
		return s.insert(ctx, w, n, "", "")
	})
	if err != nil {
		return "", fmt.Errorf("open sitting: %w", err)
	}
	return n.ID, nil
}

// mine refuses a sitting that a colleague opened: what is being said there is unfinished, and theirs to finish.
func mine(w *access.Work, row sittingRow) error {
	if row.openedBy != w.Who.ID {
		return problem.New(problem.Conflict, "conversation.opened_by_other")
	}
	return nil
}

// mineAndOpen is mine for what needs the sitting to go on.
func mineAndOpen(w *access.Work, row sittingRow) error {
	if row.endedAt != "" {
		return problem.New(problem.Conflict, "conversation.ended")
	}
	return mine(w, row)
}

// ChangeSetup changes how an open sitting is set up, such as what was explained, which is known only once it was.
func (s *Service) ChangeSetup(ctx context.Context, who permit.Actor, recordID, sittingID string, change func(*Setup) error) error {
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if err := mineAndOpen(w, row); err != nil {
			return err
		}
		sitting, err := openSitting(w, row)
		if err != nil {
			return err
		}
		if err := change(&sitting.Setup); err != nil {
			return err
		}
		if err := sitting.Setup.Check(); err != nil {
			return err
		}
		document, err := json.Marshal(sitting.Setup)
		if err != nil {
			return fmt.Errorf("write setup: %w", err)
		}
		return updateSetup(ctx, w.Tx, recordID, sittingID, w.Key.Seal(document, sittingPlace(sittingID)))
	})
}

// edition finds the edition a sitting is held with; records keep theirs for ever, so an unknown one is a mistake.
func edition(ctx context.Context, w *access.Work, id string) (*framework.Edition, error) {
	ed, err := framework.Find(ctx, w, id)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.Wrap(err, problem.Invalid, "conversation.unknown_edition")
	}
	return ed, err
}

// choosable refuses an edition whose wording whoever acts may not read, since nobody begins a conversation with bare codes,
// and one for adults alone with somebody who is, or is presumed to be, a child.
func choosable(ctx context.Context, w *access.Work, recordID, id string) error {
	ed, err := edition(ctx, w, id)
	if err != nil {
		return err
	}
	if ed.Withheld() {
		return problem.New(problem.Invalid, "conversation.unknown_edition")
	}
	person, err := record.Find(ctx, w, recordID)
	if err == nil && !ed.Suits(person.EditionFor(w.At)) {
		return problem.New(problem.Invalid, "conversation.adults_only")
	}
	return err
}

func sittingPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_sittings", Row: id, Column: "document"}
}

func (s *Service) insert(ctx context.Context, w *access.Work, n NewSitting, endedAt, ending string) error {
	n.Setup.Version, n.Setup.TakenOver = 1, nil
	document, err := json.Marshal(n.Setup)
	if err != nil {
		return fmt.Errorf("write setup: %w", err)
	}
	return insertSitting(ctx, w.Tx, sittingRow{id: n.ID, record: n.Record, edition: n.EditionID, openedAt: db.Time(n.at(w)),
		openedBy: w.Who.ID, endedAt: endedAt, ending: ending, document: w.Key.Seal(document, sittingPlace(n.ID))})
}

func openSitting(w *access.Work, row sittingRow) (Sitting, error) {
	s := Sitting{ID: row.id, Record: row.record, EditionID: row.edition, OpenedBy: row.openedBy, Ending: row.ending}
	var err error
	if s.OpenedAt, err = db.ParseTime(row.openedAt); err != nil {
		return s, err
	}
	if row.endedAt != "" {
		if s.EndedAt, err = db.ParseTime(row.endedAt); err != nil {
			return s, err
		}
	}
	plain, err := w.Key.Open(row.document, sittingPlace(row.id))
	if err != nil {
		return s, fmt.Errorf("open setup: %w", err)
	}
	if err := json.Unmarshal(plain, &s.Setup); err != nil {
		return s, err
	}
	return s, nil
}

// Table is a sitting as whoever holds it needs it: its frame, their own draft in it, and the nation whose terms and
// numbers the young person is told.
type Table struct {
	Sitting Sitting
	Draft   Content // empty when there is none
	Nation  string
	// MaySafety says whether whoever holds the sitting may open the young person's own page of what keeps them safe too.
	MaySafety bool
}

// Sitting opens one sitting with the reader's own draft in it from one perspective. A young person's draft is for
// whoever opened the sitting alone; to a colleague it is a Conflict.
func (s *Service) Sitting(ctx context.Context, who permit.Actor, recordID, id string, p Perspective) (t Table, err error) {
	err = s.door.Read(ctx, who, actionOf(p), access.Record(recordID), func(w *access.Work) error {
		w.Note(id)
		row, err := findSitting(ctx, w.Tx, recordID, id)
		if err != nil {
			return err
		}
		if p == YoungPerson {
			if err := mine(w, row); err != nil {
				return err
			}
		}
		if t.Sitting, err = openSitting(w, row); err != nil {
			return err
		}
		if t.Draft, err = s.draft(ctx, w, recordID, id, p); err != nil {
			return err
		}
		person, err := record.Find(ctx, w, recordID)
		t.Nation, t.MaySafety = person.Nation, w.May(permit.OpenSafety)
		return err
	})
	return t, err
}

// actionOf gives the action under which somebody works on a draft from a perspective.
func actionOf(p Perspective) permit.Action {
	if p == YoungPerson {
		return permit.HoldConversation
	}
	return permit.AddView
}

// Kept opens one sitting with what was contributed to it, for reading.
func (s *Service) Kept(ctx context.Context, who permit.Actor, recordID, id string) (Summary, error) {
	return s.kept(ctx, who, recordID, id, func(*access.Work, Summary) error { return nil })
}

func (s *Service) kept(ctx context.Context, who permit.Actor, recordID, id string, also func(*access.Work, Summary) error) (sum Summary, err error) {
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(id)
		row, err := findSitting(ctx, w.Tx, recordID, id)
		if err != nil {
			return err
		}
		if sum.Sitting, err = openSitting(w, row); err != nil {
			return err
		}
		drafts, err := listDraftSittings(ctx, w.Tx, recordID, w.Who.ID)
		if err != nil {
			return err
		}
		sum.Draft = Perspective(drafts[id])
		all, err := contributions(ctx, w, recordID)
		sum.Contributions = nil // a snapshot may be read again
		for _, c := range all {
			if c.Sitting == id {
				sum.Contributions = append(sum.Contributions, c)
			}
		}
		if err != nil {
			return err
		}
		marks, err := Marks(ctx, w, recordID)
		if err != nil {
			return err
		}
		sum.mark(marks)
		if sum.Remarks, err = Remarks(ctx, w, recordID); err != nil {
			return err
		}
		return also(w, sum)
	})
	return sum, err
}

// Summary is one sitting in the list of a record.
type Summary struct {
	Sitting
	Contributions []Contribution
	Marks         []Marked
	Remarks       []Remark    // of the whole record, where one sitting was opened
	Draft         Perspective // the reader's own unfinished work in it, or ""
}

// Sittings lists a record's sittings, newest first, each with what was contributed.
func (s *Service) Sittings(ctx context.Context, who permit.Actor, recordID string) (list []Summary, err error) {
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(recordID), func(w *access.Work) error {
		list, err = Summaries(ctx, w, recordID)
		return err
	})
	return list, err
}

// Summaries reads a record's sittings within a use case that is already decided: for rooms below.
func Summaries(ctx context.Context, w *access.Work, recordID string) ([]Summary, error) {
	rows, err := listSittings(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	drafts, err := listDraftSittings(ctx, w.Tx, recordID, w.Who.ID)
	if err != nil {
		return nil, err
	}
	all, err := contributions(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	marks, err := Marks(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Summary, 0, len(rows))
	for _, row := range rows {
		sitting, err := openSitting(w, row)
		if err != nil {
			return nil, err
		}
		sum := Summary{Sitting: sitting, Draft: Perspective(drafts[row.id])}
		for _, c := range all {
			if c.Sitting == row.id {
				sum.Contributions = append(sum.Contributions, c)
			}
		}
		sum.mark(marks)
		list = append(list, sum)
	}
	return list, nil
}

// ChangeDraft applies change to the author's draft in a sitting and saves it: what every Next and every autosave does.
// Two tabs that change different cards both hold. The draft is sealed and seen by its author alone. The young person's
// is for as long as the sitting is open; any other view is written after it, and about nothing else.
func (s *Service) ChangeDraft(ctx context.Context, who permit.Actor, recordID, sittingID string, p Perspective, change func(*Content) error) error {
	return s.door.Do(ctx, who, actionOf(p), access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		ed, err := edition(ctx, w, row.edition)
		if err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, p)
		if err != nil {
			return err
		}
		if p == YoungPerson {
			err = mineAndOpen(w, row)
		} else {
			err = s.beginView(ctx, w, row, &c)
		}
		if err != nil {
			return err
		}
		if err := change(&c); err != nil {
			return err
		}
		if err := c.Check(ed); err != nil {
			return err
		}
		return s.saveDraft(ctx, w, recordID, sittingID, p, c)
	})
}

func draftPlace(sitting, author string, p Perspective) seal.Place {
	return seal.Place{Table: "conversation_drafts", Row: sitting + "/" + author + "/" + string(p), Column: "document"}
}

func (s *Service) draft(ctx context.Context, w *access.Work, recordID, sittingID string, p Perspective) (Content, error) {
	return s.draftOf(ctx, w, recordID, sittingID, w.Who.ID, p)
}

// draftOf opens somebody's draft; an empty one when there is none.
func (s *Service) draftOf(ctx context.Context, w *access.Work, recordID, sittingID, author string, p Perspective) (Content, error) {
	var c Content
	sealed, _, err := findDraft(ctx, w.Tx, recordID, sittingID, author, string(p))
	if problem.Is(err, problem.NotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	plain, err := w.Key.Open(sealed, draftPlace(sittingID, author, p))
	if err != nil {
		return c, fmt.Errorf("open draft: %w", err)
	}
	if err := json.Unmarshal(plain, &c); err != nil {
		return c, err
	}
	return c, nil
}

func (s *Service) saveDraft(ctx context.Context, w *access.Work, recordID, sittingID string, p Perspective, c Content) error {
	c.Version = contentVersion
	plain, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write draft: %w", err)
	}
	return upsertDraft(ctx, w.Tx, recordID, sittingID, w.Who.ID, string(p), db.Time(w.At),
		w.Key.Seal(plain, draftPlace(sittingID, w.Who.ID, p)))
}

// May reports whether who may do act on a record now: what a page offers. It shows nothing.
func (s *Service) May(ctx context.Context, who permit.Actor, act permit.Action, recordID string) bool {
	return s.door.May(ctx, who, act, recordID)
}
