package translationweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/translation"
)

// showOverview says for one edition how far each of the twenty languages has come, and what can be done about it.
func (web *Web) showOverview(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r, "edition")
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("translation.title"), Lead: l.T("translation.lead"), Caption: e.Name + " " + e.Version}
	readable, err := web.editions.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	which := kit.Select{Name: "edition", Label: kit.Label{Text: kit.T(l.T("translation.edition"))}, Value: e.ID}
	for _, one := range readable {
		if one.Empty == "" && one.Set != framework.SetPlaceholder {
			which.Items = append(which.Items, kit.Option{Value: one.ID, Text: one.Name + " " + one.Version})
		}
	}
	if len(which.Items) > 1 {
		v.Parts = append(v.Parts, choose("/translations", []kit.Content{which}, kit.Button{Text: kit.T(l.T("translation.show")), Kind: kit.Secondary}))
	}
	v.Parts = append(v.Parts, links(web.ways(r, e)), kit.Scroll{Label: l.T("translation.table"), Body: web.table(r, e)})
	if mayTranslate(r) {
		v.Below = append(v.Below, heading(l.T("translation.interface")), paragraph(l.T("translation.interface_text")), links([]link{
			{l.T("translation.see_texts"), at("/texts", "set", translation.Staff, "lang", "cy")},
			{l.T("translation.export_po"), at("/export", "set", translation.Staff, "lang", "cy", "format", translation.PO)}}))
	}
	return v.answer("/frameworks"), nil
}

func (web *Web) ways(r *page.Request, e *framework.Edition) []link {
	l := r.L
	ways := []link{{l.T("translation.sheet.link"), at("/sheet", "edition", e.ID)}}
	if maySuggest(r) {
		ways = append(ways, link{l.T("translation.record.link"), at("/record", "edition", e.ID)})
	}
	if mayTranslate(r) {
		ways = append(ways, link{l.T("translation.import.link"), at("/import")}, link{l.T("translation.review.link"), at("/review")})
	}
	return ways
}

func (web *Web) table(r *page.Request, e *framework.Edition) kit.Content {
	l := r.L
	t := kit.Table{Caption: l.T("translation.table"), CaptionClass: "govuk-visually-hidden", RowHeaders: true}
	for _, key := range []string{"translation.language", "translation.texts", "translation.status_head", "translation.do"} {
		t.Head = append(t.Head, kit.Cell{Text: kit.T(l.T(key))})
	}
	for _, y := range i18n.YoungLanguages() {
		ready := web.service.Ready(e, y.Tag)
		do := []link{{l.T("translation.see_texts"), at("/texts", "set", e.ID, "lang", y.Tag)}}
		if y.Tag != "en" {
			do = append(do, link{l.T("translation.sheet.short"), at("/sheet", "edition", e.ID, "lang", y.Tag)})
		}
		if permit.Could(r.Who, permit.TranslateTexts) && y.Tag != "en" {
			do = append(do, link{l.T("translation.export_xliff"), at("/export", "set", e.ID, "lang", y.Tag, "format", translation.XLIFF)},
				link{l.T("translation.export_po"), at("/export", "set", e.ID, "lang", y.Tag, "format", translation.PO)})
		}
		t.Rows = append(t.Rows, []kit.Cell{{Text: named(y)}, {Text: kit.T(l.T("translation.of", "done", ready.Done, "all", ready.All))},
			{Text: statusTag(l, ready.Status), Class: "sf-cell-tag"}, {Text: inline(do, y.English), Class: "sf-cell-do"}})
	}
	return t
}

// showTexts lists the texts of one set in one language, one group at a time, each with its status.
func (web *Web) showTexts(r *page.Request) (*page.Answer, error) {
	l, y := r.L, language(r)
	set, e, err := web.set(r)
	if err != nil {
		return nil, err
	}
	all, err := web.service.Entries(r.Context(), r.Who, set, y.Tag)
	if err != nil {
		return nil, err
	}
	var groups []string
	for _, one := range all {
		if !slices.Contains(groups, one.Group) {
			groups = append(groups, one.Group)
		}
	}
	group := r.Form.Choice("group", groups...)
	if group == "" && len(groups) > 0 {
		group = groups[0]
	}
	v := staffPage{Title: l.T("translation.texts_title", "language", y.English), Caption: setName(l, set, e)}
	pick := kit.Select{Name: "group", Label: kit.Label{Text: kit.T(l.T("translation.group"))}, Value: group}
	for _, g := range groups {
		pick.Items = append(pick.Items, kit.Option{Value: g, Text: groupName(l, g)})
	}
	v.Parts = []kit.Content{choose("/translations/texts", []kit.Content{hiddenField("set", set), hiddenField("lang", y.Tag), pick},
		kit.Button{Text: kit.T(l.T("translation.show")), Kind: kit.Secondary})}
	t := kit.Table{Caption: groupName(l, group), RowHeaders: false, Head: []kit.Cell{{Text: kit.T(l.T("translation.english"))},
		{Text: named(y)}, {Text: kit.T(l.T("translation.status_head"))}, {Text: kit.T(l.T("translation.do"))}}}
	for _, one := range all {
		if one.Group != group {
			continue
		}
		do := []link{{l.T("translation.look"), at("/text", "set", set, "lang", y.Tag, "key", one.Key, "form", one.Form)}}
		if maySuggest(r) {
			do = append(do, link{l.T("translation.suggest.short"), suggestURL(set, y.Tag, one.Key, one.Form)})
		}
		t.Rows = append(t.Rows, []kit.Cell{{Text: kit.In("en", "ltr", one.Source), Class: "sf-cell-words"}, {Text: kit.In(y.Tag, y.Dir, one.Target), Class: "sf-cell-words"},
			{Text: statusTag(l, one.Status), Class: "sf-cell-tag"}, {Text: inline(do, one.ID()), Class: "sf-cell-do"}})
	}
	v.Parts = append(v.Parts, kit.Scroll{Label: groupName(l, group), Body: t})
	return v.answer(at("", "edition", editionOf(set))), nil
}

