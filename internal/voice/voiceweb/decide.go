package voiceweb

import (
	"strconv"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/voice"
)

// showDecide is who asked with the young person's card, and the words that a yes would pass on.
func (web *Web) showDecide(r *page.Request) (*page.Answer, error) { return web.decidePage(r, "", nil) }

func (web *Web) decidePage(r *page.Request, wrong string, problem error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	a, err := web.Voice.Asks(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("voice.decide_title"), Whose: kit.Name(a.Person.Profile.Names.Shown()), Lead: t("voice.decide_lead")}
	if done := desk.Done(r, "voice.done_", "decided"); done != nil {
		v.Before = append(v.Before, done)
	}
	var words []kit.Content
	for _, s := range a.Words {
		for _, one := range []conversation.Words{s.Name, s.Words} {
			if !one.Empty() {
				words = append(words, staffQuote(r, one))
			}
		}
	}
	if len(words) == 0 {
		words = []kit.Content{desk.Para(kit.T(t("voice.decide_no_words")))}
	}
	for _, one := range a.Asks {
		p := page.Problems{}
		if one.ID == wrong {
			p = desk.ProblemsOf(r, problem, "answer")
			v.Problems = p.Summary()
		}
		v.After = append(v.After, anchored("a-"+one.ID, part(kit.Join(kit.Name(a.Names[one.By].Name), kit.T(dot), kit.Name(a.Organisations[one.Organisation].Name)), askParts(r, id, a, one, p))))
	}
	if len(a.Asks) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "path", Title: kit.T(t("voice.decide_none")), Body: kit.T(t("voice.decide_none_text"))})
	}
	v.After = append(v.After, desk.Part("words", t("voice.decide_words"), words...))
	return v.Answer(problem).Style("place.css").Back("/people/" + id), nil
}

// askParts is one ask: who they are, why, that the young person said yes, and the decision or the way to it.
func askParts(r *page.Request, id string, a voice.AskedFor, one voice.Ask, p page.Problems) []kit.Content {
	t := r.L.T
	language := one.Text.Language
	if y, ok := i18n.Young(language); ok {
		language = y.English
	}
	rows := []kit.Row{{Key: kit.T(t("voice.asked_who")), Value: kit.T(one.Text.Who)}, {Key: kit.T(t("voice.asked_why")), Value: kit.T(one.Text.Why)},
		{Key: kit.T(t("voice.ask_when")), Value: kit.T(r.L.Moment(one.At))}, {Key: kit.T(t("voice.ask_yes_there")), Value: kit.T(t("voice.ask_yes_said", "language", language))}}
	if one.State != voice.AskWaits {
		state := t("voice.ask_" + string(one.State))
		if one.State == voice.AskGiven {
			state = t("voice.ask_given", "day", r.L.Day(one.Until.Format(time.DateOnly)))
		}
		rows = append(rows, kit.Row{Key: kit.T(t("voice.ask_state")), Value: kit.T(state)})
		if one.DecidedBy != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("voice.decided_by")), Value: kit.T(t("voice.decided_line", "who", a.Names[one.DecidedBy].Name, "day", r.L.Day(one.DecidedAt.Format(time.DateOnly)), "why", one.Answer.Reason))})
		}
		return []kit.Content{kit.SummaryList{Rows: rows}}
	}
	return []kit.Content{kit.SummaryList{Rows: rows}, decideForm(r, id, a, one, p)}
}

// decideForm asks for yes or no, until when, and why: the young person reads the reason, whoever asked does not.
func decideForm(r *page.Request, id string, a voice.AskedFor, one voice.Ask, p page.Problems) kit.Content {
	wrong := len(p.Items) > 0
	t, raw := r.L.T, func(name string) string {
		if wrong {
			return r.Form.Raw(name)
		}
		return ""
	}
	field := func(name string) string { // the form that is to be mended has the ids that the summary leads to
		if wrong {
			return name
		}
		return name + "-" + one.ID
	}
	days := kit.Radios{Name: "days", ID: field("days"), Legend: kit.Legend{Text: kit.T(t("voice.decide_days"))}, Value: raw("days"), Error: p.Of("days"), Class: "govuk-radios--inline"}
	for _, d := range voice.AskDays {
		days.Items = append(days.Items, kit.Choice{Value: strconv.Itoa(d), Text: kit.T(r.L.N("voice.days", d))})
	}
	fields := []kit.Content{
		kit.Radios{Name: "answer", ID: field("answer"), Legend: kit.Legend{Text: kit.T(t("voice.decide_answer"))}, Value: raw("answer"), Error: p.Of("answer"), Items: []kit.Choice{
			{Value: "yes", Text: kit.T(t("voice.decide_yes")), Conditional: days}, {Value: "no", Text: kit.T(t("voice.decide_no"))}}},
		kit.Textarea{Name: "reason", ID: field("reason"), Label: desk.Label(r, "voice.decide_reason"), Hint: kit.T(t("voice.decide_reason_hint")), Value: raw("reason"), Error: p.Of("reason"), Rows: 3},
	}
	if y, ok := i18n.Young(a.Person.Profile.FirstLanguage()); ok && y.Tag != "en" {
		fields = append(fields, kit.Textarea{Name: "for_young", ID: field("for_young"), Label: kit.Label{Text: kit.T(t("voice.answer_in", "language", y.English)), Size: "s"},
			Value: raw("for_young"), Error: p.Of("for_young"), Rows: 3, Attrs: map[string]any{"lang": y.Tag, "dir": y.Dir}})
	}
	return desk.Post("/people/"+id+"/carry/"+one.ID, nil, append(fields, desk.Group(desk.Button(r, "voice.decide_send")))...)
}

func (web *Web) saveDecide(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	ask, err := r.PathID("ask")
	if err != nil {
		return nil, err
	}
	f := r.Form
	answer := f.Choice("answer", "yes", "no")
	if answer == "" {
		f.Add("answer", "problem.required_choice")
	}
	d := voice.AskDecision{Ask: ask, Yes: answer == "yes", Text: voice.AskAnswer{Reason: f.Words("reason", 2000), ForYoung: f.Words("for_young", 2000)}}
	for _, n := range voice.AskDays {
		if f.Raw("days") == strconv.Itoa(n) {
			d.Days = n
		}
	}
	if err = f.Err(); err == nil {
		err = web.Voice.DecideAsk(r.Context(), r.Who, id, d)
	}
	if desk.ToMend(err) {
		return web.decidePage(r, ask, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/carry?done=decided#a-" + ask), nil
}
