package custodyweb

import (
	"strings"

	"stablefutures/internal/custody"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// stepForm is the frame of the small forms about a request.
func (web *Web) stepForm(r *page.Request, wrong error, key, field string, fields func(o opened, p page.Problems) []kit.Content) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	p := desk.ProblemsOf(r, wrong, field)
	v := desk.Page{Title: r.L.T(key), Whose: o.whose(), Lead: r.L.T(key + "_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: compact(fields(o, p)), Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, o.own)}}
	return v.Answer(wrong).Back(o.own), nil
}

// keep keeps steps and leads back to the request, or shows the form again.
func (web *Web) keep(r *page.Request, done string, again func(*page.Request, error) (*page.Answer, error), steps ...custody.Step) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	request, err := r.PathID("request")
	if err != nil {
		return nil, err
	}
	err = r.Form.Err()
	for i, s := range steps {
		if err != nil {
			break
		}
		if i == 0 {
			s.ID = r.Form.ID("as")
		}
		err = web.custody.Step(r.Context(), r.Who, id, request, s)
	}
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/requests/"+request+"?done="+done)), nil
}

func (web *Web) showWho(r *page.Request) (*page.Answer, error) { return web.whoForm(r, nil) }

func (web *Web) whoForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.step_who", "how", func(o opened, p page.Problems) []kit.Content {
		fields := []kit.Content{
			kit.Radios{Name: "how", Legend: desk.Legend(r, "custody.identity"), Hint: kit.T(r.L.T("custody.identity_hint")), Items: desk.Choices(r, "custody.identity_", custody.IdentityWays), Value: r.Form.Raw("how"), Error: p.Of("how")}, // i18n: prefix custody.identity_
		}
		if o.Asked.By != "young_person" {
			if o.Understood {
				fields = append([]kit.Content{kit.InsetText{Text: kit.T(r.L.T("custody.scotland_12"))}}, fields...)
			}
			fields = append(fields,
				kit.Radios{Name: "authority", Legend: desk.Legend(r, "custody.authority"), Items: desk.Choices(r, "custody.authority_", custody.AuthorityWays), Value: r.Form.Raw("authority"), Error: p.Of("authority")},          // i18n: prefix custody.authority_
				kit.Radios{Name: "wish", Legend: desk.Legend(r, "custody.wish"), Hint: kit.T(r.L.T("custody.wish_hint")), Items: desk.Choices(r, "custody.wish_", custody.Wishes), Value: r.Form.Raw("wish"), Error: p.Of("wish")}) // i18n: prefix custody.wish_
		} else {
			fields = append(fields, kit.InsetText{Text: kit.T(r.L.T("custody.own_right"))})
		}
		return append(fields, desk.Note(r, p, "note", "custody.note_optional"))
	})
}

func (web *Web) saveWho(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	list := []custody.Step{{Kind: custody.Identity, Text: custody.StepText{How: r.Form.Raw("how"), Note: r.Form.Words("note", noteLength)}}}
	if o.Asked.By != "young_person" {
		if r.Form.Choice("authority", custody.AuthorityWays...) == "" {
			r.Form.Add("authority", "custody.needs_how")
		}
		list = append(list, custody.Step{Kind: custody.Authority, Text: custody.StepText{How: r.Form.Raw("authority"), Wish: r.Form.Raw("wish")}})
		if r.Form.Choice("wish", custody.Wishes...) == "" {
			r.Form.Add("wish", "custody.needs_wish")
		}
	}
	return web.keep(r, "step", web.whoForm, list...)
}

func (web *Web) showClock(r *page.Request) (*page.Answer, error) { return web.clockForm(r, nil) }

func (web *Web) clockForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.clock_form", "act", func(o opened, p page.Problems) []kit.Content {
		t := r.L.T
		acts := kit.Radios{Name: "act", Legend: desk.Legend(r, "custody.end_what"), Value: r.Form.Raw("act"), Error: p.Of("act")}
		reasons := func(name, prefix string, list []string) kit.Content {
			return kit.Radios{Name: name, Legend: kit.Legend{Text: kit.T(t("custody.why")), Size: "s"}, Items: desk.Choices(r, prefix, list), Value: r.Form.Raw(name), Error: p.Of("reason")}
		}
		if o.Waits() {
			acts.Items = append(acts.Items, kit.Choice{Value: "resumed", Text: kit.T(t("custody.act_resumed"))})
		} else {
			acts.Items = append(acts.Items, kit.Choice{Value: "paused", Text: kit.T(t("custody.act_paused")), Conditional: reasons("pause", "custody.pause_", custody.PauseReasons)}) // i18n: prefix custody.pause_
		}
		if o.Last(custody.Extended) == nil {
			acts.Items = append(acts.Items, kit.Choice{Value: "extended", Text: kit.T(t("custody.act_extended")), Hint: kit.T(t("custody.act_extended_hint")), Conditional: reasons("extend", "custody.extend_", custody.ExtendReasons)}) // i18n: prefix custody.extend_
		}
		return []kit.Content{kit.InsetText{Text: kit.T(stateOf(r, o.Request))}, acts}
	})
}

func (web *Web) saveClock(r *page.Request) (*page.Answer, error) {
	step := custody.Step{}
	switch r.Form.Choice("act", "paused", "resumed", "extended") {
	case "paused":
		step = custody.Step{Kind: custody.Paused, Text: custody.StepText{Reason: r.Form.Raw("pause")}}
	case "resumed":
		step.Kind = custody.Resumed
	case "extended":
		step = custody.Step{Kind: custody.Extended, Text: custody.StepText{Reason: r.Form.Raw("extend")}}
	default:
		r.Form.Add("act", "problem.required_choice")
	}
	return web.keep(r, "step", web.clockForm, step)
}

