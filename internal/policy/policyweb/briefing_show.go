package policyweb

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"

	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// showBriefing is where a briefing is written: what it says so far, section by section, and what becomes of it.
func (web *Web) showBriefing(r *page.Request) (*page.Answer, error) {
	return web.briefingPage(r, nil)
}

func (web *Web) briefingPage(r *page.Request, wrong error) (*page.Answer, error) {
	b, f, err := web.policy.Briefing(r.Context(), r.Who, r.Path("briefing"), r.L)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "version")
	v := desk.Page{Title: t("briefing.one"), Problems: p.Summary(), Before: []kit.Content{
		desk.Done(r, "briefing.done_", "words", "piece", "taken", "moved", "version"), // i18n: prefix briefing.done_
		briefingRows(r, b, f)}}
	v.Before = slices.DeleteFunc(v.Before, func(c kit.Content) bool { return c == nil })
	v.Before = append(v.Before, desk.Group(kit.Button{Text: kit.T(t("briefing.edit")), Href: briefingAt(b.ID, "/words"), Kind: kit.Secondary},
		kit.Button{Text: kit.T(t("briefing.preview")), Href: briefingAt(b.ID, "/preview"), Kind: kit.Secondary}), notGiven(r, f.Template))
	for _, s := range f.Template.Sections {
		v.Before = append(v.Before, sectionPart(r, b, f, s))
	}
	v.After = append(v.After, desk.Part("version", t("briefing.make"), readyFor(r, b, f)...))
	if versions := versionLines(r, b); len(versions) > 0 {
		v.After = append(v.After, desk.Part("versions", t("briefing.versions"), desk.Bullets(versions...)))
	}
	if log := logLines(r, b); len(log) > 0 {
		v.After = append(v.After, desk.Part("log", t("briefing.log"), desk.Para(kit.T(t("briefing.log_lead"))), desk.Bullets(log...)))
	}
	return v.Answer(wrong).Back(briefings), nil
}

// briefingRows are what a briefing says apart from its pieces.
func briefingRows(r *page.Request, b policy.Briefing, f policy.FilledBriefing) kit.Content {
	t, d := r.L.T, f.Draft
	rows := []kit.Row{{Key: kit.T(t("briefing.name")), Value: saidIn(r, d.Lang, d.Title)}, {Key: kit.T(t("briefing.reader")), Value: saidIn(r, d.Lang, d.Reader)},
		{Key: kit.T(t("briefing.template")), Value: kit.Join(inLanguage(r, f.Template.Title))}}
	for _, one := range [][2]string{{"briefing.question", d.Question}, {"briefing.short", d.Short}, {"briefing.unknown", d.Unknown}, {"briefing.ask", d.Ask}} {
		value := saidIn(r, d.Lang, one[1])
		if one[1] == "" {
			value = kit.T(t("briefing.not_written"))
		}
		rows = append(rows, kit.Row{Key: kit.T(t(one[0])), Value: value})
	}
	if d.By != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("briefing.by")), Value: kit.T(r.L.Day(d.By))})
	}
	if b.Draft.Initiative != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("briefing.initiative")), Value: desk.Link(t("briefing.to_initiative"), initiatives+"/"+b.Draft.Initiative)})
	}
	return kit.SummaryList{Rows: append(rows, kit.Row{Key: kit.T(t("briefing.length")), Value: kit.T(t("briefing.length_of", "words", d.Length(), "most", f.Template.Words))})}
}

// notGiven says what this reader may not be given.
func notGiven(r *page.Request, t policy.BriefingTemplate) kit.Content {
	var lines []kit.Content
	for _, one := range t.NotGiven {
		lines = append(lines, inLanguage(r, one))
	}
	return kit.Details{Summary: kit.T(r.L.T("briefing.not_given")), Body: kit.Join(desk.Bullets(lines...), desk.Para(inLanguage(r, t.Address)))}
}

