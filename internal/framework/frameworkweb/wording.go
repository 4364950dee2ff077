package frameworkweb

import (
	"net/url"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) wordingRoutes() []page.Route {
	return []page.Route{
		page.Get("/wordings", permit.ChangeWording, web.showWordings),
		page.Get("/wordings/screen", permit.ChangeWording, web.showScreen),
		page.Post("/wordings/screen", permit.ChangeWording, web.saveScreen),
		page.Get("/wordings/picture", permit.ChangeWording, web.showPicture),
		page.Post("/wordings/picture", permit.ChangeWording, web.savePicture).WithLimit(framework.MaxDrawing + 64<<10),
		page.Get("/wordings/draft", permit.ChangeWording, web.showWordingDraft),
		page.Get("/wordings/draft/show", permit.ChangeWording, web.showToGroup),
		page.Post("/wordings/draft/decide", permit.ChangeWording, web.saveDecision),
		page.Post("/wordings/draft/second", permit.ChangeWording, web.saveSecond),
		page.Post("/wordings/draft/use", permit.ChangeWording, web.saveUse),
		page.Post("/wordings/draft/away", permit.ChangeWording, web.saveAway),
		page.Post("/wordings/back", permit.ChangeWording, web.saveBack),
		page.Get("/wordings/{version}", permit.ChangeWording, web.showVersion),
	}
}

// wordingCSS is the sheet of the pages that show what young people see; page/kit.Shown needs it.
const wordingCSS = "wording.css"

// worded is what all these pages are about: one edition in one language, with its versions.
type worded struct {
	edition  *framework.Edition
	lang     string
	now      *framework.Pack // what is shown now
	source   *framework.Pack // the edition's own language, as it is shown now
	versions []framework.Version
	draft    *framework.Version
}

// worded reads the edition and language that a page names; the checklist, or what the organisation works with, and its
// own language where it names none.
func (web *Web) worded(r *page.Request) (w worded, err error) {
	ctx := r.Context()
	if id := r.Form.Line("edition", 200); id != "" {
		w.edition, err = web.service.Shown(ctx, r.Who, id)
	} else if w.edition, err = web.service.Chosen(ctx, r.Who, framework.Children); problem.Is(err, problem.NotFound) {
		checklist, _ := framework.BySet(framework.SetChecklist)
		w.edition, err = web.service.Edition(ctx, checklist.ID)
	}
	if err != nil {
		return w, err
	}
	w.source = w.edition.OriginalPack()
	if w.lang = r.Form.Line("lang", 35); w.lang == "" && w.source != nil {
		w.lang = w.source.Lang()
	}
	if w.versions, err = web.service.Versions(ctx, r.Who, w.edition, w.lang); err != nil {
		return w, err
	}
	var ok bool
	if w.now, ok = web.service.Pack(ctx, w.edition, w.lang); !ok || w.source == nil {
		return w, problem.New(problem.NotFound, "problem.not_found")
	}
	if len(w.versions) > 0 && w.versions[0].State == framework.VersionDraft {
		w.draft = &w.versions[0]
	}
	return w, nil
}

// next is the pack as it would be with the draft.
func (web *Web) next(r *page.Request, w worded) *framework.Pack {
	if w.draft == nil {
		return w.now
	}
	return web.service.Preview(r.Context(), w.edition, *w.draft)
}

// to is an address of these pages about the same edition and language.
func (w worded) to(path string, pairs ...string) string {
	q := url.Values{"edition": {w.edition.ID}, "lang": {w.lang}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/wordings" + path + "?" + q.Encode()
}

// hidden are the fields that carry the edition and language through a form.
func (w worded) hidden(pairs ...string) [][2]string {
	list := [][2]string{{"edition", w.edition.ID}, {"lang", w.lang}}
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, [2]string{pairs[i], pairs[i+1]})
	}
	return list
}

func (w worded) caption(l i18n.L) kit.Content {
	return kit.Join(kit.T(nameOf(l, w.edition)+" "+w.edition.Version+" · "), kit.In(w.now.Lang(), w.now.Dir(), w.now.Name()))
}

type wordingsView struct {
	Title, Lead        string
	Caption            kit.Content
	Choose             []kit.Content
	InUse              string
	DraftTitle         string
	Draft              kit.Content
	ScreensTitle       string
	Cards, Others      []screenLink
	HistoryTitle, None string
	History            []historyLine
	OtherTitle         string
}

