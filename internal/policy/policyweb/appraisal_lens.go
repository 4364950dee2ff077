package policyweb

import (
	"slices"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/release"
)

// lensWords is what a lens is called, in the language it is written in.
func lensWords(r *page.Request, l policy.Lens) kit.Content {
	if l.Outcome {
		return kit.In(l.Lang, "ltr", l.Text)
	}
	return kit.T(blocks.Plain(l.Words(r.L)))
}

func (web *Web) showLenses(r *page.Request) (*page.Answer, error) { return web.lensesPage(r, nil) }

// lensesPage lists the rights and outcomes with how far each is, and takes those that no option touches together.
func (web *Web) lensesPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if a.State() != policy.Writing && wrong == nil {
		return page.Redirect(at(a.ID, "")), nil
	}
	s, _ := sectionOf(a, nation.PartLenses)
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "lenses")
	v := desk.Page{Title: s.Title.In(r.L.Tag()), Lead: s.Guidance.In(r.L.Tag()), Problems: p.Summary()}
	if len(a.Options) < 2 {
		v.Before = append(v.Before, kit.InsetText{Text: kit.Join(kit.T(t("appraisal.options_first")+space), desk.Link(t("appraisal.to_options"), at(a.ID, "/options")))})
	}
	open := kit.Checkboxes{Name: "lenses", Legend: kit.Legend{Text: kit.T(t("appraisal.untouched_which")), Size: "s"}, Values: r.Form.All("lenses"), Error: p.Of("lenses"), Class: "govuk-checkboxes--small"}
	principles, outcomes := kit.TaskList{IDPrefix: "principle"}, kit.TaskList{IDPrefix: "outcome"}
	for _, l := range a.AllLenses() {
		task, list := kit.Task{Title: lensWords(r, l), Status: progressOf(r, a.LensProgress(l.Code)), Href: at(a.ID, "/lenses/"+l.Code)}, &principles
		if l.Outcome {
			list = &outcomes
			if a.LensProgress(l.Code) == policy.NotBegun {
				open.Items = append(open.Items, kit.Choice{Value: l.Code, Text: lensWords(r, l)})
			}
		}
		list.Items = append(list.Items, task)
	}
	v.Before = append(v.Before, desk.Part("principles", t("appraisal.principles"), principles))
	if a.Edition == nil {
		v.Before = append(v.Before, desk.Para(kit.T(t("appraisal.no_edition"))))
	} else {
		v.Before = append(v.Before, desk.Part("outcomes", t("appraisal.outcomes"), desk.Para(kit.T(t("appraisal.outcomes_of")+space), kit.In("", "auto", a.Edition.Name)), outcomes))
	}
	if len(open.Items) > 0 && len(a.Options) > 1 {
		v.Before = append(v.Before, desk.Part("untouched", t("appraisal.untouched_some"), desk.Para(kit.T(t("appraisal.untouched_lead")))))
		v.Fields, v.Buttons = []kit.Content{open, desk.Note(r, p, "why", "appraisal.untouched_why")}, []kit.Content{desk.Button(r, "appraisal.untouched_go")}
	}
	return v.Answer(wrong).Back(at(a.ID, "")), nil
}

func (web *Web) saveUntouched(r *page.Request) (*page.Answer, error) {
	id, lenses, why := r.Path("appraisal"), r.Form.All("lenses"), r.Form.Words("why", maxText)
	err := r.Form.Err()
	if err == nil {
		err = web.policy.LeaveUntouched(r.Context(), r.Who, id, lenses, why)
	}
	return goOn(r, err, at(id, "/lenses"), web.lensesPage)
}

func (web *Web) showLens(r *page.Request) (*page.Answer, error) { return web.lensPage(r, nil) }

