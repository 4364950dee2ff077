package handoverweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/promise"
)

// reading shapes a picture for one of its two readings: its language, its words, its choice of what is shown.
type reading struct {
	l     i18n.L
	t     func(string, ...any) string // the staff's texts; nil in the young person's reading, which has none
	pic   handover.Picture
	pack  *framework.Pack
	young bool
}

// quiet reports whether nobody has said anything of an outcome.
func quiet(o handover.OutcomeView) bool {
	return o.Young == nil && !o.Matters && len(o.Others)+len(o.Promises)+len(o.Findings)+len(o.Barriers) == 0
}

// anything reports whether anything at all was said or promised.
func (b reading) anything() bool {
	for _, pr := range b.pic.Principles {
		for _, o := range pr.Outcomes {
			if !quiet(o) {
				return true
			}
		}
	}
	return len(b.pic.Topics)+len(b.pic.Loose)+len(b.pic.Earlier) > 0
}

// own is text of the pack inside a page that may be in another language (a Welsh page with English card names).
func (b reading) own(text string) kit.Content {
	if b.l.Tag() == b.pack.Lang() {
		return kit.T(text)
	}
	return kit.In(b.pack.Lang(), b.pack.Dir(), text)
}

func (b reading) groups(r *page.Request) []groupView {
	var groups []groupView
	if len(b.pic.Topics) > 0 {
		g := groupView{ID: "own", Heading: b.own(b.pack.SomethingElse().Name)}
		for _, o := range b.pic.Topics {
			g.Outcomes = append(g.Outcomes, b.outcome(o))
		}
		groups = append(groups, g)
	}
	for _, pr := range b.pic.Principles {
		g := groupView{ID: "p-" + pr.Code, Heading: kit.T(pr.Name)}
		if name := pr.ChildName[b.pack.Lang()]; b.young && name != "" {
			g.Heading = kit.T(name)
		}
		for _, o := range pr.Outcomes {
			if quiet(o) && len(b.pic.Earlier[o.Code]) == 0 {
				card, _ := b.pack.Card(o.Code)
				g.Quiet = append(g.Quiet, b.own(card.Name))
				continue
			}
			g.Outcomes = append(g.Outcomes, b.outcome(o))
		}
		if b.young {
			g.Quiet = nil // blanks are never drawn
		}
		if len(g.Quiet) > 0 {
			g.QuietTitle = r.L.N("handover.quiet", len(g.Quiet))
		}
		if len(g.Outcomes) > 0 || !b.young {
			groups = append(groups, g)
		}
	}
	return groups
}

func (b reading) matters() []kit.Content {
	var names []kit.Content
	for _, o := range b.pic.Matters() {
		name, _ := b.name(o)
		names = append(names, name)
	}
	return names
}

// name gives an outcome's short name in the reading's language, or the young person's own words for a topic.
func (b reading) name(o handover.OutcomeView) (kit.Content, string) {
	if o.Topic != nil {
		w := o.Topic.Name
		if w.Text == "" {
			return kit.Name(w.Translation + w.Paraphrase), b.pack.SomethingElse().Picture
		}
		return kit.In(w.Language, i18n.Dir(w.Language), w.Text), b.pack.SomethingElse().Picture
	}
	card, _ := b.pack.Card(o.Code)
	return b.own(card.Name), b.pack.OutcomePicture(o.Item)
}

func (b reading) outcome(o handover.OutcomeView) outcomeView {
	v := outcomeView{ID: "o-" + o.Code}
	v.Name, v.Drawing = b.name(o)
	if o.Topic != nil && !b.young && o.Topic.Name.Text != "" {
		v.Text = o.Topic.Name.Translation
	}
	if !b.young {
		if c, _ := b.pack.Card(o.Code); o.Topic == nil && c.Name != o.Item.Text { // where no card was written the name is the text
			v.Text = o.Item.Text
		}
		if o.Differ {
			v.Differ = b.t("handover.differ")
		}
		v.Findings = b.findings(o)
	}
	if o.Matters {
		v.Matters = b.say("handover.matters_now", "copy.matters")
	}
	if o.Young != nil && (o.Young.Answer.Choice != "" || !o.Young.Answer.Words.Empty()) {
		v.Voices = append(v.Voices, b.voice(*o.Young))
	}
	for _, s := range o.Others {
		v.Voices = append(v.Voices, b.voice(s))
	}
	v.Earlier = b.earlier(o.Code)
	v.Barriers = b.barriers(o)
	if len(v.Barriers) > 0 {
		v.BarrierT = b.say("handover.barriers", "change.title")
	}
	v.Promises = b.promises(o.Promises)
	v.Paths = b.paths(o)
	return v
}

// say gives a text of the staff's interface, or in the young person's reading the pack's own.
func (b reading) say(staff, young string) string {
	if b.young {
		return b.pack.Text(young)
	}
	return b.t(staff)
}

// barriers says what is in the way, each with whose words it is. The young person's reading has their own alone.
func (b reading) barriers(o handover.OutcomeView) (list []barrierView) {
	for _, bar := range o.Barriers {
		own := bar.Perspective == conversation.YoungPerson
		if b.young && !own {
			continue
		}
		v := barrierView{Words: kit.Name(bar.Words)}
		if b.young {
			v.Text = b.pack.Changer(bar.WhoCanChange)
		} else {
			v.Text = handover.BarrierText(bar.Barrier, b.l)
			v.By = b.by(own, bar.Author)
		}
		list = append(list, v)
	}
	return list
}

func (b reading) by(own bool, author string) kit.Content {
	if own {
		return kit.Name(b.pic.Person.Profile.Names.Shown())
	}
	return kit.Name(b.pic.Names[author].Name)
}

