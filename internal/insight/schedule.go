package insight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// How often a report is made.
const (
	Monthly   = "month"
	Quarterly = "quarter"
)

// Every lists how often a report can be made.
var Every = []string{Monthly, Quarterly}

const (
	mostSchedules = 20
	mostInReport  = 20
)

// Schedule says which saved questions are asked again, how often and for whom. It is asked in the name of whoever set it up, while
// they may ask; when they no longer may, a report that is due waits for somebody who opens the page.
type Schedule struct {
	ID        string
	Title     string
	For       string
	Questions []string // ids of saved questions, in the order of the report
	Every     string
	First     string // the first day on which it is due
	Lang      string // of its reports
	Holder    string // the account that set it up
	At        time.Time
	Ended     bool

	organisation string
}

type scheduleText struct {
	Title     string   `json:"title"`
	For       string   `json:"for"`
	Questions []string `json:"questions"`
}

func (c Schedule) check(today string) error {
	if !db.IsID(c.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var p problem.Check
	p.Text("title", c.Title, longestTitle, true)
	p.Text("for", c.For, longestTitle, true)
	p.Require(slices.Contains(Every, c.Every), "every", "problem.required_choice")
	p.Require(len(c.Questions) > 0, "questions", "problem.required_choices")
	p.Require(len(c.Questions) <= mostInReport, "questions", "seeing.too_many_in_report", "most", mostInReport)
	first, err := time.Parse(time.DateOnly, c.First)
	p.Require(err == nil, "first", "problem.required")
	now, _ := time.Parse(time.DateOnly, today) // it is a day of our own clock
	p.Require(err != nil || !first.Before(now.AddDate(-1, 0, 0)) && !first.After(now.AddDate(2, 0, 0)), "first", "seeing.first_day")
	return p.Err()
}

// Due gives the last day up to today on which a report was due; "" where there was none yet.
func (c Schedule) Due(today string) (due string) {
	first, err := time.Parse(time.DateOnly, c.First)
	if err != nil || c.First > today {
		return ""
	}
	step := 1
	if c.Every == Quarterly {
		step = 3
	}
	for k := 0; ; k += step {
		month := time.Date(first.Year(), first.Month()+time.Month(k), 1, 0, 0, 0, 0, time.UTC)
		last := month.AddDate(0, 1, -1).Day()
		day := month.AddDate(0, 0, min(first.Day(), last)-1).Format(time.DateOnly)
		if day > today {
			return due
		}
		due = day
	}
}

// KeepSchedule sets up reports that are made again and again. A form sent twice sets them up once.
func (s *Service) KeepSchedule(ctx context.Context, who permit.Actor, c Schedule) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(c.ID)
		if err := c.check(db.Day(w.At)); err != nil {
			return err
		}
		if _, err := findSchedule(ctx, w, c.ID); !problem.Is(err, problem.NotFound) {
			return err // nil: it is there
		}
		for _, id := range c.Questions {
			if q, err := findSaved(ctx, w, id); err != nil || q.Taken {
				return problem.New(problem.Invalid, "problem.not_a_choice")
			}
		}
		all, err := listSchedules(ctx, w, w.Who.Organisation)
		if err != nil {
			return err
		}
		if len(slices.DeleteFunc(all, func(c Schedule) bool { return c.Ended })) >= mostSchedules {
			return problem.New(problem.Conflict, "seeing.too_many_schedules", "most", mostSchedules)
		}
		return insertSchedule(ctx, w, c)
	})
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	return nil
}

// EndSchedule makes no more reports. Those that were made stay.
func (s *Service) EndSchedule(ctx context.Context, who permit.Actor, id string) error {
	err := s.hold(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findSchedule(ctx, w, id); err != nil {
			return err
		}
		return endSchedule(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("end schedule: %w", err)
	}
	return nil
}

// Coming is a schedule with what it waits for.
type Coming struct {
	Schedule
	DueSince string // "" where nothing is due
}

// Schedules lists the schedules of the actor's organisation that have not ended.
func (s *Service) Schedules(ctx context.Context, who permit.Actor) (list []Coming, err error) {
	err = s.door.Read(ctx, who, permit.ReadInsight, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = comingIn(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list schedules: %w", err)
	}
	return list, nil
}

// comingIn lists schedules that have not ended with what is due; organisation "" is for all.
func comingIn(ctx context.Context, w *access.Work, organisation string) (list []Coming, err error) {
	all, err := listSchedules(ctx, w, organisation)
	if err != nil {
		return nil, err
	}
	made, err := listMade(ctx, w, organisation)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.Ended {
			continue
		}
		due := c.Due(db.Day(w.At))
		if due != "" && made[c.ID] >= due {
			due = ""
		}
		list = append(list, Coming{c, due})
	}
	return list, nil
}

// People finds accounts as they are now: what account.Service.Names gives.
type People func(ctx context.Context, w *access.Work, ids []string) (map[string]account.Person, error)

// MakeDue makes every report that is due, each in the name of whoever set it up, where they still may: nobody's questions are asked
// by a program that may do more than they.
func (s *Service) MakeDue(ctx context.Context, people People) error {
	var due []Coming
	actors := map[string]permit.Actor{}
	err := s.door.Background(ctx, func(w *access.Work) error {
		all, err := comingIn(ctx, w, "")
		if err != nil {
			return err
		}
		due = slices.DeleteFunc(all, func(c Coming) bool { return c.DueSince == "" })
		var ids []string
		for _, c := range due {
			ids = append(ids, c.Holder)
		}
		found, err := people(ctx, w, ids)
		for id, p := range found {
			if p.State == account.Active {
				actors[id] = permit.Actor{ID: id, Organisation: p.OrganisationID, Roles: p.Roles}
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("make due reports: %w", err)
	}
	var errs []error
	for _, c := range due {
		who, ok := actors[c.Holder]
		if !ok || who.Organisation != c.organisation || !permit.Could(who, permit.HoldInsight) || !permit.Could(who, permit.MakeRelease) {
			continue
		}
		if _, err := s.MakeReport(ctx, who, c.ID); err != nil {
			errs = append(errs, fmt.Errorf("make due reports: %w", err)) // the others are made all the same
		}
	}
	return errors.Join(errs...)
}
