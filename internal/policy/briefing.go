package policy

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/chart"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// PieceKind is what a piece of a briefing is.
type PieceKind string

// The kinds.
const (
	PieceWords      PieceKind = "words"
	PieceRelease    PieceKind = "release"    // figures that were let out here
	PieceSaved      PieceKind = "saved"      // a saved question: its figures as they are when a version is made
	PiecePublished  PieceKind = "published"  // a figure that others published
	PieceAppraisal  PieceKind = "appraisal"  // what a change would do
	PieceEvaluation PieceKind = "evaluation" // what was seen afterwards
	PieceQuote      PieceKind = "quote"      // words of a young person, with their permission
	PieceTheme      PieceKind = "theme"      // what audits found, in general words
)

// PieceKinds lists them in the order offered.
var PieceKinds = []PieceKind{PieceWords, PieceRelease, PieceSaved, PiecePublished, PieceTheme, PieceQuote, PieceAppraisal, PieceEvaluation}

// Piece is one thing in a section of a briefing. It refers to what it cites, and holds nothing of it.
type Piece struct {
	ID         string    `json:"id"`
	Section    string    `json:"section"`
	Kind       PieceKind `json:"kind"`
	Text       string    `json:"text,omitempty"`        // what is said; of figures, what they show
	Of         string    `json:"of,omitempty"`          // the release, question, appraisal, evaluation, work or theme
	Chart      string    `json:"chart,omitempty"`       // how figures are drawn; "" for a table alone
	Coverage   string    `json:"coverage,omitempty"`    // how many could have been asked, were asked, answered; who is counted
	CoverageOf string    `json:"coverage_of,omitempty"` // the release that says so
	Publisher  string    `json:"publisher,omitempty"`   // of a published figure, with the three below
	Source     string    `json:"source,omitempty"`
	URL        string    `json:"url,omitempty"`
	On         string    `json:"on,omitempty"` // the day it was published, or read
}

// BriefingCharts lists how figures of a release can be drawn in a briefing, in the order offered.
var BriefingCharts = []chart.Kind{chart.Dot, chart.Slope, chart.Run, chart.Small}

// BriefingDraft is a briefing as it is being written.
type BriefingDraft struct {
	Template   string   `json:"template"`
	Title      string   `json:"title"`
	Reader     string   `json:"reader"` // an office or a body, nobody's name
	Lang       string   `json:"lang"`   // of all that is written
	Question   string   `json:"question"`
	Short      string   `json:"short"`   // the whole in a few sentences
	Ask        string   `json:"ask"`     // what the reader is asked to do
	By         string   `json:"by"`      // the day by which; "" for none
	Unknown    string   `json:"unknown"` // what we do not know
	Authors    []string `json:"authors"` // accounts of those who wrote in it
	Pieces     []Piece  `json:"pieces"`  // in their order
	Initiative string   `json:"-"`       // id; "" for none
}

const (
	longestTitle = 200
	longestWords = 4000
	mostPieces   = 60
)

// BriefingLanguages lists in which a briefing can be written.
var BriefingLanguages = []string{"en", "cy"}

// checkBegun notes what is wrong with how a briefing begins.
func (d BriefingDraft) checkBegun(c *problem.Check) {
	c.Text("title", d.Title, longestTitle, true)
	c.Text("reader", d.Reader, longestTitle, true)
	c.Require(slices.Contains(BriefingLanguages, d.Lang), "lang", "problem.required_choice")
}

// checkWritten notes what is too long, and a day that is none; what is missing shows when a version is made.
func (d BriefingDraft) checkWritten(c *problem.Check) {
	d.checkBegun(c)
	c.Text("question", d.Question, longestWords, false)
	c.Text("short", d.Short, longestWords, false)
	c.Text("ask", d.Ask, longestWords, false)
	c.Text("unknown", d.Unknown, longestWords, false)
	briefingDay(c, "by", d.By, false)
}

