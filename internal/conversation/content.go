package conversation

import (
	"slices"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// contentVersion is that of the stored document; docs/formats.md describes it for readers without this program.
const contentVersion = 1

// Content is what one author says in one sitting: the document that is sealed, as a draft and then for good.
type Content struct {
	Version  int                `json:"v"`
	Language string             `json:"language,omitempty"` // in which the cards were shown
	Chosen   []string           `json:"chosen,omitempty"`   // codes and topic ids, in the order chosen
	Answers  map[string]Answer  `json:"answers,omitempty"`  // by outcome code or topic id
	Topics   []Topic            `json:"topics,omitempty"`   // "something else", in their own words
	Matters  []string           `json:"matters,omitempty"`  // what matters most now; the order says nothing
	Links    [][2]string        `json:"links,omitempty"`    // what belongs together for them
	Barriers []Barrier          `json:"barriers,omitempty"`
	Findings map[string]Finding `json:"findings,omitempty"` // by indicator code
	Place    string             `json:"place,omitempty"`    // where a paused draft goes on
}

// Answer is how something is: an anchor or one of the full answers ("" when only words were given), and words.
type Answer struct {
	Choice string `json:"choice,omitempty"` // a key of framework's anchors and answers
	Words  Words  `json:"words"`
}

// Words are kept as they were said, in their own language, beside the translation and who translated (R-5-10).
type Words struct {
	Text         string `json:"text,omitempty"`
	Language     string `json:"language,omitempty"`
	WrittenBy    string `json:"written_by,omitempty"` // young_person, worker, interpreter
	Translation  string `json:"translation,omitempty"`
	TranslatedTo string `json:"translated_to,omitempty"`
	TranslatedBy string `json:"translated_by,omitempty"` // interpreter, worker, translator
	Paraphrase   string `json:"paraphrase,omitempty"`    // the worker's summary, never in place of the words
}

// Empty reports whether nothing was written.
func (w Words) Empty() bool { return w.Text == "" && w.Translation == "" && w.Paraphrase == "" }

// Topic is something else: what the young person named that no outcome covers. It is talked about like any other.
type Topic struct {
	ID   string `json:"id"`
	Name Words  `json:"name"`
}

// Barrier is what stands in the way. It belongs to the system that holds it, never to the young person (R-0-4).
type Barrier struct {
	ID           string `json:"id"`
	Item         string `json:"item"`
	WhoCanChange string `json:"who_can_change"`   // asked first
	System       string `json:"system,omitempty"` // then, if wanted
	Kind         string `json:"kind,omitempty"`
	Words        string `json:"words,omitempty"`
}

// Finding is what is in place for one indicator, with the evidence for it.
type Finding struct {
	State    string `json:"state"`
	Evidence string `json:"evidence,omitempty"`
}

// The choices a barrier offers.
var (
	WhoCanChange = []string{"me_with_help", "person", "service", "rule", "not_known"}
	Systems      = []string{"asylum", "age_assessment", "housing", "school", "interpreter", "police", "court", "health", "money", "social_care", "other"}
	BarrierKinds = []string{"structural", "systemic", "discriminatory", "practical"}
)

// FindingStates lists the findings in the order people read them.
var FindingStates = []string{"in_place", "partly", "not_in_place", "not_known", "not_asked", "not_applicable"}

// Limits keep one sitting to what people can say in one, and a database to what it can hold.
const (
	MaxWords  = 20000 // characters in one field of words
	maxThings = 300   // answers, topics, links, barriers or findings
)

// Topic finds a topic of the young person's own by its id.
func (c *Content) Topic(id string) (Topic, bool) {
	for _, t := range c.Topics {
		if t.ID == id {
			return t, true
		}
	}
	return Topic{}, false
}

// knows reports whether the code is an outcome of the edition or one of the content's own topics.
func (c *Content) knows(ed *framework.Edition, code string) bool {
	if _, ok := ed.Outcome(code); ok {
		return true
	}
	_, ok := c.Topic(code)
	return ok
}

// Check says what in the content cannot be kept: codes the edition does not have, choices that do not exist, words
// beyond the limit. Nothing is ever required.
func (c *Content) Check(ed *framework.Edition) error {
	var p problem.Check
	p.Require(len(c.Answers) <= maxThings && len(c.Topics) <= framework.MaxOwnTopics && len(c.Links) <= maxThings &&
		len(c.Barriers) <= maxThings && len(c.Findings) <= maxThings && len(c.Chosen) <= maxThings &&
		len(c.Matters) <= maxThings, "content", "problem.too_many")
	for _, t := range c.Topics {
		p.Require(t.ID != "" && len(t.ID) <= 64, "topic", "problem.required")
		p.Require(!t.Name.Empty(), "topic", "problem.required")
		p.Require(t.Name.fits(), "topic", "problem.too_long", "max", MaxWords)
	}
	for code, a := range c.Answers {
		p.Require(c.knows(ed, code), "answer", "problem.not_a_choice")
		fact, known := framework.FactByKey(a.Choice)
		p.Require(a.Choice == "" || known && (fact.IsAnchor() || fact.IsAnswer()), "answer", "problem.not_a_choice")
		p.Require(a.Words.fits(), "words", "problem.too_long", "max", MaxWords)
	}
	for _, code := range slices.Concat(c.Chosen, c.Matters) {
		p.Require(c.knows(ed, code), "chosen", "problem.not_a_choice")
	}
	for _, l := range c.Links {
		p.Require(l[0] != l[1] && c.knows(ed, l[0]) && c.knows(ed, l[1]), "links", "problem.not_a_choice")
	}
	c.checkStaff(&p, ed)
	return p.Err()
}

func (c *Content) checkStaff(p *problem.Check, ed *framework.Edition) {
	for _, b := range c.Barriers {
		p.Require(c.knows(ed, b.Item), "barrier", "problem.not_a_choice")
		p.Require(slices.Contains(WhoCanChange, b.WhoCanChange), "who_can_change", "problem.not_a_choice")
		p.Require(b.System == "" || slices.Contains(Systems, b.System), "system", "problem.not_a_choice")
		p.Require(b.Kind == "" || slices.Contains(BarrierKinds, b.Kind), "kind", "problem.not_a_choice")
		p.Require(utf8.RuneCountInString(b.Words) <= MaxWords, "barrier", "problem.too_long", "max", MaxWords)
	}
	for code, f := range c.Findings {
		_, ok := ed.Indicator(code)
		p.Require(ok, "finding", "problem.not_a_choice")
		p.Require(slices.Contains(FindingStates, f.State), "finding", "problem.not_a_choice")
		p.Require(utf8.RuneCountInString(f.Evidence) <= MaxWords, "evidence", "problem.too_long", "max", MaxWords)
	}
}

func (w Words) fits() bool {
	return utf8.RuneCountInString(w.Text) <= MaxWords && utf8.RuneCountInString(w.Translation) <= MaxWords &&
		utf8.RuneCountInString(w.Paraphrase) <= MaxWords
}
