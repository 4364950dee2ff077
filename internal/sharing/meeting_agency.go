package sharing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// InvitedTo is one meeting on the list of an agency: who convened it and when it is. Nothing of the young person stands in
// a list.
type InvitedTo struct {
	Meeting string
	Record  string
	From    string // the organisation's name
	Kind    MeetingKind
	Starts  time.Time
	Until   time.Time
}

// Invitations lists the meetings that the reader's agency is invited to now, the soonest first.
func (s *Service) Invitations(ctx context.Context, who permit.Actor) (list []InvitedTo, err error) {
	err = s.door.List(ctx, who, permit.ListShares, func(l *access.Listing) error {
		rows, err := listInvitedTo(ctx, l, who.Organisation)
		if err != nil {
			return err
		}
		list = list[:0]
		for _, i := range rows {
			m := i.Meeting
			open, err := l.GrantOpen(ctx, i.grant)
			if err != nil {
				return err
			}
			if !open || !l.At.Before(m.Until) {
				continue
			}
			o, err := s.accounts.Organisation(ctx, l.Work, m.Organisation)
			if err != nil {
				return err
			}
			l.Note(m.ID)
			list = append(list, InvitedTo{Meeting: m.ID, Record: m.Record, From: o.Name, Kind: m.Kind, Starts: m.Starts, Until: m.Until})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	return list, nil
}

// OpenInvitation gives a meeting to somebody of an invited agency: its invitation, its pack, and what it may see of the
// minutes; and keeps that they saw it. A meeting that is over, called off, another's, or not there is NotFound alike.
func (s *Service) OpenInvitation(ctx context.Context, who permit.Actor, recordID, meeting string) (p Pack, err error) {
	err = s.door.Do(ctx, who, permit.ReadShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting)
		g, to, err := invitedHere(ctx, w, recordID, meeting)
		if err != nil {
			return err
		}
		if p, err = s.pack(ctx, w, g, to); err != nil {
			return err
		}
		return p.keepSeen(ctx, w)
	})
	if err != nil {
		return Pack{}, fmt.Errorf("open invitation: %w", err)
	}
	return p, nil
}

// invitedHere finds the meeting and the open invitation of the reader's own agency.
func invitedHere(ctx context.Context, w *access.Work, recordID, meeting string) (g Gathering, to Invitation, err error) {
	if g, err = gather(ctx, w, recordID, meeting); err != nil {
		return g, to, err
	}
	at := slices.IndexFunc(g.Invitations, func(i Invitation) bool { return i.Agency != "" && i.Agency == w.Who.Organisation && i.Open() })
	if at < 0 || g.Off() || !w.At.Before(g.Until) {
		return Gathering{}, to, problem.New(problem.NotFound, "problem.not_found")
	}
	to = g.Invitations[at]
	if open, err := opens(ctx, w, to.Grant); err != nil || !open {
		if err == nil {
			err = problem.New(problem.NotFound, "problem.not_found")
		}
		return Gathering{}, to, err
	}
	return g, to, nil
}

// keepSeen keeps which lines and which elements of shares were there to be read.
func (p Pack) keepSeen(ctx context.Context, w *access.Work) error {
	at := db.Time(w.At)
	day := at[:len(time.DateOnly)]
	var lines []string
	for _, l := range p.Lines {
		lines = append(lines, l.ID)
	}
	if err := insertHeard(ctx, w.Tx, db.NewID(), p.Meeting.ID, p.Record, w.Who.ID, w.Who.Organisation, day, at, lines); err != nil {
		return err
	}
	for _, share := range p.Shares {
		var seen []string
		for _, x := range share.Elements {
			if x.Missing == "" {
				seen = append(seen, x.ID)
			}
		}
		if err := insertSeen(ctx, w.Tx, db.NewID(), share.ID, p.Record, w.Who.ID, w.Who.Organisation, day, at, seen); err != nil {
			return err
		}
	}
	return nil
}

// PackFor gives one agency's page to those who work with the young person, to look at and to print; somebody outside has
// of it what was written down for them, and nothing of the record. Of a restricted record there is none.
func (s *Service) PackFor(ctx context.Context, who permit.Actor, recordID, meeting, invitation string) (p Pack, err error) {
	err = s.door.Read(ctx, who, permit.ReadShares, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting, invitation)
		p, err = s.packFor(ctx, w, recordID, meeting, invitation)
		return err
	})
	if err != nil {
		return Pack{}, fmt.Errorf("make pack: %w", err)
	}
	return p, nil
}

