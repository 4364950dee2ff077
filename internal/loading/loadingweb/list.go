package loadingweb

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type listView struct {
	Title, Lede string
	New         kit.Button
	List        kit.Content
	More        string // heading
	Links       []linkView
}

type linkView struct{ URL, Text, Hint string }

func (web *Web) showDrafts(r *page.Request) (*page.Answer, error) {
	drafts, err := web.loading.Drafts(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := listView{Title: t("loading.title"), Lede: t("loading.lede"), New: kit.Button{Text: kit.T(t("loading.new")), Href: "/loading/new"},
		More: t("loading.more"), Links: []linkView{
			{"/loading/letter", t("loading.letter_title"), t("loading.letter_link")},
			{"/additions", t("loading.additions_title"), t("loading.additions_link")},
		}}
	if len(drafts) == 0 {
		v.List = kit.EmptyState{Drawing: "document", Title: kit.T(t("loading.none")), Body: kit.T(t("loading.none_text"))}
	} else {
		tasks := kit.TaskList{IDPrefix: "draft"}
		for _, d := range drafts {
			state := kit.Content(kit.Tag{Text: kit.T(t("loading.state_open"))})
			if !d.Open() {
				state = kit.Tag{Text: kit.T(t("loading.state_published")), Kind: kit.TagQuiet}
			}
			tasks.Items = append(tasks.Items, kit.Task{Title: kit.Name(d.Name), Href: at(d.ID, ""), Status: state,
				Hint: kit.T(t("loading.last", "when", r.L.Moment(d.LastAt)))})
		}
		v.List = tasks
	}
	return page.Show(v.Title, listBody(v)).Back("/frameworks"), nil
}

// preset is a framework that stewards ask for by name, with how many of each its authors say it has: 4 principles, 25
// outcomes and 86 indicators of the CSF-POF, 7 core outcomes of the MSCOS. Both are public facts.
type preset struct {
	set, name string
	expected  framework.Totals
}

var presets = []preset{
	{"csf-pof", "Creating Stable Futures Positive Outcomes Framework", framework.Totals{Principles: 4, Outcomes: 25, Indicators: 86}},
	{"mscos", "Modern Slavery Core Outcome Set", framework.Totals{Outcomes: 7}},
}

const otherSet = "other"

type goalView struct {
	Title, Lede string
	Problems    kit.Content
	Hidden      []hidden
	Fields      []kit.Content
	Save        kit.Button
}

func (web *Web) showNew(r *page.Request) (*page.Answer, error) {
	v := newForm(r, nil)
	return page.Show(v.Title, goalBody(v)).Back("/loading"), nil
}

func newForm(r *page.Request, wrong error) goalView {
	t, problems := r.L.T, r.Problems(wrong)
	id := r.Form.Raw("draft")
	if id == "" {
		id = page.NewID()
	}
	which := kit.Radios{Name: "which", Legend: kit.Legend{Text: kit.T(t("loading.which")), Size: "m"}, Value: r.Form.Raw("which"), Error: problems.Of("which")}
	for _, p := range presets {
		which.Items = append(which.Items, kit.Choice{Value: p.set, Text: kit.In("en", "ltr", p.name), Hint: kit.T(t("loading.which_" + p.key()))}) // i18n: prefix loading.which_
	}
	which.Items = append(which.Items, kit.Choice{Value: otherSet, Text: kit.T(t("loading.which_other")),
		Conditional: kit.Join(goalFields(r, problems, loading.Goal{Name: r.Form.Raw("name"), Set: r.Form.Raw("set")})...)})
	return goalView{Title: t("loading.new_title"), Lede: t("loading.new_lede"), Problems: problems.Summary(),
		Hidden: []hidden{{"draft", id}}, Fields: []kit.Content{which}, Save: kit.Button{Text: kit.T(t("page.continue")), Once: true}}
}

func (p preset) key() string {
	if p.set == "mscos" {
		return "mscos"
	}
	return "official"
}

// goalFields ask for what cannot be known of another framework.
func goalFields(r *page.Request, problems page.Problems, g loading.Goal) []kit.Content {
	t := r.L.T
	number := func(name string, n int) kit.Content {
		value := r.Form.Raw(name)
		if !r.Form.Has(name) && r.HTTP.Method == "GET" && g.Set != "" {
			value = r.L.Number(n)
		}
		return kit.Input{Name: name, Label: kit.Label{Text: kit.T(t("loading.expect_" + name))}, InputMode: "numeric", // i18n: prefix loading.expect_
			Class: "govuk-input--width-4", Value: value, Error: problems.Of(name)}
	}
	name, set := g.Name, g.Set
	if r.Form.Has("name") {
		name, set = r.Form.Raw("name"), r.Form.Raw("set")
	}
	return []kit.Content{
		kit.Input{Name: "name", Label: kit.Label{Text: kit.T(t("loading.goal_name"))}, Hint: kit.T(t("loading.goal_name_hint")), Value: name, Error: problems.Of("name")},
		kit.Input{Name: "set", Label: kit.Label{Text: kit.T(t("loading.goal_set"))}, Hint: kit.T(t("loading.goal_set_hint")), Value: set, Error: problems.Of("set"),
			Class: "govuk-input--width-20", Autocapitalize: "none", Spellcheck: "false"},
		number("principles", g.Expected.Principles), number("outcomes", g.Expected.Outcomes), number("indicators", g.Expected.Indicators),
	}
}

func goalOf(f *page.Form) loading.Goal {
	return loading.Goal{Name: f.Line("name", 200), Set: f.Line("set", 60), Expected: framework.Totals{
		Principles: f.Number("principles", 0, 1000), Outcomes: f.Number("outcomes", 0, 1000), Indicators: f.Number("indicators", 0, 1000)}}
}

func (web *Web) saveNew(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id := f.ID("draft")
	which := f.Choice("which", presets[0].set, presets[1].set, otherSet)
	if which == "" && f.Raw("which") == "" {
		f.Add("which", "problem.required_choice")
	}
	var goal loading.Goal
	for _, p := range presets {
		if p.set == which {
			goal = loading.Goal{Set: p.set, Name: p.name, Expected: p.expected}
		}
	}
	if which == otherSet {
		goal = goalOf(f)
	}
	err := f.Err()
	if err == nil {
		err = web.loading.Start(r.Context(), r.Who, id, goal)
	}
	if page.IsInvalid(err) && problem.KeyOf(err) != "problem.stale_form" {
		v := newForm(r, err)
		return page.Invalid(v.Title, goalBody(v)).Back("/loading"), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/file")), nil
}

func (web *Web) showGoal(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v := goalForm(r, o, nil)
	return page.Show(v.Title, goalBody(v)).Back(at(o.ID, "")), nil
}

func goalForm(r *page.Request, o *loading.Opened, wrong error) goalView {
	t, problems := r.L.T, problemsOf(r, wrong)
	return goalView{Title: t("loading.goal_title"), Lede: t("loading.goal_lede"), Problems: problems.Summary(), Hidden: guard(r, o),
		Fields: goalFields(r, problems, o.Goal), Save: kit.Button{Text: kit.T(t("page.save")), Once: true}}
}

func (web *Web) saveGoal(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	goal := goalOf(r.Form)
	if err = r.Form.Err(); err == nil {
		err = web.loading.Act(r.Context(), r.Who, o.ID, seen(r.Form), loading.Operation{ID: r.Form.Raw("operation"), Goal: &goal})
	}
	if again(err) {
		now, failed := web.reload(r, o, err)
		if failed != nil {
			return nil, failed
		}
		v := goalForm(r, now, err)
		return shownAgain(v.Title, goalBody(v), err).Back(at(o.ID, "")), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(o.ID, "")), nil
}
