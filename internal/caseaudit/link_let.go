package caseaudit

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
	"stablefutures/internal/record"
)

// LetParts lists the parts of a record that a team can let an auditor into, in the order offered.
var LetParts = []permit.Part{permit.PartOutcomes, permit.PartPromises, permit.PartDocuments}

// Bounds of how long an auditor is let in: by default as long after the day by which the case is to be read, at most so long.
const (
	LetAfter = 14
	LetMost  = 90
)

// LetWords is what a team says about letting an auditor in.
type LetWords struct {
	Why string `json:"why"`
}

// Request is an auditor who needs to read a record that somebody answers for.
type Request struct {
	Letting
	Due   string
	Unit  string // what the case is called in the audit
	Case  string
	Plan  Plan
	Named bool // false where the record is restricted and does not name the auditor
	Tie   string
	Offer string // the day until which to let them in, if nobody says otherwise

	OfRecord string // whose request it is, for whoever answers for the record
	Names    record.Names
	People   map[string]account.Person
}

// Offered is the day that is offered: some days after the case is to be read, not more than may be.
func (q Request) Offered(now time.Time) string {
	day, err := time.Parse(time.DateOnly, q.Due)
	if most := now.AddDate(0, 0, LetMost); err != nil || day.AddDate(0, 0, LetAfter).After(most) {
		return db.Day(most)
	}
	if day = day.AddDate(0, 0, LetAfter); day.Before(now) {
		day = now.AddDate(0, 0, LetAfter)
	}
	return db.Day(day)
}

// Requests lists the auditors who wait to be let into records that who acts answers for, and those who were let in.
func (s *Service) Requests(ctx context.Context, who permit.Actor) (list []Request, err error) {
	err = s.door.List(ctx, who, permit.ListRecords, func(l *access.Listing) error {
		links, err := s.answersFor(ctx, l)
		if err != nil || len(links) == 0 {
			return err
		}
		h, err := s.hands(ctx, l.Work)
		if err != nil {
			return err
		}
		var records []string
		for _, one := range links {
			requests, err := s.requestsOf(ctx, l.Work, one, h)
			if err != nil {
				return err
			}
			list = append(list, requests...)
			records = append(records, one.record)
		}
		return nameAll(ctx, l, records, list)
	})
	if err != nil {
		return nil, fmt.Errorf("list who asks to read records: %w", err)
	}
	return list, nil
}

// answersFor gives the organisation's cases whose records who lists could let an auditor into.
func (s *Service) answersFor(ctx context.Context, l *access.Listing) ([]link, error) {
	links, err := linksHere(ctx, l.Work)
	if err != nil {
		return nil, err
	}
	var mine []string
	for batch := range slices.Chunk(links, record.ListLimit) {
		ids := make([]string, len(batch))
		for i, one := range batch {
			ids[i] = one.record
		}
		open, err := l.OpenTo(ctx, permit.LetAuditorIn, ids)
		if err != nil {
			return nil, err
		}
		mine = append(mine, open...)
	}
	return slices.DeleteFunc(links, func(one link) bool { return !slices.Contains(mine, one.record) }), nil
}

func nameAll(ctx context.Context, l *access.Listing, records []string, list []Request) error {
	slices.Sort(records)
	keys, err := l.Keys(ctx, slices.Compact(records))
	if err != nil {
		return err
	}
	names, err := record.NamesOf(ctx, l, keys)
	for i := range list {
		list[i].Names = names[list[i].OfRecord]
	}
	return err
}

// requestsOf gives those who accepted a case that is a record, each with how they stand to it.
func (s *Service) requestsOf(ctx context.Context, w *access.Work, of link, h hands) (list []Request, err error) {
	p, c, err := s.caseOf(ctx, w, of.programme, of.caseID)
	if err != nil {
		return nil, err
	}
	for _, r := range c.Readers() {
		q := Request{Due: r.Due, Unit: c.Unit.ID, Case: c.ID, Plan: p.Plan, OfRecord: of.record}
		if q.Letting, err = s.way(ctx, w, c, r.Account, h); err != nil {
			return nil, err
		}
		q.Second, q.Offer = r.Second, q.Offered(w.At)
		if q.People, err = s.accounts.Names(ctx, w, []string{r.Account}); err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, nil
}

// CountRequests says how many auditors wait for who acts to decide. It shows none, so it leaves no entry.
func (s *Service) CountRequests(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.LetAuditorIn) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		links, err := visibleLinks(ctx, w, who)
		seen := map[string]bool{}
		for _, l := range links {
			if err != nil || seen[l.programme] {
				continue
			}
			seen[l.programme] = true
			var cases []Case
			cases, err = casesOf(ctx, w, l.programme)
			n += waitsIn(cases, links)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count who asks to read records: %w", err)
	}
	return n, nil
}

// waitsIn counts the readers of some cases, of those that are linked, about whom no team decided.
func waitsIn(cases []Case, links []link) (n int) {
	for _, c := range cases {
		if !slices.ContainsFunc(links, func(l link) bool { return l.caseID == c.ID }) {
			continue
		}
		for _, r := range c.Readers() {
			if last := c.decided(r.Account); last == nil || last.Kind == AskedAgain {
				n++
			}
		}
	}
	return n
}