// sectionPart is a section with its pieces, or with what would be evidence in it.
func sectionPart(r *page.Request, b policy.Briefing, f policy.FilledBriefing, s policy.BriefingSection) kit.Content {
	t := r.L.T
	heading, _ := s.Heading.In(r.L.Tag())
	body := []kit.Content{desk.Para(inLanguage(r, s.About))}
	list := f.Draft.In(s.Code)
	if len(list) == 0 {
		body = append(body, kit.InsetText{Text: kit.Join(kit.T(t("briefing.empty")+space), inLanguage(r, s.Evidence))})
	}
	for i, p := range list {
		w := &briefingWriter{r: r, b: b, f: f}
		w.piece(p)
		body = append(body, kit.Join(blocks.OnScreen(r.L, w.blocks)...))
		body = append(body, pieceButtons(r, b, p, i > 0))
	}
	link := briefingAt(b.ID, "/piece?"+url.Values{"section": {s.Code}}.Encode())
	body = append(body, desk.Para(desk.NameLink(t("briefing.add_to", "section", heading), link)))
	return desk.Part("section-"+s.Code, heading, body...)
}

func pieceButtons(r *page.Request, b policy.Briefing, p policy.Piece, up bool) kit.Content {
	t := r.L.T
	kind := t("briefing.kind_" + string(p.Kind)) // i18n: prefix briefing.kind_
	buttons := []kit.Content{kit.Button{Text: kit.T(t("briefing.change_piece", "kind", kind)), Href: briefingAt(b.ID, "/piece?"+url.Values{"piece": {p.ID}}.Encode()), Kind: kit.Secondary}}
	if up {
		buttons = append(buttons, kit.Button{Text: kit.T(t("briefing.move_up", "kind", kind)), Name: "do", Value: "up", Kind: kit.Secondary})
	}
	buttons = append(buttons, kit.Button{Text: kit.T(t("briefing.take_out", "kind", kind)), Name: "do", Value: "take", Kind: kit.Secondary})
	return desk.Post(briefingAt(b.ID, "/move"), []desk.Hidden{{Name: "piece", Value: p.ID}, {Name: "revision", Value: strconv.Itoa(b.Revision)}}, desk.Group(buttons...))
}

// readyFor says what is missing for a version, or makes one.
func readyFor(r *page.Request, b policy.Briefing, f policy.FilledBriefing) (body []kit.Content) {
	t := r.L.T
	var missing []string
	for _, field := range f.Draft.Missing() {
		missing = append(missing, t("briefing.missing_"+field)) // i18n: prefix briefing.missing_
	}
	if len(f.Gone) > 0 {
		missing = append(missing, t("briefing.gone"))
	}
	if f.Draft.Length() > f.Template.Words {
		body = append(body, desk.Para(kit.T(t("briefing.too_long", "words", f.Draft.Length(), "most", f.Template.Words))))
	}
	if len(missing) > 0 {
		return append(body, desk.Para(kit.T(t("briefing.make_needs"))), desk.Lines(missing))
	}
	return append(body, desk.Para(kit.T(t("briefing.make_lead"))), desk.Post(briefingAt(b.ID, "/version"), []desk.Hidden{desk.FormID(r), {Name: "revision", Value: strconv.Itoa(b.Revision)}},
		desk.Button(r, "briefing.make_go")))
}

func versionLines(r *page.Request, b policy.Briefing) (lines []kit.Content) {
	t := r.L.T
	for i, v := range b.Versions {
		line := []kit.Content{desk.Link(t("briefing.version", "number", strconv.Itoa(v.Place)), versionAt(b.ID, v.Place, "")), kit.T(dot + dayOf(r, v.At))}
		if i+1 < len(b.Versions) {
			before := b.Versions[i+1].Place
			line = append(line, kit.T(dot), desk.Link(t("briefing.changes_since", "number", strconv.Itoa(before)), changesAt(b.ID, before, v.Place)))
		}
		lines = append(lines, kit.Join(line...))
	}
	return lines
}

