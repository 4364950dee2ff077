package loadingweb

import (
	"cmp"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// fields are the places of a document that the publishing form fills, with the fields that do.
var fields = map[string]string{
	"/version": "version", "/date": "date", "/source": "source", "/copy/obtained": "obtained", "/follows": "follows", "/ages": "ages",
	"/permission/uses": "uses", "/permission/by": "by", "/permission/licence": "licence", "/permission/attribution": "attribution",
	"/levels/principle": "level_principle", "/levels/outcome": "level_outcome", "/levels/indicator": "level_indicator",
}

// field gives the publishing form's field that a fault is about, "" for none.
func field(f framework.Fault) string { return fields[f.Place] }

type aboutView struct {
	Title, Lede string
	Problems    kit.Content
	Hidden      []hidden
	Fields      []kit.Content
	Save        kit.Button
}

func (web *Web) showAbout(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v, err := web.aboutForm(r, o, nil)
	if err != nil {
		return nil, err
	}
	return page.Show(v.Title, aboutBody(v)).Back(at(o.ID, "/check")), nil
}

// prefilled is what the form shows at first: what was saved, else what a file in our own form says, else our words for
// the levels.
func prefilled(r *page.Request, o *loading.Opened) (loading.About, error) {
	a := o.About
	d, err := o.Document()
	if err != nil {
		return a, err
	}
	for _, v := range []struct {
		into  *string
		else_ string
	}{
		{&a.Version, d.Version}, {&a.Date, d.Date}, {&a.Source, d.Source}, {&a.Follows, d.Follows}, {&a.Ages, d.Ages},
		{&a.Uses, d.Permission.Uses}, {&a.By, d.Permission.By}, {&a.Licence, d.Permission.Licence}, {&a.Attribution, d.Permission.Attribution},
		{&a.Levels.Principle, cmp.Or(d.Levels.Principle, r.L.T("loading.level_principle_word"))},
		{&a.Levels.Outcome, cmp.Or(d.Levels.Outcome, r.L.T("loading.level_outcome_word"))},
		{&a.Levels.Indicator, cmp.Or(d.Levels.Indicator, r.L.T("loading.level_indicator_word"))},
		{&a.Language, "en"},
	} {
		*v.into = cmp.Or(*v.into, v.else_)
	}
	return a, nil
}

func (web *Web) aboutForm(r *page.Request, o *loading.Opened, wrong error) (aboutView, error) {
	t, f, problems := r.L.T, r.Form, problemsOf(r, wrong)
	a, err := prefilled(r, o)
	if err != nil {
		return aboutView{}, err
	}
	value := func(name, stored string) string {
		if f.Has(name) {
			return f.Raw(name)
		}
		return stored
	}
	input := func(name, stored, class string) kit.Content {
		return kit.Input{Name: name, Label: kit.Label{Text: kit.T(t("loading.about_" + name)), Size: "s"}, Hint: kit.T(hintOf(r, name)), // i18n: prefix loading.about_
			Class: class, Value: value(name, stored), Error: problems.Of(name)}
	}
	area := func(name, stored string) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(t("loading.about_" + name)), Size: "s"}, Hint: kit.T(hintOf(r, name)), Rows: 3,
			Value: value(name, stored), Error: problems.Of(name)}
	}
	uses := kit.Radios{Name: "uses", Legend: kit.Legend{Text: kit.T(t("loading.about_uses")), Size: "s"}, Hint: kit.T(hintOf(r, "uses")),
		Value: value("uses", a.Uses), Error: problems.Of("uses")}
	for _, u := range framework.Uses {
		uses.Items = append(uses.Items, kit.Choice{Value: u, Text: kit.T(t("loading.uses_" + u)), Hint: kit.T(t("loading.uses_" + u + "_hint"))}) // i18n: prefix loading.uses_
	}
	follows, err := web.followsField(r, o, value("follows", a.Follows), problems)
	if err != nil {
		return aboutView{}, err
	}
	return aboutView{Title: t("loading.about_title"), Lede: t("loading.about_lede"), Problems: problems.Summary(), Hidden: guard(r, o),
		Fields: []kit.Content{
			input("version", a.Version, "govuk-input--width-10"), dateField(r, "date", a.Date, problems), area("source", a.Source),
			dateField(r, "obtained", a.Obtained, problems), languageField(r, value("language", a.Language), problems), uses, area("by", a.By),
			input("licence", a.Licence, ""), area("attribution", a.Attribution), follows, input("ages", a.Ages, "govuk-input--width-20"),
			input("level_principle", a.Levels.Principle, "govuk-input--width-20"), input("level_outcome", a.Levels.Outcome, "govuk-input--width-20"),
			input("level_indicator", a.Levels.Indicator, "govuk-input--width-20"),
		}, Save: kit.Button{Text: kit.T(t("page.save_continue")), Once: true}}, nil
}

