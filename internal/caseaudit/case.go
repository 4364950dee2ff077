package caseaudit

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Case is one case of a programme. What holds of it follows from its steps.
type Case struct {
	ID    string
	Place int  // in the order drawn
	Drawn bool // not a stand-in
	Unit  Unit
	Steps []Step // in their order

	Done   bool   // everybody who reads it has locked what they found; only where whoever asks is told
	Record string // id of the record, where the case is one that is kept here; never shown to whoever was not let into it
}

// StepKind is what happened to a case.
type StepKind string

// The steps. A case that is left out brings in the next stand-in of its stratum.
const (
	LeftOut   StepKind = "left_out"
	BroughtIn StepKind = "brought_in"
	Assigned  StepKind = "assigned"
	Accepted  StepKind = "accepted" // its auditor says that nothing stands between them and the case
	Declined  StepKind = "declined" // its auditor holds it, supervises whoever does, or has an interest
)

// Step is one thing that happened to a case.
type Step struct {
	Kind    StepKind
	At      time.Time
	By      string // id of who did it
	Auditor string // id; of an assignment and what followed from it
	Text    StepText
}

// StepText is what is written about a step.
type StepText struct {
	Why string `json:"why,omitempty"` // why it was left out; in words, what stands between an auditor and the case
	Tie string `json:"tie,omitempty"` // of Ties
	Due string `json:"due,omitempty"` // the day by which it is read

	Until string        `json:"until,omitempty"` // the day until which the team let an auditor into the record
	Parts []permit.Part `json:"parts,omitempty"` // and into which parts of it

	Grants []string `json:"grants,omitempty"` // ids of what that gave

	Day    string `json:"day,omitempty"`    // the day on which auditor and worker talked
	Second bool   `json:"second,omitempty"` // it is about whoever reads the case beside the first, and apart from them
}

// Ties lists what may stand between an auditor and a case (R-1-2), in the order offered.
var Ties = []string{"holds", "supervises", "interest"}

// In reports whether the case is to be read: it was drawn or brought in, and not left out.
func (c Case) In() bool {
	in := c.Drawn
	for _, s := range c.Steps {
		switch s.Kind {
		case BroughtIn:
			in = true
		case LeftOut, Destroyed:
			in = false
		}
	}
	return in
}

// Out is the step by which it was left out, or its record destroyed; nil where it was not.
func (c Case) Out() *Step {
	for i := range c.Steps {
		if c.Steps[i].Kind == LeftOut || c.Steps[i].Kind == Destroyed {
			return &c.Steps[i]
		}
	}
	return nil
}

// Auditor is the assignment that stands, and whether its auditor accepted it; nil where there is none.
func (c Case) Auditor() (assigned *Step, accepted bool) { return c.reader(false) }

// Second is the same of whoever reads the case beside the first; nil once they have stepped up to be the first.
func (c Case) Second() (assigned *Step, accepted bool) {
	assigned, accepted = c.reader(true)
	if first, _ := c.reader(false); first != nil && assigned != nil && first.Auditor == assigned.Auditor {
		return nil, false
	}
	return assigned, accepted
}

func (c Case) reader(second bool) (assigned *Step, accepted bool) {
	for i := range c.Steps {
		if c.Steps[i].Text.Second != second {
			continue
		}
		switch c.Steps[i].Kind {
		case Assigned:
			assigned, accepted = &c.Steps[i], false
		case Accepted:
			accepted = true
		case Declined, CameBack:
			assigned, accepted = nil, false
		}
	}
	return assigned, accepted
}

// Tied reports whether somebody said that something stands between them and the case.
func (c Case) Tied(account string) bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Kind == Declined && s.Auditor == account })
}