func changesAt(id string, from, to int) string {
	return briefingAt(id, "/changes?"+url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(to)}}.Encode())
}

// logLines are what became of versions, the latest first: the publication log.
func logLines(r *page.Request, b policy.Briefing) (lines []kit.Content) {
	for _, s := range slices.Backward(b.Steps) {
		i := slices.IndexFunc(b.Versions, func(v policy.BriefingVersion) bool { return v.ID == s.Version })
		if i < 0 {
			continue
		}
		args := []any{"number", strconv.Itoa(b.Versions[i].Place), "day", dayOf(r, s.At)}
		switch s.Kind {
		case "published":
			args[3] = r.L.Day(s.Says.On)
			args = append(args, "to", s.Says.To, "how", r.L.T("briefing.how_"+s.Says.How)) // i18n: prefix briefing.how_
		case "taken_back":
			args = append(args, "why", s.Says.Why)
		}
		lines = append(lines, desk.Words(r.L.T("briefing.step_"+s.Kind, args...))) // i18n: prefix briefing.step_
	}
	return lines
}

// showPreview is the draft as it would look.
func (web *Web) showPreview(r *page.Request) (*page.Answer, error) {
	b, f, err := web.policy.Briefing(r.Context(), r.Who, r.Path("briefing"), r.L)
	if err != nil {
		return nil, err
	}
	d := briefingDoc(r, b, nil, f)
	v := desk.Page{Title: r.L.T("briefing.preview"), Before: blocks.OnScreen(r.L, d.Blocks)}
	return v.Answer(nil).Back(briefingAt(b.ID, "")).Style(page.ChartStyle), nil
}

// version reads the version of an address.
func (web *Web) version(r *page.Request) (b policy.Briefing, v policy.BriefingVersion, f policy.FilledBriefing, err error) {
	place, err := strconv.Atoi(r.Path("made"))
	if err != nil || strconv.Itoa(place) != r.Path("made") {
		return b, v, f, problem.New(problem.NotFound, "problem.not_found")
	}
	return web.policy.Version(r.Context(), r.Who, r.Path("briefing"), place, r.L)
}

// showVersion is a version as it stands, with its files and what may become of it.
func (web *Web) showVersion(r *page.Request) (*page.Answer, error) {
	b, one, f, err := web.version(r)
	if err != nil {
		return nil, err
	}
	t, d := r.L.T, briefingDoc(r, b, &one, f)
	v := desk.Page{Title: t("briefing.version", "number", strconv.Itoa(one.Place)), Before: []kit.Content{}}
	if done := desk.Done(r, "briefing.done_", "signed", "given", "back"); done != nil {
		v.Before = append(v.Before, done)
	}
	v.Before = append(v.Before, blocks.OnScreen(r.L, d.Blocks)...)
	var files []kit.Content
	for _, as := range []string{"pdf", "docx", "html", "txt"} {
		files = append(files, kit.Button{Text: kit.T(t("briefing.as_" + as)), Href: versionAt(b.ID, one.Place, "/file?as="+as), Kind: kit.Secondary}) // i18n: prefix briefing.as_
	}
	after := []kit.Content{desk.Group(files...)}
	if act := nextSteps(r, b, one, f.Draft.Authors); len(act) > 0 {
		after = append(after, desk.Part("next", t("briefing.next"), act...))
	}
	if log := logLines(r, b); len(log) > 0 {
		after = append(after, desk.Part("log", t("briefing.log"), desk.Para(kit.T(t("briefing.log_lead"))), desk.Bullets(log...)))
	}
	v.After = []kit.Content{blocks.OffPaper(kit.Join(after...))}
	back := briefings
	if writes(r) {
		back = briefingAt(b.ID, "")
	}
	return v.Answer(nil).Back(back).Style(page.ChartStyle), nil
}

