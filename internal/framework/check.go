package framework

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	pictureName = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	slot        = regexp.MustCompile(`\{[a-z_]+\}`)
)

const (
	maxWords    = 45 // of an outcome or indicator: longer is two entitlements in one
	maxCardName = 40 // characters, so that a card's name fits its picture on a small screen
)

// checker collects everything that is wrong, so that it can be mended in one go.
type checker struct{ errs []error }

func (c *checker) say(format string, a ...any) { c.errs = append(c.errs, fmt.Errorf(format, a...)) }

func (c *checker) must(ok bool, format string, a ...any) {
	if !ok {
		c.say(format, a...)
	}
}

// checkEdition judges a whole edition by the rules of FORMAT.md.
func checkEdition(e *Edition) []error {
	c := &checker{}
	c.header(e)
	c.codes(e)
	for _, p := range e.Principles {
		c.principle(e, p)
	}
	c.sources(e)
	c.packs(e)
	c.pictures(e)
	return c.errs
}

func (c *checker) header(e *Edition) {
	for name, v := range map[string]string{
		"id": e.ID, "set": e.Set, "name": e.Name, "version": e.Version, "source": e.Source, "permission.by": e.Permission.By,
		"levels.principle": e.Levels.Principle, "levels.outcome": e.Levels.Outcome, "levels.indicator": e.Levels.Indicator,
	} {
		c.must(filled(v), "edition.json: %s is empty", name)
	}
	c.must(slices.Contains(Uses, e.Permission.Uses), "edition.json: permission.uses %q is not one of %v", e.Permission.Uses, Uses)
	c.must(isDay(e.Date), "edition.json: date %q is not YYYY-MM-DD", e.Date)
	if e.Empty == "" {
		c.must(e.Loaded() == e.Expected, "edition.json: expected %+v, but loaded %+v", e.Expected, e.Loaded())
	} else {
		c.must(e.Loaded() == Totals{}, "edition.json: says that it is empty, but loaded %+v", e.Loaded())
	}
}

func (c *checker) codes(e *Edition) {
	seen := map[string]bool{}
	for _, it := range e.items {
		c.must(filled(it.Code), "an item has no code: %q", it.Text)
		c.must(!seen[it.Code], "%s: the code is used twice", it.Code)
		seen[it.Code] = true
	}
	principles := map[string]bool{}
	for _, p := range e.Principles {
		c.must(!principles[p.Code], "principle %s stands twice", p.Code)
		principles[p.Code] = true
	}
}

// principle judges one principle with its items and its cards in every language.
func (c *checker) principle(e *Edition, p Principle) {
	c.must(filled(p.Code) && filled(p.Article) && filled(p.Name), "principle %q: code, article and name are needed", p.Code)
	for _, lang := range e.Languages {
		c.must(filled(p.ChildName[lang]), "principle %s: no child_name in %s", p.Code, lang)
	}
	for i, o := range p.outcomes {
		if p.Letter != "" {
			want := fmt.Sprintf("%s%d", p.Letter, i+1)
			c.must(o.Code == want, "%s: the code here is %s", o.Code, want)
		}
		c.outcome(e, o)
	}
	for _, lang := range e.Languages {
		c.cards(e, p, lang)
	}
}

// pictures: a young person who cannot read tells cards apart by their drawings.
func (c *checker) pictures(e *Edition) {
	owner := map[string]string{}
	own := func(picture, who string) {
		c.must(owner[picture] == "", "%s: has the same picture as %s", who, owner[picture])
		owner[picture] = who
	}
	if len(e.Languages) > 0 {
		pack := e.packs[e.Languages[0]]
		for _, ch := range append(pack.Anchors(), pack.Answers()...) {
			own(ch.Picture, ch.Key)
		}
		own(pack.SomethingElse().Picture, "something_else")
		own(pack.MattersMost().Picture, "matters_most")
	}
	for _, p := range e.Principles {
		for _, o := range p.outcomes {
			own(o.Picture, o.Code)
		}
	}
}

