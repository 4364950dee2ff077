package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TalkWords are what auditor or worker write of their talk about a case: about the practice, not about the young person.
type TalkWords struct {
	Well string `json:"well,omitempty"` // what went well
	Hard string `json:"hard,omitempty"` // what was hard
	Help string `json:"help,omitempty"` // what would help
	Fact string `json:"fact,omitempty"` // what is not as the file has it
}

func (t TalkWords) check() error {
	var c problem.Check
	c.Text("well", t.Well, maxText, false)
	c.Text("hard", t.Hard, maxText, false)
	c.Text("help", t.Help, maxText, false)
	c.Text("fact", t.Fact, maxText, false)
	c.Require(t != TalkWords{}, "well", "auditway.talk_empty")
	return c.Err()
}

// TalkNote is what one of them wrote.
type TalkNote struct {
	At    time.Time
	By    string
	Words TalkWords
}

func talkNotesOf(ctx context.Context, w *access.Work, id string) (list []TalkNote, err error) {
	notes, words, err := opened[TalkWords](ctx, w, id, noteTalk)
	for i, n := range notes {
		list = append(list, TalkNote{At: n.At, By: n.By, Words: words[i]})
	}
	return list, err
}

// sits reports whether somebody reads the case first: it is they who talk with its worker. Whoever reads it beside them learns
// nothing of that talk before all have finished.
func (c Case) sits(who permit.Actor) bool {
	first, accepted := c.Auditor()
	return first != nil && accepted && first.Auditor == who.ID
}

// Meeting is the talk about a case, as its auditor sees it, and others who look after quality once all have finished reading.
type Meeting struct {
	Programme Programme // without its cases
	Way       Way
	Worker    Worker
	People    map[string]account.Person
	Talks     []TalkNote
	Writes    bool // who reads is the one who talks with the worker
}

// Meeting gives the talk about a case.
func (s *Service) Meeting(ctx context.Context, who permit.Actor, programme, id string) (m Meeting, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		m.Programme, m.Way, err = s.wayOfCase(ctx, w, programme, id)
		if err != nil {
			return err
		}
		m.Programme.Cases = nil
		c := m.Way.Case
		m.Writes = c.sits(who)
		all, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		if m.Worker, err = s.workerOf(ctx, w, c, all); err != nil {
			return err
		}
		if m.Writes || !m.Way.At("completed").IsZero() && m.Way.hears(who, "") {
			if m.Talks, err = talkNotesOf(ctx, w, id); err != nil {
				return err
			}
		}
		ids := append(slices.Clone(m.Worker.Now), m.Worker.Named)
		for _, t := range m.Talks {
			ids = append(ids, t.By)
		}
		m.People, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return Meeting{}, fmt.Errorf("read the talk about a case: %w", err)
	}
	return m, nil
}

// WriteTalk keeps what the auditor writes of the talk with the worker. note is made by whoever asks.
func (s *Service) WriteTalk(ctx context.Context, who permit.Actor, programme, id, note string, words TalkWords) error {
	if err := words.check(); err != nil {
		return err
	}
	return s.sitting(ctx, who, programme, id, func(w *access.Work, c Case) error {
		return write(ctx, w, Note{ID: note, kind: noteTalk}, c.ID, words)
	})
}

// HaveMet says on which day auditor and worker talked.
func (s *Service) HaveMet(ctx context.Context, who permit.Actor, programme, id, day string) error {
	var check problem.Check
	on, err := time.Parse(time.DateOnly, day)
	check.Require(err == nil && !on.After(s.door.Now()), "day", "auditway.needs_past_day")
	if err := check.Err(); err != nil {
		return err
	}
	return s.sitting(ctx, who, programme, id, func(w *access.Work, c Case) error {
		switch {
		case c.step(WorkerTold) == nil:
			return problem.New(problem.Conflict, "auditway.not_told")
		case c.step(Met) != nil:
			return nil // said twice
		}
		return insertStep(ctx, w, c.ID, Step{Kind: Met, Text: StepText{Day: day}})
	})
}

func (s *Service) sitting(ctx context.Context, who permit.Actor, programme, id string, f func(*access.Work, Case) error) error {
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, c, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if !c.sits(who) {
			return problem.New(problem.Conflict, "audit.not_yours")
		}
		if err := c.goesOn(); err != nil {
			return err
		}
		return f(w, c)
	})
	if err != nil {
		return fmt.Errorf("talk about a case: %w", err)
	}
	return nil
}

// SayInTalk keeps what the worker of a case says of it: what went well, was hard, would help, and which fact is not right.
func (s *Service) SayInTalk(ctx context.Context, who permit.Actor, id, note string, words TalkWords) error {
	if err := words.check(); err != nil {
		return err
	}
	return s.taking(ctx, who, id, func(w *access.Work, p Part) error {
		return write(ctx, w, Note{ID: note, kind: noteTalk}, id, words)
	})
}

func (s *Service) taking(ctx context.Context, who permit.Actor, id string, f func(*access.Work, Part) error) error {
	err := s.door.Do(ctx, who, permit.TakePart, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, err := s.partOf(ctx, w, id)
		if err != nil {
			return err
		}
		if err := p.Way.Case.goesOn(); err != nil {
			return err
		}
		return f(w, p)
	})
	if err != nil {
		return fmt.Errorf("take part in an audit: %w", err)
	}
	return nil
}

// RaiseAsWorker says, as the worker of a case, that somebody may not be safe: see Raise.
func (s *Service) RaiseAsWorker(ctx context.Context, who permit.Actor, id, concern string, words ConcernWords) error {
	if err := words.check(false); err != nil {
		return err
	}
	return s.taking(ctx, who, id, func(w *access.Work, _ Part) error {
		return write(ctx, w, Note{ID: concern, kind: noteConcern}, id, words)
	})
}
