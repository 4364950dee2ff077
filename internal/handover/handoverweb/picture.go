package handoverweb

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/promise"
)

type pictureView struct {
	Title, Lede  string
	Edition      string
	Switch       string
	SwitchURL    string
	Header       kit.Content
	Empty        kit.Content
	MattersTitle string
	Matters      []kit.Content
	Groups       []groupView
	LooseTitle   string
	Loose        kit.Content
	Others       []otherEdition
	OthersTitle  string
	Note         string
}

type otherEdition struct{ Name, URL string }

// groupView is a principle, or the young person's own topics, with what was said under it.
type groupView struct {
	ID, Heading string
	Outcomes    []outcomeView
	QuietTitle  string // what nobody has spoken about, folded: a list of names and no more
	Quiet       []string
}

type outcomeView struct {
	ID       string
	Drawing  string
	Name     kit.Content
	Text     string
	Matters  string
	Differ   string
	Voices   []voiceView
	Barriers []kit.Content
	BarrierT string
	Promises kit.Content
	Path     kit.Content
	Findings kit.Content
}

// voiceView is what one perspective last said.
type voiceView struct {
	Who, When string
	Drawing   string
	Choice    kit.Content
	Quote     kit.Content
	Talk      string
}

// showPicture is the staff's reading: the edition's outcomes under their principles.
func (p *Pages) showPicture(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	pic, err := p.handover.Picture(r.Context(), r.Who, id, r.Form.Raw("edition"), false)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	english, _ := pic.Edition.Pack("en")
	b := builder{l: r.L, t: r.L.T, pic: pic, pack: english}
	v := pictureView{Title: t("handover.picture_title"), Lede: t("handover.picture_lede"),
		Edition: t("handover.made_with", "edition", pic.Edition.Name+" "+pic.Edition.Version),
		Switch:  t("handover.picture_theirs"), SwitchURL: "/people/" + id + "/picture/theirs",
		Header:       kit.PersonHeader{Name: pic.Person.Profile.Names.Shown(), Said: kit.T(pic.Person.Profile.Names.Pronunciation)},
		MattersTitle: t("handover.matters"), LooseTitle: t("handover.loose"), OthersTitle: t("handover.other_editions")}
	v.Groups = b.groups(r)
	v.Matters = b.matters()
	v.Loose = b.promises(pic.Loose)
	for _, e := range pic.Others {
		v.Others = append(v.Others, otherEdition{e.Name + " " + e.Version, "/people/" + id + "/picture?edition=" + e.ID})
	}
	return page.Show(v.Title, pictureBody(v)).Back("/people/" + id), nil
}

// showTheirs is the young person's reading, in their language: what they raised and nothing else.
func (p *Pages) showTheirs(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	pic, err := p.handover.Picture(r.Context(), r.Who, id, r.Form.Raw("edition"), true)
	if err != nil {
		return nil, err
	}
	pack, ok := pic.Edition.Pack(pic.Person.Profile.FirstLanguage())
	if !ok {
		pack, _ = pic.Edition.Pack("en")
	}
	say := func(key string, args ...any) string { return pack.Text(key, stringsOf(args)...) }
	b := builder{l: i18n.For(pack.Lang()), t: say, pic: pic, pack: pack, young: true}
	v := pictureView{Title: pack.Text("mine.title"), Edition: pack.Text("copy.edition", "edition", pic.Edition.Name+" "+pic.Edition.Version),
		Header: kit.PersonHeader{Name: pic.Person.Profile.Names.Shown()}, MattersTitle: pack.Text("copy.matters"),
		LooseTitle: pack.Text("copy.promised")}
	v.Groups = b.groups(r)
	v.Matters = b.matters()
	v.Loose = b.promises(pic.Loose)
	if len(v.Groups) == 0 {
		v.Empty = kit.EmptyState{Drawing: "book", Title: kit.T(pack.Text("mine.nothing_yet"))}
	}
	if !pack.Trusted() {
		v.Note = pack.Text("copy.machine")
	}
	return page.Show(r.L.T("handover.picture_title"), pictureBody(v)).In(page.Document).Speaking(pack.Lang()).Back("/people/" + id + "/picture"), nil
}

