package framework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Decide writes down what a group said to a draft. what is what changed, in a line. The decision is about exactly what the
// draft says now: digest is that of the words that the group was shown, and a draft that has changed since is a Conflict.
func (s *Service) Decide(ctx context.Context, who permit.Actor, id, digest, what string, d Decision) error {
	var c problem.Check
	line(&c, "what", what, true)
	line(&c, "group", d.Group, true)
	line(&c, "said", d.Said, d.Decision == GroupSomethingElse)
	c.Require(slices.Contains(GroupDecisions, d.Decision), "decision", "problem.required_choice")
	on, err := time.Parse(time.DateOnly, d.On)
	c.Require(err == nil, "on", "problem.not_a_date", "example", "2027-03-27")
	c.Require(err != nil || !on.After(s.door.Now()), "on", "framework.wording.day_to_come")
	if err := c.Err(); err != nil {
		return err
	}
	return s.decide(ctx, who, id, digest, func(w *access.Work, v *Version) error {
		v.What, d.Second = what, false
		if err := updateDraft(ctx, w.Tx, *v); err != nil {
			return err
		}
		return keepDecision(ctx, w, *v, d)
	})
}

// LookSecond writes down that a second person has looked at what a draft says about agreement, safety, stopping and
// privacy. Whoever wrote down the group's yes cannot be the second.
func (s *Service) LookSecond(ctx context.Context, who permit.Actor, id, digest, said string) error {
	var c problem.Check
	line(&c, "said", said, false)
	if err := c.Err(); err != nil {
		return err
	}
	return s.decide(ctx, who, id, digest, func(w *access.Work, v *Version) error {
		group, _ := v.approvals()
		if group == nil {
			return problem.New(problem.Invalid, "framework.wording.no_yes")
		}
		if group.By == who.ID {
			return problem.New(problem.Invalid, "framework.wording.not_the_same")
		}
		return keepDecision(ctx, w, *v, Decision{Second: true, Group: group.Group, Decision: GroupYes, Said: said, On: w.At.UTC().Format(time.DateOnly)})
	})
}

// decide does something with a draft that says what digest says.
func (s *Service) decide(ctx context.Context, who permit.Actor, id, digest string, f func(*access.Work, *Version) error) error {
	if _, _, err := s.Version(ctx, who, id); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		v, err := findVersion(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		if v.State != VersionDraft || v.Changes.digest() != digest {
			return problem.New(problem.Conflict, "framework.wording.changed_since")
		}
		return f(w, &v)
	})
	if err != nil {
		return fmt.Errorf("decide on wording: %w", err)
	}
	return nil
}

// Digest names what a version says, for a form to carry: a decision is about exactly these words.
func (v Version) Digest() string { return v.Changes.digest() }

func keepDecision(ctx context.Context, w *access.Work, v Version, d Decision) error {
	d.ID, d.Version, d.Digest, d.By, d.At = db.NewID(), v.ID, v.Changes.digest(), w.Who.ID, w.At
	d.Role = "operator"
	if len(w.Who.Roles) > 0 {
		d.Role = string(w.Who.Roles[0])
	}
	return insertDecision(ctx, w.Tx, d)
}

// Use puts a draft into use: from now on it is what young people see. It needs a group's yes to exactly what it says and,
// where agreement, safety, stopping or privacy change, a second person.
func (s *Service) Use(ctx context.Context, who permit.Actor, id, digest string) error {
	v, e, err := s.Version(ctx, who, id)
	if err != nil {
		return err
	}
	ready, err := s.Readiness(ctx, e, v)
	switch {
	case err != nil:
		return err
	case len(ready.Changes) == 0:
		return problem.New(problem.Invalid, "framework.wording.nothing_new")
	case ready.Twice != "":
		return problem.New(problem.Invalid, "framework.wording.picture_twice")
	case ready.Group == nil:
		return problem.New(problem.Invalid, "framework.wording.no_yes")
	case !ready.Ready():
		return problem.New(problem.Invalid, "framework.wording.no_second")
	}
	err = s.decide(ctx, who, id, digest, func(w *access.Work, v *Version) error {
		list, err := listVersions(ctx, w.Tx, v.Edition, v.Lang)
		if err != nil {
			return err
		}
		if group, second := v.approvals(); group == nil || ready.Guarded && second == nil {
			return problem.New(problem.Conflict, "framework.wording.changed_since")
		}
		if s.groups != nil {
			if err := s.groups(ctx, w, *v); err != nil {
				return err
			}
		}
		for _, have := range list {
			v.Number = max(v.Number, have.Number)
		}
		v.Number++
		v.State, v.UsedBy, v.UsedAt = VersionInUse, who.ID, w.At
		return useVersion(ctx, w.Tx, *v)
	})
	if err != nil {
		return err
	}
	return s.RefreshWordings(ctx)
}

