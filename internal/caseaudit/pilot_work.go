package caseaudit

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// NoteKind is what a worker notes in a pilot.
type NoteKind string

// The kinds.
const (
	NoteReady NoteKind = "ready" // they prepared
	NoteHeld  NoteKind = "held"  // a conversation was held; nothing says with whom
	NoteWeek  NoteKind = "week"  // what helped in a week, and what was in the way
)

// WorkNote is what a worker notes for themself. Nobody else reads one.
type WorkNote struct {
	ID   string   `json:"-"`
	Kind NoteKind `json:"-"`
	Week int      `json:"week"`

	Preparing   int  `json:"preparing,omitempty"` // minutes of one conversation
	Holding     int  `json:"holding,omitempty"`
	Writing     int  `json:"writing,omitempty"`
	Interpreter bool `json:"interpreter,omitempty"` // somebody interpreted

	Helped string `json:"helped,omitempty"`
	InWay  string `json:"in_the_way,omitempty"`
	Quote  string `json:"quote,omitempty"` // a sentence that may stand in the closing report, without their name
}

// mostOneTalk bounds the minutes of one part of one conversation.
const mostOneTalk = 600

func (n WorkNote) check() error {
	var c problem.Check
	c.Require(db.IsID(n.ID), "preparing", "problem.stale_form")
	switch n.Kind {
	case NoteReady:
	case NoteHeld:
		for name, minutes := range map[string]int{"preparing": n.Preparing, "holding": n.Holding, "writing": n.Writing} {
			c.Require(minutes >= 0 && minutes <= mostOneTalk, name, "problem.number_range", "min", 0, "max", mostOneTalk)
		}
		c.Require(n.Holding > 0, "holding", "pilot.needs_minutes")
	case NoteWeek:
		c.Require(n.Helped != "" || n.InWay != "" || n.Quote != "", "helped", "pilot.needs_words")
		c.Text("helped", n.Helped, maxText, false)
		c.Text("in_the_way", n.InWay, maxText, false)
		c.Text("quote", n.Quote, maxName, false)
	default:
		c.Add("preparing", "problem.stale_form")
	}
	return c.Err()
}

// NoteWork keeps a worker's own note, in the week that it is. A conversation is not noted while the pilot waits for an
// answer to a stop, or was stopped. The same id again changes nothing.
func (s *Service) NoteWork(ctx context.Context, who permit.Actor, pilot string, n WorkNote) error {
	if err := n.check(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pilot, string(n.Kind))
		p, err := pilotOf(ctx, w, pilot)
		if err != nil {
			return err
		}
		if !p.Has(who.ID) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		mine, err := workNotes(ctx, w, pilot, who.ID)
		if err != nil || slices.ContainsFunc(mine, func(o WorkNote) bool { return o.ID == n.ID }) {
			return err // sent twice
		}
		n.Week = p.Week(w.At)
		if err := p.mayNote(mine, n); err != nil {
			return err
		}
		return insertWorkNote(ctx, w, pilot, n)
	})
	if err != nil {
		return fmt.Errorf("note in a pilot: %w", err)
	}
	return nil
}

// mayNote refuses a note that comes at the wrong time. mine are those that its worker has.
func (p Pilot) mayNote(mine []WorkNote, n WorkNote) error {
	same := func(o WorkNote) bool { return o.Kind == n.Kind && (n.Kind == NoteReady || o.Week == n.Week) }
	switch {
	case p.State() == PilotPlanned:
		return problem.New(problem.Conflict, "pilot.not_begun")
	case p.State() != PilotRunning:
		return problem.New(problem.Conflict, "pilot.over")
	case n.Kind == NoteHeld && p.Stopped():
		return problem.New(problem.Conflict, "pilot.stopped")
	case n.Kind == NoteHeld && p.Waits():
		return problem.New(problem.Conflict, "pilot.waits")
	case n.Kind == NoteHeld && len(mine) > 20*mostEach:
		return problem.New(problem.Conflict, "pilot.too_many")
	case n.Kind != NoteHeld && slices.ContainsFunc(mine, same):
		return problem.New(problem.Conflict, "pilot.noted_already")
	}
	return nil
}

// SayStop says that a pilot should stop: what happened, with nobody's name, and which rule it meets. The same id again
// changes nothing.
func (s *Service) SayStop(ctx context.Context, who permit.Actor, pilot, id, rule, words string) error {
	var c problem.Check
	c.Text("words", words, maxText, true)
	c.Require(db.IsID(id), "words", "problem.stale_form")
	c.Require(rule != "", "rule", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pilot, id, "rule:"+rule)
		p, err := pilotOf(ctx, w, pilot)
		if err != nil {
			return err
		}
		if _, known := p.Rule(rule); !known {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		switch {
		case slices.ContainsFunc(p.Stops, func(o PilotStop) bool { return o.ID == id }):
			return nil // sent twice
		case p.State() == PilotPlanned:
			return problem.New(problem.Conflict, "pilot.not_begun")
		case p.State() == PilotClosed:
			return problem.New(problem.Conflict, "pilot.closed_already")
		}
		return insertPilotLine(ctx, w, pilot, id, "stop", "", PilotStop{Rule: rule, Words: words})
	})
	if err != nil {
		return fmt.Errorf("say that a pilot should stop: %w", err)
	}
	return nil
}

// AnswerStop says what is decided about a stop, and why. A stop can be answered again, for one that paused to go on or to
// stop; what was answered before stays.
func (s *Service) AnswerStop(ctx context.Context, who permit.Actor, pilot, stop, id, decide, why string) error {
	var c problem.Check
	c.Require(slices.Contains(Decisions, decide), "decision", "problem.required_choice")
	c.Text("why", why, maxText, true)
	c.Require(db.IsID(id), "why", "problem.stale_form")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, stop, decide)
		p, err := findPilot(ctx, w, pilot)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(p.Stops, func(o PilotStop) bool { return o.ID == stop })
		switch {
		case i < 0:
			return problem.New(problem.NotFound, "problem.not_found")
		case slices.ContainsFunc(p.Stops[i].Answers, func(a PilotAnswer) bool { return a.ID == id }):
			return nil // sent twice
		case p.State() == PilotClosed:
			return problem.New(problem.Conflict, "pilot.closed_already")
		}
		return insertPilotLine(ctx, w, pilot, id, "answer", stop, PilotAnswer{Decide: decide, Why: why})
	})
	if err != nil {
		return fmt.Errorf("answer a stop: %w", err)
	}
	return nil
}
