package insightweb

import (
	"net/url"
	"slices"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) showAsk(r *page.Request) (*page.Answer, error) { return web.askForm(r, nil) }

// askForm is every measure with the directions it can be asked by. It is sent as a form, since what is asked leaves.
func (web *Web) askForm(r *page.Request, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "measure")
	v := desk.Page{Title: t("seeing.ask_head"), Lead: t("seeing.ask_lead"), Fields: questionFields(r, problems, asking(r))}
	if wrong != nil {
		v.Problems = problems.Summary()
	}
	if may(r, permit.MakeRelease) {
		v.Buttons = []kit.Content{desk.Button(r, "seeing.ask"), desk.Cancel(r, "/insight")}
	}
	return v.Answer(wrong).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

// questionFields are the parts of a question.
func questionFields(r *page.Request, problems page.Problems, q insight.Asking) []kit.Content {
	t := r.L.T
	var measures []kit.Choice
	var axes []insight.Axis
	for _, s := range insight.Subjects() {
		for _, m := range s.Measures {
			names := make([]string, len(m.By))
			for i, a := range m.By {
				names[i] = a.Title(r.L)
				if !slices.ContainsFunc(axes, func(b insight.Axis) bool { return b.Title(r.L) == names[i] }) {
					axes = append(axes, a)
				}
			}
			measures = append(measures, kit.Choice{Value: m.Code, Text: kit.T(m.Title(r.L)), Hint: kit.T(t("seeing.can_be_asked_by", "by", strings.Join(names, ", ")))})
		}
	}
	options := func(none string) []kit.Option {
		list := []kit.Option{{Value: "", Text: none}}
		for _, a := range axes {
			list = append(list, kit.Option{Value: string(a), Text: a.Title(r.L)})
		}
		return list
	}
	at := func(i int) string { // the direction that is offered under the same words
		if i < len(q.By) {
			for _, a := range axes {
				if a.Title(r.L) == q.By[i].Title(r.L) {
					return string(a)
				}
			}
		}
		return ""
	}
	rules := q.Rules
	if rules == "" {
		rules = disclosure.StrictDefault
	}
	var packs []kit.Choice
	for _, name := range disclosure.Names() {
		p, _ := disclosure.Rules(name)
		packs = append(packs, kit.Choice{Value: name, Text: kit.T(insight.PackTitle(r.L, p)), Hint: kit.T(t("seeing.rules_short", "threshold", int(p.Threshold), "cohort", int(p.MinCohort), "round", int(p.Round)))})
	}
	return []kit.Content{
		kit.Radios{Name: "measure", Legend: desk.Legend(r, "seeing.field_measure"), Items: measures, Value: q.Measure, Error: problems.Of("measure")},
		kit.Select{Name: "by", Label: desk.Label(r, "seeing.field_by"), Items: options(t("seeing.choose")), Value: at(0), Error: problems.Of("by")},
		kit.Select{Name: "and", Label: desk.Label(r, "seeing.field_and"), Items: options(t("seeing.nothing_more")), Value: at(1)},
		kit.Radios{Name: "rules", Legend: desk.Legend(r, "seeing.field_rules"), Hint: kit.T(t("seeing.field_rules_hint")), Items: packs, Value: rules, Error: problems.Of("rules")},
	}
}

func (web *Web) ask(r *page.Request) (*page.Answer, error) {
	id, err := web.insight.Ask(r.Context(), r.Who, asking(r))
	if desk.ToMend(err) {
		return web.askForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/answers/" + id), nil
}

// address carries a question in an address, for a form to begin with.
func address(q insight.Asking) string {
	v := url.Values{"measure": {q.Measure}, "rules": {q.Rules}}
	for i, a := range q.By {
		v.Set([]string{"by", "and"}[i], string(a))
	}
	return v.Encode()
}

// showAnswer is one answer, which stays what it is.
func (web *Web) showAnswer(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("answer")
	if err != nil {
		return nil, err
	}
	a, err := web.insight.Asked(r.Context(), r.Who, r.L, id)
	if err != nil {
		return nil, err
	}
	notes, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	earlier, err := web.insight.Earlier(r.Context(), r.Who, a.Question)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("seeing.answer"), Wide: true, Before: answeredAt(r, "figure", 2, insight.Last{Question: a.Question, Now: a}, notes)}
	if a.Withheld() != "" { // a picture says what was asked itself
		v.Lead = a.Question.Title(r.L)
		v.Before = append(v.Before, otherWays(r))
	}
	if more := otherDays(r, earlier, a.ID); more != nil {
		v.After = append(v.After, desk.Part("earlier", t("seeing.other_days"), more))
	}
	var acts []kit.Content
	if may(r, permit.HoldInsight) {
		acts = append(acts, kit.Button{Text: kit.T(t("seeing.keep_this")), Href: "/insight/questions/new?" + address(a.Question)})
	}
	if may(r, permit.MakePolicy) && a.Withheld() == "" && !a.Table.IsCrossed() {
		acts = append(acts, kit.Button{Text: kit.T(t("seeing.to_briefing")), Href: "/policy/briefings/new?cite=release:" + a.Table.ID + ":" + a.Coverage.ID, Kind: kit.Secondary})
	}
	acts = append(acts, kit.Button{Text: kit.T(t("seeing.ask_other")), Href: "/insight/ask?" + address(a.Question), Kind: kit.Secondary})
	v.After = append(v.After, notOnPaper(desk.Group(acts...)))
	return v.Answer(nil).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

// otherDays leads to the answers that the same question got on other days; nil where there are none.
func otherDays(r *page.Request, earlier []insight.Asked, but string) kit.Content {
	var items []kit.Content
	for _, one := range earlier {
		if one.ID == but {
			continue
		}
		text := r.L.Moment(one.At)
		if one.Withheld() != "" {
			text = r.L.T("seeing.withheld_then", "day", text)
		}
		items = append(items, desk.Link(text, "/insight/answers/"+one.ID))
	}
	if len(items) == 0 {
		return nil
	}
	return desk.Bullets(items...)
}
