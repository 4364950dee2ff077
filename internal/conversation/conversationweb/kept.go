package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// showList lists a record's conversations, newest first, with those of one's own that wait to go on.
func (web *Web) showList(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	list, mislaid, err := web.Conversation.Listed(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("conversation.list_title")}
	may := web.mayOpen(r, id, permit.HoldConversation)
	begin := kit.Button{Text: kit.T(l.T("conversation.begin")), Href: listURL(id) + "/new", Kind: kit.Primary}
	if len(list) == 0 {
		empty := kit.EmptyState{Drawing: "speech", Title: kit.T(l.T("conversation.none")), Body: kit.T(l.T("conversation.none_text"))}
		if may {
			empty.Action = begin
		}
		v.Parts = []kit.Content{empty, offlineWays(r, id, may), stoodHere(l, mislaid)}
		return v.answer("/people/" + id), nil
	}
	if may {
		v.Parts = append(v.Parts, begin, offlineWays(r, id, may))
	}
	views := web.mayOpen(r, id, permit.AddView)
	for _, s := range list {
		v.Parts = append(v.Parts, sittingCard(r, s, may, views, mayTakeOver(r, s.Sitting, func(act permit.Action) bool { return web.mayOpen(r, id, act) })))
	}
	v.Parts = append(v.Parts, stoodHere(l, mislaid))
	return v.answer("/people/" + id), nil
}

// sittingCard is one sitting in the list; holds, views and takes say what its reader may do.
func sittingCard(r *page.Request, s conversation.Summary, holds, views, takes bool) kit.Content {
	l, url := r.L, listURL(s.Record)+"/"+s.ID
	rows := []kit.Row{{Key: kit.T(l.T("conversation.state")), Value: kit.T(stateText(l, s))}}
	if language, _ := i18n.LanguageName(s.Setup.Language); language != "" {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.cards_in")), Value: kit.In(s.Setup.Language, i18n.Dir(s.Setup.Language), language)})
	}
	for _, m := range s.Marks {
		text := l.T("conversation.mark_open")
		if !m.Open() {
			text = l.T("conversation.mark_settled")
		}
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.mark_" + string(m.Kind))), Value: kit.T(text)}) // i18n: prefix conversation.mark_
	}
	if s.Setup.OnPaper != "" {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.row_on_paper")), Value: kit.T(l.Day(s.Setup.OnPaper))})
	}
	rows = append(rows, offlineRows(l, s.Setup.Offline)...)
	card := &kit.Card{Title: kit.T(l.Moment(s.OpenedAt))}
	switch mine := s.OpenedBy == r.Who.ID; {
	case s.Open() && mine && holds:
		card.Actions = append(card.Actions, action(l.T("conversation.go_on"), url+"/pause", l.Moment(s.OpenedAt)))
	case takes:
		card.Actions = append(card.Actions, action(l.T("conversation.take_over_link"), url+"/take-over", l.Moment(s.OpenedAt)))
	case !s.Open():
		card.Actions = append(card.Actions, action(l.T("conversation.see_kept"), url, l.Moment(s.OpenedAt)))
	}
	if s.Draft != "" && s.Draft != conversation.YoungPerson && views {
		card.Actions = append(card.Actions, action(l.T("conversation.go_on_view"), url+"/view", l.Moment(s.OpenedAt)))
	}
	return kit.SummaryList{Rows: rows, Card: card}
}

func action(text, url, about string) kit.Action {
	return kit.Action{Text: kit.T(text), Href: url, Hidden: about}
}

// stateText says how a sitting stands. It never says that anything is missing: nothing is.
func stateText(l i18n.L, s conversation.Summary) string {
	switch {
	case s.Open():
		return l.T("conversation.state_open")
	case !slices.ContainsFunc(s.Contributions, func(c conversation.Contribution) bool { return c.Perspective == conversation.YoungPerson }):
		return l.T("conversation.state_nothing")
	case s.Ending == "stopped":
		return l.T("conversation.state_stopped")
	}
	return l.T("conversation.state_kept")
}

// onPaper says that a sitting was recorded on paper, and when; "" for any other. Nothing else tells them apart.
func onPaper(l i18n.L, s conversation.Setup) string {
	switch {
	case s.OnPaper == "" || s.TypedIn == "":
		return ""
	case s.ReadBack == "no":
		return l.T("conversation.on_paper_not_read_back", "day", l.Day(s.OnPaper), "typed", l.Day(s.TypedIn))
	}
	return l.T("conversation.on_paper", "day", l.Day(s.OnPaper), "typed", l.Day(s.TypedIn))
}

