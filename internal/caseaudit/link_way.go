package caseaudit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Lettings says how the auditors of a programme's cases stand to the records that the cases are, by case. Whoever reads a case
// sees their own alone, and which record it is once they are let into it; whoever plans sees everybody's who is not there beside
// somebody else and apart from them, and no record.
func (s *Service) Lettings(ctx context.Context, who permit.Actor, programme string) (all map[string][]Letting, err error) {
	all = map[string][]Letting{}
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		p, err := seeProgramme(ctx, w, programme)
		if err != nil {
			return err
		}
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		for _, c := range p.Cases {
			if all[c.ID], err = s.lettingsOf(ctx, w, c, h); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read who is let into records: %w", err)
	}
	return all, nil
}

func (s *Service) lettingsOf(ctx context.Context, w *access.Work, c Case, h hands) (list []Letting, err error) {
	readers := c.Readers()
	mine := slices.ContainsFunc(readers, func(r Reader) bool { return r.Account == w.Who.ID })
	for _, r := range readers {
		if mine && r.Account != w.Who.ID {
			continue // who reads it beside them, and how far they are, is nothing for them
		}
		l, err := s.way(ctx, w, c, r.Account, h)
		if err != nil {
			return nil, err
		}
		l.Second = r.Second
		if mine && l.Way == WayOpen {
			l.Record = c.Record
		}
		if (l.Way == WayTeam || l.Way == WayEnded) && (mine || permit.Could(w.Who, permit.PlanAudits)) {
			if l.Why, err = whyNot(ctx, w, c.ID, r.Account); err != nil {
				return nil, err
			}
		}
		list = append(list, l)
	}
	return list, nil
}

// whyNot gives what a team said when it did not let an auditor in, or let them out; "" for nothing.
func whyNot(ctx context.Context, w *access.Work, caseID, auditor string) (string, error) {
	key, err := w.CaseKey(ctx, caseID)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	id, document, err := lastLet(ctx, w, caseID, auditor)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	var said LetWords
	if err == nil {
		err = access.OpenDocument(key, "caseaudit_lets", id, document, &said)
	}
	return said.Why, err
}

// AskAgain asks the team once more to let an auditor in, after it did not or ended it; ThroughTeam says that the case is read
// together with somebody of the team. Whoever plans decides, and can leave the case out instead.
func (s *Service) AskAgain(ctx context.Context, who permit.Actor, programme, id, auditor string) error {
	return s.settle(ctx, who, programme, id, auditor, AskedAgain)
}

// ThroughTeam says that a case is read together with somebody of the team: see AskAgain.
func (s *Service) ThroughTeam(ctx context.Context, who permit.Actor, programme, id, auditor string) error {
	return s.settle(ctx, who, programme, id, auditor, ByTeam)
}

func (s *Service) settle(ctx context.Context, who permit.Actor, programme, id, auditor string, kind StepKind) error {
	err := s.plan(ctx, who, func(w *access.Work) error {
		_, c, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		w.Note(auditor)
		if !slices.ContainsFunc(c.Readers(), func(r Reader) bool { return r.Account == auditor }) {
			return problem.New(problem.Conflict, "auditrecord.asks_no_more")
		}
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		l, err := s.way(ctx, w, c, auditor, h)
		if err != nil {
			return err
		}
		if l.Way != WayEnded && (l.Way != WayTeam || kind == ByTeam) {
			return problem.New(problem.Conflict, "auditrecord.decided")
		}
		return insertStep(ctx, w, c.ID, Step{Kind: kind, Auditor: auditor})
	})
	if err != nil {
		return fmt.Errorf("settle how a case is read: %w", err)
	}
	return nil
}

// Unsettled is a case of records with which whoever plans has something to do.
type Unsettled struct {
	Case Case
	Why  string // of UnsettledWhys
}

// UnsettledWhys lists why: its auditor can open the record no more and has not read it; its auditor reads cases no more; its
// record was destroyed, and another case could stand in.
var UnsettledWhys = []string{"ended", "left", "gone"}

// Unsettled lists what whoever plans a programme has to do with its cases.
func (s *Service) Unsettled(ctx context.Context, who permit.Actor, programme string) (list []Unsettled, err error) {
	err = s.door.Read(ctx, who, permit.PlanAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		p, err := findProgramme(ctx, w, programme)
		if err != nil {
			return err
		}
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		for _, c := range p.Cases {
			why, err := s.unsettled(ctx, w, p, c, h)
			if err != nil {
				return err
			}
			if why != "" {
				list = append(list, Unsettled{c, why})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what waits in an audit: %w", err)
	}
	return list, nil
}

func (s *Service) unsettled(ctx context.Context, w *access.Work, p Programme, c Case, h hands) (string, error) {
	if c.Gone() && !c.replaced() && p.standIn(c) != nil {
		return "gone", nil
	}
	for _, second := range []bool{false, true} {
		a, accepted := c.reader(second)
		if a == nil || !c.In() {
			continue
		}
		if !h.audits(a.Auditor) {
			locked, err := hasLocked(ctx, w, c.ID, a.Auditor)
			if err != nil {
				return "", err
			}
			if !locked {
				return "left", nil
			}
			continue
		}
		if !accepted {
			continue
		}
		l, err := s.way(ctx, w, c, a.Auditor, h)
		if err != nil {
			return "", err
		}
		if l.Way == WayEnded {
			return "ended", nil
		}
	}
	return "", nil
}