func (s *Service) packFor(ctx context.Context, w *access.Work, recordID, meeting, invitation string) (Pack, error) {
	g, err := gather(ctx, w, recordID, meeting)
	if err != nil {
		return Pack{}, err
	}
	to, ok := g.Invitation(invitation)
	if !ok || !to.Open() {
		return Pack{}, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := unrestricted(ctx, w); err != nil {
		return Pack{}, err
	}
	return s.pack(ctx, w, g, to)
}

// pack makes one agency's page anew from what the record says now: its open shares with its own entries, and the lines
// that it may see. Everything else is left out, also of what only explains it.
func (s *Service) pack(ctx context.Context, w *access.Work, g Gathering, to Invitation) (p Pack, err error) {
	p = Pack{Gathering: g.to(to), To: to, Out: g.Drafted()}
	if err := s.nameMeeting(ctx, w, &p.Gathering); err != nil {
		return Pack{}, err
	}
	if to.Agency == "" {
		return p, nil
	}
	rows, err := listShares(ctx, w.Tx, g.Record)
	if err != nil {
		return Pack{}, err
	}
	if err := endedElsewhere(ctx, w, rows); err != nil {
		return Pack{}, err
	}
	rows = slices.DeleteFunc(rows, func(r shareRow) bool { return r.Recipient != to.Agency || !r.Open(w.At) })
	if p.Shares, err = entries(ctx, w, g.Record, rows); err != nil {
		return Pack{}, err
	}
	l := Log{Agencies: map[string]account.Organisation{}}
	for i := range p.Shares {
		p.Shares[i].Looks, p.Shares[i].Terms = nil, p.Shares[i].Terms.forAgency()
	}
	l.Entries = p.Shares
	if err := s.name(ctx, w, &l); err != nil {
		return Pack{}, err
	}
	p.Editions = l.Editions
	for id, name := range l.Names {
		p.Names[id] = name
	}
	return p, nil
}

// to leaves of a meeting what one agency may see.
func (g Gathering) to(i Invitation) Gathering {
	own := Gathering{Meeting: g.Meeting, Now: g.Now}
	own.Plan.TakesPartWhy, own.Plan.NotInRoom, own.Plan.Decided = "", "", ""
	own.By, own.CalledOffBy = "", ""
	whose := map[string]bool{}
	for _, l := range g.Lines {
		if g.later(l) != "" || !g.Shows(l, i) { // what was set right is not shown as it was
			continue
		}
		l.Text.ForYoung = ""
		own.Lines = append(own.Lines, l)
		whose[l.Whose] = true
	}
	for _, one := range g.Invitations {
		switch {
		case one.ID == i.ID:
			own.Invitations = append(own.Invitations, one)
		case whose[one.ID]: // whose decision it is, and no more of them
			own.Invitations = append(own.Invitations, Invitation{ID: one.ID, Meeting: one.Meeting, Agency: one.Agency, Text: Invited{Agency: one.Text.Agency}})
		}
	}
	if g.Drafted() {
		for _, m := range g.Minutes {
			m.Kept, m.By = KeptMinutes{}, ""
			own.Minutes = append(own.Minutes, m)
		}
	}
	return own
}

// SayInMeeting is what an invited agency says itself: its answer to the invitation, a point or a dissent of its own, or what it sets
// beside a line that is attributed to it. It changes nobody else's line.
func (s *Service) SayInMeeting(ctx context.Context, who permit.Actor, l Line) error {
	err := s.door.Do(ctx, who, permit.AnswerShare, access.Record(l.Record), func(w *access.Work) error {
		_, to, err := invitedHere(ctx, w, l.Record, l.Meeting)
		if err != nil {
			return err
		}
		g, done, err := opened(ctx, w, l)
		if done || err != nil {
			return err
		}
		l.Organisation, l.Promise, l.Due = who.Organisation, "", ""
		if l.Kind == AnswerLine {
			l.About, l.Audience = to.ID, []string{AudienceUs}
		} else {
			l.Whose, l.Audience = to.ID, []string{AudienceRoom}
		}
		if err := g.mayAdd(l, to); err != nil {
			return err
		}
		if err := l.check(g); err != nil {
			return err
		}
		return s.keep(ctx, w, g, l)
	})
	if err != nil {
		return fmt.Errorf("say in meeting: %w", err)
	}
	return nil
}

// mayAdd refuses an agency what is not its own to say.
func (g Gathering) mayAdd(l Line, to Invitation) error {
	hidden := problem.New(problem.NotFound, "problem.not_found")
	if l.Corrects != "" {
		of, ok := g.line(l.Corrects)
		if !ok || !g.Shows(of, to) || of.Organisation != to.Agency && of.Whose != to.ID {
			return hidden
		}
		return nil
	}
	if !slices.Contains([]LineKind{AnswerLine, PointLine, DissentLine}, l.Kind) {
		return hidden
	}
	if l.Kind == DissentLine && l.About != "" {
		if of, ok := g.line(l.About); !ok || !g.Shows(of, to) {
			return hidden
		}
	}
	return nil
}

// Gatherings gives everything of a record's meetings within a use case that is already decided: for an answer to somebody
// who asks what is held, and for an archive.
func (s *Service) Gatherings(ctx context.Context, w *access.Work, recordID string) ([]Gathering, error) {
	list, err := gatherings(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Looks, err = listHeard(ctx, w.Tx, recordID, list[i].ID); err != nil {
			return nil, err
		}
		if err := s.nameMeeting(ctx, w, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Told is what a meeting decided and promised, for the young person.
type Told struct {
	Person   record.Person
	Meeting  Meeting
	Edition  string // whose screen texts tell it
	Decided  []Line
	Promised []promise.Promise
}

// TellOf gives what was decided and promised in a meeting, for whoever tells it to the young person.
func (s *Service) TellOf(ctx context.Context, who permit.Actor, recordID, meeting string) (t Told, err error) {
	err = s.door.Read(ctx, who, permit.ReadShares, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting, "told")
		g, err := s.whole(ctx, w, recordID, meeting)
		if err != nil {
			return err
		}
		t = Told{Person: g.Person, Meeting: g.Meeting}
		if t.Edition, err = editionOf(ctx, w, g); err != nil {
			return err
		}
		for _, l := range g.Standing(DecisionLine, PromiseLine) {
			if p, ok := g.Promises[l.Promise]; ok {
				t.Promised = append(t.Promised, p)
			} else if l.Text.ForYoung != "" || !slices.Contains(l.Audience, AudienceUs) { // what is for us alone is not told by itself
				t.Decided = append(t.Decided, l)
			}
		}
		return nil
	})
	if err != nil {
		return Told{}, fmt.Errorf("tell of meeting: %w", err)
	}
	return t, nil
}
