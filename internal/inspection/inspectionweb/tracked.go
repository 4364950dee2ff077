package inspectionweb

import (
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func trackedAt(id, rest string) string { return "/people/" + id + "/tracked" + rest }

// showTracked is a young person's case in time. A visitor gets what was made ready for them.
func (web *Web) showTracked(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if r.Who.Is(permit.Inspector) {
		return web.visited(r, id, "/visit")
	}
	c, err := web.inspection.Track(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.tracked"), Lead: t("inspection.tracked_lead")}
	may := web.inspection.May(r.Context(), r.Who, permit.LetInspectorIn, id)
	if may {
		key := "inspection.prepare"
		if c.Prepared != nil {
			key = "inspection.prepare_again"
		}
		v.Before = append(v.Before, kit.Button{Text: kit.T(t(key)), Href: trackedAt(id, "/prepare")})
	}
	if c.Prepared == nil {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("inspection.not_prepared"))})
	} else {
		v.Before = append(v.Before, desk.Para(kit.T(t("inspection.prepared_on", "day", r.L.Moment(c.Prepared.At))+" "), desk.Link(t("inspection.as_visitor"), trackedAt(id, "/ready"))))
	}
	if len(c.Lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("inspection.nothing_to_track"))))
	}
	if c.Prepared != nil {
		v.After = append(v.After, web.letParts(r, id, c, may)...)
	}
	v.Before = append(v.Before, timeline(r, id, c.Lines))
	return v.Answer(nil).Back("/people/" + id), nil
}

// timeline is everything in order of time, for those who work with the young person, each line with a way to its place.
func timeline(r *page.Request, id string, lines []inspection.Line) kit.Content {
	if len(lines) == 0 {
		return nil
	}
	var parts []kit.Content
	for _, l := range lines {
		parts = append(parts, kit.Join(lineBody(r, l), kit.T(dot), place(r, id, l)))
	}
	return desk.Part("timeline", r.L.T("inspection.timeline"), desk.Bullets(parts...))
}

func place(r *page.Request, id string, l inspection.Line) kit.Content {
	switch {
	case l.Promise != "":
		return desk.Link(r.L.T("inspection.to_promise"), "/people/"+id+"/promises/"+l.Promise)
	case l.Sitting != "":
		return desk.Link(r.L.T("inspection.to_conversation"), "/people/"+id+"/conversations/"+l.Sitting)
	}
	return kit.T(r.L.T("inspection.who_" + l.Who)) // i18n: prefix inspection.who_
}

// lineBody is one line to read: the day, what it is, what it is about, what was said.
func lineBody(r *page.Request, l inspection.Line) kit.Content {
	t := r.L.T
	parts := []kit.Content{kit.T(r.L.Day(l.At.UTC().Format("2006-01-02")) + dot + t("inspection.line_"+string(l.Kind)))} // i18n: prefix inspection.line_
	if l.About != "" {
		lang := l.AboutLang
		if lang == "" {
			lang = "en"
		}
		parts = append(parts, kit.T(dot), kit.In(lang, i18n.Dir(lang), l.About))
	}
	if s := inspection.StateText(r.L, l.Kind, l.State); s != "" {
		parts = append(parts, kit.T(dot+s))
	}
	if l.Text != "" {
		parts = append(parts, kit.T(dot), spokenWords(l.Lang, l.Text))
	}
	if l.Translation != "" {
		parts = append(parts, kit.T(dot), desk.Words(l.Translation))
	}
	return kit.Join(parts...)
}

func spokenWords(lang, text string) kit.Content {
	if lang == "" {
		return desk.Words(text)
	}
	return kit.In(lang, i18n.Dir(lang), text)
}

func (web *Web) showReady(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	return web.visited(r, id, trackedAt(id, ""))
}

