package voiceweb

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"golang.org/x/text/language"

	"stablefutures/internal/account"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// WayIn is the way into a young person's own place on a device of theirs. What it shows to everybody is a page of everyday
// words, in nine languages: its address, its title and its history say no more.
const WayIn = "/words"

// own is where the place itself lives there.
const own = WayIn + "/page"

// maxWritten bounds the forms of the way in: a passkey's answer is the longest.
const maxWritten = 64 << 10

func (web *Web) enterRoutes() []page.Route {
	rows := []page.Route{
		page.Get(WayIn, permit.SignIn, web.showWayIn), page.Post(WayIn, permit.SignIn, web.comeIn),
		page.Get(WayIn+"/all", permit.Public, web.showAll),
		page.Get(WayIn+"/key", permit.SignIn, web.showKey), page.Post(WayIn+"/key", permit.SignIn, web.saveKey),
		page.Post(WayIn+"/lock", permit.SignIn, web.comeInByKey),
		page.Get(WayIn+"/leave", permit.SignIn, web.leaveOwn),
	}
	for path, f := range ownShown {
		needs := permit.ReadOwn
		if slices.Contains(ownWords, path) {
			needs = permit.ReadOwnWords
		}
		rows = append(rows, page.Get(own+path, needs, web.alone(f)))
	}
	for path, f := range ownSaved {
		rows = append(rows, page.Post(own+path, permit.SpeakOwn, web.alone(f)))
	}
	for i := range rows {
		rows[i] = rows[i].ForOwnDevice()
		if rows[i].Pattern == WayIn || rows[i].Pattern == WayIn+"/key" || rows[i].Pattern == WayIn+"/lock" {
			rows[i] = rows[i].WithLimit(maxWritten)
		}
	}
	return rows
}

// ownShown are the pages of the place on a device of their own, ownWords those that spoken words open, ownSaved what can be sent there.
var (
	ownShown = map[string]func(*table) (*page.Answer, error){
		"": (*table).showHome, "/said": (*table).showSaid, "/promised": (*table).showPromised, "/who": (*table).showWho,
		"/news": (*table).showNews, "/say": (*table).showSay, "/ask": (*table).showAsk, "/may": (*table).showMay,
		"/gave": (*table).showGave, "/gave/{work}": (*table).showGift,
	}
	ownWords = []string{"", "/said", "/news", "/say", "/ask"}
	ownSaved = map[string]func(*table) (*page.Answer, error){"/say": (*table).saveSay, "/ask": (*table).saveAsk, "/may": (*table).saveMay, "/gave": (*table).saveGave}
)

// alone opens the place of whoever is in it. What goes wrong is said in their language, and a place that is over leads out.
func (web *Web) alone(f func(*table) (*page.Answer, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) {
		a, err := web.sit(r, r.Place.Record, own, f)
		switch {
		case err == nil:
			return a, nil
		case problem.Is(err, problem.NotFound), problem.Is(err, problem.Forbidden):
			return page.Redirect(WayIn), nil
		case problem.Is(err, problem.Internal):
			return nil, err
		}
		t := web.everyday(r, r.Form.Line("l", 35))
		v := t.begin("question", "everyday.problem")
		v.BackURL = own
		return t.show(v).Status(http.StatusConflict), nil
	}
}

// everyday is a page of everyday words: of nobody's, in the language that was chosen.
func (web *Web) everyday(r *page.Request, lang string) *table {
	t := &table{web: web, r: r, base: WayIn}
	t.Own = true
	if lang == "" {
		lang = web.spokenBy(r)
	}
	if y, ok := i18n.Young(lang); ok && slices.Contains(voice.WordLanguages(), y.Tag) {
		lang = y.Tag
	} else {
		lang = "en"
	}
	if err := t.speak(lang); err != nil {
		t.ed, _ = framework.BySet(framework.SetChecklist) // never: speak asks nothing of the database for an own device
	}
	return t
}

// spokenBy guesses the language that a browser asks for.
func (web *Web) spokenBy(r *page.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.HTTP.Header.Get("Accept-Language"))
	if err != nil {
		return "en"
	}
	for _, tag := range tags {
		if y, ok := i18n.Young(tag.String()); ok && slices.Contains(voice.WordLanguages(), y.Tag) {
			return y.Tag
		}
	}
	return "en"
}

// wayIn is the address that a worker says.
func (web *Web) wayIn() string { return web.Origin + WayIn }

func (web *Web) showWayIn(r *page.Request) (*page.Answer, error) {
	return web.wayInPage(r, r.Form.Line("l", 35), "", http.StatusOK)
}

