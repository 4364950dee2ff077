package conversationweb

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
)

// Pause, Stop and autosave send along the form of whichever page they were pressed on; "at" says which. take reads
// what that page asks and gives the change it makes.

// take reads the form of the page named at. What that page does not ask is left alone; an unknown page changes nothing.
func (t *table) take(at string) func(*conversation.Content) {
	kind, code, _ := strings.Cut(at, "/")
	if code != "" && !t.knows(code) {
		return func(*conversation.Content) {}
	}
	switch kind {
	case "topics":
		return t.takeTopics()
	case "card":
		return t.takeCard(code)
	case "words":
		return t.takeWords(code)
	case "change":
		return t.takeChange(code)
	case "link":
		return t.takeLink(code)
	case "else":
		return t.takeElse()
	case "matters":
		return t.takeMatters()
	}
	return func(*conversation.Content) {}
}

func (t *table) saveDraft() (*page.Answer, error) {
	at := t.r.Form.Line("at", 100)
	change := t.take(at)
	if err := t.r.Form.Err(); err != nil {
		return nil, err
	}
	if err := t.change(at, change); err != nil {
		return nil, err
	}
	return nothing(), nil
}

// nothing answers an autosave: saved, and nothing to show.
func nothing() *page.Answer { return page.File("", "text/plain; charset=utf-8", nil).Status(204) }

// keepPlace saves what stands in the form of the page where Pause or Stop was pressed. Neither may ever fail to work,
// so a field that cannot be read is left as it was.
func (t *table) keepPlace() error {
	at := t.r.Form.Line("at", 100)
	change := t.take(at)
	if at == "" || t.r.Form.Err() != nil {
		return nil
	}
	return t.change(at, change)
}

func (t *table) takeTopics() func(*conversation.Content) {
	sent := t.r.Form.All("chosen")
	return func(c *conversation.Content) {
		said := c.TalkedAbout(t.ed)
		kept := slices.DeleteFunc(slices.Clone(c.Chosen), func(code string) bool {
			return !slices.Contains(sent, code) && !slices.Contains(said, code)
		})
		for _, code := range sent {
			if t.knows(code) && !slices.Contains(kept, code) {
				kept = append(kept, code)
			}
		}
		c.Chosen = kept
	}
}

func choose(c *conversation.Content, code string) {
	if !slices.Contains(c.Chosen, code) {
		c.Chosen = append(c.Chosen, code)
	}
}

// answer changes the answer about one topic and leaves the rest of it as it is.
func answer(c *conversation.Content, code string, f func(*conversation.Answer)) {
	a := c.Answers[code]
	f(&a)
	if c.Answers == nil {
		c.Answers = map[string]conversation.Answer{}
	}
	c.Answers[code] = a
	choose(c, code)
}

func (t *table) takeCard(code string) func(*conversation.Content) {
	choice := t.r.Form.Choice("choice", t.choiceKeys()...)
	return func(c *conversation.Content) {
		if choice != "" {
			answer(c, code, func(a *conversation.Answer) { a.Choice = choice })
		}
	}
}

func (t *table) choiceKeys() []string {
	var keys []string
	for _, c := range slices.Concat(t.voice.pack.Anchors(), t.voice.pack.Answers()) {
		keys = append(keys, c.Key)
	}
	return keys
}

// readWords reads the fields that every form for words has.
func (t *table) readWords(field string) conversation.Words {
	f := t.r.Form
	w := conversation.Words{
		Text:         f.Words(field, conversation.MaxWords),
		Language:     f.Choice("language", languageTags()...),
		WrittenBy:    f.Choice("written_by", conversation.Writers...),
		Translation:  f.Words("translation", conversation.MaxWords),
		TranslatedBy: f.Choice("translated_by", conversation.Translators...),
		Paraphrase:   f.Words("paraphrase", conversation.MaxWords),
	}
	if w.Language == "" {
		w.Language = t.spokenTag()
	}
	if w.Translation != "" {
		w.TranslatedTo = t.r.L.Tag()
	} else {
		w.TranslatedBy = ""
	}
	if w.Empty() {
		return conversation.Words{}
	}
	return w
}

func languageTags() []string {
	var tags []string
	for _, l := range i18n.Known() {
		tags = append(tags, l.Tag)
	}
	return tags
}

func (t *table) takeWords(code string) func(*conversation.Content) {
	w := t.readWords("words")
	return func(c *conversation.Content) {
		answer(c, code, func(a *conversation.Answer) { a.Words = w })
	}
}

func (t *table) takeChange(code string) func(*conversation.Content) {
	f := t.r.Form
	b := conversation.Barrier{ID: f.ID("barrier"), Item: code,
		WhoCanChange: f.Choice("who", conversation.WhoCanChange...),
		System:       f.Choice("system", conversation.Systems...),
		Kind:         f.Choice("kind", conversation.BarrierKinds...),
		Words:        f.Words("words", conversation.MaxWords),
	}
	return func(c *conversation.Content) {
		if b.WhoCanChange == "" || b.ID == "" {
			return
		}
		if i := slices.IndexFunc(c.Barriers, func(have conversation.Barrier) bool { return have.ID == b.ID }); i >= 0 {
			c.Barriers[i] = b
		} else {
			c.Barriers = append(c.Barriers, b)
		}
		choose(c, code)
	}
}

func (t *table) takeLink(code string) func(*conversation.Content) {
	with := t.r.Form.All("with")
	return func(c *conversation.Content) {
		c.Links = slices.DeleteFunc(c.Links, func(l [2]string) bool { return l[0] == code || l[1] == code })
		for _, other := range with {
			if other != code && t.knows(other) {
				c.Links = append(c.Links, [2]string{min(code, other), max(code, other)})
			}
		}
		slices.SortFunc(c.Links, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
		c.Links = slices.Compact(c.Links)
	}
}

func (t *table) takeElse() func(*conversation.Content) {
	id, name := t.r.Form.ID("topic"), t.readWords("name")
	return func(c *conversation.Content) {
		if id == "" || name.Empty() {
			return
		}
		if i := slices.IndexFunc(c.Topics, func(have conversation.Topic) bool { return have.ID == id }); i >= 0 {
			c.Topics[i].Name = name
			return
		}
		c.Topics = append(c.Topics, conversation.Topic{ID: id, Name: name})
		if !slices.Contains(c.Chosen, id) { // first, so that it is what is talked about next
			c.Chosen = append([]string{id}, c.Chosen...)
		}
	}
}

func (t *table) takeMatters() func(*conversation.Content) {
	sent := t.r.Form.All("matters")
	return func(c *conversation.Content) {
		c.Matters = nil
		for _, code := range sent {
			if t.knows(code) && !slices.Contains(c.Matters, code) {
				c.Matters = append(c.Matters, code)
			}
		}
	}
}
