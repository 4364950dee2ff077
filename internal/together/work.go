package together

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
)

// Home is whose a work is: a young person's record, or an advisory group. One of the two is there.
type Home struct{ Record, Group string }

// WorkKind is what a work is.
type WorkKind string

// The kinds.
const (
	WorkWords   WorkKind = "words"
	WorkPicture WorkKind = "picture"
	WorkSound   WorkKind = "sound"
)

// WorkKinds lists them in the order offered.
var WorkKinds = []WorkKind{WorkWords, WorkPicture, WorkSound}

// MaxWork is the most bytes of a picture or a sound.
const MaxWork = 8 << 20

// WorkText is what is written of a work. Words are the work itself, or, for whoever does not see or hear it, what a picture
// shows or what is heard.
type WorkText struct {
	Title       string `json:"title,omitempty"`
	Words       string `json:"words"`
	Lang        string `json:"lang"`                  // of title and words
	Translation string `json:"translation,omitempty"` // of words, in English
	Media       string `json:"media,omitempty"`       // of a picture or a sound
	Sum         string `json:"sum,omitempty"`         // SHA-256 of the picture or the sound, hexadecimal
}

// Places are where a work can be shown, in the order asked.
var Places = []string{"staff", "child", "paper", "public"}

// WorkAnswer is what a young person said of showing a work.
type WorkAnswer struct {
	ID    string
	Yes   bool
	Given string // conversation.Beside or conversation.InOwnPlace
	By    string
	At    time.Time
	Says  AnswerText
}

// AnswerText is the sealed part of an answer: to exactly which work it was given, where it may be, as whose, until when.
type AnswerText struct {
	Digest   string   `json:"digest"`
	Places   []string `json:"places,omitempty"`
	Name     string   `json:"name,omitempty"` // the one they chose; "" for none
	Until    string   `json:"until,omitempty"`
	Language string   `json:"language,omitempty"` // in which they were asked
}

// Questions are asked of every work before it is shown. One yes is enough: it is not shown as it is.
var Questions = []string{"name", "face", "voice", "place", "people", "story", "reach", "harm"}

// Verdicts are what a check can come to.
var Verdicts = []string{"safe", "change", "stop"}

// CheckText is the sealed part of a check: of exactly which work and answer, and what was found.
type CheckText struct {
	Digest string   `json:"digest"`
	Answer string   `json:"answer"`
	Found  []string `json:"found,omitempty"` // the questions answered with yes
	Note   string   `json:"note,omitempty"`  // what is to be changed with the young person
}

// WorkStep is one thing that became of a work.
type WorkStep struct {
	ID   string
	Kind string // given, changed, checked, published, taken_down, withdrawn, ended
	Code string
	By   string
	At   time.Time
	Says CheckText // of a check
}

// Printed says that a work was put on paper.
type Printed struct {
	Purpose string
	Copies  int
	By      string
	At      time.Time
}

// Purposes are what something is put on paper for, in the order offered.
var Purposes = []string{"wall", "briefing", "learning", "other"}

// WorkState says how far a work has come.
type WorkState string

// The states.
const (
	WorkAsk     WorkState = "ask"     // they were not asked yet about what it is now
	WorkRefused WorkState = "refused" // they said no, or took their yes back
	WorkCheck   WorkState = "check"   // a second person has to look at it
	WorkChange  WorkState = "change"  // it goes back to be changed with them
	WorkStopped WorkState = "stopped" // it is not to be shown
	WorkReady   WorkState = "ready"   // found safe; a manager can show it
	WorkShown   WorkState = "shown"
	WorkEnded   WorkState = "ended" // the day until which they said yes is over
)

// Work is art or words that were given to be published.
type Work struct {
	ID        string
	Home      Home
	Kind      WorkKind
	GivenAt   time.Time
	GivenBy   string
	Published string // the id under which it is shown now, "" while it is not
	Says      WorkText
	Content   []byte
	Answers   []WorkAnswer // the oldest first
	Steps     []WorkStep   // the oldest first
	Printed   []Printed
}

// Digest names exactly what a work is at this moment.
func (k Work) Digest() string {
	said, err := json.Marshal(k.Says)
	if err != nil {
		return "" // strings always can be written
	}
	sum := sha256.Sum256(append([]byte(string(k.Kind)+"\x00"), said...))
	return hex.EncodeToString(sum[:])
}

// Answer is what holds of their answers: the newest, where it was given to what the work is now.
func (k Work) Answer() (WorkAnswer, bool) {
	if len(k.Answers) == 0 {
		return WorkAnswer{}, false
	}
	last := k.Answers[len(k.Answers)-1]
	return last, !last.Yes || last.Says.Digest == k.Digest()
}

// Check is the check that holds: the newest, where it was of what the work is now under the answer that holds, and nobody
// took the work down since.
func (k Work) Check() (WorkStep, bool) {
	answer, _ := k.Answer()
	for _, s := range slices.Backward(k.Steps) {
		switch s.Kind {
		case "taken_down":
			return WorkStep{}, false
		case "checked":
			return s, s.Says.Digest == k.Digest() && s.Says.Answer == answer.ID
		}
	}
	return WorkStep{}, false
}

// State says how far a work has come on a day.
func (k Work) State(today string) WorkState {
	answer, ok := k.Answer()
	switch {
	case !ok:
		return WorkAsk
	case !answer.Yes:
		return WorkRefused
	case answer.Says.Until < today:
		return WorkEnded
	case k.Published != "":
		return WorkShown
	}
	check, ok := k.Check()
	switch {
	case !ok:
		return WorkCheck
	case check.Code == "change":
		return WorkChange
	case check.Code == "stop":
		return WorkStopped
	}
	return WorkReady
}

// made reports whether somebody took the work in, or changed it: they cannot be the one who finds it safe.
func (k Work) made(account string) bool {
	return k.GivenBy == account || slices.ContainsFunc(k.Steps, func(s WorkStep) bool { return s.Kind == "changed" && s.By == account })
}

// check notes what is wrong with what is written of a work.
func (t WorkText) check(c *problem.Check, kind WorkKind) {
	c.Require(slices.Contains(WorkKinds, kind), "kind", "problem.required_choice")
	c.Text("title", t.Title, 120, false)
	c.Text("words", t.Words, maxWork, true)
	c.Text("translation", t.Translation, maxWork, false)
	c.Require(utf8.ValidString(t.Title+t.Words+t.Translation), "words", "problem.unreadable_form")
	known := slices.ContainsFunc(i18n.Known(), func(l i18n.LanguageInfo) bool { return l.Tag == t.Lang })
	c.Require(known, "lang", "problem.required_choice")
}

// maxWork bounds the words of a work.
const maxWork = 5000

// check notes what is wrong with an answer. The day must be to come, and no more than five years off.
func (a WorkAnswer) check(c *problem.Check, today time.Time) {
	c.Require(a.Given == conversation.Beside || a.Given == conversation.InOwnPlace, "answer", "problem.not_a_choice")
	if !a.Yes {
		return
	}
	c.Require(len(a.Says.Places) > 0, "places", "problem.required_choice")
	for _, p := range a.Says.Places {
		c.Require(slices.Contains(Places, p), "places", "problem.not_a_choice")
	}
	c.Text("name", a.Says.Name, 60, false)
	day(c, "until", a.Says.Until, true)
	c.Require(a.Says.Until >= today.Format(time.DateOnly) && a.Says.Until <= today.AddDate(5, 0, 0).Format(time.DateOnly), "until", "together.until_range")
}
