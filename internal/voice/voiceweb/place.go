package voiceweb

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// dot parts short facts on one line.
const dot = " · "

// showHome is the whole place: what there is to see and to do, each as a picture with its word.
func (t *table) showHome() (*page.Answer, error) {
	v := t.begin("home", "place.title")
	v.Lead = []kit.Content{t.say("place.hint")}
	cards := kit.Cards{}
	keys := []string{"place.title", "place.hint"}
	add := func(drawing, key, path string) {
		cards.Items = append(cards.Items, kit.CardChoice{Drawing: drawing, Word: t.say(key), Href: t.base + path})
		keys = append(keys, key)
	}
	add("speech", "copy.said", "/said")
	if !t.Own {
		add("notebook", "mine.their_view", "/written")
	}
	if !t.Spoken {
		add("promise", "copy.promised", "/promised")
		add("who-can-see", "mine.who_can_see", "/who")
	}
	add("letter", "place.news", "/news")
	if !t.Spoken {
		add("shield", "place.may", "/may")
	}
	if !t.Own {
		add("path", "place.carry", "/carry")
	}
	if !t.Spoken {
		add("star", "work.mine", "/gave")
	}
	add("friends", "place.ask", "/ask")
	if !t.Own {
		add("papers", "place.paper", "/paper")
	}
	v.Above = []kit.Content{t.listen("", keys...), cards}
	t.leave(&v)
	return t.show(v), nil
}

// leave ends the place's first page: beside somebody it leads back to the record at a press; alone there is the way out.
func (t *table) leave(v *placeView) {
	v.Back, v.BackURL = nil, ""
	if t.Own {
		v.Below = append(v.Below, line(t.say("everyday.short")))
		return
	}
	v.Below = append(v.Below, kit.Button{Text: t.say("end.finish"), Href: "/people/" + t.record, Kind: kit.Secondary})
}

// showSaid is what they said, conversation by conversation.
func (t *table) showSaid() (*page.Answer, error) {
	v := t.begin("speech", "copy.said")
	for _, s := range t.Sittings {
		parts := t.said(s.Edition, s.Said, s.Said.Content.Topics)
		for _, code := range s.Said.Content.Matters {
			parts = append(parts, matter(t.say("copy.matters"), t.topic(s.Edition, s.Said.Content.Topics, code)))
		}
		v.Above = append(v.Above, part(kit.T(t.day(s.OpenedAt.Format(time.DateOnly))), append(parts, t.about(s.Said.ID, t.day(s.OpenedAt.Format(time.DateOnly)))...)))
	}
	t.nothing(&v, len(t.Sittings))
	return t.show(v), nil
}

// showWritten is what others wrote and talked through with them.
func (t *table) showWritten() (*page.Answer, error) {
	if t.Own {
		return page.Redirect(t.base), nil
	}
	v := t.begin("notebook", "mine.their_view")
	v.Lead = []kit.Content{t.say("place.views_hint")}
	v.Above = []kit.Content{t.listen("", "mine.their_view", "place.views_hint")}
	for _, c := range t.Views {
		title := kit.Join(kit.Name(t.Names[c.Author].Name), kit.T(dot+t.day(c.At.Format(time.DateOnly))))
		v.Above = append(v.Above, part(title, append(t.said(c.Edition, c.Contribution, c.Topics), t.about(c.ID, t.Names[c.Author].Name)...)))
	}
	t.nothing(&v, len(t.Views))
	return t.show(v), nil
}

func (t *table) nothing(v *placeView, n int) {
	if n == 0 {
		v.Lead = append(v.Lead, t.say("mine.nothing_yet"))
	}
}

// said shows what a contribution says, topic by topic, as it was said, beside the translation.
func (t *table) said(ed *framework.Edition, c conversation.Contribution, topics []conversation.Topic) []kit.Content {
	var parts []kit.Content
	for _, code := range c.Content.TalkedAbout(ed) {
		a := c.Content.Answers[code]
		if a.Choice == "" && a.Words.Empty() && !slices.ContainsFunc(c.Content.Topics, func(o conversation.Topic) bool { return o.ID == code }) {
			continue
		}
		v := saidView{Name: t.topic(ed, topics, code)}
		if choice, ok := t.pack.Choice(a.Choice); ok {
			v.Drawing, v.Choice = choice.Picture, kit.T(choice.Word)
			if c.Perspective != conversation.YoungPerson {
				v.Choice = t.say(viewKey(a.Choice))
			}
		}
		if !a.Words.Empty() {
			v.Words = append(v.Words, t.quote(a.Words)...)
		}
		parts = append(parts, saidBody(v))
	}
	return parts
}

