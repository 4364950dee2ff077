package record

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// Names are what a young person is called, in any script. No part is forced and no order is: the given name may be all
// there is.
type Names struct {
	Given         string `json:"given,omitempty"`
	Family        string `json:"family,omitempty"`
	Preferred     string `json:"preferred,omitempty"`     // what they want to be called
	KnownBy       string `json:"known_by,omitempty"`      // another name others may use for them
	OwnScript     string `json:"own_script,omitempty"`    // the name as they write it
	Pronunciation string `json:"pronunciation,omitempty"` // how to say it
}

// Shown gives what the young person wants to be called, or the nearest there is.
func (n Names) Shown() string {
	for _, s := range []string{n.Preferred, strings.TrimSpace(n.Given + " " + n.Family), n.KnownBy, n.OwnScript} {
		if s != "" {
			return s
		}
	}
	return ""
}

// all gives every form of the name, for the search index.
func (n Names) all() []string {
	return []string{n.Preferred, n.Given, n.Family, n.KnownBy, n.OwnScript}
}

// Accuracy says how a date of birth is known (R-2-5). Disputed never makes an adult: a child is presumed.
type Accuracy string

// The accuracies.
const (
	Stated     Accuracy = "stated"
	Documented Accuracy = "documented"
	Estimated  Accuracy = "estimated"
	Disputed   Accuracy = "disputed"
	Assessed   Accuracy = "assessed"
	NotKnown   Accuracy = "not_known"
)

// Accuracies lists them in the order people read them.
var Accuracies = []Accuracy{Stated, Documented, Assessed, Estimated, Disputed, NotKnown}

// Birth is a date of birth with how it is known, by whom and since when.
type Birth struct {
	Day      string   `json:"day,omitempty"` // YYYY-MM-DD, or "" when not known
	Accuracy Accuracy `json:"accuracy,omitempty"`
	By       string   `json:"by,omitempty"`
	On       string   `json:"on,omitempty"`
}

// Age gives whole years on the day, and false when there is no date.
func (b Birth) Age(on time.Time) (int, bool) {
	born, err := time.Parse(time.DateOnly, b.Day)
	if err != nil {
		return 0, false
	}
	years := on.Year() - born.Year()
	if on.Month() < born.Month() || on.Month() == born.Month() && on.Day() < born.Day() {
		years--
	}
	return years, true
}

// PresumedChild reports whether the young person is to be treated as a child on the day: whenever the date says so, is
// not there, or is disputed or estimated (Modern Slavery Act 2015 s51 and its counterparts; see the nation pack).
func (b Birth) PresumedChild(on time.Time) bool {
	age, known := b.Age(on)
	return !known || age < 18 || b.Accuracy == Disputed || b.Accuracy == Estimated || b.Accuracy == NotKnown
}

// EditionFor says whose edition a conversation with the young person is held with on the day: the children's for whoever is
// to be treated as a child.
func (p Person) EditionFor(on time.Time) framework.Whom {
	birth := p.Profile.Birth
	if birth == (Birth{}) {
		birth = p.born
	}
	if birth.PresumedChild(on) {
		return framework.Children
	}
	return framework.Adults
}

// Language is one the young person uses, with its dialect.
type Language struct {
	Tag     string `json:"tag"`
	Dialect string `json:"dialect,omitempty"`
	Reads   string `json:"reads,omitempty"` // yes, a_little, no, not_known: some do not read the language they speak
}

// Interpreter is what the young person needs to be understood (R-5-7).
type Interpreter struct {
	Needed string `json:"needed,omitempty"` // yes, no, not_known
	Gender string `json:"gender,omitempty"` // woman, man, either, not_asked
	Notes  string `json:"notes,omitempty"`
}

// Why says why this framework is used with somebody. It is never a gate.
type Why string

// The reasons.
const (
	Experienced     Why = "experienced"
	VulnerableTo    Why = "vulnerable_to"
	ChildOfSurvivor Why = "child_of_survivor"
	NotStated       Why = "not_stated"
)

// Whys lists them; NotStated is what stands until somebody says.
var Whys = []Why{NotStated, Experienced, VulnerableTo, ChildOfSurvivor}