func briefingDay(c *problem.Check, field, day string, required bool) {
	if day == "" {
		c.Require(!required, field, "problem.required")
		return
	}
	_, err := time.Parse(time.DateOnly, day)
	c.Require(err == nil, field, "problem.not_a_date", "example", "27 3 2027")
}

// Figures reports whether a kind of piece brings figures, which never stand without saying of whom they are.
func (k PieceKind) Figures() bool {
	return k == PieceRelease || k == PieceSaved || k == PiecePublished
}

// check notes what is wrong with a piece of itself.
func (p Piece) check(c *problem.Check, t BriefingTemplate) {
	section, ok := t.Section(p.Section)
	c.Require(ok && slices.Contains(section.Takes, p.Kind), "kind", "problem.required_choice")
	c.Text("text", p.Text, longestWords, p.Kind == PieceWords || p.Kind.Figures())
	c.Text("coverage", p.Coverage, longestWords, p.Kind == PiecePublished || p.Kind == PieceRelease && p.CoverageOf == "")
	c.Require(p.Kind == PieceWords || p.Kind == PiecePublished || p.Of != "", "of", "problem.required_choice")
	if p.Kind == PieceRelease || p.Kind == PieceSaved {
		c.Require(p.Chart == "" || slices.Contains(BriefingCharts, chart.Kind(p.Chart)), "chart", "problem.not_a_choice")
	}
	if p.Kind == PiecePublished {
		c.Text("publisher", p.Publisher, longestTitle, true)
		c.Text("source", p.Source, longestTitle, true)
		c.Require(publicAddress(p.URL), "url", "briefing.not_an_address")
		briefingDay(c, "on", p.On, true)
	}
}

// only keeps of a piece what its kind has.
func (p Piece) only() Piece {
	q := Piece{ID: p.ID, Section: p.Section, Kind: p.Kind, Text: p.Text}
	switch p.Kind {
	case PieceWords:
	case PiecePublished:
		q.Coverage, q.Publisher, q.Source, q.URL, q.On = p.Coverage, p.Publisher, p.Source, p.URL, p.On
	case PieceRelease:
		q.Of, q.Chart, q.Coverage, q.CoverageOf = p.Of, p.Chart, p.Coverage, p.CoverageOf
	case PieceSaved:
		q.Of, q.Chart, q.Coverage = p.Of, p.Chart, p.Coverage
	default:
		q.Of = p.Of
	}
	return q
}

// Piece finds a piece by its id.
func (d BriefingDraft) Piece(id string) (Piece, bool) {
	i := slices.IndexFunc(d.Pieces, func(p Piece) bool { return p.ID == id })
	if i < 0 {
		return Piece{}, false
	}
	return d.Pieces[i], true
}

// In lists the pieces of a section in their order.
func (d BriefingDraft) In(section string) (list []Piece) {
	for _, p := range d.Pieces {
		if p.Section == section {
			list = append(list, p)
		}
	}
	return list
}

// Missing lists what a version cannot be made without and is not there: question, short, ask, unknown, pieces.
func (d BriefingDraft) Missing() (list []string) {
	for _, one := range []struct{ field, text string }{{"question", d.Question}, {"short", d.Short}, {"ask", d.Ask}, {"unknown", d.Unknown}} {
		if strings.TrimSpace(one.text) == "" {
			list = append(list, one.field)
		}
	}
	if len(d.Pieces) == 0 {
		list = append(list, "pieces")
	}
	return list
}

// Length counts the words that are written; figures, quotations and what is cited do not count.
func (d BriefingDraft) Length() int {
	n := 0
	for _, text := range []string{d.Question, d.Short, d.Ask, d.Unknown} {
		n += len(strings.Fields(text))
	}
	for _, p := range d.Pieces {
		n += len(strings.Fields(p.Text))
	}
	return n
}

