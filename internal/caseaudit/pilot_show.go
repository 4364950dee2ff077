package caseaudit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// PilotPage is a pilot as whoever leads it sees it. Nothing in it is of one worker, but that somebody has not begun.
type PilotPage struct {
	Pilot
	Now      time.Time
	Names    map[string]string // of the colleagues, by id
	Baseline *Page             // nil where there is none yet
	Again    *Page             // the self-review at its end
	ToDo     []PilotToDo
	Counted  *PilotResult // nil until it is counted
}

// PilotToDo is one thing that waits for whoever leads a pilot.
type PilotToDo struct {
	Code  string // what it is
	Stop  string // id of a stop
	Name  string // of somebody who has not begun, and may need help
	Day   string // by which it is done
	Late  bool
	Words int // words that wait to be looked at: a list that its reader sees one by one
}

// Pilots lists the pilots that somebody leads, looks after or works in, the latest first, without their lines.
func (s *Service) Pilots(ctx context.Context, who permit.Actor) (list []Pilot, err error) {
	err = s.door.Read(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		if list, err = listPilots(ctx, w); err != nil || !permit.Could(who, permit.HoldPilot) {
			return err
		}
		waiting, err := waitingStops(ctx, w, who.Organisation)
		for i, p := range list {
			list[i].Waiting = waiting[p.ID]
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list pilots: %w", err)
	}
	if permit.Could(who, permit.HoldPilot) {
		return list, nil
	}
	return slices.DeleteFunc(list, func(p Pilot) bool { return !p.Has(who.ID) || p.State() == PilotPlanned }), nil
}

// CountStops says how many stops wait for somebody who leads pilots here. It shows none, so it leaves no entry.
func (s *Service) CountStops(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.HoldPilot) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		waiting, err := waitingStops(ctx, w, who.Organisation)
		for _, stops := range waiting {
			n += stops
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count stops that wait: %w", err)
	}
	return n, nil
}

// Pilot gives one pilot to whoever leads it.
func (s *Service) Pilot(ctx context.Context, who permit.Actor, id string) (v PilotPage, err error) {
	err = s.door.Read(ctx, who, permit.HoldPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		v, err = s.pilotPage(ctx, w, id)
		return err
	})
	if err != nil {
		return PilotPage{}, fmt.Errorf("read pilot: %w", err)
	}
	return v, nil
}

// ClosingReport gives a closed pilot to whoever worked in it or leads it: what directors are shown. For everybody else, and
// before it is closed, there is none.
func (s *Service) ClosingReport(ctx context.Context, who permit.Actor, id string) (v PilotPage, err error) {
	err = s.door.Read(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		p, err := pilotOf(ctx, w, id)
		if err != nil {
			return err
		}
		if p.State() != PilotClosed {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		v, err = s.pilotPage(ctx, w, id)
		return err
	})
	if err != nil {
		return PilotPage{}, fmt.Errorf("read closing report: %w", err)
	}
	return v, nil
}

func (s *Service) pilotPage(ctx context.Context, w *access.Work, id string) (v PilotPage, err error) {
	if v.Pilot, err = findPilot(ctx, w, id); err != nil {
		return v, err
	}
	v.Now = w.At
	if v.Names, err = s.pilotNames(ctx, w); err != nil {
		return v, err
	}
	if v.Baseline, err = pilotReview(ctx, w, v.Before); err != nil {
		return v, err
	}
	if v.Again, err = pilotReview(ctx, w, v.After); err != nil {
		return v, err
	}
	if v.Again != nil && v.Baseline != nil {
		v.Again.Before = &v.Baseline.Review
	}
	if v.Counted, err = pilotResult(ctx, w, v.Pilot); err != nil {
		return v, err
	}
	begun, err := begunPilot(ctx, w, id)
	if err != nil {
		return v, err
	}
	v.ToDo = v.toDo(begun)
	return v, nil
}

// pilotNames are the names of the organisation's people, those who left too: what somebody said keeps their name.
func (s *Service) pilotNames(ctx context.Context, w *access.Work) (map[string]string, error) {
	here, err := s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation)
	if err != nil {
		return nil, err
	}
	left, err := s.accounts.LeftIn(ctx, w, w.Who.Organisation)
	names := map[string]string{}
	for _, p := range append(here, left...) {
		names[p.ID] = p.Name
	}
	return names, err
}

func pilotReview(ctx context.Context, w *access.Work, id string) (*Page, error) {
	if id == "" {
		return nil, nil
	}
	r, err := findReview(ctx, w, id)
	if err != nil {
		return nil, err
	}
	ed, err := framework.Find(ctx, w, r.Edition)
	return &Page{Review: r, Edition: ed}, err
}

