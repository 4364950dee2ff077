package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Beginning is what is said when an appraisal is begun.
type Beginning struct {
	Title      string
	Nation     string // one of nation.Codes()
	Initiative string // id of the change that is looked at; "" for none
	Template   string // code of a template inside the program, or id of one of the organisation's own
}

// AppraisalHead is an appraisal without what is said in it.
type AppraisalHead struct {
	ID         string
	Initiative string
	Nation     string
	BegunAt    time.Time
	BegunBy    string
	AppraisalText
	Steps []AppraisalStep // what became of it, the earliest first

	edition string // id of the edition in use when it was begun; "" for none
}

// AppraisalText is the document of an appraisal: its title, and the template it was begun with, which no later one changes.
type AppraisalText struct {
	Title    string                   `json:"title"`
	Template nation.AppraisalTemplate `json:"template"`
}

// Appraisal is a look at a change before it is made, and afterwards at what came true. Nothing in it is added up.
type Appraisal struct {
	AppraisalHead
	Edition   *framework.Edition // whose outcomes are lenses too; nil while no framework is in use
	Sections  map[string]SectionWords
	Options   []Option // to change nothing is the first of them, always
	Screening Screening
	Lenses    map[string]LensWords // by the lens's code
	Child     ChildWords
	Easy      EasyWords
	Said      map[string]Saying          // by part: who said last what stands in it
	Cited     map[string]release.Release // the releases that evidence rests on, by id
}

// Saying is who said, and when, what stands in a part. ID is what somebody who writes had before them.
type Saying struct {
	ID string
	At time.Time
	By string
}

// The parts of an appraisal. A section's part is its prefix with stage and section, a lens's its prefix with the code.
const (
	PartOptions    = "options"
	PartScreening  = "screening"
	PartChild      = "child"
	PartEasy       = "easy"
	partSection    = "section:"
	partLensPrefix = "lens:"
)

// SectionPart names the part of a section of a template.
func SectionPart(stage, section string) string { return partSection + stage + "/" + section }

// LensPart names the part of a lens.
func LensPart(code string) string { return partLensPrefix + code }

// BeginAppraisal begins an appraisal. It needs no record, no initiative and no framework. id is made by whoever asks, so that a
// form sent twice begins one.
func (s *Service) BeginAppraisal(ctx context.Context, who permit.Actor, id string, b Beginning) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findAppraisalHead(ctx, w, id); err == nil {
			return nil // sent twice
		}
		var c problem.Check
		c.Text("title", b.Title, maxLine, true)
		c.Require(slices.Contains(nation.Codes(), b.Nation), "nation", "problem.required_choice")
		template, found, err := templateNamed(ctx, w, b.Template)
		if err != nil {
			return err
		}
		c.Require(found, "template", "problem.required_choice")
		if err := c.Err(); err != nil {
			return err
		}
		if b.Initiative != "" {
			if _, err := findInitiative(ctx, w, b.Initiative); err != nil {
				return err
			}
		}
		edition, err := editionInUse(ctx, w, "")
		if err != nil {
			return err
		}
		head := AppraisalHead{ID: id, Initiative: b.Initiative, Nation: b.Nation, AppraisalText: AppraisalText{Title: b.Title, Template: template}}
		if edition != nil {
			head.edition = edition.ID
		}
		return insertAppraisal(ctx, w, head)
	})
	if err != nil {
		return fmt.Errorf("begin an appraisal: %w", err)
	}
	return nil
}

// editionInUse gives an edition by its id, or the one that the organisation works with where there is no id; nil where no
// framework is in use, since an appraisal needs none.
func editionInUse(ctx context.Context, w *access.Work, id string) (*framework.Edition, error) {
	if id != "" {
		return framework.Find(ctx, w, id)
	}
	ed, err := framework.ChosenBy(ctx, w, w.Who.Organisation, framework.Children)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return nil, nil
	}
	return ed, err
}

// Appraisals lists the organisation's appraisals, the latest first.
func (s *Service) Appraisals(ctx context.Context, who permit.Actor) (list []AppraisalHead, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listAppraisals(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list appraisals: %w", err)
	}
	return list, nil
}

// Appraisal gives one appraisal of the actor's organisation.
func (s *Service) Appraisal(ctx context.Context, who permit.Actor, id string) (a Appraisal, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		a, err = findAppraisal(ctx, w, id)
		return err
	})
	if err != nil {
		return Appraisal{}, fmt.Errorf("read an appraisal: %w", err)
	}
	return a, nil
}

