package insightweb

import (
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// showReports lists what is made again and again, and what was made.
func (web *Web) showReports(r *page.Request) (*page.Answer, error) { return web.reports(r, nil) }

func (web *Web) reports(r *page.Request, wrong error) (*page.Answer, error) {
	coming, err := web.insight.Schedules(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	made, err := web.insight.Reports(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("seeing.reports"), Lead: t("seeing.reports_lead"), Wide: true, Before: present([]kit.Content{desk.Done(r, "seeing.done_", "scheduled", "ended")})}
	if wrong != nil {
		v.Problems = desk.ProblemsOf(r, wrong, "coming").Summary()
	}
	v.Before = append(v.Before, desk.Part("made", t("seeing.made"), madeTable(r, made)), desk.Part("coming", t("seeing.coming"), comingList(r, coming)...))
	if may(r, permit.HoldInsight) {
		v.After = []kit.Content{notOnPaper(desk.Group(kit.Button{Text: kit.T(t("seeing.new_schedule")), Href: "/insight/reports/new"}))}
	}
	return v.Answer(wrong).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

func madeTable(r *page.Request, made []insight.Report) kit.Content {
	t := r.L.T
	if len(made) == 0 {
		return desk.Para(kit.T(t("seeing.none_made")))
	}
	table := kit.Table{Caption: t("seeing.made"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("seeing.report"))}, {Text: kit.T(t("seeing.for_day"))}, {Text: kit.T(t("seeing.for_whom"))}}}
	for _, one := range made {
		table.Rows = append(table.Rows, []kit.Cell{{Text: desk.Link(one.Kept.Title, "/insight/reports/"+one.ID)}, {Text: kit.T(r.L.Day(one.Due))}, {Text: kit.T(one.Kept.For)}})
	}
	return kit.Scroll{Label: t("seeing.reports"), Body: table}
}

func comingList(r *page.Request, coming []insight.Coming) (list []kit.Content) {
	t := r.L.T
	if len(coming) == 0 {
		return []kit.Content{desk.Para(kit.T(t("seeing.none_coming")))}
	}
	for _, c := range coming {
		at := "/insight/schedules/" + c.ID
		rows := []kit.Row{{Key: kit.T(t("seeing.for_whom")), Value: kit.T(c.For)}, {Key: kit.T(t("seeing.how_often")), Value: kit.T(t("seeing.every_" + c.Every))}, // i18n: prefix seeing.every_
			{Key: kit.T(t("seeing.first_due")), Value: kit.T(r.L.Day(c.First))}, {Key: kit.T(t("seeing.asks_how_many")), Value: kit.T(r.L.N("seeing.n_questions", len(c.Questions)))}}
		list = append(list, lesser(c.Title), kit.SummaryList{Rows: rows})
		if c.DueSince != "" {
			list = append(list, kit.InsetText{Text: kit.T(t("seeing.due_since", "day", r.L.Day(c.DueSince)))})
		}
		if !may(r, permit.HoldInsight) {
			continue
		}
		if c.DueSince != "" {
			list = append(list, notOnPaper(desk.Post(at+"/make", nil, kit.Button{Text: kit.Join(kit.T(t("seeing.make_now")), hiddenText(c.Title)), Once: true})))
		}
		list = append(list, notOnPaper(desk.Post(at+"/end", nil, kit.Button{Text: kit.Join(kit.T(t("seeing.end_schedule")), hiddenText(c.Title)), Kind: kit.Secondary, Once: true})))
	}
	return list
}

func (web *Web) showSchedule(r *page.Request) (*page.Answer, error) { return web.scheduleForm(r, nil) }

func (web *Web) scheduleForm(r *page.Request, wrong error) (*page.Answer, error) {
	saved, err := web.insight.Questions(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "title")
	v := desk.Page{Title: t("seeing.new_schedule"), Lead: t("seeing.schedule_lead")}
	if wrong != nil {
		v.Problems = problems.Summary()
	}
	if len(saved) == 0 {
		v.Before = []kit.Content{desk.Para(kit.T(t("seeing.first_keep")+" "), desk.Link(t("seeing.to_questions"), "/insight/questions"))}
		return v.Answer(wrong).Back("/insight/reports").Style(sheet).Style(page.ChartStyle), nil
	}
	items := make([]kit.Choice, len(saved))
	for i, q := range saved {
		items[i] = kit.Choice{Value: q.ID, Text: kit.T(q.Title), Hint: kit.T(q.Question.Title(r.L))}
	}
	v.Hidden = []desk.Hidden{desk.FormID(r)}
	v.Fields = []kit.Content{desk.Line(r, problems, "title", "seeing.field_report", r.Form.Raw("title")), desk.Line(r, problems, "for", "seeing.field_for", r.Form.Raw("for")),
		kit.Checkboxes{Name: "questions", Legend: desk.Legend(r, "seeing.field_questions"), Items: items, Values: r.Form.All("questions"), Error: problems.Of("questions")},
		kit.Radios{Name: "every", Legend: desk.Legend(r, "seeing.field_every"), Items: desk.Choices(r, "seeing.every_", insight.Every), Value: r.Form.Raw("every"), Error: problems.Of("every")}, // i18n: prefix seeing.every_
		desk.Day(r, problems, "first", "seeing.field_first")}
	v.Buttons = []kit.Content{desk.Button(r, "seeing.schedule"), desk.Cancel(r, "/insight/reports")}
	return v.Answer(wrong).Back("/insight/reports").Style(sheet).Style(page.ChartStyle), nil
}

func (web *Web) schedule(r *page.Request) (*page.Answer, error) {
	c := insight.Schedule{ID: r.Form.Raw("as"), Title: r.Form.Line("title", 1000), For: r.Form.Line("for", 1000), Questions: r.Form.IDs("questions"), Every: r.Form.Raw("every"),
		First: r.Form.Day("first"), Lang: r.L.Tag()}
	err := r.Form.Err()
	if err == nil {
		err = web.insight.KeepSchedule(r.Context(), r.Who, c)
	}
	if desk.ToMend(err) {
		return web.scheduleForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/reports?done=scheduled"), nil
}

// makeReport makes what is due, for whoever does not want to wait for the program, or where nobody is there any more in whose name
// it could.
func (web *Web) makeReport(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("schedule")
	if err != nil {
		return nil, err
	}
	report, err := web.insight.MakeReport(r.Context(), r.Who, id)
	if desk.ToMend(err) {
		return web.reports(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/reports/" + report), nil
}

func (web *Web) endSchedule(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("schedule")
	if err != nil {
		return nil, err
	}
	if err := web.insight.EndSchedule(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/insight/reports?done=ended"), nil
}
