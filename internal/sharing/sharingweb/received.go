package sharingweb

import (
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// showShared lists what is shared with the reader's agency. No name stands in the list: it is on the share's page.
func (web *Web) showShared(r *page.Request) (*page.Answer, error) {
	list, err := web.sharing.SharedWith(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("share.shared"), Lead: t("share.shared_lead")}
	invited, err := web.invitationTasks(r)
	if err != nil {
		return nil, err
	}
	if invited != nil {
		v.Before = append(v.Before, invited)
	}
	if len(list) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "shield", Title: kit.T(t("share.shared_none")), Body: kit.T(t("share.shared_none_text"))})
	}
	v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("voice.carried_title")), Href: "/carried", Kind: kit.Secondary})) // what young people carry on themselves
	tasks := kit.TaskList{IDPrefix: "share"}
	for _, h := range list {
		tasks.Items = append(tasks.Items, kit.Task{Title: kit.T(t("share.shared_from", "agency", h.From, "day", r.L.Day(h.At.Format(time.DateOnly)))),
			Hint: kit.T(t("share.shared_until", "day", r.L.Day(h.Until.Add(-time.Second).Format(time.DateOnly)))), Href: received(h.Record, h.Share, "")})
	}
	if len(tasks.Items) > 0 {
		v.After = append(v.After, tasks)
	}
	return v.Answer(nil), nil
}

func received(id, share, rest string) string { return "/shared/" + id + "/" + share + rest }

// showReceived is one share as the agency sees it: just what it names.
func (web *Web) showReceived(r *page.Request) (*page.Answer, error) {
	id, share, rec, err := web.received(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("share.received"), Whose: kit.T(t("share.shared_from", "agency", agency(r, rec.Agencies, rec.Organisation), "day", r.L.Day(rec.Decision.At.Format(time.DateOnly)))),
		Lead: t("share.received_lead"), Before: done(r, "said", "promised", "settled"), Wide: true}
	var cards []kit.Content
	for _, x := range rec.Entry.Elements {
		cards = append(cards, elementCard(r, rec.Editions, rec.Names, x))
	}
	if number := rec.Decision.Terms.Number; number != "" { // folded: it is on no screen by default (R-3-3)
		cards = append(cards, kit.Details{Summary: kit.T(t("share.number_here")), Body: desk.Para(kit.T(number))})
	}
	v.After = append(v.After, desk.Part("what", t("share.what_was_named"), cards...),
		desk.Part("why", t("share.terms"), kit.SummaryList{Rows: web.termRows(r, rec.Decision)}))
	own := replies(r, rec.Log, rec.Entry)
	if len(own) == 0 {
		own = []kit.Content{desk.Para(kit.T(t("share.own_none")))}
	}
	own = append(own, settleLinks(r, id, share, rec)...)
	own = append(own, desk.Group(kit.Button{Text: kit.T(t("share.say")), Href: received(id, share, "/say"), Kind: kit.Secondary},
		kit.Button{Text: kit.T(t("share.pledge")), Href: received(id, share, "/promise"), Kind: kit.Secondary}))
	v.After = append(v.After, desk.Part("own", t("share.own"), own...))
	return v.Answer(nil).Back("/shared"), nil
}

func (web *Web) received(r *page.Request) (id, share string, rec sharing.Received, err error) {
	if id, share, err = shareOf(r); err != nil {
		return "", "", rec, err
	}
	rec, err = web.sharing.Open(r.Context(), r.Who, id, share)
	return id, share, rec, err
}

// aboutOptions are the outcomes that a share speaks of, for what the agency says itself.
func aboutOptions(r *page.Request, rec sharing.Received) []kit.Option {
	options := []kit.Option{{Value: "", Text: r.L.T("share.about_nothing")}}
	seen := map[string]bool{}
	for _, x := range rec.Entry.Elements {
		if x.Outcome != "" && x.Missing == "" && !seen[x.Outcome] {
			seen[x.Outcome] = true
			options = append(options, kit.Option{Value: x.Outcome, Text: outcomeText(r, rec.Editions, x)})
		}
	}
	return options
}

func (web *Web) showSay(r *page.Request) (*page.Answer, error) { return web.sayForm(r, nil) }

