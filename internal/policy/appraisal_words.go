package policy

import (
	"slices"
	"strconv"

	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

// SectionWords are the answers to a section's questions, by the question's code.
type SectionWords struct {
	part    string
	Answers map[string]string `json:"answers"`
}

// InSection gives answers to the questions of a section.
func InSection(part string, answers map[string]string) SectionWords {
	return SectionWords{part: part, Answers: answers}
}

func (s SectionWords) check(a Appraisal) error {
	var c problem.Check
	_, section, _ := a.Section(s.part)
	for code, text := range s.Answers {
		c.Require(slices.ContainsFunc(section.Questions, func(q nation.AppraisalQuestion) bool { return q.Code == code }), "q_"+code, "problem.stale_form")
		c.Text("q_"+code, text, maxText, false)
	}
	return c.Err()
}

// Screening is what a first look ends in.
type Screening struct {
	Full string `json:"full"` // "yes", "no", or "" while nobody said
	Why  string `json:"why"`
}

func (s Screening) check(Appraisal) error {
	var c problem.Check
	c.Require(s.Full == "" || s.Full == "yes" || s.Full == "no", "full", "problem.not_a_choice")
	c.Text("why", s.Why, maxText, s.Full == "no") // no full appraisal without a reason: it is all that anybody will read
	return c.Err()
}

// ChildParts are the prompts of the summary for young people, in the order shown.
var ChildParts = []string{"what", "why", "you", "said", "next", "tell"}

// ChildWords is the summary for young people: short texts of its own, written for them.
type ChildWords struct {
	Lang  string            `json:"lang,omitempty"`  // in which it is written
	Texts map[string]string `json:"texts,omitempty"` // by ChildParts
}

const maxChild = 600

func (w ChildWords) check(Appraisal) error {
	var c problem.Check
	c.Require(len(w.Lang) <= 12, "what", "problem.stale_form")
	for part, text := range w.Texts {
		c.Require(slices.Contains(ChildParts, part), part, "problem.stale_form")
		c.Text(part, text, maxChild, false)
	}
	return c.Err()
}

// lacks reports whether a text is missing.
func (w ChildWords) lacks() bool {
	return slices.ContainsFunc(ChildParts, func(p string) bool { return w.Texts[p] == "" })
}

// Pictures are the drawings of the house that an easy read outline can use, in the order offered.
var Pictures = []string{"school", "book", "home", "door", "family", "friends", "guardian", "health", "doctor", "money", "food", "sleep", "play", "work", "safety", "shield", "travel", "path", "plan", "time",
	"papers", "letter", "phone", "speech", "listening", "megaphone", "interpreter", "words", "question", "choice", "promise", "fairness", "heart", "star"}

// EasyLine is one idea, with the name of a drawing beside it.
type EasyLine struct {
	Text    string `json:"text"`
	Picture string `json:"picture"`
}

// EasyWords is the easy read outline: one idea a line.
type EasyWords struct {
	Lang  string     `json:"lang,omitempty"`
	Lines []EasyLine `json:"lines"`
}

const (
	// MostEasyLines bounds an outline: what is longer is none.
	MostEasyLines  = 12
	leastEasyLines = 3
	maxEasy        = 140
)

func (w EasyWords) check(Appraisal) error {
	var c problem.Check
	c.Require(len(w.Lines) <= MostEasyLines && len(w.Lang) <= 12, "line_1", "problem.stale_form")
	for i, line := range w.Lines {
		field := "line_" + strconv.Itoa(i+1)
		c.Text(field, line.Text, maxEasy, true)
		c.Require(line.Picture == "" || slices.Contains(Pictures, line.Picture), field, "problem.stale_form")
	}
	return c.Err()
}

func (w EasyWords) lacks() bool {
	return len(w.Lines) < leastEasyLines || slices.ContainsFunc(w.Lines, func(l EasyLine) bool { return l.Picture == "" })
}

// Narrow reports whether the first look ended in that no full appraisal is needed.
func (a Appraisal) Narrow() bool { return a.Screening.Full == "no" }

// Stages gives the stages that are to be gone through: the first look alone, where it ended in that no full one is needed.
func (a Appraisal) Stages() (list []nation.AppraisalStage) {
	for _, s := range a.Template.Stages {
		if s.Screening || !a.Narrow() {
			list = append(list, s)
		}
	}
	return list
}

// Progress is how far a part is.
type Progress string

// How far a part can be.
const (
	NotBegun Progress = "not_begun"
	Begun    Progress = "part_begun"
	Whole    Progress = "whole"
)

// Progress says how far the part of a section is.
func (a Appraisal) Progress(stage nation.AppraisalStage, s nation.AppraisalSection) Progress {
	of := func(part string, lacks bool) Progress {
		switch {
		case a.Said[part].ID == "":
			return NotBegun
		case lacks:
			return Begun
		}
		return Whole
	}
	switch s.Part {
	case nation.PartScreening:
		return of(PartScreening, a.Screening.Full == "" || a.Screening.Why == "")
	case nation.PartOptions:
		return of(PartOptions, len(a.Options) < 2 || slices.ContainsFunc(a.Options, func(o Option) bool { return o.What == "" }))
	case nation.PartLenses:
		return a.lensesProgress()
	case nation.PartSummaries:
		child, easy := of(PartChild, a.Child.lacks()), of(PartEasy, a.Easy.lacks())
		if child == easy {
			return child
		}
		return Begun
	}
	part := SectionPart(stage.Code, s.Code)
	said := a.Sections[part].Answers
	return of(part, slices.ContainsFunc(s.Questions, func(q nation.AppraisalQuestion) bool { return q.Required && said[q.Code] == "" }))
}

func (a Appraisal) lensesProgress() Progress {
	begun, whole := false, true
	for _, l := range a.AllLenses() {
		p := a.LensProgress(l.Code)
		begun, whole = begun || p != NotBegun, whole && p == Whole
	}
	switch {
	case whole:
		return Whole
	case begun:
		return Begun
	}
	return NotBegun
}

// LensProgress says how far a lens is.
func (a Appraisal) LensProgress(code string) Progress {
	said := a.Lenses[code]
	switch {
	case said.empty():
		return NotBegun
	case said.lacks(a.Options):
		return Begun
	}
	return Whole
}

// Ready reports whether everything is said that is to be said before somebody signs.
func (a Appraisal) Ready() bool {
	for _, stage := range a.Stages() {
		for _, s := range stage.Sections {
			if a.Progress(stage, s) != Whole {
				return false
			}
		}
	}
	return true
}
