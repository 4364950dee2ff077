package caseaudit

import (
	"context"
	_ "embed" // the rules for workers' time
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

//go:embed pilot_time.json
var timeRules []byte

// The parts of a worker's time, in the order of the table.
var timeParts = []string{"preparing", "holding", "writing"}

// pilotCounted is what was kept when a pilot's answers were counted.
type pilotCounted struct {
	Releases map[string]string `json:"releases"` // ids of what passed disclosure control: by question, and "held" of conversations
	Time     json.RawMessage   `json:"time"`     // workers' minutes together, as they may be shown
	Quotes   []string          `json:"quotes"`   // sentences that workers chose, in no order
}

// PilotResult is what a counted pilot says, as it may be shown to anybody.
type PilotResult struct {
	Answers map[string]disclosure.Released // by question
	Held    disclosure.Released            // conversations, without and with an interpreter
	Time    disclosure.Released            // minutes of all workers together: preparing, holding, writing
	Quotes  []string                       // what workers chose to say
	Kept    []PilotWords                   // what young people wrote, and somebody looked at
	Waiting []PilotWords                   // what nobody looked at yet
}

// PilotWords is what a young person wrote.
type PilotWords struct{ ID, Words, Lang string }

// Few reports whether so few young people answered that nothing of it is shown, words neither.
func (r PilotResult) Few() bool { return r.Answers["again"].Withheld() == disclosure.Cohort }

// Would tells whether half of the young people or more would do it again, as far as the figures that may be shown tell;
// known is false where they do not.
func (r PilotResult) Would() (half, known bool) {
	again := r.Answers["again"]
	yes, _, ok := again.Percent(0, slices.Index(again.Columns, AnswerYes)).Value()
	return yes >= 50, ok
}

// CountPilot ends the pilot's work: no note and no answer comes in any more, what was answered passes disclosure control and
// becomes releases, and the sums are destroyed. It takes somebody who may let figures out.
func (s *Service) CountPilot(ctx context.Context, who permit.Actor, pilot string) error {
	err := s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pilot)
		p, err := findPilot(ctx, w, pilot)
		if err != nil {
			return err
		}
		if !permit.Could(who, permit.HoldPilot) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		switch p.State() {
		case PilotPlanned:
			return problem.New(problem.Conflict, "pilot.not_begun")
		case PilotCounted, PilotClosed:
			return nil // pressed twice
		}
		counted, err := p.count(ctx, w)
		if err != nil {
			return err
		}
		if err := countPilot(ctx, w, pilot, counted); err != nil {
			return err
		}
		return shufflePilotWords(ctx, w, pilot)
	})
	if err != nil {
		return fmt.Errorf("count pilot: %w", err)
	}
	return nil
}

func (p Pilot) count(ctx context.Context, w *access.Work) (c pilotCounted, err error) {
	c.Releases = map[string]string{}
	t, err := findPilotTally(ctx, w, p.ID)
	if err != nil {
		return c, err
	}
	for _, question := range Questions {
		columns, line := pilotColumn(question, t.Counts[question])
		r, err := release.Keep(ctx, w, disclosure.StrictDefault, disclosure.Table{Key: "pilot:" + p.ID + ":" + question, Data: "counted", Columns: columns, Counts: [][]int64{line}})
		if err != nil {
			return c, err
		}
		c.Releases[question] = r.ID
	}
	held := disclosure.Table{Key: "pilot:" + p.ID + ":held", Data: "counted", Columns: []string{"without_interpreter", "with_interpreter"}, Counts: [][]int64{make([]int64, 2)}}
	minutes := disclosure.Table{Key: "pilot-time:" + p.ID, Data: "counted", Columns: timeParts, Counts: [][]int64{make([]int64, 3)}, People: [][]int64{make([]int64, 3)},
		Largest: [][]int64{make([]int64, 3)}}
	for _, worker := range p.Plan.Workers {
		notes, err := workNotes(ctx, w, p.ID, worker)
		if err != nil {
			return c, err
		}
		addWorker(notes, &held, &minutes, &c)
	}
	rand.Shuffle(len(c.Quotes), func(i, j int) { c.Quotes[i], c.Quotes[j] = c.Quotes[j], c.Quotes[i] })
	r, err := release.Keep(ctx, w, disclosure.StrictDefault, held)
	if err != nil {
		return c, err
	}
	c.Releases["held"] = r.ID
	rules, err := disclosure.LoadPack(timeRules)
	if err != nil {
		return c, err
	}
	shown, err := disclosure.Protect(rules, minutes, nil)
	if err != nil {
		return c, err
	}
	c.Time, err = shown.Document()
	return c, err
}

