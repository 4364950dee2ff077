package policy

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// BriefingTemplates lists what briefings can be made by: what came with the program, and what the organisation loaded, which
// stands in place of one with the same id.
func (s *Service) BriefingTemplates(ctx context.Context, who permit.Actor) (list []BriefingTemplate, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = briefingTemplates(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list briefing templates: %w", err)
	}
	return list, nil
}

// BriefingTemplate gives one of them.
func (s *Service) BriefingTemplate(ctx context.Context, who permit.Actor, id string) (t BriefingTemplate, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		t, err = briefingTemplateOf(ctx, w, id)
		w.Note(t.ID, t.hash)
		return err
	})
	if err != nil {
		return BriefingTemplate{}, fmt.Errorf("read briefing template: %w", err)
	}
	return t, nil
}

func briefingTemplates(ctx context.Context, w *access.Work) ([]BriefingTemplate, error) {
	list := slices.Clone(ShippedBriefingTemplates())
	loaded, err := listBriefingTemplates(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, t := range loaded { // the earliest first
		if i := slices.IndexFunc(list, func(o BriefingTemplate) bool { return o.ID == t.ID }); i >= 0 {
			list[i] = t
		} else {
			list = append(list, t)
		}
	}
	return list, nil
}

func briefingTemplateOf(ctx context.Context, w *access.Work, id string) (BriefingTemplate, error) {
	list, err := briefingTemplates(ctx, w)
	if err != nil {
		return BriefingTemplate{}, err
	}
	i := slices.IndexFunc(list, func(t BriefingTemplate) bool { return t.ID == id })
	if i < 0 {
		return BriefingTemplate{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return list[i], nil
}

// mostTemplates bounds the template files that an organisation loads.
const mostTemplates = 100

// LoadBriefingTemplate takes in a template file. The same file again changes nothing; versions that were made keep the template
// they were made by.
func (s *Service) LoadBriefingTemplate(ctx context.Context, who permit.Actor, file []byte) (t BriefingTemplate, err error) {
	err = s.make(ctx, who, func(w *access.Work) error {
		if t, err = ReadBriefingTemplate(file); err != nil {
			return err
		}
		w.Note(t.ID, t.hash)
		loaded, err := listBriefingTemplates(ctx, w)
		if err != nil {
			return err
		}
		if len(loaded) >= mostTemplates {
			return problem.New(problem.Conflict, "briefing.too_many_templates", "max", mostTemplates)
		}
		now, err := briefingTemplateOf(ctx, w, t.ID)
		if err == nil && now.hash == t.hash {
			return nil
		}
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		t.loaded = true
		return insertBriefingTemplate(ctx, w, t, file)
	})
	if err != nil {
		return BriefingTemplate{}, fmt.Errorf("load briefing template: %w", err)
	}
	return t, nil
}

// BeginBriefing begins a briefing by a template, for a named reader. id is made by whoever asks, so that a form sent twice begins
// one. What the template proposes as question and ask stands there to be changed.
func (s *Service) BeginBriefing(ctx context.Context, who permit.Actor, id string, d BriefingDraft) error {
	var c problem.Check
	d.checkBegun(&c)
	c.Require(d.Template != "", "template", "problem.required_choice")
	c.Require(db.IsID(id), "title", "problem.stale_form")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findBriefing(ctx, w, id); err == nil {
			return nil // sent twice
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		t, err := briefingTemplateOf(ctx, w, d.Template)
		if problem.Is(err, problem.NotFound) {
			var c problem.Check
			c.Add("template", "problem.required_choice")
			return c.Err()
		}
		if err != nil {
			return err
		}
		if err := initiativeThere(ctx, w, d.Initiative); err != nil {
			return err
		}
		begun := BriefingDraft{Template: d.Template, Title: d.Title, Reader: d.Reader, Lang: d.Lang, Initiative: d.Initiative, Authors: []string{w.Who.ID}}
		begun.Question, _ = t.Question.In(d.Lang)
		begun.Ask, _ = t.Ask.In(d.Lang)
		return insertBriefing(ctx, w, id, begun)
	})
	if err != nil {
		return fmt.Errorf("begin briefing: %w", err)
	}
	return nil
}

// initiativeThere notes a change that is none of the organisation's; "" is none.
func initiativeThere(ctx context.Context, w *access.Work, id string) error {
	if id == "" {
		return nil
	}
	_, err := findInitiative(ctx, w, id)
	if problem.Is(err, problem.NotFound) {
		var c problem.Check
		c.Add("initiative", "problem.not_a_choice")
		return c.Err()
	}
	return err
}

// change changes a draft that is still as its writer saw it. What is changed waits for a version of its own: none that was made
// changes.
func (s *Service) change(ctx context.Context, who permit.Actor, id string, seen int, f func(w *access.Work, b *Briefing) error) error {
	return s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		b, err := findBriefing(ctx, w, id)
		if err != nil {
			return err
		}
		if b.Revision != seen {
			return problem.New(problem.Conflict, "briefing.changed_since")
		}
		if b.Template, err = briefingTemplateOf(ctx, w, b.Draft.Template); err != nil {
			return err
		}
		if err := f(w, &b); err != nil {
			return err
		}
		if !slices.Contains(b.Draft.Authors, w.Who.ID) {
			b.Draft.Authors = append(b.Draft.Authors, w.Who.ID)
		}
		return updateBriefing(ctx, w, b)
	})
}

