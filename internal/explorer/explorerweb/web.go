// Package explorerweb shows the public editions to everybody, without signing in: no cookie is set, nothing is kept of
// what somebody looked for, and every page works without script.
package explorerweb

import (
	"context"
	"net/url"
	"slices"
	"time"

	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// keepFor is how many seconds a browser may show a page again without asking.
const keepFor = 300

// Web is the pages of the explorer.
type Web struct {
	frameworks *framework.Service
	shelf      *explorer.Shelf
	now        func() time.Time
}

// New makes the pages. now gives the day for citations.
func New(frameworks *framework.Service, now func() time.Time) *Web {
	return &Web{frameworks, &explorer.Shelf{}, now}
}

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return []page.Route{
		page.Get("/explore", permit.Public, web.showHome),
		page.Get("/explore/search", permit.Public, web.showSearch),
		page.Get("/explore/search/results", permit.Public, web.giveResults),
		page.Get("/explore/compare", permit.Public, web.showCompare),
		page.Get("/explore/{edition}", permit.Public, web.showEdition),
		page.Get("/explore/{edition}/{code}", permit.Public, web.showItem),
		page.Get("/explore/{edition}/download/{format}", permit.Public, web.giveFile),
	}
}

// editions are those that anybody may read, whoever is asking: a page that is kept by caches says the same to all.
func (web *Web) editions(ctx context.Context) ([]*framework.Edition, error) {
	all, err := web.frameworks.Readable(ctx, permit.Nobody)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(e *framework.Edition) bool { return e.Set == framework.SetPlaceholder }), nil
}

// edition finds a public edition of the path or the query; whatever is not public is not found.
func (web *Web) edition(ctx context.Context, id string) (*framework.Edition, []*framework.Edition, error) {
	all, err := web.editions(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range all {
		if e.ID == id {
			return e, all, nil
		}
	}
	return nil, nil, problem.New(problem.NotFound, "problem.not_found")
}

// state is what a reader said about themselves, carried in addresses and nowhere else.
type state struct {
	Who    explorer.Audience
	System string
	Lang   string // of the cards; "" is the first there is
	Nation string
}

func readState(r *page.Request) state {
	s := state{Who: explorer.Audience(r.Form.Raw("who")), System: r.Form.Raw("system"), Lang: r.Form.Raw("lang"), Nation: r.Form.Raw("nation")}
	if !slices.Contains(explorer.Audiences, s.Who) {
		s.Who = explorer.Anybody
	}
	if !slices.Contains(framework.Systems, s.System) {
		s.System = ""
	}
	if !slices.Contains(framework.Nations, s.Nation) {
		s.Nation = ""
	}
	if len(s.Lang) > 20 {
		s.Lang = ""
	}
	return s
}

// nation is the one shown: the reader's choice, else the first.
func (s state) nation() string {
	if s.Nation == "" {
		return framework.Nations[0]
	}
	return s.Nation
}

// to adds what was said to an address, so that it stays while somebody walks on.
func (s state) to(path string, more ...string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("who", string(s.Who))
	set("system", s.System)
	set("lang", s.Lang)
	set("nation", s.Nation)
	for i := 0; i+1 < len(more); i += 2 {
		q.Del(more[i])
		set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// hidden carries the state through a form of its own.
func (s state) hidden() []hiddenField {
	var list []hiddenField
	for _, f := range []hiddenField{{"who", string(s.Who)}, {"system", s.System}, {"lang", s.Lang}, {"nation", s.Nation}} {
		if f.Value != "" {
			list = append(list, f)
		}
	}
	return list
}

type hiddenField struct{ Name, Value string }

func editionURL(e *framework.Edition) string { return "/explore/" + url.PathEscape(e.ID) }

func itemURL(e *framework.Edition, code string) string {
	return editionURL(e) + "/" + url.PathEscape(code)
}

// staff gives an edition's staff wording, which is English, so that a Welsh page says so to a screen reader.
// nil where there is nothing to say.
func staff(l i18n.L, text string) kit.Content {
	switch {
	case text == "":
		return nil
	case l.Tag() == "en":
		return kit.T(text)
	}
	return kit.In("en", "ltr", text)
}

// book is an edition with what it says in each language, what was translated here among it.
func (web *Web) book(ctx context.Context, e *framework.Edition) explorer.Book {
	return explorer.Book{Edition: e, Packs: web.frameworks.Packs(ctx, e)}
}

func (web *Web) books(ctx context.Context, all []*framework.Edition) []explorer.Book {
	list := make([]explorer.Book, 0, len(all))
	for _, e := range all {
		list = append(list, web.book(ctx, e))
	}
	return list
}

// packOf gives what an edition says in the language asked for, else in its first; nil when it has none.
func packOf(b explorer.Book, lang string) *framework.Pack {
	for _, p := range b.Packs {
		if p.Lang() == lang {
			return p
		}
	}
	if len(b.Packs) == 0 {
		return nil
	}
	return b.Packs[0]
}

// itemText is an outcome or indicator in the language somebody chose, where it was translated, else as it was published.
func itemText(l i18n.L, b explorer.Book, item framework.Item, s state) kit.Content {
	if p := packOf(b, s.Lang); p != nil && s.Lang != "" {
		if text, ok := p.ItemText(item); ok {
			return kit.In(p.Lang(), p.Dir(), text)
		}
	}
	return staff(l, item.Text)
}

// indicatorText is itemText of an indicator.
func indicatorText(l i18n.L, b explorer.Book, ind framework.Indicator, s state) kit.Content {
	return itemText(l, b, framework.Item{Code: ind.Code, Kind: framework.IndicatorItem, Text: ind.Text}, s)
}

// outcomeText is itemText of an outcome.
func outcomeText(l i18n.L, b explorer.Book, o framework.Outcome, s state) kit.Content {
	return itemText(l, b, framework.Item{Code: o.Code, Kind: framework.OutcomeItem, Text: o.Text}, s)
}

// askTexts are the three parts of what can be asked for in the nation shown, likewise.
func askTexts(l i18n.L, b explorer.Book, o framework.Outcome, s state) (what, who, how kit.Content) {
	a, say := o.Ask[s.nation()], func(text string) kit.Content { return staff(l, text) }
	if p := packOf(b, s.Lang); p != nil && s.Lang != "" {
		if t, ok := p.AskText(o, s.nation()); ok {
			a, say = t, func(text string) kit.Content { return kit.In(p.Lang(), p.Dir(), text) }
		}
	}
	return say(a.What), say(a.WhoMustAct), say(a.How)
}

// show answers with a page that may be kept where nobody is signed in.
func show(r *page.Request, title string, body kit.Content) *page.Answer {
	return page.Show(title, body).Script("explore.js").Style("explore.css").Shared(keepFor)
}