// lensPage looks at every option through one right or outcome.
func (web *Web) lensPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(a.AllLenses(), func(l policy.Lens) bool { return l.Code == r.Path("lens") })
	if i < 0 {
		return nil, notThere()
	}
	lens := a.AllLenses()[i]
	if wrong == nil {
		r.Form = lensForm(a.Lenses[lens.Code])
	}
	releases, err := web.policy.Citable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	groups, err := web.groupsOf(r, a)
	if err != nil {
		return nil, err
	}
	one := part{name: policy.LensPart(lens.Code), title: r.L.T("appraisal.lens_page"), field: "effect_" + policy.ChangeNothing, before: []kit.Content{kit.InsetText{Text: lensWords(r, lens)}}, stands: lensStands(r, a, lens)}
	if len(a.Options) < 2 {
		one.before = append(one.before, desk.Para(kit.T(r.L.T("appraisal.options_first")+space), desk.Link(r.L.T("appraisal.to_options"), at(a.ID, "/options"))))
	}
	one.fields = func(p page.Problems) (list []kit.Content) {
		for _, o := range a.Options {
			list = append(list, kit.Fieldset{Legend: kit.Legend{Text: kit.Name(o.OptionName(r.L)), Size: "m"}, Body: kit.Join(cellFields(r, p, o.Code, groups, releases)...)})
		}
		return append(list, kit.Fieldset{Legend: desk.Legend(r, "appraisal.young"), Body: kit.Join(
			kit.Radios{Name: "young", Legend: kit.Legend{Text: kit.T(r.L.T("appraisal.young_how")), Size: "s"}, Items: desk.Choices(r, "appraisal.young_", policy.YoungWays), Value: r.Form.Raw("young"), Error: p.Of("young"), Class: "govuk-radios--small"}, // i18n: prefix appraisal.young_
			desk.Note(r, p, "words", "appraisal.young_words"), desk.Note(r, p, "why", "appraisal.young_why"))})
	}
	return one.show(r, a, wrong)
}

// groupsOf are the groups that an appraisal asks about: those of the change it looks at, or all.
func (web *Web) groupsOf(r *page.Request, a policy.Appraisal) ([]string, error) {
	if a.Initiative == "" {
		return policy.Groups, nil
	}
	one, err := web.policy.Initiative(r.Context(), r.Who, a.Initiative)
	if err != nil {
		return nil, err
	}
	groups := slices.Clone(one.Groups)
	for _, said := range a.Lenses {
		for _, cell := range said.Cells {
			for _, g := range cell.Groups {
				if !slices.Contains(groups, g) {
					groups = append(groups, g)
				}
			}
		}
	}
	return groups, nil
}

// cellFields ask what one option would do.
func cellFields(r *page.Request, p page.Problems, code string, groups []string, releases []release.Release) []kit.Content {
	f, t := r.Form, r.L.T
	small := func(key string) kit.Legend { return kit.Legend{Text: kit.T(t(key)), Size: "s"} }
	note := func(name, key string) kit.Content {
		return kit.Textarea{Name: name + "_" + code, Label: desk.Label(r, key), Hint: kit.T(t(key + "_hint")), Rows: 3, Value: f.Raw(name + "_" + code), Error: p.Of(name + "_" + code)}
	}
	choose := func(name, key, prefix string, codes []string) kit.Content {
		items := []kit.Option{{Value: "", Text: t("appraisal.choose")}}
		for _, c := range codes {
			items = append(items, kit.Option{Value: c, Text: t(prefix + c)})
		}
		return kit.Select{Name: name + "_" + code, Label: desk.Label(r, key), Items: items, Value: f.Raw(name + "_" + code), Error: p.Of(name + "_" + code)}
	}
	list := []kit.Content{
		kit.Radios{Name: "effect_" + code, Legend: small("appraisal.effect"), Items: desk.Choices(r, "appraisal.effect_", policy.Effects), Value: f.Raw("effect_" + code), Error: p.Of("effect_" + code), Class: "govuk-radios--small"}, // i18n: prefix appraisal.effect_
		groupBoxes(r, p, "groups_"+code, small("appraisal.for_whom"), nil, groups),
		note("evidence", "appraisal.evidence"), choose("kind", "appraisal.kind", "appraisal.kind_", policy.EvidenceKinds), // i18n: prefix appraisal.kind_
		kit.Input{Name: "source_" + code, Label: desk.Label(r, "appraisal.source"), Hint: kit.T(t("appraisal.source_hint")), Value: f.Raw("source_" + code), Error: p.Of("source_" + code), Autocomplete: "off"},
	}
	if len(releases) > 0 {
		items := []kit.Option{{Value: "", Text: t("appraisal.release_none")}}
		for _, one := range releases {
			items = append(items, kit.Option{Value: one.ID, Text: policy.ReleaseName(r.L, one)})
		}
		list = append(list, kit.Select{Name: "release_" + code, Label: desk.Label(r, "appraisal.release"), Items: items, Value: f.Raw("release_" + code), Error: p.Of("release_" + code)})
	}
	return append(list, choose("confidence", "appraisal.confidence", "appraisal.confidence_", policy.Confidences), note("mitigation", "appraisal.mitigation")) // i18n: prefix appraisal.confidence_
}

