package sharingweb

import (
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// showSent is what went from a record to other deployments, what came back, and how it stands.
func (p *BetweenPages) showSent(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	list, err := p.between.SentOf(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	at := "/people/" + id + "/deployments"
	v := betweenView{Title: t("between.sent_title"), Lede: t("between.sent_lede"), Sections: []betweenSection{{
		Show: []kit.Content{kit.Button{Text: kit.T(t("between.sent_new")), Href: at + "/new"}}}}}
	for _, s := range list {
		part := betweenSection{Heading: s.Partner.Card.Name, Show: []kit.Content{transferFacts(r, s)}}
		if first := s.First(); first != nil {
			part.Show = append(part.Show, kit.Details{Summary: kit.T(t("between.what_went")), Body: packageElements(r, *first)})
		}
		for _, a := range s.Answers() {
			part.Show = append(part.Show, kit.Details{Summary: kit.T(t("between.answer_of", "day", onDay(r, a.MadeAt))), Body: packageElements(r, a)})
		}
		part.Show = append(part.Show, packageHistory(r, s), kit.Button{Text: kit.T(t("between.carry")), Href: at + "/" + s.ID + "/package", Kind: kit.Secondary})
		if s.State == sharing.TransferOpen {
			part.Action, part.Save = at+"/"+s.ID+"/withdraw", kit.Button{Text: kit.T(t("between.withdraw")), Kind: kit.Warning, Once: true}
		}
		v.Sections = append(v.Sections, part)
	}
	return betweenShown(r, v, nil).Back("/people/" + id), nil
}

// facts say how a share stands, in words.
func transferFacts(r *page.Request, s sharing.Seen) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("between.state")), Value: kit.T(t("between.state_" + string(s.State)))}, // i18n: prefix between.state_
		{Key: kit.T(t("between.until")), Value: kit.T(onDay(r, s.EndsAt))}, {Key: kit.T(t("between.destroy_by")), Value: kit.T(onDay(r, s.DestroyAt))}}
	first := s.First()
	if first == nil {
		return kit.SummaryList{Rows: rows}
	}
	return kit.SummaryList{Rows: append(betweenTerms(r, *first.Terms), rows...)}
}

func betweenTerms(r *page.Request, terms sharing.PackageTerms) []kit.Row {
	t := r.L.T
	asked := t("between.asked_" + terms.Asked) // i18n: prefix between.asked_
	if terms.AskedWhy != "" {
		asked += ": " + terms.AskedWhy
	}
	rows := []kit.Row{{Key: kit.T(t("between.purpose")), Value: kit.Name(terms.Purpose)}, {Key: kit.T(t("between.gateway")), Value: kit.Name(terms.Gateway)},
		{Key: kit.T(t("between.asked")), Value: kit.Name(asked)}}
	if terms.Detriment != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("between.detriment")), Value: kit.Name(terms.Detriment)})
	}
	return rows
}

// packageElements shows what a package holds, each with what it is: fact, opinion, or the child's words.
func packageElements(r *page.Request, p sharing.Package) kit.Content {
	t := r.L.T
	about := map[string]string{}
	for _, i := range p.Items {
		about[i.Code] = i.Text
	}
	var rows []kit.Row
	for _, e := range p.Elements {
		text := e.Text
		if e.In != "" {
			text += " (" + e.In + ")"
		}
		if e.Kind == "field" && e.Item == "language" {
			own, english := i18n.LanguageName(e.Text)
			text = english + " (" + own + ")"
		}
		what := kit.Join(kit.T(t("between.kind_"+e.Kind) + ", " + t("between.mark_"+string(e.Mark)))) // i18n: prefix between.kind_, between.mark_
		lines := []string{text}
		if about[e.Item] != "" && about[e.Item] != e.Text {
			lines = append(lines, about[e.Item])
		}
		if e.By != "" {
			lines = append(lines, t("between.by", "who", e.By))
		}
		if e.Due != "" {
			lines = append(lines, t("between.due", "day", r.L.Day(e.Due)))
		}
		rows = append(rows, kit.Row{Key: what, Value: betweenLines(lines)})
	}
	return kit.SummaryList{Rows: rows}
}

// history lists the packages that went and came, with their hashes: what both ledgers name.
func packageHistory(r *page.Request, s sharing.Seen) kit.Content {
	t := r.L.T
	var rows []kit.Row
	for _, p := range s.Packages {
		what := t("between.package_" + string(p.Direction) + "_" + string(p.Kind)) // i18n: prefix between.package_
		if p.Package != nil && p.Package.Receipt != nil {
			what += ": " + t("between.receipt_"+p.Package.Receipt.State) // i18n: prefix between.receipt_
		}
		rows = append(rows, kit.Row{Key: kit.T(onDay(r, p.At)), Value: betweenLines([]string{what, p.Hash[:16]})})
	}
	return kit.Details{Summary: kit.T(t("between.history")), Body: kit.SummaryList{Rows: rows}}
}

func (p *BetweenPages) showNew(r *page.Request) (*page.Answer, error) { return p.newPage(r, nil) }

