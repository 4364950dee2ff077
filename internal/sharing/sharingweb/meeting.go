package sharingweb

import (
	"net/url"
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
)

// meetingStyle is the sheet that meetings alone need.
const meetingStyle = "meeting.css"

func (web *Web) meetingRoutes() []page.Route {
	return []page.Route{
		page.Get("/people/{id}/meetings", permit.ReadShares, web.showMeetings),
		page.Get("/people/{id}/meetings/new", permit.DecideShare, web.showConvene),
		page.Post("/people/{id}/meetings/new", permit.DecideShare, web.saveConvene),
		page.Get("/people/{id}/meetings/{meeting}", permit.ReadShares, web.showMeeting),
		page.Get("/people/{id}/meetings/{meeting}/change", permit.DecideShare, web.showChange),
		page.Post("/people/{id}/meetings/{meeting}/change", permit.DecideShare, web.saveChange),
		page.Get("/people/{id}/meetings/{meeting}/off", permit.DecideShare, web.showCallOff),
		page.Post("/people/{id}/meetings/{meeting}/off", permit.DecideShare, web.saveCallOff),
		page.Get("/people/{id}/meetings/{meeting}/invite", permit.DecideShare, web.showInvite),
		page.Post("/people/{id}/meetings/{meeting}/invite", permit.DecideShare, web.saveInvite),
		page.Get("/people/{id}/meetings/{meeting}/invitations/{invitation}/end", permit.DecideShare, web.showUninvite),
		page.Post("/people/{id}/meetings/{meeting}/invitations/{invitation}/end", permit.DecideShare, web.saveUninvite),
		page.Get("/people/{id}/meetings/{meeting}/invitations/{invitation}/answer", permit.HoldMeeting, web.showAnswered),
		page.Post("/people/{id}/meetings/{meeting}/invitations/{invitation}/answer", permit.HoldMeeting, web.saveAnswered),
		page.Get("/people/{id}/meetings/{meeting}/invitations/{invitation}/pack", permit.ReadShares, web.showPackFor),
		page.Get("/people/{id}/meetings/{meeting}/invitations/{invitation}/pack/pdf", permit.ReadShares, web.showPackPDF),
		page.Post("/people/{id}/meetings/{meeting}/invitations/{invitation}/pack", permit.HoldMeeting, web.saveHandOver),
		page.Get("/people/{id}/meetings/{meeting}/room", permit.HoldMeeting, web.showRoom),
		page.Post("/people/{id}/meetings/{meeting}/room", permit.HoldMeeting, web.saveRoom),
		page.Get("/people/{id}/meetings/{meeting}/lines/{line}/correct", permit.HoldMeeting, web.showCorrect),
		page.Post("/people/{id}/meetings/{meeting}/lines/{line}/correct", permit.HoldMeeting, web.saveCorrect),
		page.Get("/people/{id}/meetings/{meeting}/lines/{line}/hear", permit.HoldMeeting, web.showHear),
		page.Post("/people/{id}/meetings/{meeting}/lines/{line}/hear", permit.HoldMeeting, web.saveHear),
		page.Get("/people/{id}/meetings/{meeting}/minutes", permit.ReadShares, web.showMinutes),
		page.Post("/people/{id}/meetings/{meeting}/minutes/draft", permit.HoldMeeting, web.saveDraft),
		page.Post("/people/{id}/meetings/{meeting}/minutes/agree", permit.DecideShare, web.saveAgree),
		page.Get("/people/{id}/meetings/{meeting}/minutes/file", permit.ReadShares, web.showMinutesFile),
		page.Get("/people/{id}/meetings/{meeting}/told", permit.ReadShares, web.showTold).ForChild(),
		page.Get("/people/{id}/meetings/{meeting}/told/pdf", permit.ReadShares, web.showToldPDF),
		page.Get("/invited/{id}/{meeting}", permit.ReadShare, web.showInvited),
		page.Get("/invited/{id}/{meeting}/pdf", permit.ReadShare, web.showInvitedPDF),
		page.Get("/invited/{id}/{meeting}/answer", permit.AnswerShare, web.showAnswer),
		page.Post("/invited/{id}/{meeting}/answer", permit.AnswerShare, web.saveAnswer),
		page.Get("/invited/{id}/{meeting}/say", permit.AnswerShare, web.showInMeeting),
		page.Post("/invited/{id}/{meeting}/say", permit.AnswerShare, web.saveInMeeting),
	}
}

