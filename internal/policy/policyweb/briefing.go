package policyweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
)

const (
	briefings = "/policy/briefings"
	readers   = "/policy/readers" // briefing templates
)

func (web *Web) briefingRoutes() []page.Route {
	const one = briefings + "/{briefing}"
	const version = one + "/versions/{made}"
	return []page.Route{
		page.Get("/policy", permit.ReadPolicy, web.showHome),
		page.Get("/policy/first-day", permit.ReadPolicy, web.showFirstDay),

		page.Get(briefings, permit.ReadPolicy, web.showBriefings),
		page.Get(briefings+"/new", permit.MakePolicy, web.showBeginBriefing),
		page.Post(briefings+"/new", permit.MakePolicy, web.saveBeginBriefing),
		page.Get(readers, permit.ReadPolicy, web.showBriefingTemplates),
		page.Get(readers+"/load", permit.MakePolicy, web.showLoadBriefingTemplate),
		page.Post(readers+"/load", permit.MakePolicy, web.saveLoadBriefingTemplate),
		page.Get(readers+"/{reader}", permit.ReadPolicy, web.showBriefingTemplate),
		page.Get(one, permit.MakePolicy, web.showBriefing),
		page.Get(one+"/preview", permit.MakePolicy, web.showPreview),
		page.Get(one+"/words", permit.MakePolicy, web.showWrite),
		page.Post(one+"/words", permit.MakePolicy, web.saveWrite),
		page.Get(one+"/piece", permit.MakePolicy, web.showPiece),
		page.Post(one+"/piece", permit.MakePolicy, web.savePiece),
		page.Post(one+"/move", permit.MakePolicy, web.movePiece),
		page.Post(one+"/version", permit.MakePolicy, web.makeVersion),
		page.Get(one+"/changes", permit.MakePolicy, web.showChanges),
		page.Get(version, permit.ReadPolicy, web.showVersion),
		page.Get(version+"/file", permit.ReadPolicy, web.takeVersion),
		page.Get(version+"/sign", permit.SignPolicy, web.showSignBriefing),
		page.Post(version+"/sign", permit.SignPolicy, web.saveSignBriefing),
		page.Get(version+"/give", permit.SignPolicy, web.showGive),
		page.Post(version+"/give", permit.SignPolicy, web.saveGive),
		page.Get(version+"/take-back", permit.SignPolicy, web.showTakeBack),
		page.Post(version+"/take-back", permit.SignPolicy, web.saveTakeBack),
	}
}

func briefingAt(id, rest string) string { return briefings + "/" + id + rest }

func versionAt(id string, place int, rest string) string {
	return briefingAt(id, "/versions/"+strconv.Itoa(place)+rest)
}

// inLanguage is a text of a template, marked where it is not in the reader's language.
func inLanguage(r *page.Request, s policy.InLanguages) kit.Content {
	text, lang := s.In(r.L.Tag())
	return saidIn(r, lang, text)
}

// saidIn is a text in a language, marked where it is not the reader's.
func saidIn(r *page.Request, lang, text string) kit.Content {
	if lang == r.L.Tag() {
		return desk.Words(text)
	}
	return kit.In(lang, "ltr", text)
}

// standsAs says how far a briefing is, in a few words.
func standsAs(r *page.Request, b policy.Briefing) string {
	if len(b.Versions) == 0 {
		return r.L.T("briefing.stands_draft")
	}
	last := b.Versions[0]
	key := "briefing.stands_waiting"
	switch _, signed := b.Step(last.ID, "signed"); {
	case b.Published(last.ID):
		key = "briefing.stands_given"
	case signed:
		key = "briefing.stands_signed"
	}
	if _, back := b.Step(last.ID, "taken_back"); back {
		key = "briefing.stands_back"
	}
	return r.L.T(key, "number", strconv.Itoa(last.Place))
}

func (web *Web) showBriefings(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.Briefings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("briefing.title"), Lead: t("briefing.lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("briefing.new")), Href: briefings + "/new"})
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("briefing.none"))))
	} else {
		v.Before = append(v.Before, desk.Bullets(briefingLines(r, list)...))
	}
	v.After = []kit.Content{desk.Para(desk.Link(t("briefing.templates"), readers))}
	return v.Answer(nil).Back("/policy"), nil
}

// briefingLines are briefings by title, with their reader and how far they are.
func briefingLines(r *page.Request, list []policy.Briefing) (lines []kit.Content) {
	for _, b := range list {
		lines = append(lines, kit.Join(desk.NameLink(b.Draft.Title, opens(r, b)), kit.T(dot), saidIn(r, b.Draft.Lang, b.Draft.Reader), kit.T(dot+standsAs(r, b))))
	}
	return lines
}

// opens is where a briefing is opened: for those who write, where it is written; for all others, the version that was given last.
func opens(r *page.Request, b policy.Briefing) string {
	if writes(r) || len(b.Versions) == 0 {
		return briefingAt(b.ID, "")
	}
	return versionAt(b.ID, b.Versions[0].Place, "")
}

func writes(r *page.Request) bool {
	return permit.Could(r.Who, permit.MakePolicy) || permit.Could(r.Who, permit.SignPolicy)
}

