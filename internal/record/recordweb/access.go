package recordweb

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// showAccess says who can see this record, why, by whose decision, from when and until when; and who could before.
func (web *Web) showAccess(r *page.Request) (*page.Answer, error) {
	id, s, err := web.sight(r)
	if err != nil {
		return nil, err
	}
	held := s.Held
	t := r.L.T
	v := desk.Page{Title: t("record.access"), Lead: t("record.access_lead")}
	if d := done(r, "given", "ended", "end_asked", "end_refused", "restricted", "named", "unnamed", "lift_asked", "lifted", "lift_refused"); d != nil {
		v.Before = append(v.Before, d)
	}
	v.Before = append(v.Before, web.restricted(r, id, s)...)
	now, past := []kit.Content{}, []kit.Content{}
	for _, h := range held {
		if h.OpenNow || h.From.After(web.records.Now()) {
			now = append(now, web.grantCard(r, id, h))
		} else {
			past = append(past, web.grantCard(r, id, h))
		}
	}
	if web.mayGive(r, id) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("record.give")), Href: at(id, "/access/give")})
	} else {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("record.give_who"))})
	}
	if web.records.May(r.Context(), r.Who, permit.RestrictRecord, id) {
		text := t("record.restrict")
		if s.Restriction().Holds() {
			text = t("record.restricted_change")
		}
		v.Before = append(v.Before, desk.Para(desk.Link(text, at(id, "/access/restrict"))))
	}
	v.After = append(v.After, desk.Part("now", t("record.access_now"), now...))
	if len(past) > 0 {
		v.After = append(v.After, kit.Details{Summary: kit.T(t("record.access_past")), Body: kit.Join(past...)})
	}
	return v.Answer(nil).Back(at(id, "")), nil
}

func (web *Web) held(r *page.Request) (id string, held []record.Held, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", nil, err
	}
	held, err = web.records.Team(r.Context(), r.Who, web.accounts, id)
	return id, held, err
}

func (web *Web) grantCard(r *page.Request, id string, h record.Held) kit.Content {
	t := r.L.T
	until := t("record.until_open")
	if !h.Until.IsZero() {
		until = r.L.Day(h.Until.Add(-time.Second).Format(time.DateOnly))
	}
	if h.EndedByName != "" {
		until = t("record.ended_by", "day", r.L.Day(h.Until.Format(time.DateOnly)), "who", h.EndedByName)
	}
	list := kit.SummaryList{Card: &kit.Card{Title: holderName(r, h), HeadingLevel: 3}, Rows: []kit.Row{
		{Key: kit.T(t("record.part")), Value: kit.T(t("record.part_" + string(h.Part)))},                   // i18n: prefix record.part_
		{Key: kit.T(t("record.grant_reason")), Value: kit.T(t("record.grant_reason_" + string(h.Reason)))}, // i18n: prefix record.grant_reason_
		{Key: kit.T(t("record.from")), Value: kit.T(r.L.Day(h.From.Format(time.DateOnly)))},
		{Key: kit.T(t("record.until")), Value: kit.T(until)},
		{Key: kit.T(t("record.decided_by")), Value: kit.Name(first(h.DecidedByName, t("record.unknown_person")))},
	}}
	if h.EndedBy != "" && h.EndReason != "" {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("record.end_why")), Value: kit.T(t("record.end_why_" + string(h.EndReason)))}) // i18n: prefix record.end_why_
	}
	list.Rows = append(list.Rows, limits(r, h)...)
	if h.EndAskedBy != "" && h.EndedBy == "" {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("record.end_asked")), Value: kit.T(t("record.end_asked_by",
			"day", r.L.Day(h.EndAskedAt.Format(time.DateOnly)), "who", first(h.EndAskedName, t("record.unknown_person"))))})
	}
	if web.mayGive(r, id) && (h.Until.IsZero() || h.Until.After(web.records.Now())) {
		text := t("record.end_link")
		if h.EndAskedBy != "" {
			text = t("record.end_settle_link")
		}
		list.Card.Actions = []kit.Action{{Text: kit.T(text), Href: at(id, "/access/"+h.ID+"/end")}}
	}
	return list
}

// limits say that a restriction holds a grant back: altogether, or from all but some of a team.
func limits(r *page.Request, h record.Held) []kit.Row {
	t := r.L.T
	switch {
	case h.EndedBy != "":
		return nil
	case h.Suspended:
		return []kit.Row{{Key: kit.T(t("record.suspended")), Value: kit.T(t("record.suspended_text"))}}
	case len(h.Within) > 0:
		names := make([]kit.Content, len(h.Within))
		for i, name := range h.Within {
			names[i] = kit.Name(first(name, t("record.unknown_person")))
		}
		return []kit.Row{{Key: kit.T(t("record.within")), Value: kit.Join(desk.Para(kit.T(t("record.within_text"))), desk.Bullets(names...))}}
	}
	return nil
}

