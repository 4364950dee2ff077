package loading

import (
	"bytes"
	"cmp"
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Document is the edition that a draft would be published as: of a file in our own form the file's own, with what the
// publishing form says; of any other, what the pieces make.
func (o *Opened) Document() (framework.Document, error) {
	d, _, err := o.placed()
	return d, err
}

func (o *Opened) placed() (framework.Document, framework.Places, error) {
	sum := ""
	if f, ok := o.Current(); ok {
		sum = f.SHA256
	}
	if o.Whole == nil {
		return o.State.Document(sum), framework.Places{}, nil
	}
	d, places, err := framework.ReadPlaced(bytes.NewReader(o.Whole))
	if err != nil {
		return d, places, fmt.Errorf("read document: %w", err)
	}
	d.Copy = &framework.Copy{Obtained: o.About.Obtained, Original: sum}
	if len(d.Signatures) == 0 { // what somebody signed is published as they signed it
		fill(&d, o.Goal, o.About)
	}
	return d, places, nil
}

// fill puts what the form says in place of what the file says, and the draft's goal where the file says nothing.
func fill(d *framework.Document, g Goal, a About) {
	for _, v := range []struct {
		into *string
		said string
	}{
		{&d.Version, a.Version}, {&d.Date, a.Date}, {&d.Source, a.Source}, {&d.Follows, a.Follows}, {&d.Ages, a.Ages},
		{&d.Permission.Uses, a.Uses}, {&d.Permission.By, a.By}, {&d.Permission.Licence, a.Licence}, {&d.Permission.Attribution, a.Attribution},
		{&d.Levels.Principle, a.Levels.Principle}, {&d.Levels.Outcome, a.Levels.Outcome}, {&d.Levels.Indicator, a.Levels.Indicator},
	} {
		*v.into = cmp.Or(v.said, *v.into)
	}
	d.Set, d.Name = cmp.Or(d.Set, g.Set), cmp.Or(d.Name, g.Name)
	if d.Expected == (framework.Totals{}) {
		d.Expected = g.Expected
	}
}

// Faults is everything that stands in the way of publishing, as the framework room judges it. Of a JSON file they say
// the line and column.
func (o *Opened) Faults() ([]framework.Fault, error) {
	d, places, err := o.placed()
	if err != nil {
		return nil, err
	}
	faults := framework.Validate(d)
	if f, ok := o.Current(); ok && f.Kind == kindJSON {
		faults = places.Locate(faults)
	}
	return faults, nil
}

// Publish makes the edition of a draft and says so on the draft, in one save; the draft can then no longer be changed.
// seen is as for Act. What stands in the way is Invalid, and nothing is published.
func (s *Service) Publish(ctx context.Context, who permit.Actor, draft string, seen int) (e *framework.Edition, err error) {
	err = s.do(ctx, who, func(w *access.Work) error {
		w.Note("published", draft)
		o, err := open(ctx, w, draft)
		if err != nil {
			return err
		}
		switch {
		case !o.Draft.Open():
			return problem.New(problem.Conflict, "loading.published")
		case o.Seen != seen:
			return problem.New(problem.Conflict, "loading.moved_on")
		case len(o.Outline().Strays) > 0:
			return problem.New(problem.Invalid, "loading.faulty")
		}
		d, err := o.Document()
		if err != nil {
			return err
		}
		if e, err = framework.PublishWithin(ctx, w, who.Organisation, d); err != nil {
			return err
		}
		return publishDraft(ctx, w.Tx, draft, db.Time(w.At), e.ID)
	})
	if err != nil {
		return nil, fmt.Errorf("publish draft: %w", err)
	}
	return e, nil
}