func (c *checker) outcome(e *Edition, o Outcome) {
	c.text(o.Code, o.Text)
	c.must(pictureName.MatchString(o.Picture), "%s: picture %q is not a kebab-case name", o.Code, o.Picture)
	for i, s := range o.Systems {
		c.must(slices.Contains(Systems, s) && !slices.Contains(o.Systems[:i], s), "%s: system %q is unknown or stands twice", o.Code, s)
	}
	for i, ind := range o.Indicators {
		want := fmt.Sprintf("%s.%d", o.Code, i+1)
		c.must(ind.Code == want, "%s: the code here is %s", ind.Code, want)
		c.text(ind.Code, ind.Text)
	}
	if !e.Sourced {
		return
	}
	c.must(len(o.Indicators) >= 2 && len(o.Indicators) <= 5, "%s: %d checks; 2 to 5 are wanted", o.Code, len(o.Indicators))
	c.citations(e, o.Code, o.Citations, true)
	for _, ind := range o.Indicators {
		c.citations(e, ind.Code, ind.Citations, false)
	}
	for _, n := range Nations {
		a := o.Ask[n]
		c.must(filled(a.What) && filled(a.WhoMustAct) && filled(a.How), "%s: ask in %s needs what, who_must_act and how", o.Code, n)
	}
	c.must(len(o.Ask) <= len(Nations), "%s: ask has a nation that does not exist", o.Code)
}

func (c *checker) text(code, text string) {
	words := len(strings.Fields(text))
	c.must(words > 0 && words <= maxWords, "%s: the text has %d words; 1 to %d are wanted", code, words, maxWords)
}

func (c *checker) citations(e *Edition, code string, byNation map[string][]Citation, needsMore bool) {
	for n := range byNation {
		c.must(slices.Contains(Nations, n), "%s: there is no nation %q", code, n)
	}
	for _, n := range Nations {
		c.must(len(byNation[n]) > 0, "%s: nothing is cited for %s", code, n)
		solid := 0
		for _, ci := range byNation[n] {
			c.citation(e, code+" in "+n, n, ci)
			if ci.Force != ForceOurView {
				solid++
			}
		}
		c.must(!needsMore || solid > 0, "%s: in %s it rests on our view alone", code, n)
	}
}

var kindForForce = map[string][]string{
	ForceLaw:      {"law"},
	ForceGuidance: {"statutory guidance"},
	ForceTreaty:   {"treaty"},
	ForceOurView:  {"own", "guidance"},
}

func (c *checker) citation(e *Edition, where, nation string, ci Citation) {
	s, ok := e.sources[ci.Source]
	if !ok {
		c.say("%s: there is no source %q", where, ci.Source)
		return
	}
	c.must(slices.Contains(s.Nations, nation), "%s: %s does not apply there", where, ci.Source)
	kinds, ok := kindForForce[ci.Force]
	c.must(ok, "%s: there is no force %q", where, ci.Force)
	c.must(!ok || slices.Contains(kinds, s.Kind), "%s: %s is %s, so its force cannot be %q", where, ci.Source, s.Kind, ci.Force)
	c.must(filled(ci.Pinpoint), "%s: %s has no pinpoint", where, ci.Source)
	c.must(ci.Force != ForceOurView || filled(ci.Note), "%s: our view needs a note", where)
	c.must(ci.URL == "" && s.Kind == "own" || isHTTPS(ci.URL), "%s: %q is not an https address", where, ci.URL)
	switch ci.Read {
	case "full", "excerpt":
		c.must(isDay(ci.ReadOn), "%s: %s was read, so it needs read_on", where, ci.Source)
	case "not read":
		c.must(ci.ReadOn == "", "%s: %s was not read, so it has no read_on", where, ci.Source)
	default:
		c.say("%s: read is %q; full, excerpt or not read are wanted", where, ci.Read)
	}
}

func (c *checker) sources(e *Edition) {
	used := map[string]bool{}
	for _, it := range e.items {
		for _, n := range Nations {
			for _, ci := range e.Citations(it.Code, n) {
				used[ci.Source] = true
			}
		}
	}
	for _, id := range sortedKeys(e.sources) {
		s := e.sources[id]
		c.must(used[id], "source %s is cited nowhere", id)
		c.must(filled(s.Title) && filled(s.Publisher), "source %s needs a title and a publisher", id)
		c.must(s.Kind == "own" || isHTTPS(s.URL), "source %s: %q is not an https address", id, s.URL)
		c.must(len(s.Nations) > 0, "source %s applies nowhere", id)
		for _, n := range s.Nations {
			c.must(slices.Contains(Nations, n), "source %s: there is no nation %q", id, n)
		}
	}
}

func (c *checker) cards(e *Edition, p Principle, lang string) {
	cards := e.packs[lang].cards
	for _, o := range p.outcomes {
		card := cards[o.Code]
		if card.Name == o.Text { // no card was written: the outcome's own name serves, however long its authors made it
			card.Name = o.Code
		}
		c.card(lang+" "+o.Code, card)
	}
}

