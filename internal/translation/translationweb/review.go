package translationweb

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
)

// showReview lists what waits for a decision: wordings first, then voices. What was decided can be asked for.
func (web *Web) showReview(r *page.Request) (*page.Answer, error) { return web.review(r, nil, "") }

// states that the page can show.
var states = []string{translation.Waiting, translation.Accepted, translation.Refused}

// i18n: prefix translation.state.
func (web *Web) review(r *page.Request, err error, about string) (*page.Answer, error) {
	l := r.L
	state := r.Form.Choice("state", states...)
	if state == "" {
		state = translation.Waiting
	}
	words, failed := web.service.Proposals(r.Context(), r.Who, state)
	if failed != nil {
		return nil, failed
	}
	voices, failed := web.service.Recordings(r.Context(), r.Who, state)
	if failed != nil {
		return nil, failed
	}
	problems := r.Problems(err)
	for i := range problems.Items {
		problems.Items[i].Href = "#reason-" + about
	}
	v := staffPage{Title: l.T("translation.review.title"), Lead: l.T("translation.review.lead"), Problems: problems.Summary()}
	pick := kit.Select{Name: "state", Label: kit.Label{Text: kit.T(l.T("translation.review.state"))}, Value: state}
	for _, s := range states {
		pick.Items = append(pick.Items, kit.Option{Value: s, Text: l.T("translation.state." + s)})
	}
	v.Parts = []kit.Content{choose(at("/review"), []kit.Content{pick}, kit.Button{Text: kit.T(l.T("translation.show")), Kind: kit.Secondary}),
		heading(l.T("translation.review.words"))}
	if len(words) == 0 {
		v.Parts = append(v.Parts, paragraph(l.T("translation.review.none")))
	}
	for _, p := range words {
		v.Parts = append(v.Parts, wordingCard(r, p, problems, about))
	}
	v.Parts = append(v.Parts, heading(l.T("translation.review.voices")))
	if len(voices) == 0 {
		v.Parts = append(v.Parts, paragraph(l.T("translation.review.none")))
	}
	for _, rec := range voices {
		v.Parts = append(v.Parts, voiceCard(r, rec, problems, about))
	}
	return v.answer(at("")), nil
}

// wordingCard is one proposal beside what stands now.
func wordingCard(r *page.Request, p translation.Proposal, problems page.Problems, about string) kit.Content {
	l := r.L
	dir := i18n.Dir(p.Lang)
	_, english := i18n.LanguageName(p.Lang)
	rows := []kit.Row{row(l, "translation.english", kit.In("en", "ltr", p.Source)), row(l, "translation.now", kit.In(p.Lang, dir, p.Now)),
		row(l, "translation.status_head", statusTag(l, p.NowStatus)), row(l, "translation.proposed", kit.In(p.Lang, dir, p.Text))}
	if p.Back != "" {
		rows = append(rows, row(l, "translation.back", kit.In("en", "ltr", p.Back)))
	}
	if p.Note != "" {
		rows = append(rows, row(l, "translation.suggest.note", kit.Name(p.Note)))
	}
	rows = append(rows, row(l, "translation.who", kit.T(whoText(l, p.Role, p.Dialect)+", "+l.Moment(p.At))))
	if p.EnglishHasChanged || p.Kind == translation.SourceChanged {
		rows = append(rows, row(l, "translation.review.changed", kit.T(l.T("translation.review.changed_text"))))
	}
	if p.Reason != "" {
		rows = append(rows, row(l, "translation.review.reason", kit.Name(p.Reason)))
	}
	name := translation.Text{Key: p.Key, Form: p.Form}.ID()
	card := &kit.Card{Title: kit.T(english + ": " + name), HeadingLevel: 3, Actions: []kit.Action{{Text: kit.T(l.T("translation.look")), Hidden: name,
		Href: at("/text", "set", p.Set, "lang", p.Lang, "key", p.Key, "form", p.Form)}}}
	body := []kit.Content{kit.SummaryList{Card: card, Rows: rows}}
	if p.State == translation.Waiting {
		body = append(body, decideForm(r, at("/review/wording"), p.ID, problems, about))
	}
	return kit.Join(body...)
}

func voiceCard(r *page.Request, rec translation.Recording, problems page.Problems, about string) kit.Content {
	l := r.L
	_, english := i18n.LanguageName(rec.Lang)
	rows := []kit.Row{row(l, "translation.review.read", kit.In(rec.Lang, i18n.Dir(rec.Lang), rec.Words)),
		row(l, "translation.who", kit.T(whoText(l, rec.Role, rec.Dialect)+", "+l.Moment(rec.At)))}
	if rec.State != translation.Refused {
		rows = append(rows, row(l, "translation.review.listen", player("/translations/voice/"+rec.ID, l.T("translation.review.listen_to", "text", rec.Key))))
	}
	if rec.Stale {
		rows = append(rows, row(l, "translation.review.changed", kit.T(l.T("translation.review.stale"))))
	}
	if rec.Reason != "" {
		rows = append(rows, row(l, "translation.review.reason", kit.Name(rec.Reason)))
	}
	body := []kit.Content{kit.SummaryList{Card: &kit.Card{Title: kit.T(english + ": " + rec.Key), HeadingLevel: 3}, Rows: rows}}
	if rec.State == translation.Waiting {
		body = append(body, decideForm(r, at("/review/voice"), rec.ID, problems, about))
	}
	return kit.Join(body...)
}

func decideForm(r *page.Request, action, id string, problems page.Problems, about string) kit.Content {
	l := r.L
	reason := kit.Input{Name: "reason", ID: "reason-" + id, Label: kit.Label{Text: kit.T(l.T("translation.review.reason"))},
		Hint: kit.T(l.T("translation.review.reason_hint")), Class: "govuk-input--width-30"}
	if id == about {
		reason.Error, reason.Value = problems.Of("reason"), r.Form.Raw("reason")
	}
	return deciding(action, id, reason, kit.Button{Text: kit.T(l.T("translation.review.accept")), Name: "go", Value: "accept"},
		kit.Button{Text: kit.T(l.T("translation.review.refuse")), Name: "go", Value: "refuse", Kind: kit.Secondary})
}

func (web *Web) decideWording(r *page.Request) (*page.Answer, error) {
	return web.decide(r, func(id string, accept bool, reason string) error {
		return web.service.Decide(r.Context(), r.Who, id, accept, reason)
	})
}

func (web *Web) decideVoice(r *page.Request) (*page.Answer, error) {
	return web.decide(r, func(id string, accept bool, reason string) error {
		return web.service.DecideRecording(r.Context(), r.Who, id, accept, reason)
	})
}

func (web *Web) decide(r *page.Request, do func(id string, accept bool, reason string) error) (*page.Answer, error) {
	id, act, reason := r.Form.ID("id"), r.Form.Choice("go", "accept", "refuse"), r.Form.Words("reason", 500)
	err := r.Form.Err()
	if id == "" || act == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	if err == nil {
		err = do(id, act == "accept", reason)
	}
	if page.IsInvalid(err) {
		if e, ok := problemOf(err); ok && len(e.Fields) == 0 { // what stood there has changed, and this does not fit it any more
			var c problem.Check
			c.Add("reason", e.Key, e.Args...)
			err = c.Err()
		}
		return web.review(r, err, id)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at("/review")), nil
}
