package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

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
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// NewSitting is what opening a sitting needs. ID may be made by the client, so that a repeat is harmless.
type NewSitting struct {
	ID        string
	Record    string
	EditionID string
	Setup     Setup
}

// OpenSitting begins a sitting and returns its id.
func (s *Service) OpenSitting(ctx context.Context, who permit.Actor, n NewSitting) (string, error) {
	if n.ID == "" {
		n.ID = db.NewID()
	}
	if err := n.Setup.Check(); err != nil {
		return "", err
	}
	if _, err := edition(n.EditionID); err != nil {
		return "", err
	}
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(n.Record), func(w *access.Work) error {
		w.Note(n.ID)
		return s.insert(ctx, w, n, "", "")
	})
	if err != nil {
		return "", fmt.Errorf("open sitting: %w", err)
	}
	return n.ID, nil
}

// edition finds the edition a sitting is held with; records keep theirs for ever, so an unknown one is a mistake.
func edition(id string) (*framework.Edition, error) {
	ed, ok := framework.ByID(id)
	if !ok {
		return nil, problem.New(problem.Invalid, "conversation.unknown_edition")
	}
	return ed, nil
}

func sittingPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_sittings", Row: id, Column: "document"}
}

func (s *Service) insert(ctx context.Context, w *access.Work, n NewSitting, endedAt, ending string) error {
	n.Setup.Version = 1
	document, err := json.Marshal(n.Setup)
	if err != nil {
		return fmt.Errorf("write setup: %w", err)
	}
	return insertSitting(ctx, w.Tx, sittingRow{id: n.ID, record: n.Record, edition: n.EditionID, openedAt: db.Time(w.At),
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

// Sitting opens one sitting with the reader's own draft in it from one perspective (empty when there is none).
func (s *Service) Sitting(ctx context.Context, who permit.Actor, recordID, id string, p Perspective) (sitting Sitting, draft Content, err error) {
	err = s.door.Read(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(id)
		row, err := findSitting(ctx, w.Tx, recordID, id)
		if err != nil {
			return err
		}
		if sitting, err = openSitting(w, row); err != nil {
			return err
		}
		draft, err = s.draft(ctx, w, recordID, id, p)
		return err
	})
	return sitting, draft, err
}

// Summary is one sitting in the list of a record.
type Summary struct {
	Sitting
	Contributions []Contribution
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
		list = append(list, sum)
	}
	return list, nil
}

// ChangeDraft applies change to the author's draft in an open sitting and saves it: what every Next and every
// autosave does. Two tabs that change different cards both hold. The draft is sealed and seen by its author alone.
func (s *Service) ChangeDraft(ctx context.Context, who permit.Actor, recordID, sittingID string, p Perspective, change func(*Content) error) error {
	act := permit.HoldConversation
	if p != YoungPerson {
		act = permit.AddView
	}
	return s.door.Do(ctx, who, act, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if p == YoungPerson && row.endedAt != "" {
			return problem.New(problem.Conflict, "conversation.ended")
		}
		ed, err := edition(row.edition)
		if err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, p)
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
	var c Content
	sealed, _, err := findDraft(ctx, w.Tx, recordID, sittingID, w.Who.ID, string(p))
	if problem.Is(err, problem.NotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	plain, err := w.Key.Open(sealed, draftPlace(sittingID, w.Who.ID, p))
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

// Finish ends the young person's part: what they said, as they heard it read back, is kept under contributionID and
// the draft is destroyed. With nothing said the sitting ends and nothing is kept, which is as good an end. The same
// contributionID again changes nothing.
func (s *Service) Finish(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string) error {
	return s.end(ctx, who, recordID, sittingID, contributionID, "finished", true)
}

// Stop ends the sitting at one touch. keep says whether what was said so far is kept or forgotten, as the young person
// chose.
func (s *Service) Stop(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string, keep bool) error {
	return s.end(ctx, who, recordID, sittingID, contributionID, "stopped", keep)
}

func (s *Service) end(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID, ending string, keep bool) error {
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if done, err := repeated(ctx, w, recordID, sittingID, contributionID); done || err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, YoungPerson)
		if err != nil {
			return err
		}
		if err := endSitting(ctx, w.Tx, recordID, sittingID, db.Time(w.At), ending); err != nil {
			return problem.Wrap(err, problem.Conflict, "conversation.ended")
		}
		if c.tidy(); keep && c.Complete() {
			err := s.keep(ctx, w, Contribution{ID: contributionID, Sitting: sittingID, Record: recordID,
				Perspective: YoungPerson, EditionID: row.edition, Content: c})
			if err != nil {
				return err
			}
		}
		if err := deleteDraft(ctx, w.Tx, recordID, sittingID, who.ID, string(YoungPerson)); err != nil {
			return err
		}
		return record.NoteSitting(ctx, w, recordID)
	})
}

// repeated reports whether this contribution is already kept in this sitting; elsewhere it is a Conflict.
func repeated(ctx context.Context, w *access.Work, recordID, sittingID, contributionID string) (bool, error) {
	have, err := findContribution(ctx, w.Tx, recordID, contributionID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if have.sitting != sittingID {
		return false, problem.New(problem.Conflict, "problem.duplicate")
	}
	return true, nil
}

// keep writes a contribution for good and adds it to the record's picture.
func (s *Service) keep(ctx context.Context, w *access.Work, c Contribution) error {
	c.Author, c.At = w.Who.ID, w.At
	ed, err := edition(c.EditionID)
	if err != nil {
		return err
	}
	c.Content.tidy()
	if err := c.Content.Check(ed); err != nil {
		return err
	}
	row, err := s.row(w, ed, c)
	if err != nil {
		return err
	}
	if err := insertContribution(ctx, w.Tx, row); err != nil {
		return fmt.Errorf("keep contribution: %w", err)
	}
	w.Note(c.ID)
	return addToPicture(ctx, w, c.Record, section{Contribution: &c})
}

func contributionPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_contributions", Row: id, Column: "document"}
}

