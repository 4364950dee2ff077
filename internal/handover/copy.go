package handover

import (
	"context"
	"slices"
	"time"

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
}

// CopyPromise is one promise as the young person reads it.
type CopyPromise struct {
	What, Language string
	Owner          string
	DueOn          string
	Happened       string // in the page's language; "" while it waits
	Why            string // in the language it was written in
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
		c = makeCopy(t, language)
		return nil
	})
	return c, err
}

func makeCopy(t taken, language string) Copy {
	if language == "" {
		language = t.sitting.Setup.Language
	}
	pack, ok := t.edition.Pack(language)
	if !ok {
		language = "en"
		pack, _ = t.edition.Pack(language)
	}
	c := Copy{Language: language, Pack: pack, For: t.person.Profile.Names.Shown(), Readers: t.sitting.Setup.Readers,
		MadeOn: t.sitting.OpenedAt, Edition: t.edition.Name + " " + t.edition.Version, Sitting: t.sitting.ID, Languages: t.edition.Languages}
	said := t.young()
	for _, code := range order(t.edition, said) {
		a := said.Answers[code]
		choice, _ := pack.Choice(a.Choice)
		c.Said = append(c.Said, CopySaid{CopyTopic: topicName(t.edition, pack, said, code), Choice: choice.Word,
			Picture: choice.Picture, Words: a.Words.Text, Language: a.Words.Language})
	}
	for _, code := range said.Matters {
		c.Matters = append(c.Matters, topicName(t.edition, pack, said, code))
	}
	for _, p := range t.promises {
		if p.Sitting == t.sitting.ID || p.State == promise.Open || p.Untold() {
			c.Promises = append(c.Promises, copyPromise(pack, p))
		}
	}
	return c
}

func topicName(ed *framework.Edition, pack *framework.Pack, said conversation.Content, code string) CopyTopic {
	if t, own := said.Topic(code); own {
		return CopyTopic{Name: t.Name.Text, Language: t.Name.Language, Picture: pack.SomethingElse().Picture}
	}
	card, _ := pack.Card(code)
	outcome, _ := ed.Outcome(code)
	return CopyTopic{Name: card.Name, Language: pack.Lang(), Picture: outcome.Picture}
}

var happened = map[promise.State]string{
	promise.Kept: "told.kept", promise.HandedOver: "told.passed_on", promise.Broken: "told.broken",
}

func copyPromise(pack *framework.Pack, p promise.Promise) CopyPromise {
	c := CopyPromise{What: p.Text.WhatForYoung, Language: p.Text.Language, Owner: p.Text.Owner, DueOn: p.DueOn}
	if c.What == "" {
		c.What, c.Language = p.Text.What, "en"
	}
	if key := happened[p.State]; key != "" {
		c.Happened = pack.Text(key)
	}
	for _, e := range slices.Backward(p.Events) {
		if p.State != promise.Kept && e.Text.Reason != "" {
			c.Why = e.Text.Reason
			break
		}
	}
	return c
}

// Doc gives the copy as a document to print. Its title is neutral; its page is not.
func (c Copy) Doc() print.Doc {
	l := i18n.For(c.Language)
	t := c.Pack.Text
	d := print.Doc{Title: t("copy.title"), Lang: c.Language, Date: c.MadeOn, Size: 14}
	add := func(b ...print.Block) { d.Blocks = append(d.Blocks, b...) }
	add(print.Heading{Level: 1, Text: print.Say(t("copy.title"))},
		print.Para{Text: print.Say(t("copy.for", "who", c.For))},
		print.Heading{Level: 2, Text: print.Say(t("copy.said"))})
	for _, s := range c.Said {
		line := print.Text{Runs: []print.Run{{Text: s.Name, Bold: true, Lang: s.CopyTopic.Language}}}
		if s.Choice != "" {
			line.Runs = append(line.Runs, print.Run{Text: "  –  " + s.Choice})
		}
		add(print.Para{Text: line})
		if s.Words != "" {
			add(print.Quote{Words: print.SayIn(s.Language, s.Words)})
		}
	}
	c.addMatters(add)
	c.addPromises(add, l)
	add(print.Heading{Level: 2, Text: print.Say(t("copy.readers"))}, print.Para{Text: print.Say(c.Readers)})
	if c.Readers == "" {
		d.Blocks = d.Blocks[:len(d.Blocks)-2]
	}
	add(print.Rule{}, print.Para{Text: print.Say(t("copy.ask"))},
		print.Para{Small: true, Text: print.Say(t("copy.made_on", "date", l.Day(c.MadeOn.Format(time.DateOnly))))},
		print.Para{Small: true, Text: print.Say(t("copy.edition", "edition", c.Edition))})
	if !c.Pack.Trusted() {
		add(print.Para{Small: true, Text: print.Say(t("copy.machine"))})
	}
	return d
}

func (c Copy) addMatters(add func(...print.Block)) {
	if len(c.Matters) == 0 {
		return
	}
	list := print.List{}
	for _, m := range c.Matters {
		list.Items = append(list.Items, print.Item{Text: print.SayIn(m.Language, m.Name)})
	}
	add(print.Heading{Level: 2, Text: print.Say(c.Pack.Text("copy.matters"))}, list)
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
		item := print.Item{Text: print.SayIn(p.Language, p.What)}
		item.Notes = append(item.Notes,
			print.Say(t("copy.by_whom")+": "+p.Owner),
			print.Say(t("copy.by_when")+": "+l.Day(p.DueOn)))
		if p.Happened != "" {
			item.Notes = append(item.Notes, print.Say(t("copy.happened")+": "+p.Happened))
		}
		if p.Why != "" {
			item.Notes = append(item.Notes, print.SayIn("en", p.Why))
		}
		list.Items = append(list.Items, item)
	}
	add(list)
}

// DeclinePaper notes that the young person did not want paper (R-5-11): the act and the day are in the ledger, and
// nothing is printed.
func (s *Service) DeclinePaper(ctx context.Context, who permit.Actor, recordID, sittingID string) error {
	return s.door.Do(ctx, who, permit.ReadCopy, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID, "paper:declined")
		return nil
	})
}
