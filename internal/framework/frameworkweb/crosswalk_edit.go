package frameworkweb

import (
	"net/url"
	"strconv"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// moreLines is how many empty lines the form offers below those that stand.
const moreLines = 3

type linksView struct {
	Title    string
	Caption  string
	Text     kit.Content
	Lead     string
	Problems kit.Content
	Lines    []linkFields
	Save     kit.Button
	Nothing  kit.Content
	Stands   string // that there is nothing, instead of the button
	Before   *linkView
	After    *linkView
}

// linkFields are the fields of one line.
type linkFields struct {
	Legend   string
	Was      string // hidden: the item it stood for
	WasName  string
	Relation kit.Select
	To       kit.Select
	Note     kit.Input
}

func (web *Web) showLinks(r *page.Request) (*page.Answer, error) {
	c, at, err := web.crosswalkItem(r)
	if err != nil {
		return nil, err
	}
	return page.Show(c.From.Items()[at].Code, linksBody(web.linksForm(r, c, at, nil))).Style("explore.css").Back(crosswalkURL(c.From.ID, c.To.ID)), nil
}

// crosswalkItem finds the crosswalk and the place of the item in its first edition.
func (web *Web) crosswalkItem(r *page.Request) (framework.Crosswalk, int, error) {
	c, err := web.service.Crosswalk(r.Context(), r.Who, r.Path("from"), r.Path("to"))
	if err != nil {
		return c, 0, err
	}
	at, ok := c.From.Index(r.Path("code"))
	if !ok {
		return c, 0, problem.New(problem.NotFound, "problem.not_found")
	}
	return c, at, nil
}

// linksForm is one item with what is said of it, in selects that a keyboard works through.
func (web *Web) linksForm(r *page.Request, c framework.Crosswalk, at int, wrong error) linksView {
	t, item := r.L.T, c.From.Items()[at]
	problems := r.Problems(wrong)
	v := linksView{Title: item.Code, Caption: c.From.Name + " → " + c.To.Name, Text: staff(item.Text), Lead: t("crosswalk.edit_lead"),
		Problems: problems.Summary(), Save: kit.Button{Text: kit.T(t("crosswalk.save_next")), Once: true}}
	var stand []framework.Link
	nothing := false
	for _, l := range c.Of(item.Code) {
		switch {
		case l.To == "":
			nothing = true
		case l.Relation != framework.NoRelation:
			stand = append(stand, l)
		}
	}
	targets := []kit.Option{{Value: "", Text: t("crosswalk.choose_item")}}
	for _, other := range c.To.Items() {
		if other.Kind == item.Kind {
			targets = append(targets, kit.Option{Value: other.Code, Text: other.Code + " " + other.Text})
		}
	}
	relations := []kit.Option{{Value: "", Text: t("crosswalk.choose_relation")}}
	for _, rel := range framework.Relations {
		relations = append(relations, kit.Option{Value: string(rel), Text: t("crosswalk.relation_" + string(rel))}) // i18n: prefix crosswalk.relation_
	}
	for i := range len(stand) + moreLines {
		var l framework.Link
		if i < len(stand) {
			l = stand[i]
		}
		v.Lines = append(v.Lines, web.lineFields(r, i, l, relations, targets, problems))
	}
	switch {
	case nothing:
		v.Stands = t("crosswalk.nothing_there")
	case len(stand) == 0:
		v.Nothing = kit.Button{Text: kit.T(t("crosswalk.nothing_button")), Kind: kit.Secondary, Name: "nothing", Value: "yes"}
	}
	v.Before, v.After = neighbours(c, at)
	return v
}

func (web *Web) lineFields(r *page.Request, i int, l framework.Link, relations, targets []kit.Option, problems page.Problems) linkFields {
	t, n := r.L.T, strconv.Itoa(i)
	value := func(name, stands string) string {
		if r.Form.Has(name) {
			return r.Form.Raw(name)
		}
		return stands
	}
	return linkFields{Legend: t("crosswalk.line", "number", i+1), WasName: "was-" + n, Was: l.To,
		Relation: kit.Select{Name: "relation-" + n, Items: relations, Value: value("relation-"+n, string(l.Relation)), Error: problems.Of("relation-" + n),
			Label: kit.Label{Text: kit.T(t("crosswalk.field_relation"))}},
		To: kit.Select{Name: "to-" + n, Items: targets, Value: value("to-"+n, l.To), Error: problems.Of("to-" + n),
			Label: kit.Label{Text: kit.T(t("crosswalk.field_to"))}},
		Note: kit.Input{Name: "note-" + n, Value: value("note-"+n, l.Note), Error: problems.Of("note-" + n),
			Label: kit.Label{Text: kit.T(t("crosswalk.field_note"))}}}
}

// neighbours are the items of the same kind before and after, so that somebody goes through them one by one.
func neighbours(c framework.Crosswalk, at int) (before, after *linkView) {
	items := c.From.Items()
	link := func(i int) *linkView {
		if i < 0 || i >= len(items) || items[i].Kind != items[at].Kind {
			return nil
		}
		return &linkView{URL: crosswalkURL(c.From.ID, c.To.ID) + "/item/" + url.PathEscape(items[i].Code), Code: items[i].Code}
	}
	return link(at - 1), link(at + 1)
}

func (web *Web) saveLinks(r *page.Request) (*page.Answer, error) {
	c, at, err := web.crosswalkItem(r)
	if err != nil {
		return nil, err
	}
	links := readLinks(r, c.From.Items()[at].Code)
	err = r.Form.Err()
	if err == nil {
		_, err = web.service.SaveCrosswalk(r.Context(), r.Who, c.From.ID, c.To.ID, r.Session.Organisation, c.Uses, links)
	}
	if page.IsInvalid(err) {
		return page.Invalid(c.From.Items()[at].Code, linksBody(web.linksForm(r, c, at, atField("to-0", err)))).Style("explore.css").Back(crosswalkURL(c.From.ID, c.To.ID)), nil
	}
	if err != nil {
		return nil, err
	}
	if _, after := neighbours(c, at); after != nil {
		return page.Redirect(after.URL), nil
	}
	return page.Redirect(crosswalkURL(c.From.ID, c.To.ID)), nil
}

// readLinks reads the lines of the form. A line that stood for another item, or was emptied, takes that one back.
func readLinks(r *page.Request, code string) []framework.Link {
	if r.Form.Flag("nothing") {
		return []framework.Link{{From: code, Relation: framework.NoRelation}}
	}
	var links []framework.Link
	chosen := map[string]bool{}
	var left []string
	for i := 0; r.Form.Has("to-" + strconv.Itoa(i)); i++ {
		n := strconv.Itoa(i)
		was, to, relation := r.Form.Line("was-"+n, 100), r.Form.Line("to-"+n, 100), r.Form.Line("relation-"+n, 20)
		if was != "" && was != to {
			left = append(left, was)
		}
		switch {
		case to == "" && (relation == "" || was != ""):
			continue
		case to == "":
			r.Form.Add("to-"+n, "crosswalk.say_which")
		case relation == "":
			r.Form.Add("relation-"+n, "crosswalk.say_how")
		case chosen[to]:
			r.Form.Add("to-"+n, "crosswalk.said_twice")
		}
		chosen[to] = true
		links = append(links, framework.Link{From: code, To: to, Relation: framework.Relation(relation), Note: r.Form.Line("note-"+n, 500)})
	}
	for _, was := range left {
		if !chosen[was] {
			links = append(links, framework.Link{From: code, To: was, Relation: framework.NoRelation})
		}
	}
	return links
}
