package access

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// HolderKind says what a grant names: one person, a team, or a whole organisation.
type HolderKind string

// The kinds of holder.
const (
	HolderAccount      HolderKind = "account"
	HolderTeam         HolderKind = "team"
	HolderOrganisation HolderKind = "organisation"
)

// Reason says why somebody may see a record.
type Reason string

// The reasons a grant can rest on.
const (
	ReasonAllocation Reason = "allocation"
	ReasonTeam       Reason = "team"
	ReasonShare      Reason = "share"
	ReasonGuardian   Reason = "guardian"
	ReasonCourt      Reason = "court"
	ReasonInspection Reason = "inspection"
	ReasonEmergency  Reason = "emergency"
	ReasonAudit      Reason = "audit"
)

// Reasons lists the reasons in the order people read them.
var Reasons = []Reason{ReasonAllocation, ReasonTeam, ReasonGuardian, ReasonShare, ReasonAudit, ReasonInspection, ReasonCourt, ReasonEmergency}

// Grant is one row of the one source of access: who may open which part of a record, why, by whose decision, from
// when and until when (a zero Until is open-ended).
type Grant struct {
	ID         string
	Record     string
	Part       permit.Part
	HolderKind HolderKind
	Holder     string
	Reason     Reason
	DecidedBy  string
	From       time.Time
	Until      time.Time
	GivenAt    time.Time
	EndedBy    string
}

// Open reports whether the grant opens its part at this moment.
func (g Grant) Open(at time.Time) bool {
	return g.EndedBy == "" && !at.Before(g.From) && (g.Until.IsZero() || at.Before(g.Until))
}

func (g Grant) check() error {
	var c problem.Check
	c.Require(g.Part == permit.PartRecord || g.Part == permit.PartSealed, "part", "problem.not_a_choice")
	c.Require(slices.Contains([]HolderKind{HolderAccount, HolderTeam, HolderOrganisation}, g.HolderKind), "holder", "problem.not_a_choice")
	c.Require(db.IsID(g.Holder), "holder", "problem.required")
	c.Require(slices.Contains(Reasons, g.Reason), "reason", "problem.not_a_choice")
	c.Require(g.Until.IsZero() || g.Until.After(g.From), "until", "access.until_before_from")
	return c.Err()
}

// Give writes a grant on the work's record, decided by who acts. From defaults to now. It returns the grant's id.
// Only a decision to give grants, or to create a record, can give one. Nobody lets themselves, their team or their
// organisation into a part they cannot open: that takes a second person.
func (w *Work) Give(ctx context.Context, g Grant) (string, error) {
	if w.act != permit.GiveGrant && w.act != permit.CreateRecord {
		return "", problem.New(problem.Forbidden, "access.refused")
	}
	g.ID, g.Record, g.DecidedBy, g.GivenAt = db.NewID(), w.record, w.Who.ID, w.At
	if g.From.IsZero() {
		g.From = w.At
	}
	if err := g.check(); err != nil {
		return "", err
	}
	if w.act == permit.GiveGrant && !slices.Contains(w.Parts, g.Part) && slices.Contains(w.Who.Holders(), g.Holder) {
		var c problem.Check
		c.Add("holder", "access.not_to_oneself")
		return "", c.Err()
	}
	w.Note(g.ID, g.Holder)
	return g.ID, insertGrant(ctx, w.Tx, g)
}

// End ends a grant on the work's record now. A grant that is not there, not of this record or already over is a
// Conflict. A grant that was ended stays
// ended, whatever the clock says later. The last grant of somebody who works with the young person cannot be ended: an
// audit, a share or an emergency looks after nobody, and a record is never nobody's.
func (w *Work) End(ctx context.Context, grantID string) error {
	if w.act != permit.GiveGrant {
		return problem.New(problem.Forbidden, "access.refused")
	}
	w.Note(grantID)
	all, err := w.Grants(ctx)
	if err != nil {
		return err
	}
	if err := endGrant(ctx, w.Tx, w.record, grantID, w.Who.ID, db.Time(w.At)); err != nil {
		return err
	}
	ended := slices.IndexFunc(all, func(g Grant) bool { return g.ID == grantID })
	if ended < 0 || !all[ended].looksAfter() {
		return nil
	}
	n, err := countOpenGrants(ctx, w.Tx, w.record, db.Time(w.At))
	if err != nil {
		return err
	}
	if n == 0 {
		return problem.New(problem.Conflict, "access.last_grant")
	}
	return nil
}

// looksAfter reports whether the grant is that of somebody who works with the young person.
func (g Grant) looksAfter() bool {
	return g.Part == permit.PartRecord && slices.Contains([]Reason{ReasonAllocation, ReasonTeam, ReasonGuardian}, g.Reason)
}

// Grants lists every grant ever given on the work's record, newest first.
func (w *Work) Grants(ctx context.Context) ([]Grant, error) { return listGrants(ctx, w.Tx, w.record) }