func (s *Service) row(w *access.Work, ed *framework.Edition, c Contribution) (contributionRow, error) {
	facts, err := pack(ed, &c.Content)
	if err != nil {
		return contributionRow{}, err
	}
	matters, links, barriers, err := lists(&c.Content)
	if err != nil {
		return contributionRow{}, err
	}
	document, err := json.Marshal(c.Content)
	if err != nil {
		return contributionRow{}, fmt.Errorf("write contribution: %w", err)
	}
	return contributionRow{id: c.ID, sitting: c.Sitting, record: c.Record, author: c.Author, perspective: string(c.Perspective),
		at: db.Time(c.At), edition: c.EditionID, corrects: c.Corrects, facts: facts, matters: matters, links: links,
		barriers: barriers, document: w.Key.Seal(document, contributionPlace(c.ID))}, nil
}

// Whole is a conversation that is saved at once: one that was held on paper or elsewhere, or comes from a program.
type Whole struct {
	Sitting        NewSitting
	ContributionID string
	Content        Content
}

// Hold saves a whole conversation: sitting, what the young person said, ledger entry, picture, in one durable step.
// The same ids again change nothing.
func (s *Service) Hold(ctx context.Context, who permit.Actor, h Whole) error {
	if err := h.Sitting.Setup.Check(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(h.Sitting.Record), func(w *access.Work) error {
		if done, err := repeated(ctx, w, h.Sitting.Record, h.Sitting.ID, h.ContributionID); done || err != nil {
			return err
		}
		if err := s.insert(ctx, w, h.Sitting, db.Time(w.At), "finished"); err != nil {
			return err
		}
		w.Note(h.Sitting.ID)
		if c := h.Content; c.Complete() {
			err := s.keep(ctx, w, Contribution{ID: h.ContributionID, Sitting: h.Sitting.ID, Record: h.Sitting.Record,
				Perspective: YoungPerson, EditionID: h.Sitting.EditionID, Content: c})
			if err != nil {
				return err
			}
		}
		return record.NoteSitting(ctx, w, h.Sitting.Record)
	})
}

// AddView keeps the actor's own view of a sitting, from the draft they made of it, apart from the young person's.
func (s *Service) AddView(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string) error {
	p := OwnPerspective(who)
	return s.door.Do(ctx, who, permit.AddView, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if done, err := repeated(ctx, w, recordID, sittingID, contributionID); done || err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, p)
		if err != nil {
			return err
		}
		if c.tidy(); !c.Complete() {
			return problem.New(problem.Invalid, "conversation.nothing_to_keep")
		}
		err = s.keep(ctx, w, Contribution{ID: contributionID, Sitting: sittingID, Record: recordID, Perspective: p,
			EditionID: row.edition, Content: c})
		if err != nil {
			return err
		}
		return deleteDraft(ctx, w.Tx, recordID, sittingID, who.ID, string(p))
	})
}

// Correct keeps a contribution that sets an earlier one of the same perspective right. The earlier one stays as it was.
func (s *Service) Correct(ctx context.Context, who permit.Actor, recordID, corrects, contributionID string, c Content) error {
	return s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		before, err := findContribution(ctx, w.Tx, recordID, corrects)
		if err != nil {
			return err
		}
		if done, err := repeated(ctx, w, recordID, before.sitting, contributionID); done || err != nil {
			return err
		}
		return s.keep(ctx, w, Contribution{ID: contributionID, Sitting: before.sitting, Record: recordID,
			Perspective: Perspective(before.perspective), EditionID: before.edition, Corrects: corrects, Content: c})
	})
}

// TalkThrough notes that a view was talked through with the young person, or is withheld and why (serious harm). Why
// is needed for the second.
func (s *Service) TalkThrough(ctx context.Context, who permit.Actor, recordID, contributionID, outcome, why string) error {
	var c problem.Check
	c.Require(outcome == "talked_through" || outcome == "withheld", "outcome", "problem.not_a_choice")
	c.Require(outcome != "withheld" || why != "", "why", "problem.required")
	if err := c.Err(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.AddView, access.Record(recordID), func(w *access.Work) error {
		w.Note(contributionID)
		have, err := findContribution(ctx, w.Tx, recordID, contributionID)
		if err != nil {
			return err
		}
		if have.perspective == string(YoungPerson) {
			return problem.New(problem.Invalid, "conversation.their_own_words")
		}
		id := db.NewID()
		sealed := w.Key.SealText(why, seal.Place{Table: "conversation_talks", Row: id, Column: "document"})
		if err := insertTalk(ctx, w.Tx, talkRow{id: id, contribution: contributionID, record: recordID, at: db.Time(w.At),
			author: who.ID, outcome: outcome, document: sealed}); err != nil {
			return err
		}
		return addToPicture(ctx, w, recordID, section{TalkOf: contributionID,
			Talk: Talk{Outcome: outcome, At: w.At.UTC().Truncate(time.Microsecond), By: who.ID, Why: why}})
	})
}

// Erase deletes a record's conversations; record calls it while destroying the record.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	return deleteRecord(ctx, w.Tx, recordID)
}
