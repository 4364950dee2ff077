package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// State is how a change stands.
type State string

// The states. A change begins as one that is thought about.
const (
	Thought  State = "thought"
	Decided  State = "decided"
	Began    State = "began"
	Reviewed State = "reviewed"
	GivenUp  State = "given_up"
)

// Next lists the states that may follow a state, in the order offered. What was given up can be thought about again.
func (s State) Next() []State {
	switch s {
	case Thought:
		return []State{Decided, GivenUp}
	case Decided:
		return []State{Began, GivenUp}
	case Began, Reviewed:
		return []State{Reviewed, GivenUp}
	}
	return []State{Thought}
}

// Groups are the young people whom a change may touch, in the order offered. They are kinds of people in a policy, and say
// nothing about anybody.
var Groups = []string{"all", "trafficked", "unaccompanied", "in_care", "leaving_care", "not_in_care", "under_16", "girls", "boys", "lgbt", "disabled", "little_english", "faith", "young_parents", "others"}

// About says what a change is.
type About struct {
	Title   string   `json:"title"`
	Changes string   `json:"changes"`          // what would be different
	Decides string   `json:"decides"`          // who decides: a body or a role, nobody's name
	From    string   `json:"from,omitempty"`   // the day from which it would hold; "" where nobody knows
	Groups  []string `json:"groups,omitempty"` // of Groups
	Others  string   `json:"others,omitempty"` // who else, in words
}

const (
	maxLine = 200
	maxText = 4000
)

func (a About) check() error {
	var c problem.Check
	c.Text("title", a.Title, maxLine, true)
	c.Text("changes", a.Changes, maxText, true)
	c.Text("decides", a.Decides, maxLine, true)
	c.Text("others", a.Others, maxLine, slices.Contains(a.Groups, "others"))
	checkGroups(&c, "groups", a.Groups, true)
	checkDay(&c, "from", a.From)
	return c.Err()
}

// checkGroups notes a group that is none.
func checkGroups(c *problem.Check, field string, groups []string, required bool) {
	c.Require(!required || len(groups) > 0, field, "appraisal.needs_groups")
	for i, g := range groups {
		c.Require(slices.Contains(Groups, g) && !slices.Contains(groups[:i], g), field, "problem.not_a_choice")
	}
}

// checkDay notes a day that is none; "" is no day yet.
func checkDay(c *problem.Check, field, day string) {
	if day == "" {
		return
	}
	_, err := time.Parse(time.DateOnly, day)
	c.Require(err == nil, field, "problem.not_a_date", "example", "27 3 2027")
}

// InitiativeStep is something that became of a change.
type InitiativeStep struct {
	ID    string
	State State
	Day   string // the day on which it came to that; "" where nobody said
	At    time.Time
	By    string
	Words string
}

// Initiative is a change that somebody thinks about, and what became of it.
type Initiative struct {
	ID     string
	Nation string // one of nation.Codes()
	MadeAt time.Time
	MadeBy string
	About
	Worded string           // id of the step whose words hold; "" while they are the first ones
	Steps  []InitiativeStep // the earliest first; never empty
}

// Stands is how the change stands.
func (i Initiative) Stands() InitiativeStep { return i.Steps[len(i.Steps)-1] }

// State is the state it is in.
func (i Initiative) State() State { return i.Stands().State }

// Think writes down a change that somebody thinks about. id is made by whoever asks, so that a form sent twice makes one.
func (s *Service) Think(ctx context.Context, who permit.Actor, id, nationCode string, a About) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findInitiative(ctx, w, id); err == nil {
			return nil // sent twice
		}
		if !slices.Contains(nation.Codes(), nationCode) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		if err := a.check(); err != nil {
			return err
		}
		if err := insertInitiative(ctx, w, Initiative{ID: id, Nation: nationCode, About: a}); err != nil {
			return err
		}
		return insertInitiativeStep(ctx, w, id, string(Thought), "", stepWords{})
	})
	if err != nil {
		return fmt.Errorf("write down an initiative: %w", err)
	}
	return nil
}

// Reword says in other words what a change is. seen is Initiative.Worded as whoever writes had it before them: a Conflict
// (appraisal.written_meanwhile) says that somebody else wrote since.
func (s *Service) Reword(ctx context.Context, who permit.Actor, id, seen string, a About) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		one, err := findInitiative(ctx, w, id)
		if err != nil {
			return err
		}
		if err := a.check(); err != nil {
			return err
		}
		if one.Worded != seen {
			return problem.New(problem.Conflict, "appraisal.written_meanwhile")
		}
		return insertInitiativeStep(ctx, w, id, worded, "", stepWords{About: &a})
	})
	if err != nil {
		return fmt.Errorf("reword an initiative: %w", err)
	}
	return nil
}

// Move says what became of a change, on which day, and why. seen is the id of the step that whoever says it had before them.
func (s *Service) Move(ctx context.Context, who permit.Actor, id, seen string, to State, day, words string) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id, string(to))
		one, err := findInitiative(ctx, w, id)
		if err != nil {
			return err
		}
		if one.Stands().ID != seen {
			return problem.New(problem.Conflict, "appraisal.moved_meanwhile")
		}
		var c problem.Check
		c.Require(slices.Contains(one.State().Next(), to), "state", "problem.required_choice")
		c.Text("words", words, maxText, to == GivenUp)
		checkDay(&c, "day", day)
		c.Require(day == "" || day <= db.Day(w.At), "day", "appraisal.not_later_than_today")
		if err := c.Err(); err != nil {
			return err
		}
		return insertInitiativeStep(ctx, w, id, string(to), day, stepWords{Words: words})
	})
	if err != nil {
		return fmt.Errorf("move an initiative: %w", err)
	}
	return nil
}

// Initiatives lists the organisation's changes, the latest first.
func (s *Service) Initiatives(ctx context.Context, who permit.Actor) (list []Initiative, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listInitiatives(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list initiatives: %w", err)
	}
	return list, nil
}

// Initiative gives one change of the actor's organisation.
func (s *Service) Initiative(ctx context.Context, who permit.Actor, id string) (one Initiative, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		one, err = findInitiative(ctx, w, id)
		return err
	})
	if err != nil {
		return Initiative{}, fmt.Errorf("read an initiative: %w", err)
	}
	return one, nil
}