// wayInPage shows the way in; wrong is the text of what went wrong, "" for nothing.
func (web *Web) wayInPage(r *page.Request, lang, wrong string, status int) (*page.Answer, error) {
	t := web.everyday(r, lang)
	v := t.begin("book", "everyday.title")
	v.BackURL = ""
	v.Lead = []kit.Content{t.say("everyday.hint"), t.say("everyday.have")}
	v.Above = []kit.Content{t.listen("", "everyday.title", "everyday.hint", "everyday.have")}
	field := kit.Input{Name: "words", Label: kit.Label{Text: t.say("everyday.field"), Size: "s"}, Autocomplete: "off", Autocapitalize: "none", Spellcheck: "false",
		Attrs: map[string]any{"dir": "auto", "maxlength": "200"}}
	if wrong != "" {
		v.Problems = kit.ErrorSummary{Title: t.say(wrong), Items: []kit.ErrorItem{{Text: t.say("everyday.field"), Href: "#words"}}}
		field.Error = t.say(wrong)
	}
	v.Action, v.Hidden, v.Fields = WayIn, [][2]string{{"l", t.pack.Lang()}}, []kit.Content{field}
	v.Buttons = []kit.Content{t.button("everyday.go", "go", kit.Primary)}
	if web.Voice.KeysOffered() {
		question, challenge, err := web.Voice.AskKey(r.Context())
		if err != nil {
			return nil, err
		}
		v.Below = append(v.Below, lockForm(lockView{Act: "get", Action: WayIn + "/lock", Question: question, Failed: t.text("everyday.problem"),
			NeedsScript: t.text("everyday.key_not"), Hidden: [][2]string{{"challenge", challenge}, {"l", t.pack.Lang()}},
			Button: kit.Button{Text: t.say("everyday.key"), Kind: kit.Secondary, Once: true}}))
	}
	v.Below = append(v.Below, kit.Button{Text: t.say("everyday.all"), Href: WayIn + "/all?l=" + t.pack.Lang(), Kind: kit.Secondary}, t.languages(WayIn))
	return t.showEveryday(v).Script("account.js").Status(status), nil
}

// showEveryday shows a page that is called what a page of everyday words is called.
func (t *table) showEveryday(v placeView) *page.Answer {
	if !t.pack.Trusted() {
		v.Drafted = t.say("explain.draft")
	}
	words := page.WordsIn(t.r.L, t.text)
	words.Problem, words.Error = t.text("everyday.problem"), t.text("everyday.problem")
	return page.Show(t.text("everyday.title"), placeBody(v)).In(page.Child).Style("place.css").Speaking(t.pack.Lang()).Saying(words)
}

// languages leads to the same page in each of the languages.
func (t *table) languages(at string) kit.Content {
	var list []kit.LanguageLink
	for _, y := range i18n.YoungLanguages() {
		if !slices.Contains(voice.WordLanguages(), y.Tag) {
			continue
		}
		if p, _ := t.web.speaking(t.r.Context(), t.ed, y.Tag); p.Lang() == y.Tag {
			list = append(list, kit.LanguageLink{Name: y.Own, Lang: y.Tag, Dir: y.Dir, Href: at + "?l=" + y.Tag, Current: y.Tag == t.pack.Lang()})
		}
	}
	return languageLinks(t.text("nav.language"), list)
}

// comeIn takes what was written. Words that open a place lead there; four that open nothing are said to; whatever else was
// written leads to the page of everyday words, and so does a second word: both answers are alike to the last byte that means
// anything.
func (web *Web) comeIn(r *page.Request) (*page.Answer, error) {
	lang := r.Form.Line("l", 35)
	entry, err := web.Voice.ComeIn(r.Context(), r.Form.Raw("words"), lang, r.Remote())
	switch {
	case account.IsThrottled(err):
		return web.wayInPage(r, lang, "everyday.wait", http.StatusTooManyRequests)
	case page.IsInvalid(err):
		return web.wayInPage(r, lang, "everyday.wrong", http.StatusUnprocessableEntity)
	case err != nil:
		return nil, err
	case entry.Token == "": // a token of nobody's goes along, as one does where a place was opened
		return page.Redirect(WayIn+"/all?l="+web.everyday(r, lang).pack.Lang()).StrictCookie(page.PlaceCookie, account.NewToken(), 0), nil
	case entry.Making:
		return page.Redirect(WayIn+"/key?l="+web.everyday(r, lang).pack.Lang()).StrictCookie(page.PlaceCookie, entry.Token, 0), nil
	}
	return page.Redirect(own).StrictCookie(page.PlaceCookie, entry.Token, 0), nil
}

