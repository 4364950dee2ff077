package insightweb

import (
	"slices"

	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// showQuestions lists the questions that are kept.
func (web *Web) showQuestions(r *page.Request) (*page.Answer, error) {
	list, err := web.insight.Questions(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("seeing.questions"), Lead: t("seeing.questions_lead"), Wide: true, Before: present([]kit.Content{desk.Done(r, "seeing.done_", "kept", "taken")})}
	table := kit.Table{Caption: t("seeing.questions"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("seeing.question"))}, {Text: kit.T(t("seeing.asks"))}, {Text: kit.T(t("seeing.for_whom"))}}}
	for _, q := range list {
		table.Rows = append(table.Rows, []kit.Cell{{Text: desk.Link(q.Title, "/insight/questions/"+q.ID)}, {Text: kit.T(q.Question.Title(r.L))}, {Text: kit.T(q.For)}})
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("seeing.no_questions"))))
	} else {
		v.Before = append(v.Before, kit.Scroll{Label: t("seeing.questions"), Body: table})
	}
	if may(r, permit.HoldInsight) {
		v.After = []kit.Content{notOnPaper(desk.Group(kit.Button{Text: kit.T(t("seeing.new_question")), Href: "/insight/questions/new"}))}
	}
	return v.Answer(nil).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

func (web *Web) showKeep(r *page.Request) (*page.Answer, error) {
	return keepForm(r, insight.Saved{Question: asking(r)}, "seeing.new_question", "/insight/questions", nil)
}

// keepForm is a question with its title and for whom it is.
func keepForm(r *page.Request, q insight.Saved, title, back string, wrong error) (*page.Answer, error) {
	problems := desk.ProblemsOf(r, wrong, "title")
	v := desk.Page{Title: r.L.T(title), Lead: r.L.T("seeing.keep_lead"), Hidden: []desk.Hidden{desk.FormID(r)}}
	if wrong != nil {
		v.Problems = problems.Summary()
	}
	v.Fields = append([]kit.Content{desk.Line(r, problems, "title", "seeing.field_title", q.Title), desk.Line(r, problems, "for", "seeing.field_for", q.For)},
		questionFields(r, problems, q.Question)...)
	v.Buttons = []kit.Content{desk.Button(r, "seeing.keep"), desk.Cancel(r, back)}
	return v.Answer(wrong).Back(back).Style(sheet).Style(page.ChartStyle), nil
}

// saved reads a question with its title from a form.
func saved(r *page.Request, id string) (insight.Saved, error) {
	q := insight.Saved{ID: id, Question: asking(r), Title: r.Form.Line("title", 1000), For: r.Form.Line("for", 1000)}
	return q, r.Form.Err()
}

func (web *Web) keep(r *page.Request) (*page.Answer, error) {
	q, err := saved(r, r.Form.Raw("as"))
	if err == nil {
		err = web.insight.KeepQuestion(r.Context(), r.Who, q)
	}
	if desk.ToMend(err) {
		return keepForm(r, q, "seeing.new_question", "/insight/questions", err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/questions/" + q.ID + "?done=kept"), nil
}

func (web *Web) showQuestion(r *page.Request) (*page.Answer, error) { return web.question(r, nil) }

// question is a question that is kept, with what was last answered to it.
func (web *Web) question(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("question")
	if err != nil {
		return nil, err
	}
	q, last, err := web.insight.Question(r.Context(), r.Who, r.L, id)
	if err != nil {
		return nil, err
	}
	notes, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	earlier, err := web.insight.Earlier(r.Context(), r.Who, q.Question)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, "/insight/questions/"+q.ID
	v := desk.Page{Title: t("seeing.question_kept"), Lead: q.Title, Wide: true, Before: present([]kit.Content{desk.Done(r, "seeing.done_", "kept", "asked")})}
	if wrong != nil {
		v.Problems = desk.ProblemsOf(r, wrong, "again").Summary()
	}
	rows := []kit.Row{{Key: kit.T(t("seeing.for_whom")), Value: kit.T(q.For)}}
	if !last.Any() || last.Shown().Withheld() != "" { // a picture says what is asked itself
		rows = slices.Insert(rows, 0, kit.Row{Key: kit.T(t("seeing.asks")), Value: kit.T(q.Question.Title(r.L))})
	}
	v.Before = append(v.Before, kit.SummaryList{Rows: rows}, desk.Part("answer", t("seeing.last_answer"), answeredAt(r, "figure", 3, last, notes)...))
	if last.Any() && last.Now.Withheld() != "" {
		v.Before = append(v.Before, otherWays(r))
	}
	if more := otherDays(r, earlier, last.Now.ID); more != nil {
		v.After = append(v.After, desk.Part("earlier", t("seeing.other_days"), more))
	}
	if may(r, permit.HoldInsight) && !q.Taken {
		v.After = append(v.After, notOnPaper(desk.Post(at, nil, kit.Button{Text: kit.T(t("seeing.ask_again")), ID: "again", Once: true}),
			desk.Para(desk.Link(t("seeing.change_question"), at+"/change")),
			desk.Post(at+"/take-away", nil, kit.Button{Text: kit.T(t("seeing.take_away")), Kind: kit.Secondary, Once: true})))
	}
	return v.Answer(wrong).Back("/insight/questions").Style(sheet).Style(page.ChartStyle), nil
}

// askAgain makes a new release only where something changed.
func (web *Web) askAgain(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("question")
	if err != nil {
		return nil, err
	}
	q, _, err := web.insight.Question(r.Context(), r.Who, r.L, id)
	if err != nil {
		return nil, err
	}
	if _, err := web.insight.Ask(r.Context(), r.Who, q.Question); desk.ToMend(err) {
		return web.question(r, err)
	} else if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/questions/" + id + "?done=asked"), nil
}

func (web *Web) showChange(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("question")
	if err != nil {
		return nil, err
	}
	q, _, err := web.insight.Question(r.Context(), r.Who, r.L, id)
	if err != nil {
		return nil, err
	}
	return keepForm(r, q, "seeing.change_question", "/insight/questions/"+id, nil)
}

func (web *Web) change(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("question")
	if err != nil {
		return nil, err
	}
	if _, _, err := web.insight.Question(r.Context(), r.Who, r.L, id); err != nil {
		return nil, err
	}
	q, err := saved(r, id)
	if err == nil {
		err = web.insight.KeepQuestion(r.Context(), r.Who, q)
	}
	if desk.ToMend(err) {
		return keepForm(r, q, "seeing.change_question", "/insight/questions/"+id, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/questions/" + id + "?done=kept"), nil
}

func (web *Web) takeAway(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("question")
	if err != nil {
		return nil, err
	}
	if err := web.insight.TakeQuestion(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/insight/questions?done=taken"), nil
}
