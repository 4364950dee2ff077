package caseauditweb

import (
	"slices"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

func (web *Web) showSettle(r *page.Request) (*page.Answer, error) { return web.settlePage(r, nil) }

// settlePage asks a third person what holds of one outcome: of what the readings differ on, or of all of it where they do not.
func (web *Web) settlePage(r *page.Request, wrong error) (*page.Answer, error) {
	m, err := web.audits.Talk(r.Context(), r.Who, r.Path("read"), r.Path("talked"))
	if err != nil {
		return nil, err
	}
	l, one, code := looking{r: r, m: m}, m.Talks[0], r.Path("matter")
	asked := settling(one, code)
	if len(asked) == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "value-"+asked[0].Item)
	v := desk.Page{Title: t("twice.settle_title"), Lead: t("twice.settle_lead"), Problems: p.Summary(), Wide: true, Before: []kit.Content{desk.Part("differs", t("twice.side_by_side"), l.outcome(one, code, asked))},
		After: []kit.Content{concernLink(r, m.Programme.ID, one.Case.ID)}}
	if !one.MayModerate(r.Who) {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("twice.not_you"))})
		return v.Answer(wrong).Back(l.at(one)), nil
	}
	for _, m := range asked {
		last := ""
		if s := one.Settled(m); s != nil {
			last = s.ID
		}
		v.Hidden = append(v.Hidden, desk.Hidden{Name: "last-" + m.Item, Value: last})
		v.Fields = append(v.Fields, kit.Radios{Name: "value-" + m.Item, Legend: kit.Legend{Text: l.matter(m), Size: "m"}, Class: "govuk-radios--small", Items: l.values(m), Value: r.Form.Raw("value-" + m.Item), Error: p.Of("value-" + m.Item)},
			kit.Textarea{Name: "why-" + m.Item, Label: desk.Label(r, "twice.why"), Hint: kit.T(t("twice.why_hint")), Rows: 3, Value: r.Form.Raw("why-" + m.Item), Error: p.Of("why-" + m.Item)})
	}
	free := []string(nil)
	if r.Form.Flag("free") {
		free = []string{"yes"}
	}
	v.Fields = append(v.Fields, kit.Checkboxes{Name: "free", Legend: desk.Legend(r, "twice.free"), Items: []kit.Choice{{Value: "yes", Text: kit.T(t("twice.free_yes"))}}, Values: free, Error: p.Of("free")})
	v.Buttons = []kit.Content{desk.Button(r, "twice.settle_go"), desk.Cancel(r, l.at(one))}
	return v.Answer(wrong).Back(l.at(one)), nil
}

// settling lists the matters of an outcome that a form asks about: those on which the readings differ, all where they do not.
func settling(one caseaudit.Talk, outcome string) (list []caseaudit.Matter) {
	of := func(all []caseaudit.Matter) (list []caseaudit.Matter) {
		for _, m := range all {
			if m.Outcome == outcome {
				list = append(list, m)
			}
		}
		return list
	}
	if list = of(one.Differing()); len(list) == 0 {
		list = of(one.Matters)
	}
	return list
}

func (l looking) values(m caseaudit.Matter) (items []kit.Choice) {
	if m.Item != "" {
		return desk.Choices(l.r, "twice.found_", caseaudit.Founds) // i18n: prefix twice.found_
	}
	scale := l.m.Programme.Plan.Scale
	for _, p := range scale.Points {
		one := kit.Choice{Value: p.Code, Text: gradeName(l.r, scale, p.Code)}
		if p.Descriptor != "" {
			one.Hint = desk.Words(p.Descriptor)
		}
		items = append(items, one)
	}
	return append(items, kit.Choice{Value: noGrade, Text: kit.T(l.r.L.T("twice.no_grade")), Divider: ""})
}

// noGrade is sent where nothing can be said: an empty value would be no answer.
const noGrade = "-"

func (web *Web) saveSettle(r *page.Request) (*page.Answer, error) {
	m, err := web.audits.Talk(r.Context(), r.Who, r.Path("read"), r.Path("talked"))
	if err != nil {
		return nil, err
	}
	l, code := looking{r: r, m: m}, r.Path("matter")
	asked := settling(m.Talks[0], code)
	var list []caseaudit.Settlement
	for _, m := range asked {
		why, raw := r.Form.Words("why-"+m.Item, 2000), r.Form.Raw("value-"+m.Item)
		differs := slices.Contains(l.m.Talks[0].Differing(), m)
		if raw == "" && why == "" && !differs {
			continue // of what is not in dispute only what somebody wants is settled
		}
		var codes []string
		for _, one := range l.values(m) {
			codes = append(codes, one.Value)
		}
		value := r.Form.Choice("value-"+m.Item, codes...)
		if value == "" {
			r.Form.Add("value-"+m.Item, "problem.required_choice")
		}
		if why == "" {
			r.Form.Add("why-"+m.Item, "problem.required")
		}
		if value == noGrade {
			value = ""
		}
		list = append(list, caseaudit.Settlement{Item: m.Item, Value: value, Why: why, Last: r.Form.Raw("last-" + m.Item)})
	}
	if len(list) == 0 && len(asked) > 0 {
		r.Form.Add("value-"+asked[0].Item, "twice.needs_settlement")
	}
	if err = r.Form.Err(); err == nil {
		err = web.audits.Settle(r.Context(), r.Who, r.Path("read"), r.Path("talked"), code, list, r.Form.Flag("free"))
	}
	if desk.ToMend(err) {
		return web.settlePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(r.Path("read"), "/cases/"+r.Path("talked")+"/talk")), nil
}
