package policyweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
)

func (web *Web) saveSend(r *page.Request) (*page.Answer, error) {
	id := r.Path("appraisal")
	return goOn(r, web.policy.Send(r.Context(), r.Who, id), at(id, "?done=sent"), web.appraisalPage)
}

func (web *Web) showSign(r *page.Request) (*page.Answer, error) { return web.signPage(r, nil) }

// signPage shows everything that is to be signed, and takes a signature or words with which it goes back.
func (web *Web) signPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if a.State() != policy.Sent && wrong == nil {
		return page.Redirect(at(a.ID, "")), nil
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "as")
	v := desk.Page{Title: t("appraisal.to_sign"), Lead: a.Template.Signs.In(r.L.Tag()), Problems: p.Summary(), Wide: true, Hidden: []desk.Hidden{{Name: "seen", Value: a.Hash()}}}
	v.Before = []kit.Content{kit.Details{Summary: kit.T(t("appraisal.output_full")), Body: kit.Join(blocks.OnScreen(r.L, withoutTitle(a.Blocks(r.L)))...)}, readPart(r, a)}
	due := desk.Day(r, p, "due", "appraisal.sign_due")
	v.Fields = []kit.Content{kit.Radios{Name: "answer", Legend: desk.Legend(r, "appraisal.sign_answer"), Value: r.Form.Raw("answer"), Error: p.Of("answer"), Items: []kit.Choice{
		{Value: "sign", Text: kit.T(t("appraisal.answer_sign")), Conditional: kit.Join(desk.Line(r, p, "as", "appraisal.sign_as", r.Form.Raw("as")), due)},
		{Value: "back", Text: kit.T(t("appraisal.answer_back")), Conditional: desk.Note(r, p, "words", "appraisal.sign_back")}}}}
	v.Buttons = []kit.Content{desk.Button(r, "appraisal.sign_go"), desk.Cancel(r, at(a.ID, ""))}
	return v.Answer(wrong).Back(at(a.ID, "")), nil
}

func (web *Web) saveSign(r *page.Request) (*page.Answer, error) {
	f, id, done := r.Form, r.Path("appraisal"), "signed"
	answer := f.Choice("answer", "sign", "back")
	if answer == "" {
		f.Add("answer", "problem.required_choice")
	}
	as, words := f.Line("as", maxLine), f.Words("words", maxText)
	due := ""
	if answer == "sign" {
		due = f.Day("due")
	}
	err := f.Err()
	switch {
	case err != nil:
	case answer == "back":
		done, err = "back", web.policy.SendBack(r.Context(), r.Who, id, words)
	default:
		err = web.policy.Sign(r.Context(), r.Who, id, f.Raw("seen"), as, due)
	}
	return goOn(r, err, at(id, "?done="+done), web.signPage)
}

func (web *Web) showPublish(r *page.Request) (*page.Answer, error) { return web.publishPage(r, nil) }

// publishPage writes down what was published, where, and who said yes.
func (web *Web) publishPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if a.State() != policy.Signed && wrong == nil {
		return page.Redirect(at(a.ID, "")), nil
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "what")
	v := desk.Page{Title: t("appraisal.to_publish"), Lead: t("appraisal.publish_lead"), Problems: p.Summary(), Fields: []kit.Content{
		kit.Checkboxes{Name: "what", Legend: desk.Legend(r, "appraisal.publish_what"), Items: desk.Choices(r, "appraisal.output_", a.Outputs()), Values: r.Form.All("what"), Error: p.Of("what")}, // i18n: prefix appraisal.output_
		desk.Line(r, p, "where", "appraisal.publish_where", r.Form.Raw("where")), desk.Day(r, p, "day", "appraisal.publish_day"), desk.Line(r, p, "yes", "appraisal.publish_yes", r.Form.Raw("yes")),
	}, Buttons: []kit.Content{desk.Button(r, "appraisal.move_go"), desk.Cancel(r, at(a.ID, ""))}}
	return v.Answer(wrong).Back(at(a.ID, "")), nil
}

