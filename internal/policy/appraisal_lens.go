package policy

import (
	"slices"

	"stablefutures/internal/problem"
)

// Lens is one right or outcome through which every option is looked at.
type Lens struct {
	Code    string
	Outcome bool   // of the edition in use; else one of the four general principles
	Text    string // what an outcome says, in the edition's own language; "" for a principle
	Lang    string
}

// Principles are the codes of the four general principles of the Convention: articles 2, 3, 6 and 12.
var Principles = []string{"art2", "art3", "art6", "art12"}

// AllLenses lists what every option is looked at through: the four general principles, then each outcome of the edition in
// use. Without one the principles are all.
func (a Appraisal) AllLenses() (list []Lens) {
	for _, code := range Principles {
		list = append(list, Lens{Code: code})
	}
	if a.Edition == nil {
		return list
	}
	lang := "en"
	if pack := a.Edition.OriginalPack(); pack != nil {
		lang = pack.Lang()
	}
	for _, p := range a.Edition.Principles {
		for _, o := range p.Outcomes() {
			list = append(list, Lens{Code: o.Code, Outcome: true, Text: o.Text, Lang: lang})
		}
	}
	return list
}

// Option is something that could be done.
type Option struct {
	Code string `json:"code"` // of OptionCodes
	Name string `json:"name"`
	What string `json:"what"`
}

// ChangeNothing is the option that is always there.
const ChangeNothing = "nothing"

// OptionCodes lists the options that there can be, the one that is always there first.
var OptionCodes = []string{ChangeNothing, "a", "b", "c", "d"}

// OptionWords are the options; of the first one, to change nothing, only What is said.
type OptionWords struct {
	Options []Option `json:"options"`
}

func (o OptionWords) check(Appraisal) error {
	var c problem.Check
	c.Require(len(o.Options) > 0 && o.Options[0].Code == ChangeNothing && len(o.Options) <= len(OptionCodes), "what_nothing", "problem.stale_form")
	for i, one := range o.Options {
		c.Require(slices.Contains(OptionCodes, one.Code) && !slices.ContainsFunc(o.Options[:i], func(b Option) bool { return b.Code == one.Code }), "what_nothing", "problem.stale_form")
		c.Text("name_"+one.Code, one.Name, maxLine, one.Code != ChangeNothing)
		c.Text("what_"+one.Code, one.What, maxText, false)
	}
	return c.Err()
}

// Effect is what an option would likely do to a right or an outcome.
type Effect string

// The effects. Unknown is an answer, and is counted.
const (
	Positive Effect = "positive"
	Negative Effect = "negative"
	Mixed    Effect = "mixed"
	NoEffect Effect = "none"
	Unknown  Effect = "unknown"
)

// Effects lists them in the order offered.
var Effects = []Effect{Positive, Negative, Mixed, NoEffect, Unknown}

// What evidence is, how sure somebody is, and how it is known what young people think; each in the order offered.
var (
	EvidenceKinds = []string{FigureHere, "figure_elsewhere", "research", "young", "law", "practice", "judgement"}
	Confidences   = []string{"high", "medium", "low"}
	YoungWays     = []string{"asked", "feedback", "published", NobodyAsked}
)

const (
	FigureHere  = "figure_here" // FigureHere is a figure of a release of the organisation's own.
	NobodyAsked = "not_asked"   // NobodyAsked says that young people were not asked; why must be said.
)

// Cell is what one option would do to one right or outcome.
type Cell struct {
	Effect     Effect   `json:"effect,omitempty"`
	Groups     []string `json:"groups,omitempty"` // for whom; of Groups
	Evidence   string   `json:"evidence,omitempty"`
	Kind       string   `json:"kind,omitempty"` // of EvidenceKinds
	Source     string   `json:"source,omitempty"`
	Release    string   `json:"release,omitempty"` // id of the release that it rests on
	Confidence string   `json:"confidence,omitempty"`
	Mitigation string   `json:"mitigation,omitempty"` // what can be done about harm
}

