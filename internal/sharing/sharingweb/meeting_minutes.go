package sharingweb

import (
	"bytes"
	"strconv"
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// showMinutes are a meeting's minutes: drafted from what was taken down, with what agencies set beside it, until the chair
// agrees them.
func (web *Web) showMinutes(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	return web.minutes(r, id, v, nil)
}

func (web *Web) minutes(r *page.Request, id string, v reader, wrong error) (*page.Answer, error) {
	t, g, p := r.L.T, v.g, desk.ProblemsOf(r, wrong, "agree")
	f := desk.Page{Title: t("meeting.minutes"), Whose: v.name(), Lead: t("meeting.minutes_" + minutesState(g)), Problems: p.Summary(), Wide: true} // i18n: prefix meeting.minutes_
	if d := desk.Done(r, "meeting.done_", "drafted", "agreed"); d != nil {                                                                         // i18n: prefix meeting.done_
		f.Before = append(f.Before, d)
	}
	f.Before = append(f.Before, summary(web.planRows(v)))
	f.After = append(f.After, chapterParts(v.chapters(), func(e entry) entry { return e })...)
	if len(f.After) == 0 {
		f.After = append(f.After, desk.Para(kit.T(t("meeting.nothing_yet"))))
	}
	file := meetingAt(id, g.ID, "/minutes/file?as=")
	f.After = append(f.After, desk.Group(kit.Button{Text: kit.T(t("meeting.as_pdf")), Href: file + "pdf", Kind: kit.Secondary},
		kit.Button{Text: kit.T(t("meeting.as_word")), Href: file + "docx", Kind: kit.Secondary}))
	if v.write && !g.Drafted() && len(g.Standing(sharing.RoomKinds...)) > 0 {
		f.After = append(f.After, desk.Part("show", t("meeting.show_draft"), desk.Para(kit.T(t("meeting.show_draft_text"))),
			desk.Post(meetingAt(id, g.ID, "/minutes/draft"), []desk.Hidden{desk.FormID(r)}, desk.Button(r, "meeting.show_draft_now"))))
	}
	if v.decides() && len(g.Standing(sharing.RoomKinds...)) > 0 && v.unagreed() {
		f.After = append(f.After, desk.Part("agree", t("meeting.agree"), desk.Para(kit.T(t("meeting.agree_text"))),
			desk.Post(meetingAt(id, g.ID, "/minutes/agree"), []desk.Hidden{{Name: "as", Value: page.NewID()}, {Name: "seen", Value: g.LastSeen()}}, desk.Button(r, "meeting.agree_now"))))
	}
	if len(g.Minutes) > 0 {
		f.After = append(f.After, desk.Part("versions", t("meeting.versions"), v.versions(id)...))
	}
	return f.Answer(wrong).Style(meetingStyle).Back(meetingAt(id, g.ID, "")), nil
}

// unagreed reports whether anything was written since the minutes were last agreed.
func (v reader) unagreed() bool {
	n := len(v.g.Minutes)
	return n == 0 || v.g.LastSeen() != "" && v.g.Lines[len(v.g.Lines)-1].At.After(v.g.Minutes[n-1].At)
}

func minutesState(g sharing.Gathering) string {
	switch {
	case len(g.Minutes) > 0:
		return "agreed"
	case g.Drafted():
		return "shown"
	}
	return "draft"
}

// versions are the minutes as they were agreed, each with its hash and as a file.
func (v reader) versions(id string) (list []kit.Content) {
	t := v.r.L.T
	for _, m := range v.g.Minutes {
		rows := []kit.Row{{Key: kit.T(t("meeting.agreed_on")), Value: kit.T(v.r.L.Moment(m.At))}, {Key: kit.T(t("meeting.hash")), Value: hash(m.Hash)}}
		card := kit.SummaryList{Card: &kit.Card{Title: kit.T(t("meeting.version", "number", strconv.Itoa(m.Version))), HeadingLevel: 3}}
		if v.holds {
			rows = append(rows, kit.Row{Key: kit.T(t("meeting.agreed_by")), Value: kit.Name(who(v.r, v.g.Names, m.By))})
			card.Card.Actions = []kit.Action{{Text: kit.T(t("meeting.as_pdf")), Href: meetingAt(id, v.g.ID, "/minutes/file?as=pdf&version="+strconv.Itoa(m.Version))}}
		}
		card.Rows = rows
		list = append(list, card)
	}
	return list
}

// chapterParts are chapters on a screen.
func chapterParts(chapters []chapter, each func(entry) entry) (parts []kit.Content) {
	for _, c := range chapters {
		var entries []kit.Content
		for _, e := range c.Entries {
			entries = append(entries, meetingEntry(each(e)))
		}
		parts = append(parts, desk.Part(c.ID, c.Heading, entries...))
	}
	return parts
}

func (web *Web) saveDraft(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	l := sharing.Line{ID: r.Form.ID("as"), Meeting: v.g.ID, Record: id, Kind: sharing.DraftLine, Audience: []string{sharing.AudienceUs}}
	if _, err := web.sharing.Write(r.Context(), r.Who, l, ""); err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "/minutes?done=drafted")), nil
}

func (web *Web) saveAgree(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	err = web.sharing.Agree(r.Context(), r.Who, id, v.g.ID, r.Form.ID("as"), r.Form.Raw("seen"))
	if desk.ToMend(err) {
		return web.minutes(r, id, v, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "/minutes?done=agreed")), nil
}

// showMinutesFile is the minutes as a file: as they stand, or as one version was agreed.
func (web *Web) showMinutesFile(r *page.Request) (*page.Answer, error) {
	_, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	state := v.r.L.T("meeting.minutes_" + minutesState(v.g)) // i18n: prefix meeting.minutes_
	if typed := r.Form.Raw("version"); typed != "" {
		n, _ := strconv.Atoi(typed) // what is no number is no version
		kept, ok := v.g.Kept(n)
		if !ok {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		v.g, state = kept, ""
	}
	if n := len(v.g.Minutes); n > 0 {
		last := v.g.Minutes[n-1]
		state = r.L.T("meeting.agreed_line", "number", strconv.Itoa(last.Version), "day", r.L.Moment(last.At), "hash", last.Hash)
	}
	return v.file(web.document(v, r.L.T("meeting.minutes"), state, v.chapters()), r.Form.Raw("as"))
}

// document is a meeting's page as a document. Its title says nothing of anybody.
func (web *Web) document(v reader, title, state string, chapters []chapter) print.Doc {
	d := print.Doc{Title: title, Lang: v.r.L.Tag(), Date: v.g.Now, Footer: v.r.L.T("meeting.footer")}
	d.Blocks = append(d.Blocks, print.Heading{Level: 1, Text: print.Say(title)}, print.Para{Small: true, Text: print.Say(state)}, factTable(web.planRows(v)))
	d.Blocks = append(d.Blocks, onPaper(chapters)...)
	d.Blocks = append(d.Blocks, print.Para{Small: true, Text: print.Say(v.r.L.T("meeting.made_on", "day", v.r.L.Day(v.g.Now.Format(time.DateOnly))))})
	return d
}

// file answers with a document, as a PDF or for Word, under a name that says nothing.
func (v reader) file(d print.Doc, as string) (*page.Answer, error) {
	var b bytes.Buffer
	if as == "docx" {
		if err := print.WriteDOCX(&b, d); err != nil {
			return nil, err
		}
		return page.File("page.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
	}
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}
