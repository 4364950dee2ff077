package sharingweb

import (
	"encoding/base64"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// betweenLines shows short lines below each other.
func betweenLines(lines []string) kit.Content {
	var all []kit.Content
	for _, l := range lines {
		all = append(all, oneLine(l))
	}
	return kit.Join(all...)
}

func (p *BetweenPages) showPackages(r *page.Request) (*page.Answer, error) {
	return p.packagesPage(r, nil)
}

// packagesPage is where packages are brought in, and what was taken in that the reader may open.
func (p *BetweenPages) packagesPage(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := p.between.Incoming(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := betweenView{Title: t("between.packages_title"), Lede: t("between.packages_lede")}
	if permit.Could(r.Who, permit.TakeInShare) {
		v.Sections = append(v.Sections, betweenSection{Heading: t("between.bring"), Action: "/packages", Save: saveButton(r, "between.bring_go"), Fields: []kit.Content{
			kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(t("between.bring_file"))}, Hint: kit.T(t("between.bring_hint")), Accept: ".age", Error: r.Problems(wrong).Of("file")}}})
	}
	if permit.Could(r.Who, permit.ManagePartners) {
		v.Sections = append(v.Sections, betweenSection{Show: []kit.Content{linkTo(t("between.partners_link"), "/partners")}})
	}
	open := betweenSection{Heading: t("between.taken_in")}
	var rows []kit.Row
	for _, s := range list {
		rows = append(rows, kit.Row{Key: kit.Name(s.Partner.Card.Name), Value: kit.T(t("between.taken_in_line", "day", onDay(r, s.StartedAt), "until", lastDay(r, s.EndsAt))),
			Actions: []kit.Action{{Href: "/packages/" + s.Record, Text: kit.T(t("between.open")), Hidden: s.Partner.Card.Name + ", " + onDay(r, s.StartedAt)}}})
	}
	if len(rows) == 0 {
		open.Text = t("between.none_taken_in")
	} else {
		open.Show = []kit.Content{kit.SummaryList{Rows: rows}}
	}
	v.Sections = append(v.Sections, open)
	return betweenShown(r, v, wrong), nil
}

// look opens a package that was brought and shows what is in it; nothing is taken in yet.
func (p *BetweenPages) look(r *page.Request) (*page.Answer, error) {
	file, err := broughtIn(r)
	if err == nil {
		return p.preview(r, file, nil)
	}
	return p.packagesPage(r, err)
}

func (p *BetweenPages) preview(r *page.Request, file []byte, wrong error) (*page.Answer, error) {
	a, err := p.between.Look(r.Context(), r.Who, file)
	if page.IsInvalid(err) {
		return p.packagesPage(r, onField(err, "file"))
	}
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := betweenView{Title: t("between.preview_title"), Lede: t("between.preview_lede", "partner", a.Partner.Card.Name)}
	show := betweenSection{Action: "/packages/take", Save: saveButton(r, "between.take_in"), Hidden: []betweenHidden{{"package", base64.StdEncoding.EncodeToString(file)}}}
	show.Heading = t("between.package_in_" + string(a.Package.Kind)) // i18n: prefix between.package_
	switch {
	case a.Package.Terms != nil:
		show.Show = []kit.Content{kit.SummaryList{Rows: append(betweenTerms(r, *a.Package.Terms), kit.Row{Key: kit.T(t("between.until")), Value: kit.T(lastDay(r, a.Package.Terms.Until))},
			kit.Row{Key: kit.T(t("between.destroy_by")), Value: kit.T(lastDay(r, a.Package.Terms.DestroyBy))})}, packageElements(r, a.Package)}
		teams, err := p.accounts.Teams(r.Context(), r.Who)
		if err != nil {
			return nil, err
		}
		choose := kit.Radios{Name: "team", Legend: kit.Legend{Text: kit.T(t("between.for_team")), Size: "m"}, Error: r.Problems(wrong).Of("team")}
		for _, one := range teams {
			choose.Items = append(choose.Items, kit.Choice{Value: one.ID, Text: kit.Name(one.Name)})
		}
		show.Fields = []kit.Content{choose}
	case a.Package.Kind == sharing.PackageAnswer:
		show.Show = []kit.Content{packageElements(r, a.Package)}
	case a.Package.Back != nil:
		show.Text = r.L.N("between.back", len(a.Package.Back.Elements))
	case a.Package.Receipt != nil:
		show.Text = t("between.receipt_" + a.Package.Receipt.State) // i18n: prefix between.receipt_
	default:
		show.Text = t("between.end_" + a.Package.End.Why) // i18n: prefix between.end_
	}
	v.Sections = []betweenSection{show}
	return betweenShown(r, v, wrong).Back("/packages"), nil
}

