package caseaudit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// The states of an action.
const (
	ActionOpen      = "open"
	ActionDone      = "done"      // its owner says so; nobody else has looked
	ActionConfirmed = "confirmed" // somebody else looked at what came of it
	ActionDropped   = "dropped"   // somebody else says why it is not to be done any more
)

// Verdicts lists what whoever looks at an action that was done can say of it, in the order offered.
var Verdicts = []string{ActionConfirmed, "sent_back", ActionDropped}

// ActionWords say what is to be done, and what it should bring about.
type ActionWords struct {
	What   string `json:"what"`
	About  string `json:"about,omitempty"` // code of an outcome or an indicator
	Effect string `json:"effect"`          // what would be seen
	Body   string `json:"body,omitempty"`  // who does it, where that is nobody with an account here
}

// ActionStepWords say what came of it: to whoever did it, or to whoever looked.
type ActionStepWords struct {
	Words string `json:"words"`
}

// ActionStep is one thing that became of an action.
type ActionStep struct {
	Kind  string // "done", "sent_back", or one of Verdicts
	At    time.Time
	By    string
	Words string

	id       string
	document []byte
}

// Action is something that is to be done after an audit.
type Action struct {
	ID        string
	Programme string
	Case      string // "" for one of the programme as a whole
	Owner     string // account; "" for a body outside, which Words name
	Due       string
	GivenAt   time.Time
	GivenBy   string
	Words     ActionWords
	Steps     []ActionStep
	Gone      bool // the case's words were destroyed
	Late      bool // it is open, and its day is over

	document []byte
}

// State is where an action stands.
func (a Action) State() string {
	state := ActionOpen
	for _, s := range a.Steps {
		switch s.Kind {
		case "sent_back":
			state = ActionOpen
		default:
			state = s.Kind
		}
	}
	return state
}

// since is when it came to stand where it stands.
func (a Action) since() time.Time {
	if n := len(a.Steps); n > 0 {
		return a.Steps[n-1].At
	}
	return a.GivenAt
}

// MayDo reports whether somebody says that it is done: its owner; for a body outside, whoever looks after quality.
func (a Action) MayDo(who permit.Actor) bool {
	return a.State() == ActionOpen && (a.Owner == who.ID || a.Owner == "" && permit.Could(who, permit.PlanAudits))
}

// MayLook reports whether somebody can confirm what came of an action, or send it back: never its owner, nor whoever said that it
// is done.
func (a Action) MayLook(who permit.Actor) bool {
	state := a.State()
	if a.Owner == who.ID || !permit.Could(who, permit.ActOnAudits) || state != ActionDone && state != ActionOpen {
		return false
	}
	return !slices.ContainsFunc(a.Steps, func(s ActionStep) bool { return s.Kind == ActionDone && s.By == who.ID })
}

// Give says that something is to be done: of one case, or where caseID is "" of the programme as a whole.
func (s *Service) Give(ctx context.Context, who permit.Actor, a Action) error {
	var c problem.Check
	c.Text("what", a.Words.What, maxText, true)
	c.Text("effect", a.Words.Effect, maxText, true)
	c.Text("body", a.Words.Body, maxName, a.Owner == "")
	c.Text("about", a.Words.About, maxName, false)
	day, err := time.Parse(time.DateOnly, a.Due)
	c.Require(err == nil && !day.Before(s.door.Now().Truncate(24*time.Hour)), "due", "review.needs_later")
	if err := c.Err(); err != nil {
		return err
	}
	if !db.IsID(a.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err = s.plan(ctx, who, func(w *access.Work) error {
		w.Note(a.ID)
		if err := s.givable(ctx, w, a); err != nil {
			return err
		}
		key, err := actionKey(ctx, w, a.Case, true)
		if err != nil {
			return err
		}
		document, err := access.SealDocument(key, "caseaudit_actions", a.ID, a.Words)
		if err != nil {
			return err
		}
		return insertAction(ctx, w, a, document)
	})
	if err != nil {
		return fmt.Errorf("give an action: %w", err)
	}
	return nil
}

func (s *Service) givable(ctx context.Context, w *access.Work, a Action) error {
	if a.Owner != "" {
		people, err := s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p account.Person) bool { return p.ID == a.Owner && CanAct(p) }) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	if a.Case == "" {
		_, err := findProgramme(ctx, w, a.Programme)
		return err
	}
	_, way, err := s.wayOfCase(ctx, w, a.Programme, a.Case)
	if err != nil {
		return err
	}
	if way.At("completed").IsZero() {
		return problem.New(problem.Conflict, "auditway.not_completed") // an action would tell another reader what was found
	}
	return way.Case.goesOn()
}

// CanAct reports whether somebody can own an action here.
func CanAct(p account.Person) bool {
	return permit.Could(permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: p.Roles}, permit.ActOnAudits)
}