// findAppraisal reads an appraisal of the actor's organisation with all that is said in it.
func findAppraisal(ctx context.Context, w *access.Work, id string) (Appraisal, error) {
	head, err := findAppraisalHead(ctx, w, id)
	if err != nil {
		return Appraisal{}, err
	}
	a := Appraisal{AppraisalHead: head, Sections: map[string]SectionWords{}, Options: []Option{{Code: ChangeNothing}}, Lenses: map[string]LensWords{}, Said: map[string]Saying{}, Cited: map[string]release.Release{}}
	if err := readParts(ctx, w, &a); err != nil {
		return Appraisal{}, err
	}
	edition, signed := head.edition, head.signed()
	if signed != nil {
		edition = signed.Edition
	}
	if signed == nil || edition != "" {
		if a.Edition, err = editionInUse(ctx, w, edition); err != nil {
			return Appraisal{}, err
		}
	}
	return a, citeReleases(ctx, w, &a)
}

// citeReleases reads every release that evidence rests on.
func citeReleases(ctx context.Context, w *access.Work, a *Appraisal) error {
	for _, lens := range a.Lenses {
		for _, cell := range lens.Cells {
			if _, have := a.Cited[cell.Release]; have || cell.Release == "" {
				continue
			}
			one, err := release.Find(ctx, w, cell.Release)
			if err != nil {
				return err
			}
			a.Cited[cell.Release] = one
		}
	}
	return nil
}

// Citable lists the releases that evidence may rest on, the latest first.
func (s *Service) Citable(ctx context.Context, who permit.Actor) (list []release.Release, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = release.All(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list releases to cite: %w", err)
	}
	return list, nil
}

// Words is what is said in one part of an appraisal: SectionWords, OptionWords, Screening, LensWords, ChildWords or EasyWords.
type Words interface {
	// check refuses what cannot stand in the part; what is only missing is kept, and is told by Missing.
	check(a Appraisal) error
}

// Say writes what stands in one part of an appraisal: a draft at every step, so that nothing that was typed is lost. last is the
// id of what whoever writes had before them (Said), "" for nothing: a Conflict (appraisal.written_meanwhile) says that somebody
// else wrote since, and nothing is overwritten.
func (s *Service) Say(ctx context.Context, who permit.Actor, id, part, last string, said Words) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id, part)
		a, err := findAppraisal(ctx, w, id)
		switch {
		case err != nil:
			return err
		case !a.takes(part, said):
			return problem.New(problem.NotFound, "problem.not_found")
		case a.State() != Writing:
			return problem.New(problem.Conflict, "appraisal.written_no_more")
		}
		if err := said.check(a); err != nil {
			return err
		}
		if a.Said[part].ID != last {
			return problem.New(problem.Conflict, "appraisal.written_meanwhile")
		}
		if lens, ok := said.(LensWords); ok {
			for _, cell := range lens.Cells {
				if cell.Release == "" {
					continue
				}
				if _, err := release.Find(ctx, w, cell.Release); err != nil {
					return problem.New(problem.Invalid, "problem.stale_form")
				}
			}
		}
		return insertPart(ctx, w, id, part, said)
	})
	if err != nil {
		return fmt.Errorf("write in an appraisal: %w", err)
	}
	return nil
}

// takes reports whether the appraisal has that part, and whether what is said is of its kind.
func (a Appraisal) takes(part string, said Words) bool {
	switch said.(type) {
	case SectionWords:
		_, section, ok := a.Section(part)
		return ok && section.Part == ""
	case OptionWords:
		return part == PartOptions
	case Screening:
		return part == PartScreening && a.has(nation.PartScreening)
	case LensWords:
		return slices.ContainsFunc(a.AllLenses(), func(l Lens) bool { return LensPart(l.Code) == part })
	case ChildWords:
		return part == PartChild
	case EasyWords:
		return part == PartEasy
	}
	return false
}

// has reports whether the template has one of the product's own parts.
func (a Appraisal) has(part string) bool {
	return slices.ContainsFunc(a.Template.Stages, func(s nation.AppraisalStage) bool {
		return slices.ContainsFunc(s.Sections, func(one nation.AppraisalSection) bool { return one.Part == part })
	})
}

// Section gives the section of the template that a part is of.
func (a Appraisal) Section(part string) (nation.AppraisalStage, nation.AppraisalSection, bool) {
	for _, stage := range a.Template.Stages {
		for _, one := range stage.Sections {
			if SectionPart(stage.Code, one.Code) == part {
				return stage, one, true
			}
		}
	}
	return nation.AppraisalStage{}, nation.AppraisalSection{}, false
}
