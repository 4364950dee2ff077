package translationweb

import (
	"errors"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
)

func problemOf(err error) (*problem.Error, bool) {
	var e *problem.Error
	ok := errors.As(err, &e)
	return e, ok
}

// suggestion is the text that somebody would say better.
type suggestion struct {
	set, lang, key, form string
	now                  translation.Entry
}

func (web *Web) suggestion(r *page.Request) (suggestion, error) {
	s := suggestion{set: r.Form.Line("edition", 200), lang: r.Form.Line("lang", 35), key: key(r), form: r.Form.Line("form", 10)}
	if s.set == "" {
		e, err := web.edition(r, "edition")
		if err != nil {
			return s, err
		}
		s.set = e.ID
	}
	s.lang = language(r).Tag
	var err error
	s.now, err = web.service.Look(r.Context(), r.Who, s.set, s.lang, s.key, s.form)
	return s, err
}

// showSuggest lets whoever is in the room say a text better. Nothing here knows which room: the address carries the text
// and the language, never a record.
func (web *Web) showSuggest(r *page.Request) (*page.Answer, error) {
	s, err := web.suggestion(r)
	if err != nil {
		return nil, err
	}
	return web.suggest(r, s, nil), nil
}

func (web *Web) suggest(r *page.Request, s suggestion, err error) *page.Answer {
	l, problems, y := r.L, r.Problems(err), language(r)
	v := staffPage{Title: l.T("translation.suggest.title"), Lead: l.T("translation.suggest.lead"), Action: at("/suggest"), Problems: problems.Summary(),
		Hidden: [][2]string{{"edition", s.set}, {"lang", s.lang}, {"key", s.key}, {"form", s.form}}}
	if s.now.Picture != "" {
		v.Parts = append(v.Parts, kit.Drawing(s.now.Picture, kit.DrawingMedium))
	}
	v.Parts = append(v.Parts, kit.SummaryList{Rows: []kit.Row{row(l, "translation.language", named(y)), row(l, "translation.when", kit.T(groupName(l, s.now.Group))),
		row(l, "translation.english", kit.In("en", "ltr", s.now.Source)), row(l, "translation.now", kit.In(y.Tag, y.Dir, s.now.Target)),
		row(l, "translation.status_head", statusTag(l, s.now.Status))}})
	v.Fields = []kit.Content{
		kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(l.T("translation.suggest.text")), Size: "s"}, Hint: kit.T(l.T("translation.suggest.text_hint")),
			Value: r.Form.Raw("text"), Error: problems.Of("text"), Rows: 3, Attrs: map[string]any{"lang": y.Tag, "dir": y.Dir}},
		kit.Textarea{Name: "back", Label: kit.Label{Text: kit.T(l.T("translation.suggest.back"))}, Hint: kit.T(l.T("translation.suggest.back_hint")),
			Value: r.Form.Raw("back"), Error: problems.Of("back"), Rows: 2},
		kit.Radios{Name: "role", Legend: kit.Legend{Text: kit.T(l.T("translation.suggest.role")), Size: "s"}, Value: r.Form.Raw("role"), Error: problems.Of("role"),
			Items: roleChoices(l, translation.Proposers)},
		dialectField(r, problems),
		kit.Textarea{Name: "note", Label: kit.Label{Text: kit.T(l.T("translation.suggest.note"))}, Hint: kit.T(l.T("translation.suggest.note_hint")),
			Value: r.Form.Raw("note"), Error: problems.Of("note"), Rows: 2},
	}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("translation.suggest.send")), Once: true}}
	return v.answer(at("/texts", "set", s.set, "lang", s.lang, "group", s.now.Group))
}

func (web *Web) saveSuggest(r *page.Request) (*page.Answer, error) {
	s, err := web.suggestion(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	p := translation.Proposal{Set: s.set, Lang: s.lang, Key: s.key, Form: s.form, Text: f.Words("text", 2400), Back: f.Words("back", 2400),
		Role: f.Choice("role", translation.Proposers...), Dialect: f.Line("dialect", 100), Note: f.Words("note", 1000)}
	if p.Text == "" && f.Err() == nil {
		f.Add("text", "problem.required")
	}
	if p.Role == "" {
		f.Add("role", "problem.required_choice")
	}
	if err = f.Err(); err == nil {
		err = web.service.Suggest(r.Context(), r.Who, p)
	}
	if page.IsInvalid(err) {
		return web.suggest(r, s, err), nil
	}
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("translation.suggest.thanks"), Parts: []kit.Content{paragraph(l.T("translation.suggest.thanks_text")),
		links([]link{{l.T("translation.suggest.another"), at("/texts", "set", s.set, "lang", s.lang)}})}}
	return v.answer(at("")), nil
}
