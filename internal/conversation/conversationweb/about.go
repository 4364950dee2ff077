package conversationweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// setup is who was there and how it was done.
func (k *keptPage) setup() kit.Content {
	l, s := k.r.L, k.kept.Setup
	var rows []kit.Row
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, kit.Row{Key: kit.T(l.T(key)), Value: kit.Name(value)})
		}
	}
	list := func(prefix string, values []string) string {
		var texts []string
		for _, v := range values {
			texts = append(texts, l.T(prefix+v))
		}
		return l.List(texts)
	}
	add("conversation.row_present", list("conversation.present_", s.Present))
	add("conversation.row_present_note", s.PresentNote)
	i := s.Interpreter
	add("conversation.row_interpreter", list("conversation.interpreter_", one(i.Used)))
	if i.Used == "yes" {
		_, language := i18n.LanguageName(i.Language)
		add("conversation.row_interpreter_language", language)
		add("conversation.row_dialect", i.Dialect)
		add("conversation.row_how", list("conversation.how_", one(i.How)))
		add("conversation.row_gender", list("conversation.gender_", one(i.GenderMet)))
		add("conversation.row_independent", list("page.", one(i.Independent)))
		add("conversation.row_reference", i.Reference)
		add("conversation.row_quality", list("conversation.quality_", one(i.Quality))) // i18n: prefix conversation.quality_
	}
	if s.OnPaper != "" {
		add("conversation.row_on_paper", l.Day(s.OnPaper))
		if s.TypedIn != "" {
			add("conversation.row_typed_in", l.Day(s.TypedIn))
		}
	}
	add("conversation.row_read_back", list("page.", one(s.ReadBack)))
	add("conversation.row_setting", list("conversation.setting_", one(s.Setting)))
	add("conversation.row_mode", list("conversation.mode_", s.Mode))
	add("conversation.row_readers", s.Readers)
	told := l.T("conversation.explained_no")
	if len(s.Explained) > 0 {
		told = l.T("conversation.explained_yes")
	}
	add("conversation.row_explained", told)
	add("conversation.row_edition", k.ed.Name+" "+k.ed.Version)
	return kit.SummaryList{Rows: rows}
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// talk says whether a view was talked through, or asks.
func (k *keptPage) talk(c conversation.Contribution) kit.Content {
	l := k.r.L
	switch c.Talk.Outcome {
	case "talked_through":
		return kit.InsetText{Text: kit.T(l.T("conversation.talked_through", "moment", l.Moment(c.Talk.At)))}
	case "withheld":
		return kit.InsetText{Text: kit.Join(kit.T(l.T("conversation.withheld", "moment", l.Moment(c.Talk.At))+" "), kit.Name(c.Talk.Why))}
	}
	if !k.may(permit.AddView) {
		return kit.InsetText{Text: kit.T(l.T("conversation.not_talked"))}
	}
	radios := kit.Radios{Name: "outcome", ID: "outcome-" + c.ID, Legend: kit.Legend{Text: kit.T(l.T("conversation.talk_question")), Size: "s"},
		Hint: kit.T(l.T("conversation.talk_hint")), Items: []kit.Choice{
			{Value: "talked_through", Text: kit.T(l.T("conversation.talk_yes"))},
			{Value: "withheld", Text: kit.T(l.T("conversation.talk_withhold")), Conditional: kit.Textarea{Name: "why", ID: "why-" + c.ID, Rows: 2,
				Label: kit.Label{Text: kit.T(l.T("conversation.talk_why"))}}}}}
	return postForm(smallForm{Action: k.base + "/talk", Hidden: []hidden{{"contribution", c.ID}},
		Fields: []kit.Content{radios, kit.Button{Text: kit.T(l.T("page.save")), Kind: kit.Secondary}}})
}

func (web *Web) saveTalk(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	outcome, why := f.Choice("outcome", "talked_through", "withheld"), f.Words("why", conversation.MaxWords)
	contribution := f.ID("contribution")
	if outcome == "talked_through" {
		why = ""
	}
	if err = f.Err(); err == nil {
		err = web.Conversation.TalkThrough(r.Context(), r.Who, record, contribution, outcome, why)
	}
	if page.IsInvalid(err) && problem.KeyOf(err) == "problem.invalid" {
		k, failed := web.keptPage(r)
		if failed != nil {
			return nil, failed
		}
		problems := r.Problems(err)
		for i := range problems.Items {
			problems.Items[i].Href += "-" + contribution
		}
		return k.answer(problems.Summary()), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(listURL(record) + "/" + sitting), nil
}