func (b reading) findings(o handover.OutcomeView) kit.Content {
	table := kit.Table{Head: []kit.Cell{{Text: kit.T(b.t("handover.check"))}, {Text: kit.T(b.t("handover.found"))},
		{Text: kit.T(b.t("handover.evidence"))}, {Text: kit.T(b.t("handover.found_by"))}}}
	for _, ind := range o.Item.Indicators {
		for _, f := range o.Findings[ind.Code] {
			table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(ind.Text)},
				{Text: kit.T(b.t("conversation.finding_" + f.State))}, {Text: kit.Name(f.Evidence)}, // i18n: prefix conversation.finding_
				{Text: kit.Join(b.by(false, f.Author), kit.T(", "+b.l.Day(promise.Day(f.At))))}})
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return kit.Details{Summary: kit.T(b.t("handover.findings")), Body: kit.Scroll{Label: b.t("handover.findings"), Body: table}}
}

func (b reading) voice(s conversation.Said) voiceView {
	v := voiceView{When: b.l.Day(promise.Day(s.At)), Mine: s.Perspective == conversation.YoungPerson}
	if v.Mine {
		v.Who = b.pic.Person.Profile.Names.Shown()
	} else {
		v.Who = b.pic.Names[s.Author].Name
		v.Label = b.pack.Text("mine.their_view")
		if !b.young {
			v.Label = b.t("handover.perspective_" + string(s.Perspective)) // i18n: prefix handover.perspective_
			v.Talk = b.talk(s.Talk)
		}
	}
	if c, ok := b.pack.Choice(s.Answer.Choice); ok {
		v.Choice, v.Drawing = b.own(c.Word), c.Picture
		if !v.Mine {
			v.Choice = b.seen(s.Answer.Choice, c.Word)
		}
	}
	w := s.Answer.Words
	if w.Text != "" || w.Translation != "" {
		v.Quote = b.quote(w)
	}
	switch {
	case w.Paraphrase == "":
	case b.young:
		v.Summary = b.pack.Text("words.by_worker") + " " + w.Paraphrase
	default:
		v.Summary = b.t("handover.summary_of_words", "text", w.Paraphrase)
	}
	return v
}

// seen says how somebody else sees it, never in the young person's own voice.
func (b reading) seen(choice, word string) kit.Content {
	if !b.young {
		return kit.T(b.t("conversation.standing_" + choice)) // i18n: prefix conversation.standing_
	}
	if key := "view." + choice; b.pack.Text(key) != key {
		word = b.pack.Text(key)
	}
	return b.own(word)
}

func (b reading) talk(t conversation.Talk) string {
	switch t.Outcome {
	case "talked_through":
		return b.t("handover.talked_through", "day", b.l.Day(promise.Day(t.At)))
	case "withheld":
		return b.t("handover.withheld", "why", t.Why)
	}
	return b.t("handover.not_talked_through")
}

// quote shows words as they were said, with the translation beside them for the staff. Where only a translation was
// kept it is shown as what it is, in its own language.
func (b reading) quote(w conversation.Words) kit.Content {
	to := w.TranslatedTo
	if to == "" {
		to = "en"
	}
	by := ""
	if w.TranslatedBy != "" && !b.young {
		by = b.t("handover.translated_by", "who", b.t("conversation.translated_by_"+w.TranslatedBy)) // i18n: prefix conversation.translated_by_
	}
	if w.Text == "" {
		return kit.Quote{Words: w.Translation, Lang: to, Dir: i18n.Dir(to), By: kit.T(by)}
	}
	q := kit.Quote{Words: w.Text, Lang: w.Language, Dir: i18n.Dir(w.Language)}
	if w.Translation != "" && !b.young {
		_, q.OriginalLabel = i18n.LanguageName(w.Language)
		q.Translation, q.TranslationLang, q.TranslationDir, q.TranslatedBy = w.Translation, to, i18n.Dir(to), by
	}
	return q
}

func (b reading) promises(list []promise.Promise) kit.Content {
	var rows kit.Promises
	for _, p := range list {
		what, lang := p.Text.What, "en"
		if b.young && p.Text.WhatForYoung != "" {
			what, lang = p.Text.WhatForYoung, p.Text.Language
		}
		row := kit.PromiseRow{What: kit.In(lang, i18n.Dir(lang), what), Facts: []kit.Fact{
			{Name: kit.T(b.say("handover.by_whom", "copy.by_whom")), Value: kit.Name(p.Text.Owner)},
			{Name: kit.T(b.say("handover.by_when", "copy.by_when")), Value: kit.T(b.l.Day(p.DueOn))}}}
		if b.young {
			row.State = kit.Tag{Text: kit.T(b.pack.Text(toldKey[p.State]))}
			if why := p.LastEvent().Text.Reason; why != "" {
				row.Facts = append(row.Facts, kit.Fact{Name: kit.T(b.pack.Text("told.why")), Value: kit.In("en", "ltr", why)})
			}
		} else {
			row.State = kit.Tag{Text: kit.T(b.t("promise.state_" + string(p.State)))} // i18n: prefix promise.state_
			row.Href = "/people/" + p.Record + "/promises/" + p.ID
			if p.Untold() {
				row.Facts = append(row.Facts, kit.Fact{Name: kit.T(b.t("promise.told_back")), Value: kit.T(b.t("promise.not_told_yet"))})
			}
		}
		rows.Rows = append(rows.Rows, row)
	}
	if len(rows.Rows) == 0 {
		return nil
	}
	return rows
}

var toldKey = map[promise.State]string{
	promise.Open: "told.waiting", promise.Kept: "told.kept", promise.HandedOver: "told.passed_on", promise.Broken: "told.broken",
}
