package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// viewPage is where somebody writes their own view of a sitting: after it, apart from it, and only about what the young
// person talked about. Everything is folded and nothing is asked for.
type viewPage struct {
	*keptPage
	who   conversation.Perspective
	draft conversation.Content
	about []string // codes and own topics that the young person talked about
}

func (web *Web) viewPage(r *page.Request) (*viewPage, error) {
	k, err := web.keptPage(r)
	if err != nil {
		return nil, err
	}
	if k.kept.Open() {
		return nil, problem.New(problem.Conflict, "conversation.still_open")
	}
	v := &viewPage{keptPage: k, who: conversation.OwnPerspective(r.Who)}
	at, err := web.Conversation.Sitting(r.Context(), r.Who, k.kept.Record, k.kept.ID, v.who)
	if err != nil {
		return nil, err
	}
	v.draft = at.Draft
	for _, c := range k.kept.Contributions {
		if c.Perspective != conversation.YoungPerson {
			continue
		}
		said := slices.Concat(c.Content.TalkedAbout(k.ed), c.Content.Matters)
		for _, code := range said {
			if !slices.Contains(v.about, code) {
				v.about = append(v.about, code)
			}
		}
	}
	return v, nil
}

func (web *Web) showView(r *page.Request) (*page.Answer, error) {
	v, err := web.viewPage(r)
	if err != nil {
		return nil, err
	}
	return v.answer(page.Problems{}), nil
}

func (v *viewPage) answer(problems page.Problems) *page.Answer {
	l := v.r.L
	p := staffPage{Title: l.T("conversation.own_view"), Caption: l.Moment(v.kept.OpenedAt), Action: v.base + "/view",
		DraftURL: v.base + "/view/draft", Saved: l.T("page.saved"), NotSaved: l.T("conversation.not_saved_yet"),
		Hidden: []hidden{{"contribution", conversation.NewID()}}, Problems: problems.Summary()}
	if len(v.about) == 0 {
		p = staffPage{Title: p.Title, Caption: p.Caption, Parts: []kit.Content{kit.InsetText{Text: kit.T(l.T("conversation.nothing_to_view"))}}}
		return p.answer(v.base)
	}
	p.Parts = []kit.Content{paragraph(l.T("conversation.view_lead")), kit.InsetText{Text: kit.T(l.T("conversation.least"))}}
	for _, code := range v.about {
		p.Fields = append(p.Fields, v.fold(code, problems))
	}
	p.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.view_keep")), Name: "go", Value: "keep", Once: true},
		kit.Button{Text: kit.T(l.T("conversation.view_save")), Name: "go", Value: "save", Kind: kit.Secondary}}
	return p.answer(v.base)
}

// fold is everything that can be said of one topic, closed until somebody wants to say it.
func (v *viewPage) fold(code string, problems page.Problems) kit.Content {
	l, a := v.r.L, v.draft.Answers[code]
	body := []kit.Content{
		kit.Radios{Name: "choice." + code, Legend: kit.Legend{Text: kit.T(l.T("conversation.standing")), Size: "s"}, Value: a.Choice,
			Class: "govuk-radios--small", Items: choices(l, "conversation.standing_", standings(v.english))},
		kit.Textarea{Name: "words." + code, Label: kit.Label{Text: kit.T(l.T("conversation.opinion"))}, Hint: kit.T(l.T("conversation.opinion_hint")),
			Error: problems.Of("words." + code), Value: a.Words.Text, Rows: 3},
	}
	outcome, _ := v.ed.Outcome(code)
	if checks := v.checks(outcome, problems); len(checks) > 0 {
		body = append(body, kit.Details{Summary: kit.T(l.T("conversation.checks")), Body: kit.Join(checks...), Open: v.hasFinding(outcome)})
	}
	b := v.barrierOf(code)
	body = append(body, barrierFields(l, code, b, problems))
	open := a.Choice != "" || a.Words.Text != "" || v.hasFinding(outcome) || b.WhoCanChange != "" || len(v.about) == 1 || problems.Any()
	return kit.Details{Summary: v.plainName(code), Body: kit.Join(body...), Open: open}
}

// barrierFields ask what stands in the way of something, folded until somebody wants to say it.
func barrierFields(l i18n.L, code string, b conversation.Barrier, problems page.Problems) kit.Content {
	return kit.Details{Summary: kit.T(l.T("conversation.barrier")), Open: b.WhoCanChange != "", Body: kit.Join(
		kit.Radios{Name: "who." + code, Legend: kit.Legend{Text: kit.T(l.T("conversation.who")), Size: "s"}, Value: b.WhoCanChange,
			Class: "govuk-radios--small", Items: choices(l, "conversation.who_", conversation.WhoCanChange)},
		kit.Select{Name: "system." + code, Label: kit.Label{Text: kit.T(l.T("conversation.system"))}, Value: b.System,
			Items: options(l, "conversation.system_", conversation.Systems)},
		kit.Select{Name: "kind." + code, Label: kit.Label{Text: kit.T(l.T("conversation.kind"))}, Value: b.Kind,
			Items: options(l, "conversation.kind_", conversation.BarrierKinds)},
		kit.Textarea{Name: "barrier." + code, Label: kit.Label{Text: kit.T(l.T("conversation.barrier_words"))},
			Error: problems.Of("barrier." + code), Value: b.Words, Rows: 2})}
}

