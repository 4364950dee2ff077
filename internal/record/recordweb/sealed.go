package recordweb

import (
	"slices"
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// showSealed lists which sealed details there are, without opening any.
func (web *Web) showSealed(r *page.Request) (*page.Answer, error) {
	id, heads, err := web.heads(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("record.sealed"), Lead: t("record.sealed_lead"), Wide: true}
	if d := done(r, "sealed"); d != nil {
		v.Before = append(v.Before, d)
	}
	if len(heads) == 0 {
		v.After = append(v.After, kit.EmptyState{Drawing: "shield", Title: kit.T(t("record.sealed_none")), Body: kit.T(t("record.sealed_none_text"))})
	} else {
		list := kit.SummaryList{}
		for _, h := range heads {
			what := t("record.sealed_" + h.Class) // i18n: prefix record.sealed_
			list.Rows = append(list.Rows, kit.Row{Key: kit.T(what), Value: kit.T(t("record.sealed_since", "day", r.L.Day(h.At.Format(time.DateOnly)))),
				Actions: []kit.Action{{Text: kit.T(t("record.sealed_open")), Href: at(id, "/sealed/"+h.ID), Hidden: what},
					{Text: kit.T(t("record.sealed_replace")), Href: at(id, "/sealed/new?replaces="+h.ID), Hidden: what}}})
		}
		v.After = append(v.After, list)
	}
	v.After = append(v.After, kit.Button{Text: kit.T(t("record.sealed_add")), Href: at(id, "/sealed/new"), Kind: kit.Secondary})
	return v.Answer(nil).Back(at(id, "")), nil
}

func (web *Web) heads(r *page.Request) (id string, heads []record.SealedHead, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", nil, err
	}
	heads, err = web.records.SealedHeads(r.Context(), r.Who, id)
	return id, heads, err
}

// askReason asks why a sealed detail is opened; nothing is opened yet.
func (web *Web) askReason(r *page.Request) (*page.Answer, error) { return web.reasonForm(r, nil) }

func (web *Web) reasonForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, heads, err := web.heads(r)
	if err != nil {
		return nil, err
	}
	h, ok := headOf(heads, r.Path("detail"))
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "reason")
	v := desk.Page{Title: t("record.sealed_" + h.Class), Lead: t("record.sealed_ask_lead"), Problems: problems.Summary(),
		Fields: []kit.Content{kit.Radios{Name: "reason", Legend: legend(r, "record.sealed_reason"), Error: problems.Of("reason"),
			Items: desk.Choices(r, "record.sealed_reason_", record.SealedReasons)}},
		Buttons: []kit.Content{desk.Button(r, "record.sealed_open"), desk.Cancel(r, at(id, "/sealed"))}}
	return v.Answer(wrong).Back(at(id, "/sealed")), nil
}

func headOf(heads []record.SealedHead, id string) (record.SealedHead, bool) {
	at := slices.IndexFunc(heads, func(h record.SealedHead) bool { return h.ID == id })
	if at < 0 {
		return record.SealedHead{}, false
	}
	return heads[at], true
}

// openSealed shows one detail, once: it answers a POST and leads nowhere, so going back or reloading asks again.
func (web *Web) openSealed(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	detail, err := r.PathID("detail")
	if err != nil {
		return nil, err
	}
	d, err := web.records.OpenSealed(r.Context(), r.Who, id, detail, r.Form.Raw("reason"))
	if desk.ToMend(err) {
		return web.reasonForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("record.sealed_value")), Value: desk.Words(d.Value)},
		{Key: kit.T(t("record.safe")), Value: kit.T(t("record.safe_" + d.Safe))}} // i18n: prefix record.safe_
	if d.CheckedBy != "" {
		checked := t("record.checked_words", "who", d.CheckedBy, "day", r.L.Day(d.CheckedOn))
		rows = append(rows, kit.Row{Key: kit.T(t("record.checked_by")), Value: kit.T(checked)})
	}
	v := desk.Page{Title: t("record.sealed_opened"), Lead: t("record.sealed_opened_lead"),
		After: []kit.Content{kit.SummaryList{Rows: rows}, desk.Para(desk.Link(t("record.sealed_close"), at(id, "/sealed")))}}
	if d.Safe != "yes" {
		v.Before = append(v.Before, kit.WarningText{Text: kit.T(t("record.not_safe"))})
	}
	return v.Answer(nil).Back(at(id, "/sealed")), nil
}

func (web *Web) showNewSealed(r *page.Request) (*page.Answer, error) { return web.sealedForm(r, nil) }

func (web *Web) sealedForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, heads, err := web.heads(r)
	if err != nil {
		return nil, err
	}
	t, problems, f := r.L.T, desk.ProblemsOf(r, wrong, "value"), r.Form
	v := desk.Page{Title: t("record.sealed_new"), Lead: t("record.sealed_new_lead"), Problems: problems.Summary(),
		Hidden:  []desk.Hidden{{Name: "detail", Value: first(f.Raw("detail"), page.NewID())}},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, at(id, "/sealed"))}}
	if old, ok := headOf(heads, f.Raw("replaces")); ok {
		v.Title = t("record.sealed_replace_title", "what", t("record.sealed_"+old.Class))
		v.Hidden = append(v.Hidden, desk.Hidden{Name: "replaces", Value: old.ID}, desk.Hidden{Name: "class", Value: old.Class})
	} else {
		v.Fields = append(v.Fields, kit.Radios{Name: "class", Legend: legend(r, "record.sealed_class"), Error: problems.Of("class"),
			Items: desk.Choices(r, "record.sealed_", web.records.SealedOpen(r.Context(), r.Who, id)), Value: f.Raw("class")})
	}
	v.Fields = append(v.Fields,
		kit.Textarea{Name: "value", Label: desk.Label(r, "record.sealed_value"), Rows: 4, Value: f.Raw("value"), Error: problems.Of("value"), Autocomplete: "off", Spellcheck: "false"},
		kit.Radios{Name: "safe", Legend: legend(r, "record.safe"), Hint: kit.T(t("record.safe_hint")), Error: problems.Of("safe"),
			Items: desk.Choices(r, "record.safe_", record.SafeAnswers), Value: first(f.Raw("safe"), "not_known")},
		kit.Input{Name: "checked_by", Label: desk.Label(r, "record.checked_by"), Hint: kit.T(t("record.checked_by_hint")), Value: f.Raw("checked_by"),
			Error: problems.Of("checked_by"), Autocomplete: "off"})
	return v.Answer(wrong).Back(at(id, "/sealed")), nil
}

func (web *Web) saveSealed(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	n := record.NewSealed{ID: f.ID("detail"), Class: f.Choice("class", record.SealedClasses...), Replaces: f.ID("replaces"),
		Detail: record.SealedDetail{Value: f.Words("value", notesLength), Safe: f.Choice("safe", record.SafeAnswers...), CheckedBy: f.Line("checked_by", nameLength)}}
	if n.Detail.CheckedBy != "" {
		n.Detail.CheckedOn = web.records.Now().Format(time.DateOnly)
	}
	if err = f.Err(); err == nil {
		_, err = web.records.AddSealed(r.Context(), r.Who, id, n)
	}
	if desk.ToMend(err) {
		return web.sealedForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/sealed?done=sealed")), nil
}

// mayGive reports whether the reader could decide who else may see.
func (web *Web) mayGive(r *page.Request, id string) bool {
	return web.records.May(r.Context(), r.Who, permit.GiveGrant, id)
}
