// Package translationweb shows the texts of every language to staff: how far each has come, the sheet an interpreter
// speaks from, files for translators, better wordings and voices in review. It keeps no rule of its own: what a text may
// be and who may decide is translation's.
package translationweb

import (
	"net/url"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
)

// Web is the pages of the translation room.
type Web struct {
	service  *translation.Service
	editions *framework.Service
}

// New makes the pages.
func New(service *translation.Service, editions *framework.Service) *Web {
	return &Web{service, editions}
}

// Routes are the room's rows of the route table. The recording page alone may ask for the microphone.
func (web *Web) Routes() []page.Route {
	const file = translation.MaxFile + 64<<10
	return []page.Route{
		page.Get("/translations", permit.ReadFramework, web.showOverview),
		page.Get("/translations/sheet", permit.ReadFramework, web.showSheet),
		page.Get("/translations/texts", permit.ReadFramework, web.showTexts),
		page.Get("/translations/text", permit.ReadFramework, web.showText),
		page.Get("/translations/export", permit.TranslateTexts, web.export),
		page.Get("/translations/import", permit.TranslateTexts, web.showImport),
		page.Post("/translations/import", permit.TranslateTexts, web.saveImport).WithLimit(file),
		page.Get("/translations/suggest", permit.SuggestWording, web.showSuggest),
		page.Post("/translations/suggest", permit.SuggestWording, web.saveSuggest),
		page.Get("/translations/review", permit.TranslateTexts, web.showReview),
		page.Post("/translations/review/wording", permit.TranslateTexts, web.decideWording),
		page.Post("/translations/review/voice", permit.TranslateTexts, web.decideVoice),
		page.Get("/translations/record", permit.SuggestWording, web.showRecord),
		page.Post("/translations/record", permit.SuggestWording, web.startRecord),
		page.Get("/translations/record/{speaker}", permit.SuggestWording, web.showStudio),
		page.Post("/translations/record/{speaker}", permit.SuggestWording, web.saveSound).WithLimit(translation.MaxRecording + 64<<10),
		page.Post("/translations/withdraw", permit.SuggestWording, web.withdraw),
		page.Get("/translations/voice/{recording}", permit.ReadFramework, web.play),
	}
}

// staffPage is the shape of this room's pages: what is known, a form, and what can be done.
type staffPage struct {
	Title, Lead, Caption string
	Problems             kit.Content
	Parts                []kit.Content
	Action               string
	Files                bool // the form carries a file
	Hidden               [][2]string
	Fields               []kit.Content
	Buttons              []kit.Content
	Below                []kit.Content
}

func (v staffPage) answer(back string) *page.Answer {
	a := page.Show(v.Title, staffBody(v))
	if v.Problems != nil {
		a = page.Invalid(v.Title, staffBody(v))
	}
	return a.Back(back).Style("han.css") // languages are named in their own letters on most of these pages
}

// edition is the one a page is about: the one asked for, or the one the organisation works with, or the checklist.
func (web *Web) edition(r *page.Request, name string) (*framework.Edition, error) {
	if id := r.Form.Line(name, 200); id != "" && id != translation.Staff {
		e, err := web.editions.Edition(r.Context(), id)
		if err != nil {
			return nil, err
		}
		if !e.Readable(r.Who) {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		return e, nil
	}
	e, err := web.editions.Chosen(r.Context(), r.Who, framework.Children)
	if problem.Is(err, problem.NotFound) {
		e, _ = framework.BySet(framework.SetChecklist)
		return e, nil
	}
	return e, err
}

// language is the one a page is about; Arabic, which has drafts, where none was named.
func language(r *page.Request) i18n.YoungLanguage {
	y, ok := i18n.Young(r.Form.Line("lang", 35))
	if !ok {
		y, _ = i18n.Young("ar")
	}
	return y
}

// at makes an address of this room.
func at(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return "/translations" + path
	}
	return "/translations" + path + "?" + q.Encode()
}

// named is a language in its own script with its name for staff.
func named(y i18n.YoungLanguage) kit.Content {
	own := kit.In(y.Tag, y.Dir, y.Own)
	if y.Own == y.English {
		return own
	}
	return kit.Join(own, kit.T(" – "+y.English))
}

// statusTag says how far a text can be trusted.
func statusTag(l i18n.L, status string) kit.Content {
	kind := kit.TagPlain
	switch status {
	case "", framework.StatusNone:
		kind = kit.TagQuiet
	case framework.StatusMachineDraft, framework.StatusSourceChanged:
		kind = kit.TagWarm
	}
	return kit.Tag{Text: kit.T(statusName(l, status)), Kind: kind}
}

// i18n: prefix translation.status.
var statusKeys = map[string]string{"": "none", framework.StatusNone: "none", framework.StatusMachineDraft: "draft", framework.StatusHuman: "human",
	framework.StatusBackTranslated: "back", framework.StatusReviewed: "reviewed", framework.StatusOriginal: "original", framework.StatusSourceChanged: "source"}

func statusName(l i18n.L, status string) string {
	return l.T("translation.status." + statusKeys[status])
}

// link is one way on.
type link struct{ Text, URL string }

func mayTranslate(r *page.Request) bool { return permit.Could(r.Who, permit.TranslateTexts) }
func maySuggest(r *page.Request) bool   { return permit.Could(r.Who, permit.SuggestWording) }