func meetingAt(id, meeting, rest string) string { return at(id, "/meetings/"+meeting+rest) }

// meeting opens the meeting that the address names.
func (web *Web) meeting(r *page.Request) (id string, v reader, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", v, err
	}
	meeting, err := r.PathID("meeting")
	if err != nil {
		return "", v, err
	}
	g, err := web.sharing.Meeting(r.Context(), r.Who, id, meeting)
	v = reader{r: r, g: g, holds: true, write: permit.On(r.Who, permit.HoldMeeting, g.Person.Parts) && !g.Off()}
	return id, v, err
}

// decides reports whether its reader decides about the meeting.
func (v reader) decides() bool {
	return permit.On(v.r.Who, permit.DecideShare, v.g.Person.Parts) && !v.g.Off()
}

func (v reader) name() kit.Content { return kit.Name(v.g.Person.Profile.Names.Shown()) }

// showMeetings lists a record's meetings, the newest first.
func (web *Web) showMeetings(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	person, list, err := web.sharing.Meetings(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("meeting.meetings"), Whose: kit.Name(person.Profile.Names.Shown()), Lead: t("meeting.meetings_lead")}
	if permit.On(r.Who, permit.DecideShare, person.Parts) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("meeting.convene")), Href: at(id, "/meetings/new")})
	}
	tasks := kit.TaskList{IDPrefix: "meeting"}
	for _, g := range list {
		tasks.Items = append(tasks.Items, kit.Task{Title: kit.T(web.kindName(r, person.Nation, g.Meeting)), Hint: kit.T(r.L.Moment(g.Starts)),
			Status: kit.T(t("meeting.state_" + stateOf(g))), Href: meetingAt(id, g.ID, "")}) // i18n: prefix meeting.state_
	}
	if len(list) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "speech", Title: kit.T(t("meeting.none")), Body: kit.T(t("meeting.none_text"))})
	} else {
		v.After = append(v.After, tasks)
	}
	return v.Answer(nil).Back(at(id, "/shares")), nil
}

// stateOf says how a meeting stands.
func stateOf(g sharing.Gathering) string {
	switch {
	case g.Off():
		return "off"
	case len(g.Minutes) > 0:
		return "agreed"
	case g.Now.Before(g.Starts):
		return "to_come"
	case g.Drafted():
		return "draft"
	}
	return "open"
}

// showMeeting is a meeting as those see it who work with the young person: what it is, who comes, what is to be done.
func (web *Web) showMeeting(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	t, g := r.L.T, v.g
	p := desk.Page{Title: t("meeting.meeting"), Whose: v.name(), Wide: true}
	if d := desk.Done(r, "meeting.done_", "convened", "changed", "invited", "uninvited", "off", "answered", "heard", "written", "paper"); d != nil { // i18n: prefix meeting.done_
		p.Before = append(p.Before, d)
	}
	if g.Off() {
		p.Before = append(p.Before, kit.InsetText{Text: kit.T(t("meeting.was_called_off", "day", r.L.Day(g.CalledOffAt.Format(time.DateOnly))))})
	}
	p.Before = append(p.Before, summary(web.planRows(v)))
	if v.decides() {
		p.Before = append(p.Before, desk.Group(desk.Link(t("meeting.change"), meetingAt(id, g.ID, "/change")), desk.Link(t("meeting.call_off"), meetingAt(id, g.ID, "/off"))))
	}
	var go_ []kit.Content
	if v.write {
		go_ = append(go_, kit.Button{Text: kit.T(t("meeting.to_room")), Href: meetingAt(id, g.ID, "/room")})
	}
	go_ = append(go_, kit.Button{Text: kit.T(t("meeting.minutes")), Href: meetingAt(id, g.ID, "/minutes"), Kind: kit.Secondary},
		kit.Button{Text: kit.T(t("meeting.tell")), Href: meetingAt(id, g.ID, "/told"), Kind: kit.Secondary})
	p.After = append(p.After, desk.Group(go_...), desk.Part("wishes", t("meeting.chapter_wish"), v.wishes(id)...),
		desk.Part("invitations", t("meeting.invitations"), v.invitations(id)...), desk.Part("looks", t("meeting.looked"), v.looks()))
	return p.Answer(nil).Style(meetingStyle).Back(at(id, "/meetings")), nil
}

