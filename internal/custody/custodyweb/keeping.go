package custodyweb

import (
	"strings"

	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

type sourceView struct{ Text, Pinpoint, Read, URL, Note string }

// sourceOf shows where a rule comes from and how far it was checked.
func sourceOf(r *page.Request, rule nation.Rule) kit.Content {
	if rule.Source.Title == "" {
		return nil
	}
	v := sourceView{Pinpoint: rule.Source.Title, URL: rule.Source.URL, Note: rule.Note, Read: r.L.T("custody.source_not_read")}
	if rule.Pinpoint != "" {
		v.Pinpoint += ", " + rule.Pinpoint
	}
	if rule.ReadOn != nation.NotRead {
		v.Read = r.L.T("custody.source_read", "day", r.L.Day(rule.ReadOn))
	}
	if rule.Value.Type == nation.TypeText {
		v.Text = rule.Value.Text.In(r.L.Tag())
	}
	return kit.Details{Summary: kit.T(r.L.T("page.source")), Body: source(v)}
}

// showKeeping is why a record is held and how long: three things that are not one another, and the clock.
func (web *Web) showKeeping(r *page.Request) (*page.Answer, error) {
	id, k, err := web.keeping(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("custody.keeping"), Whose: kit.Name(k.Person.Profile.Names.Shown()), Lead: t("custody.keeping_lead"),
		Before: []kit.Content{done(r, "saved", "held", "lifted", "longer", "proposed", "withdrawn")},
		After: []kit.Content{
			desk.Part("basis", t("custody.basis"), basisPart(r, id, k)...),
			desk.Part("agreement", t("custody.agreement"), agreementPart(r, id, k)...),
			desk.Part("words", t("custody.words"), wordsPart(r, k)...),
			desk.Part("clock", t("custody.clock"), clockPart(r, id, k)...),
			desk.Part("holds", t("custody.holds"), holdsPart(r, id, k)...),
		}}
	v.Before = compact(v.Before)
	return v.Answer(nil).Back(at(id, "")), nil
}

// compact leaves out what is not there.
func compact(list []kit.Content) []kit.Content {
	var left []kit.Content
	for _, c := range list {
		if c != nil {
			left = append(left, c)
		}
	}
	return left
}

func (web *Web) keeping(r *page.Request) (id string, k custody.Keeping, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", k, err
	}
	k, err = web.custody.Keeping(r.Context(), r.Who, id)
	return id, k, err
}

func basisPart(r *page.Request, id string, k custody.Keeping) []kit.Content {
	t := r.L.T
	list := []kit.Content{desk.Para(kit.T(t("custody.basis_what")))}
	change := "custody.basis_say"
	if k.Basis == nil {
		list = append(list, kit.InsetText{Text: kit.T(t("custody.basis_none"))})
	} else {
		b := k.Basis.Text
		rows := []kit.Row{
			{Key: kit.T(t("custody.ground")), Value: kit.T(t("custody.ground_" + b.Ground))},          // i18n: prefix custody.ground_
			{Key: kit.T(t("custody.condition")), Value: kit.T(t("custody.condition_" + b.Condition))}, // i18n: prefix custody.condition_
		}
		if b.Note != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("custody.note")), Value: desk.Words(b.Note)})
		}
		rows = append(rows, saidRow(r, k, *k.Basis))
		list, change = append(list, kit.SummaryList{Rows: rows}), "custody.basis_change"
	}
	list = append(list, groundTable(r, k.Ground))
	if permit.Could(r.Who, permit.NoteKeeping) {
		list = append(list, desk.Para(desk.Link(t(change), at(id, "/keeping/basis"))))
	}
	return list
}

func saidRow(r *page.Request, k custody.Keeping, e custody.Entry) kit.Row {
	return kit.Row{Key: kit.T(r.L.T("custody.said_by")), Value: kit.Join(kit.Name(who(r, k.Names, e.Author)), kit.T(", "+r.L.Moment(e.At)))}
}

