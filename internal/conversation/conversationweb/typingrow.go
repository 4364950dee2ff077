package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type typingView struct {
	Title, Action, DraftURL, Saved, NotSaved string
	Problems                                 kit.Content
	Hidden                                   []hidden
	Parts, When, Language                    []kit.Content
	CardsTitle, CardsHint                    string
	Cards                                    []typingRow
	ElseTitle                                string
	Else                                     []typingRow
	MoreTopics                               kit.Content
	PromisesTitle, PromisesHint              string
	Promises                                 []typingRow
	ElsewhereTitle                           string
	Elsewhere                                []kit.Content
	Buttons                                  []kit.Content
}

// typingRow is one card, topic or promise on the page: its name and its fields beside one another.
type typingRow struct {
	ID, Drawing string
	Name        kit.Content
	Fields      []kit.Content
	More        kit.Content
}

// staffName is a card's name in the worker's language, where the card speaks another.
func (y *typing) staffName(code string) kit.Content {
	original := originalPack(y.ed)
	if y.voice.pack.Lang() == original.Lang() {
		return kit.Join()
	}
	card, _ := original.Card(code)
	return kit.Join(kit.Text{Value: " – "}, kit.In(original.Lang(), original.Dir(), card.Name))
}

// label names a field of one row, so that each has a name of its own for whoever listens.
func (y *typing) label(key, about string) kit.Label {
	return kit.Label{Text: kit.Join(kit.T(y.r.L.T(key)), hiddenAbout(about))}
}

// row is one card's fields: what was marked, by its letter on the sheet; the words; whether it matters most; and folded,
// what stands in the way.
func (y *typing) row(code, drawing string, name kit.Content, plain string, before []kit.Content, problems page.Problems) typingRow {
	l, a := y.r.L, y.t.Content.Answers[code]
	fields := append(before, kit.Select{Name: "choice." + code, Label: y.label("conversation.typing_mark", plain), Value: a.Choice, Items: y.marks(), GroupClass: "sf-typing__mark"},
		kit.Textarea{Name: "words." + code, Label: y.label("conversation.typing_words", plain), Value: a.Words.Text, Rows: 1, Error: problems.Of("words." + code), GroupClass: "sf-typing__words",
			Attrs: map[string]any{"dir": "auto", "lang": y.spokenTag()}})
	if y.translated() {
		fields = append(fields, kit.Textarea{Name: "translation." + code, Label: y.label("conversation.typing_translation", plain), Value: a.Words.Translation, Rows: 1,
			Error: problems.Of("translation." + code), GroupClass: "sf-typing__words"})
	}
	matters := kit.Checkboxes{Name: "matters", ID: "matters-" + code, Legend: kit.Legend{Text: kit.Join(kit.T(l.T("conversation.matters")), hiddenAbout(plain)), Class: "govuk-visually-hidden"},
		Class: "govuk-checkboxes--small", GroupClass: "sf-typing__matters", Values: y.t.Content.Matters,
		Items: []kit.Choice{{Value: code, ID: "matters-" + code, Text: kit.T(l.T("conversation.typing_matters"))}}}
	return typingRow{ID: "row-" + code, Drawing: drawing, Name: name, Fields: append(fields, matters), More: y.inTheWay(code, plain, problems)}
}

// marks are the boxes of the sheet with their letters, so that one key chooses one.
func (y *typing) marks() []kit.Option {
	list := []kit.Option{{Value: "", Text: y.r.L.T("conversation.typing_no_mark")}}
	original := originalPack(y.ed)
	for i, c := range slices.Concat(original.Anchors(), original.Answers()) {
		list = append(list, kit.Option{Value: c.Key, Text: string(rune('a'+i)) + "  " + c.Word})
	}
	return list
}

func (y *typing) barrierOf(code string) conversation.Barrier {
	if i := slices.IndexFunc(y.t.Content.Barriers, func(b conversation.Barrier) bool { return b.Item == code }); i >= 0 {
		return y.t.Content.Barriers[i]
	}
	return conversation.Barrier{}
}

// inTheWay is folded until somebody marked who can change it.
func (y *typing) inTheWay(code, plain string, problems page.Problems) kit.Content {
	l, b := y.r.L, y.barrierOf(code)
	about := hiddenAbout(plain)
	label := func(key string) kit.Label { return kit.Label{Text: kit.Join(kit.T(l.T(key)), about)} }
	return kit.Details{Summary: kit.Join(kit.T(l.T("conversation.typing_change")), about), Open: b.WhoCanChange != "" || problems.Of("who."+code) != nil, Body: kit.Join(
		kit.Select{Name: "who." + code, Label: label("conversation.who"), Value: b.WhoCanChange, Items: options(l, "conversation.who_", conversation.WhoCanChange), Error: problems.Of("who." + code)}, // i18n: prefix conversation.who_
		kit.Select{Name: "system." + code, Label: label("conversation.system"), Value: b.System, Items: options(l, "conversation.system_", conversation.Systems)},                                      // i18n: prefix conversation.system_
		kit.Select{Name: "kind." + code, Label: label("conversation.kind"), Value: b.Kind, Items: options(l, "conversation.kind_", conversation.BarrierKinds)},                                         // i18n: prefix conversation.kind_
		kit.Textarea{Name: "barrier." + code, Label: label("conversation.barrier_words"), Value: b.Words, Rows: 1, Error: problems.Of("barrier." + code)})}
}

