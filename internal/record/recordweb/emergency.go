package recordweb

import (
	"slices"
	"strconv"

	"stablefutures/internal/access"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

func (web *Web) showEmergency(r *page.Request) (*page.Answer, error) {
	return web.emergencyForm(r, nil, false)
}

// emergencyForm lets somebody into a record in an emergency. none says that nothing was opened, whyever it was not.
func (web *Web) emergencyForm(r *page.Request, wrong error, none bool) (*page.Answer, error) {
	t, f, problems := r.L.T, r.Form, desk.ProblemsOf(r, wrong, "name")
	v := desk.Page{Title: t("record.emergency"), Lead: t("record.emergency_lead"), Problems: problems.Summary()}
	if none {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("record.emergency_none"))})
	}
	v.Before = append(v.Before, kit.WarningText{Text: kit.T(t("record.emergency_seen"))})
	d, m, y := dayParts(r, "born", "")
	line := func(name string) kit.Input {
		return kit.Input{Name: name, Label: desk.Label(r, "record.emergency_"+name), Hint: kit.T(t("record.emergency_" + name + "_hint")), // i18n: prefix record.emergency_
			Value: f.Raw(name), Error: problems.Of(name), Autocomplete: "off", Spellcheck: "false"}
	}
	v.Fields = []kit.Content{line("name"),
		kit.DateInput{ID: "born", NamePrefix: "born", Legend: legend(r, "record.emergency_born"), Hint: kit.T(t("record.emergency_born_hint")), Error: problems.Of("born"),
			Day: kit.DatePart{Value: d}, Month: kit.DatePart{Value: m}, Year: kit.DatePart{Value: y}},
		line("reference"),
		kit.Radios{Name: "reason", Legend: legend(r, "record.emergency_reason"), Value: f.Raw("reason"), Error: problems.Of("reason"),
			Items: desk.Choices(r, "record.emergency_reason_", access.EmergencyReasons)},
		kit.Textarea{Name: "why", Label: desk.Label(r, "record.emergency_why"), Hint: kit.T(t("record.emergency_why_hint")), Rows: 3, Value: f.Raw("why"), Error: problems.Of("why")},
		kit.Input{Name: "hours", Label: desk.Label(r, "record.emergency_hours"), Hint: kit.T(t("record.emergency_hours_hint", "most", access.EmergencyMost)), InputMode: "numeric",
			Value: first(f.Raw("hours"), strconv.Itoa(access.EmergencyHours)), Error: problems.Of("hours"), Class: "govuk-input--width-2", Autocomplete: "off"},
		kit.Radios{Name: "sealed_reason", Legend: legend(r, "record.emergency_sealed"), Hint: kit.T(t("record.emergency_sealed_hint")), Value: f.Raw("sealed_reason"),
			Error: problems.Of("sealed_reason"), Items: append([]kit.Choice{{Value: "", Text: kit.T(t("record.emergency_not_sealed")), Checked: f.Raw("sealed_reason") == ""}},
				desk.Choices(r, "record.sealed_reason_", record.SealedReasons)...)}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("record.emergency_save")), Kind: kit.Warning, Once: true}, desk.Cancel(r, "/people")}
	return v.Answer(wrong).Back("/people"), nil
}

func (web *Web) saveEmergency(r *page.Request) (*page.Answer, error) {
	f := r.Form
	hours, err := strconv.Atoi(f.Line("hours", lineLength))
	if err != nil || hours < 1 || hours > access.EmergencyMost {
		f.Add("hours", "record.emergency_hours_wrong", "most", access.EmergencyMost)
	}
	e := record.Emergency{Name: f.Line("name", nameLength), Born: f.Day("born"), Reference: f.Line("reference", nameLength), Hours: hours,
		Reason: f.Choice("reason", access.EmergencyReasons...), Why: f.Words("why", notesLength), SealedReason: f.Choice("sealed_reason", record.SealedReasons...)}
	id := ""
	if err = f.Err(); err == nil {
		id, err = web.records.LetIn(r.Context(), r.Who, web.accounts, e)
	}
	if desk.ToMend(err) {
		return web.emergencyForm(r, err, false)
	}
	if err != nil {
		return nil, err
	}
	if id == "" {
		return web.emergencyForm(r, nil, true)
	}
	return page.Redirect(at(id, "?done=let_in")), nil
}

// showEmergencies is the list of those who let themselves in: to look at for whoever holds the record, and that there were
// any for a protection officer.
func (web *Web) showEmergencies(r *page.Request) (*page.Answer, error) {
	mine, watched, err := web.records.Emergencies(r.Context(), r.Who, web.accounts)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("record.emergencies"), Lead: t("record.emergencies_lead"), Wide: true}
	if d := done(r, "reviewed"); d != nil {
		v.Before = append(v.Before, d)
	}
	if len(mine)+len(watched) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "shield", Title: kit.T(t("record.emergencies_none")), Body: kit.T(t("record.emergencies_none_text"))})
	}
	if len(mine) > 0 {
		v.After = append(v.After, desk.Part("mine", t("record.emergencies_mine"), emergencyList(r, mine)...))
	}
	if len(watched) > 0 {
		v.After = append(v.After, desk.Part("watched", t("record.emergencies_watched"), append([]kit.Content{desk.Small(t("record.emergencies_watched_text"))}, emergencyList(r, watched)...)...))
	}
	return v.Answer(nil), nil
}

