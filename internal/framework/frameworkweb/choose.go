package frameworkweb

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

type chooseView struct {
	Title, Lead, Other, Load, Ask, Keep string
	Also                                linkView // the same for whom this page is not about
	Problems                            kit.Content
	Radios                              kit.Radios
	Save                                kit.Button
}

// chooseFor says for whom a page chooses.
func (web *Web) chooseFor(whom framework.Whom, f func(*page.Request, framework.Whom) (*page.Answer, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) { return f(r, whom) }
}

func (web *Web) showChoose(r *page.Request, whom framework.Whom) (*page.Answer, error) {
	v, err := web.chooseForm(r, whom, nil)
	if err != nil {
		return nil, err
	}
	return page.Show(v.Title, chooseBody(v)).Back("/frameworks"), nil
}

func (web *Web) saveChoose(r *page.Request, whom framework.Whom) (*page.Answer, error) {
	edition := r.Form.Required("edition", 100)
	err := r.Form.Err()
	if err == nil {
		err = web.service.Choose(r.Context(), r.Who, whom, edition)
		if page.IsInvalid(err) { // the choice itself cannot be worked with: say so at the field
			check := problem.Check{}
			check.Add("edition", problem.KeyOf(err))
			err = check.Err()
		}
	}
	if page.IsInvalid(err) {
		v, err := web.chooseForm(r, whom, err)
		if err != nil {
			return nil, err
		}
		return page.Invalid(v.Title, chooseBody(v)).Back("/frameworks"), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/frameworks"), nil
}

// chooseForm lists what can be worked with today. Nothing is preselected, not even what was chosen before: choosing is
// a decision each time.
func (web *Web) chooseForm(r *page.Request, whom framework.Whom, wrong error) (chooseView, error) {
	problems := r.Problems(wrong)
	v := chooseView{
		Title: r.L.T("framework.choose.title"), Lead: r.L.T("framework.choose.lead"), Other: r.L.T("framework.choose.other"),
		Load: r.L.T("framework.choose.load"), Ask: r.L.T("framework.choose.ask"), Keep: r.L.T("framework.choose.keep"),
		Problems: problems.Summary(),
		Save:     kit.Button{Text: kit.T(r.L.T("framework.choose.save")), Once: true},
		Radios: kit.Radios{
			Name: "edition", Legend: kit.Legend{Text: kit.T(r.L.T("framework.choose.question")), Size: "m"},
			Error: problems.Of("edition"), Value: r.Form.Raw("edition"),
		},
	}
	v.Also = linkView{URL: "/frameworks/choose/adults", Text: kit.T(r.L.T("framework.choose.also_adults"))}
	if whom == framework.Adults {
		v.Title, v.Lead = r.L.T("framework.choose.adults_title"), r.L.T("framework.choose.adults_lead")
		v.Also = linkView{URL: "/frameworks/choose", Text: kit.T(r.L.T("framework.choose.also_children"))}
		v.Radios.Items = []kit.Choice{{Value: framework.Same, Text: kit.T(r.L.T("framework.choose.same"))}}
	}
	list, err := web.service.Choosable(r.Context(), r.Who, whom)
	for _, e := range list {
		value := e.ID
		if e.Set == framework.SetWhatMatters {
			value = framework.None
		}
		v.Radios.Items = append(v.Radios.Items, kit.Choice{
			Value: value, Text: kit.T(nameOf(r.L, e)), Hint: kit.T(aboutOf(r.L, e)),
		})
	}
	return v, err
}

// mayChoose says whether to offer the choice; the service decides.
func mayChoose(r *page.Request) bool { return permit.Could(r.Who, permit.ChooseFramework) }
