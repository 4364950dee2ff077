package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// typing is somebody at a keyboard with a sheet beside it: one page, in the order of the sheet.
type typing struct {
	web    *Web
	r      *page.Request
	person record.Person
	paper  conversation.Paper
	ed     *framework.Edition
	voice  voice
	t      conversation.Typing
	begun  bool
	base   string
}

// typing opens a sheet for the record that the address names.
func (web *Web) typing(r *page.Request) (*typing, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	paper, err := r.PathID("paper")
	if err != nil {
		return nil, err
	}
	y := &typing{web: web, r: r, base: typingURL(id, paper)}
	if y.paper, y.t, y.begun, err = web.Conversation.Typing(r.Context(), r.Who, id, paper); err != nil {
		return nil, err
	}
	if y.person, err = web.Record.Person(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	if y.ed, err = web.Framework.Shown(r.Context(), r.Who, y.paper.EditionID); err != nil {
		return nil, err
	}
	y.voice = web.voice(r.Context(), y.ed, y.paper.Language)
	if !y.begun {
		y.begin()
	}
	return y, nil
}

// begin fills in what can be known, as the page before a conversation does.
func (y *typing) begin() {
	y.t = conversation.Typing{Contribution: conversation.NewID(), Setup: y.web.defaults(y.r, y.person, y.ed)}
	y.t.Setup.Language = y.paper.Language
	y.t.Setup.Readers = ""
	y.t.Setup.Mode = nil
}

// spokenTag is the language of the words on the sheet unless somebody says otherwise.
func (y *typing) spokenTag() string {
	for _, w := range y.words() {
		if w.Language != "" {
			return w.Language
		}
	}
	if tag := i18nStored(y.paper.Language); tag != "" {
		return tag
	}
	return y.voice.pack.Lang()
}

// i18nStored is a language of young people by the tag that records use; "" for any other.
func i18nStored(tag string) string {
	y, _ := i18n.Young(tag)
	return y.Stored
}

// words are all the words typed so far.
func (y *typing) words() []conversation.Words {
	var list []conversation.Words
	for _, a := range y.t.Content.Answers {
		if !a.Words.Empty() {
			list = append(list, a.Words)
		}
	}
	for _, t := range y.t.Content.Topics {
		if !t.Name.Empty() {
			list = append(list, t.Name)
		}
	}
	return list
}

// translated reports whether the words need a second field, for what they mean in the worker's language.
func (y *typing) translated() bool {
	return y.spokenTag() != y.r.L.Tag() || slices.ContainsFunc(y.words(), func(w conversation.Words) bool { return w.Translation != "" })
}

// closed leads away from a sheet that was typed in: to what was kept, or to what is still to be done with it.
func (y *typing) closed() *page.Answer {
	switch {
	case !y.paper.Used():
		return nil
	case y.begun:
		return page.Redirect(y.base + "/check")
	}
	return page.Redirect(listURL(y.person.ID) + "/" + y.paper.Sitting)
}

func (web *Web) showTyping(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	if a := y.closed(); a != nil {
		return a, nil
	}
	return y.answer(nil), nil
}

// rows are how many topics of their own, or promises, the page has room for: those on the sheet, and one more where all are full.
func rows(have, least int) int { return max(have+1, least) }

const (
	topicsOnSheet   = 2
	promisesOnSheet = 2
)

// answer is the page. Where something has to be mended it shows what was sent.
func (y *typing) answer(wrong error) *page.Answer {
	l, problems := y.r.L, y.r.Problems(wrong)
	v := typingView{Title: l.T("conversation.typing_title"), Problems: problems.Summary(), Action: y.base, DraftURL: y.base + "/draft",
		Saved: l.T("page.saved"), NotSaved: l.T("conversation.not_saved_yet"), Hidden: []hidden{{"contribution", y.t.Contribution}, {"mark", y.markID()}}}
	v.Parts = y.about()
	held := kit.DateInput{ID: "held", NamePrefix: "held", Legend: legend(l.T("conversation.typing_held")), Hint: kit.T(l.T("conversation.typing_held_hint")), Error: problems.Of("held")}
	y.dateParts(&held, "held", y.t.Setup.OnPaper)
	v.When = []kit.Content{held,
		kit.Radios{Name: "read_back", Legend: legend(l.T("conversation.typing_read_back")), Value: y.t.Setup.ReadBack, Error: problems.Of("read_back"),
			Class: "govuk-radios--inline govuk-radios--small", Items: []kit.Choice{{Value: "yes", Text: kit.T(l.T("page.yes"))}, {Value: "no", Text: kit.T(l.T("page.no"))}}},
		kit.Checkboxes{Name: "explained", Legend: legend(l.T("conversation.row_explained")), Class: "govuk-checkboxes--small", Items: []kit.Choice{
			{Value: "yes", Text: kit.T(l.T("conversation.typing_explained")), Checked: len(y.t.Setup.Explained) > 0}}},
		kit.Checkboxes{Name: "present", Legend: legend(l.T("conversation.present")), Class: "govuk-checkboxes--small", Items: y.web.presentChoices(l, y.person.Nation), Values: y.t.Setup.Present},
		interpreterField(l, y.t.Setup.Interpreter, problems)}
	v.CardsTitle, v.CardsHint = l.T("conversation.typing_cards"), l.T("conversation.typing_cards_hint")
	v.Language = y.languageFields(problems)
	for _, p := range y.ed.Principles {
		for _, o := range p.Outcomes() {
			card, _ := y.voice.pack.Card(o.Code)
			v.Cards = append(v.Cards, y.row(o.Code, o.Picture, kit.Join(kit.In(y.voice.pack.Lang(), y.voice.pack.Dir(), card.Name), y.staffName(o.Code)), card.Name, nil, problems))
		}
	}
	v.ElseTitle = l.T("conversation.typing_else")
	y.topics(&v, problems)
	if y.mayPromise() {
		v.PromisesTitle, v.PromisesHint = l.T("conversation.typing_promises"), l.T("conversation.typing_promises_hint")
		y.promises(&v, problems)
	}
	v.ElsewhereTitle = l.T("conversation.typing_elsewhere")
	v.Elsewhere = []kit.Content{kit.Checkboxes{Name: "elsewhere", Legend: kit.Legend{Text: kit.T(l.T("conversation.typing_elsewhere")), Class: "govuk-visually-hidden"}, Class: "govuk-checkboxes--small",
		Items: []kit.Choice{{Value: "yes", Text: kit.T(l.T("conversation.typing_elsewhere_yes")), Checked: y.t.Elsewhere != "", Conditional: kit.Input{Name: "elsewhere_reference",
			Label: kit.Label{Text: kit.T(l.T("conversation.typing_reference"))}, Hint: kit.T(l.T("conversation.typing_reference_hint")), Value: y.t.Reference, Error: problems.Of("reference"), Class: "govuk-input--width-20"}}}}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.typing_check")), Name: "go", Value: "check"},
		kit.Button{Text: kit.T(l.T("conversation.typing_later")), Name: "go", Value: "later", Kind: kit.Secondary}}
	a := page.Show(v.Title, typingBody(v))
	if wrong != nil {
		a = page.Invalid(v.Title, typingBody(v))
	}
	return a.Back(listURL(y.person.ID)).Style("han.css")
}

// markID is the id of the mark that something belongs elsewhere, before and after it is set.
func (y *typing) markID() string {
	if y.t.Elsewhere != "" {
		return y.t.Elsewhere
	}
	return conversation.NewID()
}

// about says whose sheet this is, so that nobody types it in to the wrong record, and how old it is.
func (y *typing) about() []kit.Content {
	l := y.r.L
	rows := y.whose()
	if y.paper.Printed {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.typing_printed")), Value: kit.T(l.Moment(y.paper.IssuedAt))})
	}
	rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.cards_in")), Value: kit.In(y.voice.pack.Lang(), y.voice.pack.Dir(), y.voice.pack.Name())})
	parts := []kit.Content{kit.SummaryList{Rows: rows}}
	if y.paper.Record == "" {
		parts = append(parts, kit.WarningText{Text: kit.T(l.T("conversation.typing_right_person"))},
			postForm(smallForm{Action: y.base + "/drop", Fields: []kit.Content{kit.Button{Text: kit.T(l.T("conversation.typing_wrong_person")), Kind: kit.Secondary}}}))
		if !y.speaks() {
			parts = append(parts, kit.InsetText{Text: kit.T(l.T("conversation.typing_other_language"))})
		}
	}
	if y.paper.Printed && y.paper.Old(y.web.Record.Now()) {
		parts = append(parts, kit.InsetText{Text: kit.T(l.T("conversation.typing_old"))})
	}
	return append(parts, kit.InsetText{Text: kit.T(l.T("conversation.least"))})
}

// whose is the young person, and the label that stands on the sheet.
func (y *typing) whose() []kit.Row {
	l := y.r.L
	rows := []kit.Row{{Key: kit.T(l.T("conversation.typing_for")), Value: kit.Name(y.person.Profile.Names.Shown())}}
	if y.paper.Printed {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.typing_label")),
			Value: kit.Join(kit.Drawing(y.paper.Picture, kit.DrawingSmall), kit.Text{Value: " "}, kit.Name(y.paper.Word))})
	}
	return rows
}

// speaks reports whether the sheet's language is among the record's.
func (y *typing) speaks() bool {
	return y.paper.Language == "en" || slices.ContainsFunc(y.person.Profile.Languages, func(have record.Language) bool {
		young, ok := i18n.Young(have.Tag)
		return have.Tag == y.paper.Language || ok && young.Tag == y.paper.Language
	})
}

func (y *typing) dateParts(d *kit.DateInput, name, day string) {
	f := y.r.Form
	if f.Has(name + "-day") {
		d.Day.Value, d.Month.Value, d.Year.Value = f.Raw(name+"-day"), f.Raw(name+"-month"), f.Raw(name+"-year")
		return
	}
	if len(day) == len("2006-01-02") {
		d.Year.Value, d.Month.Value, d.Day.Value = day[:4], day[5:7], day[8:]
	}
}
