package conversationweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// arrivedURL lists what came in from devices.
const arrivedURL = "/conversations/arrived"

// showArrived is what came in and waits: what can be taken in as it is, what belongs to nobody yet, what somebody has to
// look at; and what is still out.
func (web *Web) showArrived(r *page.Request) (*page.Answer, error) {
	list, err := web.Conversation.Arrived(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	out, err := web.Conversation.TakenOut(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("conversation.arrived_title")}
	groups := map[string][]kit.Content{}
	var finished []string
	came := map[string]bool{}
	for _, w := range list {
		came[w.Ticket] = true
		g := groupOf(w)
		groups[g] = append(groups[g], arrivalCard(r, w))
		if g == "ready" && w.Last && !w.Theirs {
			finished = append(finished, w.ID)
		}
	}
	if len(list) == 0 {
		v.Parts = append(v.Parts, kit.EmptyState{Drawing: "door", Title: kit.T(l.T("conversation.arrived_none")), Body: kit.T(l.T("conversation.arrived_none_text"))})
	}
	for _, g := range []string{"ready", "nobodys", "look", "theirs"} {
		if len(groups[g]) == 0 {
			continue
		}
		parts := append([]kit.Content{paragraph(l.T("conversation.arrived_" + g + "_text"))}, groups[g]...) // i18n: prefix conversation.arrived_
		if g == "ready" && len(finished) > 1 {
			parts = append([]kit.Content{parts[0], postForm(smallForm{Action: arrivedURL,
				Fields: []kit.Content{kit.Button{Text: kit.T(l.T("conversation.take_in_all")), Once: true}}})}, parts[1:]...)
		}
		v.Parts = append(v.Parts, section(kit.T(l.T("conversation.arrived_"+g)), parts))
	}
	if outside := stillOut(r, out, came); len(outside) > 0 {
		v.Parts = append(v.Parts, section(kit.T(l.T("conversation.out_title")), outside))
	}
	return v.answer("/people"), nil
}

// groupOf says under which heading an arrival stands.
func groupOf(w conversation.Waiting) string {
	switch {
	case w.Theirs:
		return "theirs"
	case w.State == "quarantined" || w.NoGrant:
		return "look"
	case w.Record == "":
		return "nobodys"
	}
	return "ready"
}

// labelContent shows a label as picture and word.
func labelContent(l i18n.L, label conversation.Label) kit.Content {
	if label.Picture == "" {
		return kit.T(l.T("conversation.label_none"))
	}
	return labelled(label.Picture, kit.Join(kit.T(l.T("conversation.label_"+label.Picture)+" · "), kit.In("en", "ltr", label.Word))) // i18n: prefix conversation.label_
}

func arrivalCard(r *page.Request, w conversation.Waiting) kit.Content {
	l := r.L
	var rows []kit.Row
	if w.Names != nil {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.arrived_whose")), Value: kit.Name(w.Names.Shown())})
	}
	rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.arrived_when")), Value: kit.T(l.Moment(w.ArrivedAt))})
	if why := whyOf(w); why != "" {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.arrived_why")), Value: kit.T(l.T("conversation.arrival_" + why))}) // i18n: prefix conversation.arrival_
	}
	if !w.Last {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.state")), Value: kit.T(l.T("conversation.not_ended"))})
	}
	card := &kit.Card{Title: labelContent(l, w.Label), HeadingLevel: 3}
	text := "conversation.arrived_look_at"
	switch groupOf(w) {
	case "ready":
		text = "conversation.take_in"
	case "nobodys":
		text = "conversation.choose_person"
	}
	if !w.NoGrant {
		card.Actions = []kit.Action{action(l.T(text), arrivedURL+"/"+w.ID, l.Moment(w.ArrivedAt))}
	}
	return kit.SummaryList{Rows: rows, Card: card}
}

// whyOf is why somebody has to look at an arrival, "" where nobody need.
func whyOf(w conversation.Waiting) string {
	if w.NoGrant {
		return conversation.NoGrant
	}
	return w.Reason
}

// stillOut lists the tickets for one young person each that have not come back, to withdraw those whose device was lost.
func stillOut(r *page.Request, out []conversation.Ticket, came map[string]bool) []kit.Content {
	l := r.L
	var parts []kit.Content
	for _, t := range out {
		if t.Record == "" || t.Kind != "device" || came[t.ID] {
			continue
		}
		parts = append(parts, kit.SummaryList{Card: &kit.Card{Title: labelContent(l, t.Label), HeadingLevel: 3}, Rows: []kit.Row{
			{Key: kit.T(l.T("conversation.out_since")), Value: kit.T(l.Moment(t.Issued))},
			{Key: kit.T(l.T("conversation.out_until")), Value: kit.T(l.Moment(t.Expires))}}},
			postForm(smallForm{Action: "/conversations/tickets/" + t.ID + "/withdraw", Fields: []kit.Content{
				kit.Button{Text: kit.Join(kit.T(l.T("conversation.withdraw")), hiddenWords(" "+l.T("conversation.label_"+t.Label.Picture)+" "+t.Label.Word)), Kind: kit.Secondary}}}))
	}
	if len(parts) > 0 {
		parts = append([]kit.Content{paragraph(l.T("conversation.out_text"))}, parts...)
	}
	return parts
}

// takeAll takes in everything of one's own that is finished and assigned.
func (web *Web) takeAll(r *page.Request) (*page.Answer, error) {
	list, err := web.Conversation.Arrived(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	for _, w := range list {
		if groupOf(w) != "ready" || !w.Last || w.Theirs {
			continue
		}
		_, _, err := web.takeOrQuarantine(r, conversation.Take{Arrival: w.ID, Record: w.Record})
		if err != nil && !problem.Is(err, problem.Conflict) { // somebody else settled that one meanwhile: the list says what is left
			return nil, err
		}
	}
	return page.Redirect(arrivedURL), nil
}

// showArrival is one of them: whose it is, or what else is to become of it.
func (web *Web) showArrival(r *page.Request) (*page.Answer, error) { return web.arrival(r, nil) }

func (web *Web) arrival(r *page.Request, problems error) (*page.Answer, error) {
	id, err := r.PathID("arrival")
	if err != nil {
		return nil, err
	}
	w, err := web.Conversation.Waits(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	l, shown := r.L, r.Problems(problems)
	v := staffPage{Title: l.T("conversation.arrival_title"), Problems: shown.Summary()}
	v.Parts = []kit.Content{kit.SummaryList{Rows: []kit.Row{{Key: kit.T(l.T("conversation.label")), Value: labelContent(l, w.Label)},
		{Key: kit.T(l.T("conversation.arrived_when")), Value: kit.T(l.Moment(w.ArrivedAt))}}}}
	if w.State == "taken_in" || w.State == "destroyed" {
		v.Parts = append(v.Parts, paragraph(l.T("conversation.arrival_settled")))
		return v.answer(arrivedURL), nil
	}
	if w.Reason != "" {
		v.Parts = append(v.Parts, kit.InsetText{Text: kit.T(l.T("conversation.arrival_" + w.Reason))}) // i18n: prefix conversation.arrival_
	}
	whose, err := web.whose(r, w) // of what does not open too: with the newest key ring it may
	if err != nil {
		return nil, err
	}
	v.Parts = append(v.Parts, whose...)
	if w.State == "quarantined" || w.Record == "" {
		v.Parts = append(v.Parts, kit.Details{Summary: kit.T(l.T("conversation.destroy_title")), Open: shown.Any(), Body: postForm(smallForm{Action: arrivedURL + "/" + w.ID + "/destroy",
			Fields: []kit.Content{kit.Radios{Name: "why", Legend: legend(l.T("conversation.destroy_why")), Error: shown.Of("why"), Hint: kit.T(l.T("conversation.destroy_hint")),
				Items: choices(l, "conversation.destroy_", conversation.DestroyReasons)}, // i18n: prefix conversation.destroy_
				kit.Button{Text: kit.T(l.T("conversation.destroy_button")), Kind: kit.Warning, Once: true}}})})
	}
	return v.answer(arrivedURL), nil
}

// whose asks whose an arrival is: the young person its ticket names, or one of those the reader works with.
func (web *Web) whose(r *page.Request, w conversation.Waiting) ([]kit.Content, error) {
	l := r.L
	check := arrivedURL + "/" + w.ID + "/check?person="
	if w.Record != "" {
		return []kit.Content{paragraph(l.T("conversation.arrival_assigned")), kit.Button{Text: kit.T(l.T("conversation.arrival_open")), Href: check + w.Record}}, nil
	}
	people, _, err := web.Record.Caseload(r.Context(), r.Who, "")
	if err != nil {
		return nil, err
	}
	parts := []kit.Content{heading(l.T("conversation.choose_title"), "2"), paragraph(l.T("conversation.choose_text"))}
	if len(people) == 0 {
		return append(parts, paragraph(l.T("conversation.choose_none"))), nil
	}
	var rows []kit.Row
	for _, p := range people {
		rows = append(rows, kit.Row{Key: kit.Name(p.Names.Shown()), Value: kit.Join(),
			Actions: []kit.Action{{Text: kit.T(l.T("conversation.choose_this")), Href: check + p.ID, Hidden: p.Names.Shown()}}})
	}
	return append(parts, kit.SummaryList{Rows: rows}), nil
}

// showCheck asks whether this is the right young person, and shows nothing of what was said.
func (web *Web) showArrivalCheck(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("arrival")
	if err != nil {
		return nil, err
	}
	person := r.Form.ID("person")
	if person == "" {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	g, err := web.Conversation.Look(r.Context(), r.Who, id, person)
	switch {
	case problem.KeyOf(err) == "conversation.arrival_damaged":
		if err := web.Conversation.Quarantine(r.Context(), r.Who, id, conversation.Damaged); err != nil {
			return nil, err
		}
		return page.Redirect(arrivedURL + "/" + id), nil
	case err != nil:
		return nil, err
	}
	l := r.L
	_, english := i18n.LanguageName(g.Language)
	v := staffPage{Title: l.T("conversation.check_title"), Caption: g.Person.Profile.Names.Shown()}
	v.Parts = []kit.Content{kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(l.T("conversation.arrived_whose")), Value: kit.Name(g.Person.Profile.Names.Shown())},
		{Key: kit.T(l.T("conversation.label")), Value: labelContent(l, g.Label)},
		{Key: kit.T(l.T("conversation.check_when")), Value: kit.T(l.Moment(g.Began))},
		{Key: kit.T(l.T("conversation.check_language")), Value: kit.T(english)}}}}
	if !speaks(g.Person.Profile.Languages, g.Language) {
		v.Parts = append(v.Parts, kit.WarningText{Text: kit.T(l.T("conversation.check_language_other", "language", english))})
	}
	if g.Unfinished {
		v.Parts = append(v.Parts, kit.InsetText{Text: kit.T(l.T("conversation.check_unfinished"))})
	}
	take := smallForm{Action: arrivedURL + "/" + id + "/take", Hidden: []hidden{{"person", person}, {"unfinished", map[bool]string{true: "1"}[g.Unfinished]}},
		Fields: []kit.Content{kit.Button{Text: kit.T(l.T("conversation.check_yes")), Once: true}}}
	if g.Reason == conversation.AfterKept && g.Record == person {
		take.Action = arrivedURL + "/" + id + "/correct"
		v.Parts = append(v.Parts, paragraph(l.T("conversation.check_correction")))
	}
	v.Parts = append(v.Parts, postForm(take), links([]linkView{{l.T("conversation.check_no"), arrivedURL + "/" + id}}))
	return v.answer(arrivedURL + "/" + id), nil
}

// settle is what the buttons of the check page do.
func (web *Web) settle(f func(r *page.Request, arrival, person string) (string, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) {
		id, err := r.PathID("arrival")
		if err != nil {
			return nil, err
		}
		person := r.Form.ID("person")
		if person == "" {
			return nil, problem.New(problem.Invalid, "problem.stale_form")
		}
		sitting, err := f(r, id, person)
		if err != nil {
			return nil, err
		}
		return page.Redirect(listURL(person) + "/" + sitting), nil
	}
}

func (web *Web) takeOne(r *page.Request, arrival, person string) (string, error) {
	return web.Conversation.TakeIn(r.Context(), r.Who, conversation.Take{Arrival: arrival, Record: person, Unfinished: r.Form.Flag("unfinished")})
}

func (web *Web) correctOne(r *page.Request, arrival, person string) (string, error) {
	return web.Conversation.KeepAsCorrection(r.Context(), r.Who, arrival, person)
}

func (web *Web) destroyArrival(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("arrival")
	if err != nil {
		return nil, err
	}
	err = web.Conversation.DestroyArrival(r.Context(), r.Who, id, r.Form.Choice("why", conversation.DestroyReasons...))
	if page.IsInvalid(err) {
		return web.arrival(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(arrivedURL), nil
}

// arrivedRoutes are the rows of what came in.
func (web *Web) arrivedRoutes() []page.Route {
	const one = arrivedURL + "/{arrival}"
	return []page.Route{
		page.Get(at+"/take-out", permit.HoldConversation, web.showTakeOut),
		page.Post(at+"/tickets", permit.HoldConversation, web.makeTicket).ForScript(),
		page.Post("/conversations/tickets/{ticket}/withdraw", permit.TakeOut, web.withdrawTicket),
		page.Get(arrivedURL, permit.TakeOut, web.showArrived),
		page.Post(arrivedURL, permit.TakeOut, web.takeAll),
		page.Get(one, permit.TakeOut, web.showArrival),
		page.Get(one+"/check", permit.TakeOut, web.showArrivalCheck),
		page.Post(one+"/take", permit.TakeOut, web.settle(web.takeOne)),
		page.Post(one+"/correct", permit.TakeOut, web.settle(web.correctOne)),
		page.Post(one+"/destroy", permit.TakeOut, web.destroyArrival),
		page.Get(at+"/{sitting}/detach", permit.HoldConversation, web.showDetach),
		page.Post(at+"/{sitting}/detach", permit.HoldConversation, web.detach),
		page.Post("/tool/tickets", permit.TakeOut, web.topUp).ForScript(),
		page.Post("/tool/arrivals", permit.Public, web.takeArrivals).ForScript().WithLimit(arrivalsLimit),
		page.Get("/tool/state", permit.Public, web.toolState).ForScript(),
	}
}
