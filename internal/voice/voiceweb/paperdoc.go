package voiceweb

import (
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
)

// showPDF is their place as a document to print: what they said, what was promised, what they said about it. Its file's name
// says nothing, and its title nothing of whose it is.
func (t *table) showPDF() (*page.Answer, error) { return file(t.document()) }

func (t *table) document() print.Doc {
	d := print.Doc{Title: t.text("mine.title"), Lang: t.pack.Lang(), Size: 14, OnePage: true}
	add := func(b ...print.Block) { d.Blocks = append(d.Blocks, b...) }
	name := t.Person.Profile.Names.Shown()
	add(print.Heading{Level: 1, Text: t.inPage(t.run("mine.title"), print.Run{Text: " · "}, print.Run{Text: name, Lang: scriptOf(name, t.pack.Lang())})})
	if len(t.Sittings) > 0 {
		add(print.Heading{Level: 2, Text: t.inPage(t.run("copy.said"))})
	}
	for _, s := range t.Sittings {
		add(print.Heading{Level: 3, Text: print.Say(t.day(s.OpenedAt.Format(time.DateOnly)))})
		add(t.saidBlocks(s.Edition, s.Said)...)
	}
	if len(t.Promises) > 0 {
		add(print.Heading{Level: 2, Text: t.inPage(t.run("copy.promised"))}, t.promisedList())
	}
	if len(t.Remarks) > 0 {
		add(print.Heading{Level: 2, Text: t.inPage(t.run("place.news"))})
	}
	for _, r := range t.Remarks {
		add(t.remarkBlocks(r)...)
	}
	if len(t.Sittings)+len(t.Promises)+len(t.Remarks) == 0 {
		add(print.Para{Text: t.inPage(t.run("mine.nothing_yet"))})
	}
	add(print.Rule{}, print.Para{Text: t.inPage(t.run("copy.ask"))})
	if !t.pack.Trusted() {
		add(print.Para{Small: true, Text: t.inPage(t.run("copy.machine"))})
	}
	return d
}

// run is a screen text in the language it is in.
func (t *table) run(key string, slots ...string) print.Run {
	return print.Run{Text: t.text(key, slots...), Lang: t.of(key).Lang()}
}

// inPage is a line that keeps to the page's side, whatever the script of the words in it.
func (t *table) inPage(runs ...print.Run) print.Text {
	dir := print.LTR
	if t.pack.Dir() == "rtl" {
		dir = print.RTL
	}
	return print.Text{Dir: dir, Runs: runs}
}

// scriptOf is the language to set somebody's name in: its own script where it is not the page's.
func scriptOf(text, page string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && first < 0x250 {
		return "en"
	}
	return page
}

func (t *table) topicRun(ed *framework.Edition, topics []conversation.Topic, code string) print.Run {
	for _, own := range topics {
		if own.ID == code && !own.Name.Empty() {
			text, lang := spokenIn(own.Name)
			return print.Run{Text: text, Lang: lang, Bold: true}
		}
	}
	pack, _ := t.web.speaking(t.r.Context(), ed, t.pack.Lang())
	card, _ := pack.Card(code)
	return print.Run{Text: card.Name, Lang: pack.Lang(), Bold: true}
}

// spokenIn gives words as they were said; where only a summary or a translation was kept, that.
func spokenIn(w conversation.Words) (text, lang string) {
	switch {
	case w.Text != "" && w.Language != "":
		return w.Text, w.Language
	case w.Text != "":
		return w.Text, "en"
	case w.Paraphrase != "":
		return w.Paraphrase, "en"
	}
	return w.Translation, w.TranslatedTo
}

func (t *table) quoteBlock(w conversation.Words) print.Quote {
	text, lang := spokenIn(w)
	q := print.Quote{Words: print.SayIn(lang, text)}
	if w.Text != "" && w.Translation != "" {
		q.Translation = print.SayIn(w.TranslatedTo, w.Translation)
		q.TranslationLabel, _ = i18n.LanguageName(w.TranslatedTo)
	}
	if w.Text == "" && w.Paraphrase != "" {
		q.Source = t.inPage(t.run("words.by_worker"))
	}
	return q
}

