package access

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// HolderKind says what a grant names: one person, a team, a whole organisation, or a young person's own place.
type HolderKind string

// The kinds of holder.
const (
	HolderAccount      HolderKind = "account"
	HolderTeam         HolderKind = "team"
	HolderOrganisation HolderKind = "organisation"
	HolderYoungPerson  HolderKind = "young_person"
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
	ReasonOwn        Reason = "own" // it is their own
)

// Reasons lists the reasons somebody who works here can have, in the order people read them.
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
	EndReason  EndReason // why it was ended, or why somebody asks that it be; "" for what a share, a place or time ended
	EndAskedBy string    // of a guardian's right: who asks that it end, while nobody else decided
	EndAskedAt time.Time
}

// Open reports whether the grant opens its part at this moment.
func (g Grant) Open(at time.Time) bool {
	return g.EndedBy == "" && !at.Before(g.From) && (g.Until.IsZero() || at.Before(g.Until))
}

func (g Grant) check() error {
	var c problem.Check
	own := g.Part == permit.PartOwn
	c.Require(slices.Contains(permit.Parts, g.Part), "part", "problem.not_a_choice")
	c.Require(slices.Contains([]HolderKind{HolderAccount, HolderTeam, HolderOrganisation, HolderYoungPerson}, g.HolderKind) &&
		own == (g.HolderKind == HolderYoungPerson), "holder", "problem.not_a_choice")
	c.Require(db.IsID(g.Holder), "holder", "problem.required")
	c.Require(own && g.Reason == ReasonOwn || !own && slices.Contains(Reasons, g.Reason), "reason", "problem.not_a_choice")
	c.Require(g.Until.IsZero() || g.Until.After(g.From), "until", "access.until_before_from")
	return c.Err()
}

// gives says which grants a decision can give and end: a share decides over shares alone, a place over places alone.
func gives(act permit.Action, g Grant) bool {
	switch act {
	case permit.CreateRecord:
		return g.Part != permit.PartOwn
	case permit.GiveGrant:
		return !permit.Hidden([]permit.Part{g.Part})
	case permit.DecideShare, permit.TakeInShare:
		return g.Part == permit.PartShare && g.Reason == ReasonShare && !g.Until.IsZero()
	case permit.DecideCarry:
		return g.carried() && g.Reason == ReasonShare && !g.Until.IsZero()
	case permit.OpenOwnPlace:
		return g.Part == permit.PartOwn && !g.Until.IsZero()
	case permit.BreakGlass:
		return g.Reason == ReasonEmergency && !g.Until.IsZero()
	case permit.LetAuditorIn:
		return g.visiting(ReasonAudit)
	case permit.LetInspectorIn:
		return g.visiting(ReasonInspection)
	}
	return false
}

// visiting reports whether the grant lets one person read for a reason until a day: what is sealed it never gives.
func (g Grant) visiting(why Reason) bool {
	return g.Reason == why && g.HolderKind == HolderAccount && !g.Until.IsZero() &&
		slices.Contains([]permit.Part{permit.PartRecord, permit.PartOutcomes, permit.PartPromises, permit.PartDocuments}, g.Part)
}

// carried reports whether the grant lets one person see the words that a young person chose to carry on: every other
// share is an organisation's or a team's.
func (g Grant) carried() bool { return g.Part == permit.PartShare && g.HolderKind == HolderAccount }

// Give writes a grant on the work's record, decided by who acts. From defaults to now. It returns the grant's id.
// Only a decision to give grants, to share, to open a place of the young person's own, or to create a record can give
// one, each its own kind; what a share or a place gives has an end. Nobody lets themselves, their team or their
// organisation into a part they cannot open: that takes a second person.
func (w *Work) Give(ctx context.Context, g Grant) (string, error) {
	if !gives(w.act, g) {
		return "", problem.New(problem.Forbidden, "access.refused")
	}
	g.ID, g.Record, g.DecidedBy, g.GivenAt = db.NewID(), w.record, w.Who.ID, w.At
	if g.From.IsZero() {
		g.From = w.At
	}
	if err := g.check(); err != nil {
		return "", err
	}
	if w.act == permit.BreakGlass && (g.Holder != w.Who.ID || g.Until.Sub(w.At) > EmergencyMost*time.Hour) {
		return "", problem.New(problem.Forbidden, "access.refused")
	}
	if w.act == permit.LetAuditorIn && g.Holder == w.Who.ID || w.act == permit.LetInspectorIn && g.Holder == w.Who.ID {
		return "", problem.New(problem.Forbidden, "access.refused")
	}
	if w.act == permit.GiveGrant && !slices.Contains(w.Parts, g.Part) && slices.Contains(w.Who.Holders(), g.Holder) {
		var c problem.Check
		c.Add("holder", "access.not_to_oneself")
		return "", c.Err()
	}
	w.Note(g.ID, g.Holder)
	return g.ID, insertGrant(ctx, w.Tx, g)
}

// looksAfter reports whether the grant is that of somebody who works with the young person.
func (g Grant) looksAfter() bool {
	return g.Part == permit.PartRecord && slices.Contains([]Reason{ReasonAllocation, ReasonTeam, ReasonGuardian}, g.Reason)
}

// Grants lists every grant ever given on the work's record, newest first.
func (w *Work) Grants(ctx context.Context) ([]Grant, error) { return listGrants(ctx, w.Tx, w.record) }