// nextSteps are what a manager may do with a version now.
func nextSteps(r *page.Request, b policy.Briefing, v policy.BriefingVersion, authors []string) (list []kit.Content) {
	t := r.L.T
	_, signed := b.Step(v.ID, "signed")
	_, back := b.Step(v.ID, "taken_back")
	if !permit.Could(r.Who, permit.SignPolicy) || back {
		return nil
	}
	switch {
	case !signed && b.Versions[0].ID != v.ID:
		return []kit.Content{desk.Para(kit.T(t("briefing.newer_version")))}
	case !signed && slices.Contains(authors, r.Who.ID):
		return []kit.Content{desk.Para(kit.T(t("briefing.second_person")))}
	case !signed:
		return []kit.Content{kit.Button{Text: kit.T(t("briefing.sign")), Href: versionAt(b.ID, v.Place, "/sign")}}
	}
	list = []kit.Content{kit.Button{Text: kit.T(t("briefing.give")), Href: versionAt(b.ID, v.Place, "/give")}}
	if b.Published(v.ID) {
		list = append(list, kit.Button{Text: kit.T(t("briefing.take_back")), Href: versionAt(b.ID, v.Place, "/take-back"), Kind: kit.Secondary})
	}
	return []kit.Content{desk.Group(list...)}
}

// takeVersion is a version as a file, under a name that says nothing about anybody.
func (web *Web) takeVersion(r *page.Request) (*page.Answer, error) {
	b, one, f, err := web.version(r)
	if err != nil {
		return nil, err
	}
	d := briefingDoc(r, b, &one, f)
	var out bytes.Buffer
	as := r.Form.Choice("as", "pdf", "docx", "html", "txt")
	kind, err := "application/pdf", error(nil)
	switch as {
	case "docx":
		kind, err = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", print.WriteDOCX(&out, d)
	case "html":
		kind, err = "text/html; charset=utf-8", print.WriteHTML(&out, d)
	case "txt":
		kind, err = "text/plain; charset=utf-8", print.WriteText(&out, d)
	default:
		as, err = "pdf", print.WritePDF(&out, d)
	}
	if err != nil {
		return nil, err
	}
	return page.File("briefing."+as, kind, out.Bytes()), nil
}

// showChanges is what changed between two versions.
func (web *Web) showChanges(r *page.Request) (*page.Answer, error) {
	from, to := r.Form.Number("from", 1, 1<<20), r.Form.Number("to", 1, 1<<20)
	b, list, err := web.policy.Changes(r.Context(), r.Who, r.Path("briefing"), from, to)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("briefing.changes"), Lead: t("briefing.changes_lead", "from", strconv.Itoa(from), "to", strconv.Itoa(to))}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("briefing.changes_none"))))
	}
	for i, d := range list {
		what := ""
		if d.Field != "" {
			what = t("briefing.field_" + d.Field) // i18n: prefix briefing.field_
		} else if s, ok := b.Template.Section(d.Section); ok {
			heading, _ := s.Heading.In(r.L.Tag())
			what = heading + dot + t("briefing.kind_"+string(d.Piece)) // i18n: prefix briefing.kind_
		}
		var rows []kit.Row
		if d.Before != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("briefing.was")), Value: saidIn(r, b.Draft.Lang, d.Before)})
		}
		if d.After != "" {
			rows = append(rows, kit.Row{Key: kit.T(t("briefing.is")), Value: saidIn(r, b.Draft.Lang, d.After)})
		}
		body := []kit.Content{desk.Para(kit.T(t("briefing.change_" + d.Kind)))} // i18n: prefix briefing.change_
		if len(rows) > 0 {
			body = append(body, kit.SummaryList{Rows: rows})
		}
		v.Before = append(v.Before, desk.Part("change-"+strconv.Itoa(i+1), what, body...))
	}
	back := versionAt(b.ID, to, "")
	return v.Answer(nil).Back(back), nil
}
