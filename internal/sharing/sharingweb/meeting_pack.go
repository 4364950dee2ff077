package sharingweb

import (
	"strings"
	"time"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// packChapters are what an agency may see of the record: its open shares with its own entries.
func packChapters(r *page.Request, p sharing.Pack) []chapter {
	t := r.L.T
	record := chapter{ID: "record", Heading: t("meeting.chapter_record"), None: t("meeting.no_shares")}
	own := chapter{ID: "own", Heading: t("meeting.chapter_own")}
	for _, s := range p.Shares {
		for n, x := range s.Elements {
			e := entry{ID: x.ID, Title: elementName(r, p.Editions, x), Notes: []string{t("share.mark_" + string(x.Mark))}} // i18n: prefix share.mark_
			if n == 0 && s.Terms.Response != "" {
				e.Notes = append(e.Notes, t("share.response")+" "+s.Terms.Response)
			}
			e.Text, e.Language, e.Translation = elementLine(r, p.Editions, x), x.Language, x.Translation
			if x.Kind == sharing.Promise && x.Missing == "" {
				e.Notes = append(e.Notes, t("share.promise_line", "who", x.Owner, "day", r.L.Day(x.Due), "state", t("promise.state_"+x.State))) // i18n: prefix promise.state_
			}
			if x.Kind == sharing.Said && x.Missing == "" {
				e.Text = x.Text
				e.Words = quoted(r, x.Text, x.Language, x.Translation)
			}
			record.Entries = append(record.Entries, e)
		}
		for _, a := range s.Replies {
			if _, below := lineOf(p, a.ID); below { // a promise of this very meeting: it stands among its lines
				continue
			}
			e := entry{ID: a.ID, Title: t("share.reply_" + string(a.Kind)), Text: a.Text.Text, Notes: []string{t("share.by_on", "who", who(r, p.Names, a.Author), "day", r.L.Moment(a.At))}} // i18n: prefix share.reply_
			if made, ok := s.Promises[a.Ref]; ok && a.Kind == sharing.Promise {
				e.Text = made.Text.What
				e.Notes = append(e.Notes, t("share.promise_line", "who", made.Text.Owner, "day", r.L.Day(made.DueOn), "state", t("promise.state_"+string(made.State)))) // i18n: prefix promise.state_
			}
			own.Entries = append(own.Entries, e)
		}
	}
	list := []chapter{record}
	if p.To.Agency == "" {
		list[0].None = t("meeting.outside_nothing")
	}
	if len(own.Entries) > 0 {
		list = append(list, own)
	}
	return list
}

// elementLine is what an element says, as one text.
func elementLine(r *page.Request, editions map[string]*framework.Edition, x sharing.Shown) string {
	t := r.L.T
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch {
	case x.Missing == "not_permitted" && x.MissingOn != "":
		return t("share.taken_back", "day", r.L.Day(x.MissingOn))
	case x.Missing != "":
		return t("share.missing_" + x.Missing) // i18n: prefix share.missing_
	case x.Kind == sharing.Field && x.Item == "language":
		return languages(x.State)
	case x.Kind == sharing.Field && x.Item == "interpreter":
		return t("share.interpreter_" + x.State) // i18n: prefix share.interpreter_
	case x.Kind == sharing.Promise:
		return x.Text
	case x.Kind == sharing.Finding:
		add(t("conversation.finding_" + x.State)) // i18n: prefix conversation.finding_
		add(x.Text)
	case x.Kind == sharing.Barrier:
		if x.State != "" {
			add(t("conversation.system_" + x.State)) // i18n: prefix conversation.system_
		}
		add(x.Text)
	default:
		add(choiceText(r, editions, x))
		add(x.Text)
	}
	return strings.Join(parts, ": ")
}

// packReader reads a pack as its agency does.
func packReader(r *page.Request, p sharing.Pack) reader { return reader{r: r, g: p.Gathering} }

// packRows are the facts of the meeting, with whom of the agency is asked.
func (web *Web) packRows(r *page.Request, p sharing.Pack) []fact {
	v := packReader(r, p)
	rows := web.planRows(v)
	rows = append(rows, fact{r.L.T("meeting.fact_whom"), p.To.Text.Whom}, fact{r.L.T("meeting.your_answer"), v.invitationState(p.To)})
	return rows
}

// pack opens what one agency will see, for those who work with the young person.
func (web *Web) packFor(r *page.Request) (id string, v reader, p sharing.Pack, err error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return id, v, p, err
	}
	p, err = web.sharing.PackFor(r.Context(), r.Who, id, v.g.ID, i.ID)
	return id, v, p, err
}

