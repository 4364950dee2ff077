package explorerweb

import (
	"net/http"
	"strings"

	"stablefutures/internal/explorer"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

const (
	longestQuestion = 100 // letters
	mostShown       = 40  // hits on a page: whoever has more asks with one word more
)

// findView is the search form with what it found.
type findView struct {
	Label, Hint, Button, Query string
	Hidden                     []hiddenField
	Said                       string
	Hits                       []hitView
	Asked                      bool
	Nothing                    string
}

type hitView struct {
	URL, Code, Set, Where string
	Name                  kit.Content
	Drawing               string
	Lang, Dir             string
	Pieces                []explorer.Piece
}

// question reads the words somebody typed: one line, cut where nobody goes on reading.
func question(r *page.Request) string {
	q := []rune(r.Form.Line("q", 10_000))
	return string(q[:min(len(q), longestQuestion)])
}

func (web *Web) showSearch(r *page.Request) (*page.Answer, error) {
	s, q := readState(r), question(r)
	hits, books, err := web.search(r, s, q)
	if err != nil {
		return nil, err
	}
	v := searchView{Title: r.L.T("explorer.search"), Find: web.find(r, s, q, hits), Filter: filterForm(r.L, s, books, "/explore/search", q)}
	return show(r, v.Title, searchBody(v)).Crumbs(page.Crumb{Text: r.L.T("explorer.title"), URL: s.to("/explore")}), nil
}

type searchView struct {
	Title  string
	Find   findView
	Filter filterView
}

// giveResults is what the script asks for while somebody types.
func (web *Web) giveResults(r *page.Request) (*page.Answer, error) {
	s, q := readState(r), question(r)
	hits, _, err := web.search(r, s, q)
	if err != nil {
		return nil, err
	}
	v := web.find(r, s, q, hits)
	html, err := page.Fragment(kit.WithWords(r.Context(), page.Words(r.L)), results(v))
	if err != nil {
		return nil, err
	}
	return page.JSON(http.StatusOK, map[string]string{"said": v.Said, "html": html}).Shared(keepFor), nil
}

func (web *Web) search(r *page.Request, s state, q string) ([]explorer.Hit, []explorer.Book, error) {
	all, err := web.editions(r.Context())
	if err != nil {
		return nil, nil, err
	}
	books := web.books(r.Context(), all)
	return web.shelf.Search(books, explorer.Question{Words: q, Audience: s.Who, System: s.System, Language: s.Lang}), books, nil
}

// find shapes the form and its hits.
func (web *Web) find(r *page.Request, s state, q string, hits []explorer.Hit) findView {
	t := r.L.T
	v := findView{Label: t("explorer.find_label"), Hint: t("explorer.find_hint"), Button: t("explorer.find_button"), Query: q, Hidden: s.hidden(), Asked: strings.TrimSpace(q) != ""}
	if !v.Asked {
		return v
	}
	v.Said = r.L.N("explorer.found", len(hits))
	if len(hits) > mostShown {
		v.Said = t("explorer.found_many", "count", len(hits), "shown", mostShown)
		hits = hits[:mostShown]
	}
	if len(hits) == 0 {
		v.Nothing = t("explorer.found_nothing")
	}
	for _, h := range hits {
		v.Hits = append(v.Hits, hit(r.L, s, h))
	}
	return v
}

// hit leads to the item with its card in the language the word was found in.
func hit(l i18n.L, s state, h explorer.Hit) hitView {
	v := hitView{Code: h.Item.Code, Set: h.Edition.Name, Lang: h.Lang, Dir: h.Dir, Pieces: h.Pieces,
		Where: l.T("explorer.field_" + string(h.Field))} // i18n: prefix explorer.field_
	v.URL = itemURL(h.Edition, h.Item.Code)
	o, _ := h.Edition.Outcome(h.Item.Outcome)
	v.Drawing, v.Name = o.Picture, staff(l, h.Item.Text)
	if h.Lang == "en" && h.Field != explorer.CardName && h.Field != explorer.CardAsk && h.Field != explorer.Example {
		v.URL = s.to(v.URL)
		if h.Field == explorer.Text {
			v.Pieces, v.Where = nil, "" // the name already says it
		}
		return v
	}
	v.URL = s.to(v.URL, "lang", h.Lang)
	if h.Card != "" {
		v.Name = kit.In(h.Lang, h.Dir, h.Card)
	}
	if h.Field == explorer.CardName {
		v.Pieces = nil
		v.Where = h.Item.Text
	}
	return v
}