// showAll is the page of everyday words.
func (web *Web) showAll(r *page.Request) (*page.Answer, error) {
	t := web.everyday(r, r.Form.Line("l", 35))
	v := t.begin("book", "everyday.all")
	v.BackURL = WayIn + "?l=" + t.pack.Lang()
	v.Lead = []kit.Content{t.say("everyday.hint"), t.say("everyday.have")}
	lang := t.pack.Lang()
	v.Above = []kit.Content{vocabulary(lang, i18n.Dir(lang), voice.Words(lang), voice.Words("en"))}
	v.Below = []kit.Content{t.languages(WayIn + "/all")}
	return t.showEveryday(v), nil
}

// showKey asks their device for its passkey, once the worker's words were right.
func (web *Web) showKey(r *page.Request) (*page.Answer, error) {
	return web.keyPage(r, "", http.StatusOK)
}

func (web *Web) keyPage(r *page.Request, wrong string, status int) (*page.Answer, error) {
	question, err := web.Voice.KeyQuestion(r.Context(), r.Cookie(page.PlaceCookie))
	if problem.Is(err, problem.NotFound) {
		return page.Redirect(WayIn), nil
	}
	if err != nil {
		return nil, err
	}
	t := web.everyday(r, r.Form.Line("l", 35))
	v := t.begin("phone", "everyday.make_title")
	v.BackURL = ""
	v.Lead = []kit.Content{t.say("everyday.make_text")}
	if wrong != "" {
		v.Problems = kit.ErrorSummary{Title: t.say(wrong)}
	}
	v.Above = []kit.Content{t.listen("", "everyday.make_title", "everyday.make_text"),
		lockForm(lockView{Act: "create", Action: WayIn + "/key", Question: question, Failed: t.text("everyday.problem"), NeedsScript: t.text("everyday.key_not"),
			Button: kit.Button{Text: t.say("everyday.go"), Once: true}})}
	return t.showEveryday(v).Script("account.js").Status(status), nil
}

func (web *Web) saveKey(r *page.Request) (*page.Answer, error) {
	entry, err := web.Voice.MakeKey(r.Context(), r.Cookie(page.PlaceCookie), r.Form.Raw("answer"))
	switch {
	case page.IsInvalid(err):
		return web.keyPage(r, "everyday.problem", http.StatusUnprocessableEntity)
	case problem.Is(err, problem.NotFound), problem.Is(err, problem.Conflict):
		return page.Redirect(WayIn), nil
	case err != nil:
		return nil, err
	}
	return page.Redirect(own).StrictCookie(page.PlaceCookie, entry.Token, 0), nil
}

func (web *Web) comeInByKey(r *page.Request) (*page.Answer, error) {
	lang := r.Form.Line("l", 35)
	entry, err := web.Voice.ComeInByKey(r.Context(), r.Form.Raw("challenge"), r.Form.Raw("answer"), r.Remote())
	switch {
	case account.IsThrottled(err):
		return web.wayInPage(r, lang, "everyday.wait", http.StatusTooManyRequests)
	case page.IsInvalid(err):
		return web.wayInPage(r, lang, "everyday.problem", http.StatusUnprocessableEntity)
	case err != nil:
		return nil, err
	}
	return page.Redirect(own).StrictCookie(page.PlaceCookie, entry.Token, 0), nil
}

// leaveOwn ends whoever is in, asks the browser to forget, and opens an ordinary page. It is a link, so it is a GET; another
// site that links here puts nobody out, for it brings no cookie along.
func (web *Web) leaveOwn(r *page.Request) (*page.Answer, error) {
	if token := r.Cookie(page.PlaceCookie); token != "" {
		if err := web.Voice.Leave(context.WithoutCancel(r.Context()), token); err != nil && web.Failed != nil {
			web.Failed(r.ID, err) // whoever must leave now, leaves
		}
	}
	return page.Redirect(web.Exit).Forget().StrictCookie(page.PlaceCookie, "", -1), nil
}

// problems says what is wrong with a form in the young person's language: they may be alone with it.
func (t *table) problems(err error) page.Problems {
	texts := map[string]string{"problem.required_choice": "everyday.choose", "problem.required": "everyday.write", "voice.second_length": "device.second_other", "voice.second_other": "device.second_other"}
	var e *problem.Error
	if !errors.As(err, &e) {
		return page.Problems{}
	}
	return page.ProblemsSaid(e, func(f problem.Field) string {
		key, ok := texts[f.Key]
		if !ok {
			key = "everyday.problem"
		}
		return t.text(key)
	})
}
