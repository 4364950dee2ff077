package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// ReportWords is what the lead of a programme says in words, for the report and for the page that teams read.
type ReportWords struct {
	Written `json:"-"`
	Found   string `json:"found"`             // what was found, in a few sentences
	Young   string `json:"young,omitempty"`   // what young people said, in general words; nobody's own
	Unknown string `json:"unknown,omitempty"` // what is not known
	Limits  string `json:"limits,omitempty"`  // what the reader must bear in mind
	Team    Team   `json:"team"`
}

// Team is the one page for teams.
type Team struct {
	Learnt string   `json:"learnt,omitempty"`
	Works  []string `json:"works,omitempty"`  // three things that work
	Change []Change `json:"change,omitempty"` // three to change
	Talk   string   `json:"talk,omitempty"`   // where to talk about it
}

// Change is one thing to change: what, which role or body does it, by when.
type Change struct {
	What string `json:"what"`
	Who  string `json:"who"`
	By   string `json:"by"` // day
}

// TeamThings is how many things a team is told that work, and how many to change: more is no page.
const TeamThings = 3

// Complete reports whether there is a page for teams.
func (t Team) Complete() bool {
	return t.Learnt != "" && t.Talk != "" && len(t.Works) > 0 && len(t.Change) > 0
}

// maxPoint bounds one thing on the page for teams, which is one side of paper.
const maxPoint = 180

func (r ReportWords) check() error {
	var c problem.Check
	c.Text("found", r.Found, maxText, true)
	c.Text("young", r.Young, maxText, false)
	c.Text("unknown", r.Unknown, maxText, false)
	c.Text("limits", r.Limits, maxText, false)
	c.Text("learnt", r.Team.Learnt, 500, false)
	c.Text("talk", r.Team.Talk, maxName, false)
	c.Require(len(r.Team.Works) <= TeamThings && len(r.Team.Change) <= TeamThings, "learnt", "auditreport.three_things")
	for i, one := range r.Team.Works {
		c.Text(fmt.Sprintf("works-%d", i+1), one, maxPoint, true)
	}
	for i, one := range r.Team.Change {
		field := fmt.Sprintf("%d", i+1)
		c.Text("change-"+field, one.What, maxPoint, true)
		c.Text("who-"+field, one.Who, 80, true)
		_, err := time.Parse(time.DateOnly, one.By)
		c.Require(err == nil, "by-"+field, "problem.required")
	}
	return c.Err()
}

// WriteWords keeps what the lead says in words; seen is the version that was before them. The item is the programme's own.
func (s *Service) WriteWords(ctx context.Context, who permit.Actor, programme, seen string, r ReportWords) error {
	return s.write(ctx, who, programme, "words", programme, seen, "write a report's words", func(_ *access.Work, p Programme) (any, error) {
		if err := r.check(); err != nil {
			return nil, err
		}
		return r, r.numbers(p)
	})
}

// numbers refuses words that name a case of the list by its number.
func (r ReportWords) numbers(p Programme) error {
	texts := map[string]string{"found": r.Found, "young": r.Young, "unknown": r.Unknown, "limits": r.Limits, "learnt": r.Team.Learnt, "talk": r.Team.Talk}
	for i, one := range r.Team.Works {
		texts[fmt.Sprintf("works-%d", i+1)] = one
	}
	for i, one := range r.Team.Change {
		texts[fmt.Sprintf("change-%d", i+1)] = one.What + " " + one.Who
	}
	var c problem.Check
	for field, text := range texts {
		for _, u := range p.Frame {
			if len(u.ID) > 2 && namesCase(text, u.ID) {
				c.Add(field, "auditreport.number_in_words")
				break
			}
		}
	}
	return c.Err()
}

// Told is what young people are told of what changed, in plain words.
type Told struct {
	Written `json:"-"`
	For     string `json:"for"`   // of ToldFor
	State   string `json:"state"` // of ToldStates
	Lang    string `json:"lang"`
	Heard   string `json:"heard"`         // what young people said, or what was seen
	Did     string `json:"did"`           // what is different now, or will be, or why not
	Who     string `json:"who,omitempty"` // which role or body does it
	Day     string `json:"day,omitempty"` // by when
	OnBoard bool   `json:"on_board,omitempty"`
}

