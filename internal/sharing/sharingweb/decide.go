package sharingweb

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// noteLength bounds what is typed into one field.
const noteLength = 4000

// showNew asks first with whom, then everything else, for which words may go depends on whom they go to.
func (web *Web) showNew(r *page.Request) (*page.Answer, error) {
	if r.Form.ID("recipient") == "" {
		return web.recipientForm(r)
	}
	return web.decisionForm(r, nil)
}

func (web *Web) recipientForm(r *page.Request) (*page.Answer, error) {
	id, c, err := web.choice(r, "")
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("share.with_whom"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("share.with_whom_lead")}
	to := func(id string) string { return at(c.Person.ID, "/shares/new?recipient="+id) }
	var here, beyond []kit.Task
	for _, o := range c.Agencies {
		here = append(here, kit.Task{Title: kit.T(o.Name), Href: to(o.ID)})
	}
	for _, p := range c.Partners {
		beyond = append(beyond, kit.Task{Title: kit.Name(p.Card.Name), Hint: fingerprintBegins(r, p), Href: to(p.ID)})
	}
	if len(here)+len(beyond) == 0 {
		v.After = []kit.Content{kit.InsetText{Text: kit.T(t("share.no_agencies"))}}
	}
	if len(here) > 0 {
		v.After = append(v.After, desk.Part("here", t("share.agencies_here"), kit.TaskList{IDPrefix: "agency", Items: here}))
	}
	if len(beyond) > 0 {
		v.After = append(v.After, desk.Part("beyond", t("share.agencies_beyond"), kit.TaskList{IDPrefix: "partner", Items: beyond}))
	}
	return v.Answer(nil).Back(at(id, "/shares")), nil
}

// fingerprintBegins tells deployments of one name apart: anybody can write any name on a card.
func fingerprintBegins(r *page.Request, p sharing.Partner) kit.Content {
	return kit.T(r.L.T("between.fingerprint_begins", "letters", sharing.ShownFingerprint(p.Card.Fingerprint())[:9]))
}

func (web *Web) choice(r *page.Request, recipient string) (id string, c sharing.Choice, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", c, err
	}
	c, err = web.sharing.Choose(r.Context(), r.Who, id, recipient)
	return id, c, err
}

// chosen is whom a decision is about: an agency here, or another deployment.
type chosen struct {
	Name   string
	Beyond bool
}

func chosenOf(c sharing.Choice, id string) (chosen, bool) {
	for _, o := range c.Agencies {
		if o.ID == id {
			return chosen{o.Name, false}, true
		}
	}
	for _, p := range c.Partners {
		if p.ID == id {
			return chosen{p.Card.Name, true}, true
		}
	}
	return chosen{}, false
}

