package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Review is a service's look at itself. While it is open it is answered; finished, it stands as it is.
type Review struct {
	ID         string
	Edition    string // id of the framework's edition
	Before     string // id of the self-review that this one repeats; "" for a first one
	BegunAt    time.Time
	FinishedAt time.Time // zero while it is open
	Scope      Scope
	Answers    map[string]Answer // the one that stands, by outcome
}

// Open reports whether it is still answered.
func (r Review) Open() bool { return r.FinishedAt.IsZero() }

// Scope is what a self-review looks at.
type Scope struct {
	Service  string   `json:"service"`         // whose practice: a team, a service, a partnership
	Together string   `json:"together"`        // who answers it: roles and agencies, nobody's name
	Again    string   `json:"again,omitempty"` // the day on which it is to be done again; "" where nobody said
	Outcomes []string `json:"outcomes"`        // codes, in the order of the edition
}

// Finding is how far something is there in a service.
type Finding string

// The findings. NotKnown is a finding too: somebody can go and look.
const (
	InPlace    Finding = "in_place"
	Partly     Finding = "partly"
	NotInPlace Finding = "not_in_place"
	NotKnown   Finding = "not_known"
)

// Findings lists them in the order offered.
var Findings = []Finding{InPlace, Partly, NotInPlace, NotKnown}

// Acts lists who can put something right, in the order offered.
var Acts = []string{"us", "us_with_others", "others", "rule", "not_known"}

// Said is what a service finds of one indicator.
type Said struct {
	Finding  Finding `json:"finding"`
	Evidence string  `json:"evidence,omitempty"` // how it is known
	Act      string  `json:"act,omitempty"`      // who can put right what is not in place; of Acts
	Who      string  `json:"who,omitempty"`      // which body that is, where it is not the service alone
}

// Missing reports whether there is something to put right or to find out.
func (s Said) Missing() bool { return s.Finding != InPlace }

// The ways in which young people were heard on an outcome.
const (
	Heard    = "heard"
	NotAsked = "not_asked"
)

// Answer is what a service says of one outcome: of each of its indicators (of the outcome itself, where the edition has
// none), and what young people say. Answers are added, never changed; the last one stands.
type Answer struct {
	ID    string          `json:"-"`
	At    time.Time       `json:"-"`
	By    string          `json:"-"` // id of who wrote it down
	Items map[string]Said `json:"items"`
	Young string          `json:"young"`           // Heard or NotAsked
	Words string          `json:"words,omitempty"` // what young people say about it, and where they said it
	Apart bool            `json:"apart,omitempty"` // young people see it differently
}

const (
	maxName = 200
	maxText = 2000
)

// ItemsOf lists the codes that are answered for an outcome: its indicators, or the outcome where it has none.
func ItemsOf(o framework.Outcome) []string {
	if len(o.Indicators) == 0 {
		return []string{o.Code}
	}
	codes := make([]string, len(o.Indicators))
	for i, one := range o.Indicators {
		codes[i] = one.Code
	}
	return codes
}

func (s Scope) check(now time.Time) error {
	var c problem.Check
	c.Text("service", s.Service, maxName, true)
	c.Text("together", s.Together, maxText, true)
	c.Require(len(s.Outcomes) > 0, "outcomes", "review.needs_outcomes")
	if s.Again != "" {
		day, err := time.Parse(time.DateOnly, s.Again)
		c.Require(err == nil && day.After(now), "again", "review.needs_later")
	}
	return c.Err()
}

// Begin begins a self-review with the edition that the organisation works with. id is made by whoever asks, so that a form
// sent twice begins one.
func (s *Service) Begin(ctx context.Context, who permit.Actor, id string, scope Scope) error {
	return s.begin(ctx, who, id, "", scope)
}

// Repeat begins a self-review of the same outcomes as one that is finished, in the same edition, so that the two can be
// laid side by side.
func (s *Service) Repeat(ctx context.Context, who permit.Actor, id, before string, scope Scope) error {
	if !db.IsID(before) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return s.begin(ctx, who, id, before, scope)
}

func (s *Service) begin(ctx context.Context, who permit.Actor, id, before string, scope Scope) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if known, err := findReview(ctx, w, id); err == nil && known.Before == before {
			return nil // the form came twice
		}
		ed, err := s.editionFor(ctx, w, before, &scope)
		if err != nil {
			return err
		}
		if err := scope.check(w.At); err != nil {
			return err
		}
		if scope.Outcomes, err = inOrder(ed, scope.Outcomes); err != nil {
			return err
		}
		return insertReview(ctx, w, Review{ID: id, Edition: ed.ID, Before: before, Scope: scope})
	})
	if err != nil {
		return fmt.Errorf("begin self-review: %w", err)
	}
	return nil
}

// editionFor gives the edition of a self-review; one that repeats another has its edition and its outcomes.
func (s *Service) editionFor(ctx context.Context, w *access.Work, before string, scope *Scope) (*framework.Edition, error) {
	if before == "" {
		return framework.ChosenBy(ctx, w, w.Who.Organisation, framework.Children)
	}
	first, err := findReview(ctx, w, before)
	if err != nil {
		return nil, err
	}
	if first.Open() {
		return nil, problem.New(problem.Conflict, "review.still_open")
	}
	scope.Outcomes = first.Scope.Outcomes
	return framework.Find(ctx, w, first.Edition)
}

