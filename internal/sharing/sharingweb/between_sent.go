package sharingweb

import (
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
		Show: []kit.Content{kit.Button{Text: kit.T(t("between.sent_new")), Href: "/people/" + id + "/shares/new"}}}}}
	if r.Form.Choice("done", "taken_back") != "" {
		v.Sections[0].Show = append([]kit.Content{kit.NotificationBanner{Success: true, Body: kit.T(t("between.done_taken_back"))}}, v.Sections[0].Show...)
	}
	for _, s := range list {
		part := betweenSection{Heading: s.Partner.Card.Name, Text: t("between.fingerprint_begins", "letters", sharing.ShownFingerprint(s.Partner.Card.Fingerprint())[:9]),
			Show: []kit.Content{transferFacts(r, s)}}
		if first := s.First(); first != nil {
			part.Show = append(part.Show, kit.Details{Summary: kit.T(t("between.what_went")), Body: packageElements(r, *first)})
		}
		for _, a := range s.Answers() {
			part.Show = append(part.Show, kit.Details{Summary: kit.T(t("between.answer_of", "day", onDay(r, a.MadeAt))), Body: packageElements(r, a)})
		}
		file := at + "/" + s.ID + "/package"
		part.Show = append(part.Show, packageHistory(r, s, file), kit.Button{Text: kit.T(t("between.carry")), Href: file, Kind: kit.Secondary})
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
		{Key: kit.T(t("between.until")), Value: kit.T(lastDay(r, s.EndsAt))}, {Key: kit.T(t("between.destroy_by")), Value: kit.T(lastDay(r, s.DestroyAt))}}
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
	for _, more := range [][2]string{{"between.request", terms.Request}, {"between.response", terms.Response}, {"between.detriment", terms.Detriment}} {
		if more[1] != "" {
			rows = append(rows, kit.Row{Key: kit.T(t(more[0])), Value: kit.Name(more[1])})
		}
	}
	if terms.Number != "" { // folded: it is on no screen by default (R-3-3)
		rows = append(rows, kit.Row{Key: kit.T(t("between.number")), Value: kit.Details{Summary: kit.T(t("share.number_here")), Body: oneLine(terms.Number)}})
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
		what := t("between.kind_"+e.Kind) + ", " + t("between.mark_"+string(e.Mark)) // i18n: prefix between.kind_, between.mark_
		if e.Settles != "" {
			what = t("between.settled_" + e.State) // i18n: prefix between.settled_
		}
		lines := []kit.Content{oneLine(elementWords(r, e))}
		if e.Language != "" {
			lines[0] = oneIn(e.Language, i18n.Dir(e.Language), elementWords(r, e))
		}
		if e.In != "" {
			lines = append(lines, oneLine(e.In))
		}
		if about[e.Item] != "" && about[e.Item] != e.Text {
			lines = append(lines, oneLine(about[e.Item]))
		}
		if e.By != "" {
			lines = append(lines, oneLine(t("between.by", "who", byWhom(r, e.By))))
		}
		if e.Due != "" {
			lines = append(lines, oneLine(t("between.due", "day", r.L.Day(e.Due))))
		}
		rows = append(rows, kit.Row{Key: kit.T(what), Value: kit.Join(lines...)})
	}
	return kit.SummaryList{Rows: rows}
}

// elementWords is what an element says, in the reader's language where it is a code.
func elementWords(r *page.Request, e sharing.PackageElement) string {
	switch {
	case e.Kind == "field" && e.Item == "language":
		own, english := i18n.LanguageName(e.Text)
		return english + " (" + own + ")"
	case e.Kind == "field" && e.Item == "interpreter" && r.L.Has("share.interpreter_"+e.Text):
		return r.L.T("share.interpreter_" + e.Text) // i18n: prefix share.interpreter_
	case e.Kind == "finding" && r.L.Has("conversation.finding_"+e.State):
		return r.L.T("conversation.finding_"+e.State) + ": " + e.Text // i18n: prefix conversation.finding_
	case e.Kind == "barrier" && r.L.Has("conversation.system_"+e.State):
		return r.L.T("conversation.system_"+e.State) + ": " + e.Text // i18n: prefix conversation.system_
	}
	return e.Text
}

// byWhom names a perspective in the reader's language; what a partner wrote there stands as it is.
func byWhom(r *page.Request, by string) string {
	if key := "between.by_" + by; r.L.Has(key) { // i18n: prefix between.by_
		return r.L.T(key)
	}
	return by
}

// packageHistory lists the packages that went and came, with their hashes: what both ledgers name. Those that this side made
// can be carried again, each by itself.
func packageHistory(r *page.Request, s sharing.Seen, file string) kit.Content {
	t := r.L.T
	var rows []kit.Row
	for _, p := range s.Packages {
		what := t("between.package_" + string(p.Direction) + "_" + string(p.Kind)) // i18n: prefix between.package_
		if p.Package != nil && p.Package.Receipt != nil {
			what += ": " + t("between.receipt_"+p.Package.Receipt.State) // i18n: prefix between.receipt_
		}
		row := kit.Row{Key: kit.T(onDay(r, p.At)), Value: betweenLines([]string{what, p.Hash[:16]})}
		if p.HasFile {
			row.Actions = []kit.Action{{Href: file + "?package=" + p.ID, Text: kit.T(t("between.carry_one")), Hidden: what}}
		}
		rows = append(rows, row)
	}
	return kit.Details{Summary: kit.T(t("between.history")), Body: kit.SummaryList{Rows: rows}}
}

func dateField(r *page.Request, name string, problems page.Problems) kit.Content {
	return kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T("between." + name)), Size: "m"}, // i18n: prefix between.
		Error: problems.Of(name), Day: kit.DatePart{Value: r.Form.Raw(name + "-day")}, Month: kit.DatePart{Value: r.Form.Raw(name + "-month")},
		Year: kit.DatePart{Value: r.Form.Raw(name + "-year")}}
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
	file, err := p.between.File(r.Context(), r.Who, sharing.SideSent, id, transfer, r.Form.ID("package"))
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