// RequestsOn gives those who ask to read one record for one case of an audit, for whoever answers for the record.
func (s *Service) RequestsOn(ctx context.Context, who permit.Actor, recordID, caseID string) (list []Request, err error) {
	err = s.door.Read(ctx, who, permit.LetAuditorIn, access.Record(recordID), func(w *access.Work) error {
		of, err := linkOf(ctx, w, recordID, caseID)
		if err != nil {
			return err
		}
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		if list, err = s.requestsOf(ctx, w, of, h); err != nil {
			return err
		}
		restricted, err := w.Restriction(ctx)
		if err != nil {
			return err
		}
		p, err := record.Find(ctx, w, recordID)
		if err != nil {
			return err
		}
		for i, q := range list {
			list[i].Names = p.Profile.Names
			list[i].Named = !restricted.Holds() || restricted.Names(append(h.teamsOf(q.Auditor), q.Auditor)...)
			if list[i].Tie, err = s.tie(ctx, w, recordID, q.Auditor, h); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read who asks to read a record: %w", err)
	}
	return list, nil
}

// linkOf finds a case of the actor's organisation that is this record.
func linkOf(ctx context.Context, w *access.Work, recordID, caseID string) (link, error) {
	here, err := linksHere(ctx, w)
	if err != nil {
		return link{}, err
	}
	i := slices.IndexFunc(here, func(l link) bool { return l.record == recordID && l.caseID == caseID })
	if i < 0 {
		return link{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return here[i], nil
}

// decide runs f on a case that is the record, whose auditor accepted it, for whoever answers for the record.
func (s *Service) decide(ctx context.Context, who permit.Actor, recordID, caseID, auditor string, f func(*access.Work, Case, hands) error) error {
	return s.door.Do(ctx, who, permit.LetAuditorIn, access.Record(recordID), func(w *access.Work) error {
		of, err := linkOf(ctx, w, recordID, caseID)
		if err != nil {
			return err
		}
		_, c, err := s.caseOf(ctx, w, of.programme, caseID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(c.Readers(), func(r Reader) bool { return r.Account == auditor }) {
			return problem.New(problem.Conflict, "auditrecord.asks_no_more")
		}
		w.Note(auditor)
		h, err := s.hands(ctx, w)
		if err != nil {
			return err
		}
		return f(w, c, h)
	})
}

// LetIn lets an auditor into parts of a record until a day. Somebody the database knows to be tied to the young person, or whom
// a restricted record does not name, is not let in: the case is then read through the team.
func (s *Service) LetIn(ctx context.Context, who permit.Actor, recordID, caseID, auditor string, parts []permit.Part, until string) error {
	var c problem.Check
	day, err := time.Parse(time.DateOnly, until)
	end, now := day.AddDate(0, 0, 1), s.door.Now()
	c.Require(err == nil && end.After(now) && !day.After(now.AddDate(0, 0, LetMost)), "until", "auditrecord.until_wrong", "days", LetMost)
	c.Require(len(parts) > 0, "parts", "problem.required_choice")
	for _, p := range parts {
		c.Require(slices.Contains(LetParts, p), "parts", "problem.not_a_choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	err = s.decide(ctx, who, recordID, caseID, auditor, func(w *access.Work, c Case, h hands) error {
		if last := c.decided(auditor); last != nil && last.Kind == LetIn {
			return problem.New(problem.Conflict, "auditrecord.decided")
		}
		if err := s.mayLetIn(ctx, w, recordID, auditor, h); err != nil {
			return err
		}
		var given []string
		for _, part := range parts {
			id, err := w.Give(ctx, access.Grant{Part: part, HolderKind: access.HolderAccount, Holder: auditor, Reason: access.ReasonAudit, Until: end})
			if err != nil {
				return err
			}
			given = append(given, id)
		}
		return insertStep(ctx, w, c.ID, Step{Kind: LetIn, Auditor: auditor, Text: StepText{Until: until, Parts: parts, Grants: given}})
	})
	if err != nil {
		return fmt.Errorf("let an auditor in: %w", err)
	}
	return nil
}

func (s *Service) mayLetIn(ctx context.Context, w *access.Work, recordID, auditor string, h hands) error {
	tie, err := s.tie(ctx, w, recordID, auditor, h)
	if err != nil {
		return err
	}
	restricted, err := w.Restriction(ctx)
	switch {
	case err != nil:
		return err
	case tie != "":
		return problem.New(problem.Conflict, "auditrecord.tied")
	case !h.audits(auditor):
		return problem.New(problem.Conflict, "auditrecord.asks_no_more")
	case restricted.Holds() && !restricted.Names(append(h.teamsOf(auditor), auditor)...):
		return problem.New(problem.Conflict, "auditrecord.not_named")
	}
	return nil
}

// NotLetIn says why a team lets no auditor into a record: the case stays in the audit and is read through the team.
func (s *Service) NotLetIn(ctx context.Context, who permit.Actor, recordID, caseID, auditor, why string) error {
	return s.refuse(ctx, who, recordID, caseID, auditor, why, NotLetIn)
}

// LetOut ends, midway, what a team let an auditor into, and says why. What they wrote so far stays theirs.
func (s *Service) LetOut(ctx context.Context, who permit.Actor, recordID, caseID, auditor, why string) error {
	return s.refuse(ctx, who, recordID, caseID, auditor, why, LetOut)
}

func (s *Service) refuse(ctx context.Context, who permit.Actor, recordID, caseID, auditor, why string, kind StepKind) error {
	var c problem.Check
	c.Text("why", why, maxText, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.decide(ctx, who, recordID, caseID, auditor, func(w *access.Work, c Case, _ hands) error {
		last := c.decided(auditor)
		if in := last != nil && last.Kind == LetIn; in != (kind == LetOut) {
			return problem.New(problem.Conflict, "auditrecord.decided")
		}
		if err := shut(ctx, w, c, auditor); err != nil {
			return err
		}
		if err := insertLet(ctx, w, c.ID, auditor, LetWords{Why: why}); err != nil {
			return err
		}
		return insertStep(ctx, w, c.ID, Step{Kind: kind, Auditor: auditor})
	})
	if err != nil {
		return fmt.Errorf("do not let an auditor in: %w", err)
	}
	return nil
}
