// Package watchweb is the pages of watching over access.
//
// What it is for: one page of questions that wait for somebody, each with why it is asked and a way to settle it; and one
// page on which everybody who may open a record is kept or ended.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: watch, record (names of those whom the reader may open anyway, grants), account, i18n, page, kit.
//
// What it never does: it shows no count, no order of people and no history of one person; it names no young person to
// somebody who may not open their record.
package watchweb

import (
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/watch"
)

// Web is the pages of the room.
type Web struct {
	watch    *watch.Service
	records  *record.Service
	accounts *account.Service
}

// New makes the pages.
func New(w *watch.Service, records *record.Service, accounts *account.Service) *Web {
	return &Web{w, records, accounts}
}

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return []page.Route{
		page.Get("/watch", permit.WatchAccess, web.showWatch),
		page.Get("/watch/alerts/{alert}", permit.WatchAccess, web.showAlert),
		page.Post("/watch/alerts/{alert}", permit.WatchAccess, web.saveAlert),
		page.Get("/watch/reviews", permit.ReviewAccess, web.showReviews),
		page.Get("/people/{id}/review", permit.GiveGrant, web.showReview),
		page.Post("/people/{id}/review", permit.GiveGrant, web.saveReview),
	}
}

func (web *Web) showWatch(r *page.Request) (*page.Answer, error) {
	alerts, err := web.watch.Alerts(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	left, err := web.watch.Left(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var open, settled []kit.Content
	for _, a := range alerts {
		if a.Outcome == "" {
			open = append(open, alertCard(r, a))
		} else {
			settled = append(settled, alertCard(r, a))
		}
	}
	if len(open) == 0 {
		open = []kit.Content{desk.Para(kit.T(t("watch.none")))}
	}
	v := desk.Page{Title: t("watch.title"), Lead: t("watch.lead"), Before: []kit.Content{desk.Part("open", t("watch.open"), open...)}}
	if permit.Could(r.Who, permit.ReviewAccess) {
		v.Before = append(v.Before, desk.Part("reviews", t("watch.reviews"), desk.Para(kit.T(t("watch.reviews_lead", "months", watch.ReviewAfter)+" "), desk.Link(t("watch.reviews_link"), "/watch/reviews"))))
	}
	if r.Who.Is(permit.ProtectionOfficer) {
		v.Before = append(v.Before, desk.Part("joining", t("account.joining.title"), desk.Para(kit.T(t("account.joining.hint")+" "), desk.Link(t("watch.joining"), "/teams/waiting"))))
	}
	undone, err := web.watch.NotDone(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	if len(undone) > 0 {
		v.Before = append(v.Before, desk.Part("undone", t("watch.undone"), desk.Para(kit.T(t("watch.undone_lead", "months", watch.ReviewAfter))), desk.Bullets(undoneLines(r, undone)...)))
	}
	if len(left) > 0 {
		var names []kit.Content
		for _, p := range left {
			names = append(names, kit.Name(p.Name))
		}
		v.Before = append(v.Before, desk.Part("left", t("watch.left"), desk.Para(kit.T(t("watch.left_lead"))), desk.Bullets(names...)))
	}
	if len(settled) > 0 {
		v.After = append(v.After, kit.Details{Summary: kit.T(t("watch.settled")), Body: kit.Join(settled...)})
	}
	v.After = append(v.After, kit.Details{Summary: kit.T(t("watch.when")), Body: web.when(r)})
	return v.Answer(nil), nil
}

// undoneLines are names by the alphabet, each with since when something of theirs waits; no number and no order by it.
func undoneLines(r *page.Request, list []watch.Undone) (lines []kit.Content) {
	for _, u := range list {
		lines = append(lines, kit.Join(kit.Name(u.Person.Name), kit.T(" · "+r.L.T("watch.undone_since", "day", r.L.Day(u.Since.Format(time.DateOnly))))))
	}
	return lines
}

// when says what makes an alert, with the numbers.
func (web *Web) when(r *page.Request) kit.Content {
	l := web.watch.Limits()
	var items []kit.Content
	for _, rule := range watch.Rules {
		// i18n: prefix watch.when_
		items = append(items, kit.T(r.L.T("watch.when_"+string(rule), "team", l.TeamRecords, "refused", l.Refusals,
			"practitioner", l.Bulk[permit.Practitioner], "guardian", l.Bulk[permit.Guardian], "manager", l.Bulk[permit.Manager], "auditor", l.Bulk[permit.Auditor],
			"from", l.NightFrom, "to", l.NightTo)))
	}
	return kit.Join(desk.Para(kit.T(r.L.T("watch.when_lead"))), desk.Bullets(items...))
}

func ruleName(r *page.Request, rule watch.Rule) string {
	// i18n: prefix watch.rule_
	return r.L.T("watch.rule_" + string(rule))
}

func alertURL(id string) string { return "/watch/alerts/" + id }

func alertCard(r *page.Request, a watch.Alert) kit.Content {
	t := r.L.T
	list := kit.SummaryList{Card: &kit.Card{Title: kit.T(ruleName(r, a.Rule)), HeadingLevel: 3}, Rows: []kit.Row{
		{Key: kit.T(t("watch.about")), Value: kit.Name(a.AboutName)}, {Key: kit.T(t("watch.day")), Value: kit.T(r.L.Day(a.Day))}}}
	key := "watch.look_into"
	if a.Outcome != "" {
		key = "watch.read"
		// i18n: prefix watch.outcome_
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("watch.outcome")), Value: kit.T(t("watch.outcome_" + string(a.Outcome)))})
	}
	list.Card.Actions = []kit.Action{{Text: kit.T(t(key)), Href: alertURL(a.ID), Hidden: ruleName(r, a.Rule) + ", " + r.L.Day(a.Day)}}
	return list
}

