package sharingweb

import (
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// showLog is all that was decided about sharing this record; it can be printed for the young person.
func (web *Web) showLog(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	l, err := web.sharing.Shares(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("share.log"), Whose: kit.Name(l.Person.Profile.Names.Shown()), Lead: t("share.log_lead"), Before: done(r, "decided", "ended"), Wide: true}
	if permit.On(r.Who, permit.DecideShare, l.Person.Parts) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("share.new")), Href: at(id, "/shares/new")},
			desk.Para(desk.Link(t("share.permissions"), at(id, "/permissions"))))
	}
	if len(l.Entries) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "shield", Title: kit.T(t("share.log_none")), Body: kit.T(t("share.log_none_text"))})
	}
	for _, e := range l.Entries {
		v.After = append(v.After, desk.Part("share-"+e.ID, agency(r, l.Agencies, e.Recipient)+", "+r.L.Day(e.At.Format(time.DateOnly)), web.entryParts(r, id, l, e)...))
	}
	return v.Answer(nil).Back(at(id, "")), nil
}

// entryParts is one decision with its elements, who looked, and what the agency said.
func (web *Web) entryParts(r *page.Request, id string, l sharing.Log, e sharing.Entry) []kit.Content {
	t := r.L.T
	state := "not_share"
	switch {
	case e.Open(l.At):
		state = "open"
	case e.EndedBy != "":
		state = "ended"
	case e.Share:
		state = "expired"
	}
	rows := []kit.Row{{Key: kit.T(t("share.state")), Value: kit.T(t("share.state_" + state))}, // i18n: prefix share.state_
		{Key: kit.T(t("share.decided_by")), Value: kit.Join(kit.Name(who(r, l.Names, e.By)), kit.T(", "+r.L.Moment(e.At)))}}
	if e.EndedBy != "" && e.EndedAt.IsZero() {
		rows = append(rows, kit.Row{Key: kit.T(t("share.ended_by")), Value: kit.Name(who(r, l.Names, e.EndedBy))})
	} else if e.EndedBy != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("share.ended_by")), Value: kit.Join(kit.Name(who(r, l.Names, e.EndedBy)), kit.T(", "+r.L.Moment(e.EndedAt)))})
	}
	list := []kit.Content{kit.SummaryList{Rows: append(rows, web.termRows(r, e.Decision)...)}}
	if e.Share {
		var cards []kit.Content
		for _, x := range e.Elements {
			cards = append(cards, elementCard(r, l.Editions, l.Names, x))
		}
		list = append(list, kit.Details{Summary: kit.T(t("share.what_was_named")), Body: kit.Join(cards...)})
		if e.Beyond {
			beyond := []kit.Content{kit.T(t("share.beyond_text") + " ")}
			if permit.On(r.Who, permit.DecideShare, l.Person.Parts) {
				beyond = append(beyond, desk.Link(t("share.beyond_link"), at(id, "/deployments")))
			}
			list = append(list, desk.Para(beyond...))
		} else {
			list = append(list, looks(r, l, e))
		}
	}
	list = append(list, replies(r, l, e)...)
	if e.Open(l.At) && !e.Beyond && permit.On(r.Who, permit.DecideShare, l.Person.Parts) {
		list = append(list, desk.Para(desk.Link(t("share.end_link"), at(id, "/shares/"+e.ID+"/end"))))
	}
	return list
}

// looks says who of the agency opened it, on which day, and how much was there to be read.
func looks(r *page.Request, l sharing.Log, e sharing.Entry) kit.Content {
	if len(e.Looks) == 0 {
		return desk.Para(kit.T(r.L.T("share.nobody_looked")))
	}
	table := kit.Table{Caption: r.L.T("share.looked"), Head: []kit.Cell{{Text: kit.T(r.L.T("share.looked_day"))}, {Text: kit.T(r.L.T("share.looked_who"))}, {Text: kit.T(r.L.T("share.looked_what"))}}}
	for _, look := range e.Looks {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(r.L.Day(look.Day))}, {Text: kit.Name(who(r, l.Names, look.Account))},
			{Text: kit.T(r.L.N("share.looked_elements", look.Elements))}})
	}
	return kit.Scroll{Label: r.L.T("share.looked"), Body: table}
}

// replies is what the agency said itself, with what was set right since.
func replies(r *page.Request, l sharing.Log, e sharing.Entry) []kit.Content {
	t := r.L.T
	var list []kit.Content
	for _, a := range e.Replies {
		rows := []kit.Row{}
		if p, ok := e.Promises[a.Ref]; ok && a.Kind == sharing.Promise {
			rows = append(rows, kit.Row{Key: kit.T(t("share.says")), Value: desk.Words(p.Text.What)},
				kit.Row{Key: kit.T(t("share.promise")), Value: kit.T(t("share.promise_line", "who", p.Text.Owner, "day", r.L.Day(p.DueOn), "state", t("promise.state_"+string(p.State))))})
		} else {
			rows = append(rows, kit.Row{Key: kit.T(t("share.says")), Value: desk.Words(a.Text.Text)})
		}
		if a.Text.State != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("share.finding")), Value: kit.T(t("conversation.finding_" + a.Text.State))})
		}
		rows = append(rows, kit.Row{Key: kit.T(t("share.when")), Value: kit.T(t("share.by_on", "who", who(r, l.Names, a.Author), "day", r.L.Moment(a.At)))})
		title := t("share.reply_" + string(a.Kind)) // i18n: prefix share.reply_
		for _, x := range e.Elements {
			if a.Item != "" && x.Outcome == a.Item {
				title += ": " + outcomeText(r, l.Editions, x)
				break
			}
		}
		for _, later := range e.Replies {
			if later.Corrects == a.ID {
				rows = append(rows, kit.Row{Key: kit.T(t("share.set_right")), Value: kit.T(r.L.Moment(later.At))})
			}
		}
		list = append(list, kit.SummaryList{Card: &kit.Card{Title: kit.T(title), HeadingLevel: 3}, Rows: rows})
	}
	return list
}

func (web *Web) showEnd(r *page.Request) (*page.Answer, error) {
	id, share, err := shareOf(r)
	if err != nil {
		return nil, err
	}
	l, err := web.sharing.Shares(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	for _, e := range l.Entries {
		if e.ID == share && e.Open(l.At) && !e.Beyond {
			t := r.L.T
			v := desk.Page{Title: t("share.end"), Whose: kit.Name(l.Person.Profile.Names.Shown()), Lead: t("share.end_lead"),
				Fields: []kit.Content{kit.InsetText{Text: kit.T(agency(r, l.Agencies, e.Recipient))}, looks(r, l, e)}, Buttons: []kit.Content{desk.Button(r, "share.end_now"), desk.Link(t("page.cancel"), at(id, "/shares"))}}
			return v.Answer(nil).Back(at(id, "/shares")), nil
		}
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Web) saveEnd(r *page.Request) (*page.Answer, error) {
	id, share, err := shareOf(r)
	if err != nil {
		return nil, err
	}
	if err := web.sharing.Withdraw(r.Context(), r.Who, id, share); err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/shares?done=ended")), nil
}

func shareOf(r *page.Request) (id, share string, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", "", err
	}
	share, err = r.PathID("share")
	return id, share, err
}