func holderName(r *page.Request, h record.Held) kit.Content {
	name := first(h.HolderName, r.L.T("record.unknown_person"))
	if h.HolderKind == access.HolderAccount {
		return kit.Name(name)
	}
	if h.HolderKind == access.HolderYoungPerson {
		return kit.T(r.L.T("record.holder_place"))
	}
	return kit.Join(kit.Name(name), kit.T(" ("+r.L.T("record.holder_"+string(h.HolderKind))+")")) // i18n: prefix record.holder_
}

// givenParts are the parts that a person gives by hand; a share and a place of one's own are given by their own decisions.
var givenParts = []permit.Part{permit.PartRecord, permit.PartOutcomes, permit.PartPromises, permit.PartDocuments, permit.PartSealed,
	permit.PartAddress, permit.PartPhone, permit.PartSchool, permit.PartRoute, permit.PartContact}

func (web *Web) showGive(r *page.Request) (*page.Answer, error) { return web.giveForm(r, nil) }

func (web *Web) giveForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, _, err := web.held(r) // whoever gives sees first who has; and a record they may not open is not found
	if err != nil {
		return nil, err
	}
	options, err := web.holders(r)
	if err != nil {
		return nil, err
	}
	t, problems, f := r.L.T, desk.ProblemsOf(r, wrong, "holder"), r.Form
	var reasons []access.Reason
	for _, reason := range access.Reasons {
		if reason != access.ReasonAudit && reason != access.ReasonInspection { // an audit and an inspection give their own
			reasons = append(reasons, reason)
		}
	}
	d, m, y := dayParts(r, "until", "")
	v := desk.Page{Title: t("record.give"), Lead: t("record.give_lead"), Problems: problems.Summary(),
		Fields: []kit.Content{
			kit.Select{Name: "holder", Label: desk.Label(r, "record.holder"), Items: options, Value: f.Raw("holder"), Error: problems.Of("holder")},
			kit.Checkboxes{Name: "part", Legend: desk.Legend(r, "record.part"), Hint: kit.T(t("record.part_hint")), Values: f.All("part"), Error: problems.Of("part"),
				Items: desk.Choices(r, "record.part_", desk.Codes(givenParts))},
			kit.Radios{Name: "reason", Legend: desk.Legend(r, "record.grant_reason"), Value: f.Raw("reason"), Error: problems.Of("reason"),
				Items: desk.Choices(r, "record.grant_reason_", desk.Codes(reasons))},
			kit.DateInput{ID: "until", NamePrefix: "until", Legend: desk.Legend(r, "record.until"), Hint: kit.T(t("record.until_hint")), Error: problems.Of("until"),
				Day: kit.DatePart{Value: d}, Month: kit.DatePart{Value: m}, Year: kit.DatePart{Value: y}},
		},
		Buttons: []kit.Content{desk.Button(r, "record.give_save"), desk.Cancel(r, at(id, "/access"))}}
	return v.Answer(wrong).Back(at(id, "/access")), nil
}

