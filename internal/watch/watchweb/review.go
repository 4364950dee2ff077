package watchweb

import (
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/watch"
)

func (web *Web) showReviews(r *page.Request) (*page.Answer, error) {
	due, err := web.watch.Reviews(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	rows, _, err := web.records.Caseload(r.Context(), r.Who, "")
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, row := range rows {
		names[row.ID] = row.Names.Shown()
	}
	t := r.L.T
	v := desk.Page{Title: t("watch.reviews"), Lead: t("watch.reviews_lead", "months", watch.ReviewAfter)}
	var over, done []kit.Content
	for _, d := range due {
		name, ok := names[d.Record]
		if !ok {
			continue // beyond what a list shows: it comes up when others are done
		}
		last := t("watch.never")
		if !d.Last.IsZero() {
			last = t("watch.last", "day", r.L.Day(dayOf(d.Last)))
		}
		line := kit.Join(desk.NameLink(name, "/people/"+d.Record+"/review"), kit.T(" · "+last))
		if d.Over {
			over = append(over, line)
		} else {
			done = append(done, line)
		}
	}
	if len(over) == 0 {
		v.Before = []kit.Content{desk.Para(kit.T(t("watch.all_reviewed")))}
	} else {
		v.Before = []kit.Content{desk.Part("over", t("watch.due"), desk.Bullets(over...))}
	}
	if len(done) > 0 {
		v.After = []kit.Content{kit.Details{Summary: kit.T(t("watch.done")), Body: desk.Bullets(done...)}}
	}
	return v.Answer(nil).Back("/watch"), nil
}

// open gives the grants of a record that open something now.
func (web *Web) open(r *page.Request) (id string, open []record.Held, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", nil, err
	}
	held, err := web.records.Team(r.Context(), r.Who, web.accounts, id)
	for _, h := range held {
		if h.OpenNow {
			open = append(open, h)
		}
	}
	return id, open, err
}

func (web *Web) showReview(r *page.Request) (*page.Answer, error) { return web.reviewPage(r, nil) }

func (web *Web) reviewPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, open, err := web.open(r)
	if err != nil {
		return nil, err
	}
	person, err := web.records.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, field := r.L.T, "keep"
	if len(open) > 0 {
		field = "grant-" + open[0].ID
	}
	p := desk.ProblemsOf(r, wrong, field)
	v := desk.Page{Title: t("watch.review"), Whose: kit.Name(person.Profile.Names.Shown()), Lead: t("watch.review_lead"), Problems: p.Summary(), Action: "/people/" + id + "/review",
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("watch.reviewed")), Once: true}}}
	for _, h := range open {
		name := "grant-" + h.ID
		v.Fields = append(v.Fields, kit.Radios{Name: name, Legend: kit.Legend{Text: holder(r, h), Size: "s"}, Hint: kit.T(says(r, h)),
			Value: r.Form.Raw(name), Error: p.Of(name), Items: []kit.Choice{{Value: "keep", Text: kit.T(t("watch.keep"))},
				{Value: "end", Text: kit.T(t("watch.end")), Conditional: why(r, h, p)}}})
	}
	return v.Answer(wrong).Back("/watch/reviews"), nil
}

func holder(r *page.Request, h record.Held) kit.Content {
	name := h.HolderName
	if name == "" {
		name = r.L.T("record.unknown_person")
	}
	if h.HolderKind == access.HolderAccount {
		return kit.Name(name)
	}
	return kit.Join(kit.Name(name), kit.T(" ("+r.L.T("record.holder_"+string(h.HolderKind))+")")) // i18n: prefix record.holder_
}

// why asks for the reason of an end; of a guardian's right that somebody else asked to end, it says theirs.
func why(r *page.Request, h record.Held, p page.Problems) kit.Content {
	if h.EndAskedBy != "" {
		return kit.InsetText{Text: kit.T(r.L.T("record.end_why_" + string(h.EndReason)))} // i18n: prefix record.end_why_
	}
	options := []kit.Option{{Value: "", Text: r.L.T("watch.end_why")}}
	for _, code := range access.EndReasons {
		options = append(options, kit.Option{Value: string(code), Text: r.L.T("record.end_why_" + string(code))})
	}
	return kit.Select{Name: "why-" + h.ID, Label: kit.Label{Text: kit.T(r.L.T("record.end_why"))}, Items: options, Value: r.Form.Raw("why-" + h.ID), Error: p.Of("why-" + h.ID)}
}

// end ends one grant with its reason; a guardian's right is asked to end, and ends where somebody else had asked.
func (web *Web) end(r *page.Request, id string, h record.Held) error {
	if h.EndAskedBy == r.Who.ID {
		return nil // asked already, and it waits for a second person
	}
	if h.EndAskedBy != "" {
		return web.records.SettleEnd(r.Context(), r.Who, id, h.ID, true)
	}
	_, err := web.records.EndGrant(r.Context(), r.Who, id, h.ID, access.EndReason(r.Form.Raw("why-"+h.ID)))
	return err
}

// says what a grant opens, why, and since when.
func says(r *page.Request, h record.Held) string {
	// i18n: prefix record.part_
	// i18n: prefix record.grant_reason_
	return r.L.T("watch.grant", "part", r.L.T("record.part_"+string(h.Part)), "reason", r.L.T("record.grant_reason_"+string(h.Reason)), "day", r.L.Day(dayOf(h.From)))
}

// saveReview ends what is to be ended and says that the record was gone through. Each grant has to be spoken of; one
// that was given meanwhile is asked about too.
func (web *Web) saveReview(r *page.Request) (*page.Answer, error) {
	id, open, err := web.open(r)
	if err != nil {
		return nil, err
	}
	var c problem.Check
	var ends []record.Held
	for _, h := range open {
		switch r.Form.Raw("grant-" + h.ID) {
		case "keep":
		case "end":
			ends = append(ends, h)
			asked := slices.Contains(access.EndReasons, access.EndReason(r.Form.Raw("why-"+h.ID)))
			c.Require(asked || h.EndAskedBy != "", "why-"+h.ID, "problem.required_choice")
		default:
			c.Add("grant-"+h.ID, "problem.required_choice")
		}
	}
	err = c.Err()
	for _, h := range ends {
		if err != nil {
			break
		}
		err = web.end(r, id, h)
	}
	if err == nil {
		err = web.watch.Reviewed(r.Context(), r.Who, id)
	}
	if desk.ToMend(err) {
		return web.reviewPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/watch/reviews"), nil
}