func emergencyList(r *page.Request, lines []record.EmergencyLine) (cards []kit.Content) {
	t := r.L.T
	for _, e := range lines {
		card := &kit.Card{Title: kit.T(r.L.Moment(e.At)), HeadingLevel: 3}
		rows := emergencyRows(r, e)
		if e.Record != "" {
			rows = append([]kit.Row{{Key: kit.T(t("record.emergency_about")), Value: kit.Name(e.Names.Shown())}}, rows...)
			text := t("record.emergency_look")
			if e.Reviewed() || e.Account == r.Who.ID {
				text = t("record.emergency_see")
			}
			card.Actions = []kit.Action{{Text: kit.T(text), Href: at(e.Record, "/emergencies/"+e.ID), Hidden: r.L.Moment(e.At)}}
		}
		cards = append(cards, kit.SummaryList{Card: card, Rows: rows})
	}
	return cards
}

// emergencyRows say who let themselves in, why, until when, and what the second person said, without any words.
func emergencyRows(r *page.Request, e record.EmergencyLine) []kit.Row {
	t := r.L.T
	rows := []kit.Row{
		{Key: kit.T(t("record.emergency_who")), Value: kit.Join(kit.Name(first(e.Who, t("record.unknown_person"))), kit.T(dot), kit.Name(e.Organisation))},
		{Key: kit.T(t("record.emergency_reason")), Value: kit.T(t("record.emergency_reason_" + e.Reason))}, // i18n: prefix record.emergency_reason_
		{Key: kit.T(t("record.until")), Value: kit.T(r.L.Moment(e.Until))},
	}
	if e.SealedReason != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("record.emergency_sealed_too")), Value: kit.T(t("record.sealed_reason_" + e.SealedReason))}) // i18n: prefix record.sealed_reason_
	}
	verdict := t("record.verdict_none")
	if e.Reviewed() {
		verdict = t("record.verdict_"+e.Verdict) + dot + r.L.Moment(e.ReviewedAt) // i18n: prefix record.verdict_
	}
	return append(rows, kit.Row{Key: kit.T(t("record.verdict")), Value: kit.T(verdict)})
}

func (web *Web) showReview(r *page.Request) (*page.Answer, error) { return web.reviewForm(r, nil) }

func (web *Web) reviewForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	emergency, err := r.PathID("emergency")
	if err != nil {
		return nil, err
	}
	e, words, err := web.records.OpenEmergency(r.Context(), r.Who, web.accounts, id, emergency)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "verdict")
	rows := append([]kit.Row{{Key: kit.T(t("record.emergency_about")), Value: kit.Name(e.Names.Shown())}}, emergencyRows(r, e)...)
	rows = append(rows, kit.Row{Key: kit.T(t("record.emergency_why")), Value: wordsOf(words.Why)})
	if words.Review != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("record.review_words")), Value: wordsOf(words.Review)})
	}
	v := desk.Page{Title: t("record.emergency_one"), Problems: problems.Summary(), Before: []kit.Content{kit.SummaryList{Rows: rows}, desk.Para(desk.Link(t("record.emergency_log"), at(id, "/log")))}}
	switch {
	case e.Reviewed():
	case e.Account == r.Who.ID:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("record.review_other"))})
	default:
		v.Fields = []kit.Content{kit.Radios{Name: "verdict", Legend: legend(r, "record.verdict_question"), Value: r.Form.Raw("verdict"), Error: problems.Of("verdict"),
			Items: desk.Choices(r, "record.verdict_", access.Verdicts)},
			kit.Textarea{Name: "words", Label: desk.Label(r, "record.review_words"), Hint: kit.T(t("record.review_words_hint")), Rows: 3, Value: r.Form.Raw("words"), Error: problems.Of("words")}}
		v.Buttons = []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, "/emergencies")}
	}
	return v.Answer(wrong).Back("/emergencies"), nil
}

func wordsOf(text string) kit.Content { return desk.Words(text) }

func (web *Web) saveReview(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	emergency, err := r.PathID("emergency")
	if err != nil {
		return nil, err
	}
	verdict, words := r.Form.Raw("verdict"), r.Form.Words("words", notesLength)
	if !slices.Contains(access.Verdicts, verdict) {
		r.Form.Add("verdict", "problem.required_choice")
	}
	if err = r.Form.Err(); err == nil {
		err = web.records.ReviewEmergency(r.Context(), r.Who, id, emergency, verdict, words)
	}
	if desk.ToMend(err) && !problem.Is(err, problem.NotFound) {
		return web.reviewForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/emergencies?done=reviewed"), nil
}

// toReview leads a manager to what waits for them; nil where nothing does.
func (web *Web) toReview(r *page.Request) (kit.Content, error) {
	n, err := web.records.EmergenciesWaiting(r.Context(), r.Who)
	if err != nil || n == 0 {
		return nil, err
	}
	return kit.Button{Text: kit.T(r.L.N("record.emergencies_wait", n)), Href: "/emergencies", Kind: kit.Secondary}, nil
}

// mayBreak reports whether the reader could let themselves into a record in an emergency.
func mayBreak(r *page.Request) bool { return permit.Could(r.Who, permit.BreakGlass) }
