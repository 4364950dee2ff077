package paperweb

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/paper"
)

type homeView struct {
	Title, Lead, Sets string
	Editions          []editionView
}

type editionView struct{ Name, URL, Version, Recalled string }

func (web *Web) showHome(r *page.Request) (*page.Answer, error) {
	all, err := web.editions(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := homeView{Title: t("paper.title"), Lead: t("paper.lead"), Sets: t("paper.editions")}
	for _, e := range all {
		if len(web.languages(r, e)) > 0 {
			v.Editions = append(v.Editions, editionView{Name: e.Name, URL: "/paper/" + e.ID, Version: t("paper.version", "version", e.Version), Recalled: recalled(r.L, e)})
		}
	}
	return page.Show(v.Title, homeBody(v)), nil
}

func recalled(l i18n.L, e *framework.Edition) string {
	if e.Recall == nil {
		return ""
	}
	return l.T("paper.recalled", "notice", e.Recall.Notice)
}

// language is one that an edition speaks.
type language struct {
	tag, name string
	draft     bool
}

// languages are those of the twenty in which there is anything to print, then any other the edition brought.
func (web *Web) languages(r *page.Request, e *framework.Edition) []language {
	var list []language
	seen := map[string]bool{}
	add := func(tag string) {
		p, ok := web.frameworks.Pack(r.Context(), e, tag)
		if seen[tag] || !ok {
			return
		}
		seen[tag] = true
		name := p.Name()
		if y, ok := i18n.Young(tag); ok && y.English != name {
			name += " – " + y.English
		}
		list = append(list, language{tag, name, !p.Trusted()})
	}
	for _, y := range i18n.YoungLanguages() {
		add(y.Tag)
	}
	for _, tag := range e.Languages {
		add(tag)
	}
	return list
}

type formView struct {
	Title, Version, Recalled, Draft, Action string
	Problems                                kit.Content
	Product                                 kit.Radios
	Language, Size, Nation                  kit.Select
	More                                    kit.Checkboxes
	Make                                    kit.Button
}

func (web *Web) showEdition(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r)
	if err != nil {
		return nil, err
	}
	if len(r.Form.Names()) == 0 {
		return web.formPage(r, e, nil)
	}
	o, err := order(r, e, r.Form.Raw("product"))
	if err == nil {
		_, err = web.pack(r.Context(), e, o)
	}
	if page.IsInvalid(err) {
		return web.formPage(r, e, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(address(e, o)), nil
}

// formPage is the choosing, with what was wrong with a choice made before.
func (web *Web) formPage(r *page.Request, e *framework.Edition, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := formView{Title: t("paper.edition_title", "name", e.Name), Version: t("paper.version", "version", e.Version), Recalled: recalled(r.L, e),
		Action: "/paper/" + e.ID, Problems: problems.Summary(), Make: kit.Button{Text: kit.T(t("paper.make"))}}
	v.products(r, problems)
	v.Language = kit.Select{Name: "lang", Label: kit.Label{Text: kit.T(t("paper.language"))}, Hint: kit.T(t("paper.language_hint")), Error: problems.Of("lang"), Value: r.Form.Raw("lang")}
	for _, l := range web.languages(r, e) {
		name := l.name
		if l.draft {
			name, v.Draft = t("paper.draft_language", "language", name), t("paper.draft_warning")
		}
		v.Language.Items = append(v.Language.Items, kit.Option{Value: l.tag, Text: name})
	}
	v.Size = kit.Select{Name: "size", Label: kit.Label{Text: kit.T(t("paper.size"))}, Error: problems.Of("size"), Value: r.Form.Raw("size"),
		Items: []kit.Option{{Value: "", Text: t("paper.size_own")}, {Value: "a3", Text: t("paper.size_a3")}, {Value: "a4", Text: t("paper.size_a4")}, {Value: "a5", Text: t("paper.size_a5")}}}
	v.nations(r, problems)
	v.More = kit.Checkboxes{Name: "more", Legend: kit.Legend{Text: kit.T(t("paper.more")), Size: "s"}, Items: []kit.Choice{
		{Name: "large", Value: "1", ID: "large", Text: kit.T(t("paper.large")), Hint: kit.T(t("paper.large_hint")), Checked: r.Form.Raw("large") == "1"},
		{Name: "back", Value: "1", ID: "back", Text: kit.T(t("paper.back")), Hint: kit.T(t("paper.back_hint")), Checked: r.Form.Raw("back") == "1"}}}
	if wrong != nil {
		return page.Invalid(v.Title, formBody(v)).Back("/paper"), nil
	}
	return page.Show(v.Title, formBody(v)).Back("/paper"), nil
}

// products asks what to print; nothing is preselected but what the address names.
//
// i18n: prefix paper.product.
func (v *formView) products(r *page.Request, problems page.Problems) {
	named, _ := strings.CutSuffix(r.Path("product"), ".pdf")
	if named == "" {
		named = r.Form.Raw("product")
	}
	v.Product = kit.Radios{Name: "product", Legend: kit.Legend{Text: kit.T(r.L.T("paper.product")), Size: "m"}, Error: problems.Of("product"), Value: named}
	for _, p := range paper.Products() {
		key := "paper.product." + string(p)
		v.Product.Items = append(v.Product.Items, kit.Choice{Value: string(p), Text: kit.T(r.L.T(key)), Hint: kit.T(r.L.T(key + "_about"))})
	}
}

func (v *formView) nations(r *page.Request, problems page.Problems) {
	value := r.Form.Raw("nation")
	if !r.Form.Has("nation") {
		value = r.Session.Nation
	}
	v.Nation = kit.Select{Name: "nation", Label: kit.Label{Text: kit.T(r.L.T("paper.nation"))}, Hint: kit.T(r.L.T("paper.nation_hint")), Error: problems.Of("nation"), Value: value,
		Items: []kit.Option{{Value: "", Text: r.L.T("paper.nation_none")}}}
	for _, n := range framework.Nations {
		v.Nation.Items = append(v.Nation.Items, kit.Option{Value: n, Text: r.L.T("paper.nation." + strings.ReplaceAll(n, "-", "_"))})
	}
}
