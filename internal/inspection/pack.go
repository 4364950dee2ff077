package inspection

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Pack is evidence laid under an inspectorate's headings, as it stands in one version.
type Pack struct {
	ID       string
	Version  Version
	Content  Content
	Versions []Version // the latest first; filled when one pack is opened
}

// Version says when a pack was changed, and what it is cited by.
type Version struct {
	ID    string
	Place int
	At    time.Time
	By    string
	Hash  string
}

// Day is the day on which the version was made.
func (v Version) Day() string { return db.Day(v.At) }

// Content is what a version holds.
type Content struct {
	Version  int                 `json:"v"`
	Title    string              `json:"title"`
	Lang     string              `json:"lang"` // in which the evidence was gathered
	Span     Span                `json:"span"`
	First    string              `json:"first"` // id of the framework it was begun with
	Evidence []Evidence          `json:"evidence"`
	Out      []string            `json:"out,omitempty"` // ids of evidence that is left out
	Under    map[string]Grouping `json:"under"`         // by id of a framework
}

// Grouping is how the evidence stands under one framework.
type Grouping struct {
	Framework Framework           `json:"framework"`        // as it was when the pack was laid under it
	Places    map[string][]string `json:"places,omitempty"` // headings of evidence that somebody moved, by its id; all else stands as proposed
	Gaps      map[string]string   `json:"gaps,omitempty"`   // by heading: what will be done where there is no evidence
}

// Stands lists the headings that a piece of evidence stands under.
func (g Grouping) Stands(e Evidence) []string {
	if moved, ok := g.Places[e.ID]; ok {
		return moved
	}
	return g.Framework.Proposed(e.Topics)
}

// In lists the evidence of the pack that is not left out.
func (c Content) In() []Evidence {
	return slices.DeleteFunc(slices.Clone(c.Evidence), func(e Evidence) bool { return slices.Contains(c.Out, e.ID) })
}

// Reference is the number by which a piece of evidence is named in the pack.
func (c Content) Reference(id string) string {
	return fmt.Sprintf("E%d", 1+slices.IndexFunc(c.Evidence, func(e Evidence) bool { return e.ID == id }))
}

// Below lists the evidence under a heading.
func (c Content) Below(framework, heading string) (list []Evidence) {
	g := c.Under[framework]
	for _, e := range c.In() {
		if slices.Contains(g.Stands(e), heading) {
			list = append(list, e)
		}
	}
	return list
}

// Nowhere lists the evidence that stands under no heading of a framework.
func (c Content) Nowhere(framework string) (list []Evidence) {
	g := c.Under[framework]
	for _, e := range c.In() {
		if len(g.Stands(e)) == 0 {
			list = append(list, e)
		}
	}
	return list
}

func isNumber(r rune) bool { return unicode.IsNumber(r) }

// NewPack is what beginning a pack needs.
type NewPack struct {
	ID, Title, Framework string
	Span                 Span
}

func (n NewPack) check(today string) error {
	if !db.IsID(n.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var c problem.Check
	c.Text("title", n.Title, longestLine, true)
	c.Require(n.Framework != "", "framework", "problem.required_choice")
	c.Require(day(n.Span.From), "from", "problem.required")
	c.Require(day(n.Span.To), "to", "problem.required")
	c.Require(!day(n.Span.From) || !day(n.Span.To) || n.Span.From <= n.Span.To, "to", "inspection.to_before_from")
	c.Require(n.Span.From <= today, "from", "inspection.from_in_future")
	return c.Err()
}

// Begin begins a pack: everything there is to show of its time is gathered and proposed for the headings of a framework.
// A form sent twice begins one.
func (s *Service) Begin(ctx context.Context, who permit.Actor, n NewPack, l i18n.L) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(n.ID)
		if err := n.check(db.Day(w.At)); err != nil {
			return err
		}
		if _, err := findPack(ctx, w, n.ID); err == nil {
			return nil // the form came twice
		}
		f, err := s.frameworkOf(ctx, w, n.Framework)
		if err != nil {
			return err
		}
		c := Content{Version: 1, Title: n.Title, Lang: l.Tag(), Span: n.Span, First: f.ID, Under: map[string]Grouping{f.ID: {Framework: f}}}
		if c.Evidence, err = s.gather(ctx, w, l, n.Span); err != nil {
			return err
		}
		if err := insertPack(ctx, w, n.ID); err != nil {
			return err
		}
		return s.keep(ctx, w, Pack{ID: n.ID, Content: c}, 1)
	})
	if err != nil {
		return fmt.Errorf("begin pack: %w", err)
	}
	return nil
}

// keep writes a version; the ledger has its hash.
func (s *Service) keep(ctx context.Context, w *access.Work, p Pack, place int) error {
	v := Version{ID: db.NewID(), Place: place}
	hash, err := insertVersion(ctx, w, p.ID, v, p.Content)
	w.Note(v.ID, hash)
	return err
}

// change writes a new version of a pack; last is the id of the version that whoever changes it had before them.
func (s *Service) change(ctx context.Context, who permit.Actor, id, last string, f func(*access.Work, *Content) error) error {
	return s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		p, err := findPack(ctx, w, id)
		if err != nil {
			return err
		}
		if p.Version.ID != last {
			return problem.New(problem.Conflict, "inspection.changed_meanwhile")
		}
		if err := f(w, &p.Content); err != nil {
			return err
		}
		return s.keep(ctx, w, p, p.Version.Place+1)
	})
}

