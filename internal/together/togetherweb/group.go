package togetherweb

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

func (web *Web) groupRoutes() []page.Route {
	const group = "/together/groups/{group}"
	return []page.Route{
		page.Get("/together/groups/new", permit.HoldTogether, web.showNewGroup),
		page.Post("/together/groups/new", permit.HoldTogether, web.saveNewGroup),
		page.Get(group, permit.ReadTogether, web.showGroup),
		page.Post(group+"/decide", permit.HoldTogether, web.saveDecision),
		page.Post(group+"/propose", permit.HoldTogether, web.saveProposal),
		page.Post(group+"/reply", permit.HoldTogether, web.saveReply),
		page.Post(group+"/meet", permit.HoldTogether, web.saveMeeting),
	}
}

// groupsPart leads from the first page to the advisory groups.
func (web *Web) groupsPart(r *page.Request) (part, error) {
	t := r.L.T
	p := part{ID: "groups", Heading: t("together.groups"), Text: t("together.groups_text")}
	groups, err := web.Together.Groups(r.Context(), r.Who)
	if err != nil {
		return p, err
	}
	var list []kit.Content
	for _, g := range groups {
		list = append(list, linkTo("/together/groups/"+g.ID, g.Says.Name))
	}
	if len(list) > 0 {
		p.Body = append(p.Body, lines(list))
	}
	if may(r, permit.HoldTogether) {
		p.Body = append(p.Body, paragraph(linkTo("/together/groups/new", t("together.new_group"))))
	}
	return p, nil
}

func (web *Web) showNewGroup(r *page.Request) (*page.Answer, error) { return web.newGroup(r, nil) }

func (web *Web) newGroup(r *page.Request, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := view{Title: t("together.new_group"), Lead: t("together.new_group_lead"), Problems: problems.Summary()}
	v.Parts = []part{{Form: &form{Action: "/together/groups/new", Hidden: [][2]string{{"id", formID(r, "id")}}, Fields: []kit.Content{
		input(r, problems, "name", t("together.group_name"), ""),
		area(r, problems, "deal", t("together.group_deal"), t("together.group_deal_hint"), 4)}, Buttons: []kit.Content{button(t("together.begin"), kit.Primary)}}}}
	return answer(v, wrong, "/together"), nil
}

func (web *Web) saveNewGroup(r *page.Request) (*page.Answer, error) {
	id, says := r.Form.ID("id"), together.GroupText{Name: r.Form.Required("name", 120), Deal: r.Form.Words("deal", 1000)}
	err := r.Form.Err()
	if err == nil {
		err = web.Together.BeginGroup(r.Context(), r.Who, id, says)
	}
	if page.IsInvalid(err) {
		return web.newGroup(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/groups/" + id), nil
}

func (web *Web) space(r *page.Request) (together.Space, error) {
	id, err := r.PathID("group")
	if err != nil {
		return together.Space{}, err
	}
	return web.Together.Space(r.Context(), r.Who, id)
}

func (web *Web) showGroup(r *page.Request) (*page.Answer, error) { return web.groupPage(r, nil, "") }

// groupPage is the group's own space. at is the form that something was wrong with; only that one shows what was typed.
func (web *Web) groupPage(r *page.Request, wrong error, at string) (*page.Answer, error) {
	sp, err := web.space(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: sp.Says.Name, Caption: t("together.group_since", "day", r.L.Day(sp.BegunOn)), Lead: sp.Says.Deal, Problems: r.Problems(wrong).Summary()}
	drafts, err := web.draftParts(r, sp, wrong, at)
	if err != nil {
		return nil, err
	}
	v.Parts = append(v.Parts, drafts...)
	v.Parts = append(v.Parts, web.proposalParts(r, sp, wrong, at)...)
	v.Parts = append(v.Parts, web.decisionsPart(r, sp), web.meetingsPart(r, sp))
	if may(r, permit.HoldTogether) {
		v.Parts = append(v.Parts, web.meetingForm(r, sp, wrong, at), part{Body: []kit.Content{paragraph(linkTo("/together/groups/"+sp.ID+"/given", t("together.given_open")))}})
	}
	a := page.Show(t("together.groups"), body(v))
	if wrong != nil {
		a = page.Invalid(t("together.groups"), body(v))
	}
	return a.Back("/together").Style(sheet), nil
}

// problemsAt gives a form its problems, and an empty form in place of what was typed into another one.
func problemsAt(r *page.Request, wrong error, at, form string) (*page.Request, page.Problems) {
	if at == form {
		return r, r.Problems(wrong)
	}
	c := *r
	c.Form = page.NewForm(nil)
	return &c, page.Problems{}
}

// draftParts are the drafts of words and pictures that wait, with what the group says to each.
func (web *Web) draftParts(r *page.Request, sp together.Space, wrong error, at string) ([]part, error) {
	t := r.L.T
	parts := []part{{ID: "drafts", Heading: t("together.drafts"), Text: t("together.drafts_text")}}
	for _, d := range sp.Drafts {
		e, err := web.Framework.Shown(r.Context(), r.Who, d.Edition)
		if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Forbidden) || problem.Is(err, problem.Invalid) {
			continue // of an edition that is not this reader's
		}
		if err != nil {
			return nil, err
		}
		ready, err := web.Framework.Readiness(r.Context(), e, d)
		if err != nil {
			return nil, err
		}
		if len(ready.Changes) == 0 {
			continue
		}
		_, language := i18n.LanguageName(d.Lang)
		name := t("together.draft_of", "edition", e.Name+" "+e.Version, "language", language)
		p := part{Body: []kit.Content{kit.Scroll{Label: name, Body: changesTable(r, name, d, ready)}}}
		p.Body = append(p.Body, saidAlready(r, sp, d)...)
		if may(r, permit.HoldTogether) {
			p.Form = decisionForm(r, sp, d, wrong, at)
		}
		parts = append(parts, p)
	}
	if len(parts) == 1 {
		parts[0].Text = t("together.drafts_none")
	}
	return parts, nil
}

func changesTable(r *page.Request, name string, d framework.Version, ready framework.Readiness) kit.Content {
	t, dir := r.L.T, i18n.Dir(d.Lang)
	table := kit.Table{Caption: name, CaptionClass: "govuk-table__caption--s", Head: []kit.Cell{{Text: kit.T(t("together.before"))}, {Text: kit.T(t("together.after"))}}}
	for _, c := range ready.Changes {
		before, after := kit.Content(kit.In(d.Lang, dir, c.Before)), kit.Content(kit.In(d.Lang, dir, c.After))
		if c.Picture {
			before = kit.Join(kit.Drawing(c.Before, kit.DrawingLarge), kit.T(t("together.a_picture")))
			after = kit.Join(kit.Drawing(c.After, kit.DrawingLarge), kit.T(t("together.a_picture")))
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: before}, {Text: after}})
	}
	return table
}

