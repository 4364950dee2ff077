package conversation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Perspective says whose view a contribution is.
type Perspective string

// The perspectives.
const (
	YoungPerson  Perspective = "young_person"
	Practitioner Perspective = "practitioner"
	Guardian     Perspective = "guardian"
	Agency       Perspective = "agency"
)

// OwnPerspective gives the perspective from which an actor adds a view of their own.
func OwnPerspective(who permit.Actor) Perspective {
	if who.Is(permit.Guardian) {
		return Guardian
	}
	return Practitioner
}

// Setup is how a sitting begins: who is there, the interpreter, where, what was explained. It is what R-5-5 calls
// space, voice and audience.
type Setup struct {
	Version     int         `json:"v"`
	Language    string      `json:"language"` // of the young person's cards
	Present     []string    `json:"present,omitempty"`
	PresentNote string      `json:"present_note,omitempty"`
	Interpreter Interpreter `json:"interpreter"`
	Setting     string      `json:"setting,omitempty"`
	Mode        []string    `json:"mode,omitempty"`       // talk, pictures, drawing, they write, the worker writes
	Explained   []string    `json:"explained,omitempty"`  // keys of the edition's explanation, as told
	Readers     string      `json:"readers,omitempty"`    // who will read this, as told to the young person
	Shown       []string    `json:"shown,omitempty"`      // how the cards are shown: of WaysShown
	Wording     []string    `json:"wording,omitempty"`    // checksums of what was shown, see framework.Wording; the last is what was read back
	OnPaper     string      `json:"on_paper,omitempty"`   // the day, when it was recorded on paper first
	Offline     *Offline    `json:"offline,omitempty"`    // when it was held on a device without a network
	TypedIn     string      `json:"typed_in,omitempty"`   // the day on which that was typed in
	ReadBack    string      `json:"read_back,omitempty"`  // yes, no: whether it was read back before it was kept, where that is not the way of it
	TakenOver   []TakenOver `json:"taken_over,omitempty"` // by whom, when whoever held it could not go on
}

// Interpreter is the interpreter of one sitting (R-5-7). Reference is the agency's or the interpreter's number.
type Interpreter struct {
	Used        string `json:"used,omitempty"` // yes, declined, not_needed
	Language    string `json:"language,omitempty"`
	Dialect     string `json:"dialect,omitempty"`
	How         string `json:"how,omitempty"`         // in_person, phone, video
	GenderMet   string `json:"gender_met,omitempty"`  // yes, no, not_asked
	Independent string `json:"independent,omitempty"` // yes, no: not a companion, relative, child or other resident
	Reference   string `json:"reference,omitempty"`
	Quality     string `json:"quality,omitempty"` // what the young person said of it
}

// The choices of a setup.
var (
	InterpreterUsed = []string{"yes", "declined", "not_needed"}
	InterpreterHow  = []string{"in_person", "phone", "video"}
	PresentRoles    = []string{"interpreter", "social_worker", "guardian", "advocate", "carer", "friend", "other"}
	Settings        = []string{"home", "office", "outside", "school", "phone", "other"}
	WaysShown       = []string{"two_languages", "pictures_only"}
	Modes           = []string{"talk", "pictures", "drawing", "they_write", "worker_writes"}
	GenderMet       = []string{"yes", "no", "not_asked"}
	Qualities       = []string{"ok", "other"} // what the young person says of the interpreter: right for me, another one
)