// NotYes stands for every answer but yes to whether a young person would do it again.
const NotYes = "not_yes"

// pilotColumn gives the columns of a question's table. What a stop rule rests on has two alone: the fewer they are, the
// more of them can be shown of a small group.
func pilotColumn(question string, counts map[string]int64) (columns []string, line []int64) {
	if question == "again" {
		return []string{AnswerYes, NotYes}, []int64{counts[AnswerYes], counts[AnswerBit] + counts[AnswerNo] + counts[AnswerSkip]}
	}
	for _, code := range AnswerCodes {
		line = append(line, counts[code])
	}
	return AnswerCodes, line
}

// addWorker adds one worker's notes to the tables.
func addWorker(notes []WorkNote, held, minutes *disclosure.Table, c *pilotCounted) {
	var own [3]int64
	for _, n := range notes {
		if n.Quote != "" {
			c.Quotes = append(c.Quotes, n.Quote)
		}
		if n.Kind != NoteHeld {
			continue
		}
		if n.Interpreter {
			held.Counts[0][1]++
		} else {
			held.Counts[0][0]++
		}
		for i, m := range []int{n.Preparing, n.Holding, n.Writing} {
			own[i] += int64(m)
		}
	}
	for i, m := range own {
		if m > 0 {
			minutes.Counts[0][i] += m
			minutes.People[0][i]++
			minutes.Largest[0][i] = max(minutes.Largest[0][i], m)
		}
	}
}

// pilotResult opens what was kept when a pilot was counted; nil before.
func pilotResult(ctx context.Context, w *access.Work, p Pilot) (*PilotResult, error) {
	if p.counted == nil {
		return nil, nil
	}
	r := PilotResult{Answers: map[string]disclosure.Released{}, Quotes: p.counted.Quotes}
	for name, id := range p.counted.Releases {
		kept, err := release.Find(ctx, w, id)
		if err != nil {
			return nil, err
		}
		if name == "held" {
			r.Held = kept.Table
		} else {
			r.Answers[name] = kept.Table
		}
	}
	var err error
	if r.Time, err = disclosure.Reopen(p.counted.Time); err != nil || r.Few() {
		return &r, err
	}
	r.Kept, r.Waiting, err = listPilotWords(ctx, w, p.ID)
	return &r, err
}

// PilotChecklist is what somebody looks for before words are shown: whether it could be told who wrote them. Every point has to
// be looked at.
var PilotChecklist = []string{"names", "places", "story", "voice", "group"}

// CheckPilotWords keeps what a young person wrote for the report, or deletes it since it tells on somebody. Words are never
// changed.
func (s *Service) CheckPilotWords(ctx context.Context, who permit.Actor, pilot, words string, keep bool, looked []string) error {
	if keep && len(looked) < len(PilotChecklist) {
		var c problem.Check
		c.Add("looked-"+words, "pilot.look_at_all")
		return c.Err()
	}
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, words)
		p, err := findPilot(ctx, w, pilot)
		switch {
		case err != nil:
			return err
		case p.State() != PilotCounted:
			return problem.New(problem.Conflict, "pilot.not_counted")
		case keep:
			return keepPilotWords(ctx, w, pilot, words)
		}
		return deletePilotWords(ctx, w, pilot, words)
	})
	if err != nil {
		return fmt.Errorf("look at words of a pilot: %w", err)
	}
	return nil
}

