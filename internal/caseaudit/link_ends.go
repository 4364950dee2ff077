package caseaudit

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// shut ends what an audit opened of a case's record to one auditor, if anything: the case is no longer theirs, or is read. What
// they were let into of the same record for a case of another audit stays open.
func shut(ctx context.Context, w *access.Work, c Case, auditor string) error {
	if c.Record == "" {
		return nil
	}
	var given []string
	for _, step := range c.Steps {
		if step.Kind == LetIn && step.Auditor == auditor {
			given = append(given, step.Text.Grants...)
		}
	}
	return w.EndAuditGrants(ctx, c.Record, auditor, given)
}

// readOver shuts the record of a case to an auditor who has read it. Where somebody reads it beside them they may have to talk
// about it yet: then it stays open until that is settled (caseOver), or its day.
func readOver(ctx context.Context, w *access.Work, c Case, auditor string) error {
	if first, _ := c.Auditor(); first != nil {
		if second, _ := c.Second(); second != nil {
			return nil
		}
	}
	return over(ctx, w, c, auditor)
}

// caseOver shuts the record of a case to everybody who read it: nothing about it is left to talk about.
func caseOver(ctx context.Context, w *access.Work, c Case) error {
	for _, r := range c.Readers() {
		if err := over(ctx, w, c, r.Account); err != nil {
			return err
		}
	}
	return nil
}

// over changes nothing where the auditor was not let in, or that was ended before.
func over(ctx context.Context, w *access.Work, c Case, auditor string) error {
	if last := c.decided(auditor); last == nil || last.Kind != LetIn {
		return nil
	}
	if err := shut(ctx, w, c, auditor); err != nil {
		return err
	}
	return insertStep(ctx, w, c.ID, Step{Kind: ReadOver, Auditor: auditor})
}

// takeBack makes cases nobody's again whose auditor left the organisation, or reads cases no more: what they had not locked is
// withdrawn, what they had locked stands, and with it that the case was read by them. It gives the programme as it is then.
func (s *Service) takeBack(ctx context.Context, w *access.Work, p Programme, h hands) (Programme, error) {
	changed := false
	for _, one := range p.Cases {
		for _, second := range []bool{false, true} {
			a, _ := one.reader(second)
			if a == nil || !one.In() || h.audits(a.Auditor) {
				continue
			}
			came, err := s.comeBack(ctx, w, one, a.Auditor, second)
			if err != nil {
				return Programme{}, err
			}
			changed = changed || came
		}
	}
	if !changed {
		return p, nil
	}
	return findProgramme(ctx, w, p.ID)
}

func (s *Service) comeBack(ctx context.Context, w *access.Work, c Case, auditor string, second bool) (bool, error) {
	locked, err := hasLocked(ctx, w, c.ID, auditor)
	if err != nil {
		return false, err
	}
	if err := shut(ctx, w, c, auditor); err != nil || locked {
		return false, err
	}
	if err := withdraw(ctx, w, c.ID, auditor); err != nil {
		return false, err
	}
	return true, insertStep(ctx, w, c.ID, Step{Kind: CameBack, Auditor: auditor, Text: StepText{Second: second}})
}

// hasLocked reports whether somebody locked what they found of a case.
func hasLocked(ctx context.Context, w *access.Work, caseID, rater string) (bool, error) {
	heads, err := w.RatingHeads(ctx, caseID)
	for _, r := range heads {
		if r.Rater == rater && !r.LockedAt.IsZero() {
			return true, err
		}
	}
	return false, err
}

// Erase forgets, for a record that is destroyed, which cases it was, and destroys what was written about them: the keys of the
// case and of everything that was found, locked or not, then the rows, and what was written about its steps. That there was such
// a case stays, and that its record was destroyed.
func Erase(ctx context.Context, w *access.Work, record string) error {
	links, err := linksTo(ctx, w, record)
	if err != nil {
		return err
	}
	for _, l := range links {
		if err := w.DestroyCase(ctx, l.caseID, "record"); err != nil {
			return err
		}
		if err := deleteOf(ctx, w, l.caseID); err != nil {
			return err
		}
		if err := forgetStepWords(ctx, w, l.caseID); err != nil {
			return err
		}
		if err := insertStep(ctx, w, l.caseID, Step{Kind: Destroyed}); err != nil {
			return err
		}
	}
	return deleteKnownRecord(ctx, w, record)
}

// StandIn brings in the next stand-in for a case whose record was destroyed. It is for whoever plans to decide: the young
// person may have gone for a reason that the audit should say.
func (s *Service) StandIn(ctx context.Context, who permit.Actor, programme, id string) error {
	err := s.plan(ctx, who, func(w *access.Work) error {
		p, one, err := s.caseOf(ctx, w, programme, id)
		if err != nil {
			return err
		}
		next := p.standIn(one)
		if !one.Gone() || one.replaced() || next == nil {
			return problem.New(problem.Conflict, "auditrecord.no_stand_in")
		}
		if err := insertStep(ctx, w, one.ID, Step{Kind: Replaced}); err != nil {
			return err
		}
		return insertStep(ctx, w, next.ID, Step{Kind: BroughtIn})
	})
	if err != nil {
		return fmt.Errorf("bring in a stand-in: %w", err)
	}
	return nil
}
