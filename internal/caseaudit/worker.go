package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TakesPart reports whether somebody can be the worker of a case here.
func TakesPart(p account.Person) bool {
	return permit.Could(permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: p.Roles}, permit.TakePart)
}

// works reports whether somebody is one of those people, and can be the worker of a case.
func works(people []account.Person, id string) bool {
	return slices.ContainsFunc(people, func(p account.Person) bool { return p.ID == id && TakesPart(p) })
}

// Workers lists those of the organisation who can be the worker of a case.
func (s *Service) Workers(ctx context.Context, who permit.Actor) ([]account.Person, error) {
	return s.colleagues(ctx, who, permit.PlanAudits, TakesPart)
}

// Tell says that the worker of a case knows that it is read: by their account here, or "" where they have none and were told
// outside. It can be said again, of somebody else: the latest is the worker.
func (s *Service) Tell(ctx context.Context, who permit.Actor, programme, id, worker string) error {
	err := s.plan(ctx, who, func(w *access.Work) error {
		_, c, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		if err := c.goesOn(); err != nil {
			return err
		}
		if worker != "" {
			people, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
			if err != nil {
				return err
			}
			if !works(people, worker) {
				return problem.New(problem.Invalid, "problem.stale_form")
			}
			if c.Reads(worker) {
				return problem.New(problem.Conflict, "auditway.reads_own")
			}
		}
		if last := c.step(WorkerTold); last != nil && last.Auditor == worker {
			return nil // said twice
		}
		return insertStep(ctx, w, c.ID, Step{Kind: WorkerTold, Auditor: worker})
	})
	if err != nil {
		return fmt.Errorf("tell a worker: %w", err)
	}
	return nil
}

// goesOn refuses what comes too late: the case is left out, or closed.
func (c Case) goesOn() error {
	switch {
	case !c.In():
		return problem.New(problem.Conflict, "audit.left_out_already")
	case c.step(Closed) != nil:
		return problem.New(problem.Conflict, "auditway.closed")
	}
	return nil
}

// Worker is who the worker of a case is now.
type Worker struct {
	Told    bool
	Outside bool     // told outside; they have no account here
	Named   string   // who was told
	Left    bool     // they left, or no longer work with young people here
	Now     []string // accounts of those who take part: themselves, whoever works with the young person now, or managers; of a case that nobody was told of, who should be
}

// workerOf says who the worker of a case is now. When the one who was told left, it is whoever works with the young person now;
// where that cannot be seen here, their managers. Whoever reads the case is never its worker.
func (s *Service) workerOf(ctx context.Context, w *access.Work, c Case, people []account.Person) (Worker, error) {
	told := c.step(WorkerTold)
	if told == nil {
		now, err := s.HoldersOf(ctx, w, c.Record)
		return Worker{Now: now}, err
	}
	if told.Auditor == "" {
		return Worker{Told: true, Outside: true}, nil
	}
	if works(people, told.Auditor) {
		return Worker{Told: true, Named: told.Auditor, Now: []string{told.Auditor}}, nil
	}
	one := Worker{Told: true, Named: told.Auditor, Left: true}
	holders, err := s.HoldersOf(ctx, w, c.Record)
	if err != nil {
		return Worker{}, err
	}
	for _, p := range people {
		takes := TakesPart(p) && slices.Contains(holders, p.ID)
		if len(holders) == 0 {
			takes = slices.Contains(p.Roles, permit.Manager)
		}
		if takes && !c.Reads(p.ID) {
			one.Now = append(one.Now, p.ID)
		}
	}
	return one, nil
}

// WorkerOf says who the worker of a case is now, to those who see the programme.
func (s *Service) WorkerOf(ctx context.Context, who permit.Actor, programme, id string) (one Worker, people map[string]account.Person, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, c, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		all, err := s.accounts.ColleaguesIn(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		if one, err = s.workerOf(ctx, w, c, all); err != nil {
			return err
		}
		people, err = s.accounts.Names(ctx, w, append(slices.Clone(one.Now), one.Named))
		return err
	})
	if err != nil {
		return Worker{}, nil, fmt.Errorf("find the worker of a case: %w", err)
	}
	return one, people, nil
}

