package caseauditweb

import (
	"slices"
	"strconv"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// pilotSuggested are the days and minutes that a new plan proposes; the words are texts.
var pilotSuggested = map[string]caseaudit.StopRule{
	caseaudit.RuleHarm:  {Days: 1, Pause: true},
	caseaudit.RuleTime:  {Days: 7, Minutes: 180},
	caseaudit.RuleAgain: {Days: 14},
	"promises":          {Days: 7},
	"interpreter":       {Days: 7, Pause: true},
}

// pilotForm holds a plan as the fields of its form.
func pilotForm(plan caseaudit.PilotPlan) map[string][]string {
	f := map[string][]string{"question": {plan.Question}, "lead": {plan.Lead}, "workers": plan.Workers, "weeks": {strconv.Itoa(plan.Weeks)}, "each": {strconv.Itoa(plan.Each)},
		"told": {plan.Told}, "no": {plan.SayNo}}
	if len(plan.First) == len("2006-01-02") {
		f["first-year"], f["first-month"], f["first-day"] = []string{plan.First[:4]}, []string{plan.First[5:7]}, []string{plan.First[8:]}
	}
	for _, rule := range plan.Rules {
		f["rules"] = append(f["rules"], rule.Code)
		f["words_"+rule.Code], f["decides_"+rule.Code], f["days_"+rule.Code] = []string{rule.Words}, []string{rule.Decides}, []string{strconv.Itoa(rule.Days)}
		if rule.Pause {
			f["pause_"+rule.Code] = []string{"yes"}
		}
		if rule.Minutes > 0 {
			f["minutes"] = []string{strconv.Itoa(rule.Minutes)}
		}
	}
	return f
}

// newPilotPlan is what is proposed: twelve weeks, three conversations each, and every rule there is.
func newPilotPlan(r *page.Request) caseaudit.PilotPlan {
	t := r.L.T
	plan := caseaudit.PilotPlan{Lead: r.Who.ID, Weeks: 12, Each: 3, Told: t("pilot.suggest_told"), SayNo: t("pilot.suggest_no")}
	for _, code := range caseaudit.StopRules {
		rule, offered := pilotSuggested[code]
		if offered {
			rule.Code, rule.Words, rule.Decides = code, t("pilot.suggest_"+code), t("pilot.suggest_decides") // i18n: prefix pilot.suggest_
			plan.Rules = append(plan.Rules, rule)
		}
	}
	return plan
}

func (web *Pilots) showSetUp(r *page.Request) (*page.Answer, error) {
	r.Form = page.NewForm(pilotForm(newPilotPlan(r)))
	return web.setUpPage(r, nil)
}

func (web *Pilots) showChange(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	if p.State() != caseaudit.PilotPlanned {
		return page.Redirect(pilotAt(p.ID, "")), nil
	}
	f := pilotForm(p.Plan)
	f["as"] = []string{p.ID}
	r.Form = page.NewForm(f)
	return web.setUpPage(r, nil)
}

func (web *Pilots) setUpPage(r *page.Request, wrong error) (*page.Answer, error) {
	people, err := web.audits.PilotPeople(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p, back := r.L.T, desk.ProblemsOf(r, wrong, "question"), "/pilots"
	if id := r.Path("pilot"); id != "" {
		back = pilotAt(id, "")
	}
	v := desk.Page{Title: t("pilot.set_up"), Lead: t("pilot.set_up_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}}
	v.Fields = []kit.Content{
		desk.Note(r, p, "question", "pilot.question"),
		kit.Radios{Name: "lead", Legend: pilotLegend(r, "pilot.leads"), Items: pilotChoices(people.Leads), Value: r.Form.Raw("lead"), Error: p.Of("lead")},
		kit.Checkboxes{Name: "workers", Legend: pilotLegend(r, "pilot.workers"), Hint: kit.T(t("pilot.workers_hint")), Items: pilotChoices(people.Workers), Values: r.Form.All("workers"), Error: p.Of("workers")},
		desk.Day(r, p, "first", "pilot.first"),
		pilotNumber(r, p, "weeks", "pilot.weeks"),
		pilotNumber(r, p, "each", "pilot.each"),
		desk.Note(r, p, "told", "pilot.told"),
		desk.Note(r, p, "no", "pilot.say_no"),
		pilotRuleFields(r, p),
	}
	v.Buttons = []kit.Content{desk.Button(r, "pilot.keep_plan"), desk.Cancel(r, back)}
	return v.Answer(wrong).Back(back), nil
}

func pilotLegend(r *page.Request, key string) kit.Legend {
	return kit.Legend{Text: kit.T(r.L.T(key)), Size: "s"}
}

func pilotChoices(people []account.Person) (items []kit.Choice) {
	for _, p := range people {
		items = append(items, kit.Choice{Value: p.ID, Text: kit.Name(p.Name)})
	}
	return items
}

// pilotNumber is a field for a small whole number.
func pilotNumber(r *page.Request, p page.Problems, name, key string) kit.Content {
	f := kit.Input{Name: name, Label: desk.Label(r, key), Value: r.Form.Raw(name), Error: p.Of(name), InputMode: "numeric", Autocomplete: "off", Class: "govuk-input--width-4"}
	if r.L.Has(key + "_hint") {
		f.Hint = kit.T(r.L.T(key + "_hint"))
	}
	return f
}

// pilotRuleFields ask when the pilot stops: each rule that is offered, with its words, who decides, and how soon.
func pilotRuleFields(r *page.Request, p page.Problems) kit.Content {
	t := r.L.T
	boxes := kit.Checkboxes{Name: "rules", Legend: kit.Legend{Text: kit.T(t("pilot.rules")), Size: "m"}, Hint: kit.T(t("pilot.rules_hint")), Values: r.Form.All("rules"), Error: p.Of("rules")}
	for _, code := range caseaudit.StopRules {
		fields := []kit.Content{
			kit.Textarea{Name: "words_" + code, Label: desk.Label(r, "pilot.rule_words"), Rows: 3, Value: r.Form.Raw("words_" + code), Error: p.Of("words_" + code)},
		}
		if code == caseaudit.RuleTime {
			fields = append(fields, pilotNumber(r, p, "minutes", "pilot.rule_minutes"))
		}
		fields = append(fields,
			kit.Input{Name: "decides_" + code, Label: desk.Label(r, "pilot.rule_decides"), Value: r.Form.Raw("decides_" + code), Error: p.Of("decides_" + code), Autocomplete: "off"},
			pilotNumber(r, p, "days_"+code, "pilot.rule_days"),
			kit.Checkboxes{Name: "pause_" + code, Items: []kit.Choice{{Value: "yes", Text: kit.T(t("pilot.rule_pause"))}}, Values: r.Form.All("pause_" + code)})
		boxes.Items = append(boxes.Items, kit.Choice{Value: code, Text: kit.T(pilotRule(r, code)), Conditional: kit.Join(fields...)})
	}
	return boxes
}

func readPilotPlan(r *page.Request) (id string, plan caseaudit.PilotPlan) {
	f := r.Form
	plan = caseaudit.PilotPlan{Question: f.Words("question", 2000), Lead: f.Raw("lead"), Workers: f.All("workers"), First: f.Day("first"), Weeks: f.Number("weeks", 1, 52),
		Each: f.Number("each", 1, 10), Told: f.Words("told", 2000), SayNo: f.Words("no", 2000)}
	chosen := f.Choices("rules", caseaudit.StopRules...)
	for _, code := range caseaudit.StopRules {
		if !slices.Contains(chosen, code) {
			continue
		}
		rule := caseaudit.StopRule{Code: code, Words: f.Words("words_"+code, 2000), Decides: f.Line("decides_"+code, 200), Days: f.Number("days_"+code, 0, 30), Pause: f.Flag("pause_" + code)}
		if code == caseaudit.RuleTime {
			rule.Minutes = f.Number("minutes", 1, 2000)
		}
		plan.Rules = append(plan.Rules, rule)
	}
	return f.ID("as"), plan
}

func (web *Pilots) saveSetUp(r *page.Request) (*page.Answer, error) {
	id, plan := readPilotPlan(r)
	if of := r.Path("pilot"); of != "" {
		id = of // a plan is changed where it is, whatever the form says
		if _, err := web.audits.Pilot(r.Context(), r.Who, of); err != nil {
			return nil, err
		}
	}
	err := r.Form.Err()
	if err == nil {
		err = web.audits.SetUpPilot(r.Context(), r.Who, id, plan)
	}
	if desk.ToMend(err) {
		return web.setUpPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "")), nil
}

func (web *Pilots) saveBegin(r *page.Request) (*page.Answer, error) {
	id := r.Path("pilot")
	err := web.audits.BeginPilot(r.Context(), r.Who, id)
	if desk.ToMend(err) {
		return web.pilotPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "?done=begun")), nil
}

func (web *Pilots) showAdd(r *page.Request) (*page.Answer, error) { return web.addPage(r, nil) }

func (web *Pilots) addPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, err := web.audits.Pilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "words")
	v := desk.Page{Title: t("pilot.add"), Lead: t("pilot.add_lead"), Problems: problems.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{desk.Note(r, problems, "words", "pilot.add_words"), desk.Note(r, problems, "why", "pilot.why")},
		Buttons: []kit.Content{desk.Button(r, "pilot.add_go"), desk.Cancel(r, pilotAt(p.ID, ""))}}
	return v.Answer(wrong).Back(pilotAt(p.ID, "")), nil
}

func (web *Pilots) saveAdd(r *page.Request) (*page.Answer, error) {
	id, f := r.Path("pilot"), r.Form
	line, words, why := f.ID("as"), f.Words("words", 2000), f.Words("why", 2000)
	err := f.Err()
	if err == nil {
		err = web.audits.AddToPilot(r.Context(), r.Who, id, line, words, why)
	}
	if desk.ToMend(err) {
		return web.addPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(id, "?done=added")), nil
}