func (web *Web) sayForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, share, rec, err := web.received(r)
	if err != nil {
		return nil, err
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "text"), r.Form
	v := desk.Page{Title: t("share.say"), Lead: t("share.say_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: []kit.Content{
			kit.Radios{Name: "kind", Legend: desk.Legend(r, "share.say_kind"), Items: desk.Choices(r, "share.reply_", []string{string(sharing.View), string(sharing.Finding)}), Value: f.Raw("kind"), Error: p.Of("kind")},
			kit.Select{Name: "item", Label: desk.Label(r, "share.about"), Items: aboutOptions(r, rec), Value: f.Raw("item")},
			kit.Radios{Name: "state", Legend: desk.Legend(r, "share.finding"), Hint: kit.T(t("share.finding_hint")), Items: desk.Choices(r, "conversation.finding_", sharing.FindingStates), Value: f.Raw("state"), Error: p.Of("state")},
			desk.Note(r, p, "text", "share.text"),
			kit.Select{Name: "corrects", Label: desk.Label(r, "share.corrects"), Items: ownOptions(r, rec), Value: f.Raw("corrects")},
		},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Link(t("page.cancel"), received(id, share, ""))}}
	return v.Answer(wrong).Back(received(id, share, "")), nil
}

// ownOptions are the agency's own earlier views and findings that nobody set right yet.
func ownOptions(r *page.Request, rec sharing.Received) []kit.Option {
	options := []kit.Option{{Value: "", Text: r.L.T("share.corrects_none")}}
	for _, a := range rec.Replies {
		over := a.Kind == sharing.Promise
		for _, later := range rec.Replies {
			over = over || later.Corrects == a.ID
		}
		if !over {
			options = append(options, kit.Option{Value: a.ID, Text: r.L.T("share.reply_"+string(a.Kind)) + ", " + r.L.Moment(a.At)})
		}
	}
	return options
}

func (web *Web) saveSay(r *page.Request) (*page.Answer, error) {
	id, share, err := shareOf(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	a := sharing.Reply{ID: f.ID("as"), Share: share, Kind: sharing.Kind(f.Raw("kind")), Item: f.Line("item", 100), Corrects: f.Raw("corrects"),
		Text: sharing.AnswerText{Text: f.Words("text", noteLength), State: f.Raw("state")}}
	if a.Kind != sharing.Finding {
		a.Text.State = ""
	}
	if err := f.Err(); err != nil {
		return web.sayForm(r, err)
	}
	err = web.sharing.Say(r.Context(), r.Who, id, a)
	if desk.ToMend(err) {
		return web.sayForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(received(id, share, "?done=said")), nil
}

func (web *Web) showPledge(r *page.Request) (*page.Answer, error) { return web.pledgeForm(r, nil) }

func (web *Web) pledgeForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, share, rec, err := web.received(r)
	if err != nil {
		return nil, err
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "what"), r.Form
	v := desk.Page{Title: t("share.pledge"), Lead: t("share.pledge_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields: []kit.Content{
			desk.Note(r, p, "what", "share.pledge_what"),
			kit.Select{Name: "item", Label: desk.Label(r, "share.about"), Items: aboutOptions(r, rec), Value: f.Raw("item")},
			kit.Input{Name: "owner", Label: desk.Label(r, "share.pledge_owner"), Hint: kit.T(t("share.pledge_owner_hint")), Value: f.Raw("owner"), Error: p.Of("owner"), Autocomplete: "off"},
			kit.DateInput{ID: "due", NamePrefix: "due", Legend: desk.Legend(r, "share.pledge_due"), Error: p.Of("due"),
				Day: kit.DatePart{Value: f.Raw("due-day")}, Month: kit.DatePart{Value: f.Raw("due-month")}, Year: kit.DatePart{Value: f.Raw("due-year")}},
		},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Link(t("page.cancel"), received(id, share, ""))}}
	return v.Answer(wrong).Back(received(id, share, "")), nil
}

func (web *Web) savePledge(r *page.Request) (*page.Answer, error) {
	id, share, err := shareOf(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	a := sharing.Reply{ID: f.ID("as"), Share: share, Item: f.Line("item", 100)}
	pledge := sharing.Pledge{What: f.Words("what", noteLength), Owner: f.Required("owner", 200), Due: f.Day("due")}
	if err := f.Err(); err != nil {
		return web.pledgeForm(r, err)
	}
	err = web.sharing.Pledge(r.Context(), r.Who, id, a, pledge)
	if desk.ToMend(err) {
		return web.pledgeForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(received(id, share, "?done=promised")), nil
}
