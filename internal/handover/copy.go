package handover

import (
	"context"
	"strings"
	"time"
	"unicode"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
)

// Copy is the young person's one page: what I said, what was promised, by whom, by when, who can read this.
type Copy struct {
	Language string // of the page
	Pack     *framework.Pack
	For      string // what they want to be called
	Said     []CopySaid
	Matters  []CopyTopic
	Promises []CopyPromise
	Readers  string // as it was told to them
	MadeOn   time.Time
	Edition  string
	Sitting  string
	// Languages are those the page can be had in.
	Languages []string
}

// CopyTopic is the name of a card, or of a topic of their own, in the language it is in.
type CopyTopic struct{ Name, Language, Picture string }

// CopySaid is one thing they said.
type CopySaid struct {
	CopyTopic
	Choice   string // the words of the anchor or answer, in the page's language
	Picture  string // of the choice
	Words    string
	Language string // of the words
	ByWorker bool   // the worker's summary stands where no words of their own were kept; the page says so
}

// CopyPromise is one promise as the young person reads it: in their language where somebody wrote it, else as it was
// written. A page in another language than the young person's has both.
type CopyPromise struct {
	What, Language     string
	Also, AlsoLanguage string
	Owner              string
	DueOn              string
	Happened           string // in the page's language; "" while it waits
	Why                string // in the words, and the language (English), it was written in
}

// Copy makes the copy of one sitting ("" for the last) in a language of its edition ("" for the young person's own).
// Promises still open, or not yet told back, come along whichever sitting they are from.
func (s *Service) Copy(ctx context.Context, who permit.Actor, recordID, sittingID, language string) (c Copy, err error) {
	err = s.door.Read(ctx, who, permit.ReadCopy, access.Record(recordID), func(w *access.Work) error {
		t, err := take(ctx, w, recordID, sittingID)
		if err != nil {
			return err
		}
		w.Note(t.sitting.ID)
		c = s.makeCopy(ctx, t, language)
		return nil
	})
	return c, err
}

func (s *Service) makeCopy(ctx context.Context, t taken, language string) Copy {
	if language == "" {
		language = t.sitting.Setup.Language
	}
	pack, ok := s.Pack(ctx, t.edition, language)
	if !ok { // spoken, but not ready to be read: plain English, and whoever is there says it
		pack = s.english(ctx, t.edition)
	}
	language = pack.Lang()
	var languages []string
	for _, y := range i18n.YoungLanguages() {
		if _, ok := s.Pack(ctx, t.edition, y.Tag); ok {
			languages = append(languages, y.Tag)
		}
	}
	c := Copy{Language: language, Pack: pack, For: t.person.Profile.Names.Shown(), Readers: t.sitting.Setup.Readers,
		MadeOn: t.sitting.OpenedAt, Edition: t.edition.Name + " " + t.edition.Version, Sitting: t.sitting.ID, Languages: languages}
	said := t.young()
	for _, code := range order(t.edition, said) {
		a := said.Answers[code]
		choice, _ := pack.Choice(a.Choice)
		one := CopySaid{CopyTopic: topicName(t.edition, pack, said, code), Choice: choice.Word, Picture: choice.Picture}
		one.Words, one.Language, one.ByWorker = spoken(a.Words)
		c.Said = append(c.Said, one)
	}
	for _, code := range said.Matters {
		c.Matters = append(c.Matters, topicName(t.edition, pack, said, code))
	}
	for _, p := range promisesFor(t) {
		c.Promises = append(c.Promises, copyPromise(pack, p))
	}
	return c
}

// promisesFor gives what this sitting promised first, then what waits from before: still open, or not yet told back.
func promisesFor(t taken) []promise.Promise {
	var now, before []promise.Promise
	for _, p := range t.promises {
		switch {
		case p.Sitting == t.sitting.ID:
			now = append(now, p)
		case p.State == promise.Open || p.Untold():
			before = append(before, p)
		}
	}
	return append(now, before...)
}

// spoken gives words as they were said; where only a translation or the worker's summary was kept, that.
func spoken(w conversation.Words) (text, language string, byWorker bool) {
	switch {
	case w.Text != "":
		return w.Text, w.Language, false
	case w.Translation != "":
		return w.Translation, or(w.TranslatedTo, "en"), false
	}
	return w.Paraphrase, "en", w.Paraphrase != ""
}

func topicName(ed *framework.Edition, pack *framework.Pack, said conversation.Content, code string) CopyTopic {
	if t, own := said.Topic(code); own {
		name, language, _ := spoken(t.Name)
		return CopyTopic{Name: name, Language: language, Picture: pack.SomethingElse().Picture}
	}
	card, _ := pack.Card(code)
	outcome, _ := ed.Outcome(code)
	return CopyTopic{Name: card.Name, Language: pack.Lang(), Picture: pack.OutcomePicture(outcome)}
}

var happened = map[promise.Kind]string{promise.WasKept: "told.kept", promise.Changed: "told.changed",
	promise.WasHanded: "told.passed_on", promise.WasBroken: "told.broken"}

func copyPromise(pack *framework.Pack, p promise.Promise) CopyPromise {
	c := CopyPromise{What: p.Text.What, Language: "en", Owner: p.Text.Owner, DueOn: p.DueOn}
	if own := p.Text.WhatForYoung; own != "" {
		if p.Text.Language == pack.Lang() {
			c.What, c.Language = own, p.Text.Language
		} else {
			c.Also, c.AlsoLanguage = own, p.Text.Language
		}
	}
	last := p.LastEvent()
	if key := happened[last.Kind]; key != "" {
		c.Happened = pack.Text(key)
	}
	c.Why = last.Text.Reason
	if last.Kind == promise.WasHanded {
		c.Why = strings.TrimSpace(last.Text.Body + "\n" + last.Text.Reason)
	}
	return c
}

