package explorerweb

import (
	"strings"

	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type setView struct {
	Title       string
	TitleIn     kit.Content
	Caption     string
	Size        string
	Warning     kit.Content // for adults alone; recalled; empty
	Find        findView
	Filter      filterView
	Groups      []groupView
	None        string
	Facts       kit.Content
	FactsTitle  string
	Cite        citeView
	Files       []linkView
	FilesTitle  string
	NoFiles     string
	Compare     linkView
	NotEndorsed string
}

// groupView is a principle with its outcomes.
type groupView struct {
	ID      string
	Heading kit.Content
	Article string
	Items   []rowView
}

type rowView struct {
	URL, Code, Drawing string
	Name               kit.Content
	Line               kit.Content
	Label              string // what the line is
	Children           []linkView
}

type citeView struct{ Title, Text, Copy, Copied string }

func (web *Web) showEdition(r *page.Request) (*page.Answer, error) {
	e, all, err := web.edition(r.Context(), r.Path("edition"))
	if err != nil {
		return nil, err
	}
	t, s, b := r.L.T, readState(r), web.book(r.Context(), e)
	v := setView{Title: e.Name, TitleIn: staff(r.L, e.Name), Size: sizeOf(r.L, e), Facts: facts(r.L, b), FactsTitle: t("explorer.facts"),
		Cite: web.cite(r, e, ""), NotEndorsed: t("explorer.not_endorsed"), Warning: warning(r.L, e)}
	if len(e.Items()) > 0 {
		v.Find = web.find(r, s, "", nil)
		v.Filter = filterForm(r.L, s, []explorer.Book{b}, editionURL(e), "")
		v.Groups = groups(r.L, b, s)
		_, translated := web.frameworks.Translated(r.Context(), e)
		v.Files, v.FilesTitle = files(r.L, e, translated), t("explorer.files")
		if len(v.Files) == 0 {
			v.NoFiles = t("explorer.files_none")
		}
		if len(v.Groups) == 0 {
			v.None = t("explorer.none_of_system")
		}
	}
	if len(all) > 1 {
		v.Compare = linkView{URL: "/explore/compare?a=" + e.ID, Text: kit.T(t("explorer.compare_this"))}
	}
	return show(r, v.Title, editionBody(v)).Crumbs(page.Crumb{Text: t("explorer.title"), URL: s.to("/explore")}), nil
}

// warning says what a reader must know before they use an edition; nil when there is nothing.
func warning(l i18n.L, e *framework.Edition) kit.Content {
	switch {
	case e.Empty != "":
		return kit.InsetText{Text: kit.T(l.T("explorer.empty_slot"))}
	case e.ForAdults():
		return kit.InsetText{Text: kit.T(l.T("explorer.for_adults"))}
	case len(e.Items()) == 0:
		return kit.InsetText{Text: kit.T(l.T("explorer.no_items"))}
	}
	return nil
}

func groups(l i18n.L, b explorer.Book, s state) []groupView {
	var list []groupView
	for _, p := range b.Edition.Principles {
		g := groupView{ID: "p-" + p.Code, Heading: staff(l, p.Name), Article: p.Article}
		for _, o := range p.Outcomes() {
			if explorer.HeldBy(o, s.System) {
				g.Items = append(g.Items, outcomeRow(l, b, o, s))
			}
		}
		if len(g.Items) > 0 {
			list = append(list, g)
		}
	}
	return list
}

// outcomeRow is one outcome in a list, as this audience wants to meet it.
func outcomeRow(l i18n.L, b explorer.Book, o framework.Outcome, s state) rowView {
	e := b.Edition
	v := rowView{URL: s.to(itemURL(e, o.Code)), Code: o.Code, Drawing: o.Picture, Name: outcomeText(l, b, o, s)}
	if s.Who == explorer.Young || s.Lang != "" {
		if p := packOf(b, s.Lang); p != nil {
			if c, ok := explorer.CardOf(p, framework.Item{Code: o.Code, Text: o.Text}); ok {
				v.Name = kit.In(p.Lang(), p.Dir(), c.Name)
				if c.Ask != c.Name {
					v.Line = kit.In(p.Lang(), p.Dir(), c.Ask)
				}
			}
		}
	}
	switch s.Who {
	case explorer.Practitioner:
		v.Label = l.T("explorer.ask_what")
		v.Line, _, _ = askTexts(l, b, o, s)
	case explorer.Auditor:
		v.Label = l.T("explorer.checks")
		for _, ind := range o.Indicators {
			v.Children = append(v.Children, linkView{URL: s.to(itemURL(e, ind.Code)), Text: kit.Join(kit.T(ind.Code+" "), indicatorText(l, b, ind, s))})
		}
	case explorer.Inspector:
		v.Label, v.Line = l.T("explorer.rests_in", "nation", nationName(l, s.nation())), said(forces(l, o.Citations[s.nation()]))
	case explorer.Policy:
		v.Label, v.Line = l.T("explorer.held_by"), said(systemNames(l, o))
	}
	if v.Children == nil && v.Line == nil {
		v.Label = ""
	}
	return v
}

// said puts names on one line; nil when there is none.
func said(names []string) kit.Content {
	if len(names) == 0 {
		return nil
	}
	return kit.T(strings.Join(names, " · "))
}

func systemNames(l i18n.L, o framework.Outcome) []string {
	var list []string
	for _, s := range o.Systems {
		list = append(list, systemName(l, s))
	}
	return list
}

// facts says what an edition is, whose, and in which languages, each with how far it can be trusted.
func facts(l i18n.L, b explorer.Book) kit.Content {
	e := b.Edition
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(l.T(key)), Value: value} }
	rows := []kit.Row{
		row("explorer.fact_source", staff(l, e.Source)),
		row("explorer.fact_permission", staff(l, permission(e))),
		row("explorer.fact_edition", kit.T(e.ID+" · "+e.Version+" · "+l.Day(e.Date))),
		row("explorer.fact_checksum", code(e.Checksum())),
	}
	if m := e.Missing(); m != "" {
		rows = append(rows, row("explorer.fact_missing", staff(l, m)))
	}
	if len(e.Items()) > 0 {
		var spoken []kit.Content
		for _, p := range b.Packs {
			spoken = append(spoken, kit.Join(kit.In(p.Lang(), p.Dir(), p.Name()), kit.T(" – "+statusName(l, p.Status()))))
		}
		rows = append(rows, row("explorer.languages", lines(spoken)))
	}
	return kit.SummaryList{Rows: rows}
}

func (web *Web) cite(r *page.Request, e *framework.Edition, item string) citeView {
	address := r.HTTP.Host + editionURL(e)
	if item != "" {
		address = r.HTTP.Host + itemURL(e, item)
	}
	return citeView{Title: r.L.T("explorer.cite"), Copy: r.L.T("page.copy"), Copied: r.L.T("page.copied"),
		Text: explorer.Cite(e, item, address, web.now().UTC().Format("2006-01-02"))}
}