// keptPage is one sitting as it is read later.
type keptPage struct {
	r       *page.Request
	ed      *framework.Edition
	kept    conversation.Summary
	names   map[string]string
	base    string
	english *framework.Pack
	topics  map[string]conversation.Words // the young person's own topics by id

	promises kit.Content              // made in this sitting; nil when there are none
	may      func(permit.Action) bool // what its reader may do on the record
}

// showKept is what was kept of one sitting, each perspective by itself, with what to do about it.
func (web *Web) showKept(r *page.Request) (*page.Answer, error) {
	k, err := web.keptPage(r)
	if err != nil {
		return nil, err
	}
	if k.promises, err = web.promisesOf(r, k.kept.Record, k.kept.ID); err != nil {
		return nil, err
	}
	return k.answer(nil), nil
}

func (web *Web) keptPage(r *page.Request) (*keptPage, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	k := &keptPage{r: r, base: listURL(record) + "/" + sitting, topics: map[string]conversation.Words{},
		may: func(act permit.Action) bool { return web.mayOpen(r, record, act) }}
	if k.kept, k.names, err = web.Conversation.KeptWithNames(r.Context(), r.Who, record, sitting, web.Accounts); err != nil {
		return nil, err
	}
	if k.ed, err = web.editionOf(r, k.kept.Sitting); err != nil {
		return nil, err
	}
	k.english = originalPack(k.ed)
	for _, c := range k.kept.Contributions {
		for _, t := range c.Content.Topics {
			if !t.Name.Empty() {
				k.topics[t.ID] = t.Name
			}
		}
	}
	return k, nil
}

func (k *keptPage) answer(problems kit.Content) *page.Answer {
	l, person := k.r.L, "/people/"+k.kept.Record
	v := staffPage{Title: l.T("conversation.kept_title"), Caption: l.Moment(k.kept.OpenedAt), Problems: problems}
	v.Parts = append(v.Parts, paragraph(stateText(l, k.kept)))
	if on := onPaper(l, k.kept.Setup); on != "" {
		v.Parts = append(v.Parts, paragraph(on))
	}
	v.Parts = append(v.Parts, k.takenOver()...)
	if rows := offlineRows(l, k.kept.Setup.Offline); rows != nil {
		v.Parts = append(v.Parts, kit.SummaryList{Rows: rows})
	}
	if acts := k.acts(person); len(acts) > 0 {
		v.Parts = append(v.Parts, ways(acts))
	}
	for _, c := range k.kept.Contributions {
		v.Parts = append(v.Parts, section(k.heading(c), k.contribution(c)))
	}
	if marks := k.marks(); len(marks) > 0 {
		v.Parts = append(v.Parts, anchored("marks", section(kit.T(l.T("conversation.marks")), marks)))
	}
	if k.promises != nil {
		v.Parts = append(v.Parts, section(kit.T(l.T("conversation.promises")), []kit.Content{k.promises}))
	}
	v.Parts = append(v.Parts, kit.Details{Summary: kit.T(l.T("conversation.setup")), Body: k.setup()})
	if len(k.kept.Setup.ShownWordings()) > 0 {
		v.Parts = append(v.Parts, links([]linkView{{l.T("wording.shown"), listURL(k.kept.Record) + "/" + k.kept.ID + "/words"}}))
	}
	v.Parts = append(v.Parts, k.detachWay()...)
	return v.answer(listURL(k.kept.Record))
}

// acts are the things that can be done about the sitting now.
func (k *keptPage) acts(person string) []linkView {
	l, r := k.r.L, k.r
	var list []linkView
	add := func(needs permit.Action, key, url string) {
		if k.may(needs) {
			list = append(list, linkView{l.T(key), url})
		}
	}
	if k.kept.Open() {
		if k.kept.OpenedBy == r.Who.ID {
			add(permit.HoldConversation, "conversation.go_on", k.base+"/pause")
		} else if mayTakeOver(r, k.kept.Sitting, k.may) {
			add(permit.TakeOver, "conversation.take_over_link", k.base+"/take-over")
		}
		return list
	}
	add(permit.MakePromise, "conversation.make_promise", person+"/promises/new?sitting="+k.kept.ID)
	if len(k.kept.Contributions) > 0 {
		add(permit.ReadNote, "conversation.case_note", k.base+"/note")
		add(permit.ReadCopy, "conversation.my_copy", person+"/copy?sitting="+k.kept.ID)
		if !slices.ContainsFunc(k.kept.Contributions, func(c conversation.Contribution) bool {
			return c.Author == r.Who.ID && c.Perspective != conversation.YoungPerson
		}) {
			add(permit.AddView, "conversation.own_view", k.base+"/view")
		}
	}
	add(permit.HoldConversation, "conversation.debrief_link", k.base+"/after")
	return list
}