// inOrder gives the codes once each in the order of the edition; one that is none of its outcomes is refused.
func inOrder(ed *framework.Edition, codes []string) ([]string, error) {
	var list []string
	for _, p := range ed.Principles {
		for _, o := range p.Outcomes() {
			if slices.Contains(codes, o.Code) {
				list = append(list, o.Code)
			}
		}
	}
	for _, code := range codes {
		if !slices.Contains(list, code) {
			return nil, problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	return list, nil
}

func (a Answer) check(o framework.Outcome) error {
	var c problem.Check
	for _, code := range ItemsOf(o) {
		said, there := a.Items[code]
		c.Require(there && slices.Contains(Findings, said.Finding), "finding_"+code, "problem.required_choice")
		c.Text("evidence_"+code, said.Evidence, maxText, false)
		c.Text("who_"+code, said.Who, maxName, said.Act == "us_with_others" || said.Act == "others")
		c.Require(said.Act == "" || slices.Contains(Acts, said.Act), "act_"+code, "problem.not_a_choice")
	}
	c.Require(len(a.Items) == len(ItemsOf(o)), "young", "problem.stale_form")
	c.Require(a.Young == Heard || a.Young == NotAsked, "young", "problem.required_choice")
	c.Text("words", a.Words, maxText, a.Young == Heard)
	return c.Err()
}

// Say writes down what the service says of one outcome. last is the id of the answer that whoever writes had before them,
// "" for none: a Conflict (review.answered_meanwhile) says that somebody else answered since, and nothing is lost.
func (s *Service) Say(ctx context.Context, who permit.Actor, review, outcome, last string, a Answer) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(review, outcome)
		r, ed, err := find(ctx, w, review)
		if err != nil {
			return err
		}
		o, ok := ed.Outcome(outcome)
		if !ok || !slices.Contains(r.Scope.Outcomes, outcome) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if err := a.check(o); err != nil {
			return err
		}
		if !r.Open() {
			return problem.New(problem.Conflict, "review.finished_already")
		}
		if stands := r.Answers[outcome]; stands.ID != last {
			return problem.New(problem.Conflict, "review.answered_meanwhile")
		}
		return insertAnswer(ctx, w, review, outcome, a)
	})
	if err != nil {
		return fmt.Errorf("answer self-review: %w", err)
	}
	return nil
}

// Finish ends a self-review: from then on it stands as it is. One of which nothing was answered cannot be finished.
func (s *Service) Finish(ctx context.Context, who permit.Actor, review string) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(review)
		r, _, err := find(ctx, w, review)
		switch {
		case err != nil:
			return err
		case !r.Open():
			return nil // pressed twice
		case len(r.Answers) == 0:
			return problem.New(problem.Invalid, "review.nothing_answered")
		}
		return finishReview(ctx, w, review)
	})
	if err != nil {
		return fmt.Errorf("finish self-review: %w", err)
	}
	return nil
}

// Reviews lists the organisation's self-reviews, the latest first, without their answers.
func (s *Service) Reviews(ctx context.Context, who permit.Actor) (list []Review, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listReviews(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list self-reviews: %w", err)
	}
	return list, nil
}

// Page is a self-review with what is needed to read it.
type Page struct {
	Review  Review
	Edition *framework.Edition
	Before  *Review // the one it repeats; nil for a first one
}

// Review gives one self-review.
func (s *Service) Review(ctx context.Context, who permit.Actor, id string) (p Page, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if p.Review, p.Edition, err = find(ctx, w, id); err != nil {
			return err
		}
		if p.Review.Before == "" {
			return nil
		}
		before, err := findReview(ctx, w, p.Review.Before)
		p.Before = &before
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("read self-review: %w", err)
	}
	return p, nil
}

// find reads a self-review of the actor's organisation with its edition.
func find(ctx context.Context, w *access.Work, id string) (Review, *framework.Edition, error) {
	r, err := findReview(ctx, w, id)
	if err != nil {
		return Review{}, nil, err
	}
	ed, err := framework.Find(ctx, w, r.Edition)
	return r, ed, err
}

// Then is what was said of an item in the self-review before, and what is said now.
type Then struct {
	Item        string
	Before, Now Said
}

// Changed lists the items of which something else is found than before, in the order of the edition. Items that one of the
// two does not answer are left out: nothing is known of a change.
func (p Page) Changed() (list []Then) {
	if p.Before == nil {
		return nil
	}
	for _, code := range p.Review.Scope.Outcomes {
		o, _ := p.Edition.Outcome(code)
		for _, item := range ItemsOf(o) {
			before, was := p.Before.Answers[code].Items[item]
			now, is := p.Review.Answers[code].Items[item]
			if was && is && before.Finding != now.Finding {
				list = append(list, Then{item, before, now})
			}
		}
	}
	return list
}
