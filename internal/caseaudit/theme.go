package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Theme is something that was seen in more than one case, or that mattered enough in one, in general words: never about a
// young person, a worker or a team.
type Theme struct {
	Written  `json:"-"`
	Kind     string   `json:"kind"` // of ThemeKinds
	Title    string   `json:"title"`
	Seen     string   `json:"seen"`               // what was seen, in practice
	Outcomes []string `json:"outcomes,omitempty"` // codes
	System   string   `json:"system,omitempty"`   // which system holds the barrier; of Systems
	Cases    []string `json:"cases,omitempty"`    // ids of the cases it came from: kept here, in no report
	Dropped  bool     `json:"dropped,omitempty"`
}

// Written is when one version of what was learnt was written down. Of an item the latest holds.
type Written struct {
	ID   string    `json:"-"` // of the item
	Row  string    `json:"-"` // of this version
	At   time.Time `json:"-"`
	By   string    `json:"-"`
	Sort string    `json:"-"` // theme, words or told
}

// ThemeKinds lists what a theme can be, in the order offered.
var ThemeKinds = []string{"good", "improve", "barrier"}

// Systems lists which systems can hold a barrier, in the order offered: those of a conversation.
var Systems = conversation.Systems

// mostThemes bounds how many themes of a programme stand: more are a list of findings, and nobody learns from that.
const mostThemes = 30

func (t Theme) check(p Programme) error {
	var c problem.Check
	c.Require(slices.Contains(ThemeKinds, t.Kind), "kind", "problem.required_choice")
	c.Text("title", t.Title, maxName, true)
	c.Text("words", t.Seen, maxText, true)
	c.Require(t.System == "" || slices.Contains(Systems, t.System), "system", "problem.not_a_choice")
	c.Require(t.Kind != "barrier" || t.System != "", "system", "auditreport.needs_system")
	for _, o := range t.Outcomes {
		c.Require(slices.Contains(p.Plan.Outcomes, o), "outcomes", "problem.not_a_choice")
	}
	for _, id := range t.Cases {
		c.Require(slices.ContainsFunc(p.Cases, func(one Case) bool { return one.ID == id }), "cases", "auditreport.no_such_case")
	}
	for _, one := range p.Frame {
		number := len(one.ID) > 2 && (namesCase(t.Title, one.ID) || namesCase(t.Seen, one.ID))
		c.Require(!number, "words", "auditreport.number_in_words")
	}
	return c.Err()
}

// namesCase reports whether a text names a case by its number: a report would carry it out.
func namesCase(text, id string) bool {
	for rest := text; ; {
		i := strings.Index(rest, id)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(id):]
		if !wordEnd(before) && !wordStart(after) {
			return true
		}
		rest = after
	}
}

func wordEnd(s string) bool { return s != "" && partOfWord(s[len(s)-1]) }

func wordStart(s string) bool { return s != "" && partOfWord(s[0]) }

func partOfWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// WriteTheme writes a theme down, or anew: seen is the version that was before whoever writes, "" for a new one. id is made by
// whoever asks, so that a form sent twice makes one. What stood before is kept.
func (s *Service) WriteTheme(ctx context.Context, who permit.Actor, programme, id, seen string, t Theme) error {
	return s.write(ctx, who, programme, "theme", id, seen, "write a theme", func(w *access.Work, p Programme) (any, error) {
		if err := t.check(p); err != nil {
			return nil, err
		}
		all, err := themesOf(ctx, w, programme)
		if err != nil {
			return nil, err
		}
		if seen == "" && len(all) >= mostThemes {
			return nil, problem.New(problem.Conflict, "auditreport.too_many_themes")
		}
		return t, nil
	})
}

// moderate does something as whoever looks after quality.
func (s *Service) moderate(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), f)
}

// write adds a version of an item of what was learnt, where nobody wrote since: make gives its document.
func (s *Service) write(ctx context.Context, who permit.Actor, programme, kind, id, seen, what string, make func(*access.Work, Programme) (any, error)) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.moderate(ctx, who, func(w *access.Work) error {
		w.Note(programme, id)
		p, err := findProgramme(ctx, w, programme)
		if err != nil {
			return err
		}
		last, err := lastLearnt(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if seen == "" && last.By == who.ID && last.Sort == kind && kind != "words" {
			return nil // sent twice
		}
		if last.Row != seen || last.Row != "" && last.Sort != kind {
			return problem.New(problem.Conflict, "auditreport.written_since")
		}
		v, err := make(w, p)
		if err != nil {
			return err
		}
		return insertLearnt(ctx, w, programme, id, kind, v)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
