package translation

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

// Entry is one text with what stands for it in a language now.
type Entry struct {
	Text
	Target string
	Back   string // what the target says, put back into English by somebody who has not seen the original
	Status string // one of framework's statuses; "" where nobody has translated it
}

// statuses from least to most trusted; "" is below them all.
var statuses = []string{"", framework.StatusMachineDraft, framework.StatusHuman, framework.StatusBackTranslated, framework.StatusReviewed, framework.StatusOriginal}

// rank orders statuses; an unknown one counts as nothing.
func rank(status string) int { return max(slices.Index(statuses, status), 0) }

// lower gives the less trusted of two statuses.
func lower(a, b string) string {
	if rank(a) < rank(b) {
		return a
	}
	return b
}

// unit is one text as a file brought it back.
type unit struct {
	id     string
	source string
	target string
	back   string
	status string // the highest that the file claims; "" for untouched or a draft
}

// bundle is one set in one language as a file brought it back.
type bundle struct {
	set   string
	lang  string
	units []unit
}

// packTexts gives what a pack says, by key. Items have no translation in the program.
func packTexts(e *framework.Edition, pack *framework.Pack) map[string]string {
	have := map[string]string{}
	for _, k := range pack.Keys() {
		have["ui/"+k] = pack.Text(k)
	}
	for _, n := range framework.Nations {
		for _, p := range pack.Explanation(n) {
			if short, own := cutNation(p.Key); own {
				have["explain/"+n+"/"+short] = p.Text
			} else {
				have["explain/"+p.Key] = p.Text
			}
		}
	}
	for _, c := range pack.Anchors() {
		have["anchor/"+c.Key+"/word"], have["anchor/"+c.Key+"/more"] = c.Word, c.More
	}
	for _, c := range pack.Answers() {
		have["answer/"+c.Key+"/word"], have["answer/"+c.Key+"/more"] = c.Word, c.More
	}
	card := func(code string, c framework.Card) {
		for name, text := range map[string]string{"name": c.Name, "ask": c.Ask, "simpler": c.Simpler, "example": c.Example} {
			if text != "" {
				have["card/"+code+"/"+name] = text
			}
		}
	}
	card("something_else", pack.SomethingElse())
	card("matters_most", pack.MattersMost())
	for _, p := range e.Principles {
		if name := p.ChildName[pack.Lang()]; name != "" {
			have["principle/"+p.Code+"/name"] = name
		}
		for _, o := range p.Outcomes() {
			if c, ok := pack.Card(o.Code); ok {
				card(o.Code, c)
			}
		}
	}
	return have
}

func cutNation(key string) (string, bool) {
	const own = "nation."
	if len(key) > len(own) && key[:len(own)] == own {
		return key[len(own):], true
	}
	return key, false
}

// staffTexts gives what the program's own messages say in a language, by ID.
func staffTexts(lang string) map[string]string {
	have := map[string]string{}
	for _, m := range i18n.Messages(lang) {
		if m.Forms == nil {
			have[m.Key] = m.Text
		}
		for form, text := range m.Forms {
			have[m.Key+"#"+form] = text
		}
	}
	return have
}
