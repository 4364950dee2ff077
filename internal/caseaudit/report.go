package caseaudit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// ReportHead is one version of a programme's report.
type ReportHead struct {
	ID        string
	Programme string
	Version   int
	At        time.Time
	By        string
	Hash      string // SHA-256 of the document: what it is cited by
}

// Report is a version as it stands, with its figures as they passed disclosure control.
type Report struct {
	ReportHead
	Kept    KeptReport
	Figures map[string]release.Release // by FigureKinds; what was not counted is not there
	Then    map[string]release.Release // those of the programme before, where it was reported
}

// KeptReport is a report's document. It names no auditor, no worker, no team and no case, and holds no figure: those are
// releases, under their ids.
type KeptReport struct {
	Format    string            `json:"format"`
	Programme string            `json:"programme"`
	Version   int               `json:"version"`
	Plan      ReportPlan        `json:"plan"`
	Draw      Draw              `json:"draw"`
	LeftOut   []string          `json:"left_out,omitempty"` // why cases were not read, each reason once
	Waiting   bool              `json:"waiting"`            // something was read that is not settled yet
	Words     ReportWords       `json:"words"`
	Themes    []Theme           `json:"themes,omitempty"`
	Actions   []ReportAction    `json:"actions,omitempty"`
	Figures   map[string]string `json:"figures"` // ids of releases, by FigureKinds
	Hashes    map[string]string `json:"hashes"`  // of the releases
	Before    *ReportBefore     `json:"before,omitempty"`
}