// showText is one text in its place: what it says, how far it can be trusted, and what was ever given to it.
func (web *Web) showText(r *page.Request) (*page.Answer, error) {
	l, y := r.L, language(r)
	set, e, err := web.set(r)
	if err != nil {
		return nil, err
	}
	one, err := web.service.Look(r.Context(), r.Who, set, y.Tag, key(r), r.Form.Line("form", 10))
	if err != nil {
		return nil, err
	}
	v := staffPage{Title: l.T("translation.text_title", "language", y.English), Caption: setName(l, set, e)}
	if one.Picture != "" {
		v.Parts = append(v.Parts, kit.Drawing(one.Picture, kit.DrawingLarge))
	}
	rows := []kit.Row{row(l, "translation.key", kit.T(one.ID())), row(l, "translation.when", kit.T(groupName(l, one.Group))),
		row(l, "translation.english", kit.In("en", "ltr", one.Source)), row(l, "translation.now", kit.In(y.Tag, y.Dir, one.Target)),
		row(l, "translation.status_head", statusTag(l, one.Status))}
	if one.Back != "" {
		rows = append(rows, row(l, "translation.back", kit.In("en", "ltr", one.Back)))
	}
	if one.Guarded {
		rows = append(rows, row(l, "translation.guarded", kit.T(l.T("translation.guarded_text"))))
	}
	v.Parts = append(v.Parts, kit.SummaryList{Rows: rows})
	if maySuggest(r) {
		v.Below = append(v.Below, kit.Button{Text: kit.T(l.T("translation.suggest.link")), Href: suggestURL(set, y.Tag, one.Key, one.Form)})
	}
	if mayTranslate(r) {
		steps, err := web.service.History(r.Context(), r.Who, set, y.Tag, one.Key)
		if err != nil {
			return nil, err
		}
		v.Below = append(v.Below, heading(l.T("translation.history")))
		if len(steps) == 0 {
			v.Below = append(v.Below, paragraph(l.T("translation.history_none")))
		}
		for _, s := range steps {
			v.Below = append(v.Below, kit.SummaryList{Card: &kit.Card{Title: kit.T(l.Moment(s.At))}, Rows: []kit.Row{
				row(l, "translation.now", kit.In(y.Tag, y.Dir, s.Text)), row(l, "translation.status_head", statusTag(l, s.Status)),
				row(l, "translation.who", kit.T(whoText(l, s.Role, s.Dialect)))}})
		}
	}
	return v.answer(at("/texts", "set", set, "lang", y.Tag, "group", one.Group)), nil
}

// key is the text a page is about; the first of the stop screen where none was named.
func key(r *page.Request) string {
	if k := r.Form.Line("key", 200); k != "" {
		return k
	}
	return "ui/stop.title"
}

// set is the set a page is about, with its edition; nil for the interface.
func (web *Web) set(r *page.Request) (string, *framework.Edition, error) {
	if r.Form.Raw("set") == translation.Staff {
		return translation.Staff, nil, nil
	}
	e, err := web.edition(r, "set")
	if err != nil {
		return "", nil, err
	}
	return e.ID, e, nil
}

func editionOf(set string) string {
	if set == translation.Staff {
		return ""
	}
	return set
}

func setName(l i18n.L, set string, e *framework.Edition) string {
	if e == nil {
		return l.T("translation.interface")
	}
	return e.Name + " " + e.Version
}

// i18n: prefix translation.group.
func groupName(l i18n.L, group string) string { return l.T("translation.group." + group) }

// i18n: prefix translation.role.
func whoText(l i18n.L, role, dialect string) string {
	who := l.T("translation.role." + role)
	if dialect != "" {
		who += ", " + dialect
	}
	return who
}

func row(l i18n.L, key string, value kit.Content) kit.Row {
	return kit.Row{Key: kit.T(l.T(key)), Value: value}
}

func suggestURL(set, lang, key, form string) string {
	return at("/suggest", "edition", set, "lang", lang, "key", key, "form", form)
}
