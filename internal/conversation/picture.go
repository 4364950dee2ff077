package conversation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// The picture document is the record's contributions and talks one after the other (packed.go), sealed as one value:
// adding one needs no reading of the rest, and showing the picture opens one value instead of a row each.

// section is one part of the picture document: a contribution, or a talk about one.
type section struct {
	Contribution *Contribution
	TalkOf       string
	Talk         Talk
}

func picturePlace(recordID string) seal.Place {
	return seal.Place{Table: "conversation_pictures", Row: recordID, Column: "document"}
}

func addToPicture(ctx context.Context, w *access.Work, recordID string, sections ...section) error {
	sealed, err := findPictureDocument(ctx, w.Tx, recordID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	var plain []byte
	if sealed != nil {
		if plain, err = w.Key.Open(sealed, picturePlace(recordID)); err != nil {
			return fmt.Errorf("open picture: %w", err)
		}
	}
	return savePicture(ctx, w, recordID, plain, sections)
}

func savePicture(ctx context.Context, w *access.Work, recordID string, plain []byte, sections []section) error {
	if len(plain) == 0 {
		plain = append(plain, pictureVersion)
	}
	for _, s := range sections {
		plain = packSection(plain, s)
	}
	return upsertPicture(ctx, w.Tx, recordID, db.Time(w.At), w.Key.Seal(plain, picturePlace(recordID)))
}

// contributions reads a record's contributions from their own rows, oldest first, with how each was talked through.
func contributions(ctx context.Context, w *access.Work, recordID string) ([]Contribution, error) {
	rows, err := listContributions(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	talks, err := listTalks(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Contribution, 0, len(rows))
	for _, row := range rows {
		c, err := openContribution(w, row)
		if err != nil {
			return nil, err
		}
		for _, t := range talks {
			if t.contribution == c.ID {
				if c.Talk, err = openTalk(w, t); err != nil {
					return nil, err
				}
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func openContribution(w *access.Work, row contributionRow) (Contribution, error) {
	c := Contribution{ID: row.id, Sitting: row.sitting, Record: row.record, Author: row.author,
		Perspective: Perspective(row.perspective), EditionID: row.edition, Corrects: row.corrects}
	var err error
	if c.At, err = db.ParseTime(row.at); err != nil {
		return c, err
	}
	plain, err := w.Key.Open(row.document, contributionPlace(row.id))
	if err != nil {
		return c, fmt.Errorf("open contribution: %w", err)
	}
	var document stored
	if err := json.Unmarshal(plain, &document); err != nil {
		return c, err
	}
	c.Content, c.Why = document.Content, document.Why
	return c, nil
}

func openTalk(w *access.Work, t talkRow) (Talk, error) {
	at, err := db.ParseTime(t.at)
	if err != nil {
		return Talk{}, err
	}
	why, err := w.Key.OpenText(t.document, seal.Place{Table: "conversation_talks", Row: t.id, Column: "document"})
	return Talk{Outcome: t.outcome, At: at, By: t.author, Why: why}, err
}

// RemakePicture makes a record's picture anew from its contributions: what "rebuild" does, and what a test holds the
// kept one against.
func (s *Service) RemakePicture(ctx context.Context, recordID string) error {
	return s.door.Do(ctx, permit.System, permit.Operate, access.Record(recordID), func(w *access.Work) error {
		list, err := contributions(ctx, w, recordID)
		if err != nil {
			return err
		}
		sections := make([]section, len(list))
		for i := range list {
			sections[i] = section{Contribution: &list[i]}
		}
		return savePicture(ctx, w, recordID, nil, sections)
	})
}

// Rebuild remakes every picture and says how many.
func (s *Service) Rebuild(ctx context.Context) (n int, err error) {
	after := ""
	for {
		var ids []string
		err := s.door.Background(ctx, func(w *access.Work) (err error) {
			ids, err = listRecords(ctx, w.Tx, after, 100)
			return err
		})
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range ids {
			if err := s.RemakePicture(ctx, id); err != nil {
				return n, fmt.Errorf("remake picture: %w", err)
			}
			n++
		}
		after = ids[len(ids)-1]
	}
}

// Picture is everything said about one young person, oldest first, each with its perspective. What was corrected is
// left out in favour of its correction.
type Picture struct {
	Contributions []Contribution
}

// FindPicture reads the picture within a use case that is already decided: for rooms below.
func FindPicture(ctx context.Context, w *access.Work, recordID string) (Picture, error) {
	sealed, err := findPictureDocument(ctx, w.Tx, recordID)
	if problem.Is(err, problem.NotFound) {
		return Picture{}, nil
	}
	if err != nil {
		return Picture{}, err
	}
	plain, err := w.Key.Open(sealed, picturePlace(recordID))
	if err != nil {
		return Picture{}, fmt.Errorf("open picture: %w", err)
	}
	return parsePicture(plain)
}

func parsePicture(plain []byte) (Picture, error) {
	var p Picture
	sections, err := unpackSections(plain)
	if err != nil {
		return p, fmt.Errorf("read picture: %w", err)
	}
	for _, s := range sections {
		if s.Contribution != nil {
			p.Contributions = append(p.Contributions, *s.Contribution)
			continue
		}
		for i := range p.Contributions {
			if p.Contributions[i].ID == s.TalkOf {
				p.Contributions[i].Talk = s.Talk
			}
		}
	}
	p.Contributions = standing(p.Contributions)
	// Two saves at once can commit in another order than they began: the picture tells them by their moment.
	slices.SortStableFunc(p.Contributions, func(a, b Contribution) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	})
	return p, nil
}
