package frameworkweb

import (
	"errors"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type draftView struct {
	Title, Lead string
	Caption     kit.Content
	Problems    kit.Content
	None        kit.Content
	Above       []kit.Content
	Screens     []besideView
	State       []kit.Content
	StateTitle  string
	Forms       []smallForm
	Said        []kit.Content
	SaidTitle   string
}

// besideView is one screen before and after.
type besideView struct {
	Name    kit.Content
	Guarded kit.Content
	Before  kit.ShownScreen
	After   kit.ShownScreen
	Advice  []string
	Edit    *linkView
}

type smallForm struct {
	Title, Lead, Action string
	Hidden              [][2]string
	Fields              []kit.Content
	Button              kit.Button
}

func (web *Web) showWordingDraft(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	return web.draftPage(r, w, nil)
}

func (web *Web) draftPage(r *page.Request, w worded, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := draftView{Title: t("wording.draft_title"), Lead: t("wording.draft_lead"), Caption: w.caption(r.L), Problems: problems.Summary(),
		StateTitle: t("wording.state"), SaidTitle: t("wording.said_title")}
	if w.draft == nil {
		v.None = kit.EmptyState{Drawing: "choice", Title: kit.T(t("wording.draft_none")), Body: kit.T(t("wording.draft_none_text")),
			Action: kit.Button{Text: kit.T(t("wording.to_screens")), Href: w.to("")}}
		return page.Show(v.Title, draftBody(v)).Style(wordingCSS).Back(w.to("")), nil
	}
	ready, err := web.service.Readiness(r.Context(), w.edition, *w.draft)
	if err != nil {
		return nil, err
	}
	v.Screens = web.beside(r, w, w.now, web.next(r, w), ready.Changes)
	for i := range v.Screens {
		v.Screens[i].Edit.Text = kit.T(t("wording.edit"))
	}
	v.State = web.state(r, ready)
	v.Above = []kit.Content{kit.Button{Text: kit.T(t("wording.show_group")), Href: w.to("/draft/show"), Kind: kit.Secondary}}
	v.Forms = web.draftForms(r, w, ready, problems)
	for _, d := range w.draft.Decisions {
		v.Said = append(v.Said, web.saidLine(r, *w.draft, d))
	}
	a := page.Show(v.Title, draftBody(v)).Style(wordingCSS)
	if wrong != nil {
		a = page.Invalid(v.Title, draftBody(v)).Style(wordingCSS)
	}
	return a.Back(w.to("")), nil
}

// beside lists the screens that differ between two packs, each before and after.
func (web *Web) beside(r *page.Request, w worded, before, after *framework.Pack, changes []framework.Reworded) []besideView {
	changed, guarded := map[string]bool{}, map[string]bool{}
	advice := map[string][]string{}
	for _, c := range changes {
		id := framework.ScreenOf(c.Key)
		changed[c.Key], changed[id] = true, true
		guarded[id] = guarded[id] || c.Guarded
		if !c.Picture {
			for _, a := range framework.Advise(c.Key, w.lang, c.After) {
				advice[id] = append(advice[id], partName(r.L, c.Key)+": "+r.L.T(a.Key, a.Args...))
			}
		}
	}
	var list []besideView
	for _, s := range screensOf(w.edition, after) {
		if !changed[s.ID] {
			continue
		}
		one := besideView{Name: nameOfScreen(r.L, after, s.ID), Advice: advice[s.ID], Edit: &linkView{URL: w.to("/screen", "screen", s.ID)},
			Before: frame(r.L.T("wording.before"), w.edition, before, s, nil), After: frame(r.L.T("wording.after"), w.edition, after, s, changed)}
		if guarded[s.ID] {
			one.Guarded = kit.Tag{Text: kit.T(r.L.T("wording.lawyer_short")), Kind: kit.TagWarm}
		}
		if len(s.Keys) > 12 { // a long screen shows what differs
			one.Before.Lines = onlyChanged(one.Before.Lines, one.After.Lines)
			one.After.Lines = onlyChanged(one.After.Lines, one.After.Lines)
		}
		list = append(list, one)
	}
	return list
}

func onlyChanged(lines, by []kit.ShownLine) []kit.ShownLine {
	var list []kit.ShownLine
	for i, l := range lines {
		if i < len(by) && by[i].New {
			list = append(list, l)
		}
	}
	return list
}

// state says what the draft still needs.
func (web *Web) state(r *page.Request, ready framework.Readiness) []kit.Content {
	t := r.L.T
	var list []kit.Content
	switch {
	case len(ready.Changes) == 0:
		list = append(list, kit.T(t("framework.wording.nothing_new")))
	case ready.Group == nil:
		list = append(list, kit.T(t("wording.needs_group")))
	default:
		list = append(list, kit.T(t("wording.has_group", "group", ready.Group.Group, "day", r.L.Day(ready.Group.On))))
	}
	if ready.Twice != "" {
		list = append(list, kit.Join(kit.Drawing(ready.Twice, kit.DrawingSmall), kit.Text{Value: " "}, kit.T(t("framework.wording.picture_twice"))))
	}
	switch {
	case !ready.Guarded:
	case ready.Second == nil:
		list = append(list, kit.T(t("wording.needs_second")))
	default:
		list = append(list, kit.T(t("wording.has_second")))
	}
	return list
}

func (web *Web) saidLine(r *page.Request, v framework.Version, d framework.Decision) kit.Content {
	text := r.L.T("wording.line_group", "group", d.Group, "day", r.L.Day(d.On), "decision", r.L.T("wording.decision_"+d.Decision), // i18n: prefix wording.decision_
		"role", roleName(r, d.Role), "when", r.L.Moment(d.At))
	if d.Second {
		text = r.L.T("wording.line_second", "role", roleName(r, d.Role), "when", r.L.Moment(d.At))
	}
	if d.Digest != v.Digest() {
		text += " " + r.L.T("wording.line_old")
	}
	if d.Said == "" {
		return kit.T(text)
	}
	return kit.Join(kit.T(text+" "), kit.T("“"+d.Said+"”"))
}

// i18n: prefix account.role.
func roleName(r *page.Request, role string) string {
	if role == "operator" {
		return r.L.T("wording.operator")
	}
	return r.L.T("account.role." + role)
}

func (web *Web) draftForms(r *page.Request, w worded, ready framework.Readiness, problems page.Problems) []smallForm {
	t, id := r.L.T, w.draft.Digest()
	hidden := w.hidden("id", w.draft.ID, "digest", id)
	what := w.draft.What
	if r.Form.Has("what") {
		what = r.Form.Raw("what")
	}
	var choices []kit.Choice
	for _, d := range framework.GroupDecisions {
		choices = append(choices, kit.Choice{Value: d, Text: kit.T(t("wording.decision_" + d))}) // i18n: prefix wording.decision_
	}
	list := []smallForm{{Title: t("wording.decide_title"), Lead: t("wording.decide_lead"), Action: "/wordings/draft/decide", Hidden: hidden,
		Fields: []kit.Content{
			kit.Input{Name: "what", Label: kit.Label{Text: kit.T(t("wording.what"))}, Hint: kit.T(t("wording.what_hint")), Value: what, Error: problems.Of("what")},
			kit.Input{Name: "group", Label: kit.Label{Text: kit.T(t("wording.group"))}, Hint: kit.T(t("wording.group_hint")), Value: r.Form.Raw("group"), Error: problems.Of("group")},
			kit.Input{Name: "on", Type: "date", Label: kit.Label{Text: kit.T(t("wording.on"))}, Value: r.Form.Raw("on"), Error: problems.Of("on"), Class: "govuk-input--width-10"},
			kit.Radios{Name: "decision", Legend: kit.Legend{Text: kit.T(t("wording.decision"))}, Items: choices, Value: r.Form.Raw("decision"), Error: problems.Of("decision"), Class: "govuk-radios--inline"},
			kit.Textarea{Name: "said", Rows: 2, Label: kit.Label{Text: kit.T(t("wording.said"))}, Hint: kit.T(t("wording.said_hint")), Value: r.Form.Raw("said"), Error: problems.Of("said")},
		}, Button: kit.Button{Text: kit.T(t("wording.decide")), Once: true}}}
	if ready.Guarded && ready.Group != nil && ready.Second == nil {
		list = append(list, smallForm{Title: t("wording.second_title"), Lead: t("wording.second_lead"), Action: "/wordings/draft/second", Hidden: hidden,
			Fields: []kit.Content{kit.Input{Name: "note", Label: kit.Label{Text: kit.T(t("wording.note"))}, Hint: kit.T(t("wording.note_hint")), Error: problems.Of("note")}},
			Button: kit.Button{Text: kit.T(t("wording.second")), Once: true, Kind: kit.Secondary}})
	}
	if ready.Ready() {
		list = append([]smallForm{{Title: t("wording.use_title"), Lead: t("wording.use_lead"), Action: "/wordings/draft/use", Hidden: hidden,
			Button: kit.Button{Text: kit.T(t("wording.use")), Once: true}}}, list...)
	}
	return append(list, smallForm{Title: t("wording.away_title"), Lead: t("wording.away_lead"), Action: "/wordings/draft/away", Hidden: hidden,
		Button: kit.Button{Text: kit.T(t("wording.away")), Kind: kit.Secondary, Once: true}})
}

func (web *Web) saveDecision(r *page.Request) (*page.Answer, error) {
	f := r.Form
	d := framework.Decision{Group: f.Line("group", 500), Decision: f.Raw("decision"), Said: f.Words("said", 500), On: strings.TrimSpace(f.Raw("on"))}
	what := f.Line("what", 500)
	return web.act(r, func(w worded) error {
		return web.service.Decide(r.Context(), r.Who, w.draft.ID, f.Raw("digest"), what, d)
	}, "/draft")
}

func (web *Web) saveSecond(r *page.Request) (*page.Answer, error) {
	return web.act(r, func(w worded) error {
		return web.service.LookSecond(r.Context(), r.Who, w.draft.ID, r.Form.Raw("digest"), r.Form.Line("note", 500))
	}, "/draft")
}

func (web *Web) saveUse(r *page.Request) (*page.Answer, error) {
	return web.act(r, func(w worded) error { return web.service.Use(r.Context(), r.Who, w.draft.ID, r.Form.Raw("digest")) }, "")
}

func (web *Web) saveAway(r *page.Request) (*page.Answer, error) {
	return web.act(r, func(w worded) error { return web.service.PutAway(r.Context(), r.Who, w.draft.ID, r.Form.Raw("digest")) }, "")
}

// act does something with the draft that the form is about and leads on. A draft that is another by now is said so.
func (web *Web) act(r *page.Request, f func(worded) error, to string) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	if err = r.Form.Err(); err == nil {
		if w.draft == nil || w.draft.ID != r.Form.ID("id") {
			return nil, problem.New(problem.Conflict, "framework.wording.changed_since")
		}
		err = f(w)
	}
	if page.IsInvalid(err) {
		var p *problem.Error
		if errors.As(err, &p) && len(p.Fields) == 0 { // what the draft still needs, not a field
			var check problem.Check
			check.Add("state", p.Key, p.Args...)
			err = check.Err()
		}
		return web.draftPage(r, w, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(w.to(to)), nil
}

// saveBack makes a draft of an earlier version, or of what was published.
func (web *Web) saveBack(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	if _, err := web.service.Back(r.Context(), r.Who, w.edition, w.lang, r.Form.ID("version")); err != nil {
		return nil, err
	}
	return page.Redirect(w.to("/draft")), nil
}

// showVersion is one version as it was decided: what it changed of what was published, and who said yes.
func (web *Web) showVersion(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("version")
	if err != nil {
		return nil, err
	}
	v, e, err := web.service.Version(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	w := worded{edition: e, lang: v.Lang, source: e.OriginalPack()}
	w.now, _ = web.service.Pack(r.Context(), e, v.Lang)
	published, _ := e.Published().Pack(v.Lang)
	t := r.L.T
	view := draftView{Title: t("wording.version_put_away"), Caption: w.caption(r.L), Lead: v.What, SaidTitle: t("wording.said_title")}
	if v.State == framework.VersionInUse {
		view.Title = t("wording.version", "number", v.Number, "when", r.L.Moment(v.UsedAt))
	}
	after := web.service.Preview(r.Context(), e, v)
	view.Screens = web.beside(r, w, published, after, e.Rewordings(published, after))
	for i := range view.Screens {
		view.Screens[i].Edit, view.Screens[i].Before.Label, view.Screens[i].After.Label = nil, t("wording.published"), t("wording.in_this")
	}
	if len(view.Screens) == 0 {
		view.None = kit.InsetText{Text: kit.T(t("wording.same_as_published"))}
	}
	for _, d := range v.Decisions {
		view.Said = append(view.Said, web.saidLine(r, v, d))
	}
	view.Forms = []smallForm{{Title: t("wording.back_title"), Lead: t("wording.back_lead"), Action: "/wordings/back", Hidden: w.hidden("version", v.ID),
		Button: kit.Button{Text: kit.T(t("wording.back")), Kind: kit.Secondary, Once: true}}}
	return page.Show(view.Title, draftBody(view)).Style(wordingCSS).Back(w.to("")), nil
}

type groupView struct {
	Title, Lead string
	Print       string
	None        string
	Screens     []groupScreen
	Options     []kit.Content
	Room        string
}

type groupScreen struct {
	Number        string
	Name          kit.Content
	Before, After kit.ShownScreen
}

// showToGroup is the draft for the group to look at: large, with pictures, with boxes to mark and room to write.
func (web *Web) showToGroup(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := groupView{Title: t("wording.group_title"), Lead: t("wording.group_lead"), Print: t("wording.print"), Room: t("wording.group_room"), None: t("wording.draft_none")}
	for _, d := range framework.GroupDecisions {
		v.Options = append(v.Options, kit.T(t("wording.decision_"+d))) // i18n: prefix wording.decision_
	}
	if w.draft != nil {
		ready, err := web.service.Readiness(r.Context(), w.edition, *w.draft)
		if err != nil {
			return nil, err
		}
		v.None = ""
		for i, s := range web.beside(r, w, w.now, web.next(r, w), ready.Changes) {
			s.Before.Large, s.After.Large = true, true
			v.Screens = append(v.Screens, groupScreen{t("wording.group_number", "number", i+1), s.Name, s.Before, s.After})
		}
	}
	return page.Show(v.Title, groupBody(v)).Style(wordingCSS).In(page.Document).Back(w.to("/draft")), nil
}
