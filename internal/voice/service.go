package voice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Service is what can be done with a young person's own place. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	least    time.Duration // see AnswersAfter
}

// New makes the service.
func New(door *access.Door, accounts *account.Service) *Service {
	return &Service{door: door, accounts: accounts}
}

// Place is what is theirs to see.
type Place struct {
	Person   record.Person
	Own      bool      // seen by the young person alone, on a device of their own: no view of anybody else's
	Spoken   bool      // and they came in by spoken words: what they said themselves, and nothing that anybody else wrote
	Sittings []Sitting // newest first, those in which something was kept
	Views    []View    // talked through with them, newest first
	Promises []promise.Promise
	Remarks  []conversation.Remark
	Names    map[string]account.Person // of everybody named here
	Adults   []account.Person          // who can be told: those who work with them
}

// Sitting is one conversation as it stands after corrections.
type Sitting struct {
	conversation.Sitting
	Said    conversation.Contribution
	Edition *framework.Edition
}

// View is what somebody else wrote and talked through with them.
type View struct {
	conversation.Contribution
	Edition *framework.Edition
	Topics  []conversation.Topic // the young person's own, which the view names by id
}

// Open gives what is theirs to see to whoever sits beside them, or to themselves in their own place.
func (s *Service) Open(ctx context.Context, who permit.Actor, recordID string) (p Place, err error) {
	act := permit.ReadOwn
	if who.Is(permit.Spoken) {
		act = permit.ReadOwnWords
	}
	err = s.door.Read(ctx, who, act, access.Record(recordID), func(w *access.Work) error {
		if err := s.inside(ctx, w, recordID); err != nil {
			return err
		}
		p, err = s.gather(ctx, w, recordID)
		return err
	})
	if err != nil {
		return Place{}, fmt.Errorf("open own place: %w", err)
	}
	return p, nil
}

func (s *Service) gather(ctx context.Context, w *access.Work, recordID string) (p Place, err error) {
	p.Own, p.Spoken = w.Who.Is(permit.YoungPerson), w.Who.Is(permit.Spoken)
	if p.Person, err = record.Find(ctx, w, recordID); err != nil {
		return p, err
	}
	held, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return p, err
	}
	for _, h := range held {
		if err := p.take(ctx, w, h); err != nil {
			return p, err
		}
	}
	if !p.Spoken {
		if p.Promises, err = promise.List(ctx, w, recordID); err != nil {
			return p, err
		}
	}
	slices.Reverse(p.Promises)
	if p.Remarks, err = conversation.Remarks(ctx, w, recordID); err != nil {
		return p, err
	}
	p.Remarks = slices.DeleteFunc(p.Remarks, func(r conversation.Remark) bool { return r.Kind == conversation.Pressed })
	slices.Reverse(p.Remarks)
	if p.Spoken {
		p.hideOthers()
		return p, nil
	}
	return p, s.name(ctx, w, &p)
}

// hideOthers takes out what anybody else wrote: what they said stays, with when it was read and that it was answered.
func (p *Place) hideOthers() {
	for i := range p.Remarks {
		r := &p.Remarks[i]
		for k := range r.Replies {
			r.Replies[k].Text, r.Replies[k].Author = conversation.ReplyText{}, ""
		}
		r.Adult = ""
	}
}

// take adds what is theirs to see of one sitting: what they said as it stands, and the views that were talked through.
func (p *Place) take(ctx context.Context, w *access.Work, h conversation.Summary) error {
	if h.Open() {
		return nil
	}
	ed, err := framework.Find(ctx, w, h.EditionID)
	if err != nil {
		return err
	}
	var topics []conversation.Topic
	for _, c := range h.Contributions {
		if c.Perspective == conversation.YoungPerson {
			topics = append(topics, c.Content.Topics...)
		}
	}
	for _, c := range h.Contributions {
		if slices.ContainsFunc(h.Contributions, func(later conversation.Contribution) bool { return later.Corrects == c.ID }) {
			continue
		}
		switch {
		case c.Perspective == conversation.YoungPerson:
			p.Sittings = append(p.Sittings, Sitting{h.Sitting, c, ed})
		case c.Talk.Outcome == "talked_through" && !p.Own:
			p.Views = append(p.Views, View{c, ed, topics})
		}
	}
	return nil
}

