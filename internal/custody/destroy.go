package custody

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Hold places a legal hold: until somebody ends it, nothing destroys the record.
func (s *Service) Hold(ctx context.Context, who permit.Actor, recordID string, id string, t Text) error {
	return s.say(ctx, who, permit.HoldKeeping, recordID, Entry{ID: id, Kind: Held, Text: t}, nil)
}

// Lift ends a legal hold, with the reason. One that is over already is a Conflict.
func (s *Service) Lift(ctx context.Context, who permit.Actor, recordID, id, hold, why string) error {
	return s.say(ctx, who, permit.HoldKeeping, recordID, Entry{ID: id, Kind: Lifted, About: hold, Text: Text{Note: why}},
		func(_ context.Context, _ *access.Work, have []Entry) error { return stands(have, Held, hold) })
}

func stands(have []Entry, kind Kind, id string) error {
	if !slices.ContainsFunc(have, func(e Entry) bool { return e.ID == id && e.Kind == kind }) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if !slices.ContainsFunc(standing(have, kind), func(e Entry) bool { return e.ID == id }) {
		return problem.New(problem.Conflict, "custody.over_already")
	}
	return nil
}

// Propose is the first person's yes to destroying a record whose time has ended. Nothing goes yet.
func (s *Service) Propose(ctx context.Context, who permit.Actor, recordID, id, note string) error {
	return s.say(ctx, who, permit.HoldKeeping, recordID, Entry{ID: id, Kind: Proposed, Text: Text{Note: note}},
		func(ctx context.Context, w *access.Work, _ []Entry) error {
			k, err := s.keeping(ctx, w, recordID)
			if err != nil {
				return err
			}
			if k.Proposal != nil {
				return problem.New(problem.Conflict, "custody.proposed_already")
			}
			return s.mayGo(ctx, w, k)
		})
}

// Withdraw takes a proposal back, by whoever made it or anybody who could confirm it.
func (s *Service) Withdraw(ctx context.Context, who permit.Actor, recordID, id, proposal, why string) error {
	return s.say(ctx, who, permit.HoldKeeping, recordID, Entry{ID: id, Kind: Withdrawn, About: proposal, Text: Text{Note: why}},
		func(_ context.Context, _ *access.Work, have []Entry) error { return stands(have, Proposed, proposal) })
}

// KeepLonger says why a record is kept beyond its time, and until when; an open proposal to destroy it ends with that.
func (s *Service) KeepLonger(ctx context.Context, who permit.Actor, recordID, id string, t Text) error {
	e := Entry{ID: id, Kind: KeptLonger, Text: t}
	k, err := s.Keeping(ctx, who, recordID)
	if err != nil {
		return err
	}
	if k.Proposal != nil {
		e.About = k.Proposal.ID
	}
	return s.say(ctx, who, permit.HoldKeeping, recordID, e, nil)
}

// Confirm is the second person's yes: it destroys the record for good. proposal is the one that they read.
func (s *Service) Confirm(ctx context.Context, who permit.Actor, recordID, proposal string) error {
	err := s.door.Read(ctx, who, permit.HoldKeeping, access.Record(recordID), func(w *access.Work) error {
		have, err := entries(ctx, w, recordID)
		if err != nil {
			return err
		}
		return stands(have, Proposed, proposal)
	})
	if err != nil {
		return fmt.Errorf("confirm destruction: %w", err)
	}
	if err := s.records.Erase(ctx, who, recordID, "retention"); err != nil {
		return fmt.Errorf("confirm destruction: %w", err)
	}
	return nil
}

// mayGo says what stands against destroying a record at the end of its time.
func (s *Service) mayGo(ctx context.Context, w *access.Work, k Keeping) error {
	if err := blocked(ctx, w, k); err != nil {
		return err
	}
	if !k.Due(w.At) {
		return problem.New(problem.Conflict, "custody.not_due")
	}
	if k.Clock.Rule == ByPolicy && !k.Policy.Decided() {
		return problem.New(problem.Conflict, "custody.no_policy")
	}
	return nil
}

// blocked says what stands against every destruction, whatever its reason.
func blocked(ctx context.Context, w *access.Work, k Keeping) error {
	if len(k.Holds) > 0 {
		return problem.New(problem.Conflict, "custody.on_hold")
	}
	open, err := openRequestOn(ctx, w, k.Person.ID)
	if err == nil && open {
		return problem.New(problem.Conflict, "custody.asked_for")
	}
	return err
}

// beforeErase stands between a record and its destruction, whichever page asks: nothing goes under a legal hold or while
// somebody waits for what is held about them, and what goes because its time has ended needs the yes of another person.
// It leaves the certificate.
func (s *Service) beforeErase(ctx context.Context, w *access.Work, recordID, why string) error {
	if w.Key.IsZero() { // a second try of one whose key is gone: only rows are left
		return nil
	}
	k, err := s.keeping(ctx, w, recordID)
	if err != nil {
		return err
	}
	c := Certificate{ID: db.NewID(), Record: recordID, Organisation: k.Person.Organisation, Nation: k.Person.Nation, Reason: why,
		Pack: k.Clock.Pack, ConfirmedBy: w.Who.ID, At: w.At}
	if why == "retention" {
		if err := s.mayGo(ctx, w, k); err != nil {
			return err
		}
		if k.Proposal == nil || k.Proposal.Author == w.Who.ID {
			return problem.New(problem.Conflict, "custody.needs_two")
		}
		c.Rule, c.ProposedBy, c.ProposedAt = k.Clock.Rule, k.Proposal.Author, k.Proposal.At
	} else if err := blocked(ctx, w, k); err != nil {
		return err
	}
	w.Note("certificate:"+c.ID, "rule:"+string(c.Rule))
	return insertCertificate(ctx, w.Tx, c)
}