// viewKey is the text of a choice in somebody else's view, which is never in the young person's own voice.
func viewKey(choice string) string {
	if _, ok := map[string]bool{"there_for_me": true, "some_of_it": true, "not_there": true, "keeps_changing": true}[choice]; ok {
		return "view." + choice
	}
	return "view.not_sure"
}

type saidView struct {
	Name    kit.Content
	Drawing string
	Choice  kit.Content
	Words   []kit.Content
}

// topic is the name of a card, or of a topic of their own.
func (t *table) topic(ed *framework.Edition, topics []conversation.Topic, code string) kit.Content {
	for _, own := range topics {
		if own.ID == code && !own.Name.Empty() {
			return wordsOf(own.Name)
		}
	}
	pack, _ := t.web.speaking(t.r.Context(), ed, t.pack.Lang())
	card, _ := pack.Card(code)
	if pack.Lang() != t.pack.Lang() {
		return kit.In(pack.Lang(), pack.Dir(), card.Name)
	}
	return kit.T(card.Name)
}

func wordsOf(w conversation.Words) kit.Content {
	switch {
	case w.Text == "" && w.Translation != "":
		return kit.In(w.TranslatedTo, i18n.Dir(w.TranslatedTo), w.Translation)
	case w.Text == "":
		return kit.In("en", "ltr", w.Paraphrase)
	case w.Language == "":
		return kit.Name(w.Text)
	}
	return kit.In(w.Language, i18n.Dir(w.Language), w.Text)
}

// quote is words as they were said beside their translation, with a way to hear them.
func (t *table) quote(w conversation.Words) []kit.Content {
	text, lang := w.Text, w.Language
	if text == "" {
		text, lang = w.Paraphrase, "en"
	}
	if text == "" {
		text, lang = w.Translation, w.TranslatedTo
	}
	q := kit.Quote{Words: text, Lang: lang, Dir: "auto"}
	if lang != "" {
		q.Dir = i18n.Dir(lang)
		q.OriginalLabel, _ = i18n.LanguageName(lang)
	}
	if w.Text != "" && w.Translation != "" {
		q.Translation, q.TranslationLang, q.TranslationDir = w.Translation, w.TranslatedTo, i18n.Dir(w.TranslatedTo)
		q.TranslatedBy, _ = i18n.LanguageName(w.TranslatedTo)
	}
	if w.Text == "" && w.Paraphrase != "" {
		q.By = t.say("words.by_worker")
	}
	list := []kit.Content{q}
	if lang != "" {
		list = append(list, t.listenTo(lang, firstWords(text), text))
	}
	return list
}

// firstWords tells one passage from another for whoever does not see what a button stands beside.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(4, len(words))], " ")
}

// about shows what they said about a passage and what was answered, and lets them say more.
func (t *table) about(id, what string) []kit.Content {
	var parts []kit.Content
	for _, r := range slices.Backward(t.Remarks) {
		if r.About == id {
			parts = append(parts, t.remark(r))
		}
	}
	return append(parts, kit.Button{Text: kit.Join(t.say("place.say"), hiddenWords(what)), Href: t.base + "/say?about=" + id, Kind: kit.Secondary})
}

// happened are the texts and pictures for what became of a promise.
var happened = map[promise.Kind][2]string{promise.WasKept: {"told.kept", "have-it"}, promise.Changed: {"told.changed", "keeps-changing"},
	promise.WasHanded: {"told.passed_on", "path"}, promise.WasBroken: {"told.broken", "not-there"}, promise.Made: {"told.waiting", "time"}}

