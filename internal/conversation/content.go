package conversation

import (
	"slices"
	"strings"
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

// The choices of words: who wrote them down, and who translated them. "" is not said.
var (
	Writers     = []string{"young_person", "worker", "interpreter"}
	Translators = []string{"interpreter", "worker", "translator"}
)

// Topic is something else: what the young person named that no outcome covers. It is talked about like any other. In
// somebody else's view it stands without its name: it points at the young person's.
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
// beyond the limit or that are not text. Nothing is ever required.
func (c *Content) Check(ed *framework.Edition) error {
	var p problem.Check
	for _, n := range []int{len(c.Answers), len(c.Links), len(c.Barriers), len(c.Findings), len(c.Chosen), len(c.Matters)} {
		p.Require(n <= maxThings, "content", "problem.too_many", "max", maxThings)
	}
	p.Require(len(c.Topics) <= framework.MaxOwnTopics, "content", "problem.too_many", "max", framework.MaxOwnTopics)
	seen := map[string]bool{}
	for _, t := range c.Topics {
		_, taken := ed.Index(t.ID)
		p.Require(t.ID != "" && len(t.ID) <= 64 && !taken && !seen[t.ID], "topic", "problem.not_a_choice")
		seen[t.ID] = true
		t.Name.check(&p, "topic")
	}
	for code, a := range c.Answers {
		p.Require(c.knows(ed, code), "answer", "problem.not_a_choice")
		fact, known := framework.FactByKey(a.Choice)
		p.Require(a.Choice == "" || known && (fact.IsAnchor() || fact.IsAnswer()), "answer", "problem.not_a_choice")
		a.Words.check(&p, "words")
	}
	for _, code := range slices.Concat(c.Chosen, c.Matters) {
		p.Require(c.knows(ed, code), "chosen", "problem.not_a_choice")
	}
	for _, l := range c.Links {
		p.Require(l[0] != l[1] && c.knows(ed, l[0]) && c.knows(ed, l[1]), "links", "problem.not_a_choice")
	}
	p.Require(len(c.Place) <= 100 && len(c.Language) <= 35, "content", "problem.too_long", "max", 100)
	c.checkStaff(&p, ed)
	return p.Err()
}

func (c *Content) checkStaff(p *problem.Check, ed *framework.Edition) {
	for _, b := range c.Barriers {
		p.Require(c.knows(ed, b.Item), "barrier", "problem.not_a_choice")
		p.Require(slices.Contains(WhoCanChange, b.WhoCanChange), "who_can_change", "problem.not_a_choice")
		p.Require(b.System == "" || slices.Contains(Systems, b.System), "system", "problem.not_a_choice")
		p.Require(b.Kind == "" || slices.Contains(BarrierKinds, b.Kind), "kind", "problem.not_a_choice")
		p.Require(len(b.ID) <= 64, "barrier", "problem.not_a_choice")
		checkWords(p, "barrier", b.Words)
	}
	for code, f := range c.Findings {
		_, ok := ed.Indicator(code)
		p.Require(ok, "finding", "problem.not_a_choice")
		p.Require(slices.Contains(FindingStates, f.State), "finding", "problem.not_a_choice")
		checkWords(p, "evidence", f.Evidence)
	}
}

func (w Words) check(p *problem.Check, field string) {
	for _, text := range []string{w.Text, w.Translation, w.Paraphrase} {
		checkWords(p, field, text)
	}
	p.Require(len(w.Language) <= 35 && len(w.TranslatedTo) <= 35, field, "problem.not_a_language")
	p.Require(w.WrittenBy == "" || slices.Contains(Writers, w.WrittenBy), field, "problem.not_a_choice")
	p.Require(w.TranslatedBy == "" || slices.Contains(Translators, w.TranslatedBy), field, "problem.not_a_choice")
}

func checkWords(p *problem.Check, field, text string) {
	p.Require(utf8.RuneCountInString(text) <= MaxWords, field, "problem.too_long", "max", MaxWords)
	p.Require(utf8.ValidString(text) && !strings.ContainsRune(text, 0), field, "problem.not_text")
}

// HasBarrier reports whether something stands in the way of an outcome or a topic of their own.
func (c *Content) HasBarrier(item string) bool {
	return slices.ContainsFunc(c.Barriers, func(b Barrier) bool { return b.Item == item })
}

// talkedAbout gives everything the content says something of: what somebody else's view may then be about.
func (c *Content) talkedAbout() map[string]bool {
	about := map[string]bool{}
	for code, a := range c.Answers {
		if a.Choice != "" || !a.Words.Empty() {
			about[code] = true
		}
	}
	for _, t := range c.Topics {
		about[t.ID] = true
	}
	for _, code := range c.Matters {
		about[code] = true
	}
	for _, l := range c.Links {
		about[l[0]], about[l[1]] = true, true
	}
	for _, b := range c.Barriers {
		about[b.Item] = true
	}
	return about
}

// TalkedAbout lists what the content says something of, in the edition's order, then the young person's own topics.
func (c *Content) TalkedAbout(ed *framework.Edition) []string {
	about, list := c.talkedAbout(), []string(nil)
	for _, item := range ed.Items() {
		if about[item.Code] {
			list = append(list, item.Code)
		}
	}
	for _, t := range c.Topics {
		list = append(list, t.ID)
	}
	return list
}

// keepsTo checks that a view is about nothing but what was talked about (the young person decides what that is).
func (c *Content) keepsTo(ed *framework.Edition, about map[string]bool) error {
	var p problem.Check
	for code := range c.talkedAbout() {
		p.Require(about[code], "content", "conversation.not_talked_about")
	}
	for code := range c.Findings {
		ind, ok := ed.Indicator(code)
		p.Require(!ok || about[ind.Outcome], "content", "conversation.not_talked_about")
	}
	return p.Err()
}
