package app

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/custody"
	"stablefutures/internal/i18n"
	"stablefutures/internal/voice"
)

// heldInVoice says when cards were made and stopped, who asked with one for the words that a young person carries on, and what
// was said to it. The letters on a card are not there: a bundle may be found. The words themselves stand in their own place.
func (a *App) heldInVoice(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	c, err := a.Voice.CarryOf(ctx, w, record)
	if err != nil {
		return nil, err
	}
	var all []custody.Section
	if len(c.Cards) > 0 {
		s := custody.Section{ID: "carry-cards", Title: l.T("voice.held_cards"), About: l.T("voice.held_about")}
		for _, card := range slices.Backward(c.Cards) {
			line := l.T("voice.held_made", "moment", l.Moment(card.MadeAt))
			if !card.EndedAt.IsZero() {
				line = l.T("voice.held_stopped", "moment", l.Moment(card.MadeAt), "ended", l.Moment(card.EndedAt))
			}
			s.Lines = append(s.Lines, line)
		}
		all = append(all, s)
	}
	for _, ask := range slices.Backward(c.Asks) {
		all = append(all, askedWith(l, c, ask))
	}
	return all, nil
}

func askedWith(l i18n.L, c voice.Carry, ask voice.Ask) custody.Section {
	who := personName(l, c.Names, ask.By)
	s := custody.Section{ID: "carry-" + ask.ID, Title: l.T("voice.held_asked", "who", who, "moment", l.Moment(ask.At)), About: l.T("voice.held_about")}
	if ask.DecidedBy != "" {
		key := "voice.held_no"
		if !ask.Until.IsZero() {
			key = "voice.held_yes"
		}
		s.Lines = append(s.Lines, l.T(key, "who", personName(l, c.Names, ask.DecidedBy), "moment", l.Moment(ask.DecidedAt), "until", l.Moment(ask.Until)))
	}
	if !ask.ReadAt.IsZero() {
		s.Lines = append(s.Lines, l.T("voice.was_read", "who", who, "moment", l.Moment(ask.ReadAt)))
	}
	if !ask.TakenBackAt.IsZero() {
		s.Lines = append(s.Lines, l.T("voice.held_back", "moment", l.Moment(ask.TakenBackAt)))
	}
	s.Add("ask:"+ask.ID+":who", l.T("voice.asked_who"), ask.Text.Who, "", ask.By)
	s.Add("ask:"+ask.ID+":why", l.T("voice.asked_why"), ask.Text.Why, "", ask.By)
	s.Add("ask:"+ask.ID+":reason", l.T("voice.decide_reason"), ask.Answer.Reason, "", ask.DecidedBy)
	s.Add("ask:"+ask.ID+":young", l.T("voice.decide_reason"), ask.Answer.ForYoung, ask.Answer.Language, ask.DecidedBy)
	return s
}
