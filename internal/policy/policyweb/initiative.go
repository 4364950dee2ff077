package policyweb

import (
	"slices"
	"time"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

func (web *Web) initiativeRoutes() []page.Route {
	return []page.Route{
		page.Get("/policy/initiatives", permit.ReadPolicy, web.showInitiatives),
		page.Get("/policy/initiatives/new", permit.MakePolicy, web.showThink),
		page.Post("/policy/initiatives/new", permit.MakePolicy, web.saveThink),
		page.Get("/policy/initiatives/{initiative}", permit.ReadPolicy, web.showInitiative),
		page.Get("/policy/initiatives/{initiative}/words", permit.MakePolicy, web.showReword),
		page.Post("/policy/initiatives/{initiative}/words", permit.MakePolicy, web.saveReword),
		page.Post("/policy/initiatives/{initiative}/state", permit.MakePolicy, web.saveMove),
	}
}

const initiatives = "/policy/initiatives"

// What stands between two parts of one line.
const dot, comma, colon, space = " · ", ", ", ": ", " "

// colonOnly stands between the parts of a reference in an address.
const colonOnly = ":"

const (
	maxLine = 200
	maxText = 4000
)

func dayOf(r *page.Request, at time.Time) string { return r.L.Day(at.Format(time.DateOnly)) }

func (web *Web) showInitiatives(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.Initiatives(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("appraisal.ini_title"), Lead: t("appraisal.ini_lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("appraisal.ini_new")), Href: initiatives + "/new"})
	}
	var lines []kit.Content
	for _, one := range list {
		lines = append(lines, kit.Join(desk.NameLink(one.Title, initiatives+"/"+one.ID), kit.T(dot+t("appraisal.state_"+string(one.State()))))) // i18n: prefix appraisal.state_
	}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("appraisal.ini_none"))))
	} else {
		v.Before = append(v.Before, desk.Bullets(lines...))
	}
	return v.Answer(nil).Back("/policy"), nil
}

func (web *Web) showThink(r *page.Request) (*page.Answer, error) { return web.thinkPage(r, nil) }

