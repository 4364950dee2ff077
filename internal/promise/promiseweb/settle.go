package promiseweb

import (
	"errors"
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

type promiseView struct {
	Title   string
	Caption string
	Whose   kit.Content
	What    kit.Content
	Summary kit.Content
	Facts   kit.Content
	History string
	Events  kit.Content
	Ask     kit.Content // nil for those who may only read
	Hidden  []hidden
	Save    kit.Content
}

func (p *Pages) showPromise(r *page.Request) (*page.Answer, error) { return p.promisePage(r, nil) }

func (p *Pages) promisePage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	promiseID, err := r.PathID("promise")
	if err != nil {
		return nil, err
	}
	person, list, err := p.promises.Of(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(pr promise.Promise) bool { return pr.ID == promiseID })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	pr := list[i]
	problems := problemsOf(r, wrong)
	v := promiseView{Title: r.L.T("promise.one_title"), Caption: r.L.T("promise.one_title"), Whose: kit.Name(person.Profile.Names.Shown()),
		What: kit.Name(pr.Text.What), Summary: problems.Summary(), History: r.L.T("promise.history"), Events: history(r, pr)}
	if v.Facts, err = p.facts(r, pr); err != nil {
		return nil, err
	}
	if v.Facts, err = p.withRemarks(r, pr, permit.On(r.Who, permit.AnswerVoice, person.Parts), v.Facts); err != nil {
		return nil, err
	}
	if permit.On(r.Who, permit.SettlePromise, person.Parts) && slices.ContainsFunc(promise.Settlements, pr.Follows) {
		v.Ask = settleForm(r, pr, problems)
		v.Save = kit.Button{Text: kit.T(r.L.T("page.save")), Once: true}
		v.Hidden = []hidden{{"event", first(r.Form.Raw("event"), page.NewID())}, {"told", first(r.Form.Raw("told"), page.NewID())},
			{"seen", first(r.Form.Raw("seen"), pr.Seen())}}
	}
	answer := page.Show(v.Title, promiseBody(v))
	if wrong != nil {
		answer = page.Invalid(v.Title, promiseBody(v))
	}
	return answer.Back("/people/" + id + "/promises"), nil
}

func (p *Pages) facts(r *page.Request, pr promise.Promise) (kit.Content, error) {
	t := r.L.T
	rows := []kit.Row{
		{Key: kit.T(t("promise.owner")), Value: kit.Name(pr.Text.Owner)},
		{Key: kit.T(t("promise.due")), Value: kit.T(r.L.Day(pr.DueOn))},
		{Key: kit.T(t("promise.state")), Value: stateTag(r, p.promises.Today(), pr)},
		{Key: kit.T(t("promise.agreed")), Value: kit.T(t("promise.agreed_" + pr.Agreed))}, // i18n: prefix promise.agreed_
	}
	if pr.Text.WhatForYoung != "" {
		own, english := i18n.LanguageName(pr.Text.Language)
		rows = append(rows, kit.Row{Key: kit.T(t("promise.what_for_young", "language", english+" ("+own+")")),
			Value: kit.In(pr.Text.Language, i18n.Dir(pr.Text.Language), pr.Text.WhatForYoung)})
	}
	if pr.Agency != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("promise.whose")), Value: kit.T(t("promise.is_theirs"))})
	}
	names, err := p.itemNames(r, pr)
	if len(names) > 0 {
		rows = append(rows, kit.Row{Key: kit.T(t("promise.items")), Value: itemList(names)})
	}
	return kit.SummaryList{Rows: rows}, err
}

// itemNames names what a promise is for: outcomes of its edition, and topics in the young person's own words.
func (p *Pages) itemNames(r *page.Request, pr promise.Promise) (names []kit.Content, err error) {
	ed, err := p.frameworks.Shown(r.Context(), r.Who, pr.EditionID)
	if err != nil {
		return nil, err
	}
	var own []string
	for _, code := range pr.Items {
		if o, ok := ed.Outcome(code); ok {
			names = append(names, kit.In("en", "ltr", o.Text))
		} else {
			own = append(own, code)
		}
	}
	if len(own) == 0 || pr.Sitting == "" || !p.promises.May(r.Context(), r.Who, permit.ReadConversation, pr.Record) {
		return names, nil
	}
	kept, err := p.conversations.Kept(r.Context(), r.Who, pr.Record, pr.Sitting)
	for _, c := range kept.Contributions {
		for _, topic := range c.Content.Topics {
			if c.Perspective == conversation.YoungPerson && slices.Contains(own, topic.ID) {
				names = append(names, kit.In(topic.Name.Language, i18n.Dir(topic.Name.Language), first(topic.Name.Text, topic.Name.Translation)))
			}
		}
	}
	return names, err
}

// history tells everything that happened to the promise, oldest first.
func history(r *page.Request, pr promise.Promise) kit.Content {
	table := kit.Table{Head: []kit.Cell{{Text: kit.T(r.L.T("page.when"))}, {Text: kit.T(r.L.T("page.what"))}, {Text: kit.T(r.L.T("promise.details"))}}}
	for _, e := range pr.Events {
		var words []kit.Content
		if e.DueOn != "" {
			words = append(words, kit.T(r.L.T("promise.due_on", "day", r.L.Day(e.DueOn))))
		}
		for _, text := range []string{e.Text.Evidence, e.Text.Body, e.Text.Reason, e.Text.How} {
			if text != "" {
				words = append(words, kit.Name(text))
			}
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(r.L.Moment(e.At))},
			{Text: kit.T(r.L.T("promise.event_" + string(e.Kind)))}, {Text: lines(words)}}) // i18n: prefix promise.event_
	}
	return kit.Scroll{Label: r.L.T("promise.history"), Body: table}
}

