package inspection

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
)

// Visit is an inspectorate's visit: one person, from one day to another. It ends by itself.
type Visit struct {
	ID      string
	Account string
	First   string // days, both within
	Last    string
	BegunAt time.Time
	EndedAt time.Time // when it was ended by hand; zero where it was not
	Text    VisitText
	Name    string // of the visitor
	Waits   bool   // they have not set up their sign-in yet
}

// VisitText is the sealed part of a visit.
type VisitText struct {
	Version      int    `json:"v"`
	Inspectorate string `json:"inspectorate"`
	Ask          string `json:"ask"` // whom the visitor asks when something is unclear: a name or role, and how to reach them
}

// Over reports whether the visit has ended on this day.
func (v Visit) Over(today string) bool { return !v.EndedAt.IsZero() || v.Last < today }

// Open reports whether the visit is going on on this day.
func (v Visit) Open(today string) bool { return !v.Over(today) && v.First <= today }

// MostDays is how long a visit lasts at most.
const MostDays = 30

// NewVisit is what planning a visit needs.
type NewVisit struct {
	ID, Name, Email, Inspectorate, Ask string
	First, Last                        string
}

func (n NewVisit) check(today string) error {
	if !db.IsID(n.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var c problem.Check
	c.Text("inspectorate", n.Inspectorate, longestLine, true)
	c.Text("ask", n.Ask, longestLine, true)
	c.Require(day(n.First), "first", "problem.required")
	c.Require(day(n.Last), "last", "problem.required")
	if day(n.First) && day(n.Last) {
		c.Require(n.First <= n.Last, "last", "inspection.to_before_from")
		c.Require(n.Last >= today, "last", "inspection.visit_past")
		c.Require(dayAfter(n.First, MostDays) > n.Last, "last", "inspection.visit_long", "max", MostDays)
		c.Require(dayAfter(today, 365) > n.First, "first", "inspection.visit_far")
	}
	return c.Err()
}

func dayAfter(d string, n int) string {
	at, err := time.Parse(time.DateOnly, d)
	if err != nil {
		return ""
	}
	return db.Day(at.AddDate(0, 0, n))
}

// starts is the first moment of a visit, ends the one after its last.
func (v Visit) starts() time.Time { at, _ := time.Parse(time.DateOnly, v.First); return at }

func (v Visit) ends() time.Time {
	at, _ := time.Parse(time.DateOnly, v.Last)
	return at.AddDate(0, 0, 1)
}

// Plan plans a visit and makes its account, which ends after the last day. It gives the one-time code with which the
// visitor sets up their sign-in; it is shown once. A form sent twice plans one, and shows no code the second time.
func (s *Service) Plan(ctx context.Context, who permit.Actor, n NewVisit) (i account.Invitation, err error) {
	err = s.make(ctx, who, func(w *access.Work) error {
		w.Note(n.ID)
		if err := n.check(db.Day(w.At)); err != nil {
			return err
		}
		if _, err := findVisit(ctx, w, n.ID); err == nil {
			return nil
		}
		v := Visit{ID: n.ID, First: n.First, Last: n.Last, Text: VisitText{Version: 1, Inspectorate: n.Inspectorate, Ask: n.Ask}}
		if i, err = s.accounts.InviteVisitor(ctx, w, account.NewPerson{Name: n.Name, Email: n.Email}, v.ends()); err != nil {
			return err
		}
		v.Account = i.AccountID
		return insertVisit(ctx, w, v)
	})
	if err != nil {
		return account.Invitation{}, fmt.Errorf("plan a visit: %w", err)
	}
	return i, nil
}

// CodeAgain gives a new one-time code to a visitor who has not set up their sign-in yet.
func (s *Service) CodeAgain(ctx context.Context, who permit.Actor, id string) (i account.Invitation, err error) {
	err = s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		v, err := findVisit(ctx, w, id)
		if err != nil {
			return err
		}
		if v.Over(db.Day(w.At)) {
			return problem.New(problem.Conflict, "inspection.visit_over")
		}
		i, err = s.accounts.VisitorCode(ctx, w, v.Account)
		return err
	})
	if err != nil {
		return account.Invitation{}, fmt.Errorf("give a visitor a new code: %w", err)
	}
	return i, nil
}

// End ends a visit now: its account, its sessions and every grant it rests on. Pressed twice it ends once.
func (s *Service) End(ctx context.Context, who permit.Actor, id string) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		v, err := findVisit(ctx, w, id)
		if err != nil || !v.EndedAt.IsZero() {
			return err
		}
		if err := s.accounts.EndVisitor(ctx, w, v.Account); err != nil {
			return err
		}
		if err := w.EndVisit(ctx, v.Account); err != nil {
			return err
		}
		return endVisit(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("end a visit: %w", err)
	}
	return nil
}

// Visits lists the organisation's visits, the latest first.
func (s *Service) Visits(ctx context.Context, who permit.Actor) (list []Visit, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = s.visits(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list visits: %w", err)
	}
	return list, nil
}