func (web *Web) showNames(r *page.Request) (*page.Answer, error) { return web.namesForm(r, nil) }

func (web *Web) namesForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.step_names", "names", func(o opened, p page.Problems) []kit.Content {
		value := strings.Join(o.LooksOut(), "\n")
		if r.Form.Has("names") {
			value = r.Form.Raw("names")
		}
		return []kit.Content{kit.Textarea{Name: "names", Label: desk.Label(r, "custody.names"), Hint: kit.T(r.L.T("custody.names_hint")), Rows: 8, Value: value, Error: p.Of("names")}}
	})
}

func (web *Web) saveNames(r *page.Request) (*page.Answer, error) {
	var names []string
	for _, n := range strings.Split(r.Form.Words("names", 5*noteLength), "\n") {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return web.keep(r, "step", web.namesForm, custody.Step{Kind: custody.NamesOf, Text: custody.StepText{Names: names}})
}

func (web *Web) showHarm(r *page.Request) (*page.Answer, error) { return web.harmForm(r, nil) }

func (web *Web) harmForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.step_harm", "finding", func(_ opened, p page.Problems) []kit.Content {
		return []kit.Content{
			kit.InsetText{Text: kit.T(r.L.T("custody.harm_law"))},
			desk.Line(r, p, "who", "custody.harm_who", r.Form.Raw("who")),
			desk.Day(r, p, "day", "custody.harm_day"),
			kit.Radios{Name: "finding", Legend: desk.Legend(r, "custody.harm_finding"), Items: desk.Choices(r, "custody.harm_", custody.HarmFindings), Value: r.Form.Raw("finding"), Error: p.Of("finding")}, // i18n: prefix custody.harm_
			desk.Note(r, p, "note", "custody.harm_why")}
	})
}

func (web *Web) saveHarm(r *page.Request) (*page.Answer, error) {
	return web.keep(r, "step", web.harmForm, custody.Step{Kind: custody.Harm, Text: custody.StepText{Who: r.Form.Line("who", fieldLength), Day: r.Form.Day("day"),
		Reason: r.Form.Raw("finding"), Note: r.Form.Words("note", noteLength)}})
}

func (web *Web) showHand(r *page.Request) (*page.Answer, error) { return web.handForm(r, nil) }

func (web *Web) handForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepForm(r, wrong, "custody.step_end", "act", func(o opened, p page.Problems) []kit.Content {
		t := r.L.T
		acts := kit.Radios{Name: "act", Legend: desk.Legend(r, "custody.end_what"), Value: r.Form.Raw("act"), Error: p.Of("act")}
		if o.Bundle != nil {
			acts.Items = append(acts.Items, kit.Choice{Value: "handed", Text: kit.T(t("custody.act_handed")), Conditional: kit.Join(
				kit.Radios{Name: "how", Legend: kit.Legend{Text: kit.T(t("custody.hand_how")), Size: "s"}, Items: desk.Choices(r, "custody.hand_", custody.HandWays), Value: r.Form.Raw("how"), Error: p.Of("how")}, // i18n: prefix custody.hand_
				desk.Day(r, p, "day", "custody.hand_day"),
				kit.Checkboxes{Name: "offered", Legend: kit.Legend{Text: kit.T(t("custody.offered")), Size: "s"}, Error: p.Of("offered"), Values: r.Form.All("offered"),
					Items: []kit.Choice{{Value: "yes", Text: kit.T(t("custody.offered_yes"))}}})})
		}
		acts.Items = append(acts.Items, kit.Choice{Value: "closed", Text: kit.T(t("custody.act_closed")), Conditional: kit.Join(
			kit.Radios{Name: "reason", Legend: kit.Legend{Text: kit.T(t("custody.why")), Size: "s"}, Items: desk.Choices(r, "custody.closing_", custody.ClosingReasons), Value: r.Form.Raw("reason"), Error: p.Of("reason")}, // i18n: prefix custody.closing_
			desk.Note(r, p, "note", "custody.closing_note"))})
		return []kit.Content{acts}
	})
}

func (web *Web) saveHand(r *page.Request) (*page.Answer, error) {
	switch r.Form.Choice("act", "handed", "closed") {
	case "handed":
		return web.keep(r, "handed", web.handForm, custody.Step{Kind: custody.Handed, Text: custody.StepText{How: r.Form.Raw("how"), Day: r.Form.Day("day"), Offered: r.Form.Flag("offered")}})
	case "closed":
		return web.keep(r, "closed", web.handForm, custody.Step{Kind: custody.Closed, Text: custody.StepText{Reason: r.Form.Raw("reason"), Note: r.Form.Words("note", noteLength)}})
	}
	r.Form.Add("act", "problem.required_choice")
	return web.handForm(r, r.Form.Err())
}

// makeBundle makes what is given out.
func (web *Web) makeBundle(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	err = web.custody.MakeBundle(r.Context(), r.Who, o.id, o.ID)
	if desk.ToMend(err) {
		return web.requestPage(r, o, err), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(o.own + "?done=bundle"), nil
}

func (web *Web) takeBundle(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	request, err := r.PathID("request")
	if err != nil {
		return nil, err
	}
	content, err := web.custody.TakeBundle(r.Context(), r.Who, id, request)
	if err != nil {
		return nil, err
	}
	return page.File("bundle.zip", "application/zip", content), nil
}
