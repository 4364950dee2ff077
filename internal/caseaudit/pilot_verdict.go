package caseaudit

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Questions lists what young people are asked about a pilot, in the order asked.
var Questions = []string{"good", "changed", "again"}

// What a young person can answer, in the order shown. Skip is "I do not want to say", and what nobody marked.
const (
	AnswerYes  = "yes"
	AnswerBit  = "bit"
	AnswerNo   = "no"
	AnswerSkip = "skip"
)

// AnswerCodes lists them.
var AnswerCodes = []string{AnswerYes, AnswerBit, AnswerNo, AnswerSkip}

// Bounds of what young people answer in one pilot.
const (
	mostVerdicts = 500
	mostWords    = 1000
)

// PilotGiven is what one young person answers, or a pile of sheets is added up to.
type PilotGiven struct {
	Form   string                      // an id that the form carries
	Sheets int64                       // how many answered
	Counts map[string]map[string]int64 // by question and answer; of each question they add up to Sheets
	Words  []string                    // what they wrote
	Lang   string                      // of the words
}

// pilotTally is what was answered so far: how often each answer was given, and nothing of who or when. Sent are marks of the
// forms that came in, in the order of their letters, so that a form sent twice counts once.
type pilotTally struct {
	Sheets int64                       `json:"sheets"`
	Counts map[string]map[string]int64 `json:"counts,omitempty"`
	Sent   []string                    `json:"sent,omitempty"`
}

// saidWords is what somebody wrote, in which language.
type saidWords struct {
	Words string `json:"words"`
	Lang  string `json:"lang"`
}

func (g *PilotGiven) check() error {
	var c problem.Check
	c.Require(g.Sheets >= 1 && g.Sheets <= mostVerdicts, "sheets", "problem.number_range", "min", 1, "max", mostVerdicts)
	c.Require(db.IsID(g.Form), "sheets", "problem.stale_form")
	for question, counts := range g.Counts {
		c.Require(slices.Contains(Questions, question), "sheets", "problem.stale_form")
		for code := range counts {
			c.Require(slices.Contains(AnswerCodes, code), question, "problem.not_a_choice")
		}
	}
	for _, question := range Questions {
		sum := int64(0)
		for code, n := range g.Counts[question] {
			c.Require(n >= 0 && n <= mostVerdicts, question+"_"+code, "problem.number_range", "min", 0, "max", mostVerdicts)
			sum += max(0, min(n, mostVerdicts+1))
		}
		c.Require(sum == g.Sheets, question, "pilot.sheets_differ")
	}
	c.Require(int64(len(g.Words)) <= g.Sheets, "words", "pilot.more_words")
	for _, words := range g.Words {
		c.Text("words", words, mostWords, true)
	}
	c.Text("words", g.Lang, 35, len(g.Words) > 0)
	return c.Err()
}

// GiveVerdict takes in what young people say of a pilot. The ledger says that something came in, and not what; nothing says
// who answered, or when.
func (s *Service) GiveVerdict(ctx context.Context, who permit.Actor, pilot string, g PilotGiven) error {
	if err := g.check(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pilot)
		p, err := pilotOf(ctx, w, pilot)
		if err != nil {
			return err
		}
		switch p.State() {
		case PilotPlanned:
			return problem.New(problem.Conflict, "pilot.not_begun")
		case PilotRunning:
			return addVerdict(ctx, w, pilot, g)
		}
		return problem.New(problem.Conflict, "pilot.over")
	})
	if err != nil {
		return fmt.Errorf("take in a verdict: %w", err)
	}
	return nil
}

func addVerdict(ctx context.Context, w *access.Work, pilot string, g PilotGiven) error {
	t, err := findPilotTally(ctx, w, pilot)
	if err != nil {
		return err
	}
	at, sent := slices.BinarySearch(t.Sent, g.Form)
	if sent {
		return nil
	}
	if t.Sheets+g.Sheets > mostVerdicts {
		return problem.New(problem.Conflict, "pilot.too_many")
	}
	t.Sent, t.Sheets = slices.Insert(t.Sent, at, g.Form), t.Sheets+g.Sheets
	if t.Counts == nil {
		t.Counts = map[string]map[string]int64{}
	}
	for question, counts := range g.Counts {
		if t.Counts[question] == nil {
			t.Counts[question] = map[string]int64{}
		}
		for code, n := range counts {
			t.Counts[question][code] += n
		}
	}
	for _, words := range g.Words {
		if err := insertPilotWords(ctx, w, uuid.NewString(), pilot, saidWords{words, g.Lang}); err != nil {
			return err
		}
	}
	return updatePilotTally(ctx, w, pilot, t)
}

// OpenPilot gives a pilot that young people can answer about; one that has not begun, or is over, is a Conflict.
func (s *Service) OpenPilot(ctx context.Context, who permit.Actor, id string) (p Pilot, err error) {
	err = s.door.Read(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if p, err = pilotOf(ctx, w, id); err != nil {
			return err
		}
		switch p.State() {
		case PilotRunning:
			return nil
		case PilotPlanned:
			return problem.New(problem.Conflict, "pilot.not_begun")
		}
		return problem.New(problem.Conflict, "pilot.over")
	})
	if err != nil {
		return Pilot{}, fmt.Errorf("open pilot: %w", err)
	}
	return p, nil
}
