package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// The steps of a case's way once somebody reads it. How far a case is follows from them and from its ratings.
const (
	WorkerTold StepKind = "told"     // its worker was told that it is read; Auditor is the worker, "" where they have no account here
	Met        StepKind = "met"      // auditor and worker talked
	FedBack    StepKind = "fed_back" // the worker was told what was found
	Closed     StepKind = "closed"
)

// Stage is how far a case is (R-1-6).
type Stage string

// Stages lists them in their order.
var Stages = []Stage{"drawn", "told", "met", "completed", "moderated", "fed_back", "actions", "closed"}

// Reached is a stage with when it was reached.
type Reached struct {
	Stage Stage
	At    time.Time // zero while it was not
	Needs bool      // false for a stage that this case does not go through
}

// What a case can wait for, in the order in which somebody would look at it.
const (
	WaitConcern    = "concern"    // a concern is open: everything else of the case stands still
	WaitAuditor    = "auditor"    // nobody reads it
	WaitAccept     = "accept"     // its auditor has not said that nothing stands between them and it
	WaitWorker     = "worker"     // nobody told the worker
	WaitTalk       = "talk"       // auditor and worker have not talked
	WaitReading    = "reading"    // it is being read
	WaitModeration = "moderation" // it was read twice, and nobody settled what the readings say
	WaitFeedback   = "feedback"   // the worker does not know what was found
	WaitAction     = "action"     // something is to be done
	WaitConfirm    = "confirm"    // it was done, and nobody else looked at what came of it
	WaitClosing    = "closing"    // nothing is left but to close it
)

// Wait is something that a case waits for.
type Wait struct {
	For       string
	Due       string // the day by which it is due, moved on by the days on which the clock stood; "" where there is none
	Late      bool   // the day is over, and no concern stops the clock
	Escalated bool   // it has been late for so long that managers are told; a concern always is
	About     string // id of the concern or the action
}

// Way is how far a case is, and what it waits for.
type Way struct {
	Case    Case
	Reached []Reached
	Waits   []Wait
	Stopped bool // a concern is open
}

// At gives when a stage was reached; the zero time where it was not.
func (w Way) At(stage Stage) time.Time {
	for _, r := range w.Reached {
		if r.Stage == stage {
			return r.At
		}
	}
	return time.Time{}
}

// Stage is the last stage that was reached.
func (w Way) Stage() Stage {
	last := Stages[0]
	for _, r := range w.Reached {
		if !r.At.IsZero() {
			last = r.Stage
		}
	}
	return last
}

// MayClose reports whether nothing is left but to close the case.
func (w Way) MayClose() bool {
	return len(w.Waits) == 1 && w.Waits[0].For == WaitClosing
}

// wayFacts are what the way of a case rests on beside its steps.
type wayFacts struct {
	completed time.Time // when the last of its ratings was locked; zero while one waits
	moderated time.Time // when nothing was left to settle between two readings; zero before, and for whoever may not read them
	concerns  []span
	actions   []Action
}

// span is how long a concern was open.
type span struct {
	id       string
	from, to time.Time // to is zero while it is open
}

// step finds the last step of a kind.
func (c Case) step(kind StepKind) *Step {
	for i := len(c.Steps) - 1; i >= 0; i-- {
		if c.Steps[i].Kind == kind {
			return &c.Steps[i]
		}
	}
	return nil
}

func (c Case) at(kind StepKind) time.Time {
	if s := c.step(kind); s != nil {
		return s.At
	}
	return time.Time{}
}

// Ended reports whether the audit of the case was closed.
func (c Case) Ended() bool { return c.step(Closed) != nil }

// Reads reports whether somebody is one of those who were given the case and have it still.
func (c Case) Reads(account string) bool {
	first, _ := c.Auditor()
	second, _ := c.Second()
	return account != "" && (first != nil && first.Auditor == account || second != nil && second.Auditor == account)
}

// worker reports whether somebody is the worker who was told that the case is read: they are heard, and judge nothing of it.
func (c Case) worker(account string) bool {
	told := c.step(WorkerTold)
	return told != nil && account != "" && told.Auditor == account
}

// wayOf follows a case. It takes no decision: whatever it says stands in the steps, the ratings, the notes or the actions.
func (p Programme) wayOf(c Case, f wayFacts, now time.Time) Way {
	w := Way{Case: c}
	second, _ := c.Second()
	var acted time.Time
	for _, a := range f.actions {
		if acted.IsZero() {
			acted = a.GivenAt
		}
	}
	moderated := f.moderated
	if fed := c.at(FedBack); moderated.IsZero() && !f.completed.IsZero() && second != nil {
		moderated = fed // feedback waits for it
	}
	w.Reached = []Reached{{"drawn", p.Draw.At, true}, {"told", c.at(WorkerTold), true}, {"met", c.at(Met), true}, {"completed", f.completed, true},
		{"moderated", moderated, second != nil}, {"fed_back", c.at(FedBack), true}, {"actions", acted, len(f.actions) > 0}, {"closed", c.at(Closed), true}}
	for _, s := range f.concerns {
		if s.to.IsZero() {
			w.Stopped = true
			w.Waits = append(w.Waits, Wait{For: WaitConcern, Escalated: true, About: s.id})
		}
	}
	if c.In() && c.step(Closed) == nil {
		w.Waits = append(w.Waits, p.waits(c, w, f, now)...)
	}
	return w
}

