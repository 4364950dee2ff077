package inspectionweb

import (
	"slices"

	"stablefutures/internal/inspection"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func (web *Web) showArrange(r *page.Request) (*page.Answer, error) {
	return web.arrangePage(r, nil, nil)
}

// arrangePage is where a person moves evidence, leaves some out, says what is done about gaps, and adds a sentence. said is
// what is wrong with the sentence, wrong with the rest.
func (web *Web) arrangePage(r *page.Request, wrong, said error) (*page.Answer, error) {
	p, under, err := web.pack(r)
	if err != nil {
		return nil, err
	}
	t, g := r.L.T, p.Content.Under[under]
	bad := wrong
	if bad == nil {
		bad = said
	}
	problems := desk.ProblemsOf(r, bad, "sentence")
	hidden := []desk.Hidden{{Name: "last", Value: p.Version.ID}, {Name: "under", Value: under}}
	v := desk.Page{Title: t("inspection.arrange"), Lead: g.Framework.Title, Problems: problems.Summary(), Hidden: hidden}
	v.Fields = append(v.Fields, desk.Para(kit.T(t("inspection.arrange_lead"))))
	for _, e := range p.Content.Evidence {
		boxes := kit.Checkboxes{Name: "at_" + e.ID, ID: "at-" + p.Content.Reference(e.ID), Legend: kit.Legend{Text: evidenceName(r, p, e), Size: "s"}}
		for _, h := range g.Framework.Headings {
			boxes.Items = append(boxes.Items, kit.Choice{Value: h.Code, Text: english(h.Text), Checked: slices.Contains(g.Stands(e), h.Code)})
		}
		boxes.Items = append(boxes.Items, kit.Choice{Divider: t("inspection.or")}, kit.Choice{Value: "out", Text: kit.T(t("inspection.leave_out")), Checked: slices.Contains(p.Content.Out, e.ID)})
		v.Fields = append(v.Fields, boxes)
	}
	for _, h := range g.Framework.Headings {
		value := g.Gaps[h.Code]
		if wrong != nil {
			value = r.Form.Raw("gap_" + h.Code)
		}
		hint := kit.Content(nil)
		if len(p.Content.Below(under, h.Code)) == 0 {
			hint = kit.T(t("inspection.gap"))
		}
		v.Fields = append(v.Fields, kit.Textarea{Name: "gap_" + h.Code, Rows: 2, Value: value, Hint: hint, Error: problems.Of("gap_" + h.Code),
			Label: kit.Label{Text: kit.Join(kit.T(t("inspection.gap_for")+" "), english(h.Text)), Size: "s"}})
	}
	v.Buttons = []kit.Content{desk.Button(r, "inspection.arrange_save"), desk.Cancel(r, underAt(p.ID, "", under))}
	v.After = []kit.Content{desk.Part("say", t("inspection.say"), desk.Para(kit.T(t("inspection.say_lead"))), desk.Post(packAt(p.ID, "/say"),
		append(hidden, desk.FormID(r)), sentenceFields(r, problems, said != nil)...))}
	return v.Answer(bad).Back(underAt(p.ID, "", under)), nil
}

func sentenceFields(r *page.Request, p page.Problems, again bool) []kit.Content {
	topics := kit.Checkboxes{Name: "topics", Legend: desk.Legend(r, "inspection.topics"), Items: desk.Choices(r, "inspection.topic_", inspection.Topics), Error: p.Of("topics")} // i18n: prefix inspection.topic_
	no := kit.Checkboxes{Name: "no_people", Items: []kit.Choice{{Value: "yes", Text: kit.T(r.L.T("inspection.no_people"))}}, Error: p.Of("no_people"),
		Legend: kit.Legend{Text: kit.T(r.L.T("inspection.no_people_legend")), Size: "s"}}
	if again {
		topics.Values, no.Values = r.Form.All("topics"), r.Form.All("no_people")
	}
	return []kit.Content{desk.Note(r, p, "sentence", "inspection.sentence"), topics, no, kit.Button{Text: kit.T(r.L.T("inspection.say_go")), Kind: kit.Secondary, Once: true}}
}

func (web *Web) saveArrange(r *page.Request) (*page.Answer, error) {
	p, under, err := web.pack(r)
	if err != nil {
		return nil, err
	}
	a := inspection.Arranged{Places: map[string][]string{}, Gaps: map[string]string{}}
	for _, e := range p.Content.Evidence {
		at := r.Form.All("at_" + e.ID)
		if slices.Contains(at, "out") {
			a.Out = append(a.Out, e.ID)
		}
		a.Places[e.ID] = slices.DeleteFunc(slices.Clone(at), func(s string) bool { return s == "out" })
	}
	for _, h := range p.Content.Under[under].Framework.Headings {
		if text := r.Form.Words("gap_"+h.Code, 2000); text != "" {
			a.Gaps[h.Code] = text
		}
	}
	err = r.Form.Err()
	if err == nil {
		err = web.inspection.Arrange(r.Context(), r.Who, p.ID, r.Form.ID("last"), under, a)
	}
	if desk.ToMend(err) {
		return web.arrangePage(r, err, nil)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(underAt(p.ID, "", under)), nil
}

func (web *Web) saveSentence(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id, under := r.Path("evidence"), f.Line("under", 60)
	s := inspection.Sentence{ID: f.ID("as"), Text: f.Words("sentence", 2000), Topics: f.Choices("topics", inspection.Topics...), NoPeople: f.Flag("no_people")}
	last := f.ID("last")
	err := f.Err()
	if err == nil {
		err = web.inspection.Say(r.Context(), r.Who, id, last, s)
	}
	if desk.ToMend(err) {
		return web.arrangePage(r, nil, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(underAt(id, "/arrange", under)), nil
}