// What a closing report can recommend.
const (
	Continue    = "go_on"
	WithChanges = "with_changes"
	NotContinue = "not_continue"
)

// Recommendations lists them in the order offered.
var Recommendations = []string{NotContinue, WithChanges, Continue}

// PilotReport is how a pilot closed. Once it is there it stands.
type PilotReport struct {
	ID        string    `json:"-"`
	At        time.Time `json:"-"`
	By        string    `json:"-"`
	Recommend string    `json:"recommendation"` // of Recommendations
	Reasons   string    `json:"reasons"`
	Changes   string    `json:"changes,omitempty"` // what has to change first
	Against   string    `json:"against,omitempty"` // why to go on although a stop rule was met
	Young     string    `json:"young"`             // what young people say, and how they were heard, beside the figures
	Before    string    `json:"before,omitempty"`  // ids of the self-reviews as they were then
	After     string    `json:"after,omitempty"`
}

// Met lists the stop rules that were met: those that somebody pressed, and that fewer than half would do it again where the
// figures tell it.
func (v PilotPage) Met() (codes []string) {
	for _, r := range v.Plan.Rules {
		pressed := slices.ContainsFunc(v.Stops, func(s PilotStop) bool { return s.Rule == r.Code })
		if r.Code == RuleAgain && v.Counted != nil {
			half, known := v.Counted.Would()
			pressed = pressed || known && !half
		}
		if pressed {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

func (r PilotReport) check(met bool) error {
	var c problem.Check
	c.Require(slices.Contains(Recommendations, r.Recommend), "recommend", "problem.required_choice")
	c.Text("reasons", r.Reasons, maxText, true)
	c.Text("changes", r.Changes, maxText, r.Recommend == WithChanges)
	c.Text("young", r.Young, maxText, true)
	if met && r.Recommend != NotContinue && r.Against == "" {
		c.Add("against", "pilot.needs_against")
	}
	c.Text("against", r.Against, maxText, false)
	return c.Err()
}

// ClosePilot writes the closing report: what is recommended, and why. It is refused while a stop is not answered or words
// wait, and where somebody would go on against a stop rule that was met without saying why. What workers noted for themselves
// is destroyed with it. The same id again changes nothing.
func (s *Service) ClosePilot(ctx context.Context, who permit.Actor, pilot, id string, r PilotReport) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.holdPilot(ctx, who, func(w *access.Work) error {
		w.Note(pilot, id, r.Recommend)
		v, err := s.pilotPage(ctx, w, pilot)
		if err != nil {
			return err
		}
		switch {
		case v.Report != nil && v.Report.ID == id:
			return nil // sent twice
		case v.State() == PilotClosed:
			return problem.New(problem.Conflict, "pilot.closed_already")
		case v.State() != PilotCounted:
			return problem.New(problem.Conflict, "pilot.not_counted")
		case v.unanswered():
			return problem.New(problem.Conflict, "pilot.stop_unanswered")
		case len(v.Counted.Waiting) > 0:
			return problem.New(problem.Conflict, "pilot.words_wait")
		}
		if err := r.check(len(v.Met()) > 0); err != nil {
			return err
		}
		if v.Counted.Few() { // nobody is shown them, so nobody keeps them
			if err := forgetPilotWords(ctx, w, pilot); err != nil {
				return err
			}
		}
		if err := forgetWork(ctx, w, pilot); err != nil {
			return err
		}
		r.Before, r.After = v.Before, v.After
		return closePilot(ctx, w, pilot, id, r)
	})
	if err != nil {
		return fmt.Errorf("close pilot: %w", err)
	}
	return nil
}
