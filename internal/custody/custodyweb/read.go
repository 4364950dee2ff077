package custodyweb

import (
	"strconv"

	"stablefutures/internal/custody"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// itemView is one text as who reads through sees it.
type itemView struct {
	ID, Label, Lang string
	Text, Hide      kit.Content
}

// showSection shows a part of the record, text by text: what stands out, what is hidden, and a field to hide a passage.
func (web *Web) showSection(r *page.Request) (*page.Answer, error) { return web.sectionForm(r, nil) }

func (web *Web) sectionOf(r *page.Request) (o opened, s custody.Section, err error) {
	if o, err = web.open(r); err != nil {
		return o, s, err
	}
	for _, s := range o.Sections {
		if s.ID == r.Path("section") && len(s.Items) > 0 {
			return o, s, nil
		}
	}
	return o, s, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Web) sectionForm(r *page.Request, wrong error) (*page.Answer, error) {
	o, s, err := web.sectionOf(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "passage")
	v := desk.Page{Title: s.Title, Whose: o.whose(), Lead: t("custody.read_lead"), Problems: p.Summary(), Before: compact([]kit.Content{done(r, "hidden", "shown")})}
	if len(s.Lines) > 0 {
		v.After = append(v.After, kit.Details{Summary: kit.T(t("custody.read_facts")), Body: desk.Lines(s.Lines)})
	}
	var read []desk.Hidden
	for n, item := range s.Items {
		v.After = append(v.After, itemPart(web.item(r, o, item, n, p)))
		read = append(read, desk.Hidden{Name: "mark", Value: item.Mark()})
	}
	if o.Bundle == nil && !o.Over() {
		v.After = append(v.After, desk.Post(o.own+"/read/"+s.ID, append(read, desk.Hidden{Name: "act", Value: "read"}), desk.Button(r, "custody.read_done")))
	}
	return v.Answer(wrong).Back(o.own), nil
}

func (web *Web) item(r *page.Request, o opened, item custody.Item, n int, p page.Problems) itemView {
	t := r.L.T
	covers := o.Covers(item)
	v := itemView{ID: "text-" + strconv.Itoa(n), Label: item.Label, Lang: item.Lang}
	var shown []kit.Content
	for _, piece := range custody.LookOut(custody.Pieces(item.Text, covers), o.LooksOut()) {
		switch {
		case piece.Reason != "":
			shown = append(shown, covered(t("custody.covered", "why", t("custody.cover_"+piece.Reason)))) // i18n: prefix custody.cover_
		case piece.Look:
			shown = append(shown, lookOut(piece.Text))
		default:
			shown = append(shown, kit.T(piece.Text))
		}
	}
	v.Text = kit.Join(shown...)
	if o.Bundle != nil || o.Over() {
		return v
	}
	mine := r.Form.Raw("mark") == item.Mark()
	passage, errors := "", page.Problems{}
	if mine {
		passage, errors = r.Form.Raw("passage"), p
	}
	name := func(field string) string {
		if mine {
			return field
		}
		return field + "-" + strconv.Itoa(n)
	}
	fields := []kit.Content{
		kit.Textarea{Name: "passage", ID: name("passage"), Label: desk.Label(r, "custody.passage"), Hint: kit.T(t("custody.passage_hint")), Rows: 2, Value: passage, Error: errors.Of("passage")},
		kit.Radios{Name: "reason", ID: name("reason"), Legend: kit.Legend{Text: kit.T(t("custody.cover_why")), Size: "s"}, Class: "govuk-radios--small", Items: desk.Choices(r, "custody.cover_", custody.CoverReasons), Error: errors.Of("reason")},
		desk.Group(kit.Button{Text: kit.T(t("custody.hide")), Kind: kit.Secondary, Name: "act", Value: "hide", Once: true},
			kit.Button{Text: kit.T(t("custody.hide_whole")), Kind: kit.Secondary, Name: "act", Value: "whole", Once: true}),
	}
	body := []kit.Content{desk.Post("", []desk.Hidden{{Name: "mark", Value: item.Mark()}}, fields...)}
	for i, c := range covers {
		body = append(body, desk.Post("", []desk.Hidden{{Name: "step", Value: c.ID}, {Name: "act", Value: "show"}}, kit.Button{Text: kit.T(t("custody.unhide", "number", i+1)), Kind: kit.Secondary, Once: true}))
	}
	v.Hide = kit.Details{Summary: kit.T(t("custody.hide_in", "what", strconv.Itoa(n+1))), Body: kit.Join(body...), Open: mine && p.Any()}
	return v
}

func (web *Web) saveSection(r *page.Request) (*page.Answer, error) {
	o, s, err := web.sectionOf(r)
	if err != nil {
		return nil, err
	}
	done, ctx := "hidden", r.Context()
	switch r.Form.Choice("act", "hide", "whole", "show", "read") {
	case "hide":
		passage := r.Form.Words("passage", 5*noteLength)
		if passage == "" {
			r.Form.Add("passage", "custody.passage_not_found")
		}
		if err = r.Form.Err(); err == nil {
			err = web.custody.Hide(ctx, r.Who, o.id, o.ID, r.Form.Raw("mark"), passage, r.Form.Raw("reason"))
		}
	case "whole":
		err = web.custody.Hide(ctx, r.Who, o.id, o.ID, r.Form.Raw("mark"), "", r.Form.Raw("reason"))
	case "show":
		done = "shown"
		err = web.custody.Step(ctx, r.Who, o.id, o.ID, custody.Step{Kind: custody.Unhidden, About: r.Form.ID("step")})
	case "read":
		if err = web.custody.Read(ctx, r.Who, o.id, o.ID, s.ID, r.Form.All("mark")); err == nil {
			return page.Redirect(o.own + "?done=step"), nil
		}
	default:
		return nil, problem.New(problem.Invalid, "problem.unreadable_form")
	}
	if desk.ToMend(err) {
		return web.sectionForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(o.own + "/read/" + s.ID + "?done=" + done), nil
}

func (web *Web) showFiles(r *page.Request) (*page.Answer, error) { return web.filesForm(r, nil) }

func (web *Web) filesForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.step_files", "file-0", func(o opened, p page.Problems) []kit.Content {
		t := r.L.T
		var fields []kit.Content
		for n, f := range o.Files {
			name := "file-" + strconv.Itoa(n)
			value := r.Form.Raw(name)
			if d := o.FileOf(f.ID); d != nil && value == "" {
				if value = d.Text.Reason; d.Text.Include {
					value = "in"
				}
			}
			items := []kit.Choice{{Value: "in", Text: kit.T(t("custody.file_in"))}}
			for _, reason := range custody.CoverReasons {
				items = append(items, kit.Choice{Value: reason, Text: kit.T(t("custody.file_out", "why", t("custody.cover_"+reason)))})
			}
			fields = append(fields, kit.Radios{Name: name, Legend: kit.Legend{Text: kit.Name(f.Name), Size: "s"}, Hint: kit.Join(kit.T(r.L.Moment(f.At)+" · "), desk.Link(t("custody.file_open"), at(o.id, "/files/"+f.ID))),
				Items: items, Value: value, Error: p.Of(name)})
		}
		if len(fields) == 0 {
			fields = append(fields, desk.Para(kit.T(t("custody.files_none"))))
		}
		return fields
	})
}

func (web *Web) saveFiles(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	var list []custody.Step
	for n, f := range o.Files {
		name := "file-" + strconv.Itoa(n)
		choice := r.Form.Choice(name, append([]string{"in"}, custody.CoverReasons...)...)
		if choice == "" {
			r.Form.Add(name, "problem.required_choice")
			continue
		}
		step := custody.Step{Kind: custody.FileStep, About: f.ID, Text: custody.StepText{Include: choice == "in"}}
		if choice != "in" {
			step.Text.Reason = choice
		}
		list = append(list, step)
	}
	return web.keep(r, "step", web.filesForm, list...)
}