// decisionForm asks what goes to the agency and why; or why nothing does.
func (web *Web) decisionForm(r *page.Request, wrong error) (*page.Answer, error) {
	recipient := r.Form.ID("recipient")
	id, c, err := web.choice(r, recipient)
	if err != nil {
		return nil, err
	}
	to, ok := chosenOf(c, recipient)
	if !ok {
		return web.recipientForm(r)
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "purpose"), r.Form
	v := desk.Page{Title: t("share.decide"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("share.decide_lead"), Problems: p.Summary(),
		Hidden: []desk.Hidden{desk.FormID(r), {Name: "recipient", Value: recipient}, {Name: "go", Value: "check"}},
		Fields: []kit.Content{kit.InsetText{Text: kit.Name(to.Name)},
			kit.Radios{Name: "decision", Legend: desk.Legend(r, "share.decision"), Items: desk.Choices(r, "share.decision_", []string{"share", "not_share"}), Value: f.Raw("decision"), Error: p.Of("decision")},
			desk.Note(r, p, "request", "share.request"),
			desk.Note(r, p, "purpose", "share.purpose"),
			web.gateway(r, p, c.Person.Nation),
			kit.Radios{Name: "asked", Legend: desk.Legend(r, "share.asked"), Hint: kit.T(t("share.asked_hint")), Items: desk.Choices(r, "share.asked_", sharing.AskedAnswers), Value: f.Raw("asked"), Error: p.Of("asked")},
			desk.Note(r, p, "asked_why", "share.asked_why"),
			desk.Note(r, p, "detriment", "share.detriment"),
			elementBoxes(r, id, c, p),
			desk.Note(r, p, "response", "share.response"),
			kit.Radios{Name: "identifier", Legend: desk.Legend(r, "share.identifier"), Hint: kit.T(t("share.identifier_hint", "number", web.nations.For(c.Person.Nation).Term(nation.TermHealthNumber, r.L.Tag()))),
				Items: desk.Choices(r, "share.identifier_", sharing.WithIdentifier), Value: f.Raw("identifier"), Error: p.Of("identifier")},
			kit.Input{Name: "number", Label: desk.Label(r, "share.number"), Value: f.Raw("number"), Error: p.Of("number"), Autocomplete: "off", InputMode: "numeric", Class: "govuk-input--width-10"},
			kit.DateInput{ID: "until", NamePrefix: "until", Legend: desk.Legend(r, "share.until"), Hint: kit.T(t("share.until_hint")), Error: p.Of("until"),
				Day: kit.DatePart{Value: f.Raw("until-day")}, Month: kit.DatePart{Value: f.Raw("until-month")}, Year: kit.DatePart{Value: f.Raw("until-year")}},
		},
		Buttons: []kit.Content{desk.Button(r, "share.to_check"), desk.Link(t("page.cancel"), at(id, "/shares"))}}
	if to.Beyond {
		v.Fields = append(v.Fields, desk.Day(r, p, "destroy_by", "between.destroy_by"))
		v.Lead = t("share.decide_beyond_lead")
	}
	return v.Answer(wrong).Back(at(id, "/shares/new")), nil
}

// gateway asks for the lawful ground: those of the nation's pack, each with whom it binds and where it stands; or another, in
// words.
func (web *Web) gateway(r *page.Request, p page.Problems, of string) kit.Content {
	t := r.L.T
	c := kit.Radios{Name: "gateway", Legend: desk.Legend(r, "share.gateway"), Hint: kit.T(t("share.gateway_hint")), Value: r.Form.Raw("gateway"), Error: p.Of("gateway")}
	for _, g := range web.nations.For(of).Gateways(web.sharing.Now().Format(time.DateOnly)) {
		where := g.Source.Title
		if g.Pinpoint != "" {
			where += ", " + g.Pinpoint
		}
		c.Items = append(c.Items, kit.Choice{Value: g.Code, Text: kit.T(g.Name.In(r.L.Tag())),
			Hint: kit.T(t("share.gateway_binds", "whom", g.Binds.In(r.L.Tag()), "where", where, "checked", t("share.evidence_"+strings.ToLower(string(g.Evidence)))))}) // i18n: prefix share.evidence_
	}
	c.Items = append(c.Items, kit.Choice{Value: nation.OtherGateway, Text: kit.T(t("share.gateway_else")), Conditional: desk.Note(r, p, "gateway_other", "share.gateway_other")})
	return c
}

// kinds are the kinds of element in the order in which people look for them, each folded by itself: a record can have
// hundreds of things to share.
var kinds = []sharing.Kind{sharing.Field, sharing.Said, sharing.Answer, sharing.View, sharing.Finding, sharing.Barrier, sharing.Promise}

// elementBoxes offers what can be named. Words without a yes cannot be: they are not offered, and the page says how to ask.
func elementBoxes(r *page.Request, id string, c sharing.Choice, p page.Problems) kit.Content {
	t := r.L.T
	body := []kit.Content{desk.Para(kit.T(t("share.elements_hint")))}
	ticked, first, waiting := r.Form.All("elements"), "elements", false
	for _, kind := range kinds {
		boxes := kit.Checkboxes{Name: "elements", ID: "elements-" + string(kind), Values: ticked, Class: "govuk-checkboxes--small",
			Legend: kit.Legend{Text: kit.T(t("share.group_" + string(kind))), Class: "govuk-visually-hidden"}} // i18n: prefix share.group_
		open := false
		for _, x := range c.Candidates {
			if x.Kind != kind {
				continue
			}
			if x.Missing != "" {
				waiting = true
				continue
			}
			open = open || slices.Contains(ticked, x.Key())
			hint := append(elementText(r, c.Editions, x), desk.Small(t("share.mark_"+string(x.Mark))))
			boxes.Items = append(boxes.Items, kit.Choice{Value: x.Key(), Text: kit.T(elementName(r, c.Editions, x)), Hint: kit.Join(hint...)})
		}
		if len(boxes.Items) == 0 {
			continue
		}
		if first != "" { // where the summary of what is to be mended leads to
			boxes.ID, boxes.Error, open, first = first, p.Of("elements"), open || p.Of("elements") != nil, ""
		}
		body = append(body, kit.Details{Summary: kit.T(t("share.group_" + string(kind))), Open: open, Body: boxes})
	}
	if waiting {
		body = append(body, kit.InsetText{Text: kit.Join(kit.T(t("share.words_waiting")+" "), desk.Link(t("share.ask_link"), at(id, "/permissions")))})
	}
	return kit.Fieldset{Legend: desk.Legend(r, "share.elements"), Body: kit.Join(body...)}
}

// read reads a decision as it was typed. What belongs to sharing alone is left out of a decision not to.
func readDecision(r *page.Request, id string) (d sharing.Decision, keys []string) {
	f := r.Form
	d = sharing.Decision{ID: f.ID("as"), Record: id, Recipient: f.ID("recipient"), Share: f.Raw("decision") == "share", Terms: sharing.Terms{
		Purpose: f.Words("purpose", noteLength), Request: f.Words("request", noteLength), Asked: f.Choice("asked", sharing.AskedAnswers...),
		AskedWhy: f.Words("asked_why", noteLength), Detriment: f.Words("detriment", noteLength)}}
	if !d.Share {
		return d, nil
	}
	if d.Terms.Gateway, d.Terms.Response = f.Line("gateway", 40), f.Words("response", noteLength); d.Terms.Gateway == nation.OtherGateway {
		d.Terms.Other = f.Words("gateway_other", noteLength)
	}
	d.Terms.Identifier, d.Terms.Number = f.Choice("identifier", sharing.WithIdentifier...), strings.ReplaceAll(f.Line("number", 20), " ", "")
	if until, err := time.Parse(time.DateOnly, f.Day("until")); err == nil {
		d.Until = until.AddDate(0, 0, 1) // to the end of that day
	}
	if f.Raw("destroy_by-day")+f.Raw("destroy_by-month")+f.Raw("destroy_by-year") != "" {
		if by, err := time.Parse(time.DateOnly, f.Day("destroy_by")); err == nil {
			d.DestroyBy = by.AddDate(0, 0, 1)
		}
	}
	return d, f.All("elements")
}

// saveNew shows what was typed whole, and keeps it at the second press.
func (web *Web) saveNew(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if d := r.Form.Raw("decision"); d != "share" && d != "not_share" {
		r.Form.Add("decision", "share.needs_decision")
		return web.decisionForm(r, r.Form.Err())
	}
	d, keys := readDecision(r, id)
	if err := r.Form.Err(); err != nil {
		return web.decisionForm(r, err)
	}
	if r.Form.Raw("go") != "decide" {
		err = web.sharing.Check(r.Context(), r.Who, d, keys)
		if desk.ToMend(err) {
			return web.decisionForm(r, err)
		}
		if err != nil {
			return nil, err
		}
		return web.checkPage(r, id, d, keys)
	}
	err = web.sharing.Decide(r.Context(), r.Who, d, keys)
	if desk.ToMend(err) {
		return web.decisionForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	if d.Share && !d.DestroyBy.IsZero() { // there is a file to carry now
		return page.Redirect(at(id, "/deployments")), nil
	}
	return page.Redirect(at(id, "/shares?done=decided")), nil
}

// checkPage is the decision as it will stand, before it holds.
func (web *Web) checkPage(r *page.Request, id string, d sharing.Decision, keys []string) (*page.Answer, error) {
	_, c, err := web.choice(r, d.Recipient)
	if err != nil {
		return nil, err
	}
	to, _ := chosenOf(c, d.Recipient)
	d.Terms.Nation = c.Person.Nation
	t := r.L.T
	v := desk.Page{Title: t("share.check"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("share.check_lead"), Hidden: []desk.Hidden{desk.FormID(r), {Name: "go", Value: "decide"}},
		Fields:  []kit.Content{kit.SummaryList{Rows: append([]kit.Row{{Key: kit.T(t("share.agency")), Value: kit.Name(to.Name)}}, web.termRows(r, d)...)}},
		Buttons: []kit.Content{desk.Button(r, "share.decide_"+r.Form.Raw("decision")), desk.Link(t("page.cancel"), at(id, "/shares"))}} // i18n: prefix share.decide_
	for _, name := range []string{"recipient", "decision", "request", "purpose", "gateway", "gateway_other", "destroy_by-day", "destroy_by-month", "destroy_by-year", "asked", "asked_why", "detriment", "response", "identifier", "number", "until-day", "until-month", "until-year"} {
		v.Hidden = append(v.Hidden, desk.Hidden{Name: name, Value: r.Form.Raw(name)})
	}
	var cards []kit.Content
	for _, key := range keys {
		v.Hidden = append(v.Hidden, desk.Hidden{Name: "elements", Value: key})
		for _, x := range c.Candidates {
			if x.Key() == key {
				cards = append(cards, elementCard(r, c.Editions, nil, x))
			}
		}
	}
	if len(cards) > 0 {
		v.Fields = append(v.Fields, desk.Part("what", t("share.what_was_named"), cards...))
	}
	return v.Answer(nil).Back(at(id, "/shares/new?recipient="+d.Recipient)), nil
}

// termRows are the terms of a decision as people read them.
func (web *Web) termRows(r *page.Request, d sharing.Decision) []kit.Row {
	t := r.L.T
	var rows []kit.Row
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, kit.Row{Key: kit.T(t(key)), Value: desk.Words(value)})
		}
	}
	what := map[bool]string{true: "share", false: "not_share"}[d.Share]
	add("share.decision", t("share.decision_"+what)) // i18n: prefix share.decision_
	add("share.request", d.Terms.Request)
	add("share.purpose", d.Terms.Purpose)
	add("share.gateway", web.gatewayText(r, d))
	if d.Terms.Asked != "" {
		add("share.asked", t("share.asked_"+d.Terms.Asked)) // i18n: prefix share.asked_
	}
	add("share.asked_why", d.Terms.AskedWhy)
	add("share.detriment", d.Terms.Detriment)
	add("share.response", d.Terms.Response)
	if d.Terms.Identifier != "" {
		add("share.identifier", t("share.identifier_"+d.Terms.Identifier)) // i18n: prefix share.identifier_
	}
	if d.Share {
		add("share.until", r.L.Day(d.Until.Add(-time.Second).Format(time.DateOnly)))
	}
	if !d.DestroyBy.IsZero() {
		add("between.destroy_by", r.L.Day(d.DestroyBy.Add(-time.Second).Format(time.DateOnly)))
	}
	return rows
}

// gatewayText is the lawful ground of a decision as its nation's pack had it that day.
func (web *Web) gatewayText(r *page.Request, d sharing.Decision) string {
	on := d.At
	if on.IsZero() { // not decided yet
		on = web.sharing.Now()
	}
	if text := d.Terms.GatewayText(web.nations, on, r.L.Tag()); text != "" || d.Terms.Gateway == "" {
		return text
	}
	return r.L.T("share.gateway_" + d.Terms.Gateway) // i18n: prefix share.gateway_
}