// toDo lists what waits, the most urgent first. begun are the workers who noted anything at all.
func (v PilotPage) toDo(begun map[string]bool) (list []PilotToDo) {
	add := func(ok bool, t PilotToDo) {
		if ok {
			list = append(list, t)
		}
	}
	if v.State() == PilotClosed {
		return nil
	}
	for _, stop := range v.Stops {
		add(len(stop.Answers) == 0, PilotToDo{Code: "answer", Stop: stop.ID, Day: v.Due(stop), Late: v.Late(stop, v.Now)})
	}
	today, running := db.Day(v.Now), v.State() == PilotRunning
	add(v.Baseline == nil && (running || v.State() == PilotPlanned), PilotToDo{Code: "baseline"})
	add(v.Baseline != nil && v.Baseline.Review.Open(), PilotToDo{Code: "baseline_open"})
	add(v.State() == PilotPlanned, PilotToDo{Code: "begin", Day: v.Plan.First})
	if running && v.Week(v.Now) > 1 {
		for _, worker := range v.Plan.Workers {
			add(!begun[worker], PilotToDo{Code: "not_begun", Name: v.Names[worker]})
		}
	}
	ends := today >= v.Last() || v.Stopped() || v.State() == PilotCounted
	add(ends && v.Baseline != nil && !v.Baseline.Review.Open() && v.Again == nil, PilotToDo{Code: "again"})
	add(v.Again != nil && v.Again.Review.Open(), PilotToDo{Code: "again_open"})
	add(running && ends, PilotToDo{Code: "count"})
	if v.Counted != nil {
		add(len(v.Counted.Waiting) > 0, PilotToDo{Code: "words", Words: len(v.Counted.Waiting)})
		add(true, PilotToDo{Code: "close"})
	}
	return list
}

// PilotPart is a worker's own part of a pilot.
type PilotPart struct {
	Pilot               // Stops are those that they said themself
	Now      time.Time  // by the service's clock
	Lead     string     // name
	Notes    []WorkNote // their own, in their order
	Paused   bool       // no conversation may begin, whoever said so
	Stopping bool       // it was decided that the pilot stops
}

// Ready reports whether they said that they prepared.
func (p PilotPart) Ready() bool {
	return slices.ContainsFunc(p.Notes, func(n WorkNote) bool { return n.Kind == NoteReady })
}

// Held lists the conversations they noted.
func (p PilotPart) Held() (list []WorkNote) {
	for _, n := range p.Notes {
		if n.Kind == NoteHeld {
			list = append(list, n)
		}
	}
	return list
}

// Wrote reports whether they wrote the note of a week.
func (p PilotPart) Wrote(week int) bool {
	return slices.ContainsFunc(p.Notes, func(n WorkNote) bool { return n.Kind == NoteWeek && n.Week == week })
}

// Minutes is what their conversations of a week took them: theirs to know, and nobody else's.
func (p PilotPart) Minutes(week int) (sum int) {
	for _, n := range p.Held() {
		if n.Week == week {
			sum += n.Preparing + n.Holding + n.Writing
		}
	}
	return sum
}

// PilotPart gives a worker their own part; to whoever leads a pilot it gives what they said in it themself.
func (s *Service) PilotPart(ctx context.Context, who permit.Actor, id string) (v PilotPart, err error) {
	err = s.door.Read(ctx, who, permit.JoinPilot, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if v.Pilot, err = pilotOf(ctx, w, id); err != nil {
			return err
		}
		v.Now = w.At
		names, err := s.pilotNames(ctx, w)
		if err != nil {
			return err
		}
		v.Lead = names[v.Plan.Lead]
		v.Notes, err = workNotes(ctx, w, id, who.ID)
		return err
	})
	if err != nil {
		return PilotPart{}, fmt.Errorf("read part of a pilot: %w", err)
	}
	v.Paused, v.Stopping = v.Waits(), v.Stopped()
	v.Stops = slices.DeleteFunc(v.Stops, func(stop PilotStop) bool { return stop.By != who.ID })
	return v, nil
}

// pilotOf finds a pilot for somebody who works in it or may lead it; for everybody else there is none.
func pilotOf(ctx context.Context, w *access.Work, id string) (Pilot, error) {
	p, err := findPilot(ctx, w, id)
	if err != nil {
		return Pilot{}, err
	}
	if !permit.Could(w.Who, permit.HoldPilot) && (!p.Has(w.Who.ID) || p.State() == PilotPlanned) {
		return Pilot{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, nil
}
