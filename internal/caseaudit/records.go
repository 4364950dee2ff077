package caseaudit

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Asks lists what a question can ask of the records kept here, in the order offered: each can be answered without opening
// one. What only a record's content says (an age, being in care) is not asked here; whoever needs it brings a list of their own.
var Asks = []string{"kept", "heard", "promised"}

// Wanted lists the answers that a question can want, by what is asked. The first takes every record.
var Wanted = map[string][]string{
	"kept":     {"any", "whole", "new"}, // by the end of the period; all through it; since some day in it
	"heard":    {"any", "yes", "no"},    // the young person said something in a conversation in the period
	"promised": {"any", "yes", "no"},    // something that was promised was due in the period
}

// Groups lists what can put records into groups, in the order offered.
var Groups = []string{"none", "nation", "kept", "heard", "promised"}

func (q Question) check(c *problem.Check) {
	c.Text("name", q.Name, maxName, true)
	for _, ask := range Asks {
		c.Require(slices.Contains(Wanted[ask], q.Asked[ask]), ask, "problem.required_choice")
	}
	for ask := range q.Asked {
		c.Require(slices.Contains(Asks, ask), "name", "problem.stale_form")
	}
	c.Require(slices.Contains(Groups, q.Group), "group", "problem.required_choice")
}

// fact is what is known of a record without opening it, for a question.
type fact struct {
	record string
	codes  map[string]string // by what is asked or puts into groups
}

// takes reports whether the question is about the record.
func (q Question) takes(f fact) bool {
	for _, ask := range Asks {
		if want := q.Asked[ask]; want != Wanted[ask][0] && want != f.codes[ask] {
			return false
		}
	}
	return true
}

// stratum is the group of a record: a code that a page says in words.
func (q Question) stratum(f fact) string {
	if q.Group == "none" {
		return ""
	}
	if q.Group == "nation" {
		return f.codes["nation"]
	}
	return q.Group + "_" + f.codes[q.Group]
}

// ask gives the records that a question is about, with their groups, by what can be known without opening one.
func (q Question) ask(ctx context.Context, w *access.Work, from, to string) (found []fact, err error) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, fmt.Errorf("begin of the period: %w", err)
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, fmt.Errorf("end of the period: %w", err)
	}
	kept, err := record.KeptBy(ctx, w)
	if err != nil {
		return nil, err
	}
	heard, err := conversation.HeardBetween(ctx, w, first, last.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	due, err := promise.DueBetween(ctx, w, from, to)
	if err != nil {
		return nil, err
	}
	yes := map[bool]string{true: "yes", false: "no"}
	for _, k := range kept {
		f := fact{k.ID, map[string]string{"nation": k.Nation, "kept": "whole", "heard": yes[heard[k.ID]], "promised": yes[due[k.ID]]}}
		if !k.OpenedAt.Before(first) {
			f.codes["kept"] = "new"
		}
		if k.OpenedAt.Before(last.AddDate(0, 0, 1)) && q.takes(f) {
			found = append(found, f)
		}
	}
	return found, nil
}

// Counted says how many records a question is about, by group.
type Counted struct {
	All    int
	Groups map[string]int
}

// CountRecords says how many records a question is about today. It opens none and names none.
func (s *Service) CountRecords(ctx context.Context, who permit.Actor, q Question, from, to string) (n Counted, err error) {
	var c problem.Check
	q.check(&c)
	checkPeriod(&c, from, to)
	if err := c.Err(); err != nil {
		return Counted{}, err
	}
	err = s.door.Read(ctx, who, permit.PlanAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("counted")
		found, err := q.ask(ctx, w, from, to)
		n = Counted{All: len(found), Groups: map[string]int{}}
		for _, f := range found {
			n.Groups[q.stratum(f)]++
		}
		return err
	})
	if err != nil {
		return Counted{}, fmt.Errorf("count records: %w", err)
	}
	return n, nil
}

func checkPeriod(c *problem.Check, from, to string) {
	first, err1 := time.Parse(time.DateOnly, from)
	last, err2 := time.Parse(time.DateOnly, to)
	c.Require(err1 == nil, "from", "problem.required")
	c.Require(err2 == nil && !last.Before(first), "to", "audit.needs_period")
}

// PlanFromRecords keeps a plan whose frame is what its question finds among the records kept here today. The frame has names
// that are drawn by lot for this programme alone; restricted records stand in it like all others. Whoever plans opens no record.
func (s *Service) PlanFromRecords(ctx context.Context, who permit.Actor, id string, plan Plan) error {
	var c problem.Check
	if plan.Question == nil || !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	plan.Question.check(&c)
	checkPeriod(&c, plan.From, plan.To)
	if err := c.Err(); err != nil {
		return err
	}
	plan.Population, plan.On = plan.Question.Name, db.Day(s.door.Now())
	err := s.plan(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findProgramme(ctx, w, id); err == nil {
			return nil // the form was sent twice
		}
		found, err := plan.Question.ask(ctx, w, plan.From, plan.To)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			c.Add("kept", "auditrecord.nobody")
			return c.Err()
		}
		if err := settleContent(ctx, w, &plan); err != nil {
			return err
		}
		frame, names := named(*plan.Question, found)
		p := Programme{ID: id, Plan: plan, Frame: frame}
		if err := p.check(s.door.Now()); err != nil {
			return err
		}
		if err := insertProgramme(ctx, w, p); err != nil {
			return err
		}
		for _, u := range frame {
			if err := insertKnown(ctx, w, id, names[u.ID], u.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("plan audits of records: %w", err)
	}
	return nil
}

// named gives every record a name of its own for this programme, and puts them in the names' order: neither a name nor its
// place says anything of the record.
func named(q Question, found []fact) (frame []Unit, records map[string]string) {
	records = make(map[string]string, len(found))
	for _, f := range found {
		name := newName()
		for records[name] != "" {
			name = newName()
		}
		records[name] = f.record
		frame = append(frame, Unit{ID: name, Stratum: q.stratum(f)})
	}
	slices.SortFunc(frame, func(a, b Unit) int { return strings.Compare(a.ID, b.ID) })
	return frame, records
}

// newName is four random signs, without vowels so that they make no word.
func newName() string {
	for {
		if name := rand.Text()[:4]; !strings.ContainsAny(name, "AEIOU") {
			return "K-" + name
		}
	}
}

// stillKept marks in a frame the records that were destroyed since it was taken: they can be drawn no more.
func stillKept(ctx context.Context, w *access.Work, p *Programme) (records map[string]string, err error) {
	if p.Plan.Question == nil {
		return nil, nil
	}
	if records, err = knownIn(ctx, w, p.ID); err != nil {
		return nil, err
	}
	for i, u := range p.Frame {
		p.Frame[i].Gone = records[u.ID] == ""
	}
	return records, nil
}

// AskedBefore lists the programmes whose question can be asked again, the latest of each name first.
func (s *Service) AskedBefore(ctx context.Context, who permit.Actor) (list []Programme, err error) {
	all, err := s.Programmes(ctx, who)
	seen := map[string]bool{}
	for _, p := range all {
		if q := p.Plan.Question; q != nil && !seen[q.Name] {
			seen[q.Name] = true
			list = append(list, p)
		}
	}
	return list, err
}