// visits reads the visits of the actor's organisation with the visitors' names.
func (s *Service) visits(ctx context.Context, w *access.Work) ([]Visit, error) {
	list, err := listVisits(ctx, w)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, v := range list {
		ids[i] = v.Account
	}
	people, err := s.accounts.Names(ctx, w, ids)
	if err != nil {
		return nil, err
	}
	for i, v := range list {
		list[i].Name, list[i].Waits = people[v.Account].Name, people[v.Account].State == account.Invited
	}
	return list, nil
}

// LetIn is a visitor who was let into a case.
type LetIn struct {
	Visit Visit
	At    time.Time
	By    string
	Open  bool // they can open it, or will be able to from the first day on
}

// Let lets a visitor into one case, until the last day of their visit: what was made ready of it, which whoever lets in
// says they have read as the visitor will. Nothing else of the record opens by it.
func (s *Service) Let(ctx context.Context, who permit.Actor, recordID, visit string, read bool) error {
	err := s.door.Do(ctx, who, permit.LetInspectorIn, access.Record(recordID), func(w *access.Work) error {
		w.Note(visit)
		var c problem.Check
		c.Require(read, "read", "inspection.needs_reading")
		if err := c.Err(); err != nil {
			return err
		}
		v, err := findVisit(ctx, w, visit)
		if err != nil {
			return err
		}
		if v.Over(db.Day(w.At)) {
			return problem.New(problem.Conflict, "inspection.visit_over")
		}
		if _, found, err := findTracked(ctx, w, recordID); err != nil || !found {
			return orNotReady(err)
		}
		open, err := opened(ctx, w, v)
		if err != nil || open {
			return err
		}
		from := v.starts()
		if from.Before(w.At) {
			from = w.At
		}
		for _, part := range []permit.Part{permit.PartOutcomes, permit.PartPromises} {
			if _, err := w.Give(ctx, access.Grant{Part: part, HolderKind: access.HolderAccount, Holder: v.Account, Reason: access.ReasonInspection, From: from, Until: v.ends()}); err != nil {
				return err
			}
		}
		return insertVisitCase(ctx, w, visit, recordID)
	})
	if err != nil {
		return fmt.Errorf("let a visitor into a case: %w", err)
	}
	return nil
}

func orNotReady(err error) error {
	if err != nil {
		return err
	}
	return problem.New(problem.Conflict, "inspection.not_ready")
}

// opened reports whether the visitor holds an open grant on the work's record, or one that begins with the visit.
func opened(ctx context.Context, w *access.Work, v Visit) (bool, error) {
	all, err := w.Grants(ctx)
	return slices.ContainsFunc(all, func(g access.Grant) bool { return visitors(g, v, w.At) }), err
}

func visitors(g access.Grant, v Visit, at time.Time) bool {
	return g.Holder == v.Account && g.Reason == access.ReasonInspection && g.EndedBy == "" && at.Before(g.Until)
}

// LetOut takes a case back from a visitor.
func (s *Service) LetOut(ctx context.Context, who permit.Actor, recordID, visit string) error {
	err := s.door.Do(ctx, who, permit.LetInspectorIn, access.Record(recordID), func(w *access.Work) error {
		w.Note(visit)
		v, err := findVisit(ctx, w, visit)
		if err != nil {
			return err
		}
		all, err := w.Grants(ctx)
		if err != nil {
			return err
		}
		for _, g := range all {
			if visitors(g, v, w.At) {
				if err := w.End(ctx, g.ID, "done"); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("take a case back from a visitor: %w", err)
	}
	return nil
}

// letIn lists the visitors who were let into a record.
func (s *Service) letIn(ctx context.Context, w *access.Work, recordID string) ([]LetIn, error) {
	list, err := listVisitCases(ctx, w, recordID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	visits, err := s.visits(ctx, w)
	if err != nil {
		return nil, err
	}
	all, err := w.Grants(ctx)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if at := slices.IndexFunc(visits, func(v Visit) bool { return v.ID == list[i].Visit.ID }); at >= 0 {
			list[i].Visit = visits[at]
			list[i].Open = slices.ContainsFunc(all, func(g access.Grant) bool { return visitors(g, visits[at], w.At) })
		}
	}
	return list, nil
}

// Mine is a visit as the visitor sees it.
type Mine struct {
	Visit Visit
	Today string
	Cases []string // ids of the records whose tracked cases open to them now, in the order in which they were let in
}

// Mine gives the visit of who asks. Before its first day and after its last there are no cases in it.
func (s *Service) Mine(ctx context.Context, who permit.Actor) (m Mine, err error) {
	var all []string
	err = s.door.Read(ctx, who, permit.VisitInspection, access.Organisation(who.Organisation), func(w *access.Work) error {
		m = Mine{Today: db.Day(w.At)}
		if m.Visit, err = findVisitOf(ctx, w, who.ID); err != nil {
			return err
		}
		w.Note(m.Visit.ID)
		all, err = listCasesOf(ctx, w, m.Visit.ID)
		return err
	})
	if err != nil {
		return Mine{}, fmt.Errorf("read one’s own visit: %w", err)
	}
	if !m.Visit.Open(m.Today) {
		return m, nil
	}
	for _, id := range all {
		if s.door.May(ctx, who, permit.TrackCase, id) {
			m.Cases = append(m.Cases, id)
		}
	}
	return m, nil
}
