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

// feedbackWords are what the worker is told of what was found, and what they answer.
type feedbackWords struct {
	Words string `json:"words"`
}

func feedbackOf(ctx context.Context, w *access.Work, id string) (list []Remark, err error) {
	notes, words, err := opened[feedbackWords](ctx, w, id, noteFeedback, noteAnswer)
	for i, n := range notes {
		list = append(list, Remark{At: n.At, By: n.By, Answer: n.kind == noteAnswer, Words: words[i].Words})
	}
	return list, err
}

// Feedback gives what the worker of a case was told of what was found, and what they answered, to those who look after quality.
func (s *Service) Feedback(ctx context.Context, who permit.Actor, programme, id string) (way Way, list []Remark, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, way, err = s.wayOfCase(ctx, w, programme, id)
		if err != nil || way.At("completed").IsZero() || !way.hears(who, "") {
			return err
		}
		list, err = feedbackOf(ctx, w, id)
		return err
	})
	if err != nil {
		return Way{}, nil, fmt.Errorf("read feedback: %w", err)
	}
	return way, list, nil
}

// FeedBack tells the worker of a case what was found: once all have finished reading, and what two of them say was settled. A
// worker without an account here is told outside, in these words.
func (s *Service) FeedBack(ctx context.Context, who permit.Actor, programme, id, note, words string) error {
	var c problem.Check
	c.Text("words", words, 2*maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, way, err := s.wayOfCase(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if err := way.Case.goesOn(); err != nil {
			return err
		}
		switch second, _ := way.Case.Second(); {
		case way.Case.step(WorkerTold) == nil:
			return problem.New(problem.Conflict, "auditway.not_told")
		case way.At("completed").IsZero():
			return problem.New(problem.Conflict, "auditway.not_completed")
		case !way.hears(who, ""), way.Case.worker(who.ID):
			return problem.New(problem.Conflict, "audit.not_yours")
		case second != nil && way.At("moderated").IsZero():
			return problem.New(problem.Conflict, "auditway.not_moderated")
		}
		if err := write(ctx, w, Note{ID: note, kind: noteFeedback}, id, feedbackWords{words}); err != nil {
			return err
		}
		if way.Case.step(FedBack) != nil {
			return nil // a word more
		}
		return insertStep(ctx, w, id, Step{Kind: FedBack})
	})
	if err != nil {
		return fmt.Errorf("give feedback: %w", err)
	}
	return nil
}

// AnswerFeedback keeps what the worker answers to what was found.
func (s *Service) AnswerFeedback(ctx context.Context, who permit.Actor, id, note, words string) error {
	var c problem.Check
	c.Text("answer", words, maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	return s.taking(ctx, who, id, func(w *access.Work, p Part) error {
		if p.Way.At("fed_back").IsZero() {
			return problem.New(problem.Conflict, "auditway.not_fed_back")
		}
		return write(ctx, w, Note{ID: note, kind: noteAnswer}, id, feedbackWords{words})
	})
}

// HeardFrom lists whose feedback a case can have, the young person's first.
var HeardFrom = []string{"young", "carer", "agency"}

// HeardUses lists what somebody can agree to about what they said.
var HeardUses = []string{"case", "report"} // for this case alone; also without a name in what is written about all cases

// HeardWords are what somebody said about the help that a young person had, in their words, and what they agreed to (R-1-9).
type HeardWords struct {
	From  string `json:"from"`
	Said  string `json:"said"`
	On    string `json:"on"`    // the day
	Asked string `json:"asked"` // who asked them, and how
	Use   string `json:"use"`   // of HeardUses
}

// Voice is that with who wrote it down.
type Voice struct {
	HeardWords
	At time.Time
	By string
}

// Voices lists what others said about a case, a young person's words first.
func (s *Service) Voices(ctx context.Context, who permit.Actor, programme, id string) (list []Voice, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, way, err := s.wayOfCase(ctx, w, programme, id)
		if err != nil {
			return err
		}
		list, err = heardOf(ctx, w, id)
		list = slices.DeleteFunc(list, func(h Voice) bool { return !way.Case.Reads(who.ID) && !way.hears(who, h.By) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what others said: %w", err)
	}
	return list, nil
}

func heardOf(ctx context.Context, w *access.Work, id string) (list []Voice, err error) {
	notes, words, err := opened[HeardWords](ctx, w, id, noteHeard)
	for i, n := range notes {
		list = append(list, Voice{HeardWords: words[i], At: n.At, By: n.By})
	}
	slices.SortStableFunc(list, func(a, b Voice) int { return slices.Index(HeardFrom, a.From) - slices.Index(HeardFrom, b.From) })
	return list, err
}

// Hear writes down what somebody said, with what they agreed to. Without that it is not kept.
func (s *Service) Hear(ctx context.Context, who permit.Actor, programme, id, note string, h HeardWords) error {
	var c problem.Check
	c.Require(slices.Contains(HeardFrom, h.From), "from", "problem.required_choice")
	c.Text("said", h.Said, maxText, true)
	c.Text("asked", h.Asked, maxText, true)
	on, err := time.Parse(time.DateOnly, h.On)
	c.Require(err == nil && !on.After(s.door.Now()), "on", "auditway.needs_past_day")
	c.Require(slices.Contains(HeardUses, h.Use), "use", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, one, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if err := one.goesOn(); err != nil {
			return err
		}
		return write(ctx, w, Note{ID: note, kind: noteHeard}, one.ID, h)
	})
	if err != nil {
		return fmt.Errorf("keep what others said: %w", err)
	}
	return nil
}