func (web *Web) thinkPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "title")
	chosen := r.Form.Raw("nation")
	if wrong == nil && chosen == "" {
		chosen = r.Session.Nation
	}
	where := kit.Radios{Name: "nation", Legend: desk.Legend(r, "appraisal.ini_nation"), Value: chosen, Error: p.Of("nation")}
	for _, code := range nation.Codes() {
		where.Items = append(where.Items, kit.Choice{Value: code, Text: kit.T(nation.Name(code, r.L.Tag()))})
	}
	v := desk.Page{Title: t("appraisal.ini_new"), Lead: t("appraisal.ini_new_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: append(aboutFields(r, p), where), Buttons: []kit.Content{desk.Button(r, "appraisal.save"), desk.Cancel(r, initiatives)}}
	return v.Answer(wrong).Back(initiatives), nil
}

// aboutFields ask what a change is.
func aboutFields(r *page.Request, p page.Problems) []kit.Content {
	return []kit.Content{
		desk.Line(r, p, "title", "appraisal.ini_name", r.Form.Raw("title")),
		desk.Note(r, p, "changes", "appraisal.ini_changes"),
		desk.Line(r, p, "decides", "appraisal.ini_decides", r.Form.Raw("decides")),
		desk.Day(r, p, "from", "appraisal.ini_from"),
		groupBoxes(r, p, "groups", kit.Legend{Text: kit.T(r.L.T("appraisal.groups")), Size: "m"}, kit.T(r.L.T("appraisal.groups_hint")), policy.Groups),
		desk.Line(r, p, "others", "appraisal.others", r.Form.Raw("others")),
	}
}

func groupBoxes(r *page.Request, p page.Problems, name string, legend kit.Legend, hint kit.Content, groups []string) kit.Content {
	return kit.Checkboxes{Name: name, Legend: legend, Hint: hint, Class: "govuk-checkboxes--small", Items: desk.Choices(r, "appraisal.group_", groups), // i18n: prefix appraisal.group_
		Values: r.Form.All(name), Error: p.Of(name)}
}

func readAbout(f *page.Form) policy.About {
	return policy.About{Title: f.Line("title", maxLine), Changes: f.Words("changes", maxText), Decides: f.Line("decides", maxLine), From: f.Day("from"),
		Groups: f.Choices("groups", policy.Groups...), Others: f.Line("others", maxLine)}
}

func (web *Web) saveThink(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id, where, about := f.ID("as"), f.Choice("nation", nation.Codes()...), readAbout(f)
	if where == "" {
		f.Add("nation", "problem.required_choice")
	}
	err := f.Err()
	if err == nil {
		err = web.policy.Think(r.Context(), r.Who, id, where, about)
	}
	if desk.ToMend(err) {
		return web.thinkPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(initiatives + "/" + id), nil
}

func (web *Web) showInitiative(r *page.Request) (*page.Answer, error) {
	return web.initiativePage(r, nil)
}

func (web *Web) initiativePage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.policy.Initiative(r.Context(), r.Who, r.Path("initiative"))
	if err != nil {
		return nil, err
	}
	t, p, at := r.L.T, desk.ProblemsOf(r, wrong, "state"), initiatives+"/"+one.ID
	v := desk.Page{Title: t("appraisal.ini_one"), Problems: p.Summary(), Before: []kit.Content{aboutRows(r, one.Nation, one.About)}}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, desk.Para(desk.Link(t("appraisal.reword"), at+"/words")))
		v.Action, v.Hidden = at+"/state", []desk.Hidden{{Name: "seen", Value: one.Stands().ID}}
		v.Fields = []kit.Content{
			kit.Radios{Name: "state", Legend: desk.Legend(r, "appraisal.move"), Items: desk.Choices(r, "appraisal.state_", one.State().Next()), Value: r.Form.Raw("state"), Error: p.Of("state")}, // i18n: prefix appraisal.state_
			desk.Day(r, p, "day", "appraisal.move_day"), desk.Note(r, p, "words", "appraisal.move_words")}
		v.Buttons = []kit.Content{desk.Button(r, "appraisal.move_go")}
	}
	with, err := web.standsWith(r, one.ID)
	if err != nil {
		return nil, err
	}
	v.Before = append(v.Before, with, historyPart(r, one))
	return v.Answer(wrong).Back(initiatives), nil
}

// standsWith is what was made about a change, and the way to more: a look at it beforehand, a plan, a paper to whoever decides.
func (web *Web) standsWith(r *page.Request, id string) (kit.Content, error) {
	t := r.L.T
	looks, err := web.policy.Appraisals(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	plans, err := web.policy.Plans(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	papers, err := web.policy.Briefings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var lines []kit.Content
	add := func(title, href, kind string) {
		lines = append(lines, kit.Join(desk.NameLink(title, href), kit.T(dot+t(kind))))
	}
	for _, a := range looks {
		if a.Initiative == id {
			add(a.Title, at(a.ID, ""), "policy.kind_appraisal")
		}
	}
	for _, p := range plans {
		if p.Initiative == id {
			add(p.Content.Question, evaluations+"/"+p.ID, "policy.kind_plan")
		}
	}
	for _, b := range papers {
		if b.Draft.Initiative == id {
			add(b.Draft.Title, briefingAt(b.ID, ""), "policy.kind_briefing")
		}
	}
	parts := []kit.Content{desk.Para(kit.T(t("appraisal.ini_with_none")))}
	if len(lines) > 0 {
		parts = []kit.Content{desk.Bullets(lines...)}
	}
	if permit.Could(r.Who, permit.MakePolicy) {
		of := "/new?initiative=" + id
		parts = append(parts, desk.Bullets(desk.Link(t("appraisal.begin"), appraisals+of), desk.Link(t("evaluation.new"), evaluations+of), desk.Link(t("policy.step_briefing_go"), briefings+of)))
	}
	return desk.Part("with", t("appraisal.ini_with"), parts...), nil
}

// aboutRows is what a change is.
func aboutRows(r *page.Request, where string, a policy.About) kit.Content {
	t := r.L.T
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(t(key)), Value: value} }
	from := t("appraisal.ini_from_open")
	if a.From != "" {
		from = r.L.Day(a.From)
	}
	return kit.SummaryList{Rows: []kit.Row{row("appraisal.ini_name", desk.Words(a.Title)), row("appraisal.ini_changes", desk.Words(a.Changes)), row("appraisal.ini_decides", desk.Words(a.Decides)),
		row("appraisal.ini_nation", kit.T(nation.Name(where, r.L.Tag()))), row("appraisal.ini_from", kit.T(from)), row("appraisal.groups", groupWords(r, a.Groups, a.Others))}}
}

