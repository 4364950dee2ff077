package together

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Round is a question that a group is asked. While it is open nobody sees what was answered; once it is closed its figures
// are a release, and the answers are gone.
type Round struct {
	ID       string
	Closed   bool
	BegunOn  string
	ClosedOn string
	Release  string // id; "" while it is open
	Asked    Asked
}

// Asked is what a round asks, in one language, and what it is for.
type Asked struct {
	Question string   `json:"question"`
	Lang     string   `json:"lang"`
	Options  []string `json:"options"` // what can be answered; "I do not want to say" is always there beside them
	Words    bool     `json:"words"`   // whether somebody may add words of their own
	Why      string   `json:"why"`     // what will be done with it
	Reader   string   `json:"reader"`  // who will read it
	TellBy   string   `json:"tell_by"` // the day by which the group hears what came of it
}

// Skip is the answer of somebody who does not want to say.
const Skip = "skip"

// Bounds of a round.
const (
	MaxOptions = 6
	maxAnswers = 500
	maxLine    = 300
	maxWords   = 1000
)

// Codes are an answer's code for each option, and Skip.
func (a Asked) Codes() []string {
	codes := make([]string, 0, len(a.Options)+1)
	for i := range a.Options {
		codes = append(codes, "o"+strconv.Itoa(i+1))
	}
	return append(codes, Skip)
}

// Begin begins a round. id is made by whoever asks, so that a repeat is harmless.
func (s *Service) Begin(ctx context.Context, who permit.Actor, id string, a Asked) error {
	var c problem.Check
	c.Text("question", a.Question, maxLine, true)
	c.Text("why", a.Why, maxLine, true)
	c.Text("reader", a.Reader, maxLine, true)
	c.Text("lang", a.Lang, 35, true)
	day(&c, "tell_by", a.TellBy, true)
	c.Require(len(a.Options) >= 2, "options", "together.too_few_options")
	c.Require(len(a.Options) <= MaxOptions, "options", "together.too_many_options", "max", MaxOptions)
	c.Require(db.IsID(id), "question", "problem.unreadable_form")
	for i, o := range a.Options {
		c.Text("options", o, 120, true)
		c.Require(!slices.Contains(a.Options[:i], o), "options", "together.option_twice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		document, err := w.SealDocument("together_rounds", id, a)
		if err != nil {
			return err
		}
		sums, err := w.SealDocument("together_tallies", id, tally{})
		if err != nil {
			return err
		}
		return insertRound(ctx, w, id, document, sums)
	})
	if err != nil {
		return fmt.Errorf("begin round: %w", err)
	}
	return nil
}

// tally is what was answered so far: how often each answer was given, and nothing of who or when. Sent are marks of the
// forms that came in, in the order of their letters, so that a form sent twice counts once.
type tally struct {
	Counts map[string]int64 `json:"counts,omitempty"`
	Sent   []string         `json:"sent,omitempty"`
}

// Given is what one person answers, or a pile of answers on paper is added up to.
type Given struct {
	Form   string           // an id that the form carries
	Counts map[string]int64 // by code
	Words  []string         // what they wrote
	Lang   string           // of the words
}

// Answer takes answers in. Who sits beside the group sends them; the ledger says that answers came in, not which.
func (s *Service) Answer(ctx context.Context, who permit.Actor, round string, g Given) error {
	var c problem.Check
	sum := int64(0)
	for _, n := range g.Counts {
		c.Require(n >= 0 && n <= maxAnswers, "answer", "problem.number_range", "min", 0, "max", maxAnswers)
		sum += max(n, 0)
	}
	c.Require(sum > 0, "answer", "together.no_answer")
	c.Require(len(g.Words) <= maxAnswers, "words", "problem.too_long", "max", maxAnswers)
	for _, words := range g.Words {
		c.Text("words", words, maxWords, true)
	}
	c.Require(db.IsID(g.Form), "answer", "problem.unreadable_form")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(round)
		r, err := findRound(ctx, w, round)
		if err != nil {
			return err
		}
		if r.Closed {
			return problem.New(problem.Conflict, "together.round_closed")
		}
		for code := range g.Counts {
			if !slices.Contains(r.Asked.Codes(), code) {
				return problem.New(problem.Invalid, "problem.not_a_choice")
			}
		}
		return s.add(ctx, w, r, g, sum)
	})
	if err != nil {
		return fmt.Errorf("answer round: %w", err)
	}
	return nil
}