// holders are the teams of one's own organisation and those colleagues whose role could open a record at all.
func (web *Web) holders(r *page.Request) ([]kit.Option, error) {
	teams, err := web.accounts.Teams(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	people, err := web.accounts.Colleagues(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	options := []kit.Option{{Value: "", Text: r.L.T("record.holder_choose")}}
	for _, team := range teams {
		options = append(options, kit.Option{Value: "team:" + team.ID, Text: r.L.T("record.holder_team_named", "name", team.Name)})
	}
	for _, p := range people {
		if permit.Could(permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: p.Roles}, permit.OpenRecord) {
			options = append(options, kit.Option{Value: "account:" + p.ID, Text: p.Name})
		}
	}
	return options, nil
}

func (web *Web) saveGive(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	options, err := web.holders(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	offered := slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value != "" && o.Value == f.Raw("holder") })
	if !offered {
		f.Add("holder", "record.needs_a_holder")
	}
	kind, holder, _ := strings.Cut(f.Raw("holder"), ":")
	parts := f.Choices("part", desk.Codes(givenParts)...)
	g := access.Grant{HolderKind: access.HolderKind(kind), Holder: holder,
		Reason: access.Reason(f.Choice("reason", desk.Codes(access.Reasons)...)), Until: lastMoment(f.Day("until"))}
	if len(parts) == 0 && !f.Has("part") {
		f.Add("part", "problem.required_choice")
	}
	if g.Reason == "" {
		f.Add("reason", "problem.required_choice")
	}
	if !g.Until.IsZero() && !g.Until.After(web.records.Now()) {
		f.Add("until", "problem.date_future")
	}
	if err = f.Err(); err == nil {
		err = web.records.GiveParts(r.Context(), r.Who, id, g, parts)
	}
	if desk.ToMend(err) {
		return web.giveForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/access?done=given")), nil
}

// lastMoment is the end of a day: what is given until a day holds on that day.
func lastMoment(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t.AddDate(0, 0, 1)
}

func (web *Web) showEnd(r *page.Request) (*page.Answer, error) { return web.endForm(r, nil) }

func (web *Web) endForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, held, err := web.held(r)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(held, func(h record.Held) bool { return h.ID == r.Path("grant") })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t, h := r.L.T, held[i]
	if h.EndAskedBy != "" && h.EndedBy == "" {
		return web.settleForm(r, id, h, wrong), nil
	}
	problems := desk.ProblemsOf(r, wrong, "why")
	text, save := t("record.end_text"), kit.Button{Text: kit.T(t("record.end_save")), Kind: kit.Warning, Once: true, ID: "end"}
	if h.Reason == access.ReasonGuardian {
		text, save = t("record.end_guardian_text"), kit.Button{Text: kit.T(t("record.end_ask")), Once: true, ID: "end"}
	}
	v := desk.Page{Title: t("record.end_title"), Problems: problems.Summary(),
		Before: []kit.Content{desk.Para(holderName(r, h)), desk.Para(kit.T(text))},
		Fields: []kit.Content{kit.Radios{Name: "why", Legend: desk.Legend(r, "record.end_why"), Hint: kit.T(t("record.end_why_hint")), Value: r.Form.Raw("why"),
			Error: problems.Of("why"), Items: desk.Choices(r, "record.end_why_", access.EndReasons)}}, // i18n: prefix record.end_why_
		Buttons: []kit.Content{save, desk.Cancel(r, at(id, "/access"))}}
	return v.Answer(wrong).Back(at(id, "/access")), nil
}

// settleForm is where a second person decides over a guardian's right, and whoever asked takes it back.
func (web *Web) settleForm(r *page.Request, id string, h record.Held, wrong error) *page.Answer {
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "end")
	v := desk.Page{Title: t("record.end_settle_title"), Problems: problems.Summary(), Before: []kit.Content{kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(t("record.holder")), Value: holderName(r, h)},
		{Key: kit.T(t("record.part")), Value: kit.T(t("record.part_" + string(h.Part)))},
		{Key: kit.T(t("record.end_asked")), Value: kit.T(t("record.end_asked_by", "day", r.L.Day(h.EndAskedAt.Format(time.DateOnly)), "who", first(h.EndAskedName, t("record.unknown_person"))))},
		{Key: kit.T(t("record.end_why")), Value: kit.T(t("record.end_why_" + string(h.EndReason)))}}}}} // i18n: prefix record.end_why_
	if h.EndAskedBy == r.Who.ID {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("record.end_waits"))})
		v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("record.end_take_back")), Name: "go", Value: "no", Kind: kit.Secondary, Once: true, ID: "end"}}
	} else {
		v.Before = append(v.Before, desk.Para(kit.T(t("record.end_settle_text"))))
		v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("record.end_yes")), Name: "go", Value: "yes", Kind: kit.Warning, Once: true, ID: "end"},
			kit.Button{Text: kit.T(t("record.end_no")), Name: "go", Value: "no", Kind: kit.Secondary, Once: true}}
	}
	v.Buttons = append(v.Buttons, desk.Cancel(r, at(id, "/access")))
	return v.Answer(wrong).Back(at(id, "/access"))
}

func (web *Web) saveEnd(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	grant, err := r.PathID("grant")
	if err != nil {
		return nil, err
	}
	said := "ended"
	if settle := r.Form.Choice("go", "yes", "no"); settle != "" {
		if settle == "no" {
			said = "end_refused"
		}
		err = web.records.SettleEnd(r.Context(), r.Who, id, grant, settle == "yes")
	} else {
		var asked bool
		if asked, err = web.records.EndGrant(r.Context(), r.Who, id, grant, access.EndReason(r.Form.Raw("why"))); asked {
			said = "end_asked"
		}
	}
	if desk.ToMend(err) {
		return web.endForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/access?done="+said)), nil
}