// visited is what was made ready, as a visitor reads and prints it.
func (web *Web) visited(r *page.Request, id, back string) (*page.Answer, error) {
	p, err := web.inspection.Visited(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	d := p.Doc(r.L)
	v := desk.Page{Title: r.L.T("inspection.case_of", "label", p.Content.Label), Before: []kit.Content{kit.InsetText{Text: kit.T(r.L.T("inspection.every_look"))},
		kit.Button{Text: kit.T(r.L.T("inspection.as_pdf")), Href: trackedAt(id, "/pdf"), Kind: kit.Secondary}, sheet(d)}}
	a := v.Answer(nil).Back(back)
	return a, nil
}

func (web *Web) trackedPDF(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, err := web.inspection.Visited(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	return onPaper(p.Doc(r.L))
}

func (web *Web) showPrepare(r *page.Request) (*page.Answer, error) { return web.preparePage(r, nil) }

func (web *Web) preparePage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	c, err := web.inspection.Track(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	if wrong == nil {
		r.Form = page.NewForm(before(c))
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "label")
	v := desk.Page{Title: t("inspection.prepare"), Lead: t("inspection.prepare_lead"), Problems: p.Summary(), Wide: false}
	v.Fields = []kit.Content{desk.Line(r, p, "label", "inspection.label", r.Form.Raw("label")),
		kit.Radios{Name: "told", Legend: desk.Legend(r, "inspection.told"), Items: desk.Choices(r, "inspection.told_", inspection.ToldWays), Value: r.Form.Raw("told"), Error: p.Of("told")}, // i18n: prefix inspection.told_
		desk.Note(r, p, "note", "inspection.note"), kit.InsetText{Text: kit.T(t("inspection.own_names"))},
		desk.Note(r, p, "cover_other_person", "inspection.cover_people"), desk.Note(r, p, "cover_safety", "inspection.cover_places")}
	var lines []kit.Content
	for _, l := range c.Lines {
		choose := kit.Select{Name: "line_" + l.ID, ID: "line_" + l.ID, Label: kit.Label{Text: lineBody(r, l)}, Value: r.Form.Raw("line_" + l.ID), Error: p.Of("line_" + l.ID)}
		if l.Look {
			choose.Hint = kit.T(t("inspection.look"))
		}
		choose.Items = append(choose.Items, kit.Option{Value: "", Text: t("inspection.choose")}, kit.Option{Value: inspection.Show, Text: t("inspection.show")})
		for _, why := range inspection.LeaveReasons {
			choose.Items = append(choose.Items, kit.Option{Value: why, Text: t("inspection.leave_" + why)}) // i18n: prefix inspection.leave_
		}
		lines = append(lines, choose)
	}
	v.Fields = append(v.Fields, desk.Part("lines", t("inspection.lines"), append([]kit.Content{desk.Para(kit.T(t("inspection.lines_lead")))}, lines...)...))
	v.Buttons = []kit.Content{desk.Button(r, "inspection.prepare_save"), desk.Cancel(r, trackedAt(id, ""))}
	return v.Answer(wrong).Back(trackedAt(id, "")), nil
}

// before fills the form with what was chosen last time.
func before(c inspection.Case) map[string][]string {
	form := map[string][]string{"label": {c.Choices.Label}, "told": {c.Choices.Told}, "note": {c.Choices.Note}}
	for why, words := range c.Choices.Words {
		form["cover_"+why] = []string{strings.Join(words, "\n")}
	}
	for id, choice := range c.Choices.Lines {
		form["line_"+id] = []string{choice}
	}
	return form
}

func (web *Web) savePrepare(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	p := inspection.Preparing{Label: f.Line("label", 40), Told: f.Choice("told", inspection.ToldWays...), Note: f.Words("note", 2000), Words: map[string][]string{}, Lines: map[string]string{}}
	for _, why := range inspection.CoverReasons[:2] {
		if text := f.Words("cover_"+why, 20000); text != "" {
			p.Words[why] = strings.Split(text, "\n")
		}
	}
	for _, name := range f.Names() {
		if line, ok := strings.CutPrefix(name, "line_"); ok {
			p.Lines[line] = f.Raw(name)
		}
	}
	err = f.Err()
	if err == nil {
		err = web.inspection.Prepare(r.Context(), r.Who, id, p, r.L)
	}
	if desk.ToMend(err) {
		return web.preparePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(trackedAt(id, "/ready")), nil
}

// letParts say who was let in, and let one more visitor in.
func (web *Web) letParts(r *page.Request, id string, c inspection.Case, may bool) (parts []kit.Content) {
	t := r.L.T
	var in []kit.Content
	open := map[string]bool{}
	for _, l := range c.Let {
		line := kit.Join(kit.Name(l.Visit.Name), kit.T(dot), kit.Name(l.Visit.Text.Inspectorate), kit.T(dot+t("inspection.until", "day", r.L.Day(l.Visit.Last))))
		if l.Open {
			open[l.Visit.ID] = true
			if may {
				line = kit.Join(line, desk.Post(trackedAt(id, "/let-out"), []desk.Hidden{{Name: "visit", Value: l.Visit.ID}}, kit.Button{Text: kit.T(t("inspection.let_out")), Kind: kit.Secondary, Once: true}))
			}
		} else {
			line = kit.Join(line, kit.T(dot+t("inspection.not_open")))
		}
		in = append(in, line)
	}
	if len(in) > 0 {
		parts = append(parts, desk.Part("let-in", t("inspection.who_in"), desk.Bullets(in...)))
	}
	choose := kit.Radios{Name: "visit", Legend: desk.Legend(r, "inspection.let_whom")}
	for _, v := range c.Visits {
		if !open[v.ID] {
			choose.Items = append(choose.Items, kit.Choice{Value: v.ID, Text: kit.Name(v.Name), Hint: kit.Join(kit.Name(v.Text.Inspectorate), kit.T(dot+t("inspection.until", "day", r.L.Day(v.Last))))})
		}
	}
	if !may || len(choose.Items) == 0 {
		return parts
	}
	if len(choose.Items) == 1 {
		choose.Value = choose.Items[0].Value
	}
	body := []kit.Content{desk.Para(kit.T(t("inspection.let_lead")))}
	if c.Closed {
		body = append(body, kit.InsetText{Text: kit.T(t("inspection.let_restricted"))})
	}
	return append(parts, desk.Part("let", t("inspection.let"), append(body, desk.Post(trackedAt(id, "/let-in"), nil, choose,
		kit.Checkboxes{Name: "read", Legend: desk.Legend(r, "inspection.read_legend"), Items: []kit.Choice{{Value: "yes", Text: kit.T(t("inspection.read"))}}},
		kit.Button{Text: kit.T(t("inspection.let_go")), Once: true}))...))
}

func (web *Web) letIn(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	visit := r.Form.ID("visit")
	if err := r.Form.Err(); err != nil {
		return web.letAgain(r, id, err)
	}
	err = web.inspection.Let(r.Context(), r.Who, id, visit, r.Form.Flag("read"))
	if desk.ToMend(err) {
		return web.letAgain(r, id, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(trackedAt(id, "")), nil
}

// letAgain shows the case again, with what is to be mended about letting somebody in.
func (web *Web) letAgain(r *page.Request, id string, wrong error) (*page.Answer, error) {
	c, err := web.inspection.Track(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	v := desk.Page{Title: r.L.T("inspection.tracked"), Problems: desk.ProblemsOf(r, wrong, "read").Summary(), After: web.letParts(r, id, c, true)}
	return v.Answer(wrong).Back(trackedAt(id, "")), nil
}

func (web *Web) letOut(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	visit := r.Form.ID("visit")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if err := web.inspection.LetOut(r.Context(), r.Who, id, visit); err != nil {
		return nil, err
	}
	return page.Redirect(trackedAt(id, "")), nil
}