// showPackFor is one agency's page, made now, before it is handed over on paper or while it is on the agency's own screen.
func (web *Web) showPackFor(r *page.Request) (*page.Answer, error) {
	id, v, p, err := web.packFor(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	f := desk.Page{Title: t("meeting.pack"), Whose: kit.T(v.called(p.To.ID)), Lead: t("meeting.pack_lead"), Wide: true, Before: []kit.Content{summary(web.packRows(r, p))}}
	f.After = web.packParts(r, p)
	where := meetingAt(id, v.g.ID, "/invitations/"+p.To.ID+"/pack")
	f.After = append(f.After, desk.Group(kit.Button{Text: kit.T(t("meeting.as_pdf")), Href: where + "/pdf", Kind: kit.Secondary}))
	if v.write {
		f.After = append(f.After, desk.Part("hand", t("meeting.hand_over"), desk.Para(kit.T(t("meeting.hand_over_text"))),
			desk.Post(where, []desk.Hidden{desk.FormID(r)}, kit.Button{Text: kit.T(t("meeting.handed_over")), Kind: kit.Secondary, Once: true})))
	}
	for _, l := range v.g.Lines {
		if l.Kind == sharing.PaperLine && l.About == p.To.ID {
			f.After = append(f.After, desk.Small(t("meeting.was_handed_over", "day", r.L.Moment(l.At), "who", who(r, v.g.Names, l.Author))))
		}
	}
	return f.Answer(nil).Style(meetingStyle).Back(meetingAt(id, v.g.ID, "")), nil
}

// packParts are the chapters of a pack on a screen.
func (web *Web) packParts(r *page.Request, p sharing.Pack) []kit.Content {
	var parts []kit.Content
	for _, c := range packChapters(r, p) {
		if len(c.Entries) == 0 {
			parts = append(parts, desk.Part(c.ID, c.Heading, desk.Para(kit.T(c.None))))
			continue
		}
		parts = append(parts, chapterParts([]chapter{c}, func(e entry) entry { return e })...)
	}
	return append(parts, chapterParts(packReader(r, p).chapters(), func(e entry) entry { return e })...)
}

func (web *Web) packFile(r *page.Request, p sharing.Pack) (*page.Answer, error) {
	v := packReader(r, p)
	d := web.document(v, r.L.T("meeting.pack"), r.L.T("meeting.pack_for", "agency", v.called(p.To.ID)), append(packChapters(r, p), v.chapters()...))
	d.OnePage, d.Least = true, 9.5
	return v.file(d, "pdf")
}

func (web *Web) showPackPDF(r *page.Request) (*page.Answer, error) {
	_, _, p, err := web.packFor(r)
	if err != nil {
		return nil, err
	}
	return web.packFile(r, p)
}

func (web *Web) saveHandOver(r *page.Request) (*page.Answer, error) {
	id, v, i, err := web.invitation(r)
	if err != nil {
		return nil, err
	}
	as := r.Form.ID("as")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if err := web.sharing.HandOver(r.Context(), r.Who, id, v.g.ID, i.ID, as); err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "?done=paper")), nil
}

// invitationTasks are the meetings that the reader's agency is invited to, for its list of what is shared with it.
func (web *Web) invitationTasks(r *page.Request) (kit.Content, error) {
	list, err := web.sharing.Invitations(r.Context(), r.Who)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	tasks := kit.TaskList{IDPrefix: "invited"}
	for _, i := range list {
		tasks.Items = append(tasks.Items, kit.Task{Title: kit.T(r.L.T("meeting.invited_by", "agency", i.From, "day", r.L.Moment(i.Starts))),
			Hint: kit.T(r.L.T("share.shared_until", "day", r.L.Day(i.Until.Add(-time.Second).Format(time.DateOnly)))), Href: "/invited/" + i.Record + "/" + i.Meeting})
	}
	return desk.Part("invited", r.L.T("meeting.invited_to"), tasks), nil
}
