package sharing

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// settlementKinds are an agency's answers as the record's promises know them.
var settlementKinds = map[string]promise.Kind{StateKept: promise.WasKept, StateChanged: promise.Changed, StateBroken: promise.WasBroken}

// Outcome is what an agency says became of its own promise: kept, changed to another day, or broken, and what shows it or why.
type Outcome struct {
	ID    string // made by the client, so that a form sent twice says it once
	Seen  string // promise.Promise.Seen of what was looked at
	State string // StateKept, StateChanged or StateBroken
	Why   string
	Due   string // the new day
}

// settlement is an outcome as the record's promises keep it.
func (o Outcome) settlement() (promise.Settlement, error) {
	var c problem.Check
	c.Require(db.IsID(o.ID), "state", "problem.stale_form")
	c.Require(slices.Contains(SettledStates, o.State), "state", "share.needs_outcome")
	text(&c, "why", o.Why, true, "share.needs_outcome_why")
	c.Require(o.State != StateChanged || day(o.Due), "due", "promise.needs_a_day")
	s := promise.Settlement{EventID: o.ID, Seen: o.Seen, Kind: settlementKinds[o.State]}
	switch o.State {
	case StateKept:
		s.Text.Evidence = o.Why
	case StateChanged:
		s.Text.Reason, s.DueOn = o.Why, o.Due
	default:
		s.Text.Reason = o.Why
	}
	return s, c.Err()
}

// Settle keeps what an agency says became of a promise of its own, made in answer to a share that is still open to it. Those
// who hold the record read it as theirs and cannot change it.
func (s *Service) Settle(ctx context.Context, who permit.Actor, recordID, share, promiseID string, o Outcome) error {
	settle, err := o.settlement()
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.AnswerShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(share)
		if _, err := s.mine(ctx, w, recordID, share); err != nil {
			return err
		}
		rows, err := listAnswers(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(rows, func(a answerRow) bool {
			return a.Share == share && a.Organisation == who.Organisation && a.Kind == Promise && a.Ref == promiseID
		}) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return promise.SettleIn(ctx, w, recordID, promiseID, who.Organisation, settle)
	})
	if err != nil {
		return fmt.Errorf("settle own promise: %w", err)
	}
	return nil
}

// settled writes what a partner's answer says became of a promise that an earlier answer of theirs made. Of a promise that is
// not known here, or that is settled so already, the answer itself says all there is.
func settled(ctx context.Context, w *access.Work, t Transfer, e PackageElement) error {
	id, err := findPledge(ctx, w.Tx, t.ID, e.Settles)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := Outcome{ID: db.NewID(), State: e.State, Why: string(first([]rune(e.Text), mostText)), Due: e.Due}.settlement()
	if err != nil {
		return err
	}
	err = promise.SettleIn(ctx, w, t.Record, id, t.PartnerID, s)
	if problem.Is(err, problem.Conflict) {
		return nil
	}
	return err
}

// ownPledge says whether an element settles a promise that this side made in an earlier answer to the same share.
func ownPledge(all []Sent, id string) bool {
	for _, p := range all {
		if p.Kind != PackageAnswer || p.Direction != Out || p.Package == nil {
			continue
		}
		if slices.ContainsFunc(p.Package.Elements, func(e PackageElement) bool { return e.ID == id && e.Kind == "promise" && e.Settles == "" }) {
			return true
		}
	}
	return false
}
