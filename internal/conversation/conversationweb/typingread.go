package conversationweb

import (
	"errors"
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// read takes the whole page. What is empty was not on the sheet.
func (y *typing) read() {
	f := y.r.Form
	readers, mode := y.t.Setup.Readers, y.t.Setup.Mode
	t := conversation.Typing{Contribution: f.ID("contribution"), Setup: readSetup(f)}
	if t.Contribution == "" {
		t.Contribution = y.t.Contribution
	}
	t.Setup.Language, t.Setup.Readers, t.Setup.Mode = y.paper.Language, readers, mode
	if f.Flag("explained") {
		for _, p := range y.voice.explanation(y.paper.Nation) {
			t.Setup.Explained = append(t.Setup.Explained, p.Key)
		}
	}
	t.Setup.OnPaper, t.Setup.ReadBack = f.Day("held"), f.Choice("read_back", "yes", "no")
	if f.Flag("elsewhere") {
		if t.Elsewhere = f.ID("mark"); t.Elsewhere == "" {
			t.Elsewhere = y.markID()
		}
		t.Reference = f.Line("elsewhere_reference", conversation.MaxLine)
	}
	t.Content = y.readContent()
	t.Promises = y.readPromises()
	y.t = t
}

func (y *typing) readContent() conversation.Content {
	f := y.r.Form
	c := conversation.Content{Language: y.voice.pack.Lang(), Answers: map[string]conversation.Answer{}}
	sent := f.All("matters")
	one := func(code string, named bool) {
		a := conversation.Answer{Choice: f.Choice("choice."+code, y.markKeys()...), Words: y.readWords("words."+code, "translation."+code)}
		b := y.readBarrier(code)
		if a.Choice != "" || !a.Words.Empty() {
			c.Answers[code] = a
		}
		if b.WhoCanChange != "" {
			c.Barriers = append(c.Barriers, b)
		} else if b.System+b.Kind+b.Words != "" {
			f.Add("who."+code, "conversation.who_first")
		}
		matters := slices.Contains(sent, code)
		if matters {
			c.Matters = append(c.Matters, code)
		}
		if named || matters || a.Choice != "" || !a.Words.Empty() || b.WhoCanChange != "" {
			c.Chosen = append(c.Chosen, code)
		}
	}
	for _, id := range f.IDs("topic") {
		if len(c.Topics) == framework.MaxOwnTopics {
			break
		}
		name := y.readWords("name."+id, "name_translation."+id)
		if name.Empty() {
			if f.Raw("choice."+id)+f.Raw("words."+id)+f.Raw("translation."+id)+f.Raw("who."+id) != "" || slices.Contains(sent, id) {
				f.Add("name."+id, "conversation.typing_needs_name")
			} else {
				continue
			}
		}
		c.Topics = append(c.Topics, conversation.Topic{ID: id, Name: name})
		one(id, true)
	}
	for _, p := range y.ed.Principles {
		for _, o := range p.Outcomes() {
			one(o.Code, false)
		}
	}
	return c
}

func (y *typing) markKeys() []string {
	var keys []string
	for _, c := range slices.Concat(y.voice.pack.Anchors(), y.voice.pack.Answers()) {
		keys = append(keys, c.Key)
	}
	return keys
}

// readWords reads words and what they mean; whose hand and whose translation it was is asked once for all.
func (y *typing) readWords(field, translation string) conversation.Words {
	f := y.r.Form
	w := conversation.Words{Text: f.Words(field, conversation.MaxWords), Translation: f.Words(translation, conversation.MaxWords)}
	if w.Empty() {
		return conversation.Words{}
	}
	if w.Language = f.Choice("words_language", languageTags()...); w.Language == "" {
		w.Language = y.spokenTag()
	}
	w.WrittenBy = f.Choice("written_by", conversation.Writers...)
	if w.Translation != "" {
		w.TranslatedTo, w.TranslatedBy = y.r.L.Tag(), f.Choice("translated_by", conversation.Translators...)
	}
	return w
}

func (y *typing) readBarrier(code string) conversation.Barrier {
	f := y.r.Form
	b := conversation.Barrier{ID: y.barrierOf(code).ID, Item: code, WhoCanChange: f.Choice("who."+code, conversation.WhoCanChange...),
		System: f.Choice("system."+code, conversation.Systems...), Kind: f.Choice("kind."+code, conversation.BarrierKinds...), Words: f.Words("barrier."+code, conversation.MaxWords)}
	if b.ID == "" {
		b.ID = conversation.NewID()
	}
	return b
}

// mayPromise reports whether who types may make promises on this record.
func (y *typing) mayPromise() bool { return permit.On(y.r.Who, permit.MakePromise, y.person.Parts) }

func (y *typing) readPromises() []conversation.PaperPromise {
	f := y.r.Form
	var list []conversation.PaperPromise
	if !y.mayPromise() {
		return nil
	}
	for _, id := range f.IDs("promise") {
		p := conversation.PaperPromise{ID: id, What: f.Words("what."+id, conversation.MaxWords), Owner: f.Line("owner."+id, conversation.MaxLine),
			WhatForYoung: f.Words("for_young."+id, conversation.MaxWords), Due: f.Day("due." + id), Agreed: f.Choice("agreed."+id, "yes", "no", "not_asked")}
		if p.What+p.Owner+p.WhatForYoung+p.Due+p.Agreed != "" {
			list = append(list, p)
		}
	}
	return list
}

// promised is a promise of the sheet as it will be made.
func (y *typing) promised(p conversation.PaperPromise) promise.Promise {
	made := promise.Promise{ID: p.ID, Record: y.person.ID, Sitting: y.paper.Sitting, EditionID: y.paper.EditionID, Items: p.Items, Agreed: p.Agreed, DueOn: p.Due,
		Text: promise.Text{What: p.What, Owner: p.Owner, WhatForYoung: p.WhatForYoung}}
	if p.Owner == y.r.Session.Name && p.Owner != "" {
		made.OwnerID = y.r.Who.ID
	}
	if p.WhatForYoung != "" {
		made.Text.Language = y.spokenTag()
	}
	return made
}

// ready says everything that is missing or wrong before it can be kept, each at its field.
func (y *typing) ready() error {
	add := func(err error, suffix string) error {
		var p *problem.Error
		if err == nil {
			return nil
		}
		if !errors.As(err, &p) || len(p.Fields) == 0 {
			return err
		}
		for _, field := range p.Fields {
			y.r.Form.Add(field.Name+suffix, field.Key, field.Args...)
		}
		return nil
	}
	if err := add(y.t.Ready(y.paper, y.web.Record.Now()), ""); err != nil {
		return err
	}
	for _, p := range y.t.Promises {
		if err := add(y.promised(p).Check(y.ed), "."+p.ID); err != nil {
			return err
		}
	}
	return y.r.Form.Err()
}