func (c *checker) card(where string, card Card) {
	c.must(filled(card.Name) && filled(card.Ask) && filled(card.Simpler) && filled(card.Example), "%s: a card needs name, ask, simpler and example", where)
	c.must(utf8.RuneCountInString(card.Name) <= maxCardName, "%s: the name %q is longer than %d characters", where, card.Name, maxCardName)
}

func (c *checker) packs(e *Edition) {
	if len(e.Languages) == 0 {
		return
	}
	first := e.packs[e.Languages[0]]
	want := first.texts()
	for _, lang := range e.Languages {
		p := e.packs[lang]
		c.pack(lang, p)
		for code := range p.cards {
			i, ok := e.index[code]
			c.must(ok && e.items[i].Kind == OutcomeItem, "%s: a card for %q, which is no outcome", lang, code)
		}
		c.sameTexts(lang, p.texts(), want, e.Languages[0])
	}
}

// sameTexts compares the screen texts of a language with those it must have, key by key.
func (c *checker) sameTexts(lang string, texts, want map[string]string, of string) {
	for _, k := range sortedKeys(want) {
		t, ok := texts[k]
		c.must(ok, "%s common.json: %s is missing", lang, k)
		c.must(!ok || filled(t), "%s common.json: %s is empty", lang, k)
		c.must(!ok || slices.Equal(slots(t), slots(want[k])), "%s common.json: %s has other slots than %s", lang, k, of)
	}
	for _, k := range sortedKeys(texts) {
		_, ok := want[k]
		c.must(ok, "%s common.json: %s is not in %s", lang, k, of)
	}
}

func (c *checker) pack(lang string, p *Pack) {
	m := p.common
	c.must(m.Lang == lang, "%s common.json: lang is %q", lang, m.Lang)
	c.must(filled(m.Name) && filled(m.Translator), "%s common.json: name and translator are needed", lang)
	c.must(m.Dir == "ltr" || m.Dir == "rtl", "%s common.json: dir is %q", lang, m.Dir)
	c.must(slices.Contains([]string{StatusOriginal, StatusMachineDraft, StatusHuman, StatusBackTranslated, StatusReviewed}, m.Status),
		"%s common.json: there is no status %q", lang, m.Status)
	texts := p.texts()
	for _, k := range anchorKeys {
		c.must(filled(texts["anchors."+k+".word"]), "%s common.json: anchor %s is missing", lang, k)
	}
	for _, k := range answerKeys {
		c.must(filled(texts["answers."+k+".word"]), "%s common.json: answer %s is missing", lang, k)
	}
	c.must(len(m.Anchors) == len(anchorKeys), "%s common.json: an anchor too many", lang)
	c.must(len(m.Answers) == len(answerKeys), "%s common.json: an answer too many", lang)
	for _, n := range Nations {
		for _, pt := range p.Explanation(n) {
			c.must(filled(pt.Text), "%s common.json: the explanation for %s lacks %s", lang, n, pt.Key)
		}
		c.must(m.Explain.Nations[n] != nil, "%s common.json: no explanation for %s", lang, n)
	}
	c.card(lang+" something_else", m.SomethingElse)
	c.card(lang+" matters_most", m.MattersMost)
	for _, ch := range append(p.Anchors(), p.Answers()...) {
		c.must(pictureName.MatchString(ch.Picture), "%s common.json: %s needs a picture", lang, ch.Key)
	}
}

// texts flattens the screen texts to compare languages key by key.
func (p *Pack) texts() map[string]string {
	t := map[string]string{}
	for group, m := range map[string]map[string]Choice{"anchors": p.common.Anchors, "answers": p.common.Answers} {
		for k, ch := range m {
			t[group+"."+k+".word"], t[group+"."+k+".more"] = ch.Word, ch.More
		}
	}
	for k, v := range p.common.Explain.Points {
		t["explain.points."+k] = v
	}
	for n, m := range p.common.Explain.Nations {
		for k, v := range m {
			t["explain.nations."+n+"."+k] = v
		}
	}
	for k, v := range p.common.UI {
		t["ui."+k] = v
	}
	return t
}

func slots(s string) []string {
	found := slot.FindAllString(s, -1)
	sort.Strings(found)
	return found
}

func filled(s string) bool { return strings.TrimSpace(s) != "" }

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