// GatherAgain asks for everything there is to show once more: what is new comes in, what is gone goes, and where
// somebody put what stays.
func (s *Service) GatherAgain(ctx context.Context, who permit.Actor, id, last string, l i18n.L) error {
	err := s.change(ctx, who, id, last, func(w *access.Work, c *Content) error {
		fresh, err := s.gather(ctx, w, l, c.Span)
		if err != nil {
			return err
		}
		var list []Evidence
		for _, old := range c.Evidence { // the old ones first, so that their numbers stay as far as they can
			if i := slices.IndexFunc(fresh, func(e Evidence) bool { return e.ID == old.ID }); i >= 0 {
				list = append(list, fresh[i])
				fresh = slices.Delete(fresh, i, i+1)
			} else if old.Source == Own {
				list = append(list, old)
			}
		}
		c.Evidence, c.Lang = append(list, fresh...), l.Tag()
		return nil
	})
	if err != nil {
		return fmt.Errorf("gather evidence again: %w", err)
	}
	return nil
}

// LayUnder lays the same evidence under another framework as well.
func (s *Service) LayUnder(ctx context.Context, who permit.Actor, id, last, framework string) error {
	err := s.change(ctx, who, id, last, func(w *access.Work, c *Content) error {
		if _, there := c.Under[framework]; there {
			return nil
		}
		f, err := s.frameworkOf(ctx, w, framework)
		if err == nil {
			c.Under = maps.Clone(c.Under)
			c.Under[framework] = Grouping{Framework: f}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("lay pack under a framework: %w", err)
	}
	return nil
}

// Arranged is how somebody arranges a pack under one framework: where each piece stands, what is left out, and what will
// be done about each gap.
type Arranged struct {
	Places map[string][]string
	Out    []string
	Gaps   map[string]string
}

// Arrange writes down how a pack stands under a framework.
func (s *Service) Arrange(ctx context.Context, who permit.Actor, id, last, framework string, a Arranged) error {
	err := s.change(ctx, who, id, last, func(_ *access.Work, c *Content) error {
		g, there := c.Under[framework]
		if !there {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if err := a.check(*c, g.Framework); err != nil {
			return err
		}
		places := map[string][]string{}
		for _, e := range c.Evidence {
			if at, said := a.Places[e.ID]; said && !slices.Equal(at, g.Framework.Proposed(e.Topics)) {
				places[e.ID] = at
			}
		}
		g.Places, g.Gaps, c.Out = places, a.Gaps, a.Out
		c.Under = maps.Clone(c.Under)
		c.Under[framework] = g
		return nil
	})
	if err != nil {
		return fmt.Errorf("arrange pack: %w", err)
	}
	return nil
}

func (a Arranged) check(c Content, f Framework) error {
	has := func(id string) bool {
		return slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.ID == id })
	}
	stale := problem.New(problem.Invalid, "problem.stale_form")
	for id, headings := range a.Places {
		for _, h := range headings {
			if _, ok := f.Heading(h); !ok || !has(id) {
				return stale
			}
		}
	}
	for _, id := range a.Out {
		if !has(id) {
			return stale
		}
	}
	var check problem.Check
	for h, text := range a.Gaps {
		if _, ok := f.Heading(h); !ok {
			return stale
		}
		check.Require(utf8.RuneCountInString(text) <= longestSaid, "gap_"+h, "problem.too_long", "max", longestSaid)
	}
	return check.Err()
}

// Say adds a sentence of whoever makes the pack; it stands under the headings that its topics are proposed for, in every
// framework.
func (s *Service) Say(ctx context.Context, who permit.Actor, id, last string, said Sentence) error {
	err := s.change(ctx, who, id, last, func(_ *access.Work, c *Content) error {
		if err := said.check(); err != nil {
			return err
		}
		if !db.IsID(said.ID) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		own := 0
		for _, e := range c.Evidence {
			if e.Source == Own {
				own++
			}
		}
		if own >= mostSaid {
			return problem.New(problem.Invalid, "inspection.too_many_sentences", "max", mostSaid)
		}
		c.Evidence = append(slices.Clone(c.Evidence), Evidence{ID: Own + ":" + said.ID, Source: Own, Topics: said.Topics, Lines: []string{said.Text}})
		return nil
	})
	if err != nil {
		return fmt.Errorf("add a sentence: %w", err)
	}
	return nil
}

// Packs lists the organisation's packs, the latest first, each as it stands.
func (s *Service) Packs(ctx context.Context, who permit.Actor) (list []Pack, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listPacks(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list packs: %w", err)
	}
	return list, nil
}

// Pack gives a pack as it stands, or, with the place of an earlier version, as it stood.
func (s *Service) Pack(ctx context.Context, who permit.Actor, id string, place int) (p Pack, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if p, err = findPack(ctx, w, id); err != nil {
			return err
		}
		if place > 0 && place != p.Version.Place {
			if p.Version, p.Content, err = findVersion(ctx, w, id, place); err != nil {
				return err
			}
		}
		w.Note(p.Version.ID)
		p.Versions, err = listVersions(ctx, w, id)
		return err
	})
	if err != nil {
		return Pack{}, fmt.Errorf("read pack: %w", err)
	}
	return p, nil
}
