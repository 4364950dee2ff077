package frameworkweb

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type setView struct {
	Title, NotEndorsed, ItemsIn string
	Withheld                    string      // whose wording it is, where this reader may not see it
	Recall                      kit.Content // the notice; nil unless it was called back
	Facts                       kit.SummaryList
	Principles                  []principleView
}

type principleView struct {
	Name    kit.Content
	Article string
	Items   []linkView
}

type linkView struct {
	URL, Code string
	Text      kit.Content
}

// staff gives an edition's staff wording, which is English, so that a Welsh page says so to a screen reader.
func staff(text string) kit.Content { return kit.In("en", "ltr", text) }

func (web *Web) showSet(r *page.Request) (*page.Answer, error) {
	e, err := web.shown(r)
	if err != nil {
		return nil, err
	}
	v := setView{Title: nameOf(r.L, e), NotEndorsed: r.L.T("framework.not_endorsed")}
	if v.Facts, err = web.setFacts(r, e); err != nil {
		return nil, err
	}
	if e.Recall != nil {
		v.Recall = kit.WarningText{Text: kit.Join(kit.T(r.L.T("framework.recalled_by", "by", e.Recall.By, "day", r.L.Day(e.Recall.Date))+" "), staff(e.Recall.Notice))}
	}
	if e.Withheld() {
		v.Withheld = r.L.T("framework.withheld", "source", e.Source)
	}
	for _, p := range e.Principles {
		pv := principleView{Name: staff(p.Name), Article: p.Article}
		for _, o := range p.Outcomes() {
			pv.Items = append(pv.Items, linkView{URL: itemURL(e, o.Code), Code: o.Code, Text: staff(o.Text)})
		}
		v.Principles = append(v.Principles, pv)
	}
	return page.Show(v.Title, setBody(v)).Back("/frameworks"), nil
}

// shown finds what an address names: a set in the program, or a published edition as this reader may see it.
func (web *Web) shown(r *page.Request) (*framework.Edition, error) {
	name := r.Path("set")
	if e, ok := framework.BySet(name); ok {
		return e, nil
	}
	e, err := web.service.Shown(r.Context(), r.Who, name)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, err
}

func (web *Web) setFacts(r *page.Request, e *framework.Edition) (kit.SummaryList, error) {
	l := r.L
	languages := make([]kit.Content, 0, len(e.Languages))
	for _, lang := range e.Languages {
		p, _ := web.service.Pack(r.Context(), e, lang)
		languages = append(languages, languageLine{Name: kit.In(p.Lang(), p.Dir(), p.Name()), Status: statusOf(l, p.Status())})
	}
	rows := []kit.Row{
		row(l, "framework.row.size", kit.T(sizeOf(l, e))),
		row(l, "framework.row.version", staff(e.Version)),
		row(l, "framework.row.date", kit.T(l.Day(e.Date))),
		row(l, "framework.row.source", staff(e.Source)),
		row(l, "framework.row.permission", staff(e.Permission.By)),
		row(l, "framework.row.uses", kit.T(usesOf(l, e))),
	}
	for _, more := range []struct{ key, text string }{
		{"framework.row.licence", e.Permission.Licence}, {"framework.row.attribution", e.Permission.Attribution},
		{"framework.row.call_back", e.Permission.Recall}, {"framework.row.follows", e.Follows},
	} {
		if more.text != "" {
			rows = append(rows, row(l, more.key, staff(more.text)))
		}
	}
	signers, err := web.service.Signers(r.Context(), r.Who, e)
	for _, s := range signers {
		key := "framework.signed.unknown"
		if s.Trusted {
			key = "framework.signed.known"
		}
		rows = append(rows, row(l, "framework.row.signed", kit.T(l.T(key, "name", s.Name))))
	}
	rows = append(rows, row(l, "framework.row.languages", lines(languages)), row(l, "framework.row.edition", kit.T(e.ID)), row(l, "framework.row.checksum", kit.T(e.Checksum())))
	if c := e.Copy(); !e.BuiltIn() && !e.Withheld() {
		rows = append(rows, row(l, "framework.row.obtained", kit.T(l.Day(c.Obtained))))
		if c.Original != "" {
			rows = append(rows, row(l, "framework.row.original", kit.T(c.Original)))
		}
	}
	return kit.SummaryList{Rows: rows}, err
}

type itemView struct {
	Title   kit.Content
	Caption string
	Drawing string

	ChecksTitle string
	Checks      []linkView // what stands under it, where no nation's citations say so

	Cards   string // heading
	Rows    []kit.SummaryList
	Nations string // heading
	Tabs    kit.Tabs
}

type nationView struct {
	Ask      kit.SummaryList
	RestsOn  string
	Outcome  []citationView
	Checks   string
	Children []checkView
}

type checkView struct {
	Code  string
	Text  kit.Content
	Rests []citationView
}

