package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// foundParts is a reading to read: the young person first. With change each part leads to the page where it can be changed.
func foundParts(r *page.Request, p caseaudit.RatingPage, change bool) []kit.Content {
	t := r.L.T
	acts := func(st caseaudit.ReadingStep) []kit.Action {
		if !change {
			return nil
		}
		return []kit.Action{{Text: kit.T(t("reading.change")), Href: reading(p.ID, "/"+st.Code())}}
	}
	life := kit.SummaryList{Card: &kit.Card{Title: kit.T(t("reading.step_life")), Actions: acts(caseaudit.ReadingStep{Kind: caseaudit.StepLife})}, Rows: []kit.Row{
		{Key: kit.T(t("reading.life")), Value: orMissing(r, p.Reading.Life)}, {Key: kit.T(t("reading.know")), Value: orMissing(r, p.Reading.Know)}}}
	parts := []kit.Content{life}
	for i, code := range p.Programme.Plan.Outcomes {
		parts = append(parts, desk.Part("outcome-"+code, t("reading.outcome_n", "n", i+1, "of", len(p.Programme.Plan.Outcomes)), outcomeHead(p, code), wordsCard(r, p, code, acts(caseaudit.ReadingStep{Kind: caseaudit.StepWords, Outcome: code})),
			foundCard(r, p, code, acts(caseaudit.ReadingStep{Kind: caseaudit.StepFound, Outcome: code}))))
	}
	if p.Template != nil && len(p.Template.Questions) > 0 {
		list := kit.SummaryList{Card: &kit.Card{Title: kit.T(t("reading.step_extra")), Actions: acts(caseaudit.ReadingStep{Kind: caseaudit.StepExtra})}}
		for _, q := range p.Template.Questions {
			list.Rows = append(list.Rows, kit.Row{Key: desk.Words(q.Text), Value: orMissing(r, p.Reading.Extra[q.Code])})
		}
		parts = append(parts, list)
	}
	return parts
}

func orMissing(r *page.Request, text string) kit.Content {
	if text == "" {
		return kit.T(r.L.T("reading.nothing_written"))
	}
	return desk.Words(text)
}

func wordsCard(r *page.Request, p caseaudit.RatingPage, outcome string, acts []kit.Action) kit.Content {
	o := p.Reading.Outcomes[outcome]
	value := kit.Content(kit.T(r.L.T("reading.nothing_written")))
	if o.Heard != "" {
		value = kit.T(r.L.T("reading.heard_" + o.Heard)) // i18n: prefix reading.heard_
	}
	if o.Words != "" {
		value = kit.Join(value, kit.Quote{Words: o.Words})
	}
	return kit.SummaryList{Card: &kit.Card{Title: kit.T(r.L.T("reading.step_words")), HeadingLevel: 3, Actions: acts}, Rows: []kit.Row{{Key: kit.T(r.L.T("reading.heard")), Value: value}}}
}

func foundCard(r *page.Request, p caseaudit.RatingPage, outcome string, acts []kit.Action) kit.Content {
	t, o := r.L.T, p.Reading.Outcomes[outcome]
	list := kit.SummaryList{Card: &kit.Card{Title: kit.T(t("reading.step_found")), HeadingLevel: 3, Actions: acts}}
	for _, code := range itemsOf(p, outcome) {
		item := o.Items[code]
		value := []kit.Content{kit.T(t("reading.nothing_written"))}
		if item.Found != "" {
			value = []kit.Content{desk.Para(kit.T(t("reading.found_" + string(item.Found))))} // i18n: prefix reading.found_
		}
		var places []kit.Content
		for _, e := range item.Evidence {
			places = append(places, placeText(r, p, e))
		}
		if len(places) > 0 {
			value = append(value, desk.Bullets(places...))
		}
		if item.Note != "" {
			value = append(value, desk.Para(desk.Words(item.Note)))
		}
		list.Rows = append(list.Rows, kit.Row{Key: worded(p.Edition, textOf(p.Edition, code)), Value: kit.Join(value...)})
	}
	if scale := p.Scale(); scale.Graded() {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(scaleName(r, scale)), Value: gradeSaid(r, scale, o)}, kit.Row{Key: kit.T(t("reading.why")), Value: orMissing(r, o.Why)})
	}
	if o.Barriers != "" {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("reading.barriers")), Value: desk.Words(o.Barriers)})
	}
	return list
}

// placeText is where evidence stands: a link where it is in the record here, which opens for nobody who may not open it.
func placeText(r *page.Request, p caseaudit.RatingPage, e caseaudit.Evidence) kit.Content {
	if e.Ref == "" {
		return desk.Words(e.Where)
	}
	text := r.L.T("reading.in_" + e.Place) // i18n: prefix reading.in_
	folder := map[string]string{"conversation": "/conversations/", "promise": "/promises/"}[e.Place]
	if folder == "" || p.Rater != r.Who.ID || p.Case.Record == "" {
		return kit.T(text)
	}
	return desk.Link(text, "/people/"+p.Case.Record+folder+e.Ref)
}

func gradeSaid(r *page.Request, scale caseaudit.Scale, o caseaudit.OutcomeFound) kit.Content {
	for _, point := range scale.Points {
		if point.Code == o.Grade {
			name, descriptor := gradeText(r, scale, point)
			if descriptor == "" {
				return kit.T(name)
			}
			return kit.Join(desk.Para(kit.T(name)), desk.Small(descriptor))
		}
	}
	if o.NoGrade {
		return kit.T(r.L.T("reading.no_grade"))
	}
	return kit.T(r.L.T("reading.nothing_written"))
}