// saidAlready is what the group said to exactly this draft.
func saidAlready(r *page.Request, sp together.Space, d framework.Version) []kit.Content {
	for _, said := range sp.Decisions {
		if said.Version == d.ID && said.Digest == d.Digest() {
			return []kit.Content{kit.InsetText{Text: kit.T(r.L.T("together.decided_now", "decision", r.L.T("together.decision_"+said.Decision), "day", r.L.Day(said.On)))}} // i18n: prefix together.decision_
		}
	}
	return nil
}

func decisionForm(r *page.Request, sp together.Space, d framework.Version, wrong error, at string) *form {
	t := r.L.T
	in, problems := problemsAt(r, wrong, at, "decide "+d.ID)
	end := "-" + d.ID
	if at == "decide "+d.ID { // the summary of what is wrong leads to the names themselves
		end = ""
	}
	field := func(name string) string { return name + end }
	radios := kit.Radios{Name: "decision", ID: field("decision"), Legend: kit.Legend{Text: kit.T(t("together.decision")), Size: "s"}, Value: in.Form.Raw("decision"), Error: problems.Of("decision")}
	for _, one := range framework.GroupDecisions {
		radios.Items = append(radios.Items, kit.Choice{Value: one, Text: kit.T(t("together.decision_" + one))}) // i18n: prefix together.decision_
	}
	line := func(name, label string) kit.Content {
		return kit.Input{Name: name, ID: field(name), Label: kit.Label{Text: kit.T(label), Size: "s"}, Value: in.Form.Raw(name), Error: problems.Of(name)}
	}
	return &form{Action: "/together/groups/" + sp.ID + "/decide", Hidden: [][2]string{{"version", d.ID}, {"digest", d.Digest()}}, Fields: []kit.Content{radios,
		line("what", t("together.decision_what")), line("said", t("together.decision_said")),
		kit.DateInput{ID: field("on"), NamePrefix: "on", Legend: kit.Legend{Text: kit.T(t("together.decision_on")), Size: "s"}, Error: problems.Of("on"),
			Day: kit.DatePart{Value: in.Form.Raw("on-day")}, Month: kit.DatePart{Value: in.Form.Raw("on-month")}, Year: kit.DatePart{Value: in.Form.Raw("on-year")}}},
		Buttons: []kit.Content{button(t("together.decision_save"), kit.Primary)}}
}

// saveDecision writes down what the group said, in its own space and, by the hand of somebody who looks after the words, in
// the history of the draft itself.
func (web *Web) saveDecision(r *page.Request) (*page.Answer, error) {
	sp, err := web.space(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	d := together.Decision{Version: f.ID("version"), Digest: f.Line("digest", 100), Decision: f.Choice("decision", framework.GroupDecisions...), On: f.Day("on"), Said: f.Line("said", 300)}
	what := f.Required("what", 300)
	err = f.Err()
	if err == nil {
		err = web.Together.Decide(r.Context(), r.Who, sp.ID, d)
	}
	if err == nil && may(r, permit.ChangeWording) {
		err = web.Framework.Decide(r.Context(), r.Who, d.Version, d.Digest, what, framework.Decision{Group: sp.Says.Name, Decision: d.Decision, Said: d.Said, On: d.On})
	}
	return web.after(r, err, sp.ID, "decide "+d.Version)
}

// after goes back to the group's space, or shows it again with what was wrong in one of its forms.
func (web *Web) after(r *page.Request, err error, group, at string) (*page.Answer, error) {
	if page.IsInvalid(err) {
		return web.groupPage(r, err, at)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/groups/" + group), nil
}

func (web *Web) decisionsPart(r *page.Request, sp together.Space) part {
	t := r.L.T
	p := part{ID: "decisions", Heading: t("together.decisions")}
	var list []kit.Content
	for _, d := range sp.Decisions {
		line := r.L.Day(d.On) + " · " + t("together.decision_"+d.Decision) // i18n: prefix together.decision_
		list = append(list, kit.Join(kit.T(line+" "), kit.Name(d.Said)))
	}
	if len(list) == 0 {
		p.Text = t("together.decisions_none")
		return p
	}
	p.Body = []kit.Content{lines(list)}
	return p
}
