package sharingweb

import (
	"slices"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// invited opens a meeting as the invited agency sees it.
func (web *Web) invited(r *page.Request) (where string, p sharing.Pack, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return "", p, err
	}
	meeting, err := r.PathID("meeting")
	if err != nil {
		return "", p, err
	}
	p, err = web.sharing.OpenInvitation(r.Context(), r.Who, id, meeting)
	return "/invited/" + id + "/" + meeting, p, err
}

// showInvited is an agency's one page of a meeting: its invitation, what it may see, its own entries, and the minutes as
// far as they are for it.
func (web *Web) showInvited(r *page.Request) (*page.Answer, error) {
	where, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	f := desk.Page{Title: t("meeting.invitation"), Whose: kit.T(agency(r, p.Agencies, p.Organisation)), Lead: t("meeting.invitation_lead"), Wide: true}
	if d := desk.Done(r, "meeting.done_", "answered", "said"); d != nil { // i18n: prefix meeting.done_
		f.Before = append(f.Before, d)
	}
	f.Before = append(f.Before, summary(web.packRows(r, p)), desk.Group(kit.Button{Text: kit.T(t("meeting.answer")), Href: where + "/answer"},
		kit.Button{Text: kit.T(t("meeting.say_own")), Href: where + "/say", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("meeting.as_pdf")), Href: where + "/pdf", Kind: kit.Secondary}))
	for _, c := range packChapters(r, p) {
		if len(c.Entries) == 0 {
			f.After = append(f.After, desk.Part(c.ID, c.Heading, desk.Para(kit.T(c.None))))
			continue
		}
		f.After = append(f.After, chapterParts([]chapter{c}, func(e entry) entry { return e })...)
	}
	v := packReader(r, p)
	if !p.Out {
		f.After = append(f.After, desk.Para(kit.T(t("meeting.no_minutes_yet"))))
	}
	f.After = append(f.After, chapterParts(v.chapters(), func(e entry) entry {
		if l, ok := lineOf(p, e.ID); ok && (l.Whose == p.To.ID || l.Organisation == p.To.Agency) {
			e.Links = append(e.Links, act{t("meeting.set_it_right"), where + "/say?line=" + l.ID})
		}
		return e
	})...)
	if len(p.Minutes) > 0 {
		f.After = append(f.After, desk.Part("versions", t("meeting.versions"), v.versions("")...))
	}
	return f.Answer(nil).Style(meetingStyle).Back("/shared"), nil
}

// lineOf finds a line of a pack that an agency can set something beside.
func lineOf(p sharing.Pack, id string) (sharing.Line, bool) {
	at := slices.IndexFunc(p.Lines, func(l sharing.Line) bool {
		return l.ID == id && l.Kind != sharing.WishLine && l.Kind != sharing.SaidLine
	})
	if at < 0 {
		return sharing.Line{}, false
	}
	return p.Lines[at], true
}

func (web *Web) showInvitedPDF(r *page.Request) (*page.Answer, error) {
	_, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	return web.packFile(r, p)
}

func (web *Web) showAnswer(r *page.Request) (*page.Answer, error) { return web.answerForm(r, nil) }

func (web *Web) answerForm(r *page.Request, wrong error) (*page.Answer, error) {
	where, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	pr := desk.ProblemsOf(r, wrong, "code")
	f := desk.Page{Title: r.L.T("meeting.answer"), Lead: r.L.T("meeting.answer_lead", "agency", agency(r, p.Agencies, p.Organisation)), Problems: pr.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: answerFields(r, pr), Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, where)}}
	return f.Answer(wrong).Back(where), nil
}

func (web *Web) saveAnswer(r *page.Request) (*page.Answer, error) {
	where, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	l := readAnswer(r, p.Record, p.Meeting.ID, p.To.ID)
	err = r.Form.Err()
	if err == nil {
		err = web.sharing.SayInMeeting(r.Context(), r.Who, l)
	}
	if desk.ToMend(err) {
		return web.answerForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(where + "?done=answered"), nil
}

func (web *Web) showInMeeting(r *page.Request) (*page.Answer, error) {
	return web.inMeetingForm(r, nil)
}

// inMeetingForm takes what an agency says itself: something new, or what it sets beside a line that is attributed to it.
func (web *Web) inMeetingForm(r *page.Request, wrong error) (*page.Answer, error) {
	where, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	t, pr, f := r.L.T, desk.ProblemsOf(r, wrong, "text"), r.Form
	v := desk.Page{Title: t("meeting.say_own"), Lead: t("meeting.say_own_lead"), Problems: pr.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, where)}}
	text := desk.Note(r, pr, "text", "meeting.say_text")
	if named := f.Raw("line"); named != "" {
		l, ok := lineOf(p, named)
		if !ok {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		v.Title, v.Lead = t("meeting.set_it_right"), t("meeting.set_beside_lead")
		v.Before = append(v.Before, packReader(r, p).alone(l))
		v.Hidden = append(v.Hidden, desk.Hidden{Name: "line", Value: l.ID})
		v.Fields = []kit.Content{text}
		return v.Answer(wrong).Style(meetingStyle).Back(where), nil
	}
	about := kit.Select{Name: "about", Label: desk.Label(r, "meeting.which_decision"), Items: []kit.Option{{Value: "", Text: t("meeting.no_decision")}}, Value: f.Raw("about"), Error: pr.Of("about")}
	for _, d := range p.Standing(sharing.DecisionLine) {
		about.Items = append(about.Items, kit.Option{Value: d.ID, Text: short(d.Text.Text)})
	}
	dissent := kit.Choice{Value: string(sharing.DissentLine), Text: kit.T(t("meeting.say_dissent")), Conditional: about}
	v.Fields = []kit.Content{kit.Radios{Name: "what", Legend: desk.Legend(r, "meeting.say_what"), Value: f.Raw("what"), Error: pr.Of("what"), Items: []kit.Choice{
		{Value: string(sharing.Fact), Text: kit.T(t("share.mark_fact"))}, {Value: string(sharing.Opinion), Text: kit.T(t("share.mark_opinion"))}, dissent}}, text}
	return v.Answer(wrong).Style(meetingStyle).Back(where), nil
}

func (web *Web) saveInMeeting(r *page.Request) (*page.Answer, error) {
	where, p, err := web.invited(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	l := sharing.Line{ID: f.ID("as"), Meeting: p.Meeting.ID, Record: p.Record, Kind: sharing.PointLine, Text: sharing.LineText{Text: f.Words("text", noteLength)}}
	if of, ok := lineOf(p, f.Raw("line")); ok {
		l.Kind, l.Corrects, l.Code, l.About, l.Text.Who, l.Text.From, l.Text.Left = of.Kind, of.ID, of.Code, of.About, of.Text.Who, of.Text.From, of.Text.Left
	} else if what := f.Choice("what", string(sharing.Fact), string(sharing.Opinion), string(sharing.DissentLine)); what == string(sharing.DissentLine) {
		l.Kind, l.About = sharing.DissentLine, f.ID("about")
	} else if l.Code = what; what == "" {
		f.Add("what", "meeting.needs_mark")
	}
	err = f.Err()
	if err == nil {
		err = web.sharing.SayInMeeting(r.Context(), r.Who, l)
	}
	if desk.ToMend(err) {
		return web.inMeetingForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(where + "?done=said"), nil
}
