package caseauditweb

import (
	"fmt"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func (web *Web) showWords(r *page.Request) (*page.Answer, error) { return web.wordsPage(r, nil) }

// wordsPage is what the lead says in words, for the report and for the page that teams read.
func (web *Web) wordsPage(r *page.Request, wrong error) (*page.Answer, error) {
	l, err := web.audits.Learning(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	seen := r.Form.Raw("seen")
	if wrong == nil {
		r.Form, seen = formOfWords(l.Words), l.Words.Row
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "found")
	v := desk.Page{Title: t("auditreport.words"), Lead: t("auditreport.words_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{{Name: "seen", Value: seen}}, Fields: []kit.Content{
		desk.Note(r, p, "found", "auditreport.found"), desk.Note(r, p, "young", "auditreport.young"), desk.Note(r, p, "unknown", "auditreport.unknown"), desk.Note(r, p, "limits", "auditreport.limits"),
		teamFields(r, p),
	}, Buttons: []kit.Content{desk.Button(r, "auditreport.keep"), desk.Cancel(r, audit(l.Programme.ID, "/learning"))}}
	return v.Answer(wrong).Back(audit(l.Programme.ID, "/learning")), nil
}

// teamFields are what stands on the one page for teams.
func teamFields(r *page.Request, p page.Problems) kit.Content {
	t, f := r.L.T, r.Form
	body := []kit.Content{desk.Para(kit.T(t("auditreport.team_lead"))), desk.Note(r, p, "learnt", "auditreport.learnt")}
	for i := range caseaudit.TeamThings {
		name := fmt.Sprintf("works-%d", i+1)
		body = append(body, kit.Input{Name: name, Label: kit.Label{Text: kit.T(t("auditreport.works_n", "number", fmt.Sprint(i+1))), Size: "s"}, Value: f.Raw(name), Error: p.Of(name), Autocomplete: "off"})
	}
	for i := range caseaudit.TeamThings {
		n := fmt.Sprint(i + 1)
		part := func(what string) kit.DatePart { return kit.DatePart{Value: f.Raw("by-" + n + "-" + what)} }
		body = append(body, kit.Fieldset{Legend: kit.Legend{Text: kit.T(t("auditreport.change_n", "number", n)), Size: "s"}, Body: kit.Join(
			kit.Input{Name: "change-" + n, Label: kit.Label{Text: kit.T(t("auditreport.change_what"))}, Value: f.Raw("change-" + n), Error: p.Of("change-" + n), Autocomplete: "off"},
			kit.Input{Name: "who-" + n, Label: kit.Label{Text: kit.T(t("auditreport.change_who"))}, Hint: kit.T(t("auditreport.change_who_hint")), Value: f.Raw("who-" + n), Error: p.Of("who-" + n), Autocomplete: "off"},
			kit.DateInput{ID: "by-" + n, NamePrefix: "by-" + n, Legend: kit.Legend{Text: kit.T(t("auditreport.change_by"))}, Error: p.Of("by-" + n), Day: part("day"), Month: part("month"), Year: part("year")})})
	}
	body = append(body, desk.Line(r, p, "talk", "auditreport.talk", f.Raw("talk")))
	return desk.Part("team", t("auditreport.team"), body...)
}

func formOfWords(w caseaudit.ReportWords) *page.Form {
	values := map[string][]string{"found": {w.Found}, "young": {w.Young}, "unknown": {w.Unknown}, "limits": {w.Limits}, "learnt": {w.Team.Learnt}, "talk": {w.Team.Talk}}
	for i, one := range w.Team.Works {
		values[fmt.Sprintf("works-%d", i+1)] = []string{one}
	}
	for i, one := range w.Team.Change {
		n := fmt.Sprint(i + 1)
		values["change-"+n], values["who-"+n] = []string{one.What}, []string{one.Who}
		var year, month, day string
		if _, err := fmt.Sscanf(one.By, "%4s-%2s-%2s", &year, &month, &day); err == nil {
			values["by-"+n+"-year"], values["by-"+n+"-month"], values["by-"+n+"-day"] = []string{year}, []string{month}, []string{day}
		}
	}
	return page.NewForm(values)
}

func (web *Web) saveWords(r *page.Request) (*page.Answer, error) {
	programme, f := r.Path("programme"), r.Form
	one := caseaudit.ReportWords{Found: f.Words("found", 2000), Young: f.Words("young", 2000), Unknown: f.Words("unknown", 2000), Limits: f.Words("limits", 2000),
		Team: caseaudit.Team{Learnt: f.Words("learnt", 500), Talk: f.Line("talk", 200)}}
	for i := range caseaudit.TeamThings {
		n := fmt.Sprint(i + 1)
		if works := f.Line("works-"+n, 180); works != "" {
			one.Team.Works = append(one.Team.Works, works)
		}
		change := caseaudit.Change{What: f.Line("change-"+n, 180), Who: f.Line("who-"+n, 80)}
		if change.What == "" && change.Who == "" {
			continue
		}
		if change.By = f.Day("by-" + n); change.By == "" {
			f.Add("by-"+n, "problem.required")
		}
		one.Team.Change = append(one.Team.Change, change)
	}
	err := f.Err()
	if err == nil {
		err = web.audits.WriteWords(r.Context(), r.Who, programme, f.Raw("seen"), one)
	}
	if desk.ToMend(err) {
		return web.wordsPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/learning?done=words")), nil
}
