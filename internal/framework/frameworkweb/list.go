package frameworkweb

import (
	"net/url"
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

type listView struct {
	Title, Lead  string
	NotChosen    string
	Choose       kit.Content
	ChooseAdults string
	Wordings     string // likewise
	Load         string // words of the link; "" for those who may not
	Keys, Recall string // words of links beside Load
	Added        string // words of the link to what young people added; "" for those who may not
	Crosswalks   string
	Languages    string
	Editions     []kit.SummaryList
}

func (web *Web) showList(r *page.Request) (*page.Answer, error) {
	children, err := web.chosenFor(r, framework.Children)
	if err != nil {
		return nil, err
	}
	adults, err := web.chosenFor(r, framework.Adults)
	if err != nil {
		return nil, err
	}
	v := listView{Title: r.L.T("framework.list.title"), Lead: r.L.T("framework.list.lead"), Crosswalks: r.L.T("crosswalk.title"),
		Languages: r.L.T("translation.title")}
	if children == "" {
		v.NotChosen = r.L.T("framework.not_chosen")
	}
	if mayChoose(r) {
		v.Choose = kit.Button{Text: kit.T(r.L.T("framework.list.choose")), Href: "/frameworks/choose"}
		v.ChooseAdults = r.L.T("framework.choose.also_adults")
	}
	if permit.Could(r.Who, permit.ChangeWording) {
		v.Wordings = r.L.T("framework.list.wordings")
	}
	if permit.Could(r.Who, permit.LoadFramework) {
		v.Load, v.Keys, v.Recall = r.L.T("framework.list.load"), r.L.T("framework.keys.title"), r.L.T("framework.recall.title")
	}
	if permit.Could(r.Who, permit.SuggestWording) {
		v.Added = r.L.T("loading.add_title")
	}
	list, err := web.service.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	for _, e := range besideTheirSlots(list) {
		if !e.BuiltIn() || e.Set != framework.SetPlaceholder { // for tests of shape alone, so nobody is offered it
			v.Editions = append(v.Editions, editionCard(r, e, e.ID == children, e.ID == adults))
		}
	}
	return page.Show(v.Title, listBody(v)), nil
}

// chosenFor is the id of the edition that stands for them, "" before the first choice.
func (web *Web) chosenFor(r *page.Request, whom framework.Whom) (string, error) {
	e, err := web.service.Chosen(r.Context(), r.Who, whom)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return e.ID, nil
}

// besideTheirSlots puts a published edition right after what is built in of its set, and those of other sets at the end.
func besideTheirSlots(list []*framework.Edition) []*framework.Edition {
	place := map[string]int{}
	for i, e := range list {
		if e.BuiltIn() {
			place[e.Set] = i
		}
	}
	at := func(e *framework.Edition) int {
		if i, ok := place[e.Set]; ok {
			return i
		}
		return len(list)
	}
	slices.SortStableFunc(list, func(a, b *framework.Edition) int { return at(a) - at(b) })
	return list
}

func editionCard(r *page.Request, e *framework.Edition, children, adults bool) kit.SummaryList {
	state := kit.Content(kit.T(r.L.T("framework.list.not_in_use")))
	switch {
	case children && adults:
		state = kit.Tag{Text: kit.T(r.L.T("framework.list.in_use"))}
	case children:
		state = kit.Tag{Text: kit.T(r.L.T("framework.list.in_use_children"))}
	case adults:
		state = kit.Tag{Text: kit.T(r.L.T("framework.list.in_use_adults"))}
	}
	title := nameOf(r.L, e)
	list := kit.SummaryList{
		Card: &kit.Card{Title: kit.T(title), Actions: []kit.Action{{
			Text: kit.T(r.L.T("framework.list.show")), Href: setURL(e), Hidden: title,
		}}},
		Rows: []kit.Row{
			row(r.L, "framework.row.state", state),
			row(r.L, "framework.row.about", kit.T(aboutOf(r.L, e))),
			row(r.L, "framework.row.size", kit.T(sizeOf(r.L, e))),
		},
	}
	if !e.BuiltIn() {
		list.Rows = append(list.Rows, row(r.L, "framework.row.version", staff(e.Version)), row(r.L, "framework.row.uses", kit.T(usesOf(r.L, e))))
	}
	if e.Recall != nil {
		list.Rows = append(list.Rows, row(r.L, "framework.row.recall", staff(e.Recall.Notice)))
	}
	return list
}

// usesOf says who may read the wording here.
//
// i18n: prefix framework.uses.
func usesOf(l i18n.L, e *framework.Edition) string { return l.T("framework.uses." + e.Permission.Uses) }

func row(l i18n.L, key string, value kit.Content) kit.Row {
	return kit.Row{Key: kit.T(l.T(key)), Value: value}
}

// setURL is where an edition is shown: what is built in under its set, which does not change with a new edition of the
// program, and what is published under its id.
func setURL(e *framework.Edition) string {
	if e.BuiltIn() {
		return "/frameworks/" + url.PathEscape(e.Set)
	}
	return "/frameworks/" + url.PathEscape(e.ID)
}

func itemURL(e *framework.Edition, code string) string {
	return setURL(e) + "/" + url.PathEscape(code)
}

// i18n: prefix framework.name.
// i18n: prefix framework.about.
func nameOf(l i18n.L, e *framework.Edition) string {
	if !e.BuiltIn() {
		return e.Name
	}
	return l.T("framework.name." + setKey(e))
}

func aboutOf(l i18n.L, e *framework.Edition) string {
	if !e.BuiltIn() {
		return e.Source
	}
	return l.T("framework.about." + setKey(e))
}

// setKey names a set in message keys.
func setKey(e *framework.Edition) string {
	switch e.Set {
	case framework.SetChecklist:
		return "checklist"
	case framework.SetOfficial:
		return "official"
	case framework.SetMSCOS:
		return "mscos"
	case framework.SetWhatMatters:
		return "what_matters"
	default:
		return "placeholder"
	}
}

// sizeOf says how much is here, or for the empty slot how much is not.
func sizeOf(l i18n.L, e *framework.Edition) string {
	have, want := e.Loaded(), e.Expected
	switch {
	case !e.BuiltIn():
		return l.T("framework.size.loaded", "outcomes", have.Outcomes, "indicators", have.Indicators)
	case e.Empty != "":
		return l.T("framework.size.empty", "outcomes", want.Outcomes, "indicators", want.Indicators)
	case want.Outcomes == 0:
		return l.T("framework.size.none")
	case e.Set == framework.SetChecklist: // its levels have names of its own
		return l.T("framework.size.checklist", "outcomes", have.Outcomes, "indicators", have.Indicators)
	case e.Set == framework.SetMSCOS:
		return l.T("framework.size.mscos", "outcomes", have.Outcomes)
	default:
		return l.T("framework.size.loaded", "outcomes", have.Outcomes, "indicators", have.Indicators)
	}
}