func (k *keptPage) heading(c conversation.Contribution) kit.Content {
	l := k.r.L
	title := kit.T(l.T("conversation.by_" + string(c.Perspective))) // i18n: prefix conversation.by_
	if c.Perspective == conversation.YoungPerson || k.names[c.Author] == "" {
		return title
	}
	return kit.Join(title, kit.Text{Value: ": "}, kit.Name(k.names[c.Author]))
}

// contribution shows what one author said. What was corrected stays readable, folded, and says so.
func (k *keptPage) contribution(c conversation.Contribution) []kit.Content {
	l := k.r.L
	parts := k.content(c)
	if c.Corrects != "" {
		parts = append([]kit.Content{k.setRight(c)}, parts...)
	}
	if slices.ContainsFunc(k.kept.Contributions, func(later conversation.Contribution) bool { return later.Corrects == c.ID }) {
		return []kit.Content{kit.Details{Summary: kit.T(l.T("conversation.was_corrected")), Body: kit.Join(parts...)}}
	}
	if c.Perspective != conversation.YoungPerson {
		parts = append(parts, k.talk(c))
	}
	return append(append(parts, k.remarks(c)...), k.correctWay(c))
}

// setRight says of a correction when it was made, by whom and why.
func (k *keptPage) setRight(c conversation.Contribution) kit.Content {
	l := k.r.L
	list := []kit.Content{kit.T(l.T("conversation.is_correction", "moment", l.Moment(c.At)))}
	if name := k.names[c.Author]; name != "" {
		list = append(list, kit.T(" "+l.T("conversation.corrected_by")+" "), kit.Name(name), kit.Text{Value: "."})
	}
	if c.Why != "" {
		list = append(list, kit.T(" "+l.T("conversation.corrected_why")+" "), kit.Name(c.Why))
	}
	return kit.InsetText{Text: kit.Join(list...)}
}

// remarks are what the young person says about a contribution, beside it.
func (k *keptPage) remarks(c conversation.Contribution) []kit.Content {
	l := k.r.L
	var parts []kit.Content
	for _, r := range k.kept.Remarks {
		if r.About == c.ID {
			one := kit.Remark{Kind: kit.T(l.T("voice.kind_" + string(r.Kind))), Words: k.quote(r.Words)} // i18n: prefix voice.kind_
			if k.may(permit.AnswerVoice) {
				one.More = kit.Link{Text: kit.T(l.T("voice.heard_title")), Href: "/people/" + r.Record + "/remarks#r-" + r.ID}
			}
			parts = append(parts, one)
		}
	}
	return parts
}

func (k *keptPage) content(c conversation.Contribution) []kit.Content {
	l := k.r.L
	var parts []kit.Content
	for _, code := range k.spokenOf(c) {
		parts = append(parts, kit.Join(k.name(code), kit.Join(k.about(c, code)...)))
	}
	if len(c.Content.Matters) > 0 {
		var names []kit.Content
		for _, code := range c.Content.Matters {
			names = append(names, k.plainName(code))
		}
		parts = append(parts, heading(l.T("conversation.matters"), "3"), bullets(names))
	}
	for _, link := range c.Content.Links {
		parts = append(parts, kit.InsetText{Text: kit.Join(k.plainName(link[0]), kit.Text{Value: " · "}, k.plainName(link[1]), kit.T(" – "+l.T("conversation.belong")))})
	}
	return parts
}

// spokenOf lists what a contribution says something of, or finds something under.
func (k *keptPage) spokenOf(c conversation.Contribution) []string {
	list := c.Content.TalkedAbout(k.ed)
	list = slices.DeleteFunc(list, func(code string) bool { // what only matters most stands in a list of its own
		a := c.Content.Answers[code]
		_, own := k.topics[code]
		return a.Choice == "" && a.Words.Empty() && !own && !c.Content.HasBarrier(code)
	})
	for _, item := range k.ed.Items() {
		if _, found := c.Content.Findings[item.Code]; found && !slices.Contains(list, item.Outcome) {
			list = append(list, item.Outcome)
		}
	}
	return list
}