// settleForm asks what happened and, under each answer, only what that answer needs.
func settleForm(r *page.Request, pr promise.Promise, problems page.Problems) kit.Content {
	t, f := r.L.T, r.Form
	area := func(name, key string) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(t(key))}, Rows: 3, Value: f.Raw(name), Error: problems.Of(name)}
	}
	due := kit.DateInput{ID: "due", NamePrefix: "due", Legend: kit.Legend{Text: kit.T(t("promise.new_day"))}, Hint: kit.T(t("promise.due_hint")), Error: problems.Of("due"),
		Day: kit.DatePart{Value: f.Raw("due-day")}, Month: kit.DatePart{Value: f.Raw("due-month")}, Year: kit.DatePart{Value: f.Raw("due-year")}}
	choices := []kit.Choice{
		{Value: "kept", Text: kit.T(t("promise.settle_kept")), Conditional: kit.Join(area("evidence", "promise.evidence"), area("kept_how", "promise.told_how_now"))},
		{Value: "changed", Text: kit.T(t("promise.settle_changed")), Conditional: kit.Join(due, area("changed_reason", "promise.reason"))},
		{Value: "handed_over", Text: kit.T(t("promise.settle_handed_over")), Conditional: kit.Join(area("body", "promise.body"), area("handed_reason", "promise.reason_if_any"), area("handed_how", "promise.told_how_now"))},
		{Value: "broken", Text: kit.T(t("promise.settle_broken")), Conditional: kit.Join(area("broken_reason", "promise.reason"), area("broken_how", "promise.told_how_now"))},
		{Value: "told_back", Text: kit.T(t("promise.settle_told_back")), Conditional: area("how", "promise.told_how")},
	}
	if pr.State == promise.Kept {
		choices[3].Text = kit.T(t("promise.settle_not_kept"))
	}
	var possible []kit.Choice
	for _, c := range choices {
		if pr.Follows(promise.Kind(c.Value)) {
			possible = append(possible, c)
		}
	}
	return kit.Radios{Name: "kind", Legend: kit.Legend{Text: kit.T(t("promise.settle_title")), Size: "m"}, Items: possible,
		Value: f.Raw("kind"), Error: problems.Of("kind")}
}

// reasonFields names the field in which each answer's reason is typed: the form has one for each.
var reasonFields = map[promise.Kind]string{promise.Changed: "changed_reason", promise.WasHanded: "handed_reason", promise.WasBroken: "broken_reason"}

// ownFields points what is wrong with a reason at the field of the chosen answer.
func ownFields(err error, kind promise.Kind) error {
	var e *problem.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Fields = slices.Clone(e.Fields)
	for i, f := range own.Fields {
		if name := reasonFields[kind]; f.Name == "reason" && name != "" {
			own.Fields[i].Name = name
		}
	}
	return &own
}

func (p *Pages) savePromise(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	promiseID, err := r.PathID("promise")
	if err != nil {
		return nil, err
	}
	f := r.Form
	ids, err := hiddenIDs(f, "event", "told", "seen")
	if err != nil {
		return nil, err
	}
	settle := promise.Settlement{EventID: ids["event"], Seen: ids["seen"],
		Kind: promise.Kind(f.Choice("kind", "kept", "changed", "handed_over", "broken", "told_back"))}
	readSettlement(f, &settle)
	all := []promise.Settlement{settle}
	if how := f.Words(howFields[settle.Kind], 4000); how != "" {
		all = append(all, promise.Settlement{EventID: ids["told"], Kind: promise.WasToldBack, Text: promise.EventText{How: how}})
	}
	if err = allOf(f, settle.Check()); err == nil {
		err = p.promises.Settle(r.Context(), r.Who, id, promiseID, all...)
	}
	if page.IsInvalid(err) {
		return p.promisePage(r, ownFields(err, settle.Kind))
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/promises/" + promiseID), nil
}

// howFields names the field in which it can be said, with each answer, that the young person was told already.
var howFields = map[promise.Kind]string{promise.WasKept: "kept_how", promise.WasHanded: "handed_how", promise.WasBroken: "broken_how"}

// readSettlement reads only the fields of the answer that was chosen; what was typed under another is left alone.
func readSettlement(f *page.Form, s *promise.Settlement) {
	switch s.Kind {
	case promise.WasKept:
		s.Text.Evidence = f.Words("evidence", 4000)
	case promise.Changed:
		s.DueOn = f.Day("due")
		s.Text.Reason = f.Words("changed_reason", 4000)
	case promise.WasHanded:
		s.Text.Body = f.Words("body", 4000)
		s.Text.Reason = f.Words("handed_reason", 4000)
	case promise.WasBroken:
		s.Text.Reason = f.Words("broken_reason", 4000)
	case promise.WasToldBack:
		s.Text.How = f.Words("how", 4000)
	}
}
