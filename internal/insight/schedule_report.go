package insight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Report is what a schedule made once. It is the same for ever.
type Report struct {
	ID       string
	Schedule string
	Due      string // the day it was made for
	At       time.Time
	By       string
	Hash     string // SHA-256 of the document's JSON, in hex: what it is cited by
	Kept     Kept
}

// Kept is the document of a report: texts, and the ids of the releases that its figures are in.
type Kept struct {
	Version int        `json:"v"`
	Title   string     `json:"title"`
	For     string     `json:"for"`
	Lang    string     `json:"lang"`
	Parts   []Part     `json:"parts"`
	Notes   []KeptNote `json:"notes"`
}

// Part is one question of a report, and what was answered.
type Part struct {
	Title    string            `json:"title"`
	For      string            `json:"for"`
	Measure  string            `json:"measure"`
	By       []Axis            `json:"by"`
	Rules    string            `json:"rules"`
	Words    map[string]string `json:"words"`    // of codes, as they were said then
	Release  string            `json:"release"`  // "" where it could not be asked
	Coverage string            `json:"coverage"` // id of a release
	Before   string            `json:"before,omitempty"`
	Refused  string            `json:"refused,omitempty"` // the key of why it could not be asked

	Answer Last `json:"-"` // filled when a report is read
}

// KeptNote is a note as it stood when a report was made.
type KeptNote struct {
	Day    string `json:"day"`
	Text   string `json:"text"`
	Source string `json:"source"`
}

var errReportChanged = errors.New("the report's document is not the one that was kept")

// MakeReport makes the report that a schedule is due, and gives its id; where none is due, that of the last one.
func (s *Service) MakeReport(ctx context.Context, who permit.Actor, schedule string) (id string, err error) {
	c, due, questions, notes, id, err := s.toMake(ctx, who, schedule)
	if err != nil || id != "" {
		return id, err
	}
	k := Kept{Version: 1, Title: c.Title, For: c.For, Lang: c.Lang}
	for _, n := range notes {
		k.Notes = append(k.Notes, KeptNote{n.Day, n.Text, n.Source})
	}
	for _, q := range questions {
		p, err := s.part(ctx, who, i18n.For(c.Lang), q)
		if err != nil {
			return "", fmt.Errorf("make report: %w", err)
		}
		k.Parts = append(k.Parts, p)
	}
	plain, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("make report: %w", err)
	}
	r := Report{ID: db.NewID(), Schedule: c.ID, Due: due, Hash: disclosure.Hash(plain)}
	err = s.hold(ctx, who, func(w *access.Work) error {
		if last, err := lastReport(ctx, w, c.ID); err == nil && last.Due >= due {
			r.ID = last.ID // somebody was quicker
			return nil
		} else if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		w.Note(r.ID, r.Hash)
		return insertReport(ctx, w, r, plain)
	})
	if err != nil {
		return "", fmt.Errorf("make report: %w", err)
	}
	return r.ID, nil
}

// toMake reads what a report is made of; done is the id of the report that is there already.
func (s *Service) toMake(ctx context.Context, who permit.Actor, schedule string) (c Schedule, due string, questions []Saved, notes []Note, done string, err error) {
	err = s.hold(ctx, who, func(w *access.Work) error {
		w.Note(schedule)
		questions, done = nil, ""
		if c, err = findSchedule(ctx, w, schedule); err != nil {
			return err
		}
		due = c.Due(db.Day(w.At))
		if last, err := lastReport(ctx, w, c.ID); err == nil && (c.Ended || last.Due >= due) {
			done = last.ID
			return nil
		} else if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		if due == "" || c.Ended {
			return problem.New(problem.Conflict, "seeing.not_due")
		}
		for _, id := range c.Questions {
			q, err := findSaved(ctx, w, id)
			if err != nil {
				return err
			}
			questions = append(questions, q)
		}
		notes, err = listNotes(ctx, w)
		return err
	})
	if err != nil {
		err = fmt.Errorf("make report: %w", err)
	}
	return c, due, questions, notes, done, err
}

// part asks one question for a report. What cannot be asked any more is in the report with its reason.
func (s *Service) part(ctx context.Context, who permit.Actor, l i18n.L, q Saved) (Part, error) {
	p := Part{Title: q.Title, For: q.For, Measure: q.Question.Measure, By: q.Question.By, Rules: q.Question.Rules}
	if q.Taken {
		p.Refused = "seeing.part_taken"
		return p, nil
	}
	if _, err := s.Ask(ctx, who, q.Question); problem.Is(err, problem.Invalid) || problem.Is(err, problem.Conflict) {
		p.Refused = problem.KeyOf(err)
		return p, nil
	} else if err != nil {
		return p, err
	}
	err := s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		last, err := s.lastOf(ctx, w, l, q.Question)
		if err != nil {
			return err
		}
		w.Note(last.Now.ID)
		p.Release, p.Coverage = last.Now.release, last.Now.coverage
		if last.Before != nil {
			p.Before = last.Before.release
		}
		t := last.Shown()
		p.Words = map[string]string{}
		for _, code := range slices.Concat(t.Table.Table.Rows, t.Table.Table.Columns) {
			p.Words[code] = t.Say(code)
		}
		return nil
	})
	return p, err
}

// Reports lists the reports of the actor's organisation, the latest first; their figures are not read.
func (s *Service) Reports(ctx context.Context, who permit.Actor) (list []Report, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listReports(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return list, nil
}

// Report gives one report with its figures.
func (s *Service) Report(ctx context.Context, who permit.Actor, id string) (r Report, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if r, err = findReport(ctx, w, id); err != nil {
			return err
		}
		for i := range r.Kept.Parts {
			if err := r.Kept.Parts[i].open(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Report{}, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

// open reads the releases that a part names.
func (p *Part) open(ctx context.Context, w *access.Work) (err error) {
	if p.Release == "" {
		return nil
	}
	q := Asking{p.Measure, p.By, p.Rules}
	read := func(id string) (a Asked, err error) {
		a = Asked{ID: id, Question: q, Say: p.say, release: id, coverage: p.Coverage}
		if a.Table, err = release.Find(ctx, w, id); err != nil {
			return a, err
		}
		a.At, a.withheld = a.Table.At, whyNothing(a.Table.Table)
		a.Coverage, err = release.Find(ctx, w, p.Coverage)
		return a, err
	}
	p.Answer.Question = q
	if p.Answer.Now, err = read(p.Release); err != nil || p.Before == "" {
		return err
	}
	before, err := read(p.Before)
	p.Answer.Before = &before
	return err
}

// say gives a code's words as they were when the report was made.
func (p *Part) say(code string) string {
	if words, ok := p.Words[code]; ok {
		return words
	}
	return code
}
