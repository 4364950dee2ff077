package sharingweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// outside is the choice of somebody who has no place in this service.
const outside = "outside"

func (web *Web) showInvite(r *page.Request) (*page.Answer, error) { return web.inviteForm(r, nil) }

func (web *Web) inviteForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	_, c, err := web.choice(r, "")
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "agency")
	to := kit.Radios{Name: "agency", Legend: desk.Legend(r, "meeting.which_agency"), Value: r.Form.Raw("agency"), Error: p.Of("agency")}
	for _, o := range c.Agencies {
		to.Items = append(to.Items, kit.Choice{Value: o.ID, Text: kit.T(o.Name)})
	}
	to.Items = append(to.Items, kit.Choice{Value: outside, Text: kit.T(t("meeting.outside")), Hint: kit.T(t("meeting.outside_hint")),
		Conditional: desk.Line(r, p, "outside", "meeting.outside_name", r.Form.Raw("outside"))})
	f := desk.Page{Title: t("meeting.invite"), Whose: v.name(), Lead: t("meeting.invite_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{to, desk.Line(r, p, "whom", "meeting.whom", r.Form.Raw("whom"))},
		Buttons: []kit.Content{desk.Button(r, "meeting.invite_now"), desk.Cancel(r, meetingAt(id, v.g.ID, ""))}}
	return f.Answer(wrong).Back(meetingAt(id, v.g.ID, "")), nil
}

func (web *Web) saveInvite(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	i := sharing.Invitation{ID: f.ID("as"), Meeting: v.g.ID, Record: id, Text: sharing.Invited{Whom: f.Line("whom", 200)}}
	switch {
	case f.Raw("agency") == outside:
		i.Text.Agency = f.Line("outside", 200)
	case f.Raw("agency") == "":
		f.Add("agency", "share.needs_recipient")
	default:
		i.Agency = f.ID("agency")
	}
	err = f.Err()
	if err == nil {
		err = web.sharing.Invite(r.Context(), r.Who, i)
	}
	if desk.ToMend(err) {
		return web.inviteForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "?done=invited")), nil
}

// invitation opens the meeting with the invitation that the address names.
func (web *Web) invitation(r *page.Request) (id string, v reader, i sharing.Invitation, err error) {
	if id, v, err = web.meeting(r); err != nil {
		return id, v, i, err
	}
	named, err := r.PathID("invitation")
	if err != nil {
		return id, v, i, err
	}
	i, ok := v.g.Invitation(named)
	if !ok || !i.Open() {
		return id, v, i, problem.New(problem.NotFound, "problem.not_found")
	}
	return id, v, i, nil
}

func (web *Web) showUninvite(r *page.Request) (*page.Answer, error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	f := desk.Page{Title: t("meeting.uninvite"), Whose: v.name(), Lead: t("meeting.uninvite_lead"), Fields: []kit.Content{kit.InsetText{Text: kit.T(v.called(i.ID))}, v.looks()},
		Buttons: []kit.Content{desk.Button(r, "meeting.uninvite_now"), desk.Cancel(r, meetingAt(id, v.g.ID, ""))}}
	return f.Answer(nil).Back(meetingAt(id, v.g.ID, "")), nil
}

func (web *Web) saveUninvite(r *page.Request) (*page.Answer, error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return nil, err
	}
	if err := web.sharing.Uninvite(r.Context(), r.Who, id, v.g.ID, i.ID); err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "?done=uninvited")), nil
}

// answerFields ask whether an agency comes.
func answerFields(r *page.Request, p page.Problems) []kit.Content {
	items := desk.Choices(r, "meeting.answer_", sharing.AnswersToInvitation)
	items[len(items)-1].Conditional = desk.Line(r, p, "who", "meeting.who_is_sent", r.Form.Raw("who"))
	return []kit.Content{kit.Radios{Name: "code", Legend: desk.Legend(r, "meeting.answer"), Items: items, Value: r.Form.Raw("code"), Error: p.Of("code")}}
}

func readAnswer(r *page.Request, id, meeting, invitation string) sharing.Line {
	l := sharing.Line{ID: r.Form.ID("as"), Meeting: meeting, Record: id, Kind: sharing.AnswerLine, About: invitation, Code: r.Form.Raw("code"), Audience: []string{sharing.AudienceUs}}
	if l.Code == "sends" {
		l.Text.Who = r.Form.Line("who", 200)
	}
	return l
}

func (web *Web) showAnswered(r *page.Request) (*page.Answer, error) { return web.answeredForm(r, nil) }

// answeredForm takes down what an agency answered by other ways.
func (web *Web) answeredForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "code")
	f := desk.Page{Title: t("meeting.note_answer"), Whose: v.name(), Lead: t("meeting.note_answer_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  append([]kit.Content{kit.InsetText{Text: kit.T(v.called(i.ID))}}, answerFields(r, p)...),
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, meetingAt(id, v.g.ID, ""))}}
	return f.Answer(wrong).Back(meetingAt(id, v.g.ID, "")), nil
}

func (web *Web) saveAnswered(r *page.Request) (*page.Answer, error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return nil, err
	}
	l := readAnswer(r, id, v.g.ID, i.ID)
	err = r.Form.Err()
	if err == nil {
		_, err = web.sharing.Write(r.Context(), r.Who, l, "")
	}
	if desk.ToMend(err) {
		return web.answeredForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "?done=answered")), nil
}
