package voice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Heading is what somebody asked for, as they see it on their list. It says nothing that tells a code on a card from one on
// none: both wait until an answer comes, or none does.
type Heading struct {
	ID     string
	Record string // where the words are; "" unless they can be read now
	At     time.Time
	State  AskState
	Until  time.Time
	Own    string       // the record of theirs that it is for, "" for none
	Names  record.Names // of that
}

// AskedByMe lists what the reader asked for in the last year, the newest first.
func (s *Service) AskedByMe(ctx context.Context, who permit.Actor) (list []Heading, err error) {
	err = s.door.Read(ctx, who, permit.ListCarried, access.Nothing, func(w *access.Work) error {
		list = nil // a snapshot may be read again
		rows, err := listAsked(ctx, w.Tx, who.ID, db.Time(w.At.Add(-askListed)))
		if err != nil {
			return err
		}
		for _, row := range rows {
			a, err := row.heading(w.At)
			if err != nil {
				return err
			}
			if row.answer == "" { // one that was taken back before anybody answered stands like one on no card
				row.backAt = ""
				if a, err = row.heading(w.At); err != nil {
					return err
				}
			}
			h := Heading{ID: a.ID, At: a.At, State: a.State, Until: a.Until, Own: row.ownRecord}
			if a.State == AskGiven {
				h.Record = a.Record
			}
			list = append(list, h)
		}
		return nil
	})
	if err == nil {
		err = s.nameOwn(ctx, who, list)
	}
	if err != nil {
		return nil, fmt.Errorf("list what was asked: %w", err)
	}
	for i, h := range list { // ended on the record's own page of who can see
		if h.State == AskGiven && !s.door.May(ctx, who, permit.ReadCarried, h.Record) {
			list[i].State, list[i].Record = AskOver, ""
		}
	}
	return list, nil
}

