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
	"net/http"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
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

// formView is a page with one form, or with what stands in its place.
type formView struct {
	Title    string
	Whose    kit.Content
	Lead     string
	Problems kit.Content
	Before   []kit.Content
	Action   string
	Fields   []kit.Content
	Buttons  []kit.Content
	After    []kit.Content
}

// toMend reports whether a form is to be shown again after err.
func toMend(err error) bool {
	return problem.Is(err, problem.Invalid) || problem.Is(err, problem.Conflict)
}

// problemsOf is what is to be mended; a problem that belongs to no field is shown at the one named.
func problemsOf(r *page.Request, err error, field string) page.Problems {
	p := r.Problems(err)
	if err != nil && !p.Any() {
		p.Items = []kit.ErrorItem{{Text: kit.T(r.L.T(problem.KeyOf(err))), Href: "#" + field}}
	}
	return p
}

func (v formView) answer(wrong error) *page.Answer {
	a := page.Show(v.Title, formBody(v))
	if problem.Is(wrong, problem.Conflict) {
		return a.Status(http.StatusConflict)
	}
	if wrong != nil {
		return a.Status(http.StatusUnprocessableEntity)
	}
	return a
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
		open = []kit.Content{para(kit.T(t("watch.none")))}
	}
	v := formView{Title: t("watch.title"), Lead: t("watch.lead"), Before: []kit.Content{part("open", t("watch.open"), open...)}}
	if permit.Could(r.Who, permit.ReviewAccess) {
		v.Before = append(v.Before, part("reviews", t("watch.reviews"), para(kit.T(t("watch.reviews_lead", "months", watch.ReviewAfter)+" "), link(t("watch.reviews_link"), "/watch/reviews"))))
	}
	if len(left) > 0 {
		var names []kit.Content
		for _, p := range left {
			names = append(names, kit.Name(p.Name))
		}
		v.Before = append(v.Before, part("left", t("watch.left"), para(kit.T(t("watch.left_lead"))), bullets(names...)))
	}
	if len(settled) > 0 {
		v.After = append(v.After, kit.Details{Summary: kit.T(t("watch.settled")), Body: kit.Join(settled...)})
	}
	v.After = append(v.After, kit.Details{Summary: kit.T(t("watch.when")), Body: web.when(r)})
	return page.Show(v.Title, formBody(v)), nil
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
	return kit.Join(para(kit.T(r.L.T("watch.when_lead"))), bullets(items...))
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
	t, p := r.L.T, problemsOf(r, wrong, "outcome")
	v := formView{Title: ruleName(r, a.Rule), Problems: p.Summary(), Action: alertURL(a.ID)}
	facts := kit.SummaryList{Rows: []kit.Row{{Key: kit.T(t("watch.about")), Value: kit.Name(a.AboutName)}, {Key: kit.T(t("watch.day")), Value: kit.T(r.L.Day(a.Day))}}}
	// i18n: prefix watch.why_
	v.Before = []kit.Content{para(kit.T(t("watch.why_" + string(a.Rule)))), para(kit.T(t("watch.question"))), facts}
	if known, err := web.known(r, a.Records); err != nil {
		return nil, err
	} else if len(known) > 0 {
		v.Before = append(v.Before, part("records", t("watch.records"), para(kit.T(t("watch.records_lead"))), bullets(known...)))
	}
	if a.Outcome != "" {
		facts := kit.SummaryList{Rows: []kit.Row{
			{Key: kit.T(t("watch.outcome")), Value: kit.T(t("watch.outcome_" + string(a.Outcome)))}, {Key: kit.T(t("watch.words")), Value: words(a.Words)},
			{Key: kit.T(t("watch.settled_by")), Value: kit.Name(a.SettledBy)}, {Key: kit.T(t("watch.settled_at")), Value: kit.T(r.L.Moment(a.SettledAt))}}}
		v.After = []kit.Content{part("settled", t("watch.how_settled"), facts)}
		return v.answer(nil).Back("/watch"), nil
	}
	radios := kit.Radios{Name: "outcome", Legend: kit.Legend{Text: kit.T(t("watch.outcome_question")), Size: "m"}, Value: r.Form.Raw("outcome"), Error: p.Of("outcome")}
	for _, o := range watch.Outcomes {
		radios.Items = append(radios.Items, kit.Choice{Value: string(o), Text: kit.T(t("watch.outcome_" + string(o)))})
	}
	v.Fields = []kit.Content{radios, kit.Textarea{Name: "words", Label: kit.Label{Text: kit.T(t("watch.words")), Size: "s"}, Hint: kit.T(t("watch.words_hint")),
		Rows: 4, Value: r.Form.Raw("words"), Error: p.Of("words")}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("watch.settle")), Once: true}}
	return v.answer(wrong).Back("/watch"), nil
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
			known = append(known, nameLink(row.Names.Shown(), "/people/"+row.ID))
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
	if toMend(err) {
		return web.alertPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/watch"), nil
}

func dayOf(at time.Time) string { return at.Format(time.DateOnly) }