type citationView struct {
	Title, URL, Pinpoint, Read string
	Force                      kit.Tag
	Note                       kit.Content
}

func (web *Web) showItem(r *page.Request) (*page.Answer, error) {
	e, err := web.shown(r)
	if err != nil {
		return nil, err
	}
	o, ok := e.Outcome(r.Path("code"))
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	v := itemView{
		Title: staff(o.Text), Caption: nameOf(r.L, e) + " · " + o.Code, Drawing: o.Picture,
		Cards: r.L.T("framework.item.cards"), Nations: r.L.T("framework.item.nations"),
		Tabs: kit.Tabs{IDPrefix: "nation", Title: r.L.T("framework.item.nations")},
	}
	for _, lang := range e.Languages {
		p, _ := web.service.Pack(r.Context(), e, lang)
		if p.StatusOf("card/"+o.Code+"/name") != framework.StatusNone { // the wording itself, which stands above
			v.Rows = append(v.Rows, cardRows(r.L, p, o.Code))
		}
	}
	if !e.Sourced {
		v.ChecksTitle = r.L.T("framework.item.indicators")
		for _, ind := range o.Indicators {
			v.Checks = append(v.Checks, linkView{Code: ind.Code, Text: staff(ind.Text)})
		}
	}
	if e.Sourced {
		for _, nation := range ownFirst(r.Session.Nation) {
			v.Tabs.Items = append(v.Tabs.Items, kit.Tab{ID: nation, Label: r.L.T("framework.nation." + nationKey(nation)), Panel: nationPanel(nationOf(r.L, o, nation))})
		}
	}
	return page.Show(o.Code, itemBody(v)).Back(setURL(e)), nil
}

func cardRows(l i18n.L, p *framework.Pack, code string) kit.SummaryList {
	card, _ := p.Card(code)
	in := func(s string) kit.Content { return kit.In(p.Lang(), p.Dir(), s) }
	return kit.SummaryList{
		Card: &kit.Card{Title: languageLine{Name: in(p.Name()), Status: statusOf(l, p.Status())}},
		Rows: []kit.Row{
			row(l, "framework.card.name", in(card.Name)), row(l, "framework.card.ask", in(card.Ask)),
			row(l, "framework.card.simpler", in(card.Simpler)), row(l, "framework.card.example", in(card.Example)),
		},
	}
}

func nationOf(l i18n.L, o framework.Outcome, nation string) nationView {
	ask := o.Ask[nation]
	v := nationView{
		RestsOn: l.T("framework.item.rests_on"), Checks: l.T("framework.item.checks"), Outcome: citations(l, o.Citations[nation]),
		Ask: kit.SummaryList{Rows: []kit.Row{
			row(l, "framework.ask.what", staff(ask.What)), row(l, "framework.ask.who", staff(ask.WhoMustAct)), row(l, "framework.ask.how", staff(ask.How)),
		}},
	}
	for _, ind := range o.Indicators {
		v.Children = append(v.Children, checkView{Code: ind.Code, Text: staff(ind.Text), Rests: citations(l, ind.Citations[nation])})
	}
	return v
}

func citations(l i18n.L, list []framework.Citation) []citationView {
	views := make([]citationView, 0, len(list))
	for _, c := range list {
		v := citationView{Title: c.Title, URL: c.URL, Pinpoint: c.Pinpoint, Read: l.T("framework.read.not"), Note: staff(c.Note)}
		if c.ReadOn != "" {
			v.Read = l.T("framework.read.part", "day", l.Day(c.ReadOn))
			if c.Read == "full" {
				v.Read = l.T("framework.read.full", "day", l.Day(c.ReadOn))
			}
		}
		v.Force = kit.Tag{Text: kit.T(l.T("framework.force." + forceKey(c.Force))), Kind: kit.TagQuiet}
		views = append(views, v)
	}
	return views
}

// i18n: prefix framework.force.
func forceKey(force string) string {
	switch force {
	case framework.ForceLaw:
		return "law"
	case framework.ForceGuidance:
		return "guidance"
	case framework.ForceTreaty:
		return "treaty"
	default:
		return "view"
	}
}

// i18n: prefix framework.nation.
func nationKey(nation string) string { return strings.ReplaceAll(nation, "-", "_") }

// i18n: prefix framework.status.
func statusOf(l i18n.L, status string) string {
	key := map[string]string{
		framework.StatusOriginal: "original", framework.StatusMachineDraft: "machine", framework.StatusHuman: "human",
		framework.StatusBackTranslated: "back", framework.StatusReviewed: "reviewed", framework.StatusNone: "none", framework.StatusSourceChanged: "source",
	}[status]
	return l.T("framework.status." + key)
}

// ownFirst puts the reader's own nation before the others.
func ownFirst(own string) []string {
	list := []string{}
	for _, n := range framework.Nations {
		if n == own {
			list = append([]string{n}, list...)
		} else {
			list = append(list, n)
		}
	}
	return list
}