func (p *BetweenPages) takeIn(r *page.Request) (*page.Answer, error) {
	file, err := base64.StdEncoding.DecodeString(r.Form.Raw("package"))
	if err != nil {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	t, err := p.between.TakeIn(r.Context(), r.Who, file, r.Form.Raw("team"))
	if page.IsInvalid(err) {
		return p.preview(r, file, err)
	}
	if err != nil {
		return nil, err
	}
	if t.Side == sharing.SideSent && t.Record != "" {
		return page.Redirect("/people/" + t.Record + "/deployments"), nil
	}
	return page.Redirect("/packages"), nil
}

func (p *BetweenPages) showReceived(r *page.Request) (*page.Answer, error) {
	return p.receivedPage(r, nil)
}

func (p *BetweenPages) receivedPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("record")
	if err != nil {
		return nil, err
	}
	s, err := p.between.Received(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := betweenView{Title: t("between.received_title"), Lede: t("between.received_lede", "partner", s.Partner.Card.Name)}
	main := betweenSection{Show: []kit.Content{transferFacts(r, s)}}
	if first := s.First(); first != nil {
		main.Show = append(main.Show, packageElements(r, *first))
	}
	if n := s.TakenBack(); n > 0 {
		main.Show = append(main.Show, kit.InsetText{Text: kit.T(r.L.N("between.taken_back", n))})
	}
	for _, a := range s.Answers() {
		main.Show = append(main.Show, kit.Details{Summary: kit.T(t("between.own_answer", "day", onDay(r, a.MadeAt))), Body: packageElements(r, a)})
	}
	main.Show = append(main.Show, packageHistory(r, s, "/packages/"+id+"/package"), kit.Button{Text: kit.T(t("between.carry_back")), Href: "/packages/" + id + "/package", Kind: kit.Secondary})
	field := func(name string, rows int) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(t("between." + name))}, Value: r.Form.Raw(name), Rows: rows, Error: problems.Of(name)} // i18n: prefix between.
	}
	v.Sections = []betweenSection{main, {Heading: t("between.answer_title"), Text: t("between.answer_text"), Action: "/packages/" + id + "/answer", Save: saveButton(r, "between.answer_go"), Fields: []kit.Content{
		kit.Input{Name: "answer_by", Label: kit.Label{Text: kit.T(t("between.answer_by"))}, Hint: kit.T(t("between.answer_by_hint")), Value: r.Form.Raw("answer_by"), Error: problems.Of("answer_by")},
		field("answer_view", 4), field("answer_promise", 2), dateField(r, "answer_due", problems)}}}
	if own := ownPromises(r, s); len(own) > 1 {
		v.Sections = append(v.Sections, betweenSection{Heading: t("share.settle"), Text: t("between.settle_text"), Action: "/packages/" + id + "/settle", Save: saveButton(r, "between.settle_go"), Fields: []kit.Content{
			kit.Select{Name: "settle_promise", Label: kit.Label{Text: kit.T(t("between.settle_promise"))}, Items: own, Value: r.Form.Raw("settle_promise"), Error: problems.Of("settle_promise")},
			outcomeRadios(r, problems, "settle_state", sharing.SettledStates),
			kit.Textarea{Name: "settle_why", Label: kit.Label{Text: kit.T(t("share.outcome_why"))}, Value: r.Form.Raw("settle_why"), Rows: 2, Error: problems.Of("settle_why")},
			dateField(r, "settle_due", problems)}})
	}
	return betweenShown(r, v, wrong).Back("/packages"), nil
}

func (p *BetweenPages) answer(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("record")
	if err != nil {
		return nil, err
	}
	f := r.Form
	by, view, promised, due := f.Required("answer_by", 200), f.Words("answer_view", 4000), f.Words("answer_promise", 4000), f.Day("answer_due")
	if view == "" && promised == "" {
		f.Add("answer_view", "between.needs_answer")
	}
	if promised != "" && due == "" {
		f.Add("answer_due", "promise.needs_a_day")
	}
	if err = f.Err(); err == nil {
		var list []sharing.PackageElement
		if view != "" {
			list = append(list, sharing.PackageElement{ID: page.NewID(), Kind: "view", Mark: sharing.MarkOpinion, Text: view, By: by})
		}
		if promised != "" {
			list = append(list, sharing.PackageElement{ID: page.NewID(), Kind: "promise", Mark: sharing.MarkFact, Text: promised, By: by, Due: due})
		}
		_, err = p.between.Answer(r.Context(), r.Who, id, list)
		err = onField(err, "answer_view")
	}
	if page.IsInvalid(err) {
		return p.receivedPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/packages/" + id), nil
}

// ownPromises are the promises of our own answers to a share; the first option is none.
func ownPromises(r *page.Request, s sharing.Seen) []kit.Option {
	options := []kit.Option{{Value: "", Text: r.L.T("between.settle_which")}}
	for _, a := range s.Answers() {
		for _, e := range a.Elements {
			if e.Kind == "promise" && e.Settles == "" {
				options = append(options, kit.Option{Value: e.ID, Text: string(firstOf([]rune(e.Text), 80))})
			}
		}
	}
	return options
}

func firstOf(text []rune, n int) []rune { return text[:min(n, len(text))] }

// settle sends back what became of a promise of our own.
func (p *BetweenPages) settle(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("record")
	if err != nil {
		return nil, err
	}
	f := r.Form
	o, which := outcomeOf(r, "settle_"), f.Raw("settle_promise")
	for field, missing := range map[string]bool{"settle_promise": which == "", "settle_state": o.State == "", "settle_why": o.Why == ""} {
		if missing {
			f.Add(field, "between.needs_"+field) // i18n: prefix between.needs_
		}
	}
	if o.State == sharing.StateChanged && o.Due == "" {
		f.Add("settle_due", "promise.needs_a_day")
	}
	if err = f.Err(); err == nil {
		_, err = p.between.Answer(r.Context(), r.Who, id, []sharing.PackageElement{{ID: page.NewID(), Kind: "promise", Mark: sharing.MarkFact, Text: o.Why,
			State: o.State, Settles: which, Due: o.Due}})
		err = onField(err, "settle_promise")
	}
	if page.IsInvalid(err) {
		return p.receivedPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/packages/" + id), nil
}

func (p *BetweenPages) carryReceived(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("record")
	if err != nil {
		return nil, err
	}
	s, err := p.between.Received(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	file, err := p.between.File(r.Context(), r.Who, sharing.SideReceived, id, s.ID, r.Form.ID("package"))
	if err != nil {
		return nil, err
	}
	return page.File(sharing.FileName(s.ID), "application/octet-stream", file), nil
}
