package app

import (
	"context"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
)

// planMeetings lets agencies meet about one young person: a meeting that was held, with minutes that were agreed, and one
// that is to come, to which an agency sends its apologies.
func (l *demoLife) planMeetings() {
	m := demoMeeting{demoLife: l, morgan: l.actors["morgan"], sunniva: l.actors["sunniva"]}
	at := l.workday(l.now.AddDate(0, 0, -9), 9)
	l.when(at, m.convene)
	l.when(at.Add(time.Hour), m.hold)
	l.when(at.AddDate(0, 0, 1), m.minutes)
	l.when(at.AddDate(0, 0, 3), m.next)
}

// demoMeeting is what agencies say of one meeting, in its order.
type demoMeeting struct {
	*demoLife
	morgan, sunniva permit.Actor
	id, kestrel     string // the meeting, and the invitation of Kestrel House
	police          string
}

func (m *demoMeeting) line(kind sharing.LineKind, text string) sharing.Line {
	return sharing.Line{ID: db.NewID(), Meeting: m.id, Record: m.demoLife.id, Kind: kind, Audience: []string{sharing.AudienceRoom}, Text: sharing.LineText{Text: text}}
}

func (m *demoMeeting) write(ctx context.Context, lines ...sharing.Line) error {
	for _, l := range lines {
		if _, err := m.app.Sharing.Write(ctx, m.morgan, l, ""); err != nil {
			return err
		}
	}
	return nil
}

func (m *demoMeeting) invite(ctx context.Context, agency, name, whom string) (string, error) {
	i := sharing.Invitation{ID: db.NewID(), Meeting: m.id, Record: m.demoLife.id, Agency: agency, Text: sharing.Invited{Agency: name, Whom: whom}}
	return i.ID, m.app.Sharing.Invite(ctx, m.morgan, i)
}

func (m *demoMeeting) convene(ctx context.Context) (err error) {
	m.id = db.NewID()
	at := m.app.Sharing.Now()
	if err := m.app.Sharing.Convene(ctx, m.morgan, sharing.Meeting{ID: m.id, Record: m.demoLife.id, Kind: sharing.CoreGroup, Starts: at.Add(time.Hour), Until: at.AddDate(0, 6, 0),
		Plan: sharing.Plan{Where: "Council offices, room 2 (invented)", Purpose: "See what has been done since the last time, and what is still in the way.", Chair: "Morgan Tideswell (invented)",
			TakesPart: "words", TakesPartWhy: "They would rather not sit with so many people. Their worker says what they want said.",
			NotInRoom: "Nobody from the old hotel.", Decided: "Nobody from there is asked."}}); err != nil {
		return err
	}
	if m.kestrel, err = m.invite(ctx, m.organisations["kestrel"], "", "Sunniva Willowbank (invented), youth worker"); err != nil {
		return err
	}
	if m.police, err = m.invite(ctx, "", "Larkmoor police (invented)", "The officer for missing children"); err != nil {
		return err
	}
	wish := m.line(sharing.WishLine, "I want to stay at my school. Please do not move me again.")
	wish.Text.Language = "en"
	yes := m.line(sharing.PermitLine, "")
	yes.About, yes.Audience, yes.Code = wish.ID, []string{m.kestrel}, "yes"
	answer := m.line(sharing.AnswerLine, "")
	answer.Code = "coming"
	if err := m.app.Sharing.SayInMeeting(ctx, m.sunniva, answer); err != nil {
		return err
	}
	return m.write(ctx, wish, yes)
}

func (m *demoMeeting) hold(ctx context.Context) error {
	present := m.line(sharing.PresentLine, "")
	present.Whose, present.Text.Who, present.Text.From, present.Text.Left = m.kestrel, "Sunniva Willowbank (invented)", "10:00", "10:50"
	chair := m.line(sharing.PresentLine, "")
	chair.Text.Who, chair.Text.From = "Morgan Tideswell (invented)", "10:00"
	point := m.line(sharing.PointLine, "They come to the breakfast club on four days of five.")
	point.Whose, point.Code = m.kestrel, string(sharing.Fact)
	opinion := m.line(sharing.PointLine, "A move now would undo much of what has grown.")
	opinion.Code = string(sharing.Opinion)
	school := m.line(sharing.DecisionLine, "The school place is kept, whatever happens with housing.")
	school.Text.ForYoung, school.Text.Language = "You stay at your school.", "en"
	bus := m.line(sharing.DecisionLine, "Kestrel House pays for the bus until the council’s pass has come.")
	bus.Whose, bus.Due = m.kestrel, m.now.AddDate(0, 0, -2).Format(time.DateOnly)
	bus.Text.ForYoung, bus.Text.Language = "Kestrel House pays for your bus.", "en"
	not := m.line(sharing.DissentLine, "We would have wanted the pass to be there before the meeting.")
	not.Whose, not.About = m.kestrel, bus.ID
	promise := m.line(sharing.PromiseLine, "Ring the housing team, and tell them what was said here.")
	promise.Code, promise.Text.Who, promise.Due = "yes", "Morgan Tideswell (invented)", m.now.AddDate(0, 0, 10).Format(time.DateOnly)
	return m.write(ctx, present, chair, point, opinion, school, bus, not, promise)
}

func (m *demoMeeting) minutes(ctx context.Context) error {
	if err := m.write(ctx, m.line(sharing.DraftLine, "")); err != nil {
		return err
	}
	p, err := m.app.Sharing.OpenInvitation(ctx, m.sunniva, m.demoLife.id, m.id)
	if err != nil {
		return err
	}
	for _, l := range p.Lines {
		if l.Kind == sharing.PointLine && l.Whose == m.kestrel {
			beside := m.line(sharing.PointLine, "Four days of five in March; three in February.")
			beside.Corrects, beside.Code = l.ID, string(sharing.Fact)
			if err := m.app.Sharing.SayInMeeting(ctx, m.sunniva, beside); err != nil {
				return err
			}
		}
	}
	g, err := m.app.Sharing.Meeting(ctx, m.morgan, m.demoLife.id, m.id)
	if err != nil {
		return err
	}
	return m.app.Sharing.Agree(ctx, m.morgan, m.demoLife.id, m.id, db.NewID(), g.LastSeen())
}

func (m *demoMeeting) next(ctx context.Context) (err error) {
	m.id = db.NewID()
	if err := m.app.Sharing.Convene(ctx, m.morgan, sharing.Meeting{ID: m.id, Record: m.demoLife.id, Kind: sharing.Review, Starts: m.now.AddDate(0, 1, 0), Until: m.now.AddDate(0, 3, 0),
		Plan: sharing.Plan{Where: "Larkmoor library, the quiet room (invented)", Purpose: "Go through the plan together.", Chair: "Robin Fell (invented), who chairs reviews",
			TakesPart: "in_person", TakesPartWhy: "They come for the first half, with their advocate."}}); err != nil {
		return err
	}
	m.kestrel, err = m.invite(ctx, m.organisations["kestrel"], "", "Somebody who knows them")
	return err
}
