package access

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// RestrictReasons are the reasons for which a record is restricted: somebody dangerous could look through people here,
// somebody here is close to the young person, the case is widely known, the young person asked, a court ordered it.
var RestrictReasons = []string{"danger", "close", "known", "asked", "court"}

// Holder is whom a grant or a restriction names.
type Holder struct {
	Kind HolderKind
	ID   string
}

// Named is one that a restriction names, from when, and until when if that is over.
type Named struct {
	ID      string
	Holder  Holder
	By      string
	At      time.Time
	EndedBy string
	EndedAt time.Time
}

// Restriction is a time in which a record opens to those it names and nobody else.
type Restriction struct {
	ID          string
	Reason      string
	By          string
	At          time.Time
	LiftAskedBy string // "" while nobody asked
	LiftAskedAt time.Time
	LiftedBy    string
	LiftedAt    time.Time // zero while it holds
	Named       []Named   // the oldest first, also those who are named no more
}

// Holds reports whether the record is restricted by it now.
func (r Restriction) Holds() bool { return r.ID != "" && r.LiftedAt.IsZero() }

// Names reports whether one of the ids is named now.
func (r Restriction) Names(ids ...string) bool {
	return slices.ContainsFunc(r.Named, func(n Named) bool { return n.EndedBy == "" && slices.Contains(ids, n.Holder.ID) })
}

// Restrictions gives every restriction of the work's record, the newest first.
func (w *Work) Restrictions(ctx context.Context) ([]Restriction, error) {
	return listRestrictions(ctx, w.Tx, w.record)
}

// Restriction gives the one that holds now; one whose Holds is false when there is none.
func (w *Work) Restriction(ctx context.Context) (Restriction, error) {
	all, err := w.Restrictions(ctx)
	if err != nil || len(all) == 0 || !all[0].Holds() {
		return Restriction{}, err
	}
	return all[0], nil
}

// Restrict shuts the work's record to all but those named, who acts among them, from the next request on. What anybody
// else was given stays written and opens nothing until it is lifted. A record that is restricted is a Conflict.
func (w *Work) Restrict(ctx context.Context, reason string, named []Holder) error {
	if w.act != permit.RestrictRecord {
		return problem.New(problem.Forbidden, "access.refused")
	}
	var c problem.Check
	c.Require(slices.Contains(RestrictReasons, reason), "reason", "record.needs_a_reason")
	mine := slices.ContainsFunc(named, func(h Holder) bool { return slices.Contains(w.Who.Holders(), h.ID) })
	c.Require(mine, "named", "access.restrict_names_oneself")
	if err := c.Err(); err != nil {
		return err
	}
	have, err := w.Restriction(ctx)
	if err != nil {
		return err
	}
	if have.Holds() {
		return problem.New(problem.Conflict, "access.restricted_already")
	}
	r := Restriction{ID: db.NewID(), Reason: reason, By: w.Who.ID, At: w.At}
	w.Note("restricted", r.ID, "reason:"+reason)
	if err := insertRestriction(ctx, w.Tx, w.record, r); err != nil {
		return err
	}
	for _, h := range named {
		if err := w.name(ctx, r, h); err != nil {
			return err
		}
		r.Named = append(r.Named, Named{Holder: h})
	}
	return nil
}

func (w *Work) name(ctx context.Context, r Restriction, h Holder) error {
	if r.Names(h.ID) {
		return nil
	}
	if !db.IsID(h.ID) || !slices.Contains([]HolderKind{HolderAccount, HolderTeam, HolderOrganisation}, h.Kind) {
		var c problem.Check
		c.Add("named", "problem.not_a_choice")
		return c.Err()
	}
	w.Note(h.ID)
	return insertNamed(ctx, w.Tx, w.record, r.ID, Named{ID: db.NewID(), Holder: h, By: w.Who.ID, At: w.At})
}

// held gives the restriction that holds, for a decision about it; none is a Conflict.
func (w *Work) held(ctx context.Context, acts ...permit.Action) (Restriction, error) {
	if !slices.Contains(acts, w.act) {
		return Restriction{}, problem.New(problem.Forbidden, "access.refused")
	}
	r, err := w.Restriction(ctx)
	if err == nil && !r.Holds() {
		err = problem.New(problem.Conflict, "access.not_restricted")
	}
	return r, err
}

// Name names one more who may open the restricted record, if they hold anything on it; one named already changes nothing.
func (w *Work) Name(ctx context.Context, h Holder) error {
	r, err := w.held(ctx, permit.RestrictRecord)
	if err != nil {
		return err
	}
	w.Note("named")
	return w.name(ctx, r, h)
}

// Unname takes a name off the restriction. Nobody takes off what names them, so that nobody is shut out with no one to
// open.
func (w *Work) Unname(ctx context.Context, id string) error {
	r, err := w.held(ctx, permit.RestrictRecord)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(r.Named, func(n Named) bool { return n.ID == id && n.EndedBy == "" })
	if i < 0 {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	w.Note("unnamed", r.Named[i].Holder.ID)
	r.Named = slices.Delete(slices.Clone(r.Named), i, i+1)
	if !r.Names(w.Who.Holders()...) {
		return problem.New(problem.Conflict, "access.restrict_names_oneself")
	}
	return endNamed(ctx, w.Tx, id, w.Who.ID, db.Time(w.At))
}

// AskLift asks that the restriction be lifted; somebody else who is named decides.
func (w *Work) AskLift(ctx context.Context) error {
	r, err := w.held(ctx, permit.RestrictRecord)
	if err != nil {
		return err
	}
	w.Note("lift_asked", r.ID)
	if r.LiftAskedBy != "" {
		return problem.New(problem.Conflict, "access.lift_asked")
	}
	return updateLiftAsked(ctx, w.Tx, r.ID, w.Who.ID, db.Time(w.At))
}

// Lift decides over what somebody else asked: yes lifts the restriction, no lets it stand.
func (w *Work) Lift(ctx context.Context, yes bool) error {
	r, err := w.held(ctx, permit.LiftRestriction)
	if err != nil {
		return err
	}
	switch {
	case r.LiftAskedBy == "":
		return problem.New(problem.Conflict, "access.lift_not_asked")
	case r.LiftAskedBy == w.Who.ID && yes:
		return problem.New(problem.Forbidden, "access.second_person")
	case !yes:
		w.Note("lift_refused", r.ID)
		return updateLiftAsked(ctx, w.Tx, r.ID, "", "")
	}
	w.Note("lifted", r.ID)
	return updateLifted(ctx, w.Tx, r.ID, w.Who.ID, db.Time(w.At))
}
