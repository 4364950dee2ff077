package caseauditweb

import (
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

const maxReading = 5000 // characters in one field; caseaudit holds them to the same

func itemsOf(p caseaudit.RatingPage, outcome string) []string {
	o, _ := p.Edition.Outcome(outcome)
	return caseaudit.ItemsOf(o)
}

// field is a text field of a reading, with quiet suggestions under it once something stands in it.
func field(r *page.Request, p page.Problems, name, key string, rows int) kit.Content {
	value := r.Form.Raw(name)
	area := kit.Textarea{Name: name, Label: desk.Label(r, key), Rows: rows, Value: value, Error: p.Of(name), Spellcheck: "true"}
	if r.L.Has(key + "_hint") {
		area.Hint = kit.T(r.L.T(key + "_hint"))
	}
	return kit.Join(area, suggestions(r, value))
}

// suggestions names, under a text, words in it that say more about whoever writes than about the young person, each with a
// reason (R-1-10). It changes nothing and stops nobody; there is nothing where there is no such word.
func suggestions(r *page.Request, text string) kit.Content {
	found := caseaudit.QuietWords(text)
	if len(found) == 0 {
		return kit.Join()
	}
	var lines []kit.Content
	for _, w := range found {
		lines = append(lines, kit.Join(kit.In("en", "ltr", "“"+w.Word+"”"), kit.T(colon+r.L.T("reading.word_"+w.Code)))) // i18n: prefix reading.word_
	}
	return kit.Details{Summary: kit.T(r.L.N("reading.words_found", len(found))), Body: kit.Join(desk.Bullets(lines...), desk.Para(desk.Link(r.L.T("reading.to_words"), "/audits/words")))}
}

// outcomeHead is the outcome that a step is about.
func outcomeHead(p caseaudit.RatingPage, outcome string) kit.Content {
	return kit.InsetText{Text: worded(p.Edition, textOf(p.Edition, outcome))}
}

// wordsStep asks first what the young person said: from the record where the auditor was let in, else from the file.
func (web *Web) wordsStep(r *page.Request, v *desk.Page, p caseaudit.RatingPage, st caseaudit.ReadingStep, problems page.Problems) error {
	t := r.L.T
	here, err := web.audits.Heard(r.Context(), r.Who, p)
	if err != nil {
		return err
	}
	v.Before = []kit.Content{outcomeHead(p, st.Outcome)}
	if here.Way == caseaudit.WayOpen {
		v.Before = append(v.Before, saidHere(r, p.Edition, here, st.Outcome))
	} else if here.Way != caseaudit.WayElsewhere {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("reading.way_" + string(here.Way)))}) // i18n: prefix reading.way_
	}
	lead := "reading.words_lead"
	if here.Way == caseaudit.WayOpen {
		lead = "reading.words_lead_here"
	}
	v.Fields = []kit.Content{
		kit.Radios{Name: "heard", Legend: desk.Legend(r, "reading.heard"), Items: desk.Choices(r, "reading.heard_", caseaudit.HeardOf), Value: r.Form.Raw("heard"), Error: problems.Of("heard")}, // i18n: prefix reading.heard_
		kit.Textarea{Name: "words", Label: desk.Label(r, "reading.words"), Hint: kit.T(t(lead)), Rows: 6, Value: r.Form.Raw("words"), Error: problems.Of("words")},
	}
	return nil
}

// saidHere is what the record holds of the young person's own words on an outcome.
func saidHere(r *page.Request, ed *framework.Edition, here caseaudit.HeardHere, outcome string) kit.Content {
	t := r.L.T
	o := here.Outcomes[outcome]
	if o == nil || o.Young == nil {
		return desk.Part("said", t("reading.said"), desk.Para(kit.T(t("reading.said_nothing"))))
	}
	said := o.Young
	parts := []kit.Content{desk.Small(r.L.Day(said.At.Format("2006-01-02")))}
	if said.Answer.Choice != "" {
		if pack := ed.OriginalPack(); pack != nil {
			word, _ := pack.Choice(said.Answer.Choice)
			parts = append(parts, desk.Para(kit.T(t("reading.said_choice")+space), worded(ed, word.Word)))
		}
	}
	if words := said.Answer.Words; !words.Empty() {
		parts = append(parts, quoteOf(words))
	}
	if o.Matters {
		parts = append(parts, desk.Para(kit.T(t("reading.said_matters"))))
	}
	for _, b := range o.Barriers {
		if b.Perspective == conversation.YoungPerson && b.Words != "" {
			parts = append(parts, desk.Para(kit.T(t("reading.said_barrier")+space), desk.Words(b.Words)))
		}
	}
	parts = append(parts, desk.Para(desk.Link(t("reading.to_conversation"), "/people/"+here.Record+"/conversations/"+said.Sitting)))
	return desk.Part("said", t("reading.said"), parts...)
}

