package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

func invitedPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_invitations", Row: id, Column: "document"}
}

func linePlace(id string) seal.Place {
	return seal.Place{Table: "sharing_lines", Row: id, Column: "document"}
}

func minutesPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_minutes", Row: id, Column: "document"}
}

// Convene keeps that agencies are to meet about a young person. Nobody is asked by it yet. A record that is restricted
// opens to those it names alone, so no meeting is made of it. The same id again changes nothing.
func (s *Service) Convene(ctx context.Context, who permit.Actor, m Meeting) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(m.Record), func(w *access.Work) error {
		w.Note(m.ID, string(m.Kind))
		have, err := findMeeting(ctx, w.Tx, m.ID)
		if err == nil && have.Record == m.Record && have.By == who.ID {
			return nil // sent twice
		}
		if err == nil {
			return problem.New(problem.Conflict, "problem.duplicate")
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
		if err := m.check(w.At); err != nil {
			return err
		}
		if err := unrestricted(ctx, w); err != nil {
			return err
		}
		person, err := record.Find(ctx, w, m.Record)
		if err != nil {
			return err
		}
		m.Organisation, m.By, m.At = person.Organisation, who.ID, w.At
		if err := insertMeeting(ctx, w.Tx, m); err != nil {
			return err
		}
		return keepLine(ctx, w, planLine(m, db.NewID()))
	})
	if err != nil {
		return fmt.Errorf("convene meeting: %w", err)
	}
	return nil
}

func planLine(m Meeting, id string) Line {
	plan := m.Plan
	plan.Version = 1
	return Line{ID: id, Meeting: m.ID, Record: m.Record, Kind: PlanLine, Audience: []string{AudienceUs}, Text: LineText{Plan: &plan}}
}

func unrestricted(ctx context.Context, w *access.Work) error {
	r, err := w.Restriction(ctx)
	if err == nil && r.Holds() {
		err = problem.New(problem.Conflict, "meeting.restricted")
	}
	return err
}

// keepLine writes a line with who says it and when.
func keepLine(ctx context.Context, w *access.Work, l Line) error {
	l.Author, l.Organisation, l.At, l.Text.Version = w.Who.ID, w.Who.Organisation, w.At, 1
	document, err := json.Marshal(l.Text)
	if err != nil {
		return fmt.Errorf("write line: %w", err)
	}
	return insertLine(ctx, w.Tx, l, w.Key.Seal(document, linePlace(l.ID)))
}

// Change keeps another plan of a meeting; what it was before stays among its lines. Seen is the newest line that its writer
// had before them: a plan that somebody else changed since is a Conflict. Access that was given ends on the new day.
func (s *Service) Change(ctx context.Context, who permit.Actor, m Meeting, seen string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(m.Record), func(w *access.Work) error {
		w.Note(m.ID)
		g, err := gather(ctx, w, m.Record, m.ID)
		if err != nil {
			return err
		}
		if g.Off() {
			return problem.New(problem.Conflict, "meeting.off")
		}
		if err := m.check(w.At); err != nil {
			return err
		}
		at := slices.IndexFunc(g.Lines, func(l Line) bool { return l.ID == seen })
		if slices.ContainsFunc(g.Lines[at+1:], func(l Line) bool { return l.Kind == PlanLine }) {
			return problem.New(problem.Conflict, "meeting.plan_changed")
		}
		if err := updateMeeting(ctx, w.Tx, m); err != nil {
			return err
		}
		for _, i := range g.Invitations {
			if !i.Open() || i.Agency == "" || m.Until.Equal(g.Until) {
				continue
			}
			if err := endIfOpen(ctx, w, i.Grant); err != nil {
				return err
			}
			if i.Grant, err = s.letIn(ctx, w, i.Agency, m.Until); err != nil {
				return err
			}
			if err := updateInvitation(ctx, w.Tx, i); err != nil {
				return err
			}
		}
		return keepLine(ctx, w, planLine(m, db.NewID()))
	})
	if err != nil {
		return fmt.Errorf("change meeting: %w", err)
	}
	return nil
}