// wishes are what the young person wants said, each with who may hear it.
func (v reader) wishes(id string) (list []kit.Content) {
	t := v.r.L.T
	for _, l := range v.g.Standing(sharing.WishLine) {
		e := v.entry(l)
		if v.write {
			e.Links = v.lineLinks(id, l)
		}
		list = append(list, meetingEntry(e))
	}
	if len(list) == 0 {
		list = append(list, desk.Para(kit.T(t("meeting.no_wish"))))
	}
	if v.write {
		list = append(list, desk.Para(desk.Link(t("meeting.add_wish"), meetingAt(id, v.g.ID, "/room?kind=wish"))))
	}
	return list
}

// lineLinks are what can be done with a line that was written here.
func (v reader) lineLinks(id string, l sharing.Line) (links []act) {
	t := v.r.L.T
	line := meetingAt(id, v.g.ID, "/lines/"+l.ID)
	if l.Kind == sharing.WishLine || l.Kind == sharing.SaidLine {
		links = append(links, act{t("meeting.who_may_hear"), line + "/hear"})
	}
	if l.Organisation == v.r.Who.Organisation {
		links = append(links, act{t("meeting.set_it_right"), line + "/correct"})
	}
	return links
}

// invitations are who is asked, how that stands, and what each will see.
func (v reader) invitations(id string) (list []kit.Content) {
	t := v.r.L.T
	if v.decides() {
		list = append(list, kit.Button{Text: kit.T(t("meeting.invite")), Href: meetingAt(id, v.g.ID, "/invite"), Kind: kit.Secondary})
	}
	if len(v.g.Invitations) == 0 {
		return append(list, desk.Para(kit.T(t("meeting.nobody_asked"))))
	}
	for _, i := range v.g.Invitations {
		name := v.called(i.ID)
		card := kit.SummaryList{Card: &kit.Card{Title: kit.T(name), HeadingLevel: 3}, Rows: []kit.Row{{Key: kit.T(t("meeting.fact_whom")), Value: desk.Words(i.Text.Whom)},
			{Key: kit.T(t("meeting.state")), Value: kit.T(v.invitationState(i))}}}
		how := "here"
		if i.Agency == "" {
			how = "paper"
		}
		card.Rows = append(card.Rows, kit.Row{Key: kit.T(t("meeting.how_asked")), Value: kit.T(t("meeting.asked_" + how))}) // i18n: prefix meeting.asked_
		where := meetingAt(id, v.g.ID, "/invitations/"+i.ID)
		add := func(key, rest string) {
			card.Card.Actions = append(card.Card.Actions, kit.Action{Text: kit.T(t(key)), Href: where + rest})
		}
		if i.Open() && !v.g.Off() {
			add("meeting.see_pack", "/pack")
			if v.write {
				add("meeting.note_answer", "/answer")
			}
			if v.decides() {
				add("meeting.uninvite", "/end")
			}
		}
		list = append(list, card)
	}
	return list
}

// invitationState is how an invitation stands, in words.
func (v reader) invitationState(i sharing.Invitation) string {
	s := v.r.L.T("meeting.invited_" + i.State()) // i18n: prefix meeting.invited_
	if i.State() == "sends" {
		s += ": " + i.Answer.Text.Who
	}
	return s
}

// looks says who of the agencies opened the meeting, on which day, and how much was there to be read.
func (v reader) looks() kit.Content {
	t := v.r.L.T
	if len(v.g.Looks) == 0 {
		return desk.Para(kit.T(t("share.nobody_looked")))
	}
	table := kit.Table{Caption: t("meeting.looked"), Head: []kit.Cell{{Text: kit.T(t("share.looked_day"))}, {Text: kit.T(t("share.looked_who"))}, {Text: kit.T(t("share.looked_what"))}}}
	for _, h := range v.g.Looks {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(v.r.L.Day(h.Day))}, {Text: kit.Name(who(v.r, v.g.Names, h.Account) + ", " + agency(v.r, v.g.Agencies, h.Organisation))},
			{Text: kit.T(v.r.L.N("share.looked_elements", h.Lines))}})
	}
	return kit.Scroll{Label: t("meeting.looked"), Body: table}
}

// with gives an address more to say.
func with(path string, values url.Values) string { return path + "?" + values.Encode() }
