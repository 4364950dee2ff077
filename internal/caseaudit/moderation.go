package caseaudit

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// ModerationKind is what was said once a case was read.
type ModerationKind string

// The kinds: somebody who read it asks for the case to be talked about, a third person settles a finding, and whoever read the
// case answers to that.
const (
	ModerationAsked    ModerationKind = "asked"
	ModerationSettled  ModerationKind = "settled"
	ModerationAnswered ModerationKind = "answered"
)

// Moderation is one thing said. It is never changed: what is settled otherwise later is another one, that names this in Before.
type Moderation struct {
	ID, Case      string
	Kind          ModerationKind
	Outcome, Item string // Item is "" for the outcome's grade
	At            time.Time
	By            string
	Before        string // the settlement that it takes the place of, or answers; "" for none
	Text          ModerationText
}

// ModerationText is what was said.
type ModerationText struct {
	Value string `json:"value,omitempty"` // of a settlement: the finding, or the code of the grade; "" where nothing can be said
	Why   string `json:"why"`
}

// Matter is what two readings can differ on: a finding of an indicator, or, with Item "", the grade of an outcome.
type Matter struct{ Outcome, Item string }

// Talk is a case that everybody who reads it has locked: one reading or two, and what was said of them since.
type Talk struct {
	Case     Case
	Readings []Rating // in an order that says nothing about who was first
	Said     []Moderation
	Gone     bool // what was written about it was destroyed
	Matters  []Matter
}

// Twice reports whether two people read it.
func (t Talk) Twice() bool { return len(t.Readings) == 2 }

// Value is what one reading says of a matter; "" for nothing.
func (r Reading) Value(p Matter) string {
	o := r.Outcomes[p.Outcome]
	if p.Item == "" {
		return o.Grade
	}
	return string(o.Items[p.Item].Found)
}

// Differing lists the matters on which the two readings say different things.
func (t Talk) Differing() (list []Matter) {
	if !t.Twice() {
		return nil
	}
	for _, p := range t.Matters {
		if t.Readings[0].Reading.Value(p) != t.Readings[1].Reading.Value(p) {
			list = append(list, p)
		}
	}
	return list
}

// Settled is the settlement of a matter that stands; nil where there is none.
func (t Talk) Settled(p Matter) (last *Moderation) {
	for i, m := range t.Said {
		if m.Kind == ModerationSettled && m.Outcome == p.Outcome && m.Item == p.Item {
			last = &t.Said[i]
		}
	}
	return last
}

// Left lists the matters on which the readings differ and that nobody settled yet.
func (t Talk) Left() []Matter {
	return slices.DeleteFunc(t.Differing(), func(p Matter) bool { return t.Settled(p) != nil })
}

// Asked reports whether somebody asked for it to be talked about, and nobody has settled anything of it since.
func (t Talk) Asked() bool {
	asked := false
	for _, m := range t.Said {
		switch m.Kind {
		case ModerationAsked:
			asked = true
		case ModerationSettled:
			asked = false
		}
	}
	return asked
}

// Holds is what holds of a matter: what was settled, else what every reading says; not ok where they differ and it waits for
// somebody to settle it.
func (t Talk) Holds(p Matter) (value string, ok bool) {
	if s := t.Settled(p); s != nil {
		return s.Text.Value, true
	}
	if len(t.Readings) == 0 || t.Twice() && t.Readings[0].Reading.Value(p) != t.Readings[1].Reading.Value(p) {
		return "", false
	}
	return t.Readings[0].Reading.Value(p), true
}

// Reader reports whether somebody gave one of its readings.
func (t Talk) Reader(account string) bool {
	return slices.ContainsFunc(t.Readings, func(r Rating) bool { return r.Rater == account })
}

// talksOf gives those cases of a programme that everybody who reads them has locked, and that who acts may read.
func talksOf(ctx context.Context, w *access.Work, p Programme, cases []Case) (list []Talk, err error) {
	ed, err := editionOf(ctx, w, p.Plan.Edition)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		heads, err := w.RatingHeads(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		if !finished(heads) {
			continue
		}
		t := Talk{Case: c, Gone: w.CaseDestroyed(c.ID)}
		if !t.Gone {
			if err := t.fill(ctx, w, p, ed); err != nil {
				return nil, err
			}
		}
		list = append(list, t)
	}
	return list, nil
}

// finished reports whether a case was read, and nobody reads it any more.
func finished(heads []access.RatingHead) bool {
	return !slices.ContainsFunc(heads, access.RatingHead.Waits) && slices.ContainsFunc(heads, func(r access.RatingHead) bool { return whole(r) && !r.LockedAt.IsZero() })
}

// whole reports whether a rating is about the whole case, and not about an agency's own part.
func whole(r access.RatingHead) bool {
	return r.Kind == access.RatingMain || r.Kind == access.RatingSecond
}

func (t *Talk) fill(ctx context.Context, w *access.Work, p Programme, ed *framework.Edition) error {
	ratings, err := ratingsOf(ctx, w, []string{t.Case.ID})
	if err != nil {
		return err
	}
	for _, r := range ratings {
		if whole(r.RatingHead) && !r.LockedAt.IsZero() {
			t.Readings = append(t.Readings, r)
		}
	}
	slices.SortFunc(t.Readings, func(a, b Rating) int { return cmp.Compare(coin(a.ID), coin(b.ID)) })
	t.Matters = mattersOf(p.Plan, ed, t.Readings)
	t.Said, err = moderationsOf(ctx, w, t.Case.ID)
	return err
}

// coin orders two ratings as a coin would: their ids were made at random, and their hash does not follow the time.
func coin(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// editionOf finds the edition that a programme reads with; nil for one that was planned without.
func editionOf(ctx context.Context, w *access.Work, id string) (*framework.Edition, error) {
	if id == "" {
		return nil, nil
	}
	return framework.Find(ctx, w, id)
}

// mattersOf lists what can be said of a case, in the order of the plan and its edition; last, in the order of their codes, what
// a reading says beside that.
func mattersOf(plan Plan, ed *framework.Edition, readings []Rating) (list []Matter) {
	add := func(outcome string, items []string) {
		for _, item := range items {
			if p := (Matter{outcome, item}); !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	outcomes := slices.Clone(plan.Outcomes)
	for _, r := range readings {
		for _, code := range slices.Sorted(maps.Keys(r.Reading.Outcomes)) {
			if !slices.Contains(outcomes, code) {
				outcomes = append(outcomes, code)
			}
		}
	}
	for _, code := range outcomes {
		if ed != nil {
			if o, ok := ed.Outcome(code); ok {
				add(code, ItemsOf(o))
			}
		}
		for _, r := range readings {
			add(code, slices.Sorted(maps.Keys(r.Reading.Outcomes[code].Items)))
		}
		if plan.Scale != nil && plan.Scale.Graded() {
			add(code, []string{""})
		}
	}
	return list
}

func moderationsOf(ctx context.Context, w *access.Work, caseID string) ([]Moderation, error) {
	key, err := w.CaseKey(ctx, caseID)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return listModerations(ctx, w, caseID, key)
}

// say writes down one thing that was said about a case.
func (m Moderation) say(ctx context.Context, w *access.Work) error {
	key, err := w.MakeCaseKey(ctx, m.Case)
	if errors.Is(err, seal.ErrDestroyed) {
		return problem.New(problem.Conflict, "twice.gone")
	}
	if err != nil {
		return err
	}
	document, err := access.SealDocument(key, "caseaudit_moderations", m.ID, m.Text)
	if err != nil {
		return err
	}
	return insertModeration(ctx, w, m, document)
}