func (s *Service) letIn(ctx context.Context, w *access.Work, agency string, until time.Time) (string, error) {
	return w.Give(ctx, access.Grant{Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: agency, Reason: access.ReasonShare, Until: until})
}

// endIfOpen ends a grant, unless somebody did on the page of grants or its day has come.
func endIfOpen(ctx context.Context, w *access.Work, grant string) error {
	open, err := opens(ctx, w, grant)
	if err != nil || !open {
		return err
	}
	return w.End(ctx, grant, "")
}

func opens(ctx context.Context, w *access.Work, grant string) (bool, error) {
	all, err := w.Grants(ctx)
	return slices.ContainsFunc(all, func(g access.Grant) bool { return g.ID == grant && g.Open(w.At) }), err
}

// Invite asks an agency of this deployment, which then sees its invitation and nothing else of the record; or keeps that
// somebody outside is asked, on paper. An agency that is invited is a Conflict. The same id again changes nothing.
func (s *Service) Invite(ctx context.Context, who permit.Actor, i Invitation) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(i.Record), func(w *access.Work) error {
		w.Note(i.Meeting, i.ID, i.Agency)
		g, err := gather(ctx, w, i.Record, i.Meeting)
		if err != nil {
			return err
		}
		if have, ok := g.Invitation(i.ID); ok && have.Agency == i.Agency && have.By == who.ID {
			return nil // sent twice
		}
		if err := i.check(g); err != nil {
			return err
		}
		if err := unrestricted(ctx, w); err != nil {
			return err
		}
		if i.Agency != "" {
			if _, err := s.accounts.Organisation(ctx, w, i.Agency); err != nil {
				return err
			}
			if i.Grant, err = s.letIn(ctx, w, i.Agency, g.Until); err != nil {
				return err
			}
			i.Text.Agency = ""
		}
		i.By, i.At, i.Text.Version = who.ID, w.At, 1
		document, err := json.Marshal(i.Text)
		if err != nil {
			return fmt.Errorf("write invitation: %w", err)
		}
		return insertInvitation(ctx, w.Tx, i, w.Key.Seal(document, invitedPlace(i.ID)))
	})
	if err != nil {
		return fmt.Errorf("invite agency: %w", err)
	}
	return nil
}

func (i Invitation) check(g Gathering) error {
	var c problem.Check
	c.Require(db.IsID(i.ID), "agency", "problem.stale_form")
	text(&c, "whom", i.Text.Whom, true, "meeting.needs_whom")
	c.Require(i.Agency == "" || db.IsID(i.Agency), "agency", "problem.not_a_choice")
	c.Require(i.Agency != g.Organisation, "agency", "meeting.not_ourselves")
	text(&c, "outside", i.Text.Agency, i.Agency == "", "meeting.needs_agency")
	if err := c.Err(); err != nil {
		return err
	}
	switch {
	case g.Off():
		return problem.New(problem.Conflict, "meeting.off")
	case i.Agency != "" && !g.Until.After(g.Now):
		return problem.New(problem.Conflict, "meeting.over")
	case slices.ContainsFunc(g.Invitations, func(have Invitation) bool { return have.Open() && i.Agency != "" && have.Agency == i.Agency }):
		return problem.New(problem.Conflict, "meeting.invited_already")
	}
	return nil
}

// Uninvite withdraws an invitation: from the next request on the agency sees nothing of the meeting. One that is withdrawn
// is a Conflict.
func (s *Service) Uninvite(ctx context.Context, who permit.Actor, recordID, meeting, invitation string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting, invitation)
		g, err := gather(ctx, w, recordID, meeting)
		if err != nil {
			return err
		}
		i, ok := g.Invitation(invitation)
		if !ok {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if !i.Open() {
			return problem.New(problem.Conflict, "meeting.withdrawn")
		}
		return withdraw(ctx, w, i)
	})
	if err != nil {
		return fmt.Errorf("withdraw invitation: %w", err)
	}
	return nil
}

