package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Write keeps one thing of a meeting, for those who work with the young person. What others wrote meanwhile stays: others
// says how much that was since the line that the writer had seen. A promise, and a decision with a day, become a promise of
// the record. Setting right what somebody set right already is a Conflict. The same id again changes nothing.
func (s *Service) Write(ctx context.Context, who permit.Actor, l Line, seen string) (others int, err error) {
	err = s.door.Do(ctx, who, permit.HoldMeeting, access.Record(l.Record), func(w *access.Work) error {
		g, done, err := opened(ctx, w, l)
		if done || err != nil {
			return err
		}
		l.Organisation = who.Organisation
		if err := l.check(g); err != nil {
			return err
		}
		if first, ok := g.line(l.Corrects); ok && first.Organisation != who.Organisation {
			return problem.New(problem.Forbidden, "meeting.not_yours")
		}
		others = g.Since(seen, who.ID)
		return s.keep(ctx, w, g, l)
	})
	if err != nil {
		return 0, fmt.Errorf("write of meeting: %w", err)
	}
	return others, nil
}

// opened gathers the meeting of a line, and reports whether the line is kept already.
func opened(ctx context.Context, w *access.Work, l Line) (g Gathering, done bool, err error) {
	w.Note(l.Meeting, l.ID, string(l.Kind))
	if g, err = gather(ctx, w, l.Record, l.Meeting); err != nil {
		return g, false, err
	}
	if !db.IsID(l.ID) {
		var c problem.Check
		c.Add("text", "problem.stale_form")
		return g, false, c.Err()
	}
	meeting, author, kind, err := lineOf(ctx, w.Tx, l.ID)
	switch {
	case err == nil && meeting == l.Meeting && author == w.Who.ID && kind == l.Kind:
		return g, true, nil // sent twice
	case err == nil:
		return g, false, problem.New(problem.Conflict, "problem.duplicate")
	case !problem.Is(err, problem.NotFound):
		return g, false, err
	case g.Off():
		return g, false, problem.New(problem.Conflict, "meeting.off")
	case len(g.Lines) >= mostLines:
		return g, false, problem.New(problem.Conflict, "meeting.full")
	}
	return g, false, nil
}

// keep writes a line with the promise that carries it out.
func (s *Service) keep(ctx context.Context, w *access.Work, g Gathering, l Line) error {
	if earlier, ok := g.line(l.Corrects); ok {
		l.Promise, l.Due = earlier.Promise, earlier.Due // what becomes of a promise is said on its own page
	} else if l.Due != "" {
		l.Promise = l.ID
		if err := s.promised(ctx, w, g, l); err != nil {
			return err
		}
	}
	return keepLine(ctx, w, l)
}

// promised makes the promise of a line. Where the agency that owns it sees a share of this record, it stands among what the
// agency said itself.
func (s *Service) promised(ctx context.Context, w *access.Work, g Gathering, l Line) error {
	edition, err := editionOf(ctx, w, g)
	if err != nil {
		return err
	}
	owner := l.Text.Who
	i, theirs := g.Invitation(l.Whose)
	if theirs {
		if owner, err = s.called(ctx, w, i); err != nil {
			return err
		}
		if l.Text.Who != "" {
			owner = l.Text.Who + ", " + owner
		}
	}
	agreed := l.Code
	if agreed == "" {
		agreed = "not_asked"
	}
	p := promise.Promise{ID: l.Promise, Record: l.Record, EditionID: edition, Agreed: agreed, DueOn: l.Due,
		Text: promise.Text{What: l.Text.Text, Owner: owner, WhatForYoung: l.Text.ForYoung, Language: l.Text.Language}}
	if l.Text.ForYoung == "" {
		p.Text.Language = ""
	}
	if !theirs || i.Agency == "" || slices.Contains(l.Audience, AudienceUs) {
		return promise.MakeIn(ctx, w, p)
	}
	rows, err := listShares(ctx, w.Tx, l.Record)
	if err != nil {
		return err
	}
	if err := endedElsewhere(ctx, w, rows); err != nil {
		return err
	}
	at := slices.IndexFunc(rows, func(r shareRow) bool { return r.Recipient == i.Agency && r.Open(w.At) })
	if at < 0 { // it has no place to say what became of it, so those who hold the record do
		return promise.MakeIn(ctx, w, p)
	}
	p.Agency = i.Agency
	if err := promise.MakeIn(ctx, w, p); err != nil {
		return err
	}
	document, err := json.Marshal(AnswerText{Version: 1})
	if err != nil {
		return err
	}
	reply := Reply{ID: l.Promise, Share: rows[at].ID, Author: w.Who.ID, Organisation: i.Agency, Kind: Promise, Ref: l.Promise, At: w.At}
	return insertAnswer(ctx, w.Tx, answerRow{reply, l.Record, w.Key.Seal(document, answerPlace(reply.ID))})
}

// called is what an invited agency is called.
func (s *Service) called(ctx context.Context, w *access.Work, i Invitation) (string, error) {
	if i.Agency == "" {
		return i.Text.Agency, nil
	}
	o, err := s.accounts.Organisation(ctx, w, i.Agency)
	return o.Name, err
}

// editionOf is the edition that a meeting's promises stand under: that of the last promise, the one that the organisation
// works with, or the checklist.
func editionOf(ctx context.Context, w *access.Work, g Gathering) (string, error) {
	made, err := promise.List(ctx, w, g.Record)
	if err != nil {
		return "", err
	}
	if n := len(made); n > 0 {
		return made[n-1].EditionID, nil
	}
	person, err := record.Find(ctx, w, g.Record)
	if err != nil {
		return "", err
	}
	e, err := framework.ChosenBy(ctx, w, g.Organisation, person.EditionFor(w.At))
	if problem.Is(err, problem.NotFound) {
		e, _ = framework.BySet(framework.SetChecklist)
		err = nil
	}
	if err != nil {
		return "", err
	}
	return e.ID, nil
}