// groupWords names groups of young people in one line.
func groupWords(r *page.Request, groups []string, others string) kit.Content {
	var parts []kit.Content
	for _, g := range groups {
		if len(parts) > 0 {
			parts = append(parts, kit.T(comma))
		}
		if g == "others" && others != "" {
			parts = append(parts, desk.Words(others))
			continue
		}
		parts = append(parts, kit.T(r.L.T("appraisal.group_"+g))) // i18n: prefix appraisal.group_
	}
	return kit.Join(parts...)
}

func historyPart(r *page.Request, one policy.Initiative) kit.Content {
	var lines []kit.Content
	for _, s := range slices.Backward(one.Steps) {
		day := r.L.T("appraisal.written_by", "day", dayOf(r, s.At))
		if s.Day != "" {
			day = r.L.Day(s.Day)
		}
		line := []kit.Content{kit.T(r.L.T("appraisal.state_"+string(s.State)) + dot + day)} // i18n: prefix appraisal.state_
		if s.Words != "" {
			line = append(line, kit.T(dot), desk.Words(s.Words))
		}
		lines = append(lines, kit.Join(line...))
	}
	return desk.Part("history", r.L.T("appraisal.history"), desk.Bullets(lines...))
}

func (web *Web) saveMove(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("initiative")
	to, day, words := policy.State(f.Raw("state")), f.Day("day"), f.Words("words", maxText)
	err := f.Err()
	if err == nil {
		err = web.policy.Move(r.Context(), r.Who, id, f.Raw("seen"), to, day, words)
	}
	if desk.ToMend(err) {
		return web.initiativePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(initiatives + "/" + id), nil
}

func (web *Web) showReword(r *page.Request) (*page.Answer, error) { return web.rewordPage(r, nil) }

func (web *Web) rewordPage(r *page.Request, wrong error) (*page.Answer, error) {
	one, err := web.policy.Initiative(r.Context(), r.Who, r.Path("initiative"))
	if err != nil {
		return nil, err
	}
	at, seen := initiatives+"/"+one.ID, r.Form.Raw("seen")
	if wrong == nil {
		a := one.About
		values := map[string][]string{"title": {a.Title}, "changes": {a.Changes}, "decides": {a.Decides}, "groups": a.Groups, "others": {a.Others}}
		fillDay(values, "from", a.From)
		r.Form, seen = page.NewForm(values), one.Worded
	}
	p := desk.ProblemsOf(r, wrong, "title")
	v := desk.Page{Title: r.L.T("appraisal.reword"), Problems: p.Summary(), Buttons: []kit.Content{desk.Button(r, "appraisal.save"), desk.Cancel(r, at)}}
	if problem.Is(wrong, problem.Conflict) {
		v.Before, seen = []kit.Content{desk.Part("meanwhile", r.L.T("appraisal.meanwhile"), aboutRows(r, one.Nation, one.About))}, one.Worded
	}
	v.Hidden, v.Fields = []desk.Hidden{{Name: "seen", Value: seen}}, aboutFields(r, p)
	return v.Answer(wrong).Back(at), nil
}

// fillDay puts a day into the three fields of a date.
func fillDay(values map[string][]string, name, day string) {
	if at, err := time.Parse(time.DateOnly, day); err == nil {
		values[name+"-day"], values[name+"-month"], values[name+"-year"] = []string{at.Format("2")}, []string{at.Format("1")}, []string{at.Format("2006")}
	}
}

func (web *Web) saveReword(r *page.Request) (*page.Answer, error) {
	id, about := r.Path("initiative"), readAbout(r.Form)
	err := r.Form.Err()
	if err == nil {
		err = web.policy.Reword(r.Context(), r.Who, id, r.Form.Raw("seen"), about)
	}
	if desk.ToMend(err) {
		return web.rewordPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(initiatives + "/" + id), nil
}