func (p *BetweenPages) newPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	picks, err := p.between.Pickable(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, problems, f := r.L.T, r.Problems(wrong), r.Form
	v := betweenView{Title: t("between.new_title"), Lede: t("between.new_lede"), Whose: kit.Name(picks.Names.Shown())}
	if len(picks.Partners) == 0 {
		v.Sections = []betweenSection{{Text: t("between.no_partners")}}
		return betweenShown(r, v, wrong).Back("/people/" + id + "/deployments"), nil
	}
	transfer := f.Raw("transfer")
	if transfer == "" {
		transfer = page.NewID()
	}
	who := kit.Radios{Name: "partner", Legend: kit.Legend{Text: kit.T(t("between.to_whom")), Size: "m"}, Value: f.Raw("partner"), Error: problems.Of("partner")}
	for _, one := range picks.Partners {
		who.Items = append(who.Items, kit.Choice{Value: one.ID, Text: kit.Name(one.Card.Name),
			Hint: kit.T(t("between.fingerprint_begins", "letters", sharing.ShownFingerprint(one.Card.Fingerprint())[:9]))}) // anybody can write any name
	}
	what := kit.Checkboxes{Name: "elements", Legend: kit.Legend{Text: kit.T(t("between.what")), Size: "m"}, Hint: kit.T(t("between.what_hint")),
		Values: f.All("elements"), Error: problems.Of("elements")}
	for _, one := range picks.List {
		what.Items = append(what.Items, kit.Choice{Value: one.Key, Text: kit.Name(one.Element.Text),
			Hint: kit.T(t("between.kind_"+one.Element.Kind) + ", " + t("between.mark_"+string(one.Element.Mark)))}) // i18n: prefix between.kind_, between.mark_
	}
	text := func(name string) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(t("between." + name)), Size: "m"}, Hint: kit.T(t("between." + name + "_hint")), // i18n: prefix between.
			Value: f.Raw(name), Rows: 2, Error: problems.Of(name)}
	}
	v.Sections = []betweenSection{{Action: "/people/" + id + "/deployments/new", Hidden: []betweenHidden{{"transfer", transfer}}, Save: saveButton(r, "between.new_go"), Fields: []kit.Content{
		who, text("purpose"), text("gateway"),
		kit.Radios{Name: "asked", Legend: kit.Legend{Text: kit.T(t("between.asked")), Size: "m"}, Value: f.Raw("asked"), Error: problems.Of("asked"), Items: []kit.Choice{
			{Value: "yes", Text: kit.T(t("between.asked_yes"))}, {Value: "no", Text: kit.T(t("between.asked_no"))}, {Value: "not_asked", Text: kit.T(t("between.asked_not_asked"))}}},
		text("asked_why"), text("detriment"), what, dateField(r, "until", problems), dateField(r, "destroy_by", problems)}}}
	return betweenShown(r, v, wrong).Back("/people/" + id + "/deployments"), nil
}

func dateField(r *page.Request, name string, problems page.Problems) kit.Content {
	return kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T("between." + name)), Size: "m"}, // i18n: prefix between.
		Error: problems.Of(name), Day: kit.DatePart{Value: r.Form.Raw(name + "-day")}, Month: kit.DatePart{Value: r.Form.Raw(name + "-month")},
		Year: kit.DatePart{Value: r.Form.Raw(name + "-year")}}
}

// endOf is the end of a day that a form names; the zero time where it names none.
func endOf(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return d.Add(24*time.Hour - time.Second)
}

func (p *BetweenPages) saveNew(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	n := sharing.NewTransfer{ID: f.ID("transfer"), Record: id, Partner: f.Raw("partner"), Terms: sharing.PackageTerms{Purpose: f.Words("purpose", 4000),
		Gateway: f.Words("gateway", 1000), Asked: f.Choice("asked", "yes", "no", "not_asked"), AskedWhy: f.Words("asked_why", 4000), Detriment: f.Words("detriment", 4000),
		Until: endOf(f.Day("until")), DestroyBy: endOf(f.Day("destroy_by"))}}
	if err = f.Err(); err == nil {
		err = onField(p.between.Share(r.Context(), r.Who, n, f.All("elements")), "elements")
	}
	if page.IsInvalid(err) {
		return p.newPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/deployments"), nil
}

func (p *BetweenPages) withdraw(r *page.Request) (*page.Answer, error) {
	id, transfer, err := twoIDs(r, "id", "transfer")
	if err != nil {
		return nil, err
	}
	if _, err := p.between.Withdraw(r.Context(), r.Who, id, transfer); err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/deployments"), nil
}

func (p *BetweenPages) carrySent(r *page.Request) (*page.Answer, error) {
	id, transfer, err := twoIDs(r, "id", "transfer")
	if err != nil {
		return nil, err
	}
	file, err := p.between.Carry(r.Context(), r.Who, sharing.SideSent, id, transfer)
	if err != nil {
		return nil, err
	}
	return page.File(sharing.FileName(transfer), "application/octet-stream", file), nil
}

func twoIDs(r *page.Request, a, b string) (string, string, error) {
	first, err := r.PathID(a)
	if err != nil {
		return "", "", err
	}
	second, err := r.PathID(b)
	return first, second, err
}