func (k *keptPage) plainName(code string) kit.Content {
	if name, own := k.topics[code]; own {
		return wordsIn(name)
	}
	card, _ := k.english.Card(code)
	return kit.In(k.english.Lang(), k.english.Dir(), card.Name)
}

func (k *keptPage) name(code string) kit.Content { return topicHeading(k.plainName(code)) }

func (k *keptPage) about(c conversation.Contribution, code string) []kit.Content {
	l := k.r.L
	a := c.Content.Answers[code]
	var parts []kit.Content
	if choice, ok := k.english.Choice(a.Choice); ok {
		word := kit.Content(kit.In(k.english.Lang(), k.english.Dir(), choice.Word))
		if c.Perspective != conversation.YoungPerson {
			word = kit.T(l.T("conversation.standing_" + a.Choice)) // i18n: prefix conversation.standing_
		}
		parts = append(parts, said(choice.Picture, word))
	}
	if name, own := k.topics[code]; own && c.Perspective == conversation.YoungPerson && name.Translation != "" {
		parts = append(parts, k.quote(name))
	}
	if a.Words.Text != "" || a.Words.Translation != "" {
		q := k.quote(a.Words)
		if c.Perspective != conversation.YoungPerson {
			q.OriginalLabel = l.T("conversation.opinion_label")
		}
		parts = append(parts, q)
	}
	if a.Words.Paraphrase != "" {
		parts = append(parts, kit.InsetText{Text: kit.Join(kit.T(l.T("conversation.paraphrase_label")+" "), kit.Name(a.Words.Paraphrase))})
	}
	for _, b := range c.Content.Barriers {
		if b.Item == code {
			parts = append(parts, k.barrier(b))
		}
	}
	return append(parts, k.findings(c, code))
}

func (k *keptPage) quote(w conversation.Words) kit.Quote {
	l := k.r.L
	q := quote(w)
	if own, english := i18n.LanguageName(w.Language); own != "" {
		q.OriginalLabel = l.T("conversation.quote_in", "language", english)
	}
	if w.TranslatedBy != "" {
		q.TranslatedBy = l.T("conversation.quote_translated", "who", l.T("conversation.translated_by_"+w.TranslatedBy)) // i18n: prefix conversation.translated_by_
	}
	if w.WrittenBy != "" && w.WrittenBy != "young_person" {
		q.By = kit.T(l.T("conversation.written_by_" + w.WrittenBy)) // i18n: prefix conversation.written_by_
	}
	return q
}

func (k *keptPage) barrier(b conversation.Barrier) kit.Content {
	l := k.r.L
	rows := []kit.Row{{Key: kit.T(l.T("conversation.who")), Value: kit.T(l.T("conversation.who_" + b.WhoCanChange))}} // i18n: prefix conversation.who_
	for _, r := range []struct{ key, prefix, value string }{{"conversation.barrier_system", "conversation.system_", b.System}, {"conversation.barrier_kind", "conversation.kind_", b.Kind}} {
		if r.value != "" {
			rows = append(rows, kit.Row{Key: kit.T(l.T(r.key)), Value: kit.T(l.T(r.prefix + r.value))})
		}
	}
	if b.Words != "" {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.barrier_in_words")), Value: kit.Name(b.Words)})
	}
	return kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.T(l.T("conversation.barrier")), HeadingLevel: 3}}
}

func (k *keptPage) findings(c conversation.Contribution, code string) kit.Content {
	outcome, _ := k.ed.Outcome(code)
	var rows []kit.Row
	for _, ind := range outcome.Indicators {
		f, found := c.Content.Findings[ind.Code]
		if !found {
			continue
		}
		rows = append(rows, kit.Row{Key: kit.Join(kit.T(ind.Code+" "), kit.In("en", "ltr", ind.Text)),
			Value: kit.Join(kit.T(k.r.L.T("conversation.finding_"+f.State)), evidence(f.Evidence))}) // i18n: prefix conversation.finding_
	}
	if len(rows) == 0 {
		return kit.Join()
	}
	return kit.SummaryList{Rows: rows}
}