// hintOf gives the hint of a field, "" where it needs none.
func hintOf(r *page.Request, name string) string {
	if key := "loading.about_" + name + "_hint"; r.L.Has(key) {
		return r.L.T(key)
	}
	return ""
}

func dateField(r *page.Request, name, stored string, problems page.Problems) kit.Content {
	parts := append(strings.Split(stored, "-"), "", "", "")
	value := func(part string, i int) kit.DatePart {
		if f := r.Form; f.Has(name + "-day") {
			return kit.DatePart{Value: f.Raw(name + "-" + part), Wrong: problems.Of(name) != nil}
		}
		return kit.DatePart{Value: strings.TrimLeft(parts[i], "0"), Wrong: problems.Of(name) != nil}
	}
	return kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T("loading.about_" + name)), Size: "s"},
		Hint: kit.T(hintOf(r, name)), Error: problems.Of(name), Day: value("day", 2), Month: value("month", 1), Year: value("year", 0)}
}

func languages() []string {
	e, _ := framework.BySet(framework.SetChecklist)
	return e.Languages
}

func languageField(r *page.Request, chosen string, problems page.Problems) kit.Content {
	s := kit.Select{Name: "language", Label: kit.Label{Text: kit.T(r.L.T("loading.about_language")), Size: "s"}, Value: chosen, Error: problems.Of("language")}
	for _, tag := range languages() {
		own, _ := i18n.LanguageName(tag)
		s.Items = append(s.Items, kit.Option{Value: tag, Text: own})
	}
	return s
}

// followsField offers the editions of the same set that the reader may see.
func (web *Web) followsField(r *page.Request, o *loading.Opened, chosen string, problems page.Problems) (kit.Content, error) {
	s := kit.Select{Name: "follows", Label: kit.Label{Text: kit.T(r.L.T("loading.about_follows")), Size: "s"}, Hint: kit.T(hintOf(r, "follows")), Value: chosen,
		Error: problems.Of("follows"), Items: []kit.Option{{Value: "", Text: r.L.T("loading.follows_none")}}}
	list, err := web.shelf.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		if e.Set == o.Goal.Set && e.Empty == "" {
			s.Items = append(s.Items, kit.Option{Value: e.ID, Text: e.Name + ", " + e.Version})
		}
	}
	return s, nil
}

func aboutOf(f *page.Form) *loading.About {
	a := &loading.About{Version: f.Line("version", 300), Date: f.Day("date"), Source: f.Words("source", 4000), Obtained: f.Day("obtained"),
		Language: f.Choice("language", languages()...), Uses: f.Choice("uses", framework.Uses...), By: f.Words("by", 4000), Licence: f.Line("licence", 300),
		Attribution: f.Words("attribution", 4000), Follows: f.Line("follows", 80), Ages: f.Line("ages", 100)}
	a.Levels.Principle, a.Levels.Outcome, a.Levels.Indicator = f.Line("level_principle", 60), f.Line("level_outcome", 60), f.Line("level_indicator", 60)
	return a
}

// saveAbout keeps what was entered even where something is still missing: the draft is not lost for a date that has to
// be looked up. Only then does it say what is missing.
func (web *Web) saveAbout(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	about := aboutOf(r.Form)
	if err = r.Form.Err(); err == nil {
		err = web.loading.Act(r.Context(), r.Who, o.ID, seen(r.Form), loading.Operation{ID: r.Form.Raw("operation"), About: about})
	}
	if err == nil {
		if o, err = web.open(r); err != nil {
			return nil, err
		}
		if err = missing(o); err != nil {
			r.Form = page.NewForm(nil) // saved: the form shows what is stored, and goes on from there
		}
	}
	if again(err) {
		now, failed := web.reload(r, o, err)
		if failed != nil {
			return nil, failed
		}
		v, failed := web.aboutForm(r, now, err)
		if failed != nil {
			return nil, failed
		}
		return shownAgain(v.Title, aboutBody(v), err).Back(at(o.ID, "/check")), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(o.ID, "/publish")), nil
}

// missing says what the publishing form still needs, as the framework room judges it.
func missing(o *loading.Opened) error {
	faults, err := o.Faults()
	if err != nil {
		return err
	}
	var c problem.Check
	for _, f := range faults {
		if name := field(f); name != "" {
			c.Add(name, f.Key, f.Values...)
		}
	}
	return c.Err()
}
