package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func (web *Web) showFeedback(r *page.Request) (*page.Answer, error) { return web.feedbackPage(r, nil) }

// feedbackPage is what the worker is told of what was found, and what they answer.
func (web *Web) feedbackPage(r *page.Request, wrong error) (*page.Answer, error) {
	way, list, err := web.audits.Feedback(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, one := range list {
		ids = append(ids, one.By)
	}
	people, err := web.audits.People(r.Context(), r.Who, ids)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "words")
	v := desk.Page{Title: t("auditway.feedback"), Lead: t("auditway.feedback_lead"), Problems: p.Summary(), Before: []kit.Content{concernLink(r, r.Path("programme"), way.Case.ID)}}
	if len(list) > 0 {
		v.Before = append(v.Before, remarks(r, list, people))
	}
	second, _ := way.Case.Second()
	switch {
	case !way.Case.In() || !way.At("closed").IsZero():
	case way.At("completed").IsZero():
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.not_completed"))})
	case second != nil && way.At("moderated").IsZero():
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.not_moderated"))})
	case way.At("told").IsZero():
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("auditway.not_told"))})
	default:
		v.Hidden, v.Fields, v.Buttons = []desk.Hidden{desk.FormID(r)}, []kit.Content{desk.Note(r, p, "words", "auditway.feedback_words")}, []kit.Content{desk.Button(r, "auditway.feedback_keep")}
	}
	return v.Answer(wrong).Back(ofCase(r, "")), nil
}

func (web *Web) saveFeedback(r *page.Request) (*page.Answer, error) {
	id, words := r.Form.ID("as"), r.Form.Words("words", 4000)
	err := r.Form.Err()
	if err == nil {
		err = web.audits.FeedBack(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, words)
	}
	return settled(r, err, web.feedbackPage, ofCase(r, "/feedback"))
}

func (web *Web) showHeard(r *page.Request) (*page.Answer, error) { return web.heardPage(r, nil) }

// heardPage is what the young person, a carer, and other agencies say about the help, each with what they agreed to.
func (web *Web) heardPage(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.audits.Voices(r.Context(), r.Who, r.Path("programme"), r.Path("case"))
	if err != nil {
		return nil, err
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "said"), r.Form
	v := desk.Page{Title: t("auditway.heard"), Lead: t("auditway.heard_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}, Before: []kit.Content{concernLink(r, r.Path("programme"), r.Path("case"))}}
	for _, one := range list {
		by := t("auditway.from_"+one.From) + dot + r.L.Day(one.On) // i18n: prefix auditway.from_
		v.Before = append(v.Before, kit.Quote{Words: one.Said, By: kit.T(by)},
			desk.Small(t("auditway.heard_asked_by", "who", one.Asked)+dot+t("auditway.use_"+one.Use))) // i18n: prefix auditway.use_
	}
	v.Fields = []kit.Content{kit.Radios{Name: "from", Legend: desk.Legend(r, "auditway.heard_from"), Items: desk.Choices(r, "auditway.from_", caseaudit.HeardFrom), Value: f.Raw("from"), Error: p.Of("from")},
		desk.Note(r, p, "said", "auditway.heard_said"), desk.Day(r, p, "on", "auditway.heard_on"), desk.Note(r, p, "asked", "auditway.heard_asked"),
		kit.Radios{Name: "use", Legend: desk.Legend(r, "auditway.heard_use"), Hint: kit.T(t("auditway.heard_use_hint")), Items: desk.Choices(r, "auditway.use_", caseaudit.HeardUses), Value: f.Raw("use"), Error: p.Of("use")}}
	v.Buttons = []kit.Content{desk.Button(r, "auditway.heard_keep"), desk.Cancel(r, ofCase(r, ""))}
	return v.Answer(wrong).Back(ofCase(r, "")), nil
}

func (web *Web) saveHeard(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id, h := f.ID("as"), caseaudit.HeardWords{From: f.Choice("from", caseaudit.HeardFrom...), Said: f.Words("said", 2000), On: f.Day("on"), Asked: f.Words("asked", 2000), Use: f.Choice("use", caseaudit.HeardUses...)}
	err := f.Err()
	if err == nil {
		err = web.audits.Hear(r.Context(), r.Who, r.Path("programme"), r.Path("case"), id, h)
	}
	return settled(r, err, web.heardPage, ofCase(r, "/heard"))
}
