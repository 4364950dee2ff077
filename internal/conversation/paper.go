package conversation

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// PaperLife is for how long a printed sheet is new. Paper does not expire: an older one is typed in all the same, and
// the page says that it is old.
const PaperLife = 30 * 24 * time.Hour

// Paper is a ticket on paper. Record is "" for a sheet that was printed for nobody in particular.
type Paper struct {
	ID, Record, Sitting, Worker, EditionID string
	Language, Nation                       string
	Picture, Word                          string // the label
	Code                                   string // to be typed, as ReadPaperCode gives it
	IssuedAt, ExpiresAt                    time.Time
	UsedAt                                 time.Time // when it was typed in; zero before
	Wording                                []string  // checksums of the words and pictures that were printed
	Printed                                bool      // false for one that was made to type in a sheet without a code
}

// Old reports whether a sheet was printed long ago.
func (p Paper) Old(now time.Time) bool { return now.After(p.ExpiresAt) }

// Used reports whether what stood on it was typed in.
func (p Paper) Used() bool { return !p.UsedAt.IsZero() }

// NewPaper is what printing needs. ID is made by the client, so that printing again gives the same code.
type NewPaper struct {
	ID, Record, EditionID string
	Language, Nation      string
	Picture, Word         string
	Wording               []string // checksums of the words and pictures on it, see framework.Wording
	Unprinted             bool     // made to type in a sheet that has no code, or one that does not work
}

// codeOf makes a ticket's code from its id under the key ring.
func codeOf(w *access.Work, id string) (string, error) {
	tag, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(w.Blind("conversation.paper.code", id)))
	if err != nil || len(tag) < 8 {
		return "", fmt.Errorf("make paper code: no tag")
	}
	return paperCode(binary.BigEndian.Uint64(tag)), nil
}

func openPaper(w *access.Work, row paperRow) (Paper, error) {
	p := Paper{ID: row.id, Record: row.record, Sitting: row.sitting, Worker: row.worker, EditionID: row.edition, Language: row.language,
		Nation: row.nation, Picture: row.picture, Word: row.word, Printed: row.printed == "yes", Wording: strings.Fields(row.wording)}
	var err error
	if p.Code, err = codeOf(w, row.id); err != nil {
		return p, err
	}
	if p.IssuedAt, err = db.ParseTime(row.issuedAt); err != nil {
		return p, err
	}
	if p.ExpiresAt, err = db.ParseTime(row.expiresAt); err != nil {
		return p, err
	}
	if row.usedAt != "" {
		p.UsedAt, err = db.ParseTime(row.usedAt)
	}
	return p, err
}

// of is the use case around a ticket: on its record where it has one, else on what one's own organisation printed.
func (s *Service) of(recordID string, who permit.Actor) (permit.Action, access.Subject) {
	if recordID != "" {
		return permit.HoldConversation, access.Record(recordID)
	}
	return permit.UsePaper, access.Organisation(who.Organisation)
}

