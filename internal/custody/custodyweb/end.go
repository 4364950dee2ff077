package custodyweb

import (
	"stablefutures/internal/custody"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// showEnd is the end of a record's time: kept longer with a reason, or destroyed by two people.
func (web *Web) showEnd(r *page.Request) (*page.Answer, error) { return web.endForm(r, nil) }

// endActs are what can be done here, in the order people read them.
func endActs(k custody.Keeping, me string) []string {
	switch {
	case k.Proposal == nil:
		return []string{"longer", "propose"}
	case k.Proposal.Author == me:
		return []string{"longer", "withdraw"}
	}
	return []string{"longer", "withdraw", "confirm"}
}

func (web *Web) endForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, k, err := web.keeping(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "act")
	v := desk.Page{Title: t("custody.end"), Whose: kit.Name(k.Person.Profile.Names.Shown()), Problems: p.Summary()}
	back := at(id, "/keeping")
	switch {
	case len(k.Holds) > 0:
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("custody.on_hold"))}}
	case !k.Due(k.At) && k.Proposal == nil:
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("custody.end_not_yet", "day", r.L.Day(max(k.Clock.Due, k.KeptUntil))))}, desk.Para(kit.T(t("custody.end_other")), kit.T(space), desk.Link(t("custody.end_other_link"), at(id, "/erase")))}
	case k.Clock.Rule == custody.ByPolicy && !k.Policy.Decided():
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(t("custody.no_policy"))}, desk.Para(desk.Link(t("custody.policy"), "/retention/policy"))}
	default:
		v.Lead = t("custody.end_lead")
		v.Before = compact([]kit.Content{kit.SummaryList{Rows: []kit.Row{{Key: kit.T(t("custody.rule")), Value: kit.T(ruleWords(r, k))}, {Key: kit.T(t("custody.until")), Value: kit.T(r.L.Day(k.Clock.Due))}}},
			sourceOf(r, k.Clock.Source), proposalOf(r, k)})
		v.Hidden = []desk.Hidden{desk.FormID(r)}
		if k.Proposal != nil {
			v.Hidden = append(v.Hidden, desk.Hidden{Name: "proposal", Value: k.Proposal.ID})
		}
		v.Fields = []kit.Content{web.endChoice(r, k, p)}
		v.Buttons = []kit.Content{desk.Button(r, "page.continue"), desk.Cancel(r, back)}
	}
	return v.Answer(wrong).Back(back), nil
}

func proposalOf(r *page.Request, k custody.Keeping) kit.Content {
	if k.Proposal == nil {
		return nil
	}
	text := r.L.T("custody.proposed_by", "day", r.L.Moment(k.Proposal.At)) + " "
	return kit.InsetText{Text: kit.Join(kit.T(text), kit.Name(who(r, k.Names, k.Proposal.Author)), kit.T(space), desk.Words(k.Proposal.Text.Note))}
}

func (web *Web) endChoice(r *page.Request, k custody.Keeping, p page.Problems) kit.Content {
	t := r.L.T
	field := kit.Radios{Name: "act", Legend: desk.Legend(r, "custody.end_what"), Value: r.Form.Raw("act"), Error: p.Of("act")}
	for _, act := range endActs(k, r.Who.ID) {
		c := kit.Choice{Value: act, Text: kit.T(t("custody.act_" + act)), Hint: kit.T(t("custody.act_" + act + "_hint"))} // i18n: prefix custody.act_
		switch act {
		case "longer":
			c.Conditional = kit.Join(kit.Radios{Name: "reason", Legend: kit.Legend{Text: kit.T(t("custody.why")), Size: "s"}, Items: desk.Choices(r, "custody.longer_", custody.LongerReasons), Value: r.Form.Raw("reason"), Error: p.Of("reason")},
				desk.Day(r, p, "day", "custody.longer_day"), desk.Note(r, p, "note", "custody.note_optional"))
		case "propose":
			c.Conditional = desk.Note(r, p, "looked", "custody.propose_note")
		case "withdraw":
			c.Conditional = desk.Note(r, p, "why", "custody.withdraw_why")
		case "confirm":
			c.Conditional = kit.Join(kit.WarningText{Text: kit.T(t("custody.confirm_warning"))},
				desk.Line(r, p, "word", "custody.confirm_type", ""))
		}
		field.Items = append(field.Items, c)
	}
	return field
}

func (web *Web) saveEnd(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	ctx, as, proposal := r.Context(), r.Form.ID("as"), r.Form.ID("proposal")
	done := ""
	switch r.Form.Choice("act", "longer", "propose", "withdraw", "confirm") {
	case "longer":
		text := custody.Text{Reason: r.Form.Raw("reason"), Day: r.Form.Day("day"), Note: r.Form.Words("note", noteLength)}
		if done, err = "longer", r.Form.Err(); err == nil {
			err = web.custody.KeepLonger(ctx, r.Who, id, as, text)
		}
	case "propose":
		done, err = "proposed", web.custody.Propose(ctx, r.Who, id, as, r.Form.Words("looked", noteLength))
	case "withdraw":
		if done, err = "withdrawn", web.custody.Withdraw(ctx, r.Who, id, as, proposal, r.Form.Words("why", noteLength)); problem.Is(err, problem.Invalid) {
			r.Form.Add("why", "custody.needs_why")
			err = r.Form.Err()
		}
	case "confirm":
		if r.Form.Line("word", fieldLength) != r.L.T("custody.confirm_word") {
			r.Form.Add("word", "custody.confirm_word_wrong", "word", r.L.T("custody.confirm_word"))
			return web.endForm(r, r.Form.Err())
		}
		if err = web.custody.Confirm(ctx, r.Who, id, proposal); err == nil {
			return page.Redirect("/retention?done=destroyed"), nil
		}
	default:
		r.Form.Add("act", "problem.required_choice")
		err = r.Form.Err()
	}
	return web.saved(r, id, done, err, web.endForm)
}