// readBarrier takes what barrierFields ask; had is what was there before.
func readBarrier(f *page.Form, code string, had conversation.Barrier) (b conversation.Barrier, there bool) {
	b = conversation.Barrier{ID: had.ID, Item: code, WhoCanChange: f.Choice("who."+code, conversation.WhoCanChange...),
		System: f.Choice("system."+code, conversation.Systems...), Kind: f.Choice("kind."+code, conversation.BarrierKinds...),
		Words: f.Words("barrier."+code, conversation.MaxWords)}
	if b.ID == "" {
		b.ID = conversation.NewID()
	}
	if b.WhoCanChange == "" && b.System+b.Kind+b.Words != "" {
		f.Add("who."+code, "conversation.who_first")
	}
	return b, b.WhoCanChange != ""
}

// standings are the anchors that a worker can see something as, then that they are not sure.
func standings(p *framework.Pack) []string {
	var keys []string
	for _, c := range p.Anchors() {
		keys = append(keys, c.Key)
	}
	return append(keys, "not_sure")
}

func (v *viewPage) hasFinding(o framework.Outcome) bool {
	return slices.ContainsFunc(o.Indicators, func(i framework.Indicator) bool { return v.draft.Findings[i.Code].State != "" })
}

func (v *viewPage) checks(o framework.Outcome, problems page.Problems) []kit.Content {
	l := v.r.L
	var list []kit.Content
	for _, i := range o.Indicators {
		f := v.draft.Findings[i.Code]
		list = append(list,
			kit.Select{Name: "finding." + i.Code, Label: kit.Label{Text: kit.Join(kit.T(i.Code+" "), kit.In("en", "ltr", i.Text))},
				Value: f.State, Items: options(l, "conversation.finding_", conversation.FindingStates)},
			kit.Input{Name: "evidence." + i.Code, Label: kit.Label{Text: kit.T(l.T("conversation.evidence", "code", i.Code))},
				Error: problems.Of("evidence." + i.Code), Value: f.Evidence})
	}
	return list
}

func (v *viewPage) barrierOf(code string) conversation.Barrier {
	if i := slices.IndexFunc(v.draft.Barriers, func(b conversation.Barrier) bool { return b.Item == code }); i >= 0 {
		return v.draft.Barriers[i]
	}
	return conversation.Barrier{}
}

// read takes the whole form; the draft becomes what it says.
func (v *viewPage) read() {
	f, c := v.r.Form, conversation.Content{Language: v.r.L.Tag(), Answers: map[string]conversation.Answer{}, Findings: map[string]conversation.Finding{}}
	for _, code := range v.about {
		a := conversation.Answer{Choice: f.Choice("choice."+code, standings(v.english)...)}
		if words := f.Words("words."+code, conversation.MaxWords); words != "" {
			a.Words = conversation.Words{Text: words, Language: v.r.L.Tag()}
		}
		if a.Choice != "" || !a.Words.Empty() {
			c.Answers[code] = a
		}
		if b, there := readBarrier(f, code, v.barrierOf(code)); there {
			c.Barriers = append(c.Barriers, b)
		}
		outcome, _ := v.ed.Outcome(code)
		for _, i := range outcome.Indicators {
			finding := conversation.Finding{State: f.Choice("finding."+i.Code, conversation.FindingStates...),
				Evidence: f.Words("evidence."+i.Code, conversation.MaxWords)}
			if finding.State != "" {
				c.Findings[i.Code] = finding
			} else if finding.Evidence != "" {
				f.Add("evidence."+i.Code, "conversation.finding_first")
			}
		}
	}
	v.draft = c
}

func (v *viewPage) save(web *Web) error {
	draft := v.draft
	return web.Conversation.ChangeDraft(v.r.Context(), v.r.Who, v.kept.Record, v.kept.ID, v.who, func(c *conversation.Content) error {
		topics := c.Topics
		*c = draft
		c.Topics = topics
		return nil
	})
}

func (web *Web) saveView(r *page.Request) (*page.Answer, error) {
	v, err := web.viewPage(r)
	if err != nil {
		return nil, err
	}
	contribution := r.Form.ID("contribution")
	// The same press again, after the first was kept, must not begin a new draft.
	if slices.ContainsFunc(v.kept.Contributions, func(c conversation.Contribution) bool { return c.ID == contribution }) {
		return page.Redirect(v.base), nil
	}
	v.read()
	if err := r.Form.Err(); err != nil {
		return v.answer(r.Problems(err)), nil
	}
	if err := v.save(web); err != nil {
		return nil, err
	}
	if r.Form.Raw("go") != "keep" {
		return page.Redirect(v.base + "/view"), nil
	}
	if contribution == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	err = web.Conversation.AddView(r.Context(), r.Who, v.kept.Record, v.kept.ID, contribution)
	if problem.KeyOf(err) == "conversation.nothing_to_keep" {
		r.Form.Add("choice."+v.about[0], "conversation.nothing_to_keep")
		return v.answer(r.Problems(r.Form.Err())), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(v.base), nil
}

func (web *Web) draftView(r *page.Request) (*page.Answer, error) {
	v, err := web.viewPage(r)
	if err != nil {
		return nil, err
	}
	v.read()
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if err := v.save(web); err != nil {
		return nil, err
	}
	return nothing(), nil
}