// check says what is missing from a line, field by field, or what it cannot follow.
func (l Line) check(g Gathering) error {
	var c problem.Check
	text(&c, "text", l.Text.Text, slices.Contains([]LineKind{PointLine, WishLine, SaidLine, DecisionLine, PromiseLine, DissentLine}, l.Kind), "meeting.needs_text")
	for name, t := range map[string]string{"who": l.Text.Who, "for_young": l.Text.ForYoung, "translation": l.Text.Translation} {
		text(&c, name, t, false, "")
	}
	_, open := g.Invitation(l.Whose)
	c.Require(l.Whose == "" || open, "whose", "problem.not_a_choice")
	c.Require(g.reaches(l.Audience), "audience", "problem.not_a_choice")
	l.checkKind(&c, g)
	if err := c.Err(); err != nil {
		return err
	}
	return g.follows(l)
}

func (l Line) checkKind(c *problem.Check, g Gathering) {
	owned := l.Text.Who != "" || l.Whose != ""
	_, notADay := time.Parse(time.DateOnly, l.Due)
	about, aboutLine := g.line(l.About)
	_, aboutInvitation := g.Invitation(l.About)
	switch l.Kind {
	case PresentLine:
		text(c, "who", l.Text.Who, true, "meeting.needs_who")
		for name, t := range map[string]string{"from": l.Text.From, "left": l.Text.Left} {
			_, err := time.Parse("15:04", t)
			c.Require(t == "" || err == nil, name, "meeting.needs_clock")
		}
	case PointLine:
		c.Require(l.Code == string(Fact) || l.Code == string(Opinion), "code", "meeting.needs_mark")
	case DecisionLine:
		c.Require(l.Due == "" || notADay == nil, "due", "promise.needs_a_day")
		c.Require(l.Due == "" || owned, "who", "promise.needs_owner")
		// A promise is the young person's to read, and what is for us alone may not be.
		c.Require(l.Due == "" || l.Corrects != "" || !slices.Contains(l.Audience, AudienceUs), "due", "meeting.day_is_a_promise")
	case PromiseLine:
		c.Require(notADay == nil, "due", "promise.needs_a_day")
		c.Require(owned, "who", "promise.needs_owner")
		c.Require(slices.Contains(AskedAnswers, l.Code), "code", "promise.needs_agreed")
	case DissentLine:
		c.Require(owned, "who", "meeting.needs_whose")
		c.Require(l.About == "" || aboutLine && about.Kind == DecisionLine, "about", "problem.not_a_choice")
	case AnswerLine:
		c.Require(slices.Contains(AnswersToInvitation, l.Code), "code", "meeting.needs_answer")
		c.Require(aboutInvitation, "about", "problem.not_a_choice")
		text(c, "who", l.Text.Who, l.Code == "sends", "meeting.needs_who_sent")
	case PermitLine:
		c.Require(l.Code == "yes" || l.Code == "no", "code", "share.needs_answer")
		c.Require(aboutLine && (about.Kind == WishLine || about.Kind == SaidLine), "about", "problem.not_a_choice")
		c.Require(len(l.Audience) == 1 && l.Audience[0] != AudienceRoom && l.Audience[0] != AudienceUs, "audience", "share.needs_recipient")
	case WishLine, SaidLine, DraftLine, PaperLine:
	default:
		c.Add("kind", "problem.not_a_choice")
	}
}

// reaches reports whether an audience is one that the meeting has.
func (g Gathering) reaches(audience []string) bool {
	if len(audience) == 1 && (audience[0] == AudienceRoom || audience[0] == AudienceUs) {
		return true
	}
	for _, a := range audience {
		if _, ok := g.Invitation(a); !ok {
			return false
		}
	}
	return len(audience) > 0
}

// follows refuses a line that sets right what is not there, what is of another kind, or what was set right already.
func (g Gathering) follows(l Line) error {
	if l.Corrects == "" {
		return nil
	}
	first, ok := g.line(l.Corrects)
	switch {
	case !ok || first.Kind != l.Kind:
		return problem.New(problem.NotFound, "problem.not_found")
	case g.later(first) != "" && first.Organisation == l.Organisation:
		return problem.New(problem.Conflict, "meeting.corrected_already")
	}
	return nil
}

// HandOver keeps that an agency was given its page on paper, with what stood on it.
func (s *Service) HandOver(ctx context.Context, who permit.Actor, recordID, meeting, invitation, id string) error {
	err := s.door.Do(ctx, who, permit.HoldMeeting, access.Record(recordID), func(w *access.Work) error {
		p, err := s.packFor(ctx, w, recordID, meeting, invitation)
		if err != nil {
			return err
		}
		l := Line{ID: id, Meeting: meeting, Record: recordID, Kind: PaperLine, About: invitation, Audience: []string{AudienceUs}}
		g, done, err := opened(ctx, w, l)
		if done || err != nil {
			return err
		}
		for _, one := range p.Lines {
			l.Text.Seen += one.ID + " "
		}
		for _, share := range p.Shares {
			for _, x := range share.Elements {
				if x.Missing == "" {
					l.Text.Seen += x.ID + " "
				}
			}
		}
		return s.keep(ctx, w, g, l)
	})
	if err != nil {
		return fmt.Errorf("hand pack over: %w", err)
	}
	return nil
}