type screenLink struct {
	URL, Drawing string
	Name         kit.Content
	Changed      kit.Content
}

type historyLine struct {
	URL, Name, Group string
	What             string
	Tag              kit.Content
}

func (web *Web) showWordings(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := wordingsView{Title: t("wording.title"), Lead: t("wording.lead"), Caption: w.caption(r.L), ScreensTitle: t("wording.cards"),
		OtherTitle: t("wording.screens"), HistoryTitle: t("wording.history"), None: t("wording.history_none"), InUse: web.inUse(r, w)}
	if v.Choose, err = web.chooseWording(r, w); err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	if w.draft != nil {
		ready, err := web.service.Readiness(r.Context(), w.edition, *w.draft)
		if err != nil {
			return nil, err
		}
		for _, c := range ready.Changes {
			changed[framework.ScreenOf(c.Key)] = true
		}
		v.Draft = kit.InsetText{Text: kit.Join(kit.T(r.L.N("wording.draft_has", len(ready.Changes))+" "), linkTo(w.to("/draft"), t("wording.draft_open")))}
	}
	pictures := map[string]string{}
	next := web.next(r, w)
	for _, at := range w.edition.Places(next) {
		pictures[at.Key] = at.Picture
	}
	for _, s := range screensOf(w.edition, next) {
		one := screenLink{URL: w.to("/screen", "screen", s.ID), Name: nameOfScreen(r.L, next, s.ID)}
		if len(s.Places) > 0 {
			one.Drawing = pictures[s.Places[0]]
		}
		if changed[s.ID] {
			one.Changed = kit.Tag{Text: kit.T(t("wording.changed")), Kind: kit.TagWarm}
		}
		if s.ID == "answers" || s.ID == "names" || len(s.ID) > 5 && s.ID[:5] == "card/" {
			v.Cards = append(v.Cards, one)
		} else {
			v.Others = append(v.Others, one)
		}
	}
	v.History = web.history(r, w)
	return page.Show(v.Title, wordingsBody(v)).Style(wordingCSS).Back("/frameworks").Style("han.css"), nil
}

// inUse says in a line what young people see now.
func (web *Web) inUse(r *page.Request, w worded) string {
	for _, v := range w.versions {
		if v.State == framework.VersionInUse {
			return r.L.T("wording.in_use", "number", v.Number, "when", r.L.Moment(v.UsedAt), "what", v.What)
		}
	}
	return r.L.T("wording.as_published")
}

// chooseWording offers the editions and languages that this reader may look after.
func (web *Web) chooseWording(r *page.Request, w worded) ([]kit.Content, error) {
	all, err := web.service.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var editions, languages []kit.Option
	for _, e := range all {
		if e.Empty == "" && e.Set != framework.SetPlaceholder && e.OriginalPack() != nil && !e.Withheld() {
			editions = append(editions, kit.Option{Value: e.ID, Text: nameOf(r.L, e) + " " + e.Version})
		}
	}
	for _, lang := range w.edition.Languages {
		_, english := i18n.LanguageName(lang)
		languages = append(languages, kit.Option{Value: lang, Text: english})
	}
	return []kit.Content{
		kit.Select{Name: "edition", Label: kit.Label{Text: kit.T(r.L.T("wording.edition"))}, Items: editions, Value: w.edition.ID},
		kit.Select{Name: "lang", Label: kit.Label{Text: kit.T(r.L.T("wording.language"))}, Items: languages, Value: w.lang},
		kit.Button{Text: kit.T(r.L.T("wording.choose")), Kind: kit.Secondary}}, nil
}

func (web *Web) history(r *page.Request, w worded) []historyLine {
	var list []historyLine
	for i, v := range w.versions {
		if v.State == framework.VersionDraft {
			continue
		}
		one := historyLine{URL: "/wordings/" + v.ID, What: v.What, Name: r.L.T("wording.put_away", "when", r.L.Moment(v.ChangedAt))}
		if v.State == framework.VersionInUse {
			one.Name = r.L.T("wording.version", "number", v.Number, "when", r.L.Moment(v.UsedAt))
			if i == 0 || w.versions[i-1].State == framework.VersionDraft {
				one.Tag = kit.Tag{Text: kit.T(r.L.T("wording.now"))}
			}
		}
		for _, d := range v.Decisions {
			if !d.Second {
				one.Group = d.Group
				break
			}
		}
		list = append(list, one)
	}
	return list
}