// groundTable shows the nation's list of lawful grounds, with where they stand.
func groundTable(r *page.Request, rule nation.Rule) kit.Content {
	table := kit.Table{Caption: r.L.T("custody.grounds_table"), CaptionClass: "govuk-visually-hidden"}
	lang := r.L.Tag()
	for _, c := range rule.Value.Columns {
		table.Head = append(table.Head, kit.Cell{Text: kit.T(c.In(lang))})
	}
	for _, row := range rule.Value.Rows {
		var cells []kit.Cell
		for _, c := range row {
			cells = append(cells, kit.Cell{Text: kit.T(c.In(lang))})
		}
		table.Rows = append(table.Rows, cells)
	}
	return kit.Details{Summary: kit.T(r.L.T("custody.grounds_table")), Body: kit.Join(kit.Scroll{Label: r.L.T("custody.grounds_table"), Body: table}, desk.Small(rule.Source.Title+", "+rule.Pinpoint))}
}

// mostTalks is how many conversations the page lists; the rest are where conversations are.
const mostTalks = 8

func agreementPart(r *page.Request, id string, k custody.Keeping) []kit.Content {
	t := r.L.T
	list := []kit.Content{desk.Para(kit.T(t("custody.agreement_what")))}
	if len(k.Talks) == 0 {
		return append(list, desk.Para(kit.T(t("custody.agreement_none"))))
	}
	rows := kit.SummaryList{}
	for i, talk := range k.Talks {
		if i == mostTalks {
			break
		}
		said := t("custody.explained_no")
		if talk.Explained {
			said = t("custody.explained_yes")
		}
		if talk.Ending != "" && talk.Ending != "finished" {
			said += " " + t("custody.talk_stopped")
		}
		rows.Rows = append(rows.Rows, kit.Row{Key: kit.T(r.L.Moment(talk.At)), Value: kit.T(said),
			Actions: []kit.Action{{Text: kit.T(t("page.show")), Href: at(id, "/conversations/"+talk.ID), Hidden: r.L.Moment(talk.At)}}})
	}
	list = append(list, rows)
	if len(k.Talks) > mostTalks {
		list = append(list, desk.Para(desk.Link(t("custody.agreement_more"), at(id, "/conversations"))))
	}
	return list
}

func wordsPart(r *page.Request, k custody.Keeping) []kit.Content {
	t := r.L.T
	if len(k.Words) == 0 {
		return []kit.Content{desk.Para(kit.T(t("custody.words_what"))), desk.Para(kit.T(t("custody.words_none")))}
	}
	list := kit.SummaryList{}
	for _, p := range k.Words {
		whom, answer := p.Whom, "custody.words_no"
		switch {
		case p.Publication:
			whom = t("custody.words_publication")
		case p.CarryOn:
			whom = t("custody.words_carry_on")
		}
		if p.Yes {
			answer = "custody.words_yes"
		}
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(r.L.Moment(p.At)), Value: kit.T(t(answer, "whom", whom))}) // i18n: prefix custody.words_
	}
	return []kit.Content{desk.Para(kit.T(t("custody.words_what"))), list}
}

func clockPart(r *page.Request, id string, k custody.Keeping) []kit.Content {
	t, c := r.L.T, k.Clock
	status := t("custody.status_not_said")
	if c.Status != custody.NotSaid {
		status = t("custody.status_" + string(c.Status)) // i18n: prefix custody.status_
	}
	from := t("custody.from_"+string(c.Rule), "day", r.L.Day(c.Born)) // i18n: prefix custody.from_
	if c.Rule == custody.FromDeath {
		from = t("custody.from_death", "day", r.L.Day(c.Died))
	}
	if !c.Sure {
		from += " " + t("custody.latest_reading")
	}
	rows := []kit.Row{
		{Key: kit.T(t("custody.care")), Value: kit.T(status)},
		{Key: kit.T(t("custody.rule")), Value: kit.T(ruleWords(r, k))},
		{Key: kit.T(t("custody.reckoned")), Value: kit.T(from)},
		{Key: kit.T(t("custody.until")), Value: kit.T(r.L.Day(c.Due))},
	}
	if k.KeptUntil != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("custody.kept_longer")), Value: kit.T(r.L.Day(k.KeptUntil))})
	}
	list := []kit.Content{kit.SummaryList{Rows: rows}, sourceOf(r, c.Source)}
	if k.Due(k.At) {
		list = append([]kit.Content{kit.InsetText{Text: kit.T(t("custody.is_due"))}}, list...)
	}
	if permit.Could(r.Who, permit.NoteKeeping) {
		list = append(list, desk.Para(desk.Link(t("custody.status_say"), at(id, "/keeping/status"))), desk.Para(desk.Link(t("custody.death_say"), at(id, "/keeping/death"))))
	}
	if said := history(r, k, custody.SaidStatus, custody.SaidDeath, custody.KeptLonger); said != nil {
		list = append(list, kit.Details{Summary: kit.T(t("custody.history")), Body: said})
	}
	return compact(list)
}

