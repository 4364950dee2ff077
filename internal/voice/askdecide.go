package voice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// AskedFor is what somebody who decides has before them: who asked, and the words that a yes would pass on.
type AskedFor struct {
	Person        record.Person
	Asks          []Ask // newest first
	Words         []conversation.Statement
	Names         map[string]account.Person
	Organisations map[string]account.Organisation
}

// Asks shows who asked for the words that the young person carries on.
func (s *Service) Asks(ctx context.Context, who permit.Actor, recordID string) (a AskedFor, err error) {
	err = s.door.Read(ctx, who, permit.DecideCarry, access.Record(recordID), func(w *access.Work) error {
		a = AskedFor{Organisations: map[string]account.Organisation{}}
		if a.Person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		if a.Asks, err = openAsks(ctx, w, recordID); err != nil {
			return err
		}
		list, err := carriable(ctx, w, recordID)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.Chosen {
				a.Words = append(a.Words, c.Statement)
			}
		}
		var ids []string
		for _, one := range a.Asks {
			ids = append(ids, one.By, one.DecidedBy)
			if _, have := a.Organisations[one.Organisation]; have {
				continue
			}
			o, err := s.accounts.Organisation(ctx, w, one.Organisation)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return err
			}
			a.Organisations[one.Organisation] = o
		}
		a.Names, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return AskedFor{}, fmt.Errorf("list who asked: %w", err)
	}
	return a, nil
}

// AskDecision is what whoever answers for the record says.
type AskDecision struct {
	Ask  string
	Yes  bool
	Days int // of a yes: one of AskDays
	Text AskAnswer
}

func (d AskDecision) check() error {
	var c problem.Check
	c.Require(!d.Yes || slices.Contains(AskDays, d.Days), "days", "problem.required_choice")
	c.Require(strings.TrimSpace(d.Text.Reason) != "", "reason", "problem.required")
	for field, text := range map[string]string{"reason": d.Text.Reason, "for_young": d.Text.ForYoung} {
		c.Require(utf8.RuneCountInString(text) <= longestWhy, field, "problem.too_long", "max", longestWhy)
	}
	return c.Err()
}

// DecideAsk keeps a yes or no. A yes lets that one person see just the words that the young person carries on at this moment,
// until its day. What was decided before, or taken back, is a Conflict; so is a yes on a restricted record that does not
// name them, for it would let nobody in.
func (s *Service) DecideAsk(ctx context.Context, who permit.Actor, recordID string, d AskDecision) error {
	if err := d.check(); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	err := s.door.Do(ctx, who, permit.DecideCarry, access.Record(recordID), func(w *access.Work) error {
		w.Note(d.Ask, map[bool]string{true: "yes", false: "no"}[d.Yes])
		row, err := askOn(ctx, w, recordID, d.Ask)
		if err != nil {
			return err
		}
		if a, err := row.heading(w.At); err != nil || a.State != AskWaits {
			return problem.Wrap(err, problem.Conflict, "voice.decided_already")
		}
		row.answer, row.decidedBy, row.decidedAt = "no", w.Who.ID, db.Time(w.At)
		if d.Yes {
			if err := s.give(ctx, w, &row, d.Days); err != nil {
				return err
			}
		}
		person, err := record.Find(ctx, w, recordID)
		if err != nil {
			return err
		}
		if d.Text.Version = 1; d.Text.ForYoung != "" {
			d.Text.Language = person.Profile.FirstLanguage()
		}
		document, err := json.Marshal(d.Text)
		if err != nil {
			return fmt.Errorf("write decision: %w", err)
		}
		row.decision = w.Key.Seal(document, askPlace(row.id, "decision"))
		return decideAsk(ctx, w.Tx, row)
	})
	if err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	return nil
}

// give lets whoever asked see what is carried on now.
func (s *Service) give(ctx context.Context, w *access.Work, row *askRow, days int) error {
	restriction, err := w.Restriction(ctx)
	if err != nil {
		return err
	}
	named := func(n access.Named) bool {
		return n.EndedBy == "" && (n.Holder.ID == row.by || n.Holder.ID == row.organisation)
	}
	if restriction.Holds() && !slices.ContainsFunc(restriction.Named, named) {
		return problem.New(problem.Conflict, "voice.carry_restricted")
	}
	list, err := carriable(ctx, w, row.record)
	if err != nil {
		return err
	}
	place := 0
	for _, c := range list {
		if !c.Chosen {
			continue
		}
		if err := insertAskWord(ctx, w.Tx, row.id, row.record, place, c.Contribution, c.Item); err != nil {
			return err
		}
		place++
	}
	if place == 0 {
		return problem.New(problem.Conflict, "voice.nothing_chosen")
	}
	until := w.At.AddDate(0, 0, days)
	row.answer, row.until = "yes", db.Time(until)
	row.grant, err = w.Give(ctx, access.Grant{Part: permit.PartShare, HolderKind: access.HolderAccount, Holder: row.by, Reason: access.ReasonShare, Until: until})
	return err
}

// WaitingAsk is a line of the list of who asked: whose record, since when, and no word.
type WaitingAsk struct {
	ID, Record string
	Names      record.Names
	At         time.Time
}

// WaitingAsks lists what waits for the decision of who lists, the oldest first.
func (s *Service) WaitingAsks(ctx context.Context, who permit.Actor) (list []WaitingAsk, err error) {
	if !permit.Could(who, permit.DecideCarry) {
		return nil, nil
	}
	err = s.door.List(ctx, who, permit.ListVoices, func(l *access.Listing) error {
		list = nil // a snapshot may be read again
		rows, err := waitingAsks(ctx, l.Tx, access.Visible(who, permit.DecideCarry, l.At, "record_id", 1), db.Time(l.At.Add(-askWaits)))
		if err != nil || len(rows) == 0 {
			return err
		}
		var ids []string
		for _, row := range rows {
			if !slices.Contains(ids, row.record) {
				ids = append(ids, row.record)
			}
		}
		keys, err := l.Keys(ctx, ids)
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		if err != nil {
			return err
		}
		for _, row := range rows {
			a, err := row.heading(l.At)
			if err != nil {
				return err
			}
			if n, ok := names[row.record]; ok && a.State == AskWaits {
				list = append(list, WaitingAsk{row.id, row.record, n, a.At})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who asked: %w", err)
	}
	return list, nil
}

// CountAsks says how many wait for a decision of who asks.
func (s *Service) CountAsks(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.DecideCarry) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		rows, err := waitingAsks(ctx, w.Tx, access.Visible(who, permit.DecideCarry, w.At, "record_id", 1), db.Time(w.At.Add(-askWaits)))
		n = len(slices.DeleteFunc(rows, func(r askRow) bool { return r.backAt != "" }))
		return err
	})
	return n, err
}