func quoteOf(w conversation.Words) kit.Content {
	q := kit.Quote{Words: w.Text, Lang: w.Language, Dir: i18n.Dir(w.Language)}
	if w.Text == "" {
		q.Words, q.Lang, q.Dir = w.Translation, w.TranslatedTo, i18n.Dir(w.TranslatedTo)
	} else if w.Translation != "" {
		q.Translation, q.TranslationLang, q.TranslationDir = w.Translation, w.TranslatedTo, i18n.Dir(w.TranslatedTo)
	}
	if q.Words == "" {
		return desk.Para(desk.Words(w.Paraphrase))
	}
	return q
}

// lifeStep asks what life is like for the young person, and how anybody knows, before anything is found (R-1-4).
func lifeStep(r *page.Request, v *desk.Page, problems page.Problems) {
	v.Lead = r.L.T("reading.life_lead")
	v.Before = []kit.Content{kit.Details{Summary: kit.T(r.L.T("reading.instalments")), Body: desk.Para(kit.T(r.L.T("reading.how_instalments")))}}
	v.Fields = []kit.Content{field(r, problems, "life", "reading.life", 8), field(r, problems, "know", "reading.know", 5)}
}

// foundStep asks what is found of each indicator, on what evidence, and what stands in the way.
func (web *Web) foundStep(r *page.Request, v *desk.Page, p caseaudit.RatingPage, st caseaudit.ReadingStep, problems page.Problems) error {
	t := r.L.T
	here, err := web.audits.Heard(r.Context(), r.Who, p)
	if err != nil {
		return err
	}
	v.Lead = t("reading.found_lead")
	v.Before = []kit.Content{outcomeHead(p, st.Outcome), besideWords(r, p, here, st.Outcome)}
	places := placesIn(r, here)
	for _, code := range itemsOf(p, st.Outcome) {
		v.Fields = append(v.Fields, kit.Radios{Name: "found_" + code, Legend: kit.Legend{Text: worded(p.Edition, textOf(p.Edition, code)), Size: "m"}, Class: "govuk-radios--small",
			Items: desk.Choices(r, "reading.found_", caseaudit.Founds), Value: r.Form.Raw("found_" + code), Error: problems.Of("found_" + code)}) // i18n: prefix reading.found_
		if len(places) > 0 {
			v.Fields = append(v.Fields, kit.Select{Name: "in_" + code, Label: desk.Label(r, "reading.in_record"), Items: places, Value: r.Form.Raw("in_" + code)})
		}
		v.Fields = append(v.Fields, kit.Textarea{Name: "where_" + code, Label: desk.Label(r, "reading.where"), Hint: kit.T(t("reading.where_hint")), Rows: 2, Value: r.Form.Raw("where_" + code), Error: problems.Of("where_" + code)},
			field(r, problems, "note_"+code, "reading.note", 2))
	}
	if scale := p.Scale(); scale.Graded() {
		v.Fields = append(v.Fields, gradeField(r, problems, scale), field(r, problems, "why", "reading.why", 4))
	}
	v.Fields = append(v.Fields, field(r, problems, "barriers", "reading.barriers", 3))
	return nil
}

// besideWords keeps what the young person said in sight while something is found (R-1-3).
func besideWords(r *page.Request, p caseaudit.RatingPage, here caseaudit.HeardHere, outcome string) kit.Content {
	said := p.Reading.Outcomes[outcome]
	parts := []kit.Content{desk.Para(kit.T(r.L.T("reading.heard_" + said.Heard)))} // i18n: prefix reading.heard_
	if said.Words != "" {
		parts = append(parts, kit.Quote{Words: said.Words})
	}
	if here.Way == caseaudit.WayOpen {
		parts = append(parts, saidHere(r, p.Edition, here, outcome))
	}
	return kit.Details{Summary: kit.T(r.L.T("reading.beside")), Open: true, Body: kit.Join(parts...)}
}