func (t *table) saidBlocks(ed *framework.Edition, c conversation.Contribution) []print.Block {
	var blocks []print.Block
	for _, code := range c.Content.TalkedAbout(ed) {
		a := c.Content.Answers[code]
		_, own := c.Content.Topic(code)
		if a.Choice == "" && a.Words.Empty() && !own {
			continue
		}
		text := t.inPage(t.topicRun(ed, c.Content.Topics, code))
		if choice, ok := t.pack.Choice(a.Choice); ok {
			text.Runs = append(text.Runs, print.Run{Text: "  –  "}, print.Run{Text: choice.Word, Lang: t.pack.Lang()})
		}
		blocks = append(blocks, print.Para{Text: text})
		if !a.Words.Empty() {
			blocks = append(blocks, t.quoteBlock(a.Words))
		}
	}
	for i, code := range c.Content.Matters {
		if i == 0 {
			blocks = append(blocks, print.Para{Text: t.inPage(t.run("copy.matters"))})
		}
		blocks = append(blocks, print.List{Items: []print.Item{{Text: t.inPage(t.topicRun(ed, c.Content.Topics, code))}}})
	}
	return blocks
}

func (t *table) promisedList() print.List {
	list := print.List{}
	for _, p := range t.Promises {
		what, lang := promisedWords(p)
		last := p.LastEvent()
		item := print.Item{Text: t.inPage(print.Run{Text: what, Lang: lang})}
		item.Notes = append(item.Notes, t.inPage(t.run("copy.by_whom"), print.Run{Text: ": "}, print.Run{Text: p.Text.Owner, Lang: scriptOf(p.Text.Owner, t.pack.Lang())},
			print.Run{Text: " · "}, t.run("copy.by_when"), print.Run{Text: ": " + t.day(p.DueOn)}), t.inPage(t.run(happened[last.Kind][0])))
		if why := strings.TrimSpace(last.Text.Body + "\n" + last.Text.Reason); why != "" && last.Kind != promise.Made {
			item.Notes = append(item.Notes, t.inPage(t.run("told.why"), print.Run{Text: ": "}, print.Run{Text: why, Lang: "en"}))
		}
		list.Items = append(list.Items, item)
	}
	return list
}

func (t *table) remarkBlocks(r conversation.Remark) []print.Block {
	head := []print.Run{t.run("place." + string(r.Kind))}
	if r.Kind == conversation.AskFor {
		head = []print.Run{t.run("place.asked", "who", t.text("place.ask_"+r.Whom))}
	}
	blocks := []print.Block{print.Para{Text: t.inPage(append(head, print.Run{Text: " · " + t.day(r.At.Format(time.DateOnly))})...)}}
	if !r.Words.Empty() {
		blocks = append(blocks, t.quoteBlock(r.Words))
	}
	told := t.run("place.not_read", "who", t.Names[r.Adult].Name)
	if len(r.Replies) > 0 {
		first := r.Replies[0]
		told = t.run("place.read", "who", t.Names[first.Author].Name, "date", t.day(first.At.Format(time.DateOnly)))
	}
	blocks = append(blocks, print.Para{Small: true, Text: t.inPage(told)})
	for _, a := range r.Answers() {
		blocks = append(blocks, print.Para{Text: t.inPage(t.run("place.answer", "who", t.Names[a.Author].Name, "date", t.day(a.At.Format(time.DateOnly))))})
		q := print.Quote{Words: print.SayIn("en", a.Text.Text)}
		if a.Text.ForYoung != "" {
			q = print.Quote{Words: print.SayIn(a.Text.Language, a.Text.ForYoung), Translation: print.SayIn("en", a.Text.Text)}
			q.TranslationLabel, _ = i18n.LanguageName("en")
		}
		blocks = append(blocks, q)
	}
	return blocks
}
