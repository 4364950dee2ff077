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

// sight reads who can see a record, for the page about it.
func (web *Web) sight(r *page.Request) (id string, s record.Sight, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", s, err
	}
	s, err = web.records.Sight(r.Context(), r.Who, web.accounts, id)
	return id, s, err
}

// restricted says that a record is restricted, to whom, and what somebody asked; nil where it is not.
func (web *Web) restricted(r *page.Request, id string, s record.Sight) []kit.Content {
	now := s.Restriction()
	if !now.Holds() {
		return nil
	}
	t := r.L.T
	var names []string
	for _, n := range now.Named {
		if n.EndedBy == "" {
			names = append(names, first(s.Names[n.Holder.ID], t("record.unknown_person")))
		}
	}
	out := []kit.Content{kit.InsetText{Text: kit.T(t("record.restricted_to", "names", r.L.List(names), "day", r.L.Day(now.At.Format(time.DateOnly)),
		"why", t("record.restrict_reason_"+now.Reason)))}} // i18n: prefix record.restrict_reason_
	if now.LiftAskedBy == "" {
		return out
	}
	asked := desk.Para(kit.T(t("record.lift_asked_by", "who", first(s.Names[now.LiftAskedBy], t("record.unknown_person")))))
	if now.LiftAskedBy == r.Who.ID || !web.records.May(r.Context(), r.Who, permit.LiftRestriction, id) {
		return append(out, asked)
	}
	choose := kit.Radios{Name: "lift", Legend: legend(r, "record.lift_decide"), Class: "govuk-radios--inline",
		Items: []kit.Choice{{Value: "yes", Text: kit.T(t("page.yes"))}, {Value: "no", Text: kit.T(t("page.no"))}}}
	return append(out, asked, desk.Post(at(id, "/access/restrict/decide"), nil, choose, desk.Button(r, "page.save")))
}

func (web *Web) showRestrict(r *page.Request) (*page.Answer, error) { return web.restrictForm(r, nil) }

// restrictForm restricts a record, or, where it is, names others and asks to lift it.
func (web *Web) restrictForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, s, err := web.sight(r)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "named")
	v := desk.Page{Title: t("record.restrict"), Lead: t("record.restrict_lead"), Problems: problems.Summary()}
	if s.Restriction().Holds() {
		return web.namedPage(r, id, s, v, problems, wrong)
	}
	v.Before = []kit.Content{desk.Lines([]string{t("record.restrict_means_1"), t("record.restrict_means_2"), t("record.restrict_means_3")})}
	v.Fields = []kit.Content{
		kit.Checkboxes{Name: "named", Legend: legend(r, "record.restrict_named"), Hint: kit.T(t("record.restrict_named_hint")), Error: problems.Of("named"),
			Values: r.Form.All("named"), Items: seerChoices(r, s.Seers)},
		kit.Radios{Name: "reason", Legend: legend(r, "record.restrict_reason"), Error: problems.Of("reason"), Value: r.Form.Raw("reason"),
			Items: desk.Choices(r, "record.restrict_reason_", access.RestrictReasons)}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(t("record.restrict_save")), Kind: kit.Warning, Once: true}, desk.Cancel(r, at(id, "/access"))}
	return v.Answer(wrong).Back(at(id, "/access")), nil
}

// seerChoices are those who can see the record now, once each, other than the reader, who is named anyhow.
func seerChoices(r *page.Request, seers []record.Seer) (items []kit.Choice) {
	for _, s := range seers {
		value := string(s.HolderKind) + ":" + s.Holder
		if s.Holder == r.Who.ID || slices.ContainsFunc(items, func(c kit.Choice) bool { return c.Value == value }) {
			continue
		}
		items = append(items, kit.Choice{Value: value, Text: seerName(r, s)})
	}
	return items
}

func seerName(r *page.Request, s record.Seer) kit.Content {
	name := first(s.Name, r.L.T("record.unknown_person"))
	if s.HolderKind == access.HolderAccount {
		return kit.Name(name)
	}
	return kit.Join(kit.Name(name), kit.T(" ("+r.L.T("record.holder_"+string(s.HolderKind))+")"))
}

