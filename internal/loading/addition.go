package loading

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// EnoughAdditions is how many additions an organisation must hold before anybody reads them: of fewer, a reader could
// guess whose one is.
const EnoughAdditions = 5

// AdditionLimit is the most characters of an addition: one thought, and no story by which somebody could be known.
const AdditionLimit = 400

// Addition is something that young people brought up and no outcome covers, in other words than theirs. It says
// neither who said it nor who wrote it, and of the time only the month.
type Addition struct {
	ID     string
	Month  string // YYYY-MM
	Text   string // as it stands after what the steward changed
	Struck bool
	Seen   int // how many changes these are
}

// Change is what a steward does to an addition that could tell of somebody.
type Change struct {
	ID   string // made by the client
	Kind string // "edited", "struck", "restored"
	Text string // of an edited one
}

// The kinds of change.
const (
	Edited   = "edited"
	Struck   = "struck"
	Restored = "restored"
)

func additionPlace(id string) seal.Place {
	return seal.Place{Table: "loading_additions", Row: id, Column: "document"}
}

func changePlace(id string) seal.Place {
	return seal.Place{Table: "loading_changes", Row: id, Column: "document"}
}

// Add puts an addition in. saidYes is the young person's own yes; without it nothing is kept. id is made by the
// client and only tells a form that was sent twice; it is drawn at random here, so that no row tells when it came.
func (s *Service) Add(ctx context.Context, who permit.Actor, id, text string, saidYes bool) error {
	text = strings.TrimSpace(text)
	var c problem.Check
	c.Require(text != "", "text", "problem.required")
	checkWords(&c, "text", text)
	c.Require(len([]rune(text)) <= AdditionLimit, "text", "problem.too_long", "max", AdditionLimit)
	c.Require(saidYes, "yes", "loading.addition_yes_needed")
	if err := c.Err(); err != nil {
		return fmt.Errorf("add: %w", err)
	}
	if u, err := uuid.Parse(id); err != nil || u.String() != id || u.Version() != 4 {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.door.Do(ctx, who, permit.SuggestWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("addition")
		return insertAddition(ctx, w.Tx, id, who.Organisation, w.At.UTC().Format("2006-01"), w.System().SealText(text, additionPlace(id)))
	})
	if err != nil {
		return fmt.Errorf("add: %w", err)
	}
	return nil
}

// NewAdditionID draws an id that tells nothing of when it was drawn.
func NewAdditionID() string { return uuid.NewString() }

// Additions lists what the actor's organisation holds, by month. enough is false, and the list empty, while there are
// fewer than EnoughAdditions.
func (s *Service) Additions(ctx context.Context, who permit.Actor) (list []Addition, enough bool, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note("additions")
		list, enough, err = additions(ctx, w)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("list additions: %w", err)
	}
	return list, enough, nil
}

func additions(ctx context.Context, w *access.Work) ([]Addition, bool, error) {
	rows, err := listAdditions(ctx, w.Tx, w.Who.Organisation)
	if err != nil || len(rows) < EnoughAdditions {
		return nil, false, err
	}
	changes, err := listChanges(ctx, w.Tx, w.Who.Organisation)
	if err != nil {
		return nil, false, err
	}
	list := make([]Addition, len(rows))
	for i, r := range rows {
		text, err := w.System().OpenText(r.document, additionPlace(r.id))
		if err != nil {
			return nil, false, err
		}
		list[i] = Addition{ID: r.id, Month: r.month, Text: text}
	}
	for _, c := range changes {
		i := slices.IndexFunc(list, func(a Addition) bool { return a.ID == c.addition })
		if i < 0 {
			continue
		}
		if err := list[i].follow(w, c); err != nil {
			return nil, false, err
		}
	}
	return list, true, nil
}

func (a *Addition) follow(w *access.Work, c changeRow) error {
	a.Seen++
	switch c.kind {
	case Struck:
		a.Struck = true
	case Restored:
		a.Struck = false
	case Edited:
		plain, err := w.System().Open(c.document, changePlace(c.id))
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, &a.Text)
	}
	return nil
}

// ChangeAddition strikes an addition out, takes that back, or puts other words in its place. What stood there before is
// kept, sealed. seen is Addition.Seen as the form knew it; another tab's change since then is a Conflict.
func (s *Service) ChangeAddition(ctx context.Context, who permit.Actor, addition string, seen int, change Change) error {
	change.Text = strings.TrimSpace(change.Text)
	var c problem.Check
	if change.Kind == Edited {
		c.Require(change.Text != "", "text", "problem.required")
		checkWords(&c, "text", change.Text)
		c.Require(len([]rune(change.Text)) <= AdditionLimit, "text", "problem.too_long", "max", AdditionLimit)
	}
	c.Require(slices.Contains([]string{Edited, Struck, Restored}, change.Kind), "kind", "problem.required_choice")
	if err := c.Err(); err != nil {
		return fmt.Errorf("change addition: %w", err)
	}
	if !db.IsID(change.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.do(ctx, who, func(w *access.Work) error { return changeAddition(ctx, w, addition, seen, change) })
	if err != nil {
		return fmt.Errorf("change addition: %w", err)
	}
	return nil
}

func changeAddition(ctx context.Context, w *access.Work, addition string, seen int, change Change) error {
	w.Note("addition", change.Kind)
	list, _, err := additions(ctx, w)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(a Addition) bool { return a.ID == addition })
	if i < 0 {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if there, err := findChange(ctx, w.Tx, addition, change.ID); there || err != nil {
		return err
	}
	if list[i].Seen != seen {
		return problem.New(problem.Conflict, "loading.moved_on")
	}
	document, err := json.Marshal(change.Text)
	if err != nil {
		return err
	}
	return insertChange(ctx, w.Tx, addition, seen+1, db.Time(w.At), w.Who.ID,
		changeRow{id: change.ID, kind: change.Kind, document: w.System().Seal(document, changePlace(change.ID))})
}