func stringsOf(args []any) []string {
	out := make([]string, 0, len(args))
	for _, a := range args {
		s, _ := a.(string)
		out = append(out, s)
	}
	return out
}

// builder shapes a picture for one reading: its language, its words, its choice of what is shown.
type builder struct {
	l     i18n.L
	t     func(string, ...any) string
	pic   handover.Picture
	pack  *framework.Pack
	young bool
}

func (b builder) groups(r *page.Request) []groupView {
	var groups []groupView
	for _, pr := range b.pic.Principles {
		g := groupView{ID: pr.Code, Heading: pr.Name}
		if name := pr.ChildName[b.pack.Lang()]; b.young && name != "" {
			g.Heading = name
		}
		for _, o := range pr.Outcomes {
			if o.Young == nil && len(o.Others) == 0 && len(o.Promises) == 0 && len(o.Findings) == 0 && len(o.Barriers) == 0 && !o.Matters {
				card, _ := b.pack.Card(o.Code)
				g.Quiet = append(g.Quiet, card.Name)
				continue
			}
			g.Outcomes = append(g.Outcomes, b.outcome(o))
		}
		if len(g.Quiet) > 0 {
			g.QuietTitle = r.L.N("handover.quiet", len(g.Quiet))
		}
		if len(g.Outcomes) > 0 || !b.young {
			groups = append(groups, g)
		}
	}
	if len(b.pic.Topics) > 0 {
		g := groupView{ID: "own", Heading: b.pack.SomethingElse().Name}
		for _, o := range b.pic.Topics {
			g.Outcomes = append(g.Outcomes, b.outcome(o))
		}
		groups = append([]groupView{g}, groups...)
	}
	return groups
}

func (b builder) matters() []kit.Content {
	var names []kit.Content
	for _, o := range b.pic.Matters() {
		name, _ := b.name(o)
		names = append(names, name)
	}
	return names
}

// name gives an outcome's short name in the reading's language, or the young person's own words for a topic.
func (b builder) name(o handover.OutcomeView) (kit.Content, string) {
	if o.Topic != nil {
		w := o.Topic.Name
		return kit.In(w.Language, i18n.Dir(w.Language), w.Text), b.pack.SomethingElse().Picture
	}
	card, _ := b.pack.Card(o.Code)
	return kit.T(card.Name), o.Item.Picture
}

func (b builder) outcome(o handover.OutcomeView) outcomeView {
	v := outcomeView{ID: "o-" + o.Code}
	v.Name, v.Drawing = b.name(o)
	if !b.young {
		v.Text = o.Item.Text
		if o.Differ {
			v.Differ = b.t("handover.differ")
		}
		v.BarrierT = b.t("handover.barriers")
		for _, bar := range o.Barriers {
			v.Barriers = append(v.Barriers, kit.T(b.barrier(bar)))
		}
		v.Findings = b.findings(o)
	}
	if o.Matters {
		v.Matters = b.pack.Text("copy.matters")
	}
	if o.Young != nil {
		v.Voices = append(v.Voices, b.voice(*o.Young))
	}
	for _, s := range o.Others {
		v.Voices = append(v.Voices, b.voice(s))
	}
	v.Promises = b.promises(o.Promises)
	v.Path = b.path(o)
	return v
}

func (b builder) barrier(bar conversation.Barrier) string {
	s := b.t("conversation.who_" + bar.WhoCanChange) // i18n: prefix conversation.who_
	if bar.System != "" {
		s += " · " + b.t("conversation.system_"+bar.System) // i18n: prefix conversation.system_
	}
	if bar.Words != "" {
		s += ": " + bar.Words
	}
	return s
}

func (b builder) findings(o handover.OutcomeView) kit.Content {
	table := kit.Table{Head: []kit.Cell{{Text: kit.T(b.t("handover.check"))}, {Text: kit.T(b.t("handover.found"))}, {Text: kit.T(b.t("handover.evidence"))}}}
	for _, ind := range o.Item.Indicators {
		f, ok := o.Findings[ind.Code]
		if !ok {
			continue
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(ind.Text)},
			{Text: kit.T(b.t("conversation.finding_" + f.State))}, {Text: kit.T(f.Evidence)}}) // i18n: prefix conversation.finding_
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return kit.Details{Summary: kit.T(b.t("handover.findings")), Body: kit.Scroll{Label: b.t("handover.findings"), Body: table}}
}

