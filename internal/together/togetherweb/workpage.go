package togetherweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

func (web *Web) showWork(r *page.Request) (*page.Answer, error) { return web.workPage(r, nil) }

// workPage is one work with how far it has come, what can be done next, and what became of it.
func (web *Web) workPage(r *page.Request, wrong error) (*page.Answer, error) {
	h, at, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	t, state := r.L.T, k.State(web.today())
	v := view{Caption: kindName(r, k.Kind), Title: t("together.work"), Problems: problemsAt0(r, wrong).Summary()}
	figure := staffFigure(r, k.Says, k.Kind, at+"/content")
	v.Parts = []part{{Body: []kit.Content{workFigure(figure)}}, {ID: "state", Heading: stateName(r, state), Text: t("together.work_next_" + string(state)), // i18n: prefix together.work_next_
		Body: web.nextSteps(r, h, at, k, state)}}
	if answer, ok := k.Answer(); ok || len(k.Answers) > 0 {
		v.Parts = append(v.Parts, part{ID: "answer", Heading: t("together.work_answer"), Body: []kit.Content{answerList(r, answer)}})
	}
	if len(k.Printed) > 0 {
		v.Parts = append(v.Parts, part{ID: "printed", Heading: t("together.printed"), Text: t("together.printed_text"), Body: []kit.Content{lines(printedLines(r, k.Printed))}})
	}
	v.Parts = append(v.Parts, part{Body: []kit.Content{kit.Details{Summary: kit.T(t("together.work_history")), Body: lines(historyLines(r, k))}}})
	a := answer(v, wrong, strings.TrimSuffix(at, "/"+k.ID))
	if problem.Is(wrong, problem.Conflict) {
		a.Status(409)
	}
	return a, nil
}

// problemsAt0 are problems of a page with no field: they are shown at the state.
func problemsAt0(r *page.Request, wrong error) page.Problems {
	p := r.Problems(wrong)
	if wrong != nil && !p.Any() {
		p.Items = []kit.ErrorItem{{Text: kit.T(r.L.T(problem.KeyOf(wrong))), Href: "#state"}}
	}
	return p
}

// nextSteps are the ways on from a state, for whoever may go them.
func (web *Web) nextSteps(r *page.Request, h together.Home, at string, k together.Work, state together.WorkState) []kit.Content {
	t := r.L.T
	var ways []kit.Content
	add := func(c kit.Content) { ways = append(ways, c) }
	press := func(path, key string, kind kit.ButtonKind) kit.Content {
		return inside(part{Form: &form{Action: at + path, Buttons: []kit.Content{button(t(key), kind)}}})
	}
	askKind, publisher := kit.Secondary, may(r, permit.PublishWorks)
	switch state {
	case together.WorkAsk, together.WorkEnded:
		askKind = kit.Primary
	case together.WorkCheck:
		if madeBy(k, r.Who.ID) {
			add(paragraph(kit.T(t("together.work_not_you"))))
		} else {
			add(way(t("together.work_to_check"), at+"/check", kit.Primary))
		}
	case together.WorkReady:
		if publisher {
			add(press("/publish", "together.work_publish", kit.Primary))
		}
	case together.WorkShown:
		add(paragraph(linkTo("/together/works/"+k.Published, t("together.work_see_shown"))))
		add(press("/withdraw", "together.work_withdraw", kit.Warning))
		return ways
	}
	if state != together.WorkStopped {
		add(way(t("together.work_to_ask"), at+"/ask", askKind))
	}
	add(way(t("together.work_to_change"), at+"/change", kit.Secondary))
	if answer, ok := k.Answer(); ok && answer.Yes {
		add(press("/withdraw", "together.work_withdraw", kit.Secondary))
	}
	return ways
}

// madeBy reports whether somebody took a work in or changed it: another person has to look at it.
func madeBy(k together.Work, account string) bool {
	return k.GivenBy == account || slices.ContainsFunc(k.Steps, func(s together.WorkStep) bool { return s.Kind == "changed" && s.By == account })
}

// answerList is what they said.
func answerList(r *page.Request, a together.WorkAnswer) kit.Content {
	t := r.L.T
	yes := t("together.work_no")
	if a.Yes {
		yes = t("together.work_yes")
	}
	rows := []kit.Row{{Key: kit.T(t("together.work_said")), Value: kit.T(yes + " · " + r.L.Moment(a.At) + " · " + givenName(r, a.Given))}}
	if a.Yes {
		name := kit.Content(kit.T(t("together.work_no_name")))
		if a.Says.Name != "" {
			name = kit.Name(a.Says.Name)
		}
		rows = append(rows, kit.Row{Key: kit.T(t("together.work_where")), Value: lines(placeNames(r, a.Says.Places))}, kit.Row{Key: kit.T(t("together.work_name")), Value: name},
			kit.Row{Key: kit.T(t("together.work_until")), Value: kit.T(r.L.Day(a.Says.Until))})
	}
	return kit.SummaryList{Rows: rows}
}

func givenName(r *page.Request, given string) string {
	if given == conversation.InOwnPlace {
		return r.L.T("together.work_in_own_place")
	}
	return r.L.T("together.work_beside")
}

func placeNames(r *page.Request, places []string) []kit.Content {
	var list []kit.Content
	for _, p := range places {
		list = append(list, kit.T(r.L.T("together.work_place_"+p))) // i18n: prefix together.work_place_
	}
	return list
}

func printedLines(r *page.Request, printed []together.Printed) []kit.Content {
	var list []kit.Content
	for _, p := range printed {
		list = append(list, kit.T(r.L.T("together.printed_line", "day", r.L.Day(p.At.Format(time.DateOnly)), "purpose", r.L.T("together.purpose_"+p.Purpose), "copies", strconv.Itoa(p.Copies)))) // i18n: prefix together.purpose_
	}
	return list
}

