package sharing

import (
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Check says what would be wrong with a decision, and keeps nothing.
func (s *Service) Check(ctx context.Context, who permit.Actor, d Decision, keys []string) error {
	err := s.door.Read(ctx, who, permit.DecideShare, access.Record(d.Record), func(w *access.Work) error {
		_, err := s.made(ctx, w, d, keys)
		return err
	})
	if err != nil {
		return fmt.Errorf("check decision: %w", err)
	}
	return nil
}

// made is a decision completed from the record, with what it names and, where it is about another deployment, which.
type made struct {
	Decision
	shown  []Shown
	beyond *Partner
}

// made completes a decision from the record as it is now, or says what is wrong with it.
func (s *Service) made(ctx context.Context, w *access.Work, d Decision, keys []string) (m made, err error) {
	have, err := read(ctx, w, d.Record)
	if err != nil {
		return m, err
	}
	d.Organisation, d.By, d.At, d.Terms.Version, d.Terms.Nation = have.person.Organisation, w.Who.ID, w.At, 2, have.person.Nation
	if m.shown, err = have.pick(keys, d.Recipient); err != nil {
		return m, err
	}
	for _, x := range m.shown {
		d.Elements = append(d.Elements, x.Element)
	}
	if db.IsID(d.Recipient) {
		if m.beyond, err = s.whom(ctx, w, d.Recipient); err != nil {
			return m, err
		}
	}
	if err := d.check(w.At, s.nations, m.beyond != nil); err != nil {
		return m, err
	}
	m.Decision = d
	return m, nil
}

// whom finds the other deployment that an id names; nil for an organisation here, NotFound for nobody, and a Conflict for a
// deployment that two people have not compared.
func (s *Service) whom(ctx context.Context, w *access.Work, id string) (*Partner, error) {
	_, err := s.accounts.Organisation(ctx, w, id)
	if err == nil || !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	p, err := partnerOf(ctx, w, w.Who.Organisation, id)
	return &p, err
}

// Decide keeps a decision: to share what keys name until a day, which gives an agency here a grant on just that and makes a
// package for another deployment; or not to share. The same id again changes nothing.
func (s *Service) Decide(ctx context.Context, who permit.Actor, d Decision, keys []string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(d.Record), func(w *access.Work) error {
		return s.DecideIn(ctx, w, d, keys)
	})
	if err != nil {
		return fmt.Errorf("decide about sharing: %w", err)
	}
	return nil
}

// DecideIn is Decide within a use case that is decided already. What is shared is read from the record here, in the same
// moment, and from nowhere else.
func (s *Service) DecideIn(ctx context.Context, w *access.Work, d Decision, keys []string) error {
	w.Note(d.ID, d.Recipient, decisionCode(d.Share))
	if done, err := decided(ctx, w, d); done || err != nil {
		return err
	}
	m, err := s.made(ctx, w, d, keys)
	if err != nil {
		return err
	}
	if m.Share && m.beyond == nil {
		m.Grant, err = w.Give(ctx, access.Grant{Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: d.Recipient,
			Reason: access.ReasonShare, Until: d.Until})
		if err != nil {
			return err
		}
	}
	for i := range m.Elements {
		m.Elements[i].ID = db.NewID()
	}
	if err := save(ctx, w, m.Decision); err != nil {
		return err
	}
	if m.Share && m.beyond != nil {
		return NewBetween(s).sendShare(ctx, w, m)
	}
	return nil
}

func decisionCode(share bool) string {
	if share {
		return "share"
	}
	return "not_share"
}

func save(ctx context.Context, w *access.Work, d Decision) error {
	document, err := json.Marshal(d.Terms)
	if err != nil {
		return fmt.Errorf("write terms: %w", err)
	}
	if err := insertShare(ctx, w.Tx, shareRow{d, w.Key.Seal(document, termsPlace(d.ID))}); err != nil {
		return err
	}
	for i, e := range d.Elements {
		if err := insertElement(ctx, w.Tx, d.ID, d.Record, i, e); err != nil {
			return err
		}
	}
	return nil
}

// decided reports whether this decision is kept already.
func decided(ctx context.Context, w *access.Work, d Decision) (bool, error) {
	have, err := findShare(ctx, w.Tx, d.ID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err == nil && (have.Record != d.Record || have.Recipient != d.Recipient || have.Share != d.Share) {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return true, err
}