// showPromised is what was promised and whether it was done.
func (t *table) showPromised() (*page.Answer, error) {
	v := t.begin("promise", "copy.promised")
	for _, p := range t.Promises {
		what, lang := promisedWords(p)
		parts := append([]kit.Content{promised(t.promisedView(p)), t.listenTo(lang, firstWords(what), what)}, t.about(p.ID, firstWords(what))...)
		v.Above = append(v.Above, kit.Join(parts...))
	}
	t.nothing(&v, len(t.Promises))
	return t.show(v), nil
}

// promisedWords are a promise in their language where somebody wrote it, else as it was written.
func promisedWords(p promise.Promise) (text, lang string) {
	if p.Text.WhatForYoung != "" {
		return p.Text.WhatForYoung, p.Text.Language
	}
	return p.Text.What, "en"
}

func (t *table) promisedView(p promise.Promise) promisedView {
	what, lang := promisedWords(p)
	last := p.LastEvent()
	how := happened[last.Kind]
	view := promisedView{What: kit.In(lang, i18n.Dir(lang), what), Drawing: how[1], State: t.say(how[0]), Facts: []kit.Fact{
		{Name: t.say("copy.by_whom"), Value: kit.Name(p.Text.Owner)}, {Name: t.say("copy.by_when"), Value: kit.T(t.day(p.DueOn))}}}
	if why := strings.TrimSpace(last.Text.Body + "\n" + last.Text.Reason); why != "" && last.Kind != promise.Made {
		view.Facts = append(view.Facts, kit.Fact{Name: t.say("told.why"), Value: kit.Name(why)})
	}
	return view
}

type promisedView struct {
	What    kit.Content
	Drawing string
	State   kit.Content
	Facts   []kit.Fact
}

// why are the texts for why somebody can see a record.
var why = map[access.Reason]string{access.ReasonAllocation: "place.why_team", access.ReasonTeam: "place.why_team", access.ReasonGuardian: "place.why_guardian",
	access.ReasonShare: "place.why_share", access.ReasonAudit: "place.why_audit", access.ReasonInspection: "place.why_audit",
	access.ReasonCourt: "place.why_court", access.ReasonEmergency: "place.why_emergency"}

var lookedKeys = map[record.LookedAt]string{record.LookedEmergency: "place.why_emergency", record.LookedSealed: "place.looked_sealed",
	record.LookedWrote: "place.looked_wrote", record.LookedAccess: "place.looked_access", record.LookedListed: "place.looked_listed"}

// showWho is who can see their record now, and who has looked, by name and day.
func (t *table) showWho() (*page.Answer, error) {
	seen, err := t.web.Voice.Seen(t.r.Context(), t.r.Who, t.record)
	if err != nil {
		return nil, err
	}
	v := t.begin("who-can-see", "mine.who_can_see")
	var rows []whoView
	for _, s := range seen.Seers {
		row := whoView{Name: kit.Name(s.Name), What: []kit.Content{t.say(why[s.Reason])}}
		if s.Organisation != "" {
			row.Where = kit.Name(s.Organisation)
		}
		rows = append(rows, row)
	}
	v.Above = []kit.Content{t.listen("", "mine.who_can_see"), whoBody(rows)}
	rows = nil
	for _, l := range seen.Looked {
		row := whoView{Name: kit.Name(l.Name), Where: kit.T(t.day(l.Day))}
		for _, kind := range l.What {
			key := lookedKeys[kind]
			if key == "" {
				key = "place.looked_read"
			}
			if what := t.say(key); !slices.Contains(row.What, what) {
				row.What = append(row.What, what)
			}
		}
		if l.Name != "" {
			rows = append(rows, row)
		}
		if len(rows) == 60 { // what is older is in the log, and can be asked for
			break
		}
	}
	v.Above = append(v.Above, part(t.say("mine.who_looked"), []kit.Content{whoBody(rows)}))
	if !seen.Until.IsZero() {
		v.Lead = []kit.Content{t.say("device.until", "date", t.day(seen.Until.Format(time.DateOnly)))}
	}
	v.Below = []kit.Content{t.way("place.ask", "/ask", kit.Secondary)}
	return t.show(v), nil
}

type whoView struct {
	Name, Where kit.Content
	What        []kit.Content
}