// WriteBriefing changes what a briefing says apart from its pieces.
func (s *Service) WriteBriefing(ctx context.Context, who permit.Actor, id string, seen int, d BriefingDraft) error {
	var c problem.Check
	d.checkWritten(&c)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.change(ctx, who, id, seen, func(w *access.Work, b *Briefing) error {
		if err := initiativeThere(ctx, w, d.Initiative); err != nil {
			return err
		}
		b.Draft.Title, b.Draft.Reader, b.Draft.Lang, b.Draft.Initiative = d.Title, d.Reader, d.Lang, d.Initiative
		b.Draft.Question, b.Draft.Short, b.Draft.Ask, b.Draft.By, b.Draft.Unknown = d.Question, d.Short, d.Ask, d.By, d.Unknown
		return nil
	})
	if err != nil {
		return fmt.Errorf("write briefing: %w", err)
	}
	return nil
}

// PutPiece puts a piece into a briefing, or another in place of the one with its id. What it refers to must be there for whoever
// puts it.
func (s *Service) PutPiece(ctx context.Context, who permit.Actor, briefing string, seen int, p Piece) error {
	if !db.IsID(p.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.change(ctx, who, briefing, seen, func(w *access.Work, b *Briefing) error {
		p := p.only()
		var c problem.Check
		p.check(&c, b.Template)
		if err := c.Err(); err != nil {
			return err
		}
		there, err := s.there(ctx, w, p)
		if err != nil {
			return err
		}
		if !there {
			c.Add("of", "briefing.not_there")
			return c.Err()
		}
		i := slices.IndexFunc(b.Draft.Pieces, func(o Piece) bool { return o.ID == p.ID })
		switch {
		case i >= 0:
			b.Draft.Pieces[i] = p
		case len(b.Draft.Pieces) >= mostPieces:
			return problem.New(problem.Conflict, "briefing.too_many_pieces", "max", mostPieces)
		default:
			b.Draft.Pieces = append(b.Draft.Pieces, p)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("put piece: %w", err)
	}
	return nil
}

// TakePiece takes a piece out of a briefing.
func (s *Service) TakePiece(ctx context.Context, who permit.Actor, briefing string, seen int, piece string) error {
	err := s.change(ctx, who, briefing, seen, func(_ *access.Work, b *Briefing) error {
		if _, ok := b.Draft.Piece(piece); !ok {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		b.Draft.Pieces = slices.DeleteFunc(b.Draft.Pieces, func(p Piece) bool { return p.ID == piece })
		return nil
	})
	if err != nil {
		return fmt.Errorf("take piece: %w", err)
	}
	return nil
}

// MovePiece puts a piece before the one that stands before it in its section. The first of a section stays.
func (s *Service) MovePiece(ctx context.Context, who permit.Actor, briefing string, seen int, piece string) error {
	err := s.change(ctx, who, briefing, seen, func(_ *access.Work, b *Briefing) error {
		list := b.Draft.Pieces
		i := slices.IndexFunc(list, func(p Piece) bool { return p.ID == piece })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		for j := i - 1; j >= 0; j-- {
			if list[j].Section == list[i].Section {
				list[i], list[j] = list[j], list[i]
				break
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("move piece: %w", err)
	}
	return nil
}