func (b builder) voice(s conversation.Said) voiceView {
	v := voiceView{When: b.l.Day(s.At.Format(time.DateOnly))}
	if s.Perspective == conversation.YoungPerson {
		v.Who = b.pic.Person.Profile.Names.Shown()
	} else {
		v.Who = b.pic.Names[s.Author].Name
	}
	if c, ok := b.pack.Choice(s.Answer.Choice); ok {
		v.Choice, v.Drawing = kit.T(c.Word), c.Picture
	}
	if w := s.Answer.Words; !w.Empty() {
		v.Quote = b.quote(w)
	}
	if !b.young && s.Perspective != conversation.YoungPerson {
		v.Talk = b.talk(s.Talk)
	}
	return v
}

func (b builder) talk(t conversation.Talk) string {
	switch t.Outcome {
	case "talked_through":
		return b.t("handover.talked_through", "day", b.l.Day(t.At.Format(time.DateOnly)))
	case "withheld":
		return b.t("handover.withheld", "why", t.Why)
	}
	return b.t("handover.not_talked_through")
}

func (b builder) quote(w conversation.Words) kit.Content {
	q := kit.Quote{Words: w.Text, Lang: w.Language, Dir: i18n.Dir(w.Language)}
	if w.Translation != "" && !b.young {
		q.Translation, q.TranslationLang, q.TranslationDir = w.Translation, w.TranslatedTo, i18n.Dir(w.TranslatedTo)
		q.TranslatedBy = b.t("conversation.translated_by_" + w.TranslatedBy) // i18n: prefix conversation.translated_by_
	}
	if w.Text == "" {
		q.Words, q.Lang, q.Dir = w.Paraphrase, "en", "ltr"
	}
	return q
}

func (b builder) promises(list []promise.Promise) kit.Content {
	var rows kit.Promises
	for _, p := range list {
		what, lang := p.Text.What, "en"
		if b.young && p.Text.WhatForYoung != "" {
			what, lang = p.Text.WhatForYoung, p.Text.Language
		}
		row := kit.PromiseRow{What: kit.In(lang, i18n.Dir(lang), what), Facts: []kit.Fact{
			{Name: kit.T(b.pack.Text("copy.by_whom")), Value: kit.Name(p.Text.Owner)},
			{Name: kit.T(b.pack.Text("copy.by_when")), Value: kit.T(b.l.Day(p.DueOn))}}}
		row.State = kit.Tag{Text: kit.T(b.pack.Text(toldKey[p.State]))}
		if !b.young {
			row.Href = "/people/" + p.Record + "/promises/" + p.ID
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

// path is the strip of what was said over time: words and pictures along a line of dates, with gaps told in words.
func (b builder) path(o handover.OutcomeView) kit.Content {
	if len(o.Path) < 2 {
		return nil
	}
	strip := kit.TokenStrip{ID: "path-" + o.Code, Title: b.pathTitle(), RTL: b.l.Dir() == "rtl"}
	var last time.Time
	for _, t := range o.Path {
		choice, ok := b.pack.Choice(t.Choice)
		word := choice.Word
		if !ok {
			word, choice.Picture = b.pack.Text("words.title"), "speech"
		}
		if t.Perspective != conversation.YoungPerson && !b.young {
			word = b.t("handover.view_of", "word", word)
		}
		token := kit.Token{Drawing: choice.Picture, Word: word, Date: b.l.Day(t.At.Format(time.DateOnly))}
		if months := int(t.At.Sub(last).Hours() / 24 / 30); !last.IsZero() && months >= 4 && !b.young {
			token.Gap = b.l.N("handover.gap", months)
		}
		last = t.At
		strip.Tokens = append(strip.Tokens, token)
	}
	return strip
}

func (b builder) pathTitle() string {
	if b.young {
		return b.pack.Text("mine.over_time")
	}
	return b.t("handover.path")
}
