package conversationweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// showTakeOver asks what becomes of a conversation that a colleague left open, and why. It shows nothing of what is said
// in it.
func (web *Web) showTakeOver(r *page.Request) (*page.Answer, error) {
	return web.takeOverPage(r, page.Problems{})
}

func (web *Web) takeOverPage(r *page.Request, problems page.Problems) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	left, err := web.Conversation.LeftOpen(r.Context(), r.Who, record, sitting)
	if err != nil {
		return nil, err
	}
	l, base := r.L, listURL(record)+"/"+sitting
	written := l.T("conversation.left_nothing")
	if !left.Written.IsZero() {
		written = l.Moment(left.Written)
	}
	v := staffPage{Title: l.T("conversation.take_over_title"), Caption: l.Moment(left.Sitting.OpenedAt), Problems: problems.Summary(), Action: base + "/take-over",
		Hidden: []hidden{{"contribution", conversation.NewID()}},
		Parts: []kit.Content{paragraph(l.T("conversation.take_over_lead")),
			kit.SummaryList{Rows: []kit.Row{{Key: kit.T(l.T("conversation.left_written")), Value: kit.T(written)}}}},
		Fields: []kit.Content{
			kit.Radios{Name: "go", Legend: kit.Legend{Text: kit.T(l.T("conversation.take_over_what")), Size: "m"}, Value: r.Form.Raw("go"), Error: problems.Of("go"), Items: []kit.Choice{
				{Value: "take", Text: kit.T(l.T("conversation.take_over_take")), Hint: kit.T(l.T("conversation.take_over_take_hint"))},
				{Value: "end", Text: kit.T(l.T("conversation.take_over_end")), Hint: kit.T(l.T("conversation.take_over_end_hint"))}}},
			kit.Radios{Name: "why", Legend: kit.Legend{Text: kit.T(l.T("conversation.take_over_why")), Size: "m"}, Value: r.Form.Raw("why"), Error: problems.Of("why"),
				Items: choices(l, "conversation.take_over_", conversation.TakeOverReasons)}},
		Buttons: []kit.Content{kit.Button{Text: kit.T(l.T("page.continue")), Once: true}}}
	return v.answer(base), nil
}

func (web *Web) saveTakeOver(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	f, base := r.Form, listURL(record)+"/"+sitting
	what, why, to := f.Choice("go", "take", "end"), f.Choice("why", conversation.TakeOverReasons...), base
	if what == "" {
		f.Add("go", "problem.required_choice")
	}
	if why == "" {
		f.Add("why", "problem.required_choice")
	}
	if err = f.Err(); err == nil && what == "take" {
		to, err = base+"/pause", web.Conversation.TakeOver(r.Context(), r.Who, record, sitting, why)
	} else if err == nil {
		err = web.Conversation.EndLeft(r.Context(), r.Who, record, sitting, f.ID("contribution"), why)
	}
	if page.IsInvalid(err) && problem.KeyOf(err) == "problem.invalid" {
		return web.takeOverPage(r, r.Problems(err))
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(to), nil
}

// takenOver says of a sitting who went on with it, or ended it, from whom and why.
func (k *keptPage) takenOver() []kit.Content {
	l := k.r.L
	var list []kit.Content
	name := func(id string) string {
		if k.names[id] == "" {
			return l.T("conversation.somebody")
		}
		return k.names[id]
	}
	for _, t := range k.kept.Setup.TakenOver {
		key := "conversation.was_taken_over"
		if t.Ended {
			key = "conversation.was_ended_for"
		}
		list = append(list, kit.InsetText{Text: kit.Join(kit.T(l.T(key, "who", name(t.By), "from", name(t.From), "moment", l.Moment(t.At))+" "),
			kit.T(l.T("conversation.take_over_"+t.Reason)+"."))}) // i18n: prefix conversation.take_over_
	}
	return list
}

// mayTakeOver reports whether an open sitting is a colleague's that its reader may take over.
func mayTakeOver(r *page.Request, s conversation.Sitting, may func(permit.Action) bool) bool {
	return s.Open() && s.OpenedBy != r.Who.ID && may(permit.TakeOver)
}
