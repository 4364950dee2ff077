package conversation

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// beginView makes a draft of somebody's own view ready: the young person's part is over, and their own topics can be
// named in it.
func (s *Service) beginView(ctx context.Context, w *access.Work, row sittingRow, c *Content) error {
	if row.endedAt == "" {
		return problem.New(problem.Conflict, "conversation.still_open")
	}
	_, topics, err := s.talked(ctx, w, row)
	for _, t := range topics {
		if _, have := c.Topic(t.ID); !have && err == nil {
			c.Topics = append(c.Topics, Topic{ID: t.ID})
		}
	}
	return err
}

// talked gives what the young person talked about in a sitting, as it stands after corrections.
func (s *Service) talked(ctx context.Context, w *access.Work, row sittingRow) (about map[string]bool, topics []Topic, err error) {
	all, err := contributions(ctx, w, row.record)
	about = map[string]bool{}
	for _, c := range standing(all) {
		if c.Sitting != row.id || c.Perspective != YoungPerson {
			continue
		}
		for code := range c.Content.talkedAbout() {
			about[code] = true
		}
		topics = append(topics, c.Content.Topics...)
	}
	return about, topics, err
}

// standing leaves out what was corrected, in favour of its correction.
func standing(all []Contribution) []Contribution {
	corrected := map[string]bool{}
	for _, c := range all {
		corrected[c.Corrects] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(c Contribution) bool { return corrected[c.ID] })
}

// AddView keeps the actor's own view of a sitting, from the draft they made of it, apart from the young person's and
// about nothing that the young person did not talk about. The same contributionID again changes nothing.
func (s *Service) AddView(ctx context.Context, who permit.Actor, recordID, sittingID, contributionID string) error {
	if !db.IsID(contributionID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	p := OwnPerspective(who)
	return s.door.Do(ctx, who, permit.AddView, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		row, err := findSitting(ctx, w.Tx, recordID, sittingID)
		if err != nil {
			return err
		}
		if done, err := repeated(ctx, w, recordID, sittingID, contributionID); done || err != nil {
			return err
		}
		c, err := s.draft(ctx, w, recordID, sittingID, p)
		if err != nil {
			return err
		}
		if !c.Complete() {
			return problem.New(problem.Invalid, "conversation.nothing_to_keep")
		}
		if err := s.keepView(ctx, w, row, Contribution{ID: contributionID, Sitting: sittingID, Record: recordID,
			Perspective: p, EditionID: row.edition, Content: c}); err != nil {
			return err
		}
		return deleteDraft(ctx, w.Tx, recordID, sittingID, who.ID, string(p))
	})
}

// keepView keeps a view that is about nothing but what was talked about, with those own topics that it speaks of.
func (s *Service) keepView(ctx context.Context, w *access.Work, row sittingRow, c Contribution) error {
	about, _, err := s.talked(ctx, w, row)
	if err != nil {
		return err
	}
	ed, err := edition(ctx, w, row.edition)
	if err != nil {
		return err
	}
	if err := c.Content.keepsTo(ed, about); err != nil {
		return err
	}
	named := c.Content
	named.Topics = nil
	spoken := named.talkedAbout()
	c.Content.Topics = slices.DeleteFunc(slices.Clone(c.Content.Topics), func(t Topic) bool { return !spoken[t.ID] })
	return s.keep(ctx, w, c)
}

// TalkThrough notes that a view was talked through with the young person, or is withheld and why (serious harm). Why
// is needed for the second.
func (s *Service) TalkThrough(ctx context.Context, who permit.Actor, recordID, contributionID, outcome, why string) error {
	var c problem.Check
	c.Require(outcome == "talked_through" || outcome == "withheld", "outcome", "problem.not_a_choice")
	c.Require(outcome != "withheld" || why != "", "why", "problem.reason_required")
	c.Require(utf8.RuneCountInString(why) <= MaxWords, "why", "problem.too_long", "max", MaxWords)
	if err := c.Err(); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.AddView, access.Record(recordID), func(w *access.Work) error {
		w.Note(contributionID)
		have, err := findContribution(ctx, w.Tx, recordID, contributionID)
		if err != nil {
			return err
		}
		if have.perspective == string(YoungPerson) {
			return problem.New(problem.Invalid, "conversation.their_own_words")
		}
		last, err := s.lastTalk(ctx, w, recordID, contributionID)
		if err != nil || last.Outcome == outcome && last.Why == why {
			return err // said already: a button pressed twice
		}
		if last.Outcome == "withheld" && have.author != who.ID && last.By != who.ID && !who.Is(permit.Manager) {
			return problem.New(problem.Forbidden, "conversation.withheld_by_another")
		}
		id := db.NewID()
		sealed := w.Key.SealText(why, seal.Place{Table: "conversation_talks", Row: id, Column: "document"})
		if err := insertTalk(ctx, w.Tx, talkRow{id: id, contribution: contributionID, record: recordID, at: db.Time(w.At),
			author: who.ID, outcome: outcome, document: sealed}); err != nil {
			return err
		}
		return addToPicture(ctx, w, recordID, section{TalkOf: contributionID,
			Talk: Talk{Outcome: outcome, At: w.At.UTC().Truncate(time.Microsecond), By: who.ID, Why: why}})
	})
}

func (s *Service) lastTalk(ctx context.Context, w *access.Work, recordID, contributionID string) (last Talk, err error) {
	talks, err := listTalks(ctx, w.Tx, recordID)
	for _, t := range talks {
		if t.contribution == contributionID && err == nil {
			last, err = openTalk(w, t)
		}
	}
	return last, err
}