// Part is a case as its worker sees it.
type Part struct {
	Programme Programme // without its cases
	Way       Way
	Auditor   account.Person
	Talks     []TalkNote
	Feedback  []Remark // what was found, as it was told; the answers to it
	Ended     bool     // it was left out: nothing is asked any more
}

// TakingPart lists the cases whose worker somebody is, the latest programme first, without what was written about them.
func (s *Service) TakingPart(ctx context.Context, who permit.Actor) (list []Part, err error) {
	err = s.door.Read(ctx, who, permit.TakePart, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = s.partsOf(ctx, w, "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list cases one takes part in: %w", err)
	}
	return list, nil
}

// CountAsked counts the cases that ask something of their worker now.
func (s *Service) CountAsked(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.TakePart) {
		return 0, nil
	}
	list, err := s.TakingPart(ctx, who)
	for _, p := range list {
		if p.Asks() {
			n++
		}
	}
	return n, err
}

// Asks reports whether something of the case waits for its worker: to talk, or to read what was found.
func (p Part) Asks() bool {
	if p.Ended || p.Way.Case.step(Closed) != nil {
		return false
	}
	return p.Way.At("met").IsZero() || !p.Way.At("fed_back").IsZero()
}

// partsOf lists the cases whose worker who acts is; one of them, where id is not "".
func (s *Service) partsOf(ctx context.Context, w *access.Work, id string) (list []Part, err error) {
	told, err := workersTold(ctx, w, id)
	if err != nil || len(told) == 0 {
		return nil, err
	}
	people, err := s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation)
	if err != nil {
		return nil, err
	}
	programmes := map[string]Programme{}
	seen := map[string]bool{}
	for _, one := range told {
		if seen[one.caseID] || one.worker != w.Who.ID && (one.worker == "" || works(people, one.worker)) {
			continue // somebody else's, who is still here
		}
		seen[one.caseID] = true
		p, ok := programmes[one.programme]
		if !ok {
			if p, err = findProgramme(ctx, w, one.programme); err != nil {
				return nil, err
			}
			programmes[p.ID] = p
		}
		c := p.Cases[slices.IndexFunc(p.Cases, func(c Case) bool { return c.ID == one.caseID })]
		worker, err := s.workerOf(ctx, w, c, people)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(worker.Now, w.Who.ID) {
			continue
		}
		w.Note(c.ID)
		one := p
		one.Cases = []Case{c}
		ways, err := s.waysOf(ctx, w, one)
		if err != nil {
			return nil, err
		}
		one.Cases = nil
		list = append(list, Part{Programme: one, Way: ways[0], Ended: !c.In()})
	}
	slices.SortStableFunc(list, func(a, b Part) int { return b.Programme.PlannedAt.Compare(a.Programme.PlannedAt) })
	return list, nil
}

// partOf finds one case whose worker who acts is. One that is not is not found, like one that is not there.
func (s *Service) partOf(ctx context.Context, w *access.Work, id string) (Part, error) {
	list, err := s.partsOf(ctx, w, id)
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return Part{}, err
	}
	return list[0], nil
}

// Part gives a case to its worker: who reads it, what auditor and worker wrote of their talk, and what was found once they were
// told.
func (s *Service) Part(ctx context.Context, who permit.Actor, id string) (p Part, err error) {
	err = s.door.Read(ctx, who, permit.TakePart, access.Organisation(who.Organisation), func(w *access.Work) error {
		if p, err = s.partOf(ctx, w, id); err != nil {
			return err
		}
		if a, _ := p.Way.Case.Auditor(); a != nil {
			people, err := s.accounts.Names(ctx, w, []string{a.Auditor})
			if err != nil {
				return err
			}
			p.Auditor = people[a.Auditor]
		}
		if p.Talks, err = talkNotesOf(ctx, w, id); err != nil {
			return err
		}
		if !p.Way.At("fed_back").IsZero() {
			p.Feedback, err = feedbackOf(ctx, w, id)
		}
		return err
	})
	if err != nil {
		return Part{}, fmt.Errorf("read a case one takes part in: %w", err)
	}
	return p, nil
}

// Remark is something that somebody wrote about a case.
type Remark struct {
	At     time.Time
	By     string
	Answer bool // by the worker
	Words  string
}
