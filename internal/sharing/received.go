package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// Heading is one share on the list of an agency: where it is, from whom, until when. Nothing of the young person stands
// in a list.
type Heading struct {
	Share  string
	Record string
	From   string // the organisation's name
	At     time.Time
	Until  time.Time
}

// SharedWith lists what is shared with the reader's agency now, the newest first.
func (s *Service) SharedWith(ctx context.Context, who permit.Actor) (list []Heading, err error) {
	err = s.door.List(ctx, who, permit.ListShares, func(l *access.Listing) error {
		rows, err := listSharedWith(ctx, l, who.Organisation)
		if err != nil {
			return err
		}
		list = list[:0]
		for _, row := range rows {
			open, err := l.GrantOpen(ctx, row.Grant)
			if err != nil {
				return err
			}
			if !open || !row.Open(l.At) {
				continue
			}
			o, err := s.accounts.Organisation(ctx, l.Work, row.Organisation)
			if err != nil {
				return err
			}
			l.Note(row.ID)
			list = append(list, Heading{Share: row.ID, Record: row.Record, From: o.Name, At: row.At, Until: row.Until})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list shares: %w", err)
	}
	return list, nil
}

// Received is one share as the agency sees it: just what it names, its terms, and what the agency said itself.
type Received struct {
	Log
	Entry
}

// Open opens one share for somebody of the agency it is for, and keeps that they saw what was there to be read. A share
// that is over, another agency's, or not there is NotFound alike.
func (s *Service) Open(ctx context.Context, who permit.Actor, recordID, share string) (r Received, err error) {
	err = s.door.Do(ctx, who, permit.ReadShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(share)
		row, err := s.mine(ctx, w, recordID, share)
		if err != nil {
			return err
		}
		list, err := entries(ctx, w, recordID, []shareRow{row})
		if err != nil {
			return err
		}
		e := list[0]
		e.Looks = nil // who else looked is for whoever answers for the record
		e.Terms = e.Terms.forAgency()
		r = Received{Log{Entries: []Entry{e}, At: w.At, Agencies: map[string]account.Organisation{}}, e}
		var seen []string
		for _, x := range e.Elements {
			if x.Missing == "" {
				seen = append(seen, x.ID)
			}
		}
		at := db.Time(w.At)
		if err := insertSeen(ctx, w.Tx, db.NewID(), share, recordID, who.ID, who.Organisation, at[:len(time.DateOnly)], at, seen); err != nil {
			return err
		}
		return s.name(ctx, w, &r.Log)
	})
	if err != nil {
		return Received{}, fmt.Errorf("open share: %w", err)
	}
	return r, nil
}

// mine finds a share of the record that is open to the reader's own agency.
func (s *Service) mine(ctx context.Context, w *access.Work, recordID, share string) (shareRow, error) {
	row, err := findShare(ctx, w.Tx, share)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return row, err
	}
	if err != nil || row.Record != recordID || row.Recipient != w.Who.Organisation || !row.Open(w.At) {
		return row, problem.New(problem.NotFound, "problem.not_found")
	}
	open, err := opens(ctx, w, row.Grant) // another share, or an invitation, lets the agency in and not to this one
	if err == nil && !open {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	return row, err
}

// Pledge is what an agency promises: what, who will do it, by when.
type Pledge struct{ What, Owner, Due string }

// Say keeps what the receiving agency says itself of something it was shown: its view or a finding. Corrects names an
// earlier one of the same agency, which stays. The same id again changes nothing.
func (s *Service) Say(ctx context.Context, who permit.Actor, recordID string, a Reply) error {
	var c problem.Check
	c.Require(db.IsID(a.ID), "answer", "problem.stale_form")
	c.Require(a.Kind == View || a.Kind == Finding, "kind", "problem.not_a_choice")
	text(&c, "text", a.Text.Text, true, "share.needs_text")
	c.Require(a.Kind != Finding || slices.Contains(FindingStates, a.Text.State), "state", "problem.not_a_choice")
	if err := c.Err(); err != nil {
		return err
	}
	return s.answer(ctx, who, recordID, a, func(*access.Work, shareRow) error { return nil })
}

// FindingStates are what an agency can say of what is in place.
var FindingStates = []string{"in_place", "partly", "not_in_place", "not_known"}

// Pledge keeps a promise of the receiving agency. It stands among the record's promises like any other, as theirs.
func (s *Service) Pledge(ctx context.Context, who permit.Actor, recordID string, a Reply, p Pledge) error {
	a.Kind, a.Ref = Promise, a.ID
	return s.answer(ctx, who, recordID, a, func(w *access.Work, row shareRow) error {
		edition, items, err := under(ctx, w, row, a.Item)
		if err != nil {
			return err
		}
		return promise.MakeIn(ctx, w, promise.Promise{ID: a.Ref, Record: recordID, EditionID: edition, Items: items, Agreed: "not_asked", DueOn: p.Due, Agency: w.Who.Organisation,
			Text: promise.Text{What: p.What, Owner: p.Owner}})
	})
}

// under gives the edition and the outcomes that a promise stands under: those of what it is about, or, when it is about
// nothing in particular, the edition of anything the share names, or the one that the record's organisation works with.
func under(ctx context.Context, w *access.Work, row shareRow, item string) (edition string, items []string, err error) {
	have, list, err := named(ctx, w, row)
	if err != nil {
		return "", nil, err
	}
	for _, x := range list {
		if item != "" && x.Outcome == item {
			if x.Kind == Finding {
				return x.Edition, nil, nil // an indicator is what services have in place, and no outcome
			}
			return x.Edition, []string{item}, nil
		}
		if edition == "" {
			edition = x.Edition
		}
	}
	if edition != "" {
		return edition, nil, nil
	}
	chosen, err := framework.ChosenBy(ctx, w, row.Organisation, have.person.EditionFor(w.At))
	if err != nil {
		return "", nil, err
	}
	return chosen.ID, nil, nil
}

// answer keeps one thing that the agency says, with what goes with it.
func (s *Service) answer(ctx context.Context, who permit.Actor, recordID string, a Reply, with func(*access.Work, shareRow) error) error {
	err := s.door.Do(ctx, who, permit.AnswerShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(a.Share, a.ID, string(a.Kind))
		row, err := s.mine(ctx, w, recordID, a.Share)
		if err != nil {
			return err
		}
		have, err := findAnswer(ctx, w.Tx, a.ID)
		if err == nil && have.record == recordID && have.Share == a.Share && have.Author == who.ID && have.Kind == a.Kind {
			return nil // sent twice
		}
		if err == nil {
			return problem.New(problem.Conflict, "problem.duplicate")
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
		if err := about(ctx, w, row, a); err != nil {
			return err
		}
		if err := with(w, row); err != nil {
			return err
		}
		a.Author, a.Organisation, a.At, a.Text.Version = who.ID, who.Organisation, w.At, 1
		document, err := json.Marshal(a.Text)
		if err != nil {
			return err
		}
		return insertAnswer(ctx, w.Tx, answerRow{a, recordID, w.Key.Seal(document, answerPlace(a.ID))})
	})
	if err != nil {
		return fmt.Errorf("answer share: %w", err)
	}
	return nil
}

// about refuses an answer on an outcome that the share does not name, and a correction of what is not the agency's own.
func about(ctx context.Context, w *access.Work, row shareRow, a Reply) error {
	if a.Corrects != "" {
		have, err := findAnswer(ctx, w.Tx, a.Corrects)
		if err != nil || have.record != row.Record || have.Organisation != w.Who.Organisation || have.Kind != a.Kind || have.Share != a.Share {
			return problem.New(problem.NotFound, "problem.not_found")
		}
	}
	if a.Item == "" {
		return nil
	}
	_, list, err := named(ctx, w, row)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(x Shown) bool { return x.Outcome == a.Item }) {
		return nil
	}
	return problem.New(problem.NotFound, "problem.not_found")
}

// openReplies gives what agencies said of a record, the oldest first.
func openReplies(ctx context.Context, w *access.Work, recordID string) ([]Reply, error) {
	rows, err := listAnswers(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Reply, len(rows))
	for i, row := range rows {
		list[i] = row.Reply
		if err := unseal(w, row.document, answerPlace(row.ID), &list[i].Text); err != nil {
			return nil, err
		}
	}
	return list, nil
}
