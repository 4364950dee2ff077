package custody

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Policy is how long an organisation keeps what no law fixes: years after the 18th birthday and after the last
// conversation, the later of the two, for a record of somebody who was never looked after; and years for papers that are
// not about one young person.
type Policy struct {
	ID            string
	At            time.Time // zero: nobody decided yet, and the default holds
	Author        string
	After18       int
	AfterLast     int
	LogYears      int // what entries of the ledger say
	TrainingYears int
	AuditYears    int
	Source        string // where the organisation decided it
}

// DefaultPolicy holds until an organisation decides. Nothing is destroyed under it: its three years are one council's
// example, which the nation packs name as their source; the others are our own, on the long side.
func DefaultPolicy() Policy {
	return Policy{After18: 3, AfterLast: 3, LogYears: 25, TrainingYears: 7, AuditYears: 7}
}

// Decided reports whether the organisation has said so itself.
func (p Policy) Decided() bool { return !p.At.IsZero() }

const longestSource = 300

func (p Policy) check() error {
	var c problem.Check
	for _, f := range []struct {
		field string
		years int
		least int
	}{{"after_18", p.After18, 0}, {"after_last", p.AfterLast, 0}, {"log_years", p.LogYears, 1}, {"training_years", p.TrainingYears, 1}, {"audit_years", p.AuditYears, 1}} {
		c.Require(f.years >= f.least && f.years <= 100, f.field, "custody.years")
	}
	c.Require(p.Source != "", "source", "problem.required")
	c.Require(utf8.RuneCountInString(p.Source) <= longestSource, "source", "problem.too_long", "max", longestSource)
	return c.Err()
}

// due gives the later of the two days.
func (p Policy) due(born, last string) (string, error) {
	grown, err := yearsAfter(born, 18+p.After18)
	if err != nil {
		return "", err
	}
	quiet, err := yearsAfter(last, p.AfterLast)
	return max(grown, quiet), err
}

// SetPolicy decides how long the organisation of who acts keeps what no law fixes; what was decided before stays behind
// it. The clocks that rest on it are reckoned anew.
func (s *Service) SetPolicy(ctx context.Context, who permit.Actor, p Policy) error {
	if err := p.check(); err != nil {
		return fmt.Errorf("set policy: %w", err)
	}
	err := s.door.Do(ctx, who, permit.SetKeeping, access.Organisation(who.Organisation), func(w *access.Work) error {
		p.ID, p.At, p.Author = db.NewID(), w.At, who.ID
		w.Note(p.ID)
		return insertPolicy(ctx, w.Tx, who.Organisation, p, w.System().SealText(p.Source, policyPlace(p.ID)))
	})
	if err != nil {
		return fmt.Errorf("set policy: %w", err)
	}
	return nil
}

func policyPlace(id string) seal.Place {
	return seal.Place{Table: "custody_policies", Row: id, Column: "source"}
}

// Policies gives what the organisation decided, the newest first; none before the first decision.
func (s *Service) Policies(ctx context.Context, who permit.Actor) (list []Policy, err error) {
	err = s.door.Read(ctx, who, permit.WatchKeeping, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = policies(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list policies: %w", err)
	}
	return list, nil
}

// PolicyOf gives what holds for an organisation's records today, for the command line (permit.System).
func (s *Service) PolicyOf(ctx context.Context, who permit.Actor, organisation string) (p Policy, err error) {
	err = s.door.Read(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("policy", organisation)
		p, err = policyOf(ctx, w, organisation)
		return err
	})
	if err != nil {
		return Policy{}, fmt.Errorf("read policy: %w", err)
	}
	return p, nil
}

func policies(ctx context.Context, w *access.Work, organisation string) ([]Policy, error) {
	rows, err := listPolicies(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	list := make([]Policy, 0, len(rows))
	for _, row := range rows {
		p := row.Policy
		if p.At, err = db.ParseTime(row.at); err != nil {
			return nil, err
		}
		if p.Source, err = w.System().OpenText(row.source, policyPlace(p.ID)); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.Reverse(list)
	return list, nil
}

// policyOf gives the policy that holds for an organisation's records.
func policyOf(ctx context.Context, w *access.Work, organisation string) (Policy, error) {
	list, err := policies(ctx, w, organisation)
	if err != nil || len(list) == 0 {
		return DefaultPolicy(), err
	}
	return list[0], nil
}