// name finds the names of everybody who is named here, and of the adults who can be told. In a place of their own the
// young person reads the names of those who answered them, and no list of accounts.
func (s *Service) name(ctx context.Context, w *access.Work, p *Place) error {
	adults, err := s.adults(ctx, w)
	if err != nil {
		return err
	}
	ids := slices.Clone(adults)
	for _, v := range p.Views {
		ids = append(ids, v.Author)
	}
	for _, r := range p.Remarks {
		ids = append(ids, r.Adult)
		for _, a := range r.Replies {
			ids = append(ids, a.Author)
		}
	}
	if p.Names, err = s.accounts.Names(ctx, w, ids); err != nil {
		return err
	}
	for _, id := range adults {
		if person, ok := p.Names[id]; ok {
			p.Adults = append(p.Adults, person)
		}
	}
	return nil
}

// adults are the accounts that can be told: whoever is beside the young person first, then those with a grant of their
// own on the record, the longest first. Somebody who is let in by their team alone is told when they are beside.
func (s *Service) adults(ctx context.Context, w *access.Work) ([]string, error) {
	keepers, err := s.keepers(ctx, w)
	if err != nil || w.Who.Is(permit.YoungPerson) {
		return keepers, err
	}
	beside := w.Who.ID
	return append([]string{beside}, slices.DeleteFunc(keepers, func(id string) bool { return id == beside })...), nil
}

// keepers are the accounts with a grant of their own to look after the record, the longest first.
func (s *Service) keepers(ctx context.Context, w *access.Work) ([]string, error) {
	grants, err := w.Grants(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range slices.Backward(grants) {
		looks := g.Part == permit.PartRecord && slices.Contains([]access.Reason{access.ReasonAllocation, access.ReasonTeam, access.ReasonGuardian}, g.Reason)
		if looks && g.HolderKind == access.HolderAccount && g.Open(w.At) && !slices.Contains(ids, g.Holder) {
			ids = append(ids, g.Holder)
		}
	}
	return ids, nil
}

// Say keeps what the young person says, or whom they ask for. The adult who is told must be one of those who work with
// them; "" tells whoever is beside them, or the first of them.
func (s *Service) Say(ctx context.Context, who permit.Actor, recordID string, r conversation.Remark) error {
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		if err := s.inside(ctx, w, recordID); err != nil {
			return err
		}
		adults, err := s.adults(ctx, w)
		if err != nil {
			return err
		}
		if r.Adult == "" && len(adults) > 0 {
			r.Adult = adults[0]
		}
		var c problem.Check
		c.Require(slices.Contains(adults, r.Adult), "adult", "problem.required_choice")
		c.Require(r.Kind != conversation.Pressed, "kind", "problem.required_choice")
		if err := c.Err(); err != nil {
			return err
		}
		if err := theirs(ctx, w, recordID, r.About); err != nil {
			return err
		}
		r.Own = who.Is(permit.YoungPerson)
		return conversation.AddRemark(ctx, w, recordID, r)
	})
	if err != nil {
		return fmt.Errorf("say: %w", err)
	}
	return nil
}

// theirs refuses what they cannot speak of because it is not in their place: nobody finds out by asking what is.
func theirs(ctx context.Context, w *access.Work, recordID, about string) error {
	if about == "" {
		return nil
	}
	p := Place{Own: w.Who.Is(permit.YoungPerson)}
	held, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return err
	}
	for _, h := range held {
		if err := p.take(ctx, w, h); err != nil {
			return err
		}
	}
	var made []promise.Promise
	if !w.Who.Is(permit.Spoken) {
		if made, err = promise.List(ctx, w, recordID); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(p.Sittings, func(s Sitting) bool { return s.Said.ID == about }) ||
		slices.ContainsFunc(p.Views, func(v View) bool { return v.ID == about }) ||
		slices.ContainsFunc(made, func(m promise.Promise) bool { return m.ID == about }) {
		return nil
	}
	return problem.New(problem.NotFound, "problem.not_found")
}

// Seen is who can see a young person's record now, and who looked.
type Seen struct {
	Seers  []record.Seer
	Looked []record.Looked
	More   bool      // there is more in the log than was read
	Until  time.Time // a place on a device of their own is open until then; zero where none is
}

// Seen tells who can see the record and who has looked, in the words of a young person's page.
func (s *Service) Seen(ctx context.Context, who permit.Actor, recordID string) (seen Seen, err error) {
	err = s.door.Read(ctx, who, permit.ReadOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("who_looked")
		if err := s.inside(ctx, w, recordID); err != nil {
			return err
		}
		if seen.Seers, err = record.WhoCanSee(ctx, w, s.accounts); err != nil {
			return err
		}
		if seen.Until, err = s.openUntil(ctx, w, recordID); err != nil {
			return err
		}
		seen.Looked, seen.More, err = record.WhoLooked(ctx, w, s.accounts)
		return err
	})
	if err != nil {
		return Seen{}, fmt.Errorf("see who looked: %w", err)
	}
	return seen, nil
}