// PutAway ends a draft without using it. It stays readable.
func (s *Service) PutAway(ctx context.Context, who permit.Actor, id, digest string) error {
	return s.decide(ctx, who, id, digest, func(w *access.Work, v *Version) error {
		v.State = VersionPutAway
		return useVersion(ctx, w.Tx, *v)
	})
}

// Back makes a draft that says what an earlier version said, or what was published where id is "". It waits for a group's
// yes as any draft does. Where a draft is under way it is a Conflict.
func (s *Service) Back(ctx context.Context, who permit.Actor, e *Edition, lang, id string) (v Version, err error) {
	if err := e.may(who, lang); err != nil {
		return v, err
	}
	err = s.door.Do(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err := listVersions(ctx, w.Tx, e.ID, lang)
		if err != nil {
			return err
		}
		v = Version{ID: db.NewID(), Edition: e.ID, Lang: lang, State: VersionDraft, From: id, BegunBy: who.ID, BegunAt: w.At, ChangedAt: w.At,
			Changes: Changes{Format: FormatChanges, Edition: e.ID, Lang: lang}}
		w.Note(v.ID, id)
		found := id == ""
		for _, have := range list {
			if have.State == VersionDraft {
				return problem.New(problem.Conflict, "framework.wording.draft_open")
			}
			if have.ID == id {
				found, v.Changes = true, have.Changes
			}
		}
		if !found {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return insertVersion(ctx, w.Tx, v)
	})
	if err != nil {
		return v, fmt.Errorf("bring back wording: %w", err)
	}
	return v, nil
}

// OwnDrawing is a drawing that was brought here.
type OwnDrawing struct {
	Name, Shows string
	By          string
	At          time.Time
}

// AddDrawing keeps a drawing that somebody brought, under the name that its strokes give it; shows is what it shows, in a
// few words. The same drawing again is the one that is there.
func (s *Service) AddDrawing(ctx context.Context, who permit.Actor, file []byte, shows string) (d Drawing, err error) {
	var c problem.Check
	line(&c, "shows", shows, true)
	if d, err = ReadDrawing(file); err != nil {
		key, args := "framework.drawing.not_svg", []any(nil)
		var e *problem.Error
		if errors.As(err, &e) {
			key, args = e.Key, e.Args
		}
		c.Add("file", key, args...)
	}
	if err := c.Err(); err != nil {
		return d, err
	}
	err = s.door.Do(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(d.Name)
		return insertDrawing(ctx, w.Tx, d, OwnDrawing{Name: d.Name, Shows: shows, By: who.ID, At: w.At})
	})
	if err != nil {
		return d, fmt.Errorf("keep drawing: %w", err)
	}
	return d, s.RefreshWordings(ctx)
}

// OwnDrawings lists the drawings that were brought here, the latest first.
func (s *Service) OwnDrawings(ctx context.Context, who permit.Actor) (list []OwnDrawing, err error) {
	err = s.door.Read(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listOwnDrawings(ctx, w.Tx)
		return err
	})
	return list, err
}

// DraftIn gives a draft of words and pictures, within the work of another room's use case; one that is in use or put away
// is a Conflict.
func DraftIn(ctx context.Context, w *access.Work, id string) (Version, error) {
	v, err := findVersion(ctx, w.Tx, id)
	if err == nil && v.State != VersionDraft {
		err = problem.New(problem.Conflict, "framework.wording.changed_since")
	}
	return v, err
}

// Drafts lists every draft of words and pictures, within the work of another room's use case. Whether its reader may read
// the edition is for whoever shows it to ask (Shown).
func Drafts(ctx context.Context, w *access.Work) ([]Version, error) { return listDrafts(ctx, w.Tx) }