// namedPage is the page of a record that is restricted: who is named, one more, and asking to lift it.
func (web *Web) namedPage(r *page.Request, id string, s record.Sight, v desk.Page, problems page.Problems, wrong error) (*page.Answer, error) {
	t, now := r.L.T, s.Restriction()
	v.Title, v.Lead = t("record.restricted"), ""
	v.Before = web.restricted(r, id, s)
	list := kit.SummaryList{}
	var removing []kit.Content
	for _, n := range now.Named {
		if n.EndedBy != "" {
			continue
		}
		name := first(s.Names[n.Holder.ID], t("record.unknown_person"))
		list.Rows = append(list.Rows, kit.Row{Key: kit.Name(name), Value: kit.T(t("record.named_by", "who", first(s.Names[n.By], t("record.unknown_person")),
			"day", r.L.Day(n.At.Format(time.DateOnly))))})
		if n.Holder.ID != r.Who.ID {
			removing = append(removing, desk.Post(at(id, "/access/restrict/"+n.ID+"/remove"), nil, kit.Button{Kind: kit.Secondary, Once: true, Text: kit.T(t("record.unname", "who", name))}))
		}
	}
	options, err := web.holders(r)
	if err != nil {
		return nil, err
	}
	name := kit.Select{Name: "holder", Label: desk.Label(r, "record.name_another"), Hint: kit.T(t("record.name_another_hint")), Items: options, Error: problems.Of("holder")}
	v.After = []kit.Content{desk.Part("named-now", t("record.named_now"), append([]kit.Content{list}, removing...)...),
		desk.Part("name", t("record.name_title"), desk.Post(at(id, "/access/restrict/name"), nil, name, kit.Button{Text: kit.T(t("record.name_save")), Kind: kit.Secondary, Once: true}))}
	if now.LiftAskedBy == "" {
		v.After = append(v.After, desk.Part("lift", t("record.lift"), desk.Para(kit.T(t("record.lift_text"))),
			desk.Post(at(id, "/access/restrict/lift"), nil, kit.Button{Text: kit.T(t("record.lift_ask")), Kind: kit.Secondary, Once: true})))
	}
	return v.Answer(wrong).Back(at(id, "/access")), nil
}

// holderOf reads "team:…" as a form sends it.
func holderOf(value string) access.Holder {
	kind, id, _ := strings.Cut(value, ":")
	return access.Holder{Kind: access.HolderKind(kind), ID: id}
}

func (web *Web) saveRestrict(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	reason := r.Form.Choice("reason", access.RestrictReasons...)
	if reason == "" {
		r.Form.Add("reason", "record.needs_a_reason")
	}
	var named []access.Holder
	for _, v := range r.Form.All("named") {
		named = append(named, holderOf(v))
	}
	if err = r.Form.Err(); err == nil {
		err = web.records.Restrict(r.Context(), r.Who, web.accounts, id, reason, named)
	}
	return web.restrictDone(r, id, "restricted", err)
}

// restrictDone goes on to the page of who can see, or shows what is to be mended.
func (web *Web) restrictDone(r *page.Request, id, what string, err error) (*page.Answer, error) {
	if desk.ToMend(err) {
		return web.restrictForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/access?done="+what)), nil
}

func (web *Web) saveName(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	options, err := web.holders(r)
	if err != nil {
		return nil, err
	}
	if value := r.Form.Raw("holder"); value == "" || !slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == value }) {
		r.Form.Add("holder", "record.needs_a_holder")
	}
	if err = r.Form.Err(); err == nil {
		err = web.records.Name(r.Context(), r.Who, id, holderOf(r.Form.Raw("holder")))
	}
	return web.restrictDone(r, id, "named", err)
}

func (web *Web) saveUnname(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	named, err := r.PathID("named")
	if err != nil {
		return nil, err
	}
	return web.restrictDone(r, id, "unnamed", web.records.Unname(r.Context(), r.Who, web.accounts, id, named))
}

func (web *Web) askLift(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	return web.restrictDone(r, id, "lift_asked", web.records.AskLift(r.Context(), r.Who, id))
}

// decideLift is the second person's answer.
func (web *Web) decideLift(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	answer := r.Form.Choice("lift", "yes", "no")
	if answer == "" {
		return nil, problem.New(problem.Invalid, "problem.required_choice")
	}
	if err := web.records.Lift(r.Context(), r.Who, id, answer == "yes"); err != nil {
		return nil, err
	}
	done := map[string]string{"yes": "lifted", "no": "lift_refused"}[answer]
	return page.Redirect(at(id, "/access?done="+done)), nil
}