// lensForm is the form with what stands in it.
func lensForm(said policy.LensWords) *page.Form {
	values := map[string][]string{"young": {said.Young}, "words": {said.Words}, "why": {said.Why}}
	for code, c := range said.Cells {
		for name, value := range map[string]string{"effect": string(c.Effect), "evidence": c.Evidence, "kind": c.Kind, "source": c.Source, "release": c.Release, "confidence": c.Confidence, "mitigation": c.Mitigation} {
			values[name+"_"+code] = []string{value}
		}
		values["groups_"+code] = c.Groups
	}
	return page.NewForm(values)
}

// lensStands is what stands of a lens, for whoever was slower.
func lensStands(r *page.Request, a policy.Appraisal, lens policy.Lens) (list []kit.Content) {
	said := a.Lenses[lens.Code]
	for _, o := range a.Options {
		cell := said.Cells[o.Code]
		list = append(list, blocks.OnScreen(r.L, []print.Block{print.Para{Text: print.Strong(o.OptionName(r.L) + colon + policy.EffectWord(r.L, cell.Effect))}})...)
		list = append(list, facts(a.CellFacts(r.L, cell)))
	}
	return append(list, desk.Para(kit.T(policy.YoungWords(r.L, said))))
}

func (web *Web) saveLens(r *page.Request) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	f, lens := r.Form, r.Path("lens")
	said := policy.LensWords{Cells: map[string]policy.Cell{}, Young: f.Choice("young", policy.YoungWays...), Words: f.Words("words", maxText), Why: f.Words("why", maxText)}
	for _, o := range a.Options {
		c := o.Code
		said.Cells[c] = policy.Cell{Effect: policy.Effect(f.Choice("effect_"+c, desk.Codes(policy.Effects)...)), Groups: f.Choices("groups_"+c, policy.Groups...), Evidence: f.Words("evidence_"+c, maxText),
			Kind: f.Choice("kind_"+c, policy.EvidenceKinds...), Source: f.Line("source_"+c, maxLine*2), Release: f.ID("release_" + c), Confidence: f.Choice("confidence_"+c, policy.Confidences...), Mitigation: f.Words("mitigation_"+c, maxText)}
	}
	if err = f.Err(); err == nil {
		err = web.policy.Say(r.Context(), r.Who, a.ID, policy.LensPart(lens), f.Raw("last"), said)
	}
	return goOn(r, err, nextLens(a, lens), web.lensPage)
}

// nextLens is the first lens after this one that is not whole; or the list of them.
func nextLens(a policy.Appraisal, lens string) string {
	all := a.AllLenses()
	here := slices.IndexFunc(all, func(l policy.Lens) bool { return l.Code == lens })
	for i := here + 1; i < len(all); i++ {
		if a.LensProgress(all[i].Code) != policy.Whole {
			return at(a.ID, "/lenses/"+all[i].Code)
		}
	}
	return at(a.ID, "/lenses")
}