func (web *Web) savePublish(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("appraisal")
	said := policy.Published{What: f.Choices("what", policy.Outputs...), Where: f.Line("where", maxLine), Day: f.Day("day"), Yes: f.Line("yes", maxLine)}
	err := f.Err()
	if err == nil {
		err = web.policy.Publish(r.Context(), r.Who, id, said)
	}
	return goOn(r, err, at(id, "?done=published"), web.publishPage)
}

func (web *Web) showLook(r *page.Request) (*page.Answer, error) { return web.lookPage(r, nil) }

// lookPage asks afterwards what came true: of what was done, of each right and outcome that it was thought to touch.
func (web *Web) lookPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if a.State() != policy.Signed && wrong == nil {
		return page.Redirect(at(a.ID, "")), nil
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "option")
	done := kit.Radios{Name: "option", Legend: desk.Legend(r, "appraisal.look_option"), Value: r.Form.Raw("option"), Error: p.Of("option")}
	for _, o := range a.Options {
		done.Items = append(done.Items, kit.Choice{Value: o.Code, Text: kit.Name(o.OptionName(r.L))})
	}
	v := desk.Page{Title: t("appraisal.to_look"), Lead: t("appraisal.look_lead"), Problems: p.Summary(), Fields: []kit.Content{done, desk.Note(r, p, "came", "appraisal.look_came"), desk.Note(r, p, "unexpected", "appraisal.look_unexpected"),
		desk.Note(r, p, "young", "appraisal.look_young"), desk.Note(r, p, "next", "appraisal.look_next")}, Buttons: []kit.Content{desk.Button(r, "appraisal.move_go"), desk.Cancel(r, at(a.ID, ""))}}
	v.Fields = append(v.Fields, lookLenses(r, p, a), desk.Day(r, p, "due", "appraisal.look_due"))
	return v.Answer(wrong).Back(at(a.ID, "")), nil
}

// touches reports whether an option was thought to touch a right or an outcome, or whether nobody knew.
func touches(a policy.Appraisal, code string) bool {
	for _, o := range a.Options {
		if e := a.Lenses[code].Cells[o.Code].Effect; e != "" && e != policy.NoEffect {
			return true
		}
	}
	return false
}

func lookLenses(r *page.Request, p page.Problems, a policy.Appraisal) kit.Content {
	items := []kit.Option{{Value: "", Text: r.L.T("appraisal.look_not")}}
	for _, came := range policy.Cames {
		items = append(items, kit.Option{Value: came, Text: r.L.T("appraisal.came_" + came)}) // i18n: prefix appraisal.came_
	}
	var fields []kit.Content
	for _, l := range a.AllLenses() {
		if touches(a, l.Code) {
			fields = append(fields, kit.Select{Name: "lens_" + l.Code, Label: kit.Label{Text: lensWords(r, l)}, Items: items, Value: r.Form.Raw("lens_" + l.Code), Error: p.Of("lens_" + l.Code)})
		}
	}
	return kit.Fieldset{Legend: desk.Legend(r, "appraisal.look_lenses"), Body: kit.Join(fields...)}
}

func (web *Web) saveLook(r *page.Request) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	look := policy.Look{Option: f.Choice("option", policy.OptionCodes...), Lenses: map[string]string{}, Came: f.Words("came", maxText), Unexpected: f.Words("unexpected", maxText), Young: f.Words("young", maxText), Next: f.Words("next", maxText)}
	for _, l := range a.AllLenses() {
		if came := f.Choice("lens_"+l.Code, policy.Cames...); came != "" {
			look.Lenses[l.Code] = came
		}
	}
	due := f.Day("due")
	if err = f.Err(); err == nil {
		err = web.policy.LookAgain(r.Context(), r.Who, a.ID, due, look)
	}
	return goOn(r, err, at(a.ID, "?done=looked"), web.lookPage)
}
