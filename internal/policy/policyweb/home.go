package policyweb

import (
	"slices"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
)

// fewOf is how many of a kind stand on the home page; the rest is behind a link.
const fewOf = 5

// showHome is where a policy officer's day begins: what waits for somebody, what is thought about, what was made of it.
func (web *Web) showHome(r *page.Request) (*page.Answer, error) {
	t := r.L.T
	v := desk.Page{Title: t("policy.title"), Lead: t("policy.lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, desk.Para(desk.Link(t("policy.first_day"), "/policy/first-day")))
	}
	looks, err := web.policy.Appraisals(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	papers, err := web.policy.Briefings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	waiting, err := web.waiting(r, looks, papers)
	if err != nil {
		return nil, err
	}
	changes, err := web.homeInitiatives(r)
	if err != nil {
		return nil, err
	}
	found, err := web.homeEvaluations(r)
	if err != nil {
		return nil, err
	}
	v.Before = append(v.Before, append(waiting, changes, homeAppraisals(r, looks), found, homePart(r, "briefings", briefingLines(r, papers[:min(len(papers), fewOf)]), briefings, "policy.all_briefings"))...)
	more := []kit.Content{desk.Link(t("briefing.templates"), readers)}
	if permit.Could(r.Who, permit.ReadReleases) {
		more = append(more, desk.Link(t("policy.releases"), "/together/releases"))
	}
	v.After = []kit.Content{desk.Part("more", t("policy.more"), desk.Bullets(more...))}
	return v.Answer(nil), nil
}

// waiting is what waits for a signature of whoever looks, and what somebody is to look at again; what they wrote themselves waits
// for somebody else.
func (web *Web) waiting(r *page.Request, looks []policy.AppraisalHead, papers []policy.Briefing) ([]kit.Content, error) {
	if !writes(r) {
		return nil, nil
	}
	t := r.L.T
	due, err := web.policy.DueReviews(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var lines []kit.Content
	waits := func(title, href, kind string, wrote bool) {
		key := "policy.waits_other"
		if permit.Could(r.Who, permit.SignPolicy) && !wrote {
			key = "policy.waits_you"
		}
		lines = append(lines, kit.Join(desk.NameLink(title, href), kit.T(dot+t(kind)+dot+t(key))))
	}
	for _, b := range papers {
		if b.Waits() {
			waits(b.Draft.Title, versionAt(b.ID, b.Versions[0].Place, ""), "policy.kind_briefing", slices.Contains(b.Draft.Authors, r.Who.ID))
		}
	}
	for _, a := range looks {
		if a.State() == policy.Sent {
			waits(a.Title, appraisals+"/"+a.ID, "policy.kind_appraisal", a.BegunBy == r.Who.ID)
		}
	}
	for _, one := range due {
		key := "policy.look_again"
		if one.Late {
			key = "policy.look_again_late"
		}
		lines = append(lines, kit.Join(desk.NameLink(one.Title, appraisals+"/"+one.Appraisal), kit.T(dot+t(key, "day", r.L.Day(one.Day)))))
	}
	if len(lines) == 0 {
		return []kit.Content{desk.Part("waiting", t("policy.waiting"), desk.Para(kit.T(t("policy.waiting_none"))))}, nil
	}
	return []kit.Content{desk.Part("waiting", t("policy.waiting"), desk.Bullets(lines...))}, nil
}

func (web *Web) homeInitiatives(r *page.Request) (kit.Content, error) {
	list, err := web.policy.Initiatives(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var lines []kit.Content
	for _, one := range list[:min(len(list), fewOf)] {
		lines = append(lines, kit.Join(desk.NameLink(one.Title, initiatives+"/"+one.ID), kit.T(dot+r.L.T("appraisal.state_"+string(one.State()))))) // i18n: prefix appraisal.state_
	}
	return homePart(r, "initiatives", lines, initiatives, "policy.all_initiatives"), nil
}

func homeAppraisals(r *page.Request, list []policy.AppraisalHead) kit.Content {
	var lines []kit.Content
	for _, one := range list[:min(len(list), fewOf)] {
		lines = append(lines, kit.Join(desk.NameLink(one.Title, appraisals+"/"+one.ID), kit.T(dot+r.L.T("appraisal.is_"+string(one.State()))))) // i18n: prefix appraisal.is_
	}
	return homePart(r, "appraisals", lines, appraisals, "policy.all_appraisals")
}

func (web *Web) homeEvaluations(r *page.Request) (kit.Content, error) {
	list, err := web.policy.Evaluations(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var lines []kit.Content
	for _, one := range list[:min(len(list), fewOf)] {
		lines = append(lines, kit.Join(desk.NameLink(one.Plan.Content.Question, resultAt(one)), kit.T(dot+dayOf(r, one.At))))
	}
	return homePart(r, "evaluations", lines, evaluations, "policy.all_evaluations"), nil
}

// homePart is a kind of thing with the latest few of it and the way to all of them.
func homePart(r *page.Request, kind string, lines []kit.Content, href, all string) kit.Content {
	t := r.L.T
	about := desk.Para(kit.T(t("policy.about_" + kind))) // i18n: prefix policy.about_
	list := desk.Para(kit.T(t("policy.none_" + kind)))   // i18n: prefix policy.none_
	if len(lines) > 0 {
		list = desk.Bullets(lines...)
	}
	return desk.Part(kind, t("policy."+kind), about, list, desk.Para(desk.Link(t(all), href)))
}

// showFirstDay says what an organisation can do before it has any record here, and in which order.
func (web *Web) showFirstDay(r *page.Request) (*page.Answer, error) {
	t := r.L.T
	v := desk.Page{Title: t("policy.first_day"), Lead: t("policy.first_day_lead")}
	for _, step := range []struct{ key, href string }{
		{"change", initiatives + "/new"}, {"appraise", appraisals + "/new"}, {"reader", readers}, {"briefing", briefings + "/new"}, {"sign", briefings},
	} {
		v.Before = append(v.Before, desk.Part("step-"+step.key, t("policy.step_"+step.key), desk.Para(kit.T(t("policy.step_"+step.key+"_about"))), // i18n: prefix policy.step_
			desk.Para(desk.Link(t("policy.step_"+step.key+"_go"), step.href))))
	}
	v.After = []kit.Content{kit.InsetText{Text: kit.T(t("policy.first_day_none"))}}
	return v.Answer(nil).Back("/policy"), nil
}