// ruleWords says the rule in force: so many years after what.
func ruleWords(r *page.Request, k custody.Keeping) string {
	t, c := r.L.T, k.Clock
	if c.Rule == custody.ByPolicy {
		text := policyWords(r, k.Policy)
		if !k.Policy.Decided() {
			text += " " + t("custody.policy_default")
		}
		return text
	}
	years := strings.TrimSuffix(strings.TrimPrefix(c.Source.Value.Duration, "P"), "Y")
	return t("custody.rule_"+string(c.Rule), "years", years) // i18n: prefix custody.rule_
}

// policyWords says an organisation's own rule.
func policyWords(r *page.Request, p custody.Policy) string {
	return r.L.T("custody.rule_policy", "grown", r.L.N("custody.years_count", p.After18), "quiet", r.L.N("custody.years_count", p.AfterLast))
}

// history lists what was said of a few kinds, the newest first.
func history(r *page.Request, k custody.Keeping, kinds ...custody.Kind) kit.Content {
	table := kit.SummaryList{}
	for i := len(k.Entries) - 1; i >= 0; i-- {
		e := k.Entries[i]
		for _, kind := range kinds {
			if e.Kind == kind {
				table.Rows = append(table.Rows, kit.Row{Key: kit.T(r.L.Moment(e.At)), Value: kit.Join(kit.T(entryWords(r, e)+" · "), kit.Name(who(r, k.Names, e.Author)))})
			}
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return table
}

// entryWords says an entry as a sentence.
func entryWords(r *page.Request, e custody.Entry) string {
	t, text := r.L.T, ""
	switch e.Kind {
	case custody.SaidStatus:
		text = t("custody.status_" + string(e.Text.Status))
		if e.Text.From != "" {
			text += ", " + t("custody.since", "day", r.L.Day(e.Text.From))
		}
	case custody.SaidDeath:
		text = t("custody.death_not")
		if e.Text.Day != "" {
			text = t("custody.death_on", "day", r.L.Day(e.Text.Day))
		}
	case custody.KeptLonger:
		text = t("custody.longer_"+e.Text.Reason) + ", " + t("custody.to_day", "day", r.L.Day(e.Text.Day)) // i18n: prefix custody.longer_
	case custody.Held:
		text = t("custody.hold_"+e.Text.Reason) + ", " + t("custody.hold_review", "day", r.L.Day(e.Text.Day)) // i18n: prefix custody.hold_
	case custody.Lifted:
		text = t("custody.hold_over")
	}
	if e.Text.Note != "" {
		text += ". " + e.Text.Note
	}
	return text
}

func holdsPart(r *page.Request, id string, k custody.Keeping) []kit.Content {
	t := r.L.T
	list := []kit.Content{desk.Para(kit.T(t("custody.holds_what")))}
	for _, h := range k.Holds {
		list = append(list, kit.InsetText{Text: kit.Join(kit.T(entryWords(r, h)+" · "), kit.Name(who(r, k.Names, h.Author)), kit.T(space), liftLink(r, id, k, h))})
	}
	if len(k.Holds) == 0 {
		list = append(list, desk.Para(kit.T(t("custody.holds_none"))))
	}
	if k.Deciding {
		list = append(list, desk.Para(desk.Link(t("custody.hold_place"), at(id, "/keeping/hold"))), desk.Para(desk.Link(t("custody.end_link"), at(id, "/keeping/end"))))
	}
	if said := history(r, k, custody.Held, custody.Lifted); said != nil {
		list = append(list, kit.Details{Summary: kit.T(t("custody.history")), Body: said})
	}
	return list
}

func liftLink(r *page.Request, id string, k custody.Keeping, h custody.Entry) kit.Content {
	if !k.Deciding {
		return kit.Join()
	}
	return desk.Link(r.L.T("custody.lift"), at(id, "/keeping/holds/"+h.ID))
}