func (p Programme) waits(c Case, w Way, f wayFacts, now time.Time) (list []Wait) {
	clocks := p.ClocksOf()
	add := func(what, due string, from time.Time, about string) {
		list = append(list, clocks.wait(what, due, from, about, f.concerns, now))
	}
	first, accepted := c.Auditor()
	switch {
	case !f.completed.IsZero():
	case first == nil:
		add(WaitAuditor, "", now, "")
	case !accepted:
		add(WaitAccept, c.dueBy(), first.At, "")
	default:
		add(WaitReading, c.dueBy(), first.At, "")
	}
	if told := c.step(WorkerTold); told == nil && accepted {
		add(WaitWorker, "", now, "")
	} else if told != nil && c.step(Met) == nil {
		add(WaitTalk, afterDays(told.At, clocks.Reflect), told.At, "")
	}
	if !f.completed.IsZero() && c.step(FedBack) == nil {
		from := latest(f.completed, w.At("moderated"))
		if second, _ := c.Second(); second != nil && w.At("moderated").IsZero() {
			add(WaitModeration, "", from, "")
		} else {
			add(WaitFeedback, afterDays(from, clocks.Feedback), from, "")
		}
	}
	for _, a := range f.actions {
		if wait, ok := clocks.waitFor(a, f.concerns, now); ok {
			list = append(list, wait)
		}
	}
	if len(list) == 0 {
		list = append(list, Wait{For: WaitClosing})
	}
	return list
}

// dueBy is the day by which whoever reads the case has read it: the later one, where two do.
func (c Case) dueBy() (due string) {
	first, _ := c.Auditor()
	second, _ := c.Second()
	for _, s := range []*Step{first, second} {
		if s != nil && s.Text.Due > due {
			due = s.Text.Due
		}
	}
	return due
}

// Ways gives a programme with how far each of its cases is, as whoever asks may see it: see seeProgramme.
func (s *Service) Ways(ctx context.Context, who permit.Actor, programme string) (p Programme, list []Way, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		if p, err = seeProgramme(ctx, w, programme); err == nil {
			list, err = s.waysOf(ctx, w, p)
		}
		return err
	})
	if err != nil {
		return Programme{}, nil, fmt.Errorf("follow cases: %w", err)
	}
	return p, list, nil
}

func (s *Service) waysOf(ctx context.Context, w *access.Work, p Programme) ([]Way, error) {
	facts, err := s.wayFactsOf(ctx, w, p)
	if err != nil {
		return nil, err
	}
	list := make([]Way, len(p.Cases))
	for i, c := range p.Cases {
		list[i] = p.wayOf(c, facts[c.ID], w.At)
	}
	return list, nil
}

// wayFactsOf gathers what the ways of a programme's cases rest on. Of what was written about a case it
// looks at whether two readings differ, where who acts may read them.
func (s *Service) wayFactsOf(ctx context.Context, w *access.Work, p Programme) (map[string]wayFacts, error) {
	facts := map[string]wayFacts{}
	concerns, err := concernSpans(ctx, w, p.ID)
	if err != nil {
		return nil, err
	}
	actions, err := listActions(ctx, w, p.ID, "")
	if err != nil {
		return nil, err
	}
	for _, c := range p.Cases {
		f := wayFacts{concerns: concerns[c.ID]}
		if w.CaseDestroyed(c.ID) {
			f.concerns = nil
		}
		for _, a := range actions {
			if a.Case == c.ID {
				f.actions = append(f.actions, a)
			}
		}
		if a, _ := c.Auditor(); a != nil {
			if f.completed, err = completed(ctx, w, c.ID); err != nil {
				return nil, err
			}
		}
		if second, _ := c.Second(); second != nil && !f.completed.IsZero() {
			if f.moderated, err = settledAt(ctx, w, p, c, f.completed); err != nil {
				return nil, err
			}
		}
		facts[c.ID] = f
	}
	return facts, nil
}

// settledAt gives when nothing was left to settle between the two readings of a case: at once, where they do not differ.
func settledAt(ctx context.Context, w *access.Work, p Programme, c Case, at time.Time) (time.Time, error) {
	talks, err := talksOf(ctx, w, p, []Case{c})
	if err != nil || len(talks) == 0 || !talks[0].Twice() || len(talks[0].Left()) > 0 {
		return time.Time{}, err
	}
	for _, m := range talks[0].Said {
		if m.Kind == ModerationSettled {
			at = latest(at, m.At)
		}
	}
	return at, nil
}

// completed gives when the last rating of a case was locked; the zero time while one is waited for. It says nothing before all
// are, so that nobody who still reads learns how far another is.
func completed(ctx context.Context, w *access.Work, caseID string) (at time.Time, err error) {
	heads, err := w.RatingHeads(ctx, caseID)
	if err != nil || slices.ContainsFunc(heads, access.RatingHead.Waits) {
		return time.Time{}, err
	}
	for _, r := range heads {
		if r.Kind != access.RatingPart {
			at = latest(at, r.LockedAt)
		}
	}
	return at, nil
}

// wayOfCase finds a case of a programme of the actor's organisation, and how far it is.
func (s *Service) wayOfCase(ctx context.Context, w *access.Work, programme, id string) (Programme, Way, error) {
	p, c, err := s.caseOf(ctx, w, programme, id)
	if err != nil {
		return Programme{}, Way{}, err
	}
	one := p
	one.Cases = []Case{c}
	facts, err := s.wayFactsOf(ctx, w, one)
	return p, p.wayOf(c, facts[c.ID], w.At), err
}