// languageFields are asked once for all words on the sheet.
func (y *typing) languageFields(problems page.Problems) []kit.Content {
	l := y.r.L
	var one conversation.Words
	for _, w := range y.words() {
		one = w
		if w.TranslatedBy != "" {
			break
		}
	}
	fields := []kit.Content{kit.Select{Name: "words_language", Label: kit.Label{Text: kit.T(l.T("conversation.typing_language"))}, Value: y.spokenTag(), Items: languageOptions(l), Error: problems.Of("words_language")},
		kit.Select{Name: "written_by", Label: kit.Label{Text: kit.T(l.T("conversation.typing_written_by"))}, Value: one.WrittenBy, Items: options(l, "conversation.typing_writer_", conversation.Writers)}} // i18n: prefix conversation.typing_writer_
	if y.translated() {
		fields = append(fields, kit.Select{Name: "translated_by", Label: kit.Label{Text: kit.T(l.T("conversation.translated_by"))}, Value: one.TranslatedBy,
			Items: options(l, "conversation.translated_by_", conversation.Translators)}) // i18n: prefix conversation.translated_by_
	}
	return fields
}

// topics are the rows for what no card is about.
func (y *typing) topics(v *typingView, problems page.Problems) {
	l := y.r.L
	for n := range rows(len(y.t.Content.Topics), topicsOnSheet) {
		if n >= framework.MaxOwnTopics {
			break
		}
		t := conversation.Topic{ID: conversation.NewID()}
		if n < len(y.t.Content.Topics) {
			t = y.t.Content.Topics[n]
		}
		plain := l.T("conversation.typing_topic", "number", n+1)
		v.Hidden = append(v.Hidden, hidden{"topic", t.ID})
		named := []kit.Content{kit.Input{Name: "name." + t.ID, Label: y.label("conversation.typing_name", plain), Value: t.Name.Text, Error: problems.Of("name." + t.ID), GroupClass: "sf-typing__words",
			Attrs: map[string]any{"dir": "auto", "lang": y.spokenTag()}}}
		if y.translated() {
			named = append(named, kit.Input{Name: "name_translation." + t.ID, Label: y.label("conversation.typing_translation", plain), Value: t.Name.Translation, GroupClass: "sf-typing__words"})
		}
		v.Else = append(v.Else, y.row(t.ID, "something-else", kit.T(plain), plain, named, problems))
	}
	v.MoreTopics = kit.Button{Text: kit.T(l.T("conversation.typing_more")), Name: "go", Value: "more", Kind: kit.Secondary}
}

// promises are the rows for what was promised.
func (y *typing) promises(v *typingView, problems page.Problems) {
	l := y.r.L
	for n := range rows(len(y.t.Promises), promisesOnSheet) {
		p := conversation.PaperPromise{ID: conversation.NewID()}
		if n < len(y.t.Promises) {
			p = y.t.Promises[n]
		}
		plain := l.T("conversation.typing_promise", "number", n+1)
		v.Hidden = append(v.Hidden, hidden{"promise", p.ID})
		due := kit.DateInput{ID: "due." + p.ID, NamePrefix: "due." + p.ID, Legend: kit.Legend{Text: kit.Join(kit.T(l.T("promise.due")), hiddenAbout(plain)), Size: "s"}, GroupClass: "sf-typing__due", Error: problems.Of("due." + p.ID)}
		y.dateParts(&due, "due."+p.ID, p.Due)
		fields := []kit.Content{
			kit.Textarea{Name: "what." + p.ID, Label: y.label("promise.what", plain), Value: p.What, Rows: 1, Error: problems.Of("what." + p.ID), GroupClass: "sf-typing__words"},
			kit.Input{Name: "owner." + p.ID, Label: y.label("promise.owner", plain), Value: p.Owner, Error: problems.Of("owner." + p.ID), GroupClass: "sf-typing__words"}}
		if tag := y.spokenTag(); tag != "en" {
			own, english := i18n.LanguageName(tag)
			fields = append(fields, kit.Textarea{Name: "for_young." + p.ID, Label: kit.Label{Text: kit.Join(kit.T(l.T("promise.what_for_young", "language", english+" ("+own+")")), hiddenAbout(plain))},
				Value: p.WhatForYoung, Rows: 1, Error: problems.Of("what_for_young." + p.ID), GroupClass: "sf-typing__words", Attrs: map[string]any{"lang": tag, "dir": i18n.Dir(tag)}})
		}
		fields = append(fields, due, kit.Select{Name: "agreed." + p.ID, Label: y.label("promise.agreed", plain), Value: p.Agreed, Error: problems.Of("agreed." + p.ID),
			Items: []kit.Option{{Value: "", Text: l.T("conversation.not_said")}, {Value: "yes", Text: l.T("promise.agreed_yes")}, {Value: "no", Text: l.T("promise.agreed_no")}, {Value: "not_asked", Text: l.T("promise.agreed_not_asked")}}})
		v.Promises = append(v.Promises, typingRow{ID: "promise-" + p.ID, Drawing: "promise", Name: kit.T(plain), Fields: fields})
	}
}