// ToldFor lists for whom it can be written; ToldStates how far it is.
var (
	ToldFor    = []string{"everybody", "group", "asked"}
	ToldStates = []string{"done", "will_do", "cannot"}
)

// maxTold is as much as has room on the board.
const maxTold = 300

func (t Told) check() error {
	var c problem.Check
	c.Require(slices.Contains(ToldFor, t.For), "for", "problem.required_choice")
	c.Require(slices.Contains(ToldStates, t.State), "state", "problem.required_choice")
	c.Text("lang", t.Lang, 35, true)
	c.Text("heard", t.Heard, maxTold, true)
	c.Text("did", t.Did, maxTold, true)
	c.Text("who", t.Who, 120, t.State == "will_do")
	_, err := time.Parse(time.DateOnly, t.Day)
	c.Require(err == nil || t.Day == "" && t.State != "will_do", "day", "problem.required")
	return c.Err()
}

// WriteTold keeps what young people are told. What is on the board is written anew there by Publish alone.
func (s *Service) WriteTold(ctx context.Context, who permit.Actor, programme, id, seen string, t Told) error {
	return s.write(ctx, who, programme, "told", id, seen, "write what young people are told", func(_ *access.Work, p Programme) (any, error) {
		if err := t.check(); err != nil {
			return nil, err
		}
		var c problem.Check
		for _, u := range p.Frame {
			c.Require(len(u.ID) <= 2 || !namesCase(t.Heard+" "+t.Did+" "+t.Who, u.ID), "did", "auditreport.number_in_words")
		}
		t.OnBoard = false
		return t, c.Err()
	})
}

// UseBoard says what puts something on the board that young people read. The room does not know that board: app does.
func (s *Service) UseBoard(put func(ctx context.Context, who permit.Actor, id string, t Told) error) {
	s.board = put
}

// Publish puts on the board what young people are told, as it stands. Published again it is the next step of the same.
func (s *Service) Publish(ctx context.Context, who permit.Actor, programme, id string) error {
	l, err := s.Learning(ctx, who, programme)
	if err != nil {
		return fmt.Errorf("publish what young people are told: %w", err)
	}
	i := slices.IndexFunc(l.Told, func(t Told) bool { return t.ID == id })
	switch {
	case i < 0 || s.board == nil:
		return problem.New(problem.NotFound, "problem.not_found")
	case l.Told[i].OnBoard:
		return nil // pressed twice
	}
	t := l.Told[i]
	if err := s.board(ctx, who, id, t); err != nil {
		return fmt.Errorf("publish what young people are told: %w", err)
	}
	t.OnBoard = true
	return s.write(ctx, who, programme, "told", id, t.Row, "publish what young people are told", func(*access.Work, Programme) (any, error) { return t, nil })
}

// Learning is what was learnt from a programme, as it stands now.
type Learning struct {
	Programme Programme
	Themes    []Theme // in the order first written
	Words     ReportWords
	Told      []Told
	Reports   []ReportHead // the latest first
	Before    string       // what the programme asked that this one follows; "" for none
}

// Learning gives what was learnt from a programme.
func (s *Service) Learning(ctx context.Context, who permit.Actor, programme string) (l Learning, err error) {
	err = s.door.Read(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		if l.Programme, err = findProgramme(ctx, w, programme); err != nil {
			return err
		}
		if l.Themes, err = themesOf(ctx, w, programme); err != nil {
			return err
		}
		if l.Words, err = wordsOf(ctx, w, programme); err != nil {
			return err
		}
		if l.Told, err = toldOf(ctx, w, programme); err != nil {
			return err
		}
		if l.Programme.Plan.Before != "" {
			before, err := findProgramme(ctx, w, l.Programme.Plan.Before)
			if err != nil {
				return err
			}
			l.Before = before.Plan.Purpose
		}
		l.Reports, err = listReports(ctx, w, programme)
		return err
	})
	if err != nil {
		return Learning{}, fmt.Errorf("read what was learnt: %w", err)
	}
	return l, nil
}