func (s *Service) add(ctx context.Context, w *access.Work, r Round, g Given, sum int64) error {
	t, err := findTally(ctx, w, r.ID)
	if err != nil {
		return err
	}
	at, sent := slices.BinarySearch(t.Sent, g.Form)
	if sent {
		return nil
	}
	t.Sent = slices.Insert(t.Sent, at, g.Form)
	have := sum
	for _, n := range t.Counts {
		have += n
	}
	if have > maxAnswers {
		return problem.New(problem.Conflict, "together.too_many_answers", "max", maxAnswers)
	}
	if t.Counts == nil {
		t.Counts = map[string]int64{}
	}
	for code, n := range g.Counts {
		t.Counts[code] += n
	}
	if r.Asked.Words {
		for _, words := range g.Words {
			if err := insertWords(ctx, w, unordered(), r.ID, said{words, g.Lang}); err != nil {
				return err
			}
		}
	}
	document, err := w.SealDocument("together_tallies", r.ID, t)
	if err != nil {
		return err
	}
	return updateTally(ctx, w.Tx, r.ID, document)
}

// unordered makes an id that says nothing of when it was made.
func unordered() string { return uuid.NewString() }

// said is what somebody wrote, in which language.
type said struct {
	Words string `json:"words"`
	Lang  string `json:"lang"`
}

// Close ends a round: what was answered passes disclosure control and becomes a release, and the sums are destroyed with
// it. Words are laid down anew in no order. It takes somebody who may let figures out.
func (s *Service) Close(ctx context.Context, who permit.Actor, round string) (r release.Release, err error) {
	err = s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(round)
		have, err := findRound(ctx, w, round)
		if err != nil {
			return err
		}
		if have.Closed {
			return problem.New(problem.Conflict, "together.round_closed")
		}
		t, err := findTally(ctx, w, round)
		if err != nil {
			return err
		}
		codes := have.Asked.Codes()
		line := make([]int64, len(codes))
		for i, code := range codes {
			line[i] = t.Counts[code]
		}
		r, err = release.Keep(ctx, w, disclosure.StrictDefault, disclosure.Table{Key: "round:" + round, Data: "closed", Columns: codes, Counts: [][]int64{line}})
		if err != nil {
			return err
		}
		if err := closeRound(ctx, w, round, r.ID); err != nil {
			return err
		}
		return shuffleWords(ctx, w, round)
	})
	if err != nil {
		return release.Release{}, fmt.Errorf("close round: %w", err)
	}
	return r, nil
}

// Rounds lists the organisation's rounds, the latest first.
func (s *Service) Rounds(ctx context.Context, who permit.Actor) (list []Round, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listRounds(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list rounds: %w", err)
	}
	return list, nil
}

// Result is what a closed round says: its figures, and the words that tell on nobody. Waiting are words that a person has
// to look at first; they are there for those who may hold rounds, once the round is closed and enough people answered.
type Result struct {
	Round
	Figures disclosure.Released
	Hash    string
	Kept    []Said
	Waiting []Said
	Hidden  bool // so few people answered that nothing is shown, words neither
}

// Said is what somebody wrote in a round.
type Said struct {
	ID, Words, Lang string
}

// Round gives a round with its result.
func (s *Service) Round(ctx context.Context, who permit.Actor, id string) (r Result, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if r.Round, err = findRound(ctx, w, id); err != nil || !r.Closed {
			return err
		}
		kept, err := release.Find(ctx, w, r.Release)
		if err != nil {
			return err
		}
		r.Figures, r.Hash, r.Hidden = kept.Table, kept.Hash, kept.Table.Withheld() == disclosure.Cohort
		if r.Hidden {
			return nil
		}
		r.Kept, r.Waiting, err = listWords(ctx, w, id)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("read round: %w", err)
	}
	if !permit.Could(who, permit.HoldTogether) {
		r.Waiting = nil
	}
	return r, nil
}

// Checklist is what somebody looks for before words or art are shown: whether it could be told who said it. Every point has
// to be looked at.
var Checklist = []string{"names", "places", "story", "voice", "group"}

// CheckWords writes down that somebody looked at words: they are kept, or deleted because they tell on somebody. Words are
// never changed.
func (s *Service) CheckWords(ctx context.Context, who permit.Actor, round, words string, keep bool, looked []string) error {
	if keep && len(looked) < len(Checklist) {
		return problem.New(problem.Invalid, "together.look_at_all")
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(round, words)
		r, err := findRound(ctx, w, round)
		if err != nil {
			return err
		}
		if !r.Closed {
			return problem.New(problem.Conflict, "together.round_open")
		}
		if keep {
			return keepWords(ctx, w, round, words)
		}
		return deleteWords(ctx, w.Tx, round, words)
	})
	if err != nil {
		return fmt.Errorf("check words: %w", err)
	}
	return nil
}
