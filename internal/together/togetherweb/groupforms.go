package togetherweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/together"
)

// proposalParts are what the group wants changed, what was answered, and the form for another one.
func (web *Web) proposalParts(r *page.Request, sp together.Space, wrong error, at string) []part {
	t := r.L.T
	parts := []part{{ID: "proposals", Heading: t("together.proposals")}}
	for _, p := range sp.Proposals {
		rows := []kit.Row{{Key: kit.T(t("together.kind")), Value: kit.T(t("together.kind_" + p.Kind))}, // i18n: prefix together.kind_
			{Key: kit.T(t("together.wish")), Value: kit.Name(p.Says.Wish)}}
		if p.Says.Why != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("together.wish_why")), Value: kit.Name(p.Says.Why)})
		}
		for _, a := range p.Answers {
			rows = append(rows, kit.Row{Key: kit.T(t("together.reply_" + a.State)), Value: kit.Join(kit.T(r.L.Day(a.On)+". "), kit.Name(a.Said))}) // i18n: prefix together.reply_
		}
		if len(p.Answers) == 0 {
			rows = append(rows, kit.Row{Key: kit.T(t("together.reply_state")), Value: kit.T(t("together.no_reply"))})
		}
		one := part{Body: []kit.Content{kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.Name(p.Says.About), HeadingLevel: 3}}}}
		if may(r, permit.HoldTogether) {
			one.Body = append(one.Body, kit.Details{Summary: kit.T(t("together.reply")), Open: at == "reply "+p.ID, Body: inside(part{Form: replyForm(r, sp, p, wrong, at)})})
		}
		parts = append(parts, one)
	}
	if may(r, permit.HoldTogether) {
		parts = append(parts, web.proposalForm(r, sp, wrong, at))
	}
	return parts
}

func replyForm(r *page.Request, sp together.Space, p together.Proposal, wrong error, at string) *form {
	t := r.L.T
	in, problems := problemsAt(r, wrong, at, "reply "+p.ID)
	end := "-" + p.ID
	if at == "reply "+p.ID {
		end = ""
	}
	radios := kit.Radios{Name: "state", ID: "state" + end, Legend: kit.Legend{Text: kit.T(t("together.reply_state")), Size: "s"}, Value: in.Form.Raw("state"), Error: problems.Of("state")}
	for _, s := range together.Replies {
		radios.Items = append(radios.Items, kit.Choice{Value: s, Text: kit.T(t("together.reply_" + s))}) // i18n: prefix together.reply_
	}
	return &form{Action: "/together/groups/" + sp.ID + "/reply", Hidden: [][2]string{{"proposal", p.ID}}, Fields: []kit.Content{radios,
		kit.Textarea{Name: "said", ID: "said" + end, Label: kit.Label{Text: kit.T(t("together.reply_said")), Size: "s"}, Value: in.Form.Raw("said"), Rows: 3, Error: problems.Of("said")}},
		Buttons: []kit.Content{button(t("together.reply_save"), kit.Secondary)}}
}

func (web *Web) saveReply(r *page.Request) (*page.Answer, error) {
	sp, err := web.space(r)
	if err != nil {
		return nil, err
	}
	proposal, reply := r.Form.ID("proposal"), together.Reply{State: r.Form.Choice("state", together.Replies...), Said: r.Form.Words("said", 1000)}
	if err = r.Form.Err(); err == nil {
		err = web.Together.Reply(r.Context(), r.Who, sp.ID, proposal, reply)
	}
	return web.after(r, err, sp.ID, "reply "+proposal)
}

func (web *Web) proposalForm(r *page.Request, sp together.Space, wrong error, at string) part {
	t := r.L.T
	in, problems := problemsAt(r, wrong, at, "propose")
	radios := kit.Radios{Name: "kind", Legend: kit.Legend{Text: kit.T(t("together.kind")), Size: "s"}, Value: in.Form.Raw("kind"), Error: problems.Of("kind")}
	for _, k := range together.Kinds {
		radios.Items = append(radios.Items, kit.Choice{Value: k, Text: kit.T(t("together.kind_" + k))}) // i18n: prefix together.kind_
	}
	return part{Body: []kit.Content{kit.Details{Summary: kit.T(t("together.proposal_new")), Open: at == "propose", Body: inside(part{Form: &form{
		Action: "/together/groups/" + sp.ID + "/propose", Hidden: [][2]string{{"id", formID(in, "id")}}, Fields: []kit.Content{radios,
			input(in, problems, "about", t("together.about"), ""), area(in, problems, "wish", t("together.wish"), "", 3), area(in, problems, "why", t("together.wish_why"), "", 2)},
		Buttons: []kit.Content{button(t("together.proposal_save"), kit.Secondary)}}})}}}
}

func (web *Web) saveProposal(r *page.Request) (*page.Answer, error) {
	sp, err := web.space(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	id, kind := f.ID("id"), f.Choice("kind", together.Kinds...)
	says := together.ProposalText{About: f.Line("about", 300), Wish: f.Words("wish", 1000), Why: f.Words("why", 1000)}
	if err = f.Err(); err == nil {
		err = web.Together.Propose(r.Context(), r.Who, sp.ID, id, kind, says)
	}
	return web.after(r, err, sp.ID, "propose")
}

func (web *Web) meetingsPart(r *page.Request, sp together.Space) part {
	t := r.L.T
	p := part{ID: "meetings", Heading: t("together.meetings")}
	for _, m := range sp.Meetings {
		rows := []kit.Row{{Key: kit.T(t("together.explained")), Value: kit.Name(m.Says.Explained)}, {Key: kit.T(t("together.talked")), Value: kit.Name(m.Says.Talked)}}
		if m.Says.Told != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("together.told")), Value: kit.Name(m.Says.Told)})
		}
		p.Body = append(p.Body, kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.T(r.L.Day(m.HeldOn)), HeadingLevel: 3}})
	}
	return p
}

func (web *Web) meetingForm(r *page.Request, sp together.Space, wrong error, at string) part {
	t := r.L.T
	in, problems := problemsAt(r, wrong, at, "meet")
	return part{Body: []kit.Content{kit.Details{Summary: kit.T(t("together.meeting_new")), Open: at == "meet", Body: inside(part{Text: t("together.meeting_hint"), Form: &form{
		Action: "/together/groups/" + sp.ID + "/meet", Hidden: [][2]string{{"id", formID(in, "id")}}, Fields: []kit.Content{
			dayField(in, problems, "held", t("together.held"), ""), area(in, problems, "explained", t("together.explained"), "", 3),
			area(in, problems, "talked", t("together.talked"), "", 4), area(in, problems, "told", t("together.told"), "", 3)},
		Buttons: []kit.Content{button(t("together.meeting_save"), kit.Secondary)}}})}}}
}

func (web *Web) saveMeeting(r *page.Request) (*page.Answer, error) {
	sp, err := web.space(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	id, held := f.ID("id"), f.Day("held")
	says := together.MeetingText{Explained: f.Words("explained", 1000), Talked: f.Words("talked", 1000), Told: f.Words("told", 1000)}
	if err = f.Err(); err == nil {
		err = web.Together.Meet(r.Context(), r.Who, sp.ID, id, held, says)
	}
	return web.after(r, err, sp.ID, "meet")
}
