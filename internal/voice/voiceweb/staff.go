package voiceweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/voice"
)

// heard is where a record's remarks are read and answered.
const heard = "/people/{id}/remarks"

func (web *Web) staffRoutes() []page.Route {
	return []page.Route{
		page.Get("/remarks", permit.ListVoices, web.showWaiting),
		page.Get(heard, permit.AnswerVoice, web.showHeard),
		page.Post(heard+"/{remark}", permit.AnswerVoice, web.saveReply),
	}
}

type staffView struct {
	Title    string
	Lead     []string
	Problems kit.Content
	Parts    []kit.Content
}

// showWaiting lists what young people said that waits for an answer: whose and since when, and no word of it.
func (web *Web) showWaiting(r *page.Request) (*page.Answer, error) {
	list, err := web.Voice.News(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	asks, err := web.Voice.WaitingAsks(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffView{Title: l.T("voice.waiting_title")}
	if len(asks) > 0 {
		tasks := kit.TaskList{IDPrefix: "asks"}
		for _, a := range asks {
			tasks.Items = append(tasks.Items, kit.Task{Title: kit.Name(a.Names.Shown()), Href: "/people/" + a.Record + "/carry#a-" + a.ID, Hint: kit.T(l.Moment(a.At))})
		}
		v.Parts = append(v.Parts, part(kit.T(l.T("voice.asks_waiting")), []kit.Content{line(kit.T(l.T("voice.asks_waiting_text"))), tasks}))
	}
	if len(list) == 0 && len(asks) > 0 {
		return page.Show(v.Title, staffBody(v)), nil
	}
	if len(list) == 0 {
		v.Parts = []kit.Content{kit.EmptyState{Drawing: "listening", Title: kit.T(l.T("voice.none")), Body: kit.T(l.T("voice.none_text"))}}
		return page.Show(v.Title, staffBody(v)), nil
	}
	v.Lead = []string{l.T("voice.waiting_lead")}
	for _, mine := range []bool{true, false} {
		tasks := kit.TaskList{IDPrefix: map[bool]string{true: "mine", false: "others"}[mine]}
		for _, w := range list {
			if w.Mine == mine {
				tasks.Items = append(tasks.Items, waitingTask(l, w))
			}
		}
		if len(tasks.Items) > 0 {
			title := l.T("voice.told_you")
			if !mine {
				title = l.T("voice.told_others")
			}
			v.Parts = append(v.Parts, part(kit.T(title), []kit.Content{tasks}))
		}
	}
	return page.Show(v.Title, staffBody(v)), nil
}

func waitingTask(l i18n.L, w voice.Waiting) kit.Task {
	state := "voice.unread"
	if w.Read {
		state = "voice.read_only"
	}
	return kit.Task{Title: kit.Name(w.Names.Shown()), Href: "/people/" + w.Record + "/remarks#r-" + w.ID,
		Hint: kit.T(kindText(l, w.Kind, w.Whom) + dot + l.Moment(w.At)), Status: kit.T(l.T(state))}
}

// kindText says what a remark is.
func kindText(l i18n.L, kind conversation.RemarkKind, whom string) string {
	if kind == conversation.AskFor {
		return l.T("voice.asks_" + whom) // i18n: prefix voice.asks_
	}
	return l.T("voice.kind_" + string(kind)) // i18n: prefix voice.kind_
}

// showHeard is everything a young person said about what is written, newest first, each with its way to answer.
func (web *Web) showHeard(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	return web.heardPage(r, id, "", nil)
}

func (web *Web) heardPage(r *page.Request, id, wrong string, problem error) (*page.Answer, error) {
	h, err := web.Voice.Hear(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffView{Title: l.T("voice.heard_title"), Lead: []string{l.T("voice.heard_lead")}}
	for _, m := range h.Remarks {
		problems := page.Problems{}
		if m.ID == wrong {
			problems = r.Problems(problem)
			v.Problems = problems.Summary()
		}
		v.Parts = append(v.Parts, anchored("r-"+m.ID, part(kit.T(kindText(l, m.Kind, m.Whom)), web.heardRemark(r, h, m, problems))))
	}
	if len(h.Remarks) == 0 {
		v.Parts = []kit.Content{kit.EmptyState{Drawing: "listening", Title: kit.T(l.T("voice.none_here")), Body: kit.T(l.T("voice.none_here_text"))}}
	}
	a := page.Show(v.Title, staffBody(v))
	if problem != nil {
		a = page.Invalid(v.Title, staffBody(v))
	}
	return a.Style("place.css").Back("/people/" + id), nil
}

func (web *Web) heardRemark(r *page.Request, h voice.Heard, m conversation.Remark, problems page.Problems) []kit.Content {
	l := r.L
	with := l.T("voice.said_own", "moment", l.Moment(m.At))
	if !m.Own {
		with = l.T("voice.said_with", "moment", l.Moment(m.At), "who", h.Names[m.Author].Name)
	}
	parts := []kit.Content{line(kit.T(with)), line(kit.T(l.T("voice.told", "who", h.Names[m.Adult].Name)))}
	if what := h.Promises[m.About]; what != "" {
		parts = append(parts, line(kit.Join(kit.T(l.T("voice.about_promise")+" "), link(kit.Name(what), "/people/"+m.Record+"/promises/"+m.About))))
	}
	if sitting := h.Sittings[m.About]; sitting != "" {
		parts = append(parts, line(link(kit.T(l.T("voice.about_sitting")), "/people/"+m.Record+"/conversations/"+sitting)))
	}
	if !m.Words.Empty() {
		q := kit.Quote{Words: m.Words.Text, Lang: m.Words.Language, Dir: i18n.Dir(m.Words.Language), Translation: m.Words.Translation, TranslationLang: m.Words.TranslatedTo}
		if q.Translation != "" {
			q.TranslationDir = i18n.Dir(q.TranslationLang)
		}
		parts = append(parts, q)
	}
	for _, a := range m.Replies {
		key := "voice.was_read"
		if a.Answer {
			key = "voice.was_answered"
		}
		parts = append(parts, line(kit.T(l.T(key, "moment", l.Moment(a.At), "who", h.Names[a.Author].Name))))
		if a.Answer {
			parts = append(parts, kit.InsetText{Text: kit.Join(kit.Name(a.Text.Text), spaced(a.Text.ForYoung))})
		}
	}
	return append(parts, replyTo(r, h, m, problems))
}

func spaced(text string) kit.Content {
	if text == "" {
		return kit.Join()
	}
	return kit.Join(kit.Text{Value: dot}, kit.Name(text))
}

type replyView struct {
	Action, ID string
	Fields     []kit.Content
	Buttons    []kit.Content
}

// replyTo is the form under a remark: read, or an answer in both languages.
func replyTo(r *page.Request, h voice.Heard, m conversation.Remark, problems page.Problems) kit.Content {
	l := r.L
	text, young := "", ""
	if problems.Any() {
		text, young = r.Form.Raw("text"), r.Form.Raw("for_young")
	}
	v := replyView{Action: "/people/" + m.Record + "/remarks/" + m.ID, ID: conversation.NewID()}
	v.Fields = []kit.Content{kit.Textarea{Name: "text", ID: "text-" + m.ID, Label: kit.Label{Text: kit.T(l.T("voice.answer"))}, Hint: kit.T(l.T("voice.answer_hint")),
		Error: problems.Of("text"), Value: text, Rows: 3}}
	if y, ok := i18n.Young(h.Person.Profile.FirstLanguage()); ok && y.Tag != "en" {
		v.Fields = append(v.Fields, kit.Textarea{Name: "for_young", ID: "young-" + m.ID, Label: kit.Label{Text: kit.T(l.T("voice.answer_in", "language", y.English))},
			Value: young, Rows: 3, Attrs: map[string]any{"lang": y.Tag, "dir": y.Dir}})
	}
	v.Buttons = []kit.Content{kit.Button{Text: kit.Join(kit.T(l.T("voice.send_answer")), hiddenWords(kindText(l, m.Kind, m.Whom))), Name: "go", Value: "answer", Once: true}}
	if len(m.Replies) == 0 {
		v.Buttons = append(v.Buttons, kit.Button{Text: kit.Join(kit.T(l.T("voice.i_read")), hiddenWords(kindText(l, m.Kind, m.Whom))), Name: "go", Value: "read", Kind: kit.Secondary, Once: true})
	}
	return replyForm(v)
}

func (web *Web) saveReply(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	remark, err := r.PathID("remark")
	if err != nil {
		return nil, err
	}
	f := r.Form
	a := conversation.Reply{ID: f.ID("reply"), Remark: remark, Answer: f.Raw("go") != "read"}
	if a.Answer {
		a.Text = conversation.ReplyText{Text: f.Words("text", conversation.MaxWords), ForYoung: f.Words("for_young", conversation.MaxWords)}
	}
	if err = f.Err(); err == nil {
		err = web.Voice.Reply(r.Context(), r.Who, id, a)
	}
	if page.IsInvalid(err) && a.ID != "" {
		return web.heardPage(r, id, remark, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/remarks#r-" + remark), nil
}
