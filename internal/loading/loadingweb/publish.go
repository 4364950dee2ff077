package loadingweb

import (
	"strconv"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type publishView struct {
	Title, Lede string
	Problems    kit.Content
	Hidden      []hidden
	Answers     kit.SummaryList
	Not         kit.Content
	Never       kit.Content
	Publish     kit.Content
}

func (web *Web) showPublish(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v, err := publishForm(r, o, nil)
	if err != nil {
		return nil, err
	}
	return page.Show(v.Title, publishBody(v)).Back(at(o.ID, "/about")), nil
}

func publishForm(r *page.Request, o *loading.Opened, wrong error) (publishView, error) {
	t := r.L.T
	d, err := o.Document()
	if err != nil {
		return publishView{}, err
	}
	faults, err := o.Faults()
	if err != nil {
		return publishView{}, err
	}
	problems := problemsOf(r, wrong)
	v := publishView{Title: t("loading.publish_title"), Lede: t("loading.publish_lede"), Problems: problems.Summary(), Hidden: guard(r, o),
		Never: kit.WarningText{Text: kit.T(t("loading.publish_never"))}}
	answer := func(key, value, url string) {
		if value == "" {
			value = t("loading.not_said")
		}
		v.Answers.Rows = append(v.Answers.Rows, kit.Row{Key: kit.T(t(key)), Value: kit.Name(value),
			Actions: []kit.Action{{Text: kit.T(t("page.change")), Href: at(o.ID, url), Hidden: t(key)}}})
	}
	have := 0
	indicators := 0
	for _, p := range d.Principles {
		have += len(p.Outcomes)
		for _, out := range p.Outcomes {
			indicators += len(out.Indicators)
		}
	}
	uses := ""
	if d.Permission.Uses != "" {
		uses = t("loading.uses_" + d.Permission.Uses)
	}
	answer("loading.goal_name", d.Name, "/goal")
	answer("loading.goal_set", d.Set, "/goal")
	answer("loading.size", t("loading.size_text", "principles", strconv.Itoa(len(d.Principles)), "outcomes", strconv.Itoa(have), "indicators", strconv.Itoa(indicators)), "/check")
	answer("loading.about_version", d.Version, "/about")
	answer("loading.about_date", dayOf(r, d.Date), "/about")
	answer("loading.about_source", d.Source, "/about")
	answer("loading.about_obtained", dayOf(r, d.Copy.Obtained), "/about")
	answer("loading.about_uses", uses, "/about")
	answer("loading.about_by", d.Permission.By, "/about")
	answer("loading.about_licence", d.Permission.Licence, "/about")
	answer("loading.about_attribution", d.Permission.Attribution, "/about")
	answer("loading.about_follows", d.Follows, "/about")
	answer("loading.original", d.Copy.Original, "/file")
	switch {
	case !o.Draft.Open():
		v.Not = kit.InsetText{Text: kit.T(t("loading.is_published") + " " + o.Edition)}
	case len(faults)+len(o.Outline().Strays) > 0:
		v.Not = kit.InsetText{Text: kit.T(r.L.N("loading.publish_not", len(faults)+len(o.Outline().Strays)))}
	default:
		v.Publish = kit.Button{Text: kit.T(t("loading.publish")), Once: true}
	}
	return v, nil
}

func dayOf(r *page.Request, day string) string {
	if day == "" {
		return ""
	}
	return r.L.Day(day)
}

func (web *Web) savePublish(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	_, err = web.loading.Publish(r.Context(), r.Who, o.ID, seen(r.Form))
	if again(err) || problem.Is(err, problem.Invalid) {
		now, failed := web.reload(r, o, err)
		if failed != nil {
			return nil, failed
		}
		v, failed := publishForm(r, now, err)
		if failed != nil {
			return nil, failed
		}
		return shownAgain(v.Title, publishBody(v), err).Back(at(o.ID, "/about")), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/frameworks/choose"), nil
}
