package explorerweb

import (
	"slices"
	"strings"

	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type itemView struct {
	Code, Drawing string
	Title         kit.Content
	Level         string
	Parts         []kit.Content
	Nations       []linkView
	NationLabel   string
	Cite          citeView
	Permanent     string
	Warning       kit.Content
	Paper         linkView
}

// sayView is the card a young person sees.
type sayView struct {
	Heading                     string
	Lang, Dir                   string
	Drawing                     string
	Name, Ask, Simpler, Example string
	Status                      string
	Languages                   []linkView
	LanguageLabel               string
	Fallback                    string
}

// partView is a part of the page under a heading: a list, a table of facts, or links.
type partView struct {
	ID, Heading, Lead string
	Facts             kit.Content
	Citations         []citationView
	Links             []linkView
}

type citationView struct {
	Title, URL, Pinpoint, Read, Force string
	Note                              kit.Content
}

func (web *Web) showItem(r *page.Request) (*page.Answer, error) {
	e, _, err := web.edition(r.Context(), r.Path("edition"))
	if err != nil {
		return nil, err
	}
	at := r.Path("code")
	i, ok := e.Index(at)
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	item, s, b := e.Items()[i], readState(r), web.book(r.Context(), e)
	o, _ := e.Outcome(item.Outcome)
	v := itemView{Code: item.Code, Title: itemText(r.L, b, item, s), Drawing: o.Picture, Cite: web.cite(r, e, item.Code),
		Permanent: r.L.T("explorer.permanent"), Warning: warning(r.L, e), Level: e.Levels.Outcome + " " + item.Code}
	if e.Sourced {
		v.NationLabel = r.L.T("explorer.choose_nation")
		for _, n := range framework.Nations {
			v.Nations = append(v.Nations, linkView{URL: s.to(itemURL(e, at), "nation", n), Text: kit.T(nationName(r.L, n)), Current: n == s.nation()})
		}
	}
	crumbs := []page.Crumb{{Text: r.L.T("explorer.title"), URL: s.to("/explore")}, {Text: e.Name, URL: s.to(editionURL(e))}}
	if item.Kind == framework.OutcomeItem {
		v.Parts = outcomeParts(r.L, b, o, s)
	} else {
		crumbs = append(crumbs, page.Crumb{Text: o.Code, URL: s.to(itemURL(e, o.Code))})
		v.Level = e.Levels.Indicator + " " + item.Code
		v.Parts = indicatorParts(r.L, b, o, item, s)
	}
	return show(r, item.Code+" · "+e.Name, itemBody(v)).Crumbs(crumbs...), nil
}

// outcomeParts are an outcome's parts in the order of whoever reads.
func outcomeParts(l i18n.L, b explorer.Book, o framework.Outcome, s state) []kit.Content {
	e, nation := b.Edition, nationName(l, s.nation())
	made := map[explorer.Part]kit.Content{explorer.CardPart: cardPart(l, b, o, s)}
	if o.Ask[s.nation()] != (framework.Ask{}) {
		what, who, how := askTexts(l, b, o, s)
		made[explorer.AskPart] = part(partView{ID: "ask", Heading: l.T("explorer.ask", "nation", nation), Facts: kit.SummaryList{Rows: []kit.Row{
			{Key: kit.T(l.T("explorer.ask_what")), Value: what}, {Key: kit.T(l.T("explorer.ask_who")), Value: who},
			{Key: kit.T(l.T("explorer.ask_how")), Value: how}}}})
	}
	if c := o.Citations[s.nation()]; len(c) > 0 {
		made[explorer.RestsPart] = part(partView{ID: "rests", Heading: l.T("explorer.rests_in", "nation", nation), Lead: l.T("explorer.rests_lead"), Citations: citations(l, c)})
	}
	checks := partView{ID: "checks", Heading: l.T("explorer.checks")}
	for _, ind := range o.Indicators {
		checks.Links = append(checks.Links, linkView{URL: s.to(itemURL(e, ind.Code)), Text: kit.Join(kit.T(ind.Code+" "), indicatorText(l, b, ind, s))})
	}
	if len(checks.Links) > 0 {
		made[explorer.ChecksPart] = part(checks)
	}
	systems := partView{ID: "systems", Heading: l.T("explorer.held_by")}
	for _, system := range o.Systems {
		systems.Links = append(systems.Links, linkView{URL: s.to(editionURL(e), "system", system), Text: kit.T(systemName(l, system))})
	}
	if len(systems.Links) > 0 {
		made[explorer.SystemsPart] = part(systems)
	}
	var list []kit.Content
	for _, p := range s.Who.Parts() {
		if made[p] != nil {
			list = append(list, made[p])
		}
	}
	return list
}

func indicatorParts(l i18n.L, b explorer.Book, o framework.Outcome, item framework.Item, s state) []kit.Content {
	e := b.Edition
	list := []kit.Content{part(partView{ID: "of", Heading: l.T("explorer.part_of"), Links: []linkView{
		{URL: s.to(itemURL(e, o.Code)), Text: kit.Join(kit.T(o.Code+" "), outcomeText(l, b, o, s))}}})}
	if c := e.Citations(item.Code, s.nation()); len(c) > 0 {
		list = append(list, part(partView{ID: "rests", Heading: l.T("explorer.rests_in", "nation", nationName(l, s.nation())),
			Lead: l.T("explorer.rests_lead"), Citations: citations(l, c)}))
	}
	return list
}

// cardPart is the card in the language asked for, with how far that text can be trusted; nil when the edition has no
// card for it.
func cardPart(l i18n.L, b explorer.Book, o framework.Outcome, s state) kit.Content {
	p := packOf(b, s.Lang)
	if p == nil {
		return nil
	}
	item := framework.Item{Code: o.Code, Text: o.Text}
	c, ok := explorer.CardOf(p, item)
	if !ok { // not in this language: in the first, and the page says so
		p = b.Packs[0]
		if c, ok = explorer.CardOf(p, item); !ok {
			return nil
		}
	}
	if c.Ask == c.Name { // nobody wrote a card: it says the outcome's text, once
		c = framework.Card{Name: c.Name}
	}
	v := sayView{Heading: l.T("explorer.card"), Lang: p.Lang(), Dir: p.Dir(), Drawing: p.OutcomePicture(o), Name: c.Name, Ask: c.Ask, Simpler: c.Simpler,
		Example: c.Example, Status: statusName(l, p.StatusOf("card/"+o.Code+"/name")), LanguageLabel: l.T("explorer.choose_lang")}
	if s.Lang != "" && s.Lang != p.Lang() {
		v.Fallback = l.T("explorer.card_not_in_language")
	}
	for _, q := range b.Packs {
		v.Languages = append(v.Languages, linkView{URL: s.to(itemURL(b.Edition, o.Code), "lang", q.Lang()) + "#card", Text: kit.T(q.Name()), Lang: q.Lang(), Dir: q.Dir(), Current: q == p})
	}
	return saying(v)
}

func citations(l i18n.L, list []framework.Citation) []citationView {
	views := make([]citationView, 0, len(list))
	for _, c := range list {
		v := citationView{Title: c.Title, URL: c.URL, Pinpoint: c.Pinpoint, Read: l.T("explorer.read_not"), Force: forceName(l, c.Force)}
		if c.Note != "" {
			v.Note = staff(l, c.Note)
		}
		switch {
		case c.ReadOn != "" && c.Read == "full":
			v.Read = l.T("explorer.read_full", "day", l.Day(c.ReadOn))
		case c.ReadOn != "":
			v.Read = l.T("explorer.read_part", "day", l.Day(c.ReadOn))
		}
		views = append(views, v)
	}
	return views
}

// forces names each force among citations once, in the order they stand.
func forces(l i18n.L, list []framework.Citation) []string {
	var names []string
	for _, c := range list {
		if n := forceName(l, c.Force); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// i18n: prefix explorer.force_
func forceName(l i18n.L, force string) string {
	switch force {
	case framework.ForceLaw:
		return l.T("explorer.force_law")
	case framework.ForceGuidance:
		return l.T("explorer.force_guidance")
	case framework.ForceTreaty:
		return l.T("explorer.force_treaty")
	}
	return l.T("explorer.force_view")
}

// i18n: prefix explorer.nation_
func nationName(l i18n.L, nation string) string {
	return l.T("explorer.nation_" + strings.ReplaceAll(nation, "-", "_"))
}

// statusName says how far a translation can be trusted.
func statusName(l i18n.L, status string) string {
	switch status {
	case framework.StatusOriginal:
		return l.T("explorer.status_original")
	case framework.StatusHuman:
		return l.T("explorer.status_human")
	case framework.StatusBackTranslated:
		return l.T("explorer.status_back")
	case framework.StatusSourceChanged:
		return l.T("explorer.status_source")
	case framework.StatusNone:
		return l.T("explorer.status_none")
	case framework.StatusReviewed:
		return l.T("explorer.status_reviewed")
	}
	return l.T("explorer.status_machine")
}