// newSeed is a seed that nobody chose: 64 random bits.
func newSeed() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Leave leaves out a case that was to be read, for a reason; the next stand-in of its stratum takes its place, where there
// is one.
func (s *Service) Leave(ctx context.Context, who permit.Actor, programme, id, why string) error {
	var c problem.Check
	c.Text("why", why, maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.plan(ctx, who, func(w *access.Work) error {
		p, one, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if !one.In() {
			return problem.New(problem.Conflict, "audit.left_out_already")
		}
		if one.step(Closed) != nil {
			return problem.New(problem.Conflict, "auditway.closed")
		}
		if err := withdraw(ctx, w, one.ID, ""); err != nil {
			return err
		}
		for _, r := range one.Readers() {
			if err := shut(ctx, w, one, r.Account); err != nil {
				return err
			}
		}
		if err := insertStep(ctx, w, one.ID, Step{Kind: LeftOut, Text: StepText{Why: why}}); err != nil {
			return err
		}
		if next := p.standIn(one); next != nil {
			return insertStep(ctx, w, next.ID, Step{Kind: BroughtIn})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("leave out a case: %w", err)
	}
	return nil
}

// standIn is the next case that stands in for one of the same group; nil where there is none.
func (p Programme) standIn(one Case) *Case {
	for i, next := range p.Cases {
		if !next.Drawn && !next.In() && next.Out() == nil && next.Unit.Stratum == one.Unit.Stratum {
			return &p.Cases[i]
		}
	}
	return nil
}

// caseOf finds a case of a programme of the actor's organisation.
func (s *Service) caseOf(ctx context.Context, w *access.Work, programme, id string) (Programme, Case, error) {
	w.Note(programme, id)
	p, err := findProgramme(ctx, w, programme)
	if err != nil {
		return Programme{}, Case{}, err
	}
	i := slices.IndexFunc(p.Cases, func(c Case) bool { return c.ID == id })
	if i < 0 {
		return Programme{}, Case{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, p.Cases[i], nil
}

// Share gives every case that nobody has yet to the auditors in turn, so that nobody gets more than one more than another,
// and nobody a case from which something stands between them; and as many as the plan says to a second reader as well, in the
// same way. due is the day by which cases are read.
func (s *Service) Share(ctx context.Context, who permit.Actor, programme string, auditors []string, due string) error {
	var c problem.Check
	c.Require(len(auditors) > 0, "auditors", "audit.needs_auditors")
	day, err := time.Parse(time.DateOnly, due)
	c.Require(err == nil && !day.Before(s.door.Now().Truncate(24*time.Hour)), "due", "review.needs_later")
	if err := c.Err(); err != nil {
		return err
	}
	err = s.plan(ctx, who, func(w *access.Work) error {
		w.Note(programme)
		p, err := findProgramme(ctx, w, programme)
		if err != nil {
			return err
		}
		if err := s.mayAudit(ctx, w, auditors); err != nil {
			return err
		}
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		if p, err = s.takeBack(ctx, w, p, h); err != nil {
			return err
		}
		load := map[string]int{}
		for _, one := range p.Cases {
			if a, _ := one.Auditor(); a != nil && one.In() {
				load[a.Auditor]++
			}
			if a, _ := one.Second(); a != nil && one.In() {
				load[a.Auditor]++
			}
		}
		for _, one := range p.Cases {
			if a, _ := one.Auditor(); a != nil || !one.In() {
				continue
			}
			if up, err := stepUp(ctx, w, one, due); up || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			free, err := s.independent(ctx, w, one, auditors, h)
			if err != nil {
				return err
			}
			if beside, _ := one.Second(); beside != nil {
				free = without(free, beside.Auditor)
			}
			if who := least(free, load, one); who != "" {
				load[who]++
				if err := give(ctx, w, one.ID, access.RatingMain, Step{Kind: Assigned, Auditor: who, Text: StepText{Due: due}}); err != nil {
					return err
				}
			}
		}
		return s.shareSeconds(ctx, w, programme, auditors, load, due, h)
	})
	if err != nil {
		return fmt.Errorf("share out cases: %w", err)
	}
	return nil
}

// give assigns a case: from now on its rating is the auditor's alone.
func give(ctx context.Context, w *access.Work, id string, kind access.RatingKind, step Step) error {
	if _, err := w.GiveRating(ctx, id, step.Auditor, kind); err != nil {
		return err
	}
	return insertStep(ctx, w, id, step)
}

// withdraw takes a case from those who have not locked what they found; from everybody where auditor is "".
func withdraw(ctx context.Context, w *access.Work, id, auditor string) error {
	heads, err := w.RatingHeads(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range heads {
		if auditor == "" || r.Rater == auditor {
			if err := w.WithdrawRating(ctx, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// least is whoever has fewest cases of those whom nothing stands between them and this one; "" where there is nobody.
func least(auditors []string, load map[string]int, one Case) (best string) {
	for _, a := range auditors {
		if !one.Tied(a) && (best == "" || load[a] < load[best]) {
			best = a
		}
	}
	return best
}

// mayAudit refuses whoever is no auditor or manager of the organisation.
func (s *Service) mayAudit(ctx context.Context, w *access.Work, auditors []string) error {
	known, err := s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation)
	if err != nil {
		return err
	}
	for _, id := range auditors {
		if !slices.ContainsFunc(known, func(p account.Person) bool { return p.ID == id && Audits(p) }) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	return nil
}

// Audits reports whether somebody's work is to read cases.
func Audits(p account.Person) bool {
	return slices.Contains(p.Roles, permit.Auditor) || slices.Contains(p.Roles, permit.Manager)
}

// Auditors lists those of the organisation who may be given cases.
func (s *Service) Auditors(ctx context.Context, who permit.Actor) ([]account.Person, error) {
	return s.colleagues(ctx, who, permit.ReadAudits, Audits)
}

// colleagues lists those of the organisation whose work it is.
func (s *Service) colleagues(ctx context.Context, who permit.Actor, act permit.Action, whose func(account.Person) bool) (list []account.Person, err error) {
	err = s.door.Read(ctx, who, act, access.Organisation(who.Organisation), func(w *access.Work) error {
		all, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
		list = slices.DeleteFunc(all, func(p account.Person) bool { return !whose(p) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list colleagues: %w", err)
	}
	return list, nil
}

// Declare is what an auditor says about a case that they were given: that nothing stands between them and it (tie ""), or
// what does, with a word about it. A case with a tie is nobody's again, and is never given to them anymore.
func (s *Service) Declare(ctx context.Context, who permit.Actor, programme, id, tie, why string) error {
	var c problem.Check
	c.Require(tie == "" || slices.Contains(Ties, tie), "tie", "problem.required_choice")
	c.Text("why", why, maxText, tie == "interest")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, one, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		assigned, accepted := one.Auditor()
		second := assigned == nil || assigned.Auditor != who.ID
		if second {
			assigned, accepted = one.Second()
		}
		switch {
		case assigned == nil || assigned.Auditor != who.ID || !one.In():
			return problem.New(problem.Conflict, "audit.not_yours")
		case accepted && tie == "":
			return nil // said twice
		}
		if locked, err := hasLocked(ctx, w, one.ID, who.ID); err != nil {
			return err
		} else if locked { // nobody new may read it now as if it were unread
			return problem.New(problem.Conflict, "audit.tie_after_lock")
		}
		step := Step{Kind: Accepted, Auditor: who.ID, Text: StepText{Second: second}}
		if tie != "" {
			step = Step{Kind: Declined, Auditor: who.ID, Text: StepText{Tie: tie, Why: why, Second: second}}
			if err := withdraw(ctx, w, one.ID, who.ID); err != nil {
				return err
			}
			if err := shut(ctx, w, one, who.ID); err != nil {
				return err
			}
		}
		return insertStep(ctx, w, one.ID, step)
	})
	if err != nil {
		return fmt.Errorf("declare about a case: %w", err)
	}
	return nil
}
