package voice

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Waiting is a line of the list of what young people said: whose, of what kind, since when, and no word of it.
type Waiting struct {
	conversation.OpenRemark
	Names record.Names
	Mine  bool // who lists is the adult that was told
}

// News lists what young people said that nobody has answered yet, over every record who may open: what was told to them
// first.
func (s *Service) News(ctx context.Context, who permit.Actor) (list []Waiting, err error) {
	err = s.door.List(ctx, who, permit.ListVoices, func(l *access.Listing) error {
		list = nil // a snapshot may be read again
		rows, err := conversation.OpenRemarks(ctx, l)
		if err != nil {
			return err
		}
		var ids []string
		for _, r := range rows {
			if !slices.Contains(ids, r.Record) {
				ids = append(ids, r.Record)
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
		for _, r := range rows {
			if n, ok := names[r.Record]; ok {
				list = append(list, Waiting{r, n, r.Adult == who.ID})
			}
		}
		slices.SortStableFunc(list, func(a, b Waiting) int {
			switch {
			case a.Mine == b.Mine:
				return 0
			case a.Mine:
				return -1
			}
			return 1
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what young people said: %w", err)
	}
	return list, nil
}

// Heard is everything that a young person said about what is written, for those who answer.
type Heard struct {
	Person   record.Person
	Remarks  []conversation.Remark // newest first
	Promises map[string]string     // what was promised, by id: what a remark may be about
	Sittings map[string]string     // the sitting of each contribution that a remark may be about
	Names    map[string]account.Person
}

// Hear opens what a young person said. It marks nothing as read: whoever has read it says so.
func (s *Service) Hear(ctx context.Context, who permit.Actor, recordID string) (h Heard, err error) {
	err = s.door.Read(ctx, who, permit.AnswerVoice, access.Record(recordID), func(w *access.Work) error {
		h = Heard{Promises: map[string]string{}, Sittings: map[string]string{}}
		if h.Person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		if h.Remarks, err = conversation.Remarks(ctx, w, recordID); err != nil {
			return err
		}
		slices.Reverse(h.Remarks)
		made, err := promise.List(ctx, w, recordID)
		if err != nil {
			return err
		}
		for _, p := range made {
			h.Promises[p.ID] = p.Text.What
		}
		held, err := conversation.Summaries(ctx, w, recordID)
		if err != nil {
			return err
		}
		for _, sitting := range held {
			for _, c := range sitting.Contributions {
				h.Sittings[c.ID] = sitting.ID
			}
		}
		var ids []string
		for _, r := range h.Remarks {
			ids = append(ids, r.Adult, r.Author)
			for _, a := range r.Replies {
				ids = append(ids, a.Author)
			}
		}
		h.Names, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return Heard{}, fmt.Errorf("hear: %w", err)
	}
	return h, nil
}

// Reply says that a remark was read, or what is answered: what the young person sees in their place.
func (s *Service) Reply(ctx context.Context, who permit.Actor, recordID string, a conversation.Reply) error {
	err := s.door.Do(ctx, who, permit.AnswerVoice, access.Record(recordID), func(w *access.Work) error {
		if a.Text.ForYoung != "" {
			person, err := record.Find(ctx, w, recordID)
			if err != nil {
				return err
			}
			a.Text.Language = person.Profile.FirstLanguage()
		}
		return conversation.ReplyTo(ctx, w, recordID, a)
	})
	if err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	return nil
}