// Doc gives the copy as a document to print. Its title is neutral; its page is not.
func (c Copy) Doc() print.Doc {
	l := i18n.For(c.Language)
	t := c.Pack.Text
	d := print.Doc{Title: t("copy.title"), Lang: c.Language, Date: c.MadeOn, Size: 14, OnePage: true}
	add := func(b ...print.Block) { d.Blocks = append(d.Blocks, b...) }
	add(print.Heading{Level: 1, Text: print.Text{Runs: []print.Run{{Text: t("copy.title")}, {Text: " · "}, {Text: c.For, Lang: ScriptOf(c.For)}}}})
	if len(c.Said) > 0 {
		add(print.Heading{Level: 2, Text: print.Say(t("copy.said"))})
	}
	for _, s := range c.Said {
		line := c.inPage(print.Run{Text: s.Name, Bold: true, Lang: s.CopyTopic.Language})
		if s.Choice != "" {
			line.Runs = append(line.Runs, print.Run{Text: "  –  " + s.Choice})
		}
		add(print.Para{Text: line})
		if s.Words != "" {
			q := print.Quote{Words: print.SayIn(s.Language, s.Words)}
			if s.ByWorker {
				q.Source = print.Say(t("words.by_worker"))
			}
			add(q)
		}
	}
	c.addMatters(add)
	c.addPromises(add, l)
	if c.Readers != "" {
		add(print.Para{Text: print.Text{Runs: []print.Run{{Text: t("copy.readers") + ": ", Bold: true}, {Text: c.Readers, Lang: ScriptOf(c.Readers)}}}})
	}
	small := t("copy.made_on", "date", l.Day(c.MadeOn.Format(time.DateOnly))) + " · " + t("copy.edition", "edition", c.Edition)
	if !c.Pack.Trusted() {
		small += "\n" + t("copy.machine")
	}
	add(print.Rule{}, print.Para{Text: print.Say(t("copy.ask"))}, print.Para{Small: true, Text: print.Say(small)})
	return d
}

// ScriptOf gives the language whose script a text that nobody labelled is written in: by its first letter, English for
// Latin and anything else we have no page in.
func ScriptOf(s string) string {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		case unicode.Is(unicode.Ethiopic, r):
			return "ti"
		case unicode.IsLetter(r):
			return "en"
		}
	}
	return "en"
}

// inPage is a line that keeps to the page's side, whatever the script of the words in it.
func (c Copy) inPage(runs ...print.Run) print.Text {
	dir := print.LTR
	if c.Pack.Dir() == "rtl" {
		dir = print.RTL
	}
	return print.Text{Dir: dir, Runs: runs}
}

func (c Copy) addMatters(add func(...print.Block)) {
	if len(c.Matters) == 0 {
		return
	}
	line := print.Text{Runs: []print.Run{{Text: c.Pack.Text("copy.matters") + ": ", Bold: true}}}
	for i, m := range c.Matters {
		if i > 0 {
			line.Runs = append(line.Runs, print.Run{Text: " · "})
		}
		line.Runs = append(line.Runs, print.Run{Text: m.Name, Lang: m.Language})
	}
	add(print.Para{Text: line})
}

func (c Copy) addPromises(add func(...print.Block), l i18n.L) {
	t := c.Pack.Text
	add(print.Heading{Level: 2, Text: print.Say(t("copy.promised"))})
	if len(c.Promises) == 0 {
		add(print.Para{Text: print.Say(t("copy.no_promises"))})
		return
	}
	list := print.List{}
	for _, p := range c.Promises {
		item := print.Item{Text: c.inPage(print.Run{Text: p.What, Lang: p.Language})}
		if p.Also != "" {
			item.Notes = append(item.Notes, c.inPage(print.Run{Text: p.Also, Lang: p.AlsoLanguage}))
		}
		item.Notes = append(item.Notes, c.inPage(print.Run{Text: t("copy.by_whom") + ": "}, print.Run{Text: p.Owner, Lang: ScriptOf(p.Owner)},
			print.Run{Text: " · " + t("copy.by_when") + ": " + l.Day(p.DueOn)}))
		if p.Happened != "" {
			told := c.inPage(print.Run{Text: t("copy.happened") + ": " + p.Happened})
			if p.Why != "" {
				told.Runs = append(told.Runs, print.Run{Text: ". "}, print.Run{Text: p.Why, Lang: "en"}) // as the worker wrote it
			}
			item.Notes = append(item.Notes, told)
		}
		list.Items = append(list.Items, item)
	}
	add(list)
}

// DeclinePaper notes that the young person did not want paper (R-5-11): the act and the day are in the ledger, and
// nothing is printed. A sitting that the record does not have is NotFound.
func (s *Service) DeclinePaper(ctx context.Context, who permit.Actor, recordID, sittingID string) error {
	return s.door.Do(ctx, who, permit.ReadCopy, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID, "paper:declined")
		return conversation.Held(ctx, w, recordID, sittingID)
	})
}

// english is what the edition says in English, with the words that are in use here.
func (s *Service) english(ctx context.Context, e *framework.Edition) *framework.Pack {
	if p, ok := s.Pack(ctx, e, "en"); ok {
		return p
	}
	p, _ := e.Pack("en")
	return p
}