// nameOwn finds the names of the reader's own records in a list; one they may open no more has none.
func (s *Service) nameOwn(ctx context.Context, who permit.Actor, list []Heading) error {
	var ids []string
	for _, h := range list {
		if h.Own != "" && !slices.Contains(ids, h.Own) {
			ids = append(ids, h.Own)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return s.door.List(ctx, who, permit.ListRecords, func(l *access.Listing) error {
		open, err := l.Open(ctx, ids)
		if err != nil || len(open) == 0 {
			return err
		}
		keys, err := l.Keys(ctx, open)
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		for i := range list {
			list[i].Names = names[list[i].Own]
		}
		return err
	})
}

// Told is one statement that was carried on, as it stands now. Missing says why it says nothing: the young person took it
// back ("taken_back", on Day), or it was set right since and not said to be carried on ("gone").
type Told struct {
	conversation.Statement
	Missing string
	Day     string
	Edition *framework.Edition // nil where there is none any more
}

// Received is what somebody new was let see.
type Received struct {
	Ask
	Words    []Told
	Language string                // the young person's first
	From     string                // the organisation that keeps the words
	Remarks  []conversation.Remark // what was passed on since by the reader, newest first
	Names    map[string]account.Person
}

// Received opens what the reader was let see, and keeps when it was first read. What is over, another's, or not there is
// NotFound alike.
func (s *Service) Received(ctx context.Context, who permit.Actor, recordID, ask string) (r Received, err error) {
	err = s.door.Do(ctx, who, permit.ReadCarried, access.Record(recordID), func(w *access.Work) error {
		w.Note(ask)
		if r, err = s.received(ctx, w, recordID, ask); err != nil {
			return err
		}
		return readAsk(ctx, w.Tx, ask, db.Time(w.At))
	})
	if err != nil {
		return Received{}, fmt.Errorf("open what was carried on: %w", err)
	}
	return r, nil
}

// given finds what the one who acts was let see on the work's record, while they are.
func (s *Service) given(ctx context.Context, w *access.Work, recordID, ask string) (Ask, error) {
	row, err := askOn(ctx, w, recordID, ask)
	if err != nil {
		return Ask{}, err
	}
	grants, err := w.Grants(ctx)
	if err != nil {
		return Ask{}, err
	}
	a, err := openAsk(w, row, grants)
	if err != nil {
		return a, err
	}
	if a.By != w.Who.ID || a.State != AskGiven {
		return Ask{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return a, nil
}

func (s *Service) received(ctx context.Context, w *access.Work, recordID, ask string) (r Received, err error) {
	if r.Ask, err = s.given(ctx, w, recordID, ask); err != nil {
		return r, err
	}
	person, err := record.Find(ctx, w, recordID)
	if err != nil {
		return r, err
	}
	r.Language = person.Profile.FirstLanguage()
	from, err := s.accounts.Organisation(ctx, w, person.Organisation)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return r, err
	}
	r.From = from.Name
	if r.Words, err = told(ctx, w, recordID, ask); err != nil {
		return r, err
	}
	all, err := conversation.Remarks(ctx, w, recordID)
	if err != nil {
		return r, err
	}
	ids := []string{r.DecidedBy}
	for _, m := range slices.Backward(all) {
		if m.Author != w.Who.ID || m.At.Before(r.DecidedAt) {
			continue
		}
		r.Remarks = append(r.Remarks, m)
		ids = append(ids, m.Adult)
		for _, a := range m.Replies {
			ids = append(ids, a.Author)
		}
	}
	r.Names, err = s.accounts.Names(ctx, w, ids)
	return r, err
}

// told gives the words of a yes as they stand now.
func told(ctx context.Context, w *access.Work, recordID, ask string) ([]Told, error) {
	chosen, err := listAskWords(ctx, w.Tx, ask)
	if err != nil {
		return nil, err
	}
	list, err := carriable(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	words := make([]Told, len(chosen))
	for i, one := range chosen {
		at := slices.IndexFunc(list, func(c Carriable) bool { return c.Contribution == one.Contribution && c.Item == one.Item })
		switch {
		case at < 0:
			words[i].Missing = "gone"
			continue
		case !list[at].Chosen:
			words[i].Missing = "taken_back"
			if p, ok := conversation.LastPermission(list[at].Permissions, one.Contribution, one.Item, conversation.CarryOn); ok {
				words[i].Day = p.At.Format(time.DateOnly)
			}
			continue
		}
		words[i].Statement = list[at].Statement
		words[i].Permissions = nil // to whom else they said yes is nobody's here
		ed, err := framework.Find(ctx, w, words[i].EditionID)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return nil, err
		}
		words[i].Edition = ed
	}
	return words, nil
}

// PassOn keeps what the young person says about their words now, with somebody new beside them, and tells whoever keeps
// them: the adult who said yes, where they work with the young person by a grant of their own, else the first who does.
func (s *Service) PassOn(ctx context.Context, who permit.Actor, recordID, ask string, r conversation.Remark) error {
	err := s.door.Do(ctx, who, permit.SayCarried, access.Record(recordID), func(w *access.Work) error {
		a, err := s.given(ctx, w, recordID, ask)
		if err != nil {
			return err
		}
		if r.About != "" {
			words, err := told(ctx, w, recordID, ask)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(words, func(t Told) bool { return t.Missing == "" && t.Contribution == r.About }) {
				return problem.New(problem.NotFound, "problem.not_found")
			}
		}
		if r.Words.Text != "" && r.Words.Language == "" {
			person, err := record.Find(ctx, w, recordID)
			if err != nil {
				return err
			}
			r.Words.Language = person.Profile.FirstLanguage()
		}
		adults, err := s.keepers(ctx, w)
		if err != nil {
			return err
		}
		if r.Adult = a.DecidedBy; len(adults) > 0 && !slices.Contains(adults, r.Adult) {
			r.Adult = adults[0]
		}
		var c problem.Check
		c.Require(slices.Contains(conversation.RemarkKinds, r.Kind), "kind", "problem.required_choice")
		if err := c.Err(); err != nil {
			return err
		}
		return conversation.AddRemark(ctx, w, recordID, r)
	})
	if err != nil {
		return fmt.Errorf("pass on: %w", err)
	}
	return nil
}

// KeepWith says which record of the reader's own the words belong beside: the same young person, told before.
func (s *Service) KeepWith(ctx context.Context, who permit.Actor, ask, ownRecord string) error {
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(ownRecord), func(w *access.Work) error {
		w.Note("told_before", ask)
		return placeAsk(ctx, w.Tx, ask, who.ID, ownRecord)
	})
	if err != nil {
		return fmt.Errorf("keep with: %w", err)
	}
	return nil
}

// ToldBefore gives what the reader was let see that belongs beside a record of theirs: told before, so that it need not be
// told again. Each opens with an entry of its own.
func (s *Service) ToldBefore(ctx context.Context, who permit.Actor, ownRecord string) (list []Received, err error) {
	var rows []askRow
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(ownRecord), func(w *access.Work) (err error) {
		w.Note("told_before")
		rows, err = listToldBefore(ctx, w.Tx, who.ID, ownRecord)
		return err
	})
	for _, row := range rows {
		if row.record == "" || row.answer != "yes" {
			continue
		}
		r, err := s.Received(ctx, who, row.record, row.id)
		if problem.Is(err, problem.NotFound) {
			continue // over, or taken back
		}
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	if err != nil {
		return nil, fmt.Errorf("told before: %w", err)
	}
	return list, nil
}
