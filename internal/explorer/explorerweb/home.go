package explorerweb

import (
	"strings"

	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type homeView struct {
	Title, Lead      string
	Find             findView
	Who, Sets, Other string // headings
	Audiences        []linkView
	Editions         []editionView
	Compare          linkView
	Gallery          linkView // what young people made and want to be seen
	NotEndorsed      string
}

type linkView struct {
	URL, Hint string
	Text      kit.Content
	Current   bool
	Lang, Dir string
}

// editionView is one edition in the overview.
type editionView struct {
	URL, Name, About, Size string
	Languages              []kit.Content
	LanguagesLabel         string
	Empty                  bool
}

func (web *Web) showHome(r *page.Request) (*page.Answer, error) {
	all, err := web.editions(r.Context())
	if err != nil {
		return nil, err
	}
	t, s := r.L.T, readState(r)
	v := homeView{Title: t("explorer.title"), Lead: t("explorer.lead"), Find: web.find(r, s, "", nil),
		Who: t("explorer.who_heading"), Sets: t("explorer.sets_heading"), NotEndorsed: t("explorer.not_endorsed")}
	for _, e := range all {
		v.Editions = append(v.Editions, editionCard(r.L, web.book(r.Context(), e), s))
		if len(v.Audiences) == 0 && len(e.Items()) > 0 {
			for _, a := range explorer.Audiences {
				v.Audiences = append(v.Audiences, linkView{URL: s.to(editionURL(e), "who", string(a)), Text: kit.T(audienceName(r.L, a)), Hint: audienceHint(r.L, a)})
			}
		}
	}
	v.Compare = linkView{URL: "/explore/compare", Text: kit.T(t("explorer.compare"))}
	v.Gallery = linkView{URL: "/gallery", Text: kit.T(t("explorer.gallery")), Hint: t("explorer.gallery_text")}
	return show(r, v.Title, homeBody(v)), nil
}

func editionCard(l i18n.L, b explorer.Book, s state) editionView {
	e := b.Edition
	v := editionView{URL: s.to(editionURL(e)), Name: e.Name, About: beginning(e.Source), Size: sizeOf(l, e), Empty: e.Empty != "", LanguagesLabel: l.T("explorer.languages")}
	if len(e.Items()) > 0 {
		for _, p := range b.Packs {
			v.Languages = append(v.Languages, kit.In(p.Lang(), p.Dir(), p.Name()))
		}
	}
	return v
}

// beginning gives the first sentences of a longer text: the edition's own page has all of it.
func beginning(text string) string {
	const enough = 150 // letters, about three lines of a card
	if i := strings.Index(text[min(enough, len(text)):], ". "); i >= 0 {
		return text[:min(enough, len(text))+i+1]
	}
	return text
}

// sizeOf says how much of an edition is here.
func sizeOf(l i18n.L, e *framework.Edition) string {
	have := e.Loaded()
	switch {
	case e.Empty != "":
		return l.T("explorer.size_empty", "outcomes", e.Expected.Outcomes, "indicators", e.Expected.Indicators)
	case have.Outcomes == 0:
		return l.T("explorer.size_none")
	case e.Set == framework.SetChecklist:
		return l.T("explorer.size_checklist", "outcomes", have.Outcomes, "indicators", have.Indicators)
	case e.ForAdults():
		return l.T("explorer.size_adults", "outcomes", have.Outcomes)
	case have.Indicators == 0:
		return l.T("explorer.size_outcomes", "outcomes", have.Outcomes)
	}
	return l.T("explorer.size", "outcomes", have.Outcomes, "indicators", have.Indicators)
}

// i18n: prefix explorer.who_
func audienceName(l i18n.L, a explorer.Audience) string { return l.T("explorer.who_" + string(a)) }

// i18n: prefix explorer.first_
func audienceHint(l i18n.L, a explorer.Audience) string { return l.T("explorer.first_" + string(a)) }

// i18n: prefix explorer.system_
func systemName(l i18n.L, system string) string { return l.T("explorer.system_" + system) }