// historyLines are the steps of a work in words, the newest first; no name, for the page of a work is about the work.
func historyLines(r *page.Request, k together.Work) []kit.Content {
	type line struct {
		at   time.Time
		text string
	}
	var all []line
	for _, s := range k.Steps {
		text := r.L.T("together.work_step_" + s.Kind) // i18n: prefix together.work_step_
		if s.Kind == "checked" {
			text += ": " + r.L.T("together.verdict_"+s.Code) // i18n: prefix together.verdict_
		}
		if s.Kind == "taken_down" {
			text += ": " + r.L.T("together.reason_down_"+s.Code) // i18n: prefix together.reason_down_
		}
		all = append(all, line{s.At, text})
	}
	for _, a := range k.Answers {
		text := r.L.T("together.work_no")
		if a.Yes {
			text = r.L.T("together.work_yes")
		}
		all = append(all, line{a.At, text + " (" + givenName(r, a.Given) + ")"})
	}
	slices.SortStableFunc(all, func(a, b line) int { return b.at.Compare(a.at) })
	var list []kit.Content
	for _, l := range all {
		list = append(list, kit.T(r.L.Moment(l.at)+" · "+l.text))
	}
	return list
}

func (web *Web) saveWithdraw(r *page.Request) (*page.Answer, error) {
	return web.press(r, web.Together.Withdraw)
}

func (web *Web) savePublish(r *page.Request) (*page.Answer, error) {
	return web.press(r, web.Together.Publish)
}

// press does something at one press and shows the work again.
func (web *Web) press(r *page.Request, do workAct) (*page.Answer, error) {
	h, at, err := home(r)
	if err != nil {
		return nil, err
	}
	id, err := r.PathID("work")
	if err != nil {
		return nil, err
	}
	err = do(r.Context(), r.Who, h, id)
	if problem.Is(err, problem.Conflict) {
		return web.workPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at + "/" + id), nil
}

func (web *Web) showCheck(r *page.Request) (*page.Answer, error) { return web.checkPage(r, nil) }

// checkPage is where a second person looks whether a work tells on anybody.
func (web *Web) checkPage(r *page.Request, wrong error) (*page.Answer, error) {
	_, at, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	if madeBy(k, r.Who.ID) {
		return nil, problem.New(problem.Forbidden, "together.second_person")
	}
	answer0, ok := k.Answer()
	if wrong == nil && (!ok || k.State(web.today()) != together.WorkCheck) {
		return page.Redirect(at), nil // there is nothing to look at now
	}
	t, problems := r.L.T, problemsAt0(r, wrong)
	v := view{Title: t("together.check"), Lead: t("together.check_lead"), Problems: problems.Summary(),
		Parts: []part{{ID: "state", Heading: t("together.check_what"), Body: []kit.Content{workFigure(staffFigure(r, k.Says, k.Kind, at+"/content")), answerList(r, answer0)}}}}
	f := form{Action: at + "/check", Hidden: [][2]string{{"digest", k.Digest()}, {"answer", answer0.ID}}, Buttons: []kit.Content{button(t("together.check_save"), kit.Primary)}}
	for _, q := range together.Questions {
		name := "q-" + q
		f.Fields = append(f.Fields, kit.Radios{Name: name, Class: "govuk-radios--inline", Legend: kit.Legend{Text: kit.T(t("together.question_" + q)), Size: "s"}, Hint: kit.T(t("together.question_" + q + "_hint")), // i18n: prefix together.question_
			Value: r.Form.Raw(name), Error: problems.Of(name), Items: []kit.Choice{{Value: "no", Text: kit.T(t("together.answer_no"))}, {Value: "yes", Text: kit.T(t("together.answer_yes"))}}})
	}
	verdict := kit.Radios{Name: "verdict", Legend: kit.Legend{Text: kit.T(t("together.verdict")), Size: "m"}, Value: r.Form.Raw("verdict"), Error: problems.Of("verdict")}
	for _, one := range together.Verdicts {
		verdict.Items = append(verdict.Items, kit.Choice{Value: one, Text: kit.T(t("together.verdict_" + one))}) // i18n: prefix together.verdict_
	}
	f.Fields = append(f.Fields, verdict, area(r, problems, "note", t("together.check_note"), t("together.check_note_hint"), 3))
	v.Parts = append(v.Parts, part{ID: "questions", Heading: t("together.check_questions"), Text: t("together.check_questions_text"), Form: &f})
	a := answer(v, wrong, at)
	if problem.Is(wrong, problem.Conflict) {
		a.Status(409)
	}
	return a, nil
}

func (web *Web) saveCheck(r *page.Request) (*page.Answer, error) {
	h, at, err := home(r)
	if err != nil {
		return nil, err
	}
	id, err := r.PathID("work")
	if err != nil {
		return nil, err
	}
	f := together.Finding{Digest: r.Form.Line("digest", 64), Answer: r.Form.ID("answer"), Answers: map[string]bool{},
		Verdict: r.Form.Choice("verdict", together.Verdicts...), Note: r.Form.Words("note", 1000)}
	for _, q := range together.Questions {
		if said := r.Form.Choice("q-"+q, "yes", "no"); said != "" {
			f.Answers[q] = said == "yes"
		}
	}
	err = r.Form.Err()
	if err == nil {
		err = web.Together.Check(r.Context(), r.Who, h, id, f)
	}
	if page.IsInvalid(err) || problem.Is(err, problem.Conflict) {
		return web.checkPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at + "/" + id), nil
}
