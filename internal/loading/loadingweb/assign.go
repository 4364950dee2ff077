package loadingweb

import (
	"strconv"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type assignView struct {
	Title, Caption string
	Neutral        string // the title outside the page: a sheet's name may tell of something
	Problems       kit.Content
	Counts         []kit.Content
	Left           string
	Notices        []string
	UndoURL        string
	Undo, Redo     kit.Button
	Guard          []hidden
	Picture        *pictureView
	Rows           []rowView
	RowsTitle      string
	Keys           string
	Suggest        *suggestView
	Range          kit.Content
	Codes          kit.Content
	Save, SaveNext kit.Content
	Type           *typeView
	Pages          kit.Content
	Overview       linkView
}

type suggestView struct {
	Text   string
	Button kit.Button
}

// typeView is the form for typing an item in.
type typeView struct {
	Title, Text, URL string
	Open             bool
	Hidden           []hidden
	Fields           []kit.Content
	Add              kit.Button
}

func pageNumber(r *page.Request) (int, error) {
	n, err := strconv.Atoi(r.Path("page"))
	if err != nil || n < 1 || n > 100_000 {
		return 0, problem.New(problem.NotFound, "problem.not_found")
	}
	return n, nil
}

// openPage gives the draft and the page that a request is about.
func (web *Web) openPage(r *page.Request) (*loading.Opened, loading.Page, error) {
	number, err := pageNumber(r)
	if err != nil {
		return nil, loading.Page{}, err
	}
	o, err := web.open(r)
	if err != nil {
		return nil, loading.Page{}, err
	}
	p, err := o.Page(number)
	return o, p, err
}

func (web *Web) showPage(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPage(r)
	if err != nil {
		return nil, err
	}
	v := assignPage(r, o, p, nil)
	return page.Show(v.Neutral, assignBody(v)).Back(at(o.ID, "")).Script("loading.js"), nil
}

// assignPage shapes a page of a draft. After a refusal the rows show what was entered wherever the reader changed it.
func assignPage(r *page.Request, o *loading.Opened, p loading.Page, wrong error) assignView {
	t, problems := r.L.T, problemsOf(r, wrong)
	v := assignView{Title: t("loading.page_title", "number", p.Number), Caption: o.Goal.Name, Problems: problems.Summary(), Counts: counts(r, o),
		UndoURL: pageURL(o.ID, p.Number) + "/undo", Guard: guard(r, o), RowsTitle: t("loading.pieces"), Keys: t("loading.keys"),
		Undo:     kit.Button{Text: kit.T(t("loading.undo")), Kind: kit.Secondary, Name: "do", Value: "undo", Disabled: !o.CanUndo},
		Redo:     kit.Button{Text: kit.T(t("loading.redo")), Kind: kit.Secondary, Name: "do", Value: "redo", Disabled: !o.CanRedo},
		Overview: linkView{URL: at(o.ID, "/check"), Text: t("loading.step_check")},
	}
	if p.Name != "" {
		v.Title = t("loading.sheet_title", "name", p.Name)
	}
	v.Neutral = t("loading.page_title", "number", p.Number)
	v.Left = r.L.N("loading.left", o.State.Open(p.Number))
	v.Notices = notices(r, o, p)
	v.Rows = rows(r, o, p, problems)
	v.Picture = pictureOf(r, o, p)
	if n := suggested(o, p); n > 0 && o.Draft.Open() {
		v.Suggest = &suggestView{Text: r.L.N("loading.suggestions", n), Button: kit.Button{Text: kit.T(t("loading.take_suggestions")),
			Kind: kit.Secondary, Name: "act", Value: "suggest", Once: true}}
	}
	if o.Draft.Open() {
		if len(v.Rows) > 0 {
			v.Range = rangeForm(r, problems)
			if numbered(o, p) {
				v.Codes = kit.Button{Text: kit.T(t("loading.take_codes")), Kind: kit.Secondary, Name: "act", Value: "codes", Once: true}
			}
			v.Save = kit.Button{Text: kit.T(t("page.save")), Name: "act", Value: "save", Once: true}
			if next := nextPage(o, p.Number); next > 0 {
				v.SaveNext = kit.Button{Text: kit.T(t("loading.save_next")), Kind: kit.Secondary, Name: "act", Value: "next", Once: true}
			}
		}
		v.Type = typeForm(r, o, p, problems)
	}
	v.Pages = pageLinks(r, o, p.Number)
	return v
}

// notices say what to know of a page, and of its file, before anything is decided.
func notices(r *page.Request, o *loading.Opened, p loading.Page) []string {
	var list []string
	switch {
	case p.Scanned:
		list = append(list, r.L.T("loading.scanned"))
	case p.Outlined:
		list = append(list, r.L.T("loading.outlined"))
	}
	if p.Unreadable > 0 {
		list = append(list, r.L.N("loading.unreadable", p.Unreadable))
	}
	if f, ok := o.Current(); ok {
		for _, key := range f.Notes {
			list = append(list, r.L.T(key))
		}
	}
	return list
}

func suggested(o *loading.Opened, p loading.Page) (n int) {
	for _, piece := range o.On(p.Number) {
		if piece.Role == loading.Undecided && piece.Suggestion() != nil {
			n++
		}
	}
	return n
}

// numbered reports whether a piece of the page begins with a number that could be its code and was not taken as one.
func numbered(o *loading.Opened, p loading.Page) bool {
	for _, piece := range o.On(p.Number) {
		if code, _ := loading.PrintedCode(piece.Printed()); code != "" && piece.Prefix == "" && !piece.Typed {
			return true
		}
	}
	return false
}

// nextPage gives the number of the page after one, 0 for none.
func nextPage(o *loading.Opened, number int) int {
	pages := o.AllPages()
	for i, p := range pages {
		if p.Number == number && i+1 < len(pages) {
			return pages[i+1].Number
		}
	}
	return 0
}

func pageLinks(r *page.Request, o *loading.Opened, number int) kit.Content {
	pages := o.AllPages()
	if len(pages) < 2 {
		return nil
	}
	nav := kit.Pagination{Label: r.L.T("page.pagination")}
	for i, p := range pages {
		if p.Number != number {
			continue
		}
		if i > 0 {
			nav.Previous = &kit.PageLink{Href: pageURL(o.ID, pages[i-1].Number), Label: r.L.T("loading.step_page", "number", pages[i-1].Number)}
		}
		if i+1 < len(pages) {
			nav.Next = &kit.PageLink{Href: pageURL(o.ID, pages[i+1].Number), Label: r.L.T("loading.step_page", "number", pages[i+1].Number)}
		}
	}
	return nav
}

// rangeForm says something of many rows at once: from this one to that one, or to the next heading.
func rangeForm(r *page.Request, problems page.Problems) kit.Content {
	t, f := r.L.T, r.Form
	as := kit.Select{Name: "range_as", Label: kit.Label{Text: kit.T(t("loading.range_as"))}, Value: f.Raw("range_as"), Error: problems.Of("range_as"),
		Items: []kit.Option{{Value: "", Text: t("loading.choose")}}}
	for _, role := range loading.Roles {
		as.Items = append(as.Items, kit.Option{Value: string(role), Text: t("loading.role_" + string(role))}) // i18n: prefix loading.role_
	}
	as.Items = append(as.Items, kit.Option{Value: asTheyAre, Text: t("loading.role_same")})
	input := func(name string) kit.Content {
		return kit.Input{Name: name, Label: kit.Label{Text: kit.T(t("loading." + name))}, InputMode: "numeric", Class: "govuk-input--width-4", // i18n: prefix loading.range_
			Value: f.Raw(name), Error: problems.Of(name)}
	}
	under := kit.Input{Name: "range_under", Label: kit.Label{Text: kit.T(t("loading.range_under"))}, Class: "govuk-input--width-4", Spellcheck: "false",
		Value: f.Raw("range_under"), Error: problems.Of("range_under")}
	body := rangeParts{Hint: t("loading.range_hint"), Parts: []kit.Content{input("range_from"), input("range_to"), as, under},
		Set: kit.Button{Text: kit.T(t("loading.range_set")), Kind: kit.Secondary, Name: "act", Value: "range", Once: true}}
	return kit.Details{Summary: kit.T(t("loading.range")), Body: rangeBody(body), Open: f.Raw("act") == "range"}
}

type rangeParts struct {
	Hint  string
	Parts []kit.Content
	Set   kit.Button
}

// typeForm types items in beside the picture. What comes after a principle is most likely an outcome, after an outcome
// an indicator; the choice stands there to be seen and changed.
func typeForm(r *page.Request, o *loading.Opened, p loading.Page, problems page.Problems) *typeView {
	t, f := r.L.T, r.Form
	as := f.Raw("type_as")
	if as == "" {
		as = string(likely(o, p.Number))
	}
	role := kit.Radios{Name: "type_as", Class: "govuk-radios--inline govuk-radios--small", Value: as, Error: problems.Of("type_as"),
		Legend: kit.Legend{Text: kit.T(t("loading.type_as"))}}
	for _, can := range loading.Roles {
		if can.Counted() {
			role.Items = append(role.Items, kit.Choice{Value: string(can), Text: kit.T(t("loading.role_" + string(can)))})
		}
	}
	text := kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("loading.type_text"))}, Hint: kit.T(t("loading.type_hint")), Rows: 3,
		Value: f.Raw("text"), Error: problems.Of("text"), Attrs: map[string]any{"data-enter": true}}
	if f.Raw("typed") != "" {
		text.Attrs["autofocus"] = true
	}
	return &typeView{Title: t("loading.type_title"), Text: t("loading.type_lede"), URL: pageURL(o.ID, p.Number) + "/typed", Hidden: guard(r, o),
		Open: p.Outlined || len(o.On(p.Number)) == 0 || f.Raw("typed") != "" || f.Has("text"),
		Fields: []kit.Content{role, text,
			kit.Input{Name: "code", Label: kit.Label{Text: kit.T(t("loading.code_own"))}, Class: "govuk-input--width-4", Spellcheck: "false",
				Value: f.Raw("code"), Error: problems.Of("code")}},
		Add: kit.Button{Text: kit.T(t("loading.type_add")), Once: true}}
}

func likely(o *loading.Opened, number int) loading.Role {
	last := loading.Undecided
	for _, p := range o.Pieces {
		if p.Page <= number && p.Role.Counted() {
			last = p.Role
		}
	}
	switch {
	case last == loading.Principle:
		return loading.Outcome
	case last != loading.Undecided:
		return loading.Indicator
	case o.Goal.Expected.Principles == 0:
		return loading.Outcome
	}
	return loading.Principle
}