// KeptBriefing is a version's document. It names what it cites by id and hash; figures are in their releases, and a young person's words
// in what they gave.
type KeptBriefing struct {
	Format       string           `json:"format"`
	Briefing     string           `json:"briefing"`
	Version      int              `json:"version"`
	Initiative   string           `json:"initiative,omitempty"`
	Template     BriefingTemplate `json:"template"`
	TemplateHash string           `json:"template_hash"`
	Draft        BriefingDraft    `json:"draft"`
	Cites        map[string]Cited `json:"cites,omitempty"` // by piece
}

const briefingFormat = "stable-futures/briefing/1"

// Cited is what a piece of a version cites, so that anybody can find the same.
type Cited struct {
	ID           string `json:"id"`
	Hash         string `json:"hash,omitempty"`
	Rules        string `json:"rules,omitempty"`         // of a release
	Coverage     string `json:"coverage,omitempty"`      // the release that says of whom
	CoverageHash string `json:"coverage_hash,omitempty"` // its hash
	Title        string `json:"title,omitempty"`
	Text         string `json:"text,omitempty"`   // of a theme: what was seen
	Source       string `json:"source,omitempty"` // of a theme: where it was reported
	Version      int    `json:"version,omitempty"`
}

// BriefingVersion is a version without its content.
type BriefingVersion struct {
	ID    string
	Place int
	At    time.Time
	By    string
	Hash  string
}

// BriefingStep is what became of a version.
type BriefingStep struct {
	ID      string
	Version string
	Kind    string // signed, published or taken_back
	At      time.Time
	By      string
	Says    BriefingSays
}

// BriefingSays is what a step says.
type BriefingSays struct {
	Read   []string `json:"read,omitempty"`   // what whoever signed looked at, of SignChecks
	To     string   `json:"to,omitempty"`     // an office or a body
	How    string   `json:"how,omitempty"`    // of PublishWays
	On     string   `json:"on,omitempty"`     // the day
	Why    string   `json:"why,omitempty"`    // of one that was taken back
	Quotes []string `json:"quotes,omitempty"` // ids of the young people's words that left with it
}

// SignChecks are what whoever signs says they looked at, all of them.
var SignChecks = []string{"figures", "quotes", "together", "unknown", "ask"}

// PublishWays are how a briefing is given, in the order offered.
var PublishWays = []string{"sent", "meeting", "web", "other"}

// Briefing is a briefing with all that became of it.
type Briefing struct {
	ID        string
	BegunAt   time.Time
	BegunBy   string
	ChangedAt time.Time
	Revision  int
	Draft     BriefingDraft
	Template  BriefingTemplate
	Versions  []BriefingVersion // the latest first
	Steps     []BriefingStep    // the earliest first
}

// Step gives the latest step of a kind that a version took; found is false where it took none.
func (b Briefing) Step(version, kind string) (s BriefingStep, found bool) {
	for _, one := range b.Steps {
		if one.Version == version && one.Kind == kind {
			s, found = one, true
		}
	}
	return s, found
}

// Published reports whether a version was given to anybody and not taken back since.
func (b Briefing) Published(version string) bool {
	out := false
	for _, s := range b.Steps {
		if s.Version == version && s.Kind != "signed" {
			out = s.Kind == "published"
		}
	}
	return out
}

// Waits reports whether the latest version waits for a signature.
func (b Briefing) Waits() bool {
	if len(b.Versions) == 0 {
		return false
	}
	_, signed := b.Step(b.Versions[0].ID, "signed")
	return !signed
}

// FilledBriefing is a draft or a version with all that it cites, as its reader may see it now.
type FilledBriefing struct {
	Draft         BriefingDraft
	Template      BriefingTemplate
	Releases      map[string]release.Release          // by piece
	Coverage      map[string]release.Release          // by piece, where a release says of whom
	Words         map[string]func(code string) string // of a release's codes, by piece
	CoverageWords map[string]func(code string) string
	Quotes        map[string]PermittedQuote // by piece; one that is not there was taken back
	Themes        map[string]AuditTheme     // by piece
	Appraisals    map[string]Appraisal      // by piece
	Evaluations   map[string]Evaluation     // by piece
	Cites         map[string]Cited
	Gone          []string // pieces whose source is not there any more
}
