package together

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// State is how far something that was heard has come.
type State string

// The states.
const (
	Heard  State = "heard"
	WillDo State = "will_do"
	Done   State = "done"
	Cannot State = "cannot"
)

// States lists what a step can say, in the order offered.
var States = []State{Heard, WillDo, Done, Cannot}

// Item is something that was heard from young people, with what became of it. The last step stands; those before it are
// its history.
type Item struct {
	ID      string
	HeardOn string
	Round   string // id of the round it comes from; "" for none
	Help    string // id of the round that asks whether it helped; "" for none
	Steps   []Step // the latest first
	Helped  *Helped
}

// Helped is what a group said about whether it helped, as it passed disclosure control.
type Helped struct {
	Asked   Asked
	Closed  bool
	Figures disclosure.Released
}

// Step is one thing that became of what was heard.
type Step struct {
	State State            `json:"-"`
	On    string           `json:"-"`
	Who   string           `json:"who"` // who does it: a role or a body, not a person
	By    string           `json:"by"`  // the day by which it is done; "" where there is none
	Texts map[string]Texts `json:"texts"`
}

// Texts is what stands on the board in one language.
type Texts struct {
	Heard string `json:"heard"` // what young people said
	Did   string `json:"did"`   // what is or was done, or why not
}

// Now is the step that stands.
func (i Item) Now() Step {
	if len(i.Steps) == 0 {
		return Step{}
	}
	return i.Steps[0]
}

// In gives the texts in a language, or failing that in the first there is; lang says which.
func (s Step) In(lang string) (t Texts, in string) {
	if t, ok := s.Texts[lang]; ok {
		return t, lang
	}
	if t, ok := s.Texts["en"]; ok {
		return t, "en"
	}
	for _, l := range s.Languages() {
		return s.Texts[l], l
	}
	return Texts{}, lang
}

// Languages lists those a step is written in.
func (s Step) Languages() []string {
	var list []string
	for l := range s.Texts {
		list = append(list, l)
	}
	slices.Sort(list)
	return list
}

func (s Step) check() error {
	var c problem.Check
	c.Require(slices.Contains(States, s.State), "state", "problem.required_choice")
	day(&c, "by", s.By, s.State == WillDo)
	c.Text("who", s.Who, 120, s.State == WillDo)
	c.Require(len(s.Texts) > 0, "heard", "problem.required")
	for _, t := range s.Texts {
		c.Text("heard", t.Heard, maxLine, true)
		c.Text("did", t.Did, maxLine, s.State != Heard)
	}
	return c.Err()
}

// Hear writes down something that was heard. round is the one it comes from, "" for none.
func (s *Service) Hear(ctx context.Context, who permit.Actor, id, round string, first Step) error {
	if err := first.check(); err != nil {
		return err
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if round != "" {
			if _, err := findRound(ctx, w, round); err != nil {
				return err
			}
		}
		if err := insertHeard(ctx, w, id, round); err != nil {
			return err
		}
		return insertStep(ctx, w, id, first)
	})
	if err != nil {
		return fmt.Errorf("write down what was heard: %w", err)
	}
	return nil
}

// TakeStep adds what became of something that was heard.
func (s *Service) TakeStep(ctx context.Context, who permit.Actor, id string, next Step) error {
	if err := next.check(); err != nil {
		return err
	}
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findItem(ctx, w, id); err != nil {
			return err
		}
		return insertStep(ctx, w, id, next)
	})
	if err != nil {
		return fmt.Errorf("take a step: %w", err)
	}
	return nil
}

// AskWhetherHelped ties a round that asks whether it helped to something that was done.
func (s *Service) AskWhetherHelped(ctx context.Context, who permit.Actor, id, round string) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id, round)
		if _, err := findItem(ctx, w, id); err != nil {
			return err
		}
		if _, err := findRound(ctx, w, round); err != nil {
			return err
		}
		return tieHelp(ctx, w, id, round)
	})
	if err != nil {
		return fmt.Errorf("ask whether it helped: %w", err)
	}
	return nil
}

// Board lists what was heard and what became of it, the latest first.
func (s *Service) Board(ctx context.Context, who permit.Actor) (list []Item, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		if list, err = listItems(ctx, w); err != nil {
			return err
		}
		for i := range list {
			if err := fillHelped(ctx, w, &list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read board: %w", err)
	}
	return list, nil
}

// Item gives one thing that was heard.
func (s *Service) Item(ctx context.Context, who permit.Actor, id string) (i Item, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if i, err = findItem(ctx, w, id); err != nil {
			return err
		}
		return fillHelped(ctx, w, &i)
	})
	if err != nil {
		return Item{}, fmt.Errorf("read what was heard: %w", err)
	}
	return i, nil
}

func fillHelped(ctx context.Context, w *access.Work, i *Item) error {
	if i.Help == "" {
		return nil
	}
	r, err := findRound(ctx, w, i.Help)
	if err != nil {
		return err
	}
	i.Helped = &Helped{Asked: r.Asked, Closed: r.Closed}
	if r.Closed {
		kept, err := release.Find(ctx, w, r.Release)
		if err != nil {
			return err
		}
		i.Helped.Figures = kept.Table
	}
	return nil
}

// newStepID is time-ordered: steps are told in their order.
func newStepID() string { return db.NewID() }