// Profile is everything about a young person that a conversation needs. Version is that of the stored document.
type Profile struct {
	Version     int         `json:"v"`
	Names       Names       `json:"names"`
	Birth       Birth       `json:"birth"`
	Pronouns    string      `json:"pronouns,omitempty"`
	Languages   []Language  `json:"languages,omitempty"`
	Interpreter Interpreter `json:"interpreter"`
	Why         Why         `json:"why,omitempty"`
	Reference   string      `json:"reference,omitempty"` // the local case system's number, for finding each other
	// CopyLanguage is the language of the young person's own pages and copy.
	CopyLanguage string `json:"copy_language,omitempty"`
}

// FirstLanguage gives the tag of the language for the young person's own pages: the one they chose, else the first of
// their languages, else English.
func (p Profile) FirstLanguage() string {
	if p.CopyLanguage != "" {
		return p.CopyLanguage
	}
	if len(p.Languages) > 0 {
		return p.Languages[0].Tag
	}
	return "en"
}

// The most that a profile's texts may hold, in characters. Names are rarely long, but some are.
const (
	maxName   = 200
	maxLine   = 100
	maxNotes  = 1000
	maxSpoken = 8 // languages of one person
)

// The answers of the profile's questions about language.
var (
	ReadsAnswers       = []string{"yes", "a_little", "no", "not_known"}
	InterpreterAnswers = []string{"yes", "no", "not_known"}
	InterpreterGenders = []string{"woman", "man", "either", "not_asked"}
)

// tagShape is that of a BCP 47 language tag, loosely: what nobody speaks is no concern of ours.
var tagShape = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`)

// Check says what is wrong with a profile before it is saved; nil when nothing is. Only a name of some kind is needed.
func (p Profile) Check(today time.Time) error {
	var c problem.Check
	c.Require(p.Names.Shown() != "", "given", "record.needs_a_name")
	for _, f := range []struct {
		name, text string
		max        int
	}{
		{"given", p.Names.Given, maxName}, {"family", p.Names.Family, maxName}, {"preferred", p.Names.Preferred, maxName},
		{"known_by", p.Names.KnownBy, maxName}, {"own_script", p.Names.OwnScript, maxName},
		{"pronunciation", p.Names.Pronunciation, maxName}, {"birth_by", p.Birth.By, maxName},
		{"pronouns", p.Pronouns, maxLine}, {"reference", p.Reference, maxLine}, {"interpreter_notes", p.Interpreter.Notes, maxNotes},
	} {
		checkText(&c, f.name, f.text, f.max)
	}
	p.checkBirth(&c, today)
	p.checkLanguages(&c)
	c.Require(p.Why == "" || slices.Contains(Whys, p.Why), "why", "problem.not_a_choice")
	return c.Err()
}

func checkText(c *problem.Check, name, text string, max int) {
	c.Require(utf8.RuneCountInString(text) <= max, name, "problem.too_long", "max", max)
	c.Require(utf8.ValidString(text) && !strings.ContainsRune(text, 0), name, "problem.not_text")
}

func (p Profile) checkBirth(c *problem.Check, today time.Time) {
	c.Require(p.Birth.Accuracy == "" || slices.Contains(Accuracies, p.Birth.Accuracy), "accuracy", "problem.not_a_choice")
	if p.Birth.On != "" {
		_, err := time.Parse(time.DateOnly, p.Birth.On)
		c.Require(err == nil, "birth_on", "record.not_a_day")
	}
	if p.Birth.Day == "" {
		return
	}
	born, err := time.Parse(time.DateOnly, p.Birth.Day)
	c.Require(err == nil, "birth", "record.not_a_day")
	c.Require(err != nil || !born.After(today), "birth", "record.born_in_future")
	c.Require(p.Birth.Accuracy != "", "accuracy", "record.needs_accuracy")
}

func (p Profile) checkLanguages(c *problem.Check) {
	c.Require(len(p.Languages) <= maxSpoken, "language", "problem.too_many", "max", maxSpoken)
	for _, l := range p.Languages {
		c.Require(tagShape.MatchString(l.Tag), "language", "problem.not_a_language")
		c.Require(l.Reads == "" || slices.Contains(ReadsAnswers, l.Reads), "reads", "problem.not_a_choice")
		checkText(c, "dialect", l.Dialect, maxLine)
	}
	c.Require(p.CopyLanguage == "" || tagShape.MatchString(p.CopyLanguage), "copy_language", "problem.not_a_language")
	i := p.Interpreter
	c.Require(i.Needed == "" || slices.Contains(InterpreterAnswers, i.Needed), "interpreter", "problem.not_a_choice")
	c.Require(i.Gender == "" || slices.Contains(InterpreterGenders, i.Gender), "interpreter_gender", "problem.not_a_choice")
}