// Actors lists those of the organisation who can own an action.
func (s *Service) Actors(ctx context.Context, who permit.Actor) (list []account.Person, err error) {
	err = s.door.Read(ctx, who, permit.PlanAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		all, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
		list = slices.DeleteFunc(all, func(p account.Person) bool { return !CanAct(p) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list who can act: %w", err)
	}
	return list, nil
}

// actionKey is the key of a case's actions, or of a programme's.
func actionKey(ctx context.Context, w *access.Work, caseID string, makes bool) (key seal.Key, err error) {
	switch {
	case caseID == "":
		return w.System(), nil
	case makes:
		key, err = w.MakeCaseKey(ctx, caseID)
	default:
		key, err = w.CaseKey(ctx, caseID)
	}
	if errors.Is(err, seal.ErrDestroyed) {
		err = problem.New(problem.Conflict, "auditway.destroyed")
	}
	return key, err
}

// open opens what an action says. Of a case whose words were destroyed nothing is left to read.
func (a *Action) open(ctx context.Context, w *access.Work) error {
	key, err := actionKey(ctx, w, a.Case, false)
	if problem.Is(err, problem.Conflict) {
		a.Gone = true
		return nil
	}
	if err != nil {
		return err
	}
	if err := access.OpenDocument(key, "caseaudit_actions", a.ID, a.document, &a.Words); err != nil {
		return err
	}
	for i := range a.Steps {
		var words ActionStepWords
		if err := access.OpenDocument(key, "caseaudit_action_steps", a.Steps[i].id, a.Steps[i].document, &words); err != nil {
			return err
		}
		a.Steps[i].Words = words.Words
	}
	return nil
}

// sees reports whether an action is shown to somebody: its owner, whoever gave it, and those who look after quality.
func (a Action) sees(who permit.Actor) bool {
	return a.Owner == who.ID || a.GivenBy == who.ID || permit.Could(who, permit.PlanAudits)
}

// Actions lists the actions of the organisation that somebody sees, those of a programme where it is not "".
func (s *Service) Actions(ctx context.Context, who permit.Actor, programme string) (list []Action, people map[string]account.Person, err error) {
	err = s.door.Read(ctx, who, permit.ActOnAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, people, err = s.actionsFor(ctx, w, programme, "")
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("list actions: %w", err)
	}
	return list, people, nil
}

func (s *Service) actionsFor(ctx context.Context, w *access.Work, programme, id string) (list []Action, people map[string]account.Person, err error) {
	all, err := listActions(ctx, w, programme, id)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for _, a := range all {
		if !a.sees(w.Who) {
			continue
		}
		w.Note(a.ID)
		a.Late = a.State() == ActionOpen && a.Due < db.Day(w.At)
		if err := a.open(ctx, w); err != nil {
			return nil, nil, err
		}
		ids = append(ids, a.Owner, a.GivenBy)
		for _, s := range a.Steps {
			ids = append(ids, s.By)
		}
		list = append(list, a)
	}
	people, err = s.accounts.Names(ctx, w, ids)
	return list, people, err
}

// Action gives one action.
func (s *Service) Action(ctx context.Context, who permit.Actor, id string) (a Action, people map[string]account.Person, err error) {
	err = s.door.Read(ctx, who, permit.ActOnAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		a, people, err = s.actionOf(ctx, w, id)
		return err
	})
	if err != nil {
		return Action{}, nil, fmt.Errorf("read an action: %w", err)
	}
	return a, people, nil
}

func (s *Service) actionOf(ctx context.Context, w *access.Work, id string) (Action, map[string]account.Person, error) {
	if !db.IsID(id) {
		return Action{}, nil, problem.New(problem.NotFound, "problem.not_found")
	}
	list, people, err := s.actionsFor(ctx, w, "", id)
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return Action{}, nil, err
	}
	return list[0], people, nil
}

// DoAction says that an action is done, and what came of it.
func (s *Service) DoAction(ctx context.Context, who permit.Actor, id, words string) error {
	return s.act(ctx, who, id, ActionDone, words, func(a Action) error {
		if !a.MayDo(who) {
			return problem.New(problem.Conflict, "auditway.action_not_yours")
		}
		return nil
	})
}

// LookAtAction says what somebody else saw of an action: that it has the effect, that it is not done yet, or that it is not to be
// done any more; and on what evidence. Its owner, and whoever said that it is done, cannot (R-1-6).
func (s *Service) LookAtAction(ctx context.Context, who permit.Actor, id, verdict, words string) error {
	return s.act(ctx, who, id, verdict, words, func(a Action) error {
		var c problem.Check
		c.Require(slices.Contains(Verdicts, verdict), "verdict", "problem.required_choice")
		if err := c.Err(); err != nil {
			return err
		}
		if !a.MayLook(who) {
			return problem.New(problem.Conflict, "auditway.action_not_own")
		}
		if verdict != ActionDropped && a.State() != ActionDone {
			return problem.New(problem.Conflict, "auditway.action_not_done")
		}
		return nil
	})
}

func (s *Service) act(ctx context.Context, who permit.Actor, id, kind, words string, may func(Action) error) error {
	var c problem.Check
	c.Text("words", words, maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ActOnAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		a, _, err := s.actionOf(ctx, w, id)
		if err != nil {
			return err
		}
		if err := may(a); err != nil {
			return err
		}
		key, err := actionKey(ctx, w, a.Case, false)
		if err != nil {
			return err
		}
		step := ActionStep{id: db.NewID(), Kind: kind}
		if step.document, err = access.SealDocument(key, "caseaudit_action_steps", step.id, ActionStepWords{words}); err != nil {
			return err
		}
		return insertActionStep(ctx, w, a.ID, step)
	})
	if err != nil {
		return fmt.Errorf("act on an audit: %w", err)
	}
	return nil
}

// Close ends the audit of a case: its worker knows what was found, no concern is open, and every action was confirmed by somebody
// else than its owner, or is not to be done any more.
func (s *Service) Close(ctx context.Context, who permit.Actor, programme, id string) error {
	err := s.plan(ctx, who, func(w *access.Work) error {
		_, way, err := s.wayOfCase(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if way.Case.step(Closed) != nil {
			return nil // said twice
		}
		if err := way.Case.goesOn(); err != nil {
			return err
		}
		if !way.MayClose() {
			return problem.New(problem.Conflict, "auditway.still_waits")
		}
		if err := caseOver(ctx, w, way.Case); err != nil {
			return err
		}
		return insertStep(ctx, w, id, Step{Kind: Closed})
	})
	if err != nil {
		return fmt.Errorf("close a case: %w", err)
	}
	return nil
}