func (web *Web) showAlert(r *page.Request) (*page.Answer, error) { return web.alertPage(r, nil) }

func (web *Web) alertPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.watch.Alert(r.Context(), r.Who, r.Path("alert"))
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "outcome")
	v := desk.Page{Title: ruleName(r, a.Rule), Problems: p.Summary(), Action: alertURL(a.ID)}
	facts := kit.SummaryList{Rows: []kit.Row{{Key: kit.T(t("watch.about")), Value: kit.Name(a.AboutName)}, {Key: kit.T(t("watch.day")), Value: kit.T(r.L.Day(a.Day))}}}
	// i18n: prefix watch.why_
	v.Before = []kit.Content{desk.Para(kit.T(t("watch.why_" + string(a.Rule)))), desk.Para(kit.T(t("watch.question"))), facts}
	if known, err := web.known(r, a.Records); err != nil {
		return nil, err
	} else if len(known) > 0 {
		v.Before = append(v.Before, desk.Part("records", t("watch.records"), desk.Para(kit.T(t("watch.records_lead"))), desk.Bullets(known...)))
	}
	if a.Outcome != "" {
		facts := kit.SummaryList{Rows: []kit.Row{
			{Key: kit.T(t("watch.outcome")), Value: kit.T(t("watch.outcome_" + string(a.Outcome)))}, {Key: kit.T(t("watch.words")), Value: desk.Words(a.Words)},
			{Key: kit.T(t("watch.settled_by")), Value: kit.Name(a.SettledBy)}, {Key: kit.T(t("watch.settled_at")), Value: kit.T(r.L.Moment(a.SettledAt))}}}
		v.After = []kit.Content{desk.Part("settled", t("watch.how_settled"), facts)}
		return v.Answer(nil).Back("/watch"), nil
	}
	radios := kit.Radios{Name: "outcome", Legend: kit.Legend{Text: kit.T(t("watch.outcome_question")), Size: "m"}, Value: r.Form.Raw("outcome"), Error: p.Of("outcome")}
	for _, o := range watch.Outcomes {
		radios.Items = append(radios.Items, kit.Choice{Value: string(o), Text: kit.T(t("watch.outcome_" + string(o)))})
	}
	v.Fields = []kit.Content{radios, kit.Textarea{Name: "words", Label: kit.Label{Text: kit.T(t("watch.words")), Size: "s"}, Hint: kit.T(t("watch.words_hint")),
		Rows: 4, Value: r.Form.Raw("words"), Error: p.Of("words")}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("watch.settle")), Once: true}}
	return v.Answer(wrong).Back("/watch"), nil
}

// known names those of the records that the reader may open anyway.
func (web *Web) known(r *page.Request, records []string) ([]kit.Content, error) {
	if len(records) == 0 || !permit.Could(r.Who, permit.ListRecords) {
		return nil, nil
	}
	rows, _, err := web.records.Caseload(r.Context(), r.Who, "")
	if err != nil {
		return nil, err
	}
	is := map[string]bool{}
	for _, id := range records {
		is[id] = true
	}
	var known []kit.Content
	for _, row := range rows {
		if is[row.ID] {
			known = append(known, desk.NameLink(row.Names.Shown(), "/people/"+row.ID))
		}
	}
	return known, nil
}

func (web *Web) saveAlert(r *page.Request) (*page.Answer, error) {
	words := r.Form.Words("words", 2000)
	err := r.Form.Err()
	if err == nil {
		err = web.watch.Settle(r.Context(), r.Who, r.Path("alert"), watch.Outcome(r.Form.Raw("outcome")), words)
	}
	if desk.ToMend(err) {
		return web.alertPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/watch"), nil
}

func dayOf(at time.Time) string { return at.Format(time.DateOnly) }