// ReportPlan is what a report says of the plan: the list of cases is not in it.
type ReportPlan struct {
	Purpose    string   `json:"purpose"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Population string   `json:"population"`
	On         string   `json:"on"`
	Method     string   `json:"method"`
	Allocation string   `json:"allocation,omitempty"`
	Edition    string   `json:"edition,omitempty"`
	Outcomes   []string `json:"outcomes,omitempty"`
	Scale      *Scale   `json:"scale,omitempty"`
	Twice      int      `json:"twice,omitempty"`
}

// ReportBefore is the report of the programme that this one follows.
type ReportBefore struct {
	Programme string            `json:"programme"`
	Purpose   string            `json:"purpose"`
	From      string            `json:"from"`
	To        string            `json:"to"`
	Report    string            `json:"report,omitempty"` // "" where it was not reported: nothing stands beside
	Version   int               `json:"version,omitempty"`
	Figures   map[string]string `json:"figures,omitempty"`
	Actions   []ReportAction    `json:"actions,omitempty"` // what had become of them when this report was made
}

const reportFormat = "stable-futures/audit-report/1"

// MakeReport makes a version of a programme's report that stands: its figures become releases, held against every version
// before and against the programmes that this one follows. id is made by whoever asks, so that a form sent twice makes one.
// seen is the version of the words that was before them. It takes somebody who may let figures out and read what was found.
func (s *Service) MakeReport(ctx context.Context, who permit.Actor, programme, id, seen string) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	g, err := s.gather(ctx, who, programme)
	for range len(FigureKinds) + 1 {
		if err != nil {
			break
		}
		var telling unsteady
		if err = s.makeReport(ctx, who, id, seen, g); !errors.As(err, &telling) {
			break
		}
		g.without, err = append(g.without, string(telling)), nil
	}
	if err != nil {
		return fmt.Errorf("make audit report: %w", err)
	}
	return nil
}

func (s *Service) makeReport(ctx context.Context, who permit.Actor, id, seen string, g gathered) error {
	return s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(g.programme.ID, id)
		have, err := listReports(ctx, w, g.programme.ID)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(have, func(r ReportHead) bool { return r.ID == id }):
			return nil // sent twice
		case g.kept.Words.Row == "":
			return problem.New(problem.Invalid, "auditreport.needs_words")
		case g.kept.Words.Row != seen:
			return problem.New(problem.Conflict, "auditreport.written_since")
		case len(g.cases) == 0:
			return problem.New(problem.Conflict, "auditreport.nothing_settled")
		case len(have) > 0:
			g.kept.Version = have[0].Version + 1
		}
		return keepReport(ctx, w, id, g)
	})
}

// gathered is all that a report is made of; cases are what its figures count.
type gathered struct {
	programme Programme
	root      string // the first programme of those that follow one another
	kept      KeptReport
	cases     []SettledCase
	without   []string // kinds of figures that would tell more beside the others than alone
}

func (s *Service) gather(ctx context.Context, who permit.Actor, programme string) (g gathered, err error) {
	err = s.door.Read(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		p, err := findProgramme(ctx, w, programme)
		if err != nil {
			return err
		}
		if !p.Drawn {
			return problem.New(problem.Conflict, "auditreport.not_drawn")
		}
		g.programme = p
		g.kept = KeptReport{Format: reportFormat, Programme: p.ID, Version: 1, Draw: p.Draw, LeftOut: outReasons(p), Plan: ReportPlan{Purpose: p.Plan.Purpose, From: p.Plan.From, To: p.Plan.To,
			Population: p.Plan.Population, On: p.Plan.On, Method: p.Plan.Method, Allocation: p.Plan.Allocation, Edition: p.Plan.Edition, Outcomes: p.Plan.Outcomes, Scale: p.Plan.Scale, Twice: p.Plan.Twice}}
		if g.cases, g.kept.Waiting, err = settledCases(ctx, w, p); err != nil {
			return err
		}
		if g.kept.Waiting {
			g.kept.Draw.Apart = "" // it would tell which cases are read twice while somebody still reads them
		}
		if g.kept.Words, err = wordsOf(ctx, w, programme); err != nil {
			return err
		}
		if g.kept.Themes, err = themesOf(ctx, w, programme); err != nil {
			return err
		}
		for i := range g.kept.Themes {
			g.kept.Themes[i].Cases = nil
		}
		if g.kept.Actions, err = s.reportActions(ctx, w, p); err != nil {
			return err
		}
		if g.kept.Before, err = s.beforeOf(ctx, w, p); err != nil {
			return err
		}
		g.root, err = rootOf(ctx, w, p)
		return err
	})
	return g, err
}

// outReasons gives why cases of the list were not read, each once, in order of their letters: which case it was it does not say.
func outReasons(p Programme) (list []string) {
	for _, u := range p.Frame {
		if u.LeftOut != "" {
			list = append(list, strings.TrimSpace(u.LeftOut))
		}
	}
	for _, c := range p.Cases {
		if out := c.Out(); out != nil && out.Text.Why != "" {
			list = append(list, strings.TrimSpace(out.Text.Why))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// mostBefore bounds how far back programmes are followed.
const mostBefore = 40

// rootOf gives the first of the programmes that follow one another: all their figures are held against each other.
func rootOf(ctx context.Context, w *access.Work, p Programme) (string, error) {
	for range mostBefore {
		if p.Plan.Before == "" {
			break
		}
		before, err := findProgramme(ctx, w, p.Plan.Before)
		if err != nil {
			return "", err
		}
		p = before
	}
	return p.ID, nil
}

func (s *Service) beforeOf(ctx context.Context, w *access.Work, p Programme) (*ReportBefore, error) {
	if p.Plan.Before == "" {
		return nil, nil
	}
	before, err := findProgramme(ctx, w, p.Plan.Before)
	if err != nil {
		return nil, err
	}
	b := &ReportBefore{Programme: before.ID, Purpose: before.Plan.Purpose, From: before.Plan.From, To: before.Plan.To}
	if b.Actions, err = s.reportActions(ctx, w, before); err != nil {
		return nil, err
	}
	all, err := listReports(ctx, w, before.ID)
	if err != nil || len(all) == 0 {
		return b, err
	}
	last, err := findReport(ctx, w, before.ID, all[0].ID)
	b.Report, b.Version, b.Figures = last.ID, last.Version, last.Kept.Figures
	return b, err
}

func keepReport(ctx context.Context, w *access.Work, id string, g gathered) error {
	g.kept.Figures, g.kept.Hashes = map[string]string{}, map[string]string{}
	tables := map[string]disclosure.Released{}
	for _, f := range figures(g) {
		if slices.Contains(g.without, f.kind) {
			continue
		}
		f.table.Data = w.Blind("caseaudit:figures", f.table.Data) // the name of a state is out with the table, and says nothing of its numbers
		kept, err := release.Keep(ctx, w, reportRules, f.table)
		if err != nil {
			return err
		}
		g.kept.Figures[f.kind], g.kept.Hashes[f.kind], tables[f.kind] = kept.ID, kept.Hash, kept.Table
	}
	if kind := tells(tables); kind != "" {
		return unsteady(kind) // nothing of it stays in the register
	}
	document, err := json.Marshal(g.kept)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	head := ReportHead{ID: id, Programme: g.kept.Programme, Version: g.kept.Version, Hash: disclosure.Hash(document)}
	w.Note("report", head.Hash)
	return insertReport(ctx, w, head, g.kept)
}

// Reports lists the versions of a programme's report, the latest first.
func (s *Service) Reports(ctx context.Context, who permit.Actor, programme string) (list []ReportHead, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme)
		if _, err := findProgramme(ctx, w, programme); err != nil {
			return err
		}
		list, err = listReports(ctx, w, programme)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list audit reports: %w", err)
	}
	return list, nil
}

// Report gives one version of a programme's report.
func (s *Service) Report(ctx context.Context, who permit.Actor, programme, id string) (r Report, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(programme, id)
		if _, err := findProgramme(ctx, w, programme); err != nil {
			return err
		}
		if r, err = findReport(ctx, w, programme, id); err != nil {
			return err
		}
		if r.Figures, err = releasesOf(ctx, w, r.Kept.Figures); err != nil {
			return err
		}
		if r.Kept.Before != nil {
			r.Then, err = releasesOf(ctx, w, r.Kept.Before.Figures)
		}
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("read audit report: %w", err)
	}
	return r, nil
}

func releasesOf(ctx context.Context, w *access.Work, ids map[string]string) (map[string]release.Release, error) {
	all := map[string]release.Release{}
	for kind, id := range ids {
		one, err := release.Find(ctx, w, id)
		if err != nil {
			return nil, err
		}
		all[kind] = one
	}
	return all, nil
}
