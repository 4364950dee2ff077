package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
)

// Evidence is one piece of what a service has to show. Its figures passed disclosure control; there is no other place for a
// number about people in it.
type Evidence struct {
	ID      string    `json:"id"`     // where it comes from: "release:" and an id, for example
	Source  string    `json:"source"` // which room gave it; Own for a sentence of whoever makes the pack
	Topics  []string  `json:"topics"`
	Title   string    `json:"title,omitempty"`
	Lines   []string  `json:"lines,omitempty"`
	Link    string    `json:"link,omitempty"` // where it stands in this service
	Figures []Figures `json:"figures,omitempty"`
}

// Own is the source of a sentence that whoever makes a pack adds.
const Own = "own"

// Figures are a table that may be shown, with words for its rows and columns. They are made of a released table, and of
// nothing else.
type Figures struct {
	Caption  string          `json:"caption"`
	Rows     []string        `json:"rows,omitempty"`
	Columns  []string        `json:"columns"`
	Release  string          `json:"release"` // id in the register of what left
	Document json.RawMessage `json:"document"`

	table disclosure.Released
}

// FiguresOf lays words beside a released table: one for each of its rows and columns, in their order.
func FiguresOf(caption, release string, t disclosure.Released, rows, columns []string) (Figures, error) {
	document, err := t.Document()
	if err != nil {
		return Figures{}, err
	}
	f := Figures{Caption: caption, Rows: rows, Columns: columns, Release: release, Document: document, table: t}
	return f, f.check()
}

// Table is what may be shown.
func (f Figures) Table() disclosure.Released { return f.table }

// Hash is what the table is cited by.
func (f Figures) Hash() string { return disclosure.Hash(f.Document) }

func (f Figures) check() error {
	if !f.table.Made() || len(f.Columns) != len(f.table.Columns) || len(f.Rows) != len(f.table.Rows) {
		return fmt.Errorf("figures of a pack: %d rows and %d columns have words for others", len(f.table.Rows), len(f.table.Columns))
	}
	return nil
}

// open reads the tables of evidence again. It takes no document's word for it.
func open(list []Evidence) error {
	for i := range list {
		for j := range list[i].Figures {
			f := &list[i].Figures[j]
			t, err := disclosure.Reopen(f.Document)
			if err != nil {
				return err
			}
			f.table = t
			if err := f.check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Span is the time that a pack is about: days, both within.
type Span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Has reports whether a day is in it.
func (s Span) Has(day string) bool { return s.From <= day && day <= s.To }

// Gatherer gives what another room has to show, in the language of l, inside the work of making a pack.
type Gatherer func(ctx context.Context, w *access.Work, l i18n.L, span Span) ([]Evidence, error)

type namedSource struct {
	name string
	from Gatherer
}

// Sources adds what another room has to show to every pack. Add before the first use.
func (s *Service) Sources(name string, from Gatherer) {
	s.sources = append(s.sources, namedSource{name, from})
}

const (
	mostEvidence = 200
	mostSaid     = 20
	longestSaid  = 2000
)

// gather asks every source.
func (s *Service) gather(ctx context.Context, w *access.Work, l i18n.L, span Span) (all []Evidence, err error) {
	for _, source := range s.sources {
		list, err := source.from(ctx, w, l, span)
		if err != nil {
			return nil, fmt.Errorf("gather evidence, %s: %w", source.name, err)
		}
		for _, e := range list {
			e.Source = source.name
			if err := e.check(); err != nil {
				return nil, fmt.Errorf("gather evidence, %s: %w", source.name, err)
			}
			if slices.ContainsFunc(all, func(o Evidence) bool { return o.ID == e.ID }) {
				return nil, fmt.Errorf("gather evidence, %s: %s stands there twice", source.name, e.ID)
			}
			if len(all) < mostEvidence {
				all = append(all, e)
			}
		}
	}
	return all, nil
}

func (e Evidence) check() error {
	for _, t := range e.Topics {
		if !slices.Contains(Topics, t) {
			return fmt.Errorf("%.40q is no topic", t)
		}
	}
	if e.ID == "" || e.Link != "" && (!strings.HasPrefix(e.Link, "/") || strings.HasPrefix(e.Link, "//")) {
		return fmt.Errorf("a piece of evidence has no place that it comes from")
	}
	for _, f := range e.Figures {
		if err := f.check(); err != nil {
			return err
		}
	}
	return nil
}

// Sentence is what whoever makes a pack says themselves. A number in it has to be said to be about no people: figures
// about people come out of disclosure control, and of nowhere else.
type Sentence struct {
	ID       string
	Text     string
	Topics   []string
	NoPeople bool
}

func (s Sentence) check() error {
	var c problem.Check
	c.Text("sentence", s.Text, longestSaid, true)
	c.Require(len(s.Topics) > 0, "topics", "inspection.needs_topics")
	for _, t := range s.Topics {
		c.Require(slices.Contains(Topics, t), "topics", "problem.not_a_choice")
	}
	c.Require(s.NoPeople || !strings.ContainsFunc(s.Text, isNumber), "no_people", "inspection.number_in_sentence")
	return c.Err()
}
