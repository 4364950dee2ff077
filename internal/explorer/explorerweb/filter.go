package explorerweb

import (
	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
)

// filterView is the form that says who is reading and what for.
type filterView struct {
	Summary, Action, Button string
	Hidden                  []hiddenField
	Selects                 []kit.Select
}

// filterForm offers only what there is: no systems for editions that name none, no languages but those spoken.
func filterForm(l i18n.L, s state, books []explorer.Book, action, q string) filterView {
	v := filterView{Summary: l.T("explorer.filter"), Action: action, Button: l.T("explorer.filter_button")}
	if q != "" {
		v.Hidden = append(v.Hidden, hiddenField{"q", q})
	}
	choose := func(name, value string, items []kit.Option) {
		if name != "nation" { // one nation is always shown, and the page says which
			items = append([]kit.Option{{Value: "", Text: l.T("explorer.any_" + name)}}, items...) // i18n: prefix explorer.any_
		}
		v.Selects = append(v.Selects, kit.Select{Name: name, Value: value, Items: items,
			Label: kit.Label{Text: kit.T(l.T("explorer.choose_" + name))}}) // i18n: prefix explorer.choose_
	}
	var who, systems, languages, nations []kit.Option
	for _, a := range explorer.Audiences {
		who = append(who, kit.Option{Value: string(a), Text: audienceName(l, a)})
	}
	choose("who", string(s.Who), who)
	for _, system := range explorer.SystemsOf(editionsOf(books)...) {
		systems = append(systems, kit.Option{Value: system, Text: systemName(l, system)})
	}
	if len(systems) > 0 {
		choose("system", s.System, systems)
	}
	for _, p := range languagesOf(books) {
		_, english := i18n.LanguageName(p.Lang())
		name := p.Name()
		if english != name {
			name += " – " + english
		}
		languages = append(languages, kit.Option{Value: p.Lang(), Text: name})
	}
	if len(languages) > 1 {
		choose("lang", s.Lang, languages)
	}
	for _, n := range framework.Nations {
		nations = append(nations, kit.Option{Value: n, Text: nationName(l, n)})
	}
	choose("nation", s.nation(), nations)
	return v
}

// languagesOf gives one pack for each language that any of the editions has cards in.
func languagesOf(books []explorer.Book) []*framework.Pack {
	var list []*framework.Pack
	seen := map[string]bool{}
	for _, b := range books {
		if len(b.Edition.Items()) == 0 {
			continue
		}
		for _, p := range b.Packs {
			if !seen[p.Lang()] {
				seen[p.Lang()] = true
				list = append(list, p)
			}
		}
	}
	return list
}

func editionsOf(books []explorer.Book) []*framework.Edition {
	list := make([]*framework.Edition, 0, len(books))
	for _, b := range books {
		list = append(list, b.Edition)
	}
	return list
}