// placesIn lists what in the record can be pointed at as evidence; nil where nothing of it is open.
func placesIn(r *page.Request, here caseaudit.HeardHere) []kit.Option {
	if here.Way != caseaudit.WayOpen {
		return nil
	}
	list := []kit.Option{{Value: "", Text: r.L.T("reading.in_none")}}
	for _, s := range here.Sittings {
		list = append(list, kit.Option{Value: "conversation:" + s.ID, Text: r.L.T("reading.place_conversation", "day", r.L.Day(s.OpenedAt.Format("2006-01-02")))})
	}
	for _, one := range here.Promises {
		list = append(list, kit.Option{Value: "promise:" + one.ID, Text: r.L.T("reading.place_promise", "day", r.L.Day(one.MadeAt.Format("2006-01-02"))) + colon + short(one.Text.What)})
	}
	return list
}

func short(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// gradeField offers the grades of the programme's scale with their descriptors, and that none can be given.
func gradeField(r *page.Request, problems page.Problems, scale caseaudit.Scale) kit.Content {
	radios := kit.Radios{Name: "grade", Legend: desk.Legend(r, "reading.grade"), Hint: kit.T(r.L.T("reading.grade_hint")), Value: r.Form.Raw("grade"), Error: problems.Of("grade")}
	for _, point := range scale.Points {
		name, descriptor := gradeText(r, scale, point)
		one := kit.Choice{Value: point.Code, Text: kit.T(name)}
		if descriptor != "" {
			one.Hint = kit.T(descriptor)
		}
		radios.Items = append(radios.Items, one)
	}
	radios.Items = append(radios.Items, kit.Choice{Divider: r.L.T("reading.or")}, kit.Choice{Value: "-", Text: kit.T(r.L.T("reading.no_grade")), Hint: kit.T(r.L.T("reading.no_grade_hint"))})
	return radios
}

// gradeText is the name of a grade and what is seen where it is given: of a shipped scale in the reader's language, of an
// organisation's own as it was written.
func gradeText(r *page.Request, scale caseaudit.Scale, point caseaudit.Point) (name, descriptor string) {
	if point.Name != "" {
		return point.Name, point.Descriptor
	}
	key := "reading.grade_" + strings.ReplaceAll(scale.ID, "-", "_") + "_" + point.Code // i18n: prefix reading.grade_
	name = r.L.T(key)
	if r.L.Has(key + "_is") {
		descriptor = r.L.T(key + "_is")
	}
	return name, descriptor
}

// scaleName is what a scale is called.
func scaleName(r *page.Request, scale caseaudit.Scale) string {
	if scale.Name != "" {
		return scale.Name
	}
	return r.L.T("reading.scale_" + strings.ReplaceAll(scale.ID, "-", "_")) // i18n: prefix reading.scale_
}

func extraStep(r *page.Request, v *desk.Page, p caseaudit.RatingPage, problems page.Problems) {
	for _, q := range p.Template.Questions {
		name := "extra_" + q.Code
		value := r.Form.Raw(name)
		v.Fields = append(v.Fields, kit.Textarea{Name: name, Label: kit.Label{Text: desk.Words(q.Text), Size: "s"}, Rows: 4, Value: value, Error: problems.Of(name)}, suggestions(r, value))
	}
}

// checkStep shows everything once more, asks how long it took, and locks.
func checkStep(r *page.Request, v *desk.Page, p caseaudit.RatingPage, problems page.Problems) {
	v.Draft, v.Wide = "", true
	v.Lead = r.L.T("reading.check_lead")
	v.Before = append([]kit.Content{aboutCase(r, p)}, foundParts(r, p, true)...)
	v.Fields = []kit.Content{
		kit.Input{Name: "minutes", Label: desk.Label(r, "reading.minutes"), Hint: kit.T(r.L.T("reading.minutes_hint")), Value: r.Form.Raw("minutes"), Error: problems.Of("minutes"), InputMode: "numeric", Class: "govuk-input--width-5"},
		kit.WarningText{Text: kit.T(r.L.T("reading.lock_lead"))},
	}
	v.Buttons[0] = desk.Button(r, "reading.lock")
}