// IssuePaper makes the ticket for a sheet that is about to be printed. The same id again gives the same ticket.
func (s *Service) IssuePaper(ctx context.Context, who permit.Actor, n NewPaper) (p Paper, err error) {
	if !db.IsID(n.ID) {
		return p, problem.New(problem.Invalid, "problem.stale_form")
	}
	var c problem.Check
	c.Require(n.Language != "" && len(n.Language) <= 35, "language", "problem.required_choice")
	c.Require(n.Picture != "" && len(n.Picture) <= 60, "label", "problem.required_choice")
	c.Require(n.Word != "" && utf8.RuneCountInString(n.Word) <= 60, "label", "problem.required_choice")
	c.Require(len(n.Nation) <= 40, "nation", "problem.not_a_choice")
	c.Require(len(n.Wording) <= 4 && !slices.ContainsFunc(n.Wording, notAChecksum), "language", "problem.not_a_choice")
	if err := c.Err(); err != nil {
		return p, err
	}
	act, on := s.of(n.Record, who)
	err = s.door.Do(ctx, who, act, on, func(w *access.Work) error {
		w.Note(n.ID, "paper")
		have, err := findPaper(ctx, w.Tx, n.ID)
		if err == nil {
			if have.record != n.Record || have.worker != who.ID {
				return problem.New(problem.Conflict, "problem.duplicate")
			}
			p, err = openPaper(w, have)
			return err
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
		if err := printable(ctx, w, n); err != nil {
			return err
		}
		code, err := codeOf(w, n.ID)
		if err != nil {
			return err
		}
		row := paperRow{id: n.ID, record: n.Record, sitting: db.NewID(), worker: who.ID, organisation: who.Organisation, edition: n.EditionID,
			language: n.Language, nation: n.Nation, picture: n.Picture, word: n.Word, issuedAt: db.Time(w.At), expiresAt: db.Time(w.At.Add(PaperLife)),
			printed: "yes", wording: strings.Join(n.Wording, " "), code: w.Blind("conversation.paper", code)}
		if n.Unprinted {
			row.printed = "no"
		}
		if err := insertPaper(ctx, w.Tx, row); err != nil {
			return fmt.Errorf("issue paper: %w", err)
		}
		p, err = openPaper(w, row)
		return err
	})
	return p, err
}

// printable refuses an edition that no conversation may be begun with: for somebody, or for whoever may come.
func printable(ctx context.Context, w *access.Work, n NewPaper) error {
	if n.Record != "" {
		return choosable(ctx, w, n.Record, n.EditionID)
	}
	ed, err := edition(ctx, w, n.EditionID)
	if err == nil && (ed.Withheld() || !ed.Suits(framework.Children)) {
		err = problem.New(problem.Invalid, "conversation.unknown_edition")
	}
	return err
}

// Papers lists the sheets that were printed for a record, or ("") those that the actor printed for nobody in particular,
// the newest first.
func (s *Service) Papers(ctx context.Context, who permit.Actor, recordID string) (list []Paper, err error) {
	act, on := s.of(recordID, who)
	err = s.door.Read(ctx, who, act, on, func(w *access.Work) error {
		list, err = PapersOf(ctx, w, recordID)
		return err
	})
	return list, err
}

// PapersOf is Papers within a use case that is already decided: for rooms below.
func PapersOf(ctx context.Context, w *access.Work, recordID string) ([]Paper, error) {
	rows, err := listPapers(ctx, w.Tx, recordID, w.Who.ID)
	list := make([]Paper, len(rows))
	for i, row := range rows {
		if err == nil {
			list[i], err = openPaper(w, row)
		}
	}
	return list, err
}

// FindPaper finds the ticket that a typed code belongs to. A code that nothing belongs to, a ticket of another
// organisation, and one of a record that the actor holds no grant on are the same NotFound: nothing is learnt from it.
// Too many of those are made to wait.
func (s *Service) FindPaper(ctx context.Context, who permit.Actor, typed string) (p Paper, err error) {
	code, err := ReadPaperCode(typed)
	if err != nil {
		return p, err
	}
	right, err := s.guesses.try(who.ID, s.door.Now())
	if err != nil {
		return p, err
	}
	unknown := problem.New(problem.NotFound, "conversation.code_unknown")
	err = s.door.Read(ctx, who, permit.UsePaper, access.Organisation(who.Organisation), func(w *access.Work) error {
		row, err := findPaperByCode(ctx, w.Tx, w.Blind("conversation.paper", code))
		if err != nil || row.organisation != who.Organisation {
			if err == nil || problem.Is(err, problem.NotFound) {
				err = unknown
			}
			return err
		}
		w.Note(row.id)
		p, err = openPaper(w, row)
		return err
	})
	if err == nil && p.Record != "" {
		err = s.door.Read(ctx, who, permit.HoldConversation, access.Record(p.Record), func(w *access.Work) error {
			w.Note(p.ID)
			return nil
		})
		if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Forbidden) {
			err = unknown
		}
	}
	if err != nil {
		return Paper{}, err
	}
	right()
	return p, nil
}
