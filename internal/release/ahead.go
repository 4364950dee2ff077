package release

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

// Ahead is the long work of a release, done before anything is written, so that nobody's save waits for it: what protecting a table
// gives against the releases that stand now. Where others stand once it is kept, the work is done again. A nil one knows nothing.
type Ahead struct {
	rules string
	of    subject
	made  Release // its Table or Crossed, its Document, and what it was Compared with
}

// Foresee protects a table against what stands, and writes nothing. Nothing is foreseen of a table that is released already, and
// nothing where too much near it was asked today.
func Foresee(ctx context.Context, w *access.Work, rules string, t disclosure.Table) (*Ahead, error) {
	s, make := tableOf(t)
	return foresee(ctx, w, rules, s, make)
}

// ForeseeCrossed is Foresee for a table of more than two directions, or with wholes within wholes.
func ForeseeCrossed(ctx context.Context, w *access.Work, rules string, c disclosure.Crossed) (*Ahead, error) {
	s, make := crossedOf(c)
	return foresee(ctx, w, rules, s, make)
}

func foresee(ctx context.Context, w *access.Work, rules string, s subject, make makers) (*Ahead, error) {
	pack, ok := disclosure.Rules(rules)
	if !ok {
		return nil, problem.New(problem.Invalid, "release.no_rules")
	}
	if _, err := findSame(ctx, w.Tx, w.Who.Organisation, s, pack.ID); !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	r := Release{Organisation: w.Who.Organisation, By: w.Who.ID, At: w.At}
	if near, err := tooNear(ctx, w, r, s); near || err != nil {
		return nil, err
	}
	before, err := beside(ctx, w, s, &r)
	if err == nil {
		err = make.protect(pack, before, &r)
	}
	if err != nil {
		return nil, fmt.Errorf("foresee release: %w", err)
	}
	return &Ahead{pack.ID, s, r}, nil
}

// knows puts what was foreseen into a release, where it is of the same table, under the same rules, against the same releases.
func (a *Ahead) knows(pack disclosure.Pack, s subject, r *Release) bool {
	if a == nil || a.rules != pack.ID || a.of.key != s.key || a.of.data != s.data || a.of.measure() != s.measure() || !slices.Equal(a.made.Compared, r.Compared) {
		return false
	}
	r.Table, r.Crossed, r.Document = a.made.Table, a.made.Crossed, a.made.Document
	return true
}

// Keep is Keep with what was foreseen.
func (a *Ahead) Keep(ctx context.Context, w *access.Work, rules string, t disclosure.Table) (Release, error) {
	s, make := tableOf(t)
	return keep(ctx, w, rules, s, make, a)
}

// KeepCrossed is KeepCrossed with what was foreseen.
func (a *Ahead) KeepCrossed(ctx context.Context, w *access.Work, rules string, c disclosure.Crossed) (Release, error) {
	s, make := crossedOf(c)
	return keep(ctx, w, rules, s, make, a)
}