// Harms reports whether something speaks against the option here.
func (c Cell) Harms() bool { return c.Effect == Negative || c.Effect == Mixed }

// lacks lists what is missing of a cell before somebody can sign it. What is unknown needs no evidence.
func (c Cell) lacks() (fields []string) {
	need := func(missing bool, field string) {
		if missing {
			fields = append(fields, field)
		}
	}
	need(c.Effect == "", "effect")
	if c.Effect == "" || c.Effect == Unknown {
		return fields
	}
	need(len(c.Groups) == 0 && c.Effect != NoEffect, "groups")
	need(c.Evidence == "", "evidence")
	need(c.Kind == "", "kind")
	need(c.Confidence == "", "confidence")
	need(c.Kind == FigureHere && c.Release == "", "release")
	need(c.Harms() && c.Mitigation == "", "mitigation")
	return fields
}

// LensWords is what is said of one right or outcome: what each option would do, and what young people say.
type LensWords struct {
	Cells map[string]Cell `json:"cells"`           // by the option's code
	Young string          `json:"young,omitempty"` // of YoungWays
	Words string          `json:"words,omitempty"` // what they say, and where they said it
	Why   string          `json:"why,omitempty"`   // why nobody asked
}

func (l LensWords) check(a Appraisal) error {
	var c problem.Check
	oneOf := func(field, value string, list []string) {
		c.Require(value == "" || slices.Contains(list, value), field, "problem.not_a_choice")
	}
	for code, cell := range l.Cells {
		c.Require(slices.ContainsFunc(a.Options, func(o Option) bool { return o.Code == code }), "effect_"+ChangeNothing, "problem.stale_form")
		c.Require(cell.Effect == "" || slices.Contains(Effects, cell.Effect), "effect_"+code, "problem.not_a_choice")
		checkGroups(&c, "groups_"+code, cell.Groups, false)
		c.Text("evidence_"+code, cell.Evidence, maxText, false)
		oneOf("kind_"+code, cell.Kind, EvidenceKinds)
		c.Text("source_"+code, cell.Source, maxLine*2, false)
		oneOf("confidence_"+code, cell.Confidence, Confidences)
		c.Text("mitigation_"+code, cell.Mitigation, maxText, false)
	}
	oneOf("young", l.Young, YoungWays)
	c.Text("words", l.Words, maxText, false)
	c.Text("why", l.Why, maxText, false)
	return c.Err()
}

// empty reports whether nothing is said yet.
func (l LensWords) empty() bool { return len(l.Cells) == 0 && l.Young == "" }

// lacks reports what is missing of it before somebody can sign, for the options that there are.
func (l LensWords) lacks(options []Option) bool {
	for _, o := range options {
		if len(l.Cells[o.Code].lacks()) > 0 {
			return true
		}
	}
	return l.Young == "" || l.Young == NobodyAsked && l.Why == "" || l.Young != NobodyAsked && l.Words == ""
}

// Untouched says of a lens that no option touches it, with one reason for all of them.
func Untouched(options []Option, why string) LensWords {
	l := LensWords{Cells: map[string]Cell{}, Young: NobodyAsked, Why: why}
	for _, o := range options {
		l.Cells[o.Code] = Cell{Effect: NoEffect, Evidence: why, Kind: "judgement", Confidence: "medium"}
	}
	return l
}

// Counts are how far an appraisal knows: of so many pairs of a lens and an option so many are unknown, and of so many lenses
// nobody asked young people about so many. They say nothing of the options.
type Counts struct {
	Pairs, Looked, Unknown int
	Lenses, NotAsked       int
}

// Counts counts what is looked at and what is not known.
func (a Appraisal) Counts() (n Counts) {
	for _, lens := range a.AllLenses() {
		said := a.Lenses[lens.Code]
		n.Lenses++
		if said.Young == NobodyAsked {
			n.NotAsked++
		}
		for _, o := range a.Options {
			n.Pairs++
			switch said.Cells[o.Code].Effect {
			case "":
			case Unknown:
				n.Looked++
				n.Unknown++
			default:
				n.Looked++
			}
		}
	}
	return n
}