// Check says what is wrong with a setup. An interpreter who is not independent is not refused, since the young person
// may be sitting with nobody else, but the choice must be made: never the one who came along without asking.
func (s Setup) Check() error {
	var c problem.Check
	c.Require(s.Language != "" && len(s.Language) <= 35, "language", "problem.required_choice")
	s.Interpreter.check(&c)
	for _, f := range []struct {
		name    string
		chosen  []string
		allowed []string
	}{{"present", s.Present, PresentRoles}, {"mode", s.Mode, Modes}, {"shown", s.Shown, WaysShown}} {
		for _, v := range f.chosen {
			c.Require(slices.Contains(f.allowed, v), f.name, "problem.not_a_choice")
		}
		c.Require(len(f.chosen) <= len(f.allowed), f.name, "problem.too_many", "max", len(f.allowed))
	}
	c.Require(s.Setting == "" || slices.Contains(Settings, s.Setting), "setting", "problem.not_a_choice")
	c.Require(len(s.Explained) <= maxThings, "explained", "problem.too_many", "max", maxThings)
	for _, key := range s.Explained {
		c.Require(len(key) <= 60, "explained", "problem.not_a_choice")
	}
	c.Require(len(s.Wording) <= maxThings && !slices.ContainsFunc(s.Wording, notAChecksum), "wording", "problem.not_a_choice")
	checkLine(&c, "present_note", s.PresentNote)
	checkLine(&c, "readers", s.Readers)
	c.Require(slices.Contains([]string{"", "yes", "no"}, s.ReadBack), "read_back", "problem.not_a_choice")
	for field, day := range map[string]string{"on_paper": s.OnPaper, "typed_in": s.TypedIn} {
		if day != "" {
			_, err := time.Parse(time.DateOnly, day)
			c.Require(err == nil, field, "problem.not_a_date", "example", "2027-03-27")
		}
	}
	return c.Err()
}

// notAChecksum reports anything that is not a SHA-256 in hex.
func notAChecksum(s string) bool {
	return len(s) != 64 || strings.Trim(s, "0123456789abcdef") != ""
}

// ShownWordings lists the checksums of the wordings that the young person was shown, in the order in which they were.
func (s Setup) ShownWordings() []string {
	list := slices.Clone(s.Wording)
	if s.Offline != nil && !notAChecksum(s.Offline.Pack) && !slices.Contains(list, s.Offline.Pack) {
		list = append(list, s.Offline.Pack)
	}
	return list
}

func (i Interpreter) check(c *problem.Check) {
	c.Require(slices.Contains(InterpreterUsed, i.Used), "interpreter", "problem.required_choice")
	if i.Used == "yes" {
		c.Require(i.Language != "", "interpreter-language", "problem.required")
		c.Require(i.Independent == "yes" || i.Independent == "no", "independent", "conversation.independence_asked")
	}
	c.Require(i.How == "" || slices.Contains(InterpreterHow, i.How), "how", "problem.not_a_choice")
	c.Require(i.GenderMet == "" || slices.Contains(GenderMet, i.GenderMet), "gender", "problem.not_a_choice")
	c.Require(i.Quality == "" || slices.Contains(Qualities, i.Quality), "quality", "problem.not_a_choice")
	checkLine(c, "interpreter-language", i.Language)
	checkLine(c, "dialect", i.Dialect)
	checkLine(c, "reference", i.Reference)
}

// MaxLine is the most that a line about a sitting may hold, in characters.
const MaxLine = 500

func checkLine(c *problem.Check, field, text string) {
	c.Require(utf8.RuneCountInString(text) <= MaxLine, field, "problem.too_long", "max", MaxLine)
	c.Require(utf8.ValidString(text) && !strings.ContainsRune(text, 0), field, "problem.not_text")
}

// Sitting is one conversation's frame.
type Sitting struct {
	ID        string
	Record    string
	EditionID string
	OpenedAt  time.Time
	OpenedBy  string
	EndedAt   time.Time // zero while it is open
	Ending    string    // "", finished, stopped
	Setup     Setup
}

// Open reports whether the sitting still goes on.
func (s Sitting) Open() bool { return s.EndedAt.IsZero() }

// Contribution is what one author said from one perspective in one sitting.
type Contribution struct {
	ID          string
	Sitting     string
	Record      string
	Author      string
	Perspective Perspective
	At          time.Time
	EditionID   string
	Corrects    string // the contribution this one sets right, or ""
	Why         string // it was set right, in the words of whoever did; a picture does not hold it
	Content     Content
	Talk        Talk
}

// Talk says whether a view was talked through with the young person: only then does it join their reading.
type Talk struct {
	Outcome string    `json:"outcome,omitempty"` // "", talked_through, withheld
	At      time.Time `json:"at,omitzero"`
	By      string    `json:"by,omitempty"`
	Why     string    `json:"why,omitempty"` // why it was withheld: serious harm, and what kind
}