func withdraw(ctx context.Context, w *access.Work, i Invitation) error {
	if i.Grant != "" {
		if err := endIfOpen(ctx, w, i.Grant); err != nil {
			return err
		}
	}
	i.WithdrawnBy, i.WithdrawnAt = w.Who.ID, w.At
	return updateInvitation(ctx, w.Tx, i)
}

// CallOff ends a meeting: every invitation is withdrawn, and what was written of it stays. One that is off is a Conflict.
func (s *Service) CallOff(ctx context.Context, who permit.Actor, recordID, meeting string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting)
		g, err := gather(ctx, w, recordID, meeting)
		if err != nil {
			return err
		}
		if g.Off() {
			return problem.New(problem.Conflict, "meeting.off")
		}
		for _, i := range g.Invitations {
			if i.Open() {
				if err := withdraw(ctx, w, i); err != nil {
					return err
				}
			}
		}
		return callOff(ctx, w.Tx, recordID, meeting, who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("call meeting off: %w", err)
	}
	return nil
}

// Meetings lists a record's meetings, the newest first, each with its plan.
func (s *Service) Meetings(ctx context.Context, who permit.Actor, recordID string) (person record.Person, list []Gathering, err error) {
	err = s.door.Read(ctx, who, permit.ReadShares, access.Record(recordID), func(w *access.Work) error {
		if person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		list, err = gatherings(ctx, w, recordID)
		return err
	})
	if err != nil {
		return record.Person{}, nil, fmt.Errorf("list meetings: %w", err)
	}
	return person, list, nil
}

func gatherings(ctx context.Context, w *access.Work, recordID string) (list []Gathering, err error) {
	rows, err := listMeetings(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	for _, m := range rows {
		g, err := gather(ctx, w, recordID, m.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, nil
}

// Meeting gives one meeting whole, to those who work with the young person.
func (s *Service) Meeting(ctx context.Context, who permit.Actor, recordID, meeting string) (g Gathering, err error) {
	err = s.door.Read(ctx, who, permit.ReadShares, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting)
		g, err = s.whole(ctx, w, recordID, meeting)
		return err
	})
	if err != nil {
		return Gathering{}, fmt.Errorf("open meeting: %w", err)
	}
	return g, nil
}

// whole gives a meeting with the person, the names of everybody in it, its promises, and who looked.
func (s *Service) whole(ctx context.Context, w *access.Work, recordID, meeting string) (Gathering, error) {
	g, err := gather(ctx, w, recordID, meeting)
	if err != nil {
		return g, err
	}
	if g.Person, err = record.Find(ctx, w, recordID); err != nil {
		return g, err
	}
	if g.Looks, err = listHeard(ctx, w.Tx, recordID, meeting); err != nil {
		return g, err
	}
	return g, s.nameMeeting(ctx, w, &g)
}

func (s *Service) nameMeeting(ctx context.Context, w *access.Work, g *Gathering) error {
	made, err := promise.List(ctx, w, g.Record)
	if err != nil {
		return err
	}
	g.Promises, g.Agencies = map[string]promise.Promise{}, map[string]account.Organisation{}
	ids, bodies := []string{g.By, g.CalledOffBy}, []string{g.Organisation}
	for _, l := range g.Lines {
		ids, bodies = append(ids, l.Author), append(bodies, l.Organisation)
		if at := slices.IndexFunc(made, func(p promise.Promise) bool { return p.ID == l.Promise }); at >= 0 {
			g.Promises[l.Promise] = made[at]
		}
	}
	for _, i := range g.Invitations {
		ids, bodies = append(ids, i.By, i.WithdrawnBy), append(bodies, i.Agency)
	}
	for _, m := range g.Minutes {
		ids = append(ids, m.By)
	}
	for _, h := range g.Looks {
		ids, bodies = append(ids, h.Account), append(bodies, h.Organisation)
	}
	for _, id := range bodies {
		if _, have := g.Agencies[id]; have || strings.TrimSpace(id) == "" {
			continue
		}
		o, err := s.accounts.Organisation(ctx, w, id)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		g.Agencies[id] = o
	}
	g.Names, err = s.accounts.Names(ctx, w, ids)
	return err
}