func (web *Web) showBeginBriefing(r *page.Request) (*page.Answer, error) {
	return web.beginBriefingPage(r, nil)
}

func (web *Web) beginBriefingPage(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.policy.BriefingTemplates(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "title")
	whom := kit.Radios{Name: "template", Legend: desk.Legend(r, "briefing.for_whom"), Value: r.Form.Raw("template"), Error: p.Of("template")}
	for _, one := range here(r, list) {
		whom.Items = append(whom.Items, kit.Choice{Value: one.ID, Text: inLanguage(r, one.Title), Hint: inLanguage(r, one.Question)})
	}
	fields := []kit.Content{desk.Line(r, p, "title", "briefing.name", r.Form.Raw("title")), whom, desk.Line(r, p, "reader", "briefing.reader", r.Form.Raw("reader")), languageField(r, p, r.Form.Raw("lang"))}
	about, err := web.initiativeField(r, p, r.Form.Raw("initiative"))
	if err != nil {
		return nil, err
	}
	v := desk.Page{Title: t("briefing.new"), Lead: t("briefing.new_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "cite", Value: r.Form.Raw("cite")}}, Fields: append(fields, about...),
		Buttons: []kit.Content{desk.Button(r, "briefing.begin"), desk.Cancel(r, briefings)}}
	return v.Answer(wrong).Back(briefings), nil
}

// here puts templates for readers of one's own nation, and of everywhere, before those of others.
func here(r *page.Request, list []policy.BriefingTemplate) []policy.BriefingTemplate {
	out := slices.Clone(list)
	rank := func(t policy.BriefingTemplate) int {
		if len(t.Nations) == 0 || slices.Contains(t.Nations, r.Session.Nation) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b policy.BriefingTemplate) int { return rank(a) - rank(b) })
	return out
}

func languageField(r *page.Request, p page.Problems, value string) kit.Content {
	if value == "" {
		value = r.L.Tag()
	}
	return kit.Radios{Name: "lang", Legend: desk.Legend(r, "briefing.lang"), Value: value, Error: p.Of("lang"), Items: desk.Choices(r, "briefing.lang_", policy.BriefingLanguages), Class: "govuk-radios--small"} // i18n: prefix briefing.lang_
}

// initiativeField asks which change a briefing is about; there is none where nobody thinks about any.
func (web *Web) initiativeField(r *page.Request, p page.Problems, value string) ([]kit.Content, error) {
	list, err := web.policy.Initiatives(r.Context(), r.Who)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	s := kit.Select{Name: "initiative", Label: desk.Label(r, "briefing.initiative"), Value: value, Error: p.Of("initiative"), Items: []kit.Option{{Value: "", Text: r.L.T("briefing.no_initiative")}}}
	for _, one := range list {
		s.Items = append(s.Items, kit.Option{Value: one.ID, Text: one.Title})
	}
	return []kit.Content{s}, nil
}

func (web *Web) saveBeginBriefing(r *page.Request) (*page.Answer, error) {
	f := r.Form
	id := f.ID("as")
	d := policy.BriefingDraft{Template: f.Line("template", 60), Title: f.Line("title", maxLine), Reader: f.Line("reader", maxLine), Lang: f.Choice("lang", policy.BriefingLanguages...), Initiative: f.ID("initiative")}
	err := f.Err()
	if err == nil {
		err = web.policy.BeginBriefing(r.Context(), r.Who, id, d)
	}
	if desk.ToMend(err) {
		return web.beginBriefingPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	next, err := web.firstPiece(r, id, d.Template, f.Line("cite", maxLine))
	if err != nil {
		return nil, err
	}
	return page.Redirect(next), nil
}

// citing leads to a new briefing that begins with something: a kind of piece, what it cites, and the release that says of whom.
func citing(kind policy.PieceKind, of, coverage string) string {
	return briefings + "/new?cite=" + string(kind) + colonOnly + of + colonOnly + coverage
}

// firstPiece is where somebody goes on who began a briefing with something to cite: the first section of the template that takes it;
// or the briefing.
func (web *Web) firstPiece(r *page.Request, briefing, template, cite string) (string, error) {
	parts := strings.Split(cite, colonOnly)
	if len(parts) != 3 {
		return briefingAt(briefing, ""), nil
	}
	t, err := web.policy.BriefingTemplate(r.Context(), r.Who, template)
	if err != nil {
		return "", err
	}
	for _, s := range t.Sections {
		if slices.Contains(s.Takes, policy.PieceKind(parts[0])) {
			return briefingAt(briefing, "/piece?"+url.Values{"section": {s.Code}, "kind": {parts[0]}, "of": {parts[1]}, "coverage_of": {parts[2]}}.Encode()), nil
		}
	}
	return briefingAt(briefing, ""), nil
}

// nationsOf are the nations of a template's reader, in words.
func nationsOf(r *page.Request, t policy.BriefingTemplate) string {
	if len(t.Nations) == 0 {
		return r.L.T("briefing.everywhere")
	}
	var names []string
	for _, n := range t.Nations {
		names = append(names, nation.Name(n, r.L.Tag()))
	}
	return r.L.List(names)
}
