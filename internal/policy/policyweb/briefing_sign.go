package policyweb

import (
	"strconv"

	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
)

// stepPage is a page on which a manager takes a step with a version: the version first, then the form.
func (web *Web) stepPage(r *page.Request, wrong error, key, field string, fields func(page.Problems) []kit.Content) (*page.Answer, error) {
	b, one, f, err := web.version(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, field)
	v := desk.Page{Title: t("briefing." + key), Lead: t("briefing."+key+"_lead", "number", strconv.Itoa(one.Place)), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "version", Value: one.ID}},
		Fields: fields(p), Buttons: []kit.Content{desk.Button(r, "briefing."+key), desk.Cancel(r, versionAt(b.ID, one.Place, ""))}}
	if key == "sign" {
		v.Before = []kit.Content{kit.Details{Summary: kit.T(t("briefing.read_here")), Body: kit.Join(blocks.OnScreen(r.L, briefingDoc(r, b, &one, f).Blocks)...)}, notGiven(r, f.Template)}
	}
	return v.Answer(wrong).Back(versionAt(b.ID, one.Place, "")).Style(page.ChartStyle), nil
}

// stepDone leads back to the version.
func (web *Web) stepDone(r *page.Request, err error, done string, again func(*page.Request, error) (*page.Answer, error)) (*page.Answer, error) {
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(briefingAt(r.Path("briefing"), "/versions/"+r.Path("made")+"?done="+done)), nil
}

func (web *Web) showSignBriefing(r *page.Request) (*page.Answer, error) {
	return web.signBriefingPage(r, nil)
}

func (web *Web) signBriefingPage(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepPage(r, wrong, "sign", "checked", func(p page.Problems) []kit.Content {
		return []kit.Content{kit.Checkboxes{Name: "checked", Legend: desk.Legend(r, "briefing.checked"), Items: desk.Choices(r, "briefing.check_", policy.SignChecks), // i18n: prefix briefing.check_
			Values: r.Form.All("checked"), Error: p.Of("checked")}}
	})
}

func (web *Web) saveSignBriefing(r *page.Request) (*page.Answer, error) {
	f := r.Form
	step, version, checked := f.ID("as"), f.ID("version"), f.Choices("checked", policy.SignChecks...)
	err := f.Err()
	if err == nil {
		err = web.policy.SignBriefing(r.Context(), r.Who, r.Path("briefing"), version, step, checked)
	}
	return web.stepDone(r, err, "signed", web.signBriefingPage)
}

func (web *Web) showGive(r *page.Request) (*page.Answer, error) { return web.givePage(r, nil) }

func (web *Web) givePage(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepPage(r, wrong, "give", "to", func(p page.Problems) []kit.Content {
		return []kit.Content{desk.Line(r, p, "to", "briefing.given_to", r.Form.Raw("to")), desk.Day(r, p, "on", "briefing.given_on"),
			kit.Radios{Name: "how", Legend: desk.Legend(r, "briefing.given_how"), Value: r.Form.Raw("how"), Error: p.Of("how"), Items: desk.Choices(r, "briefing.way_", policy.PublishWays)}} // i18n: prefix briefing.way_
	})
}

func (web *Web) saveGive(r *page.Request) (*page.Answer, error) {
	f := r.Form
	step, version := f.ID("as"), f.ID("version")
	says := policy.BriefingSays{To: f.Line("to", maxLine), How: f.Choice("how", policy.PublishWays...), On: f.Day("on")}
	err := f.Err()
	if err == nil {
		err = web.policy.PublishBriefing(r.Context(), r.Who, r.Path("briefing"), version, step, says)
	}
	return web.stepDone(r, err, "given", web.givePage)
}

func (web *Web) showTakeBack(r *page.Request) (*page.Answer, error) { return web.takeBackPage(r, nil) }

func (web *Web) takeBackPage(r *page.Request, wrong error) (*page.Answer, error) {
	return web.stepPage(r, wrong, "take_back", "why", func(p page.Problems) []kit.Content {
		return []kit.Content{desk.Note(r, p, "why", "briefing.why")}
	})
}

func (web *Web) saveTakeBack(r *page.Request) (*page.Answer, error) {
	f := r.Form
	step, version, why := f.ID("as"), f.ID("version"), f.Words("why", maxText)
	err := f.Err()
	if err == nil {
		err = web.policy.TakeBriefingBack(r.Context(), r.Who, r.Path("briefing"), version, step, why)
	}
	return web.stepDone(r, err, "back", web.takeBackPage)
}
